"""Draws one component of the GOV.UK Design System from its parameters.

The macros are govuk-frontend-jinja's and are kept by its authors. They read many parameters that a caller
leaves out, so they get an environment of their own in which a missing parameter is simply absent.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

_PACKAGE = "govuk_frontend_jinja"
_environment = Environment(
    loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)}),
    autoescape=True,
    undefined=ChainableUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw(component: str, parameters: Mapping[str, Any]) -> Markup:
    """The HTML of `component` ("date-input") with the parameters that the Design System documents for it."""
    return Markup(_macro(component)(parameters).strip())  # noqa: S704 - the macro has escaped every value


@cache
def _macro(component: str) -> Callable[[Mapping[str, Any]], str]:
    module = _environment.get_template(f"{_PACKAGE}/components/{component}/macro.html").module
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    macro: Callable[[Mapping[str, Any]], str] = getattr(module, name)
    return macro
