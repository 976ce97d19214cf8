"""The project's own files, for the guards to read."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CDOP = ROOT / "cdop"
TEMPLATES = CDOP / "templates"


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Our Python files under these folders of the project."""
    return tuple(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def tree_of(path: Path) -> ast.Module:
    """A file as syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def templates() -> tuple[Path, ...]:
    """Our templates."""
    return tuple(sorted(path for path in TEMPLATES.rglob("*") if path.is_file()))


def named(path: Path) -> str:
    """A file as a fault names it."""
    return path.relative_to(ROOT).as_posix()
