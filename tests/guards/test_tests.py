"""The tests themselves: each asserts, none waits or is left out, and every verb and command is exercised."""

import ast
import re
from functools import cache

from cdop.rules.vocabulary import AuditVerb
from tests.guards.sources import named, python_files, tree_of

LEFT_OUT = re.compile(r"@pytest\.mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)\(|\bsleep\(")


@cache
def every_test() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (named(path), node)
        for path in python_files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and path.name.startswith("test_")
    ]


def asserts(node: ast.AST) -> bool:
    """Whether something in it can fail: an assertion, an expected error, a state machine, or a call named for one."""
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            return True
        if isinstance(part, ast.Call) and re.search(
            r"raises$|warns$|_as_test$|(^|\.)assert_|(^|\.)expect", ast.unparse(part.func)
        ):
            return True
    return False


def test_every_test_asserts() -> None:
    assert [(file, test.name) for file, test in every_test() if not asserts(test)] == []
    assert len(every_test()) > 300


def test_no_test_is_left_out_or_waits_by_the_clock() -> None:
    this = "tests/guards/test_tests.py"
    found = [
        named(p)
        for p in python_files("tests")
        if p.name.startswith("test_") and LEFT_OUT.search(p.read_text()) and named(p) != this
    ]
    assert found == []


def test_no_two_tests_of_a_file_have_one_name() -> None:
    names = [(file, test.name) for file, test in every_test()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_verb_is_exercised_and_every_kind_of_entry_is_written_by_one() -> None:
    words = {word for p in python_files("tests") for word in re.findall(r"\w+", p.read_text())}
    verbs = {
        node.name
        for path in python_files("cdop/services")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and writes_of(node) and not node.name.startswith("_")
    }
    assert verbs - words == set()
    written = {
        writes_of(node)
        for path in python_files("cdop/services")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert {verb.name for verb in AuditVerb} - written == set()
    assert len(verbs) >= 8


def writes_of(node: ast.FunctionDef) -> str:
    """The kind of audit entry that a verb writes, "" where it is no verb."""
    for decorator in node.decorator_list:
        if found := re.fullmatch(r"writes\(AuditVerb\.(\w+)(?:, is_short=True)?\)", ast.unparse(decorator)):
            return found[1]
    return ""
