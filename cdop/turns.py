"""Turns to write. On SQLite one writes at a time, and each turn ends by waiting for the disk.

A writer that finds SQLite busy sleeps, longer each time it looks again: with eight people saving at once most of
the time went in sleep. Here the threads of a process queue for a lock, and their processes for a file beside the
database, looked at twice a millisecond. SQLite's own lock is still what keeps writers apart: a turn only says when to
ask for it, and whoever waited too long asks without one.

Short writes share a turn. Whoever has it also carries out what waits, each write within a savepoint, and waits for
the disk once: nobody's write returns before the commit that holds it has, and one that fails is undone alone.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

try:
    import fcntl
except ImportError:  # no such locks on Windows, where SQLite's own waiting does
    fcntl = None  # type: ignore[assignment]

R = TypeVar("R")

LOOK_EVERY = 0.0005
WAIT_AT_MOST = 10.0
# How many writes share a turn: the first of them waits for the last.
SHARE_AT_MOST = 8


@dataclass(eq=False, slots=True)
class _Errand:
    """What one thread has to write, with the context that it does so in, and what came of it."""

    write: Callable[[Connection], Any]
    context: Context = field(default_factory=copy_context)
    is_over: Event = field(default_factory=Event)
    result: Any = None
    error: BaseException | None = None

    def carry_out(self, connection: Connection) -> None:
        self.result = self.context.run(self.write, connection)


@dataclass(eq=False, slots=True)
class _Queue:
    """Those who wait to write in one database: for the lock, or for somebody who has it to carry out their errand."""

    lock: Lock = field(default_factory=Lock)
    errands: deque[_Errand] = field(default_factory=deque)


_queues: WeakKeyDictionary[Engine, _Queue] = WeakKeyDictionary()


def write_in_turn(engine: Engine, write: Callable[[Connection], R], *, is_short: bool = False) -> R:
    """Carry out `write` in a transaction and return what it returns, once that is on the disk.

    Raises what it raises, or what ending the transaction does; then nothing of it is kept. A short write may be
    carried out by another thread, in the context of the one that asked.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            return write(connection)
    errand = _Errand(write)
    queue = _queues.setdefault(engine, _Queue())
    if is_short:
        queue.errands.append(errand)
    with _turn_among_threads(queue.lock):
        if not is_short:
            _carry_out(engine, errand, deque())
        elif _take(queue, errand):
            _carry_out(engine, errand, queue.errands)
    errand.is_over.wait()
    if errand.error is not None:
        raise errand.error
    return cast(R, errand.result)


@contextmanager
def _turn_among_threads(lock: Lock) -> Iterator[None]:
    has_lock = lock.acquire(timeout=WAIT_AT_MOST)
    try:
        yield
    finally:
        if has_lock:
            lock.release()


@contextmanager
def _turn_among_processes(engine: Engine) -> Iterator[None]:
    """Wait for this process's turn to write in this database, then have it until the block ends.

    Whoever has the first of two files comes next, so that the process that had the last turn does not have the next
    one as well. Closing a file gives it back, as does the end of the process, however it comes about.
    """
    path = engine.url.database
    if fcntl is None or not path or path == ":memory:":
        yield
        return
    deadline = time.monotonic() + WAIT_AT_MOST
    try:
        coming, turn = (os.open(f"{path}-{name}", os.O_WRONLY | os.O_CREAT, 0o600) for name in ("next", "turn"))
    except OSError:
        yield  # where the folder cannot be used SQLite says so itself
        return
    try:
        _lock(coming, deadline)
        _lock(turn, deadline)
        os.close(coming)
        yield
    finally:
        os.close(turn)


def _lock(file: int, deadline: float) -> None:
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        time.sleep(LOOK_EVERY)


def _take(queue: _Queue, errand: _Errand) -> bool:
    """Whether this thread carries the errand out: nobody else has taken it from the queue."""
    try:
        queue.errands.remove(errand)
    except ValueError:
        return False
    return True


def _carry_out(engine: Engine, first: _Errand, others: deque[_Errand]) -> None:
    """Carry out an errand and some that wait, in one transaction, and tell each what came of it."""
    taken = [first]
    try:
        with _turn_among_processes(engine), _immediate(engine) as connection:
            first.carry_out(connection)
            while len(taken) < SHARE_AT_MOST and others:
                with suppress(IndexError):  # somebody took the last one back
                    taken.append(others.popleft())
                    _carry_out_apart(connection, taken[-1])
    except BaseException as error:
        for errand in taken:
            errand.error = errand.error or error
    finally:
        for errand in taken:
            errand.is_over.set()


@contextmanager
def _immediate(engine: Engine) -> Iterator[Connection]:
    """A transaction that has the write lock from the first."""
    with engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
        yield connection
        _insist_on_open(connection)


def _carry_out_apart(connection: Connection, errand: _Errand) -> None:
    """Carry out an errand so that its failure undoes nothing else. Raises where all is undone nevertheless."""
    _insist_on_open(connection)
    try:
        with connection.begin_nested():
            errand.carry_out(connection)
    except Exception as error:
        errand.error = error


def _insist_on_open(connection: Connection) -> None:
    """After some errors, a full disk for one, SQLite ends the transaction by itself; what follows would pass for it."""
    if not cast(Any, connection.connection.dbapi_connection).in_transaction:
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("the transaction has ended by itself"))
