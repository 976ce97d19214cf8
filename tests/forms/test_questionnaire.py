"""A section as a page: what is drawn, what is read, what is kept whatever happens."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import render_template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import PackageLoader
from werkzeug.datastructures import MultiDict

from cdop.blueprints.templates import TEMPLATE_OPTIONS, Templates
from cdop.forms.answer_fields import FIELD_FOR, OVERTAKEN, ChosenField
from cdop.forms.components import LEAN
from cdop.forms.questionnaire import ROW_CHANGED, Pressed, SectionForm, build_section_form, new_row_key
from cdop.questionnaires import registry
from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.conditions import All, Is, Not, is_ruled_out
from cdop.questionnaires.conditions import Any as AnyOf
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.merging import Conflict, seen
from cdop.questionnaires.spec import Choice
from cdop.questionnaires.typed_page import box_names
from cdop.questionnaires.words import Kind
from tests.client import assert_good_part
from tests.questionnaires.sample import (
    EXAMPLES,
    NOT_HELD,
    NOT_KNOWN,
    SAMPLE,
    SECTION_A,
    TODAY,
    answered,
    changed,
)


@pytest.fixture
def page(bare_app):
    """Returns a section's form and its page, opened, or as it is after these fields were sent."""
    bare_app.jinja_loader = PackageLoader("cdop")
    bare_app.jinja_environment, bare_app.jinja_options = Templates, TEMPLATE_OPTIONS

    def show(section, answers=None, *, sent=None, spec=SAMPLE, agency_type=None, add=""):
        method = "GET" if sent is None else "POST"
        with bare_app.test_request_context(method=method, data=sent):
            form = build_section_form(spec, section, answers or {}, agency_type, today=TODAY, add=add)
            form.validate_on_submit()
            html = render_template("answers/section.html", form=form)
            assert_good_part(html)
            return form, html

    return show


def as_sent(form):
    """The fields that a browser sends from a page that nobody changes."""
    fields = MultiDict({"seen": form.seen._value()})
    for part in form.parts:
        for row in getattr(part, "rows", ()):
            fields.add(f"{part.group.key}-row", row.key)
    for field in form.controls:
        is_choice = isinstance(field, ChosenField)
        names = [field.name] * len(field.typed) if is_choice else box_names(field.question, field.name)
        for name, typed in zip(names, field.typed, strict=False):
            fields.add(name, typed)
        for way in field.ticked:
            fields.add(field.name if is_choice else f"{field.name}-reason", way)
    return fields


def test_every_kind_has_one_field_and_one_component():
    assert set(FIELD_FOR) == set(Kind) == set(KINDS)
    assert {field.component for field in FIELD_FOR.values() if isinstance(field.component, str)} <= LEAN


def test_no_question_is_called_like_a_part_of_a_form():
    parts = {name for name in dir(SectionForm) if not name.startswith("__")} | {"csrf_token", "press", "seen"}
    parts |= {"spec", "section", "pressed", "parts", "removed", "errors", "data"}
    assert {key for spec in registry.published() for key in spec.by_key()} & parts == set()


def test_open_section_shows_its_questions_and_stored_answers(page):
    form, html = page("facts", answered(**{key: example[0] for key, example in EXAMPLES.items()}))
    for value in ('value="3200"', 'value="9"', 'value="2024"', 'value="14:30"', 'value="9990000018"', "CW1 2AB"):
        assert value in html
    assert html.count(" checked") == 2
    assert "B10. Incident number" in html
    assert form.errors == {}


def test_open_section_for_an_agency_leaves_out_what_is_for_others(page):
    assert ["Incident" in page("facts", agency_type=agency)[1] for agency in ("police", "gp")] == [True, False]


def test_open_section_shows_a_way_of_not_answering_as_chosen(page):
    _, html = page("place", answered(ill=NOT_HELD, place=NOT_KNOWN))
    assert re.findall(r'value="([a-z ]+)" checked', html) == ["not known", "not held by this agency"]
    _, html = page("facts", answered(at_time=NOT_KNOWN))
    assert re.findall(r'name="at_time-reason" type="checkbox" value="([a-z ]+)" checked', html) == ["not known"]


def test_question_with_many_choices_is_a_list_to_open(page):
    many = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(16))
    question = SECTION_A.items[0]
    spec = changed(SECTION_A, replace(question, choices=many, key="many"), *SECTION_A.items[2:])
    form, html = page("place", answered(many="c3"), spec=spec)
    assert ('<option value="c3" selected>' in html, "Not known</option>" in html) == (True, True)
    assert form["many"].data == Answer("c3")


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"place": "home", "ill": "not known"}, answered(place="home", ill=NOT_KNOWN)),
        ({"place_other": " A  park ", "illness": "One\r\ntwo"}, answered(place_other="A  park", illness="One\ntwo")),
    ],
)
def test_send_section_gives_its_answers_and_blanks(page, fields, answers):
    form, _ = page("place", sent=fields)
    blanks = {(question.key, ""): BLANK for question in SECTION_A.items}
    assert form.errors == {}
    assert form.answers() == blanks | answers


def test_send_several_choices_and_dates(page):
    fields = MultiDict([("services", "gp"), ("services", "school")])
    fields.update({"began_on-day": "9", "began_on-month": "2", "began_on-year": "2024"})
    form, _ = page("facts", sent=fields)
    assert form.answers()["services", ""] == Answer(("gp", "school"))
    assert form.answers()["began_on", ""] == Answer(date(2024, 2, 9))


def test_half_a_form_is_no_fault(page):
    form, html = page("place", sent={})
    assert (form.errors, "There is a problem" in html) == ({}, False)


@pytest.mark.parametrize(
    ("fields", "words", "href"),
    [
        ({"weight": "heavy"}, "B5: The answer must be a whole number, like 12", "#weight"),
        ({"began_on-day": "31", "began_on-year": "2024"}, "B2: The date must include a month", "#began_on-month"),
        ({"nhs_number": "12"}, "B6: An NHS number has 10 digits", "#nhs_number"),
        ({"services": ["gp", "not known"]}, "B1: Give an answer or select “Not known”, not both", "#services"),
        (
            {"at_time": "14:30", "at_time-reason": "not known"},
            "B4: Give an answer or select “Not known”, not both",
            "#at_time",
        ),
    ],
)
def test_send_what_is_no_answer_says_so_beside_it_and_keeps_all_that_was_typed(page, fields, words, href):
    form, html = page("facts", sent={**fields, "telephone": "01632 960001"})
    assert form.error_summary() == [{"text": words, "href": href}]
    assert html.count(words) == 2
    typed = [each for value in fields.values() for each in ([value] if isinstance(value, str) else value)]
    assert all(f'value="{each}"' in html for each in typed)
    assert form.answers()["telephone", ""] == Answer("01632 960001")
    assert form.errors.keys().isdisjoint(key for key, _row in form.answers())


NUMBER_IF_ILL = changed(
    SECTION_A, *SECTION_A.items[:3], replace(SAMPLE.by_key()["nhs_number"], when=Is("ill", ("yes",)))
)


@pytest.mark.parametrize(("ill", "faults"), [("yes", ["#nhs_number"]), ("no", []), ("", ["#nhs_number"])])
def test_send_what_is_no_answer_where_the_question_is_not_asked_any_more_is_no_dead_end(page, ill, faults):
    form, _ = page(
        "place", answered(nhs_number="999 000 0018"), sent={"ill": ill, "nhs_number": "12"}, spec=NUMBER_IF_ILL
    )
    assert [fault["href"] for fault in form.error_summary()] == faults
    assert ("nhs_number", "") not in form.answers(), "what is stored stays"


def test_send_both_keeps_both_on_the_page(page):
    _, html = page("facts", sent={"at_time": "14:30", "at_time-reason": "not known"})
    assert 'value="14:30"' in html
    assert re.search(r'name="at_time-reason" type="checkbox" value="not known" checked', html)


def test_page_that_is_sent_back_unchanged_changes_nothing(page):
    answers = answered(**{key: example[0] for key, example in EXAMPLES.items()})
    rows = {("name", "01"): Answer("Ann"), ("at_home", "01"): Answer("yes"), ("at_home", "02"): Answer("no")}
    for section in ("place", "facts", "family"):
        form, _ = page(section, {**answers, **rows})
        sent, _ = page(section, {**answers, **rows}, sent=as_sent(form))
        assert sent.errors == {}
        assert seen(SAMPLE, sent.answers()) == form.seen.data == sent.seen.data


def test_conditions_of_the_page_are_told_to_its_script_and_in_words(page):
    _, html = page("place")
    conditions = [json.loads(each.replace("&#34;", '"')) for each in re.findall(r'data-when="([^"]+)"', html)]
    assert conditions == [["is", "place", "elsewhere"], ["is", "ill", "yes"]]
    assert "Answer this only if the answer to A1 is “Somewhere else”." in html


def test_compound_conditions_are_told_to_the_script_part_by_part(page):
    compound = All((Is("place", ("home",)), AnyOf((Is("ill", ("yes", "no")), Not(Is("ill", ("no",)))))))
    items = (*SECTION_A.items[:3], replace(SECTION_A.items[3], when=compound))
    _, html = page("place", spec=changed(SECTION_A, *items))
    told = json.loads(re.findall(r'data-when="([^"]+)"', html)[1].replace("&#34;", '"'))
    assert told == ["all", ["is", "place", "home"], ["any", ["is", "ill", "yes", "no"], ["not", ["is", "ill", "no"]]]]


def test_conditions_on_other_pages_are_settled_before_drawing(page):
    for place, is_drawn in (("hospital", True), ("home", False)):
        form, html = page("facts", answered(place=place))
        assert ("Which ward?" in html, "data-when" in html) == (is_drawn, False)
        assert form["hospital_ward"].is_shown is is_drawn


def test_answer_to_what_was_hidden_meanwhile_is_kept(page):
    form, _ = page("facts", answered(place="home"), sent={"hospital_ward": "Ward 3"})
    assert form.answers()["hospital_ward", ""] == Answer("Ward 3")


def test_hidden_answer_is_not_cleared_by_a_page_that_does_not_show_it(page):
    form, _ = page("facts", answered(place="home", hospital_ward="Ward 3"))
    assert form.seen.data == {}
    assert form.answers()["hospital_ward", ""] == Answer("Ward 3")


def test_group_asks_one_row_where_there_is_none_and_hides_with_its_condition(page):
    form, html = page("family", answered(ill="yes"))
    assert [row.title for row in form.parts[0].rows] == ["Sibling 1"]
    assert ("Add another sibling" in html, "data-when" in html) == (True, True)
    assert page("family", answered(ill="no"))[0].parts == ()


def test_condition_within_a_row_looks_at_its_own_row(page):
    form, html = page("family", {**answered(ill="yes"), ("name", "01"): Answer("Ann")})
    assert "[&#34;is&#34;, &#34;siblings-01-at_home&#34;, &#34;no&#34;]" in html
    assert form.answers()["name", "01"] == Answer("Ann")


def test_add_a_row_draws_one_more_up_to_the_greatest_number(page):
    answers = {**answered(ill="yes"), ("name", "01"): Answer("Ann"), ("name", "02"): Answer("Bob")}
    form, html = page("family", answers, add="siblings")
    assert [row.title for row in form.parts[0].rows] == ["Sibling 1", "Sibling 2", "Sibling 3"]
    assert "Add another sibling" not in html
    more = {**answers, ("name", "03"): Answer("Cal")}
    assert len(page("family", more, add="siblings")[0].parts[0].rows) == 3


def test_send_rows_gives_the_answers_of_each(page):
    fields = MultiDict([("siblings-row", "01"), ("siblings-row", "02"), ("siblings-row", "no good!")])
    fields.update({"siblings-01-name": "Ann", "siblings-02-at_home": "not known"})
    form, html = page("family", answered(ill="yes"), sent=fields)
    assert {name: each for name, each in form.answers().items() if not each.is_blank} == {
        ("name", "01"): Answer("Ann"),
        ("at_home", "02"): Answer(non_answer=NOT_KNOWN),
    }
    assert html.count('name="siblings-row"') == 2


@pytest.mark.parametrize(
    ("press", "pressed"),
    [
        ("save", Pressed("save")),
        ("add:siblings", Pressed("add", "siblings")),
        ("remove:siblings:01", Pressed("remove", "siblings", "01")),
        ("", Pressed("save")),
        ("burn:siblings", Pressed("save")),
    ],
)
def test_send_says_which_button_was_pressed(page, press, pressed):
    assert page("family", answered(ill="yes"), sent={"press": press, "siblings-row": "01"})[0].pressed == pressed


def test_press_add_draws_one_more_row_beside_a_fault(page):
    fields = {"press": "add:siblings", "siblings-row": "01", "siblings-01-name": "x" * 201}
    form, html = page("family", answered(ill="yes"), sent=fields)
    assert (len(form.parts[0].rows), "x" * 201 in html) == (2, True)


def test_press_remove_blanks_the_row_and_keeps_the_others(page):
    fields = MultiDict([("press", "remove:siblings:01"), ("siblings-row", "01"), ("siblings-row", "02")])
    fields.update({"siblings-01-name": "Ann", "siblings-02-name": "Bob"})
    form, html = page("family", answered(ill="yes"), sent=fields)
    assert (form.answers()["name", "01"], form.answers()["name", "02"]) == (BLANK, Answer("Bob"))
    assert "Ann" not in html


@pytest.mark.parametrize("press", ["remove:siblings:", "remove::", "remove:nobody:01", "add:nobody", "add"])
def test_press_what_no_page_offers_removes_nothing(page, press):
    fields = {"press": press, "siblings-row": "01", "siblings-01-name": "Ann"}
    assert page("family", answered(ill="yes"), sent=fields)[0].answers()["name", "01"] == Answer("Ann")


def test_enter_key_saves_and_removes_nothing(page):
    _, html = page("family", answered(ill="yes"))
    assert re.findall(r'name="press" value="([a-z]+)', html)[0] == "save"


def test_date_still_to_come_is_refused_beside_its_boxes_where_the_question_tells_of_the_past(page):
    tomorrow = TODAY + timedelta(days=1)
    boxes = {f"{key}-{part}": str(getattr(tomorrow, part)) for key in KEYS for part in ("day", "month", "year")}
    form, html = page("facts", sent=boxes)
    assert form.errors == {"began_on": ["B2: The date must be today or in the past"]}
    assert 'id="began_on-error"' in html
    assert [name for name in form.answers() if name[0] in KEYS] == [("ended_on", "")]
    assert form["began_on"].typed == (str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    boxes["began_on-day"] = str(TODAY.day)
    assert page("facts", sent=boxes)[0].errors == {}


KEYS = ("began_on", "ended_on")


def test_hint_ends_before_the_words_of_a_condition_begin(page):
    question = replace(SECTION_A.items[3], hint="In your own words")
    _, html = page("place", spec=changed(SECTION_A, *SECTION_A.items[:3], question))
    assert 'In your own words. <span class="cdop-only-if">' in html


def test_needed_answers_are_marked_in_words_before_the_hint(page):
    form, html = page("place")
    assert [field.name for field in form.controls if field.description.startswith("Needed")] == ["place", "place_other"]
    assert html.count("Needed") == 2
    form, _ = page("family", answered(ill="yes"))
    marks = [field.description for field in form.controls if field.question.key in ("name", "at_home")]
    assert marks == ["Needed for each one that you add", ""]
    question = replace(SECTION_A.items[0], hint="The last one")
    form, _ = page("place", spec=changed(SECTION_A, question, *SECTION_A.items[1:]))
    assert form["place"].description == "Needed. The last one"


def test_new_row_comes_after_the_others_and_is_like_no_other():
    rows = ["01", "02abc"]
    made = {new_row_key(rows) for _ in range(20)}
    assert len(made) == 20
    assert all(sorted([*rows, key])[-1] == key for key in made)
    assert new_row_key([])[:2] == "01"


def test_conflict_is_shown_beside_what_was_typed_and_a_second_save_replaces_knowingly(page, bare_app):
    with bare_app.test_request_context(method="POST", data={"place_other": "river"}):
        form = build_section_form(SAMPLE, "place", answered(place="elsewhere"), today=TODAY)
        assert form.validate()
        theirs = Conflict(("place_other", ""), Answer("lake <b>"), Answer("river"), "Dr Other")
        form.after_saving(answered(place_other="lake <b>"), [theirs])
        html = render_template("answers/section.html", form=form)
    assert form.errors == {"place_other": [f"A2: {OVERTAKEN}"]}
    assert ("Saved meanwhile by Dr Other" in html, "lake &lt;b&gt;" in html, 'value="river"' in html) == (True,) * 3
    assert form.seen.data == seen(SAMPLE, answered(place_other="lake <b>"))


def test_removed_row_that_somebody_changed_meanwhile_is_told(page):
    fields = {"press": "remove:siblings:01", "siblings-row": "01", "siblings-01-name": "Ann"}
    form, _ = page("family", answered(ill="yes"), sent=fields)
    form.after_saving({}, [Conflict(("name", "01"), Answer("Anna"), BLANK)])
    assert form.error_summary() == [{"text": ROW_CHANGED, "href": ""}]


@pytest.mark.parametrize("sent", ["", "x", "{}", "[1]", '[["a","b"]]', '{"a": 1}', "null", "[[1,2,3]]", "[" * 100_000])
def test_page_that_lost_what_it_showed_is_read_all_the_same(page, sent):
    form, _ = page("place", sent={"seen": sent, "place": "home"})
    assert form.answers()["place", ""] == Answer("home")
    assert all(isinstance(mark, str) for mark in form.seen.data.values())


def test_open_section_that_there_is_not_is_refused(bare_app):
    with bare_app.test_request_context(), pytest.raises(LookupError):
        build_section_form(SAMPLE, "nowhere", {}, today=TODAY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(
        st.sampled_from(["place", "place_other", "ill", "illness", "at_time", "weight", "services", "at_time-reason"]),
        st.text(max_size=8) | st.sampled_from(["home", "yes", "gp", "14:30", "3200", "not known"]),
    )
)
def test_whatever_is_typed_is_an_answer_or_stays_on_the_page_with_a_fault(page, fields):
    for section in ("place", "facts"):
        form, html = page(section, sent=fields)
        for field in form.controls:
            is_read = (field.question.key, field.row_key) in form.answers()
            is_hidden = is_ruled_out(field.question.when, form.answers())
            assert [is_read, field.name in form.errors, bool(field.fault) and is_hidden].count(True) == 1
            if field.name in form.errors:
                assert f'id="{field.name}-error"' in html


def new_sections():
    """Of each published form, in the order of their publication, the sections that no form before it has."""
    known = set()
    for spec in registry.published():
        if new := [section for section in spec.sections if section not in known]:
            known.update(new)
            yield pytest.param(spec, new, id=f"{spec.key} {spec.version}")


@pytest.mark.parametrize(("spec", "sections"), list(new_sections()))
def test_every_section_of_every_form_can_be_drawn_and_sent(page, spec, sections):
    for section in sections:
        form, html = page(section.key, spec=spec)
        sent, _ = page(section.key, spec=spec, sent=as_sent(form))
        assert (html.count("<h1"), sent.errors) == (1, {})
        assert all(given.is_blank for given in sent.answers().values())


def test_what_is_folded_in_a_row_is_open_once_something_is_answered_there(page):
    spec = registry.get("analysis", "2026-2")
    section = "recommendations"
    closed, opened = '<details class="govuk-details">', '<details class="govuk-details" open>'
    form, html = page(section, spec=spec)
    assert (html.count(closed), html.count(opened)) == (2, 0)
    _form, html = page(section, spec=spec, sent=as_sent(form))
    assert (html.count(closed), html.count(opened)) == (2, 0)
    _form, html = page(section, {("action_level", "r1"): Answer("local")}, spec=spec)
    assert (html.count(closed), html.count(opened)) == (1, 1)
