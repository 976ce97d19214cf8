"""The gate: an application with a page that says nothing about who may use it does not start."""

import pytest
from flask import Flask
from flask_wtf import FlaskForm

from cdop.blueprints.access import access, init_gate, public
from cdop.rules.vocabulary import Action


class AForm(FlaskForm):
    """A form of the tests."""


def view() -> str:
    """A page of the tests."""
    return "seen"


def app_with(*rules: tuple[str, object, list[str]]) -> Flask:
    app = Flask(__name__)
    for number, (path, page, methods) in enumerate(rules):
        app.add_url_rule(path, f"page{number}", page, methods=methods)  # type: ignore[arg-type]
    return app


def fresh() -> object:
    return lambda: view()


def test_start_with_an_unmarked_page_is_refused() -> None:
    app = app_with(("/", fresh(), ["GET"]))
    with pytest.raises(RuntimeError, match="page0 says nothing about who may use it"):
        init_gate(app)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("mark", [public(), access(Action.HOME_VIEW)], ids=["public", "access"])
def test_start_with_an_unsafe_page_without_a_form_is_refused(mark: object, method: str) -> None:
    app = app_with(("/", mark(fresh()), ["GET", method]))  # type: ignore[operator]
    with pytest.raises(RuntimeError, match=f"page0 takes {method} but declares no form"):
        init_gate(app)


def test_start_names_every_fault_at_once() -> None:
    app = app_with(("/a", fresh(), ["GET"]), ("/b", public()(fresh()), ["POST"]))
    with pytest.raises(RuntimeError) as refused:
        init_gate(app)
    assert str(refused.value) == ("page0 says nothing about who may use it; page1 takes POST but declares no form")


def test_start_with_marked_pages_opens_them_as_marked() -> None:
    app = app_with(("/open", public()(fresh()), ["GET"]), ("/sent", public(form=AForm)(fresh()), ["POST"]))
    init_gate(app)
    browser = app.test_client()
    assert [browser.get("/open").text, browser.post("/sent").text] == ["seen", "seen"]


def test_page_added_after_the_start_without_a_mark_stays_shut(own_app: Flask) -> None:
    own_app.add_url_rule("/late", "late", fresh())  # type: ignore[arg-type]
    assert own_app.test_client().get("/late").status_code == 403
