"""Our programs as processes of their own, forked from one that has read them already.

To read the program is most of what each of them does. What was read is all that they find: no application, no settings.
"""

import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from multiprocessing import resource_tracker
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from socket import socket
from typing import Any

import time_machine
from flask.cli import cli

from cdop.blueprints import PAGES
from tests import compiled

ROOT = Path(__file__).parents[1]
FORKS = multiprocessing.get_context("forkserver")
READ = ("cdop.cli", "cdop.jobs.runner", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread")
FORKS.set_forkserver_preload([*(f"cdop.blueprints.{name}" for name in PAGES), *READ, "tests.forked"])
TOLD_TO_STOP = (signal.SIGTERM,)

compiled.share()


def fork(program: Callable[..., None], *told: Any) -> ForkServerProcess:
    """Start a process that calls `program`. A signal to stop waits for it until it lets signals through."""
    resource_tracker.ensure_running()  # where the first process started it, it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_TO_STOP)
    process = FORKS.Process(target=program, args=told)
    process.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def run(
    words: list[str],
    settings: dict[str, str],
    log: str,
    *,
    typed: str = "",
    at: datetime | None = None,
    passed: socket | None = None,
) -> None:
    """Be one of our programs, called with these words and no settings but these, which says everything to `log`.

    Where `at` is told its clock, and that of the processes it makes, is set to that instant and runs on from there; the
    program is as it is, and has no say in it. A word that begins with fd:// gets the number of the socket `passed`.
    """
    os.setsid()
    os.chdir(ROOT)
    _say_to(log)
    _type(typed)
    _only(settings)
    sys.argv = [f"fd://{passed.fileno()}" if passed and word.startswith("fd://") else word for word in words]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_TO_STOP)
    with time_machine.travel(at) if at else nullcontext():
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def run_jobs(settings: dict[str, str]) -> None:
    """Be a job process: `flask jobs run` with these settings and no others. One told to stop as it begins knows it."""
    _only(settings)
    cli.main(["--app", "wsgi", "jobs", "run"], prog_name="flask")


def _only(settings: dict[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith("CDOP_")]:
        del os.environ[name]
    os.environ.update(settings)


def _say_to(log: str) -> None:
    with open(log, "a") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)


def _type(typed: str) -> None:
    read, write = os.pipe()
    os.write(write, typed.encode())
    os.close(write)
    os.dup2(read, 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  (open as long as the program runs)
