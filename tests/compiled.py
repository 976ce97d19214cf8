"""Templates are compiled once for all processes of the tests: each would compile two hundred for the pages it shows.

Other things that each would make for itself lie in the same folder.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial, partialmethod
from hashlib import sha256
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from cdop.blueprints.templates import Templates
from cdop.documents import pdf
from cdop.documents.blocks import Document
from cdop.services import learning_notes, report_papers, reports

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


class DrawnOnce:
    """Writes what `documents.pdf` writes, but what it wrote in this run of the same document: the bytes are the same.

    That they are is for the tests of the documents, which draw all anew.
    """

    def __getattr__(self, name: str) -> Callable[[Document], bytes]:
        writer: Callable[[Document], bytes] = getattr(pdf, name)
        return partial(_drawn, writer)


def draw_once() -> None:
    """Have reports, their short versions and learning notes of this process drawn once for all processes."""
    for module, name in ((reports, "pdf_writer"), (learning_notes, "pdf_writer"), (report_papers, "pdf")):
        setattr(module, name, DrawnOnce())


def _drawn(writer: Callable[[Document], bytes], document: Document) -> bytes:
    return kept(f"{writer.__name__}-{sha256(repr(document).encode()).hexdigest()}", partial(writer, document))


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What the first process of a run made that asked for something of this name."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return make()
    file = Path(folder) / name
    if not file.exists():
        half = file.with_suffix(f".{os.getpid()}")
        half.write_bytes(make())
        half.rename(file)
    return file.read_bytes()
