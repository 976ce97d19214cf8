"""Forms need a request, not the application: a bare one will do."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from flask import Flask
from wtforms import Form

from cdop.forms.base import BaseForm

FormType = TypeVar("FormType", bound=Form)


@pytest.fixture
def bare_app() -> Flask:
    """An application without pages, whose forms ask for no CSRF token."""
    app = Flask("bare")
    app.config.update(SECRET_KEY="only for the forms of the tests", WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def sent(bare_app: Flask) -> Iterator[Callable[..., Any]]:
    """Returns a form, made with these values, as it is after these fields were sent to it and it was validated."""
    contexts = []

    def send(form: type[BaseForm], fields: dict[str, Any], **values: Any) -> BaseForm:
        context = bare_app.test_request_context(method="POST", data=fields)
        context.push()
        contexts.append(context)
        filled = form(**values)
        filled.validate_on_submit()
        return filled

    yield send
    for context in reversed(contexts):
        context.pop()


@pytest.fixture
def opened(bare_app: Flask) -> Iterator[Callable[..., Any]]:
    """Returns a form as it is on a page that was just opened."""
    with bare_app.test_request_context():
        yield lambda form, **values: form(**values)
