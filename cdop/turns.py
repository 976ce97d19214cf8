"""Turns to write on SQLite, where one writes at a time.

A writer that finds SQLite busy sleeps, longer each time it looks again: with eight people saving at once most of
the time went in sleep. Here the threads of a process queue for a lock, and their processes for a file beside the
database, looked at every millisecond. SQLite's own lock is still what keeps writers apart: a turn only says when to
ask for it, and whoever waited too long asks without one.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

try:
    import fcntl
except ImportError:  # no such locks on Windows, where SQLite's own waiting does
    fcntl = None  # type: ignore[assignment]

LOOK_EVERY = 0.001
WAIT_AT_MOST = 10.0

_among_threads = Lock()


@contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """Wait for one's turn to write in this database, then have it until the block ends. Seconds: at most 10."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or fcntl is None or not path or path == ":memory:":
        yield
        return
    deadline = time.monotonic() + WAIT_AT_MOST
    has_lock = _among_threads.acquire(timeout=WAIT_AT_MOST)
    try:
        with _turn_among_processes(Path(f"{path}-turn"), deadline):
            yield
    finally:
        if has_lock:
            _among_threads.release()


@contextmanager
def _turn_among_processes(path: Path, deadline: float) -> Iterator[None]:
    """Closing the file gives the turn back, as does the end of the process, however it comes about."""
    try:
        turn = path.open("w")
    except OSError:
        yield  # where the folder cannot be used SQLite says so itself
        return
    with turn as file:
        while time.monotonic() < deadline:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(LOOK_EVERY)
        yield
