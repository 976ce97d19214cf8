"""How gunicorn serves CDOP: `gunicorn wsgi:app`. The command line and GUNICORN_CMD_ARGS go before what is here."""

import os

from config import Config

# Once and before any worker: a worker that cannot start would be started again for ever.
Config.from_env(os.environ)

workers = 2
threads = 4
worker_class = "gthread"
# Nobody asked for a second way in, and two instances of one account would share its file.
control_socket_disable = True
