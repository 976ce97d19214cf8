"""The application for a web server: `gunicorn wsgi:app`."""

import gc
import os

from cdop import create_app
from config import Config

# What is read at the start stays as long as the process: the collector of garbage need not look through it.
gc.disable()
app = create_app(Config.from_env(os.environ))
gc.freeze()
gc.enable()
