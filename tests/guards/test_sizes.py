"""Small functions, small files. Files that only hold statutory wording are exempt."""

import ast

from tests.guards.sources import CDOP, named, python_files, templates, tree_of

LONGEST_FUNCTION = 60
LONGEST_FILE = 500
LONGEST_VIEW = 25
LONGEST_TEMPLATE = 150
# Tables as the law or a national list words them, and what tools wrote.
EXEMPT = ("cdop/questionnaires/", "migrations/versions/", "tests/documents/sample_figures.py")


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def functions(*folders: str) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [
        (named(path), node)
        for path in python_files(*folders)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not named(path).startswith(EXEMPT)
    ]


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator).startswith("blueprint.") for decorator in node.decorator_list)


def test_no_function_is_too_long() -> None:
    every = functions("cdop", "tests", "tools", "bench", "migrations")
    assert [(file, f.name, lines_of(f)) for file, f in every if lines_of(f) > LONGEST_FUNCTION] == []


def test_no_view_is_too_long() -> None:
    views = [(file, f) for file, f in functions("cdop/blueprints") if is_view(f)]
    assert [(file, f.name, lines_of(f)) for file, f in views if lines_of(f) > LONGEST_VIEW] == []
    assert len(views) > 15


def test_no_file_is_too_long() -> None:
    every = {
        named(path): len(path.read_text().splitlines()) for path in python_files("cdop", "tests", "tools", "bench")
    }
    assert {f: n for f, n in every.items() if n > LONGEST_FILE and not f.startswith(EXEMPT)} == {}


def test_no_template_is_too_long() -> None:
    every = {named(path): len(path.read_text().splitlines()) for path in templates()}
    assert {file: lines for file, lines in every.items() if lines > LONGEST_TEMPLATE} == {}
    assert len(every) > 15


def test_no_file_is_named_after_nothing() -> None:
    nothing = {"utils", "helpers", "manager", "process", "data", "common", "misc", "util", "helper"}
    assert [named(path) for path in CDOP.rglob("*") if path.stem in nothing] == []
