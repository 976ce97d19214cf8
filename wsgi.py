"""The application for a web server: `gunicorn wsgi:app`."""

import os

from cdop import create_app
from config import Config

app = create_app(Config.from_env(os.environ))
