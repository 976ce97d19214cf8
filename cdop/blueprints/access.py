"""The gate. Every view says who may use it; a view that says nothing stops the application from starting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.facts import Subject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, ActorKind
from cdop.services.errors import Forbidden

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may use a view, and the form that its unsafe methods take. No action: everybody."""

    action: Action | None
    form: type[FlaskForm] | None = None


def access(action: Action, *, form: type[FlaskForm] | None = None) -> Callable[[View], View]:
    """Open a view to those who may do `action`; `form` is what a POST to it must carry."""
    return _marked(Mark(action, form))


def public(*, form: type[FlaskForm] | None = None) -> Callable[[View], View]:
    """Open a view to everybody."""
    return _marked(Mark(None, form))


def current_actor() -> Actor:
    """Return whom this request acts for."""
    actor: Actor = g.get("actor") or actors.public()
    return actor


def may(action: Action, thing: Subject | None = None) -> bool:
    """Say whether the person looking may do this: templates show links by it."""
    return can(current_actor(), action, thing)


def is_public(endpoint: str | None) -> bool:
    """Say whether everybody may open this page."""
    mark = _mark_of(current_app, endpoint)
    return mark is not None and mark.action is None


def init_gate(app: Flask) -> None:
    """Check that every view is marked and put the gate before all of them. Raises RuntimeError."""
    app.view_functions["static"] = public()(app.view_functions["static"])
    faults = [
        fault for rule in app.url_map.iter_rules() if (fault := _fault(app, rule.endpoint, rule.methods or set()))
    ]
    if faults:
        raise RuntimeError("; ".join(faults))
    app.before_request(_gate)
    app.jinja_env.globals.update(can=may, Action=Action)


def _marked(mark: Mark) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.mark = mark  # type: ignore[attr-defined]
        return view

    return decorate


def _mark_of(app: Flask, endpoint: str | None) -> Mark | None:
    return getattr(app.view_functions.get(endpoint or ""), "mark", None)


def _fault(app: Flask, endpoint: str, methods: set[str]) -> str | None:
    mark = _mark_of(app, endpoint)
    if mark is None:
        return f"{endpoint} says nothing about who may use it"
    if methods - SAFE_METHODS and mark.form is None:
        return f"{endpoint} takes {', '.join(sorted(methods - SAFE_METHODS))} but declares no form"
    return None


def _gate() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    mark = _mark_of(current_app, request.endpoint)
    if mark is None:
        raise Forbidden(f"{request.endpoint} says nothing about who may use it")
    if mark.action is None:
        return None
    if current_actor().kind is ActorKind.PUBLIC:
        if request.method not in SAFE_METHODS:
            abort(401)  # its page gives back what was typed, which a redirect would lose
        return redirect(url_for("auth.sign_in", next=request.full_path))
    if not can(current_actor(), mark.action):
        raise Forbidden(mark.action)
    return None
