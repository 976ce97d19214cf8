"""Whatever is typed into the three boxes of a date is a date or a fault beside it, and stays in the boxes."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from cdop.forms.base import BaseForm
from cdop.forms.fields import DateField, Required


class Death(BaseForm):
    died = DateField(
        "When did the child die?",
        [Required("Enter the date of death")],
        called="Date of death",
        earliest=date(2008, 4, 1),
        latest=date(2026, 11, 20),
    )


class Optional(BaseForm):
    born = DateField("Date of birth")


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"died-day": day, "died-month": month, "died-year": year}


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("3", "11", "2026"), date(2026, 11, 3)),
        (("03", "11", "2026"), date(2026, 11, 3)),
        ((" 3 ", "11", "2026\t"), date(2026, 11, 3)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("1", "April", "2008"), date(2008, 4, 1)),
        (("20", "NOV", "2026"), date(2026, 11, 20)),
        (("٣", "١١", "٢٠٢٦"), date(2026, 11, 3)),
    ],
)
def test_read_date_returns_it(sent, boxes, expected):
    form = sent(Death, typed(*boxes))
    assert (form.died.data, form.errors) == (expected, {})


@pytest.mark.parametrize(
    ("boxes", "message", "focus"),
    [
        (("", "", ""), "Enter the date of death", "died-day"),
        (("3", "", ""), "Date of death must include a month and year", "died-month"),
        (("", "11", ""), "Date of death must include a day and year", "died-day"),
        (("", "", "2026"), "Date of death must include a day and month", "died-day"),
        (("3", "11", ""), "Date of death must include a year", "died-year"),
        (("3", "", "2026"), "Date of death must include a month", "died-month"),
        (("31", "2", "2024"), "Date of death must be a real date", "died-day"),
        (("29", "2", "2023"), "Date of death must be a real date", "died-day"),
        (("0", "1", "2024"), "Date of death must be a real date", "died-day"),
        (("32", "1", "2024"), "Date of death must be a real date", "died-day"),
        (("1", "13", "2024"), "Date of death must be a real date", "died-month"),
        (("x", "y", "2024"), "Date of death must be a real date", "died-day"),
        (("²", "1", "2024"), "Date of death must be a real date", "died-day"),
        (("-1", "1", "2024"), "Date of death must be a real date", "died-day"),
        (("1", "Ju", "2024"), "Date of death must be a real date", "died-month"),
        (("1", "1", "0000"), "Date of death must be a real date", "died-day"),
        (("3", "11", "26"), "Date of death must have a year of 4 numbers", "died-year"),
        (("3", "11", "next"), "Date of death must have a year of 4 numbers", "died-year"),
        (("3", "11", "20266"), "Date of death must have a year of 4 numbers", "died-year"),
        (("31", "3", "2008"), "Date of death must be 1 April 2008 or later", "died-day"),
        (("21", "11", "2026"), "Date of death must be 20 November 2026 or earlier", "died-day"),
    ],
)
def test_read_faulty_date_says_what_is_wrong_and_keeps_it(sent, boxes, message, focus):
    form = sent(Death, typed(*boxes))
    assert form.errors == {"died": [message]}
    assert form.error_summary() == [{"text": message, "href": f"#{focus}"}]
    assert tuple(form.died.typed.values()) == tuple(box.strip() for box in boxes)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"died-day": "3"},
        {"died-day": "3", "died-month": "11"},
        {"died": "3"},
        {"died": ["3", "11", "2026"]},
    ],
)
def test_read_incomplete_submission_returns_a_fault(sent, fields):
    form = sent(Death, fields)
    assert form.died.data is None
    assert list(form.errors) == ["died"]
    assert 'id="died-error"' in form.died()


def test_read_doubled_box_takes_the_first(sent):
    fields = MultiDict(
        [
            ("died-day", "3"),
            ("died-day", "4"),
            ("died-month", "11"),
            ("died-year", "2026"),
            ("died-year", "1"),
        ]
    )
    assert sent(Death, fields).died.data == date(2026, 11, 3)


def test_read_blank_optional_date_returns_nothing(sent):
    form = sent(Optional, {"born-day": " ", "born-month": "", "born-year": ""})
    assert (form.born.data, form.errors) == (None, {})


def test_read_half_an_optional_date_returns_a_fault(sent):
    assert sent(Optional, {"born-month": "5"}).errors == {"born": ["Date of birth must include a day and year"]}


def test_draw_stored_date_fills_the_boxes(opened):
    html = opened(Optional, data={"born": date(2024, 2, 9)}).born()
    assert [part in html for part in ('value="9"', 'value="2"', 'value="2024"')] == [True] * 3


def test_draw_fault_marks_only_the_faulty_box(sent):
    html = sent(Death, typed("3", "11", "26")).died()
    assert html.count("govuk-input--error") == 1
    assert html.index("govuk-input--error") > html.index("died-month")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.text(max_size=4), month=st.text(max_size=9), year=st.text(max_size=6))
def test_read_any_text_returns_a_date_or_a_fault(bare_app, day, month, year):
    with bare_app.test_request_context(method="POST", data=typed(day, month, year)):
        form = Death()
        assert form.validate_on_submit() == (form.died.data is not None and form.died.errors == ())
        assert form.died() != ""
