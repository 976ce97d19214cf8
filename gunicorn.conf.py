"""How gunicorn serves CDOP: `gunicorn wsgi:app`. The command line and GUNICORN_CMD_ARGS go before what is here."""

import os
import signal
import sys
from typing import Any

from config import Config

# Once and before any worker: a worker that cannot start would be started again for ever.
Config.from_env(os.environ)

workers = 2
threads = 4
worker_class = "gthread"
# Nobody asked for a second way in, and two instances of one account would share its file.
control_socket_disable = True
# What the server itself has to say, as lines like the application's.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cdop.log_lines.ServerLines"}},
    "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "root": {"handlers": []},
    "loggers": {"gunicorn.error": {"handlers": ["error"], "propagate": False}},
}

# Seconds. A thread that has the turn to write must not wait five milliseconds for the interpreter behind each
# thread that draws a page: with eight people saving at once a quarter more saves come through.
SWITCH_INTERVAL = 0.0005


# A worker that is told to stop before it has signal handlers of its own would not know it: gunicorn's were of its
# parent. The server would wait for it as for one that has requests to finish, half a minute. So they wait for it.
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def when_ready(_server: Any) -> None:
    """Have the server hear of a stop again once it has made a worker."""
    os.register_at_fork(after_in_parent=_hear_of_stops)


def pre_fork(_server: Any, _worker: Any) -> None:
    """Keep what tells a worker to stop until it can know it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def post_fork(_server: Any, _worker: Any) -> None:
    """Let the threads of a worker take turns more often."""
    sys.setswitchinterval(SWITCH_INTERVAL)


def post_worker_init(_worker: Any) -> None:
    """A worker has its signal handlers: if it was told to stop already, it does now."""
    _hear_of_stops()


def _hear_of_stops() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
