"""Templates are compiled once for all processes of the tests: each would compile two hundred for the pages it shows.

Other things that each would make for itself lie in the same folder.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from cdop.blueprints.templates import Templates

FOLDER = "COMPILED_TEMPLATES"
"""The setting with the folder that the processes share."""


def begin() -> None:
    """Make the folder, for this process and those that it starts."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="cdop-templates-")


def end() -> None:
    """Delete the folder."""
    shutil.rmtree(os.environ.pop(FOLDER))


def share() -> None:
    """Have applications of this process look there first. The source of each template is compared."""
    if folder := os.environ.get(FOLDER):
        cache = FileSystemBytecodeCache(folder)
        Templates.__init__ = partialmethod(Templates.__base__.__init__, bytecode_cache=cache)


def once(name: str, make: Callable[[], Path], wanted: Path) -> None:
    """Have a file at `wanted`: the one that the first process of a run made, which the others copy."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        make()
        return
    kept = Path(folder) / name
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copy(kept, wanted)
        else:
            shutil.copy(make(), kept)
