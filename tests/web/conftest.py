"""The real application with a few pages more, on which things go wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from cdop import create_app
from cdop.blueprints.access import public
from cdop.forms.base import BaseForm
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.conftest import running
from tests.databases import config_for

SECRET = "Baby Smith, 999 000 0000"


def _unforeseen() -> None:
    raise ZeroDivisionError(SECRET)


def _refuse(error: Exception) -> Callable[[], None]:
    def view() -> None:
        raise error

    return view


FAULTS: dict[str, Callable[[], Any]] = {
    "not-found": _refuse(NotFound(SECRET)),
    "forbidden": _refuse(Forbidden(SECRET)),
    "stale": _refuse(Stale(SECRET)),
    "blocked": _refuse(Blocked(["The meeting has no date.", "The form has no answer."])),
    "invalid": _refuse(Invalid({"died_on": "The date of death is before the date of birth"})),
    "database": _refuse(OperationalError("select name", {"name": SECRET}, Exception(SECRET))),
    "unforeseen": _unforeseen,
    "throttled": lambda: abort(429),
    "signed-out": lambda: abort(401),
}


@pytest.fixture
def faulty_app(sqlite_url: str, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application with a page for each fault, at /fault/<name>; a page with a form is at /sign-in."""
    if "faulty" not in apps:
        apps["faulty"] = _with_faults(create_app(config_for(sqlite_url)))
    yield from running(apps["faulty"])


def _with_faults(app: Flask) -> Flask:
    for name, view in FAULTS.items():
        app.add_url_rule(f"/fault/{name}", f"fault-{name}", public(form=BaseForm)(view), methods=["GET", "POST"])
    return app


@pytest.fixture
def http(faulty_app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return faulty_app.test_client()
