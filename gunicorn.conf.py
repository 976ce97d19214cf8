"""How gunicorn serves CDOP: `gunicorn wsgi:app`. The command line and GUNICORN_CMD_ARGS go before what is here."""

import os
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


def post_fork(_server: Any, _worker: Any) -> None:
    """Let the threads of a worker take turns more often."""
    sys.setswitchinterval(SWITCH_INTERVAL)
