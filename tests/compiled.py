"""Templates are compiled once for all processes of the tests: each would compile two hundred for the pages it shows."""

import os
import shutil
import tempfile
from functools import partialmethod

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
