"""What only one place may do: move a case, commit, read the clock, speak to the database past the session."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.guards.sources import named, python_files, templates, tree_of

CALLS_OF_CLOCK = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}


@cache
def calls(path: Path) -> list[str]:
    """What a file calls, as it is written."""
    return [ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def places(pattern: str, *folders: str) -> set[str]:
    """The files in which a call matches."""
    return {named(p) for p in python_files(*folders) if any(re.search(pattern, call) for call in calls(p))}


def assigned(path: Path, owner: str, attribute: str) -> bool:
    """Whether a file assigns to this attribute of something of this name."""
    targets = [
        target
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    flat = [part for target in targets for part in ast.walk(target)]
    found = (part.value for part in flat if isinstance(part, ast.Attribute) and part.attr == attribute)
    return any(ast.unparse(value).endswith(owner) for value in found)


def test_only_the_lifecycle_changes_the_status_of_a_case() -> None:
    files = {named(path) for path in python_files("cdop") if assigned(path, "case", "status")}
    assert files == {"cdop/services/lifecycle.py"}
    assert places(r"setattr", "cdop") == {"cdop/services/cases.py"}, "facts are set by name in one place"


def test_only_the_clock_reads_the_clock() -> None:
    readers = r"(^|\.)(datetime|date)\.(now|utcnow|today|fromtimestamp|utcfromtimestamp)$|^time\.time$|\bfunc\.now$"
    assert places(readers, "cdop") == {"cdop/clock.py"}


def test_rules_and_queries_are_told_the_time() -> None:
    told = ("cdop/rules", "cdop/models", "cdop/queries", "cdop/services", "cdop/documents", "cdop/forms")
    assert places(r"clock\.(now|today)$", *told) == set()


def test_only_the_unit_commits() -> None:
    assert places(r"\.commit$", "cdop") == {"cdop/services/unit.py"}


def test_only_units_and_forms_speak_past_the_session() -> None:
    assert places(r"^((postgresql|sqlite)\.)?(insert|update|delete|text)$", "cdop/services") <= {
        "cdop/services/unit.py",
        "cdop/services/inserts.py",
        "cdop/services/submissions.py",
        "cdop/services/register_cases.py",
        "cdop/services/audit_seals.py",
        "cdop/services/delivery.py",
        "cdop/services/forgetting.py",
        "cdop/services/reference.py",
    }
    assert places(r"^(insert|update|delete)$", "cdop/queries", "cdop/blueprints", "cdop/cli") == set()
    assert places(r"bulk_(save|insert|update)", "cdop") == set()


def test_nobody_makes_a_paragraph_of_reportlab() -> None:
    """Its paragraphs read typed words as markup; ours are set letter by letter."""
    makers = {named(p) for p in python_files("cdop") if "reportlab.platypus.Paragraph" in modules(p)}
    assert makers == set()
    assert places(r"(platypus|paragraph)\.Paragraph$", "cdop") == set()


def test_one_and_many_are_told_apart_in_one_place() -> None:
    """Words chosen by a number are chosen by `agreeing`, which a template reaches as `counted`."""
    files = {named(path) for path in python_files("cdop") if any(map(tells_one_from_many, ast.walk(tree_of(path))))}
    assert files == {"cdop/rules/numbers.py"}
    assert [named(path) for path in templates() if re.search(r"[\"'] if [^{}]* == 1 else", path.read_text())] == []


def tells_one_from_many(node: ast.AST) -> bool:
    """Whether an expression chooses between texts by whether something is 1."""
    if not isinstance(node, ast.IfExp) or not re.search(r" [!=]= 1$", ast.unparse(node.test)):
        return False
    return ast.unparse(node.body) == "one" or any(is_text(part) for part in (node.body, node.orelse))


def is_text(node: ast.AST) -> bool:
    """Whether an expression is words in quotation marks."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_blueprints_know_no_model_and_no_database() -> None:
    knowing = {
        named(path)
        for path in python_files("cdop/blueprints")
        if re.search(
            r"import .*\bdb\b|cdop\.models|from cdop import .*models|cdop\.documents\.\w+ import", path.read_text()
        )
    }
    assert knowing == set()


def test_services_know_no_request() -> None:
    faults = [named(p) for p in python_files("cdop/services", "cdop/queries") if "flask" in imports(p)]
    assert faults == []


def test_forms_know_only_rules() -> None:
    ours = {name for path in python_files("cdop/forms") for name in modules(path) if name.startswith("cdop.")}
    assert {name.split(".")[1] for name in ours} <= {"forms", "rules", "questionnaires"}


def test_blueprints_do_not_know_each_other() -> None:
    nouns = {"auth", "brand", "cases", "figures", "home", "register", "reports"}
    faults = {
        (named(path), name)
        for path in python_files("cdop/blueprints")
        if path.stem in nouns
        for name in modules(path)
        if name.startswith("cdop.blueprints.") and name.split(".")[2] in nouns
    }
    assert faults == set()


def imports(path: Path) -> set[str]:
    return {name.split(".")[0] for name in modules(path)}


def modules(path: Path) -> set[str]:
    """The modules that a file imports; of `from x import y` both x and x.y."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


# Where a template says that words are markup: each of them is our own, never typed.
TRUSTED: dict[str, str] = {}


def test_templates_escape_whatever_was_typed() -> None:
    unescaped = {
        named(path): path.read_text().count("|safe") + path.read_text().count("| safe")
        for path in templates()
        if re.search(r"\|\s*safe\b|autoescape false", path.read_text())
    }
    assert set(unescaped) <= set(TRUSTED)


def test_python_says_of_no_words_that_they_are_markup_but_where_it_builds_them() -> None:
    files = places(r"(^|\.)Markup$", "cdop")
    assert files <= {
        "cdop/blueprints/second_steps.py",
        "cdop/forms/components.py",
        "cdop/forms/drawn.py",
        "cdop/documents/charts.py",
        "cdop/documents/symbols.py",
    }


def test_templates_have_no_inline_style_and_no_script_without_a_nonce() -> None:
    faults = [
        (named(path), tag)
        for path in templates()
        for tag in re.findall(r"<[a-z][^>]*>", path.read_text())
        if re.search(r"\s(style|on[a-z]+)=", tag) or (tag.startswith("<script") and not allowed(tag))
    ]
    assert faults == []


def allowed(script: str) -> bool:
    return "nonce=" in script or 'src="{{ asset(' in script


def test_templates_ask_nothing_of_other_sites() -> None:
    faults = [
        (named(path), address)
        for path in templates()
        for address in re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', path.read_text())
    ]
    assert faults == []


def test_no_form_that_is_sent_is_filled_by_the_browser() -> None:
    """After Back it would fill in what stood there before, which counts as typed and goes over others' words."""
    sent = [(named(p), tag) for p in templates() for tag in re.findall(r"<form\b[^>]*?>(?=\n)", p.read_text("utf-8"))]
    posted = [(name, tag) for name, tag in sent if 'method="post"' in tag.lower()]
    assert len(posted) == len(re.findall(r'method="post"', "".join(p.read_text("utf-8") for p in templates()))) > 0
    assert [(name, tag) for name, tag in posted if 'autocomplete="off"' not in tag] == []
