"""The words we decided against appear nowhere that a person reads."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.guards.sources import named, python_files, templates, tree_of

# Each with what is said instead in the list of words of the README.
AGAINST = (
    r"commit(?:ted|s|ting)? suicide",
    r"(?:successful|failed) (?:suicide )?attempt",
    r"cot death",
    r"did not attend",
    r"disengaged",
    r"disguised compliance",
    r"poor parenting",
    r"too many dependants",
    r"maternal obesity",
    r"merge (?:the )?(?:children|cases)",
    r"duplicate child",
    r"expected notification",
    r"\boverdue\b",
    r"\bbacklog\b",
    r"\boops\b",
    r"\bwhoops\b",
    r"\bsorry\b",
    r"N/A",
    r"\bnil\b",
)
# Where a word is right: how a deadline stands is the rules' own vocabulary, and so it is named there; a letter to a
# family says that we are sorry for their child's death.
TO_FAMILIES = ("first_letter", "invitation", "delay")
RIGHT = {
    ("cdop/rules/deadlines.py", "overdue"),
    *((f"cdop/templates/letters/words/{each}.txt", "sorry") for each in TO_FAMILIES),
}


@cache
def spoken(path: Path) -> str:
    """What a file says to people: of a template its text, of code its strings without the docstrings."""
    if path.suffix != ".py":
        return re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(), flags=re.S)
    tree = tree_of(path)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if has_docstring(node)}  # type: ignore[attr-defined]
    strings = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]
    return "\n".join(strings)


def has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return bool(isinstance(body, list) and body and isinstance(body[0], ast.Expr))


@pytest.mark.parametrize("word", AGAINST)
def test_word_we_decided_against_is_nowhere_on_screen_or_paper(word: str) -> None:
    files = [*templates(), *python_files("cdop")]
    found = {(named(path), hit.lower()) for path in files for hit in re.findall(word, spoken(path), re.I)}
    assert found - RIGHT == set()


def test_templates_do_not_exclaim() -> None:
    assert [named(path) for path in templates() if re.search(r"\w!(?=[\s<])", spoken(path))] == []


def test_whoever_left_a_reason_out_is_told_of_what() -> None:
    bare = re.compile(r"^Say why\.?$", re.M)
    assert [named(path) for path in [*templates(), *python_files("cdop")] if bare.search(spoken(path))] == []


def test_every_file_says_what_it_is() -> None:
    without = [
        named(path)
        for path in python_files("cdop", "tools", "bench")
        if path.read_text().strip() and ast.get_docstring(tree_of(path)) is None
    ]
    assert without == []


def test_project_names_no_machine_and_no_task_left_over() -> None:
    marks = re.compile(r"TODO|FIXME|XXX|/home/|/Users/|/root/|file:///")
    this = {"tests/guards/test_words.py"}
    found = {
        named(path)
        for path in [*python_files("cdop", "tests", "tools", "bench", "migrations"), *templates()]
        if marks.search(path.read_text()) and named(path) not in this
    }
    assert found == set()
