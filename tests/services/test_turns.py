"""Turns to write: one at a time, given back however the writer ends, and never a reason not to write.

Short writes share a turn: each is told of its own fate, and none that it is saved before the disk has it.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from cdop import turns
from cdop.extensions import own_transactions
from cdop.turns import write_in_turn

HOLD = """
import fcntl, sys
with open(sys.argv[1], "w") as turn:
    fcntl.flock(turn, fcntl.LOCK_EX)
    print("mine", flush=True)
    sys.stdin.readline()
"""
who: ContextVar[str] = ContextVar("who")
Write = Callable[[Connection], str]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with one table."""
    engine = create_engine(f"sqlite:///{tmp_path}/a.sqlite")
    own_transactions(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table word (word text not null)")
    yield engine
    engine.dispose()


def adding(word: str | None) -> Write:
    """A write that adds a word, and says whose it was."""

    def write(connection: Connection) -> str:
        connection.exec_driver_sql("insert into word values (?)", (word,))
        return f"{word} of {who.get('nobody')}"

    return write


def words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.exec_driver_sql("select word from word").scalars())


def in_one_turn(engine: Engine, *writes: Write) -> list[Future[str]]:
    """Carry out short writes that all came while somebody else was writing."""
    begun, never = Event(), Event()

    def hold(_connection: Connection) -> str:
        begun.set()
        while len(turns._queues[engine].errands) < len(writes):
            never.wait(0.001)
        return "held"

    def ask(number: int, write: Write) -> str:
        who.set(f"person {number}")
        return write_in_turn(engine, write, is_short=True)

    with ThreadPoolExecutor(len(writes) + 1) as people:
        holder = people.submit(write_in_turn, engine, hold)
        begun.wait(10)
        asked = [people.submit(ask, number, write) for number, write in enumerate(writes)]
    assert holder.result() == "held"
    return asked


@pytest.fixture
def commits(engine: Engine) -> list[str]:
    """One item for each transaction that was kept."""
    counted: list[str] = []
    event.listen(engine, "commit", lambda _connection: counted.append("commit"))
    return counted


def test_threads_write_one_after_another(engine: Engine) -> None:
    inside: list[int] = []
    most = []

    def write(_connection: Connection) -> None:
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    with ThreadPoolExecutor(8) as threads:
        for number in range(160):
            threads.submit(write_in_turn, engine, write, is_short=number % 3 > 0)
    assert (len(most), max(most)) == (160, 1)


def test_turn_of_a_killed_process_is_given_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", HOLD, f"{engine.url.database}-turn"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        monkeypatch.setattr(turns, "WAIT_AT_MOST", 0.05)
        write_in_turn(engine, adding("late"))
        assert holder.poll() is None  # waited long enough: SQLite itself decides from here
        holder.kill()
        holder.wait()
    monkeypatch.setattr(turns, "WAIT_AT_MOST", 10.0)
    write_in_turn(engine, adding("after"))
    assert words(engine) == ["after", "late"]


def test_database_without_a_file_needs_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    engine = create_engine("sqlite://")
    own_transactions(engine)
    assert write_in_turn(engine, lambda connection: connection.exec_driver_sql("select 1").scalar()) == 1
    assert list(tmp_path.iterdir()) == []


def test_short_writes_that_wait_share_one_commit(engine: Engine, commits: list[str]) -> None:
    asked = in_one_turn(engine, adding("a"), adding("b"), adding("c"))
    assert [future.result() for future in asked] == ["a of person 0", "b of person 1", "c of person 2"]
    assert (words(engine), len(commits)) == (["a", "b", "c"], 2)  # one more of whoever held the turn


def test_failure_in_a_shared_turn_undoes_nothing_of_the_others(engine: Engine) -> None:
    def fail(connection: Connection) -> str:
        adding("half")(connection)
        raise RuntimeError("half way")

    asked = in_one_turn(engine, adding("a"), fail, adding(None), adding("b"))
    told = [type(future.exception()).__name__ for future in asked]
    assert (told, words(engine)) == (["NoneType", "RuntimeError", "IntegrityError", "NoneType"], ["a", "b"])


def test_first_failure_of_a_turn_leaves_the_next_to_another(engine: Engine) -> None:
    asked = in_one_turn(engine, adding(None), adding("a"))
    assert [future.exception() is None for future in asked] == [False, True]
    assert words(engine) == ["a"]


def test_nobody_is_told_that_they_are_saved_where_the_commit_fails(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("create table late (word text references word (word) deferrable initially deferred)")
        connection.exec_driver_sql("create unique index ix_word on word (word)")

    def promise(connection: Connection) -> str:
        connection.exec_driver_sql("insert into late values ('never')")
        return "promised"

    asked = in_one_turn(engine, adding("a"), promise, adding("b"))
    assert [type(future.exception()).__name__ for future in asked] == ["IntegrityError"] * 3
    assert words(engine) == []


def test_nobody_is_told_that_they_are_saved_where_the_database_gave_up_the_transaction(engine: Engine) -> None:
    def give_up(connection: Connection) -> str:
        connection.exec_driver_sql("rollback")  # as SQLite does on some errors, which the write then ignores
        return "given up"

    asked = in_one_turn(engine, adding("a"), give_up, adding("b"))
    told = {word: future.exception() for word, future in zip(["a", "gave up", "b"], asked, strict=True)}
    assert isinstance(told.pop("gave up"), OperationalError)
    assert any(told.values())  # whoever comes after the one that gave up may be carried out in a turn of their own
    assert words(engine) == [word for word, error in told.items() if error is None]
