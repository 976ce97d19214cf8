"""A question that is added to a definition is everywhere at once, with no other change."""

from dataclasses import replace

import pytest
from flask import Flask, render_template
from jinja2 import PackageLoader

from cdop.documents.questionnaire_pdf import FormPaper, write
from cdop.extensions import db
from cdop.forms.questionnaire import build_section_form
from cdop.models import FormResponse
from cdop.queries.answers import answers_of
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.checking import check
from cdop.questionnaires.comparison import Respondent, State, comparison
from cdop.questionnaires.completeness import completeness
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.exports import answer_lines, answer_object, columns, lines
from cdop.questionnaires.soundness import digest, problems
from cdop.questionnaires.spec import Question
from cdop.questionnaires.words import Kind, Need, NonAnswer
from cdop.rules.vocabulary import AuditVerb
from cdop.services import answers
from cdop.services.errors import Blocked, Invalid
from cdop.services.unit import writes
from tests.documents.reading import words
from tests.personas import Cast
from tests.questionnaires.sample import TODAY

BEFORE = registry.get("form_b", "2024-1")
ADDED = Question(
    "shoe_size",
    "",
    "What size were the shoes?",
    Kind.NUMBER,
    Need.REQUIRED,
    non_answers=(NonAnswer.NOT_KNOWN,),
    lowest=1,
    highest=50,
)
FIRST = BEFORE.sections[0]
AFTER = replace(BEFORE, version="2099-1", sections=(replace(FIRST, items=(*FIRST.items, ADDED)), *BEFORE.sections[1:]))
NAME = ("shoe_size", "")


@writes(AuditVerb.FORM_B_REQUESTED)
def started(actor, *, now):
    """Begin a response on the longer form."""
    return answers.start(actor, AFTER, panel_id=actor.panel_id, case_id=None, now=now).id


@writes(AuditVerb.FORM_B_SAVED)
def saved(actor, response_id, typed, *, now):
    """Save a page of it."""
    answers.save_section(actor, db.session.get_one(FormResponse, response_id), AFTER, typed, seen={}, now=now)


@writes(AuditVerb.FORM_B_RETURNED)
def sent(actor, response_id, *, now):
    """Send it."""
    answers.submit(actor, db.session.get_one(FormResponse, response_id), AFTER, now=now)


def page(sent_fields):
    bare = Flask("bare")
    bare.config.update(SECRET_KEY="only for the forms of the tests", WTF_CSRF_ENABLED=False)
    bare.jinja_loader = PackageLoader("cdop")
    method = "GET" if sent_fields is None else "POST"
    with bare.test_request_context(method=method, data=sent_fields):
        form = build_section_form(AFTER, FIRST.key, {}, today=TODAY)
        form.validate_on_submit()
        return form, render_template("answers/section.html", form=form)


def test_added_question_is_on_the_page_and_validated():
    _, html = page(None)
    assert ("What size were the shoes?" in html, 'name="shoe_size-reason"' in html) == (True, True)
    refused, html = page({"shoe_size": "51"})
    assert ("shoe_size" in refused.errors, 'value="51"' in html) == (True, True)
    assert page({"shoe_size": "38"})[0].answers()[NAME] == Answer(38)


def test_added_question_is_saved_as_a_draft_and_asked_for_when_it_is_sent(app: Flask, cast: Cast):
    writer = cast.person("coordinator")
    form = started(writer, now=cast.now)
    with pytest.raises(Blocked, match="What size were the shoes"):
        sent(writer, form, now=cast.now)
    with pytest.raises(Invalid):
        saved(writer, form, {NAME: Answer(51)}, now=cast.now)
    saved(writer, form, {NAME: Answer(38)}, now=cast.now)
    db.session.rollback()
    assert answers_of(form, AFTER).answers == {NAME: Answer(38)}
    with pytest.raises(Blocked) as blocked:
        sent(writer, form, now=cast.now)
    assert not any("shoes" in reason for reason in blocked.value.reasons)


def test_added_question_counts_and_is_shown_to_check():
    before, after = completeness(BEFORE, {}), completeness(AFTER, {})
    assert (after.asked - before.asked, len(after.missing_required) - len(before.missing_required)) == (1, 1)
    assert completeness(AFTER, {NAME: Answer(non_answer=NonAnswer.NOT_KNOWN)}).answered == 1
    shown = {line.text: line.shown for line in check(AFTER, {NAME: Answer(38)}, today=TODAY).sections[0].lines}
    assert shown[ADDED.text] == "38"


def test_added_question_is_printed_and_exported(now):
    paper = FormPaper(AFTER, {NAME: Answer(38)}, panel="A panel", reference="PAN/1", printed_at=now)
    assert "What size were the shoes? 38" in words(write(paper))
    assert set(columns(AFTER)) - set(columns(BEFORE)) == {"shoe_size"}
    assert next(lines(AFTER, {NAME: Answer(38)}))["shoe_size"] == "38"


def test_added_question_is_in_the_table_and_the_object_of_answers():
    exported = {line["question"]: line for line in answer_lines(AFTER, {NAME: Answer(38)})}
    assert [exported["shoe_size"][column] for column in ("wording", "state", "value")] == [ADDED.text, "answered", "38"]
    told = answer_object(AFTER, {NAME: Answer(non_answer=NonAnswer.NOT_KNOWN)})["answers"]
    (one,) = (each for each in told if each["question"] == "shoe_size")
    assert (one["state"], one["value"], one["answer"]) == ("not known", None, "Not known")


def test_added_question_is_compared():
    found = comparison(AFTER, [Respondent(name, None, {NAME: Answer(size)}) for name, size in (("A", 38), ("B", 39))])
    assert (found.rows[0].question, found.rows[0].state) == (ADDED, State.CONFLICT)
    assert [cell.value for cell in found.rows[0].cells] == [38, 39]


def test_added_question_is_in_the_data_dictionary(monkeypatch: pytest.MonkeyPatch, sqlite_app: Flask):
    monkeypatch.setattr(registry, "_PUBLISHED", (AFTER,))
    runner = sqlite_app.test_cli_runner()
    for shape, expected in (("csv", "shoe_size,What size were the shoes?,,number,"), ("html", f"<p>{ADDED.text}</p>")):
        assert expected in runner.invoke(args=["forms", "dictionary", "--as", shape]).stdout


def test_added_question_can_lead_to_another_and_makes_another_form():
    choice = replace(ADDED, kind=Kind.YES_NO, lowest=None, highest=None)
    follows = replace(ADDED, key="shoe_colour", kind=Kind.TEXT, lowest=None, highest=None, when=Is(ADDED.key, ("yes",)))
    longer = replace(AFTER, sections=(replace(FIRST, items=(*FIRST.items, choice, follows)), *BEFORE.sections[1:]))
    assert (problems(AFTER), problems(longer)) == ([], [])
    assert len({digest(each) for each in (BEFORE, AFTER, longer)}) == 3
    asked_more = completeness(longer, {NAME: Answer("yes")}).asked - completeness(longer, {}).asked
    assert asked_more == 1
