"""Turns to write: one at a time, given back however the writer ends, and never a reason not to write."""

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine

from cdop import turns
from cdop.turns import turn_to_write

HOLD = """
import sys
from sqlalchemy import create_engine
from cdop.turns import turn_to_write
with turn_to_write(create_engine(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.readline()
"""


def test_threads_write_one_after_another(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/a.sqlite")
    inside: list[int] = []
    most = []
    start = Barrier(8)

    def write() -> None:
        start.wait()
        for _ in range(20):
            with turn_to_write(engine):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (160, 1)


def test_turn_of_a_killed_process_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite"
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        monkeypatch.setattr(turns, "WAIT_AT_MOST", 0.05)
        with turn_to_write(create_engine(url)):
            assert holder.poll() is None  # waited long enough: SQLite itself decides from here
        holder.kill()
        holder.wait()
    monkeypatch.setattr(turns, "WAIT_AT_MOST", 10.0)
    with turn_to_write(create_engine(url)):
        assert (tmp_path / "a.sqlite-turn").exists()


def test_database_without_a_file_needs_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with turn_to_write(create_engine("sqlite://")):
        assert list(tmp_path.iterdir()) == []
