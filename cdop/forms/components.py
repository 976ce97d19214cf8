"""Draws one component of the GOV.UK Design System from its parameters.

Those that stand on every form come from our own lean template (`macros/components.html`): the same elements as the
Design System's, for a tenth of the work. The others are govuk-frontend-jinja's macros, kept by its authors. These read
many parameters that a caller leaves out, so they get an environment of their own in which a missing one is absent.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

LEAN = frozenset({"answer", "character-count", "checkboxes", "date-input", "input", "radios", "select"})
"""The components that our own template draws; `answer`, which puts two together, is our own."""

_PACKAGE = "govuk_frontend_jinja"
_environment = Environment(
    loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE), "cdop": PackageLoader("cdop")}),
    autoescape=True,
    undefined=ChainableUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw(component: str, parameters: Mapping[str, Any]) -> Markup:
    """The HTML of `component` ("date-input") with the parameters that the Design System documents for it."""
    html = _lean(component)(**parameters) if component in LEAN else published(component)(parameters)
    return Markup(html.strip())  # noqa: S704 - the macro has escaped every value


@cache
def published(component: str) -> Callable[[Mapping[str, Any]], str]:
    """The macro of a component as the Design System's own authors keep it."""
    module = _environment.get_template(f"{_PACKAGE}/components/{component}/macro.html").module
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    macro: Callable[[Mapping[str, Any]], str] = getattr(module, name)
    return macro


@cache
def _lean(component: str) -> Callable[..., str]:
    module = _environment.get_template("cdop/macros/components.html").module
    macro: Callable[..., str] = getattr(module, component.replace("-", "_"))
    return macro
