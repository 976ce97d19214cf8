"""Our templates print what Flask's own environment would: the same words, escaped in the same places."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from jinja2 import DictLoader
from jinja2.runtime import Undefined
from markupsafe import Markup

from cdop.blueprints.templates import Templates
from cdop.rules.vocabulary import CaseStatus

SCRIPT = """<script>alert("it's & more")</script>"""


class Drawn:
    """A field: it says itself that it is safe."""

    def __html__(self) -> str:
        return "<input>"


class Told:
    """Something whose text is not safe."""

    def __str__(self) -> str:
        return SCRIPT


class Hiding(str):
    """Text of a class of its own, that is not marked as safe."""


VALUES = (
    SCRIPT,
    "plain",
    "",
    Markup("<b>it</b>"),
    Drawn(),
    Told(),
    Hiding(SCRIPT),
    None,
    7,
    True,
    CaseStatus.NOTIFIED,
    [SCRIPT],
)
PLACES = {
    "an expression": "{{ value }}",
    "an attribute": '<a title="{{ value }}">{{ value ~ value }}</a>',
    "a filter": "{{ value | string | upper }}{{ value | e }}{{ value | safe }}{{ [value, value] | join('<br>') }}",
    "a condition": "{{ value if value else '<none>' }}{{ '<constant>' }}",
    "a loop": "{% for each in [value, value] %}{{ each }}{{ loop.index }}{% endfor %}",
    "a macro": "{% macro shown(v) %}<b>{{ v }}</b>{% endmacro %}{{ shown(value) }}{{ shown(shown(value)) }}",
    "a caller": "{% macro box() %}<i>{{ caller() }}</i>{% endmacro %}{% call box() %}{{ value }}{% endcall %}",
    "a set block": "{% set kept %}<p>{{ value }}</p>{% endset %}{{ kept }}{% set plain = value %}{{ plain }}",
    "a filter block": "{% filter upper %}{{ value }}{% endfilter %}",
    "an import": '{% from "macros.html" import shown %}{{ shown(value) }}',
    "an include": '{% include "included.html" %}',
    "a child": '{% extends "base.html" %}{% block title %}{{ value }}{% endblock %}',
    "unescaped text": "{% autoescape false %}{{ value }}{% endautoescape %}",
    "text escaped where told": "{% autoescape told %}{{ value }}{% endautoescape %}",
}
OTHERS = {
    "macros.html": "{% macro shown(v) %}<b>{{ v }}{{ known }}</b>{% endmacro %}",
    "included.html": "<u>{{ value }}</u>",
    "base.html": "<title>{% block title %}{% endblock %}</title>{{ self.title() }}",
}


def rendered(environment: type[Environment], source: str, **values: Any) -> str:
    app = Flask("bare")
    app.jinja_environment = environment
    app.jinja_options = {"loader": DictLoader({**OTHERS, "page.html": source})}
    app.jinja_env.globals["known"] = SCRIPT
    with app.app_context():
        return app.jinja_env.get_template("page.html").render(values)


def values() -> Iterator[Any]:
    yield from VALUES
    yield Undefined(name="missing")


@pytest.mark.parametrize("place", PLACES)
def test_template_prints_what_flask_would(place: str) -> None:
    for value in values():
        ours, theirs = (
            rendered(environment, PLACES[place], value=value, told=True) for environment in (Templates, Environment)
        )
        assert ours == theirs, value


def test_template_of_text_escapes_nothing_as_with_flask() -> None:
    app = Flask("bare")
    app.jinja_environment = Templates
    app.jinja_options = {"loader": DictLoader({"message.txt": "{{ value }}"})}
    assert app.jinja_env.get_template("message.txt").render(value=SCRIPT) == SCRIPT


def test_globals_of_one_template_are_not_those_of_another() -> None:
    app = Flask("bare")
    app.jinja_environment = Templates
    app.jinja_options = {"loader": DictLoader({"one.html": "{{ own }}", "other.html": "{{ own }}"})}
    assert app.jinja_env.get_template("one.html", globals={"own": "ours"}).render() == "ours"
    assert app.jinja_env.get_template("other.html").render() == ""
