"""Our lean components are the Design System's own, element for element, for every field of ours in every state."""

import pytest

from cdop.forms.components import LEAN, draw, published
from cdop.forms.questionnaire import build_section_form
from tests.forms.dom import dom
from tests.forms.test_fields import Everything
from tests.questionnaires.sample import SAMPLE, TODAY, answered

OURS = {"answer"}  # puts two components together; the Design System has none such
FAULTY = {
    "name": "x" * 21 + "<b>&",
    "weeks": "many",
    "sex": "x",
    "services": ["gp", "not known"],
    "area": "x",
    "story": "<b>" * 20,
    "email": "nobody",
    "password": "x" * 201,
}


def components(fields):
    """What a form draws: the name and parameters of each component that is ours."""
    return [(field.component, field.parameters(**look)) for field, look in fields if field.component in LEAN]


def looks(form):
    plain = [(field, {}) for field in form if hasattr(field, "component")]
    dressed = [(field, {"size": "l", "heading": True, "classes": "extra"}) for field, _ in plain]
    return plain + dressed


def assert_equal(fields):
    drawn = components(fields)
    for component, parameters in drawn:
        assert dom(draw(component, parameters)) == dom(published(component)(parameters)), component
    return {component for component, _ in drawn}


@pytest.mark.parametrize(
    "sent_fields", [FAULTY, {"sex": "f", "services": "other", "area": "e1", "story": " One\n two"}]
)
def test_sent_fields_are_drawn_as_the_design_system_draws_them(sent, sent_fields):
    assert len(assert_equal(looks(sent(Everything, sent_fields)))) == 5


def test_date_is_drawn_as_the_design_system_draws_it(sent):
    from tests.forms.test_dates import Death, typed

    for boxes in (("", "", ""), ("3", "11", "26"), ("3", "11", "2020")):
        assert assert_equal(looks(sent(Death, typed(*boxes)))) == {"date-input"}


@pytest.mark.parametrize("section", ["place", "facts"])
def test_questions_are_drawn_as_the_design_system_draws_them(bare_app, section):
    with bare_app.test_request_context():
        form = build_section_form(SAMPLE, section, answered(place="home", weight=3200), today=TODAY)
        for field in form.controls:
            field.only_if = ""  # our own words in the hint
        assert assert_equal(looks(form)) <= LEAN - OURS


def test_unit_stands_behind_the_box_as_the_design_system_puts_it(bare_app):
    with bare_app.test_request_context():
        weight = build_section_form(SAMPLE, "facts", {}, today=TODAY)["weight"]
        assert "govuk-input__suffix" in weight()
        assert assert_equal([(weight, {})]) == {"input"}


def test_every_lean_component_is_compared(sent, bare_app):
    fields = looks(sent(Everything, {}))
    with bare_app.test_request_context():
        fields += looks(build_section_form(SAMPLE, "facts", {}, today=TODAY))
        assert assert_equal(fields) == LEAN - OURS
