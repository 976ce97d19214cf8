"""Answers side by side: what is compared, in which order, and what the panel agrees on where agencies differ."""

import csv
import io
import json
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import AgreedAnswer, AuditEntry, Case, CaseFactHistory, FormAnswer
from cdop.queries import comparison
from cdop.queries.agreed_answers import Place
from cdop.queries.comparison import CaseComparison
from cdop.queries.figures import figures
from cdop.queries.form_completeness import EXPECTED, MISSING, form_completeness
from cdop.queries.report_measures import report_measures
from cdop.questionnaires.answer import Answer, place_of
from cdop.questionnaires.words import NonAnswer
from cdop.rules.figures import published
from cdop.rules.periods import FinancialYear
from cdop.rules.vocabulary import AuditVerb, CaseStatus, ContactWay, HandlingMark
from cdop.services import agreed_answers, cases, form_b_returns, lifecycle, request_contacts
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from cdop.services.request_contacts import Contact
from tests.agencies import answered, ask, fill_in, respondent
from tests.client import Browserless, form_fields, shown_text
from tests.documents.reading import words
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.web.test_form_b import opened

BIRTH, DETAILS = "/form-b/sections/form_b/child", "/form-b/sections/form_b/details"
FOUR = {
    "ethnicity": Answer(non_answer=NonAnswer.NOT_KNOWN),
    "plurality": Answer(non_answer=NonAnswer.NOT_APPLICABLE),
    "gp_practice": Answer(non_answer=NonAnswer.NOT_HELD),
}
YEAR = FinancialYear.parse("2026-27")
WEIGHT, NUMBER = ("birth_weight_g", ""), ("nhs_number", "")


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    """A case on which a midwife and a hospital differ on the weight at birth."""
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, gestation_weeks=39, birth_weight_g=3000)
    told = {"birth_weight_g": 3100, "gestation_weeks": 39}
    answered(coordinator, case, now=now, told=told, name="Midwives", kind="midwifery")
    told = {"birth_weight_g": 1300, "gestation_weeks": 39}
    answered(coordinator, case, now=now, told=told, name="Hospital", kind="hospital trust")
    return case


@pytest.fixture
def desk(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def compared(cast: Cast, case: MadeCase) -> CaseComparison:
    one = comparison.compared_case(cast.person("coordinator"), case.public_id)
    assert one is not None
    found = comparison.case_comparison(cast.person("coordinator"), one)
    db.session.rollback()
    assert found is not None
    return found


def agree(
    cast: Cast,
    case: MadeCase,
    value: object = 3100,
    *,
    place: Place = WEIGHT,
    number: int = 0,
    who: str = "coordinator",
) -> str:
    return agreed_answers.agree(
        cast.person(who),
        case.public_id,
        "form_b",
        place,
        value if isinstance(value, Answer) else Answer(value),
        note="The birth notification says so",
        number=number,
        now=cast.now,
    )


def test_conflicts_stand_first_with_every_agencys_answer(desk: Browserless, case: MadeCase) -> None:
    page = desk.get(f"{case.path}/comparison/").text
    assert ("3100 g" in page, "1300 g" in page, "Weeks of pregnancy" in page) == (True, True, False)
    every = desk.get(f"{case.path}/comparison/?show=all").text
    assert every.index("Birth weight") < every.index("Weeks of pregnancy")
    assert "Same answer" in every
    assert ("completed_by_name" in every, "A1. Your name" in every) == (False, True)
    desk.get(f"{case.path}/comparison/form_b/{place_of(('completed_by_name', ''))}", status=404)
    assert "Weeks of pregnancy at birth" not in desk.get(f"{case.path}/comparison/?show=missing").text


def test_all_forms_are_printed_or_exported_from_where_they_are_read(desk: Browserless, case: MadeCase) -> None:
    for page in ("/comparison/", "/requests"):
        assert f'href="{case.path}/forms/"' in desk.get(f"{case.path}{page}").text


def test_draft_is_its_agencys_own_until_it_is_sent(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    draft = ask(cast.person("coordinator"), case, now=now, name="Slow Practice")
    fill_in(respondent(draft, panel_id=cast.panel_id, now=now), {"contact_summary": "Words of a draft"}, now=now)
    page = desk.get(f"{case.path}/comparison/?show=all").text
    assert ("Slow Practice (in progress" in page, "Words of a draft" in page) == (True, False)


def test_comparing_is_on_record_and_shows_nothing_of_another_panel(
    cast: Cast, case: MadeCase, desk: Browserless
) -> None:
    desk.get(f"{case.path}/comparison/")
    verbs = select(AuditEntry.case_id).where(AuditEntry.verb == AuditVerb.FORM_B_COMPARED)
    assert db.session.scalars(verbs).all() == [case.id]
    elsewhere = cast.person("coordinator", panel_id=cast.other_panel_id)
    assert comparison.compared_case(elsewhere, case.public_id) is None


def test_agreed_answer_keeps_both_originals_fills_the_cases_fact_and_is_no_conflict_any_more(
    cast: Cast, case: MadeCase
) -> None:
    assert agree(cast, case) == "birth_weight_g"
    (line,) = [line for line in compared(cast, case).lines if line.place == WEIGHT]
    assert (line.is_open, line.compared.is_conflict, line.has_changed) == (False, True, False)
    said = {"Told to the panel before": "3000 g", "Midwives": "3100 g", "Hospital": "1300 g"}
    assert dict(line.agreed[0].originals) == said
    weights = select(FormAnswer.value).where(FormAnswer.question_key == "birth_weight_g").order_by(FormAnswer.value)
    assert db.session.scalars(weights).all() == [1300, 3100]
    assert db.session.get_one(Case, case.id).birth_weight_g == 3100
    past = db.session.scalars(select(CaseFactHistory).where(CaseFactHistory.field == "birth_weight_g")).one()
    assert (past.old, past.new) == ("3000", "3100")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.ANSWER_AGREED)).one()
    assert (entry.case_id, entry.reason) == (case.id, "The birth notification says so")


def test_agreed_answer_can_be_changed_with_what_was_before_kept(cast: Cast, case: MadeCase) -> None:
    agree(cast, case)
    agree(cast, case, 3150, number=1)
    (line,) = [line for line in compared(cast, case).lines if line.place == WEIGHT]
    assert [(each.number, each.answer.value) for each in line.agreed] == [(2, 3150), (1, 3100)]
    assert db.session.get_one(Case, case.id).birth_weight_g == 3150


def test_two_who_agree_at_once_do_not_overwrite_each_other(cast: Cast, case: MadeCase) -> None:
    agree(cast, case)
    with pytest.raises(Stale):
        agree(cast, case, 1300)
    assert db.session.scalars(select(AgreedAnswer.value)).all() == [3100]


def test_only_a_coordinator_agrees_and_only_on_a_question_that_was_compared(cast: Cast, case: MadeCase) -> None:
    with pytest.raises(Forbidden):
        agree(cast, case, who="chair")
    facts = {"note": "Because", "number": 0, "now": cast.now}
    with pytest.raises(NotFound):
        agreed_answers.agree(
            cast.person("coordinator"), case.public_id, "form_b", ("no_such", ""), Answer("x"), **facts
        )
    with pytest.raises(Invalid):
        agreed_answers.agree(cast.person("coordinator"), case.public_id, "form_b", WEIGHT, Answer(9), **facts)


def test_way_of_not_answering_is_agreed_without_touching_the_case(cast: Cast, case: MadeCase) -> None:
    given = Answer(non_answer=NonAnswer.NOT_HELD)
    facts = {"note": "Neither has the notes", "number": 0, "now": cast.now}
    assert agreed_answers.agree(cast.person("coordinator"), case.public_id, "form_b", WEIGHT, given, **facts) == ""
    assert db.session.get_one(Case, case.id).birth_weight_g == 3000


def test_conflict_is_resolved_on_its_page_and_nothing_typed_is_lost(desk: Browserless, case: MadeCase) -> None:
    page = f"{case.path}/comparison/form_b/{place_of(('birth_weight_g', ''))}"
    opened = form_fields(desk.get(page).text)
    assert opened["answer"] == ""
    answer = desk.http.post(page, data=opened | {"answer": "3100"})
    assert (answer.status_code, "Say why this is agreed" in answer.text, form_fields(answer.text)["answer"]) == (
        422,
        True,
        "3100",
    )
    answer = desk.http.post(page, data=opened)
    assert ('href="#answer"' in answer.text, 'href="#note"' in answer.text) == (True, True)
    answer = desk.http.post(page, data=opened | {"answer": "3100", "note": "Seen in the notes"})
    assert answer.status_code == 302
    page_after = desk.get(answer.location).text
    assert "“Birth weight” of the case is set to it" in page_after
    assert ("Seen in the notes" in page_after, "Told to the panel before: 3000 g" in page_after) == (True, True)
    late = desk.http.post(page, data=opened | {"answer": "1300", "note": "Typed at length"})
    assert (late.status_code, "Somebody agreed on another answer" in late.text) == (409, True)
    kept = form_fields(late.text)
    assert kept["note"] == "Typed at length"
    assert "<strong>3100 g</strong>" in late.text
    assert desk.http.post(page, data=kept).status_code == 302, "it was beside what is agreed now"
    assert "<strong>1300 g</strong>" in desk.get(page).text


def test_case_with_another_fault_says_what_is_to_be_put_right_before_a_fact_is_agreed(
    cast: Cast, now: datetime
) -> None:
    """A register may have brought in a number that no check digit fits."""
    case = add_case(cast.person("coordinator"), now=now, nhs_number="9990001231")
    answered(cast.person("coordinator"), case, now=now, told={"birth_weight_g": 3100}, kind="midwifery")
    with pytest.raises(Invalid) as refused:
        agree(cast, case)
    assert refused.value.faults["answer"].startswith(f"{agreed_answers.OTHERS_FIRST}: The NHS number")


def test_date_a_month_from_the_one_that_the_case_has_is_asked_about_once_more_with_nothing_lost(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    held = db.session.get_one(Case, case.id).died_on
    for name, days in (("Ward", 1), ("Practice", 40)):
        told = {"died_on": held - timedelta(days=days)}
        answered(cast.person("coordinator"), case, now=now, told=told, name=name, kind="hospital trust")
    page = f"{case.path}/comparison/form_b/{place_of(('died_on', ''))}"
    far, near = held - timedelta(days=40), held - timedelta(days=1)
    refused = desk.submit(page, **_typed(far), note="The certificate")
    assert (refused.status_code, "5 weeks from" in refused.text) == (422, True)
    kept = form_fields(refused.text)
    assert (kept["answer-year"], kept["note"], 'href="#is_sure"' in refused.text) == (
        str(far.year),
        "The certificate",
        True,
    )
    assert desk.http.post(page, data=kept | {"is_sure": "yes"}).status_code == 302
    assert desk.submit(page, **_typed(near), note="The other record").status_code == 422
    db.session.rollback()
    assert db.session.get_one(Case, case.id).died_on == far


def _typed(day: date) -> dict[str, str]:
    return {"answer-day": str(day.day), "answer-month": str(day.month), "answer-year": str(day.year)}


def test_agency_that_says_something_else_later_is_told_beside_what_was_agreed(
    cast: Cast, case: MadeCase, now: datetime, desk: Browserless
) -> None:
    agree(cast, case)
    told = {"birth_weight_g": 3200}
    answered(cast.person("coordinator"), case, now=now, told=told, name="Other Midwives", kind="midwifery")
    assert "An agency says something else since" in desk.get(f"{case.path}/comparison/").text


def test_comparison_takes_the_same_statements_whatever_the_number_of_agencies(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    def statements() -> int:
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        compared(cast, case)
        return len(seen)

    first = statements()
    # The case, its requests, their forms, the answers, what was told before (its facts, its notifications and their
    # answers), and what is agreed: each is read once.
    assert first == 8
    answered(cast.person("coordinator"), case, now=now, told={"birth_weight_g": 3100}, kind="midwifery")
    assert statements() == first


def test_case_without_a_form_that_came_back_says_so(desk: Browserless, cast: Cast, now: datetime) -> None:
    empty = add_case(cast.person("coordinator"), now=now)
    assert "No form with answers came back yet" in desk.get(f"{empty.path}/comparison/").text


def test_case_page_says_of_a_conflict_before_the_case_is_made_ready(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    told = "Agencies’ answers contradict each other"
    assert told not in desk.get(case.path).text
    lifecycle.move(cast.person("coordinator"), case.id, "start gathering information", now=now)
    assert told in desk.get(case.path).text
    agree(cast, case)
    assert told not in desk.get(case.path).text


def test_agreed_answer_keeps_the_marks_of_those_it_rests_on(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    assert agree(cast, case) == "birth_weight_g"
    agency = respondent(
        ask(cast.person("coordinator"), case, now=now, kind="midwifery"), panel_id=cast.panel_id, now=now
    )
    fill_in(agency, {"birth_weight_g": 2900, "records_searched": ("child",)}, now=now)
    form_b_returns.mark_answer(agency, "form_b", WEIGHT, frozenset({HandlingMark.NOT_FAMILY}), now=now)
    form_b_returns.submit(agency, reason="All we hold", now=now)
    agree(cast, case, 2900, number=1)
    (line,) = (line for line in compared(cast, case).lines if line.place == WEIGHT)
    assert [each.marks for each in line.agreed] == [{HandlingMark.NOT_FAMILY}, frozenset()]
    page = desk.get(f"{case.path}/comparison/form_b/{place_of(('birth_weight_g', ''))}").text
    assert "Not for the family" in page.partition("What was agreed")[2]


def test_fact_that_is_filled_by_what_an_agency_marked_keeps_the_marks_until_it_is_put_right(
    desk: Browserless, sqlite_app: Flask, cast: Cast, case: MadeCase, now: datetime
) -> None:
    """Others are not offered it, and whoever may read it reads for whom it is not."""
    coordinator = cast.person("coordinator")
    told = {"birth_weight_g": 2900, "nhs_number": "9990000018", "records_searched": ("child",)}
    marked = respondent(ask(coordinator, case, now=now, kind="midwifery"), panel_id=cast.panel_id, now=now)
    fill_in(marked, told, now=now)
    for name in (WEIGHT, NUMBER):
        form_b_returns.mark_answer(marked, "form_b", name, frozenset({HandlingMark.NOT_AGENCIES}), now=now)
    form_b_returns.submit(marked, reason="All we hold", now=now)
    other = opened(sqlite_app, cast, ask(coordinator, case, now=now, kind="midwifery"))
    assert ("3000 g" in other.get(BIRTH).text, "Not told here" in other.get("/form-b/").text) == (True, False)
    agree(cast, case, 2900)
    agree(cast, case, "9990000018", place=NUMBER)
    assert "999 000 0018" not in other.get("/form-b/").text + other.get(DETAILS).text
    assert "2900 g" not in other.get(BIRTH).text
    assert "Not told here: please ring us" in other.get("/form-b/").text
    assert "2,900 g (Not for other agencies)" in desk.get(case.path).text
    version = db.session.get_one(Case, case.id).version
    cases.correct(coordinator, case.public_id, {"birth_weight_g": 2950}, version=version, submission_id=None, now=now)
    assert "2950 g" in other.get(BIRTH).text
    assert "2,950 g</dd>" in desk.get(case.path).text


def test_completeness_tells_what_is_blank_of_a_form_that_came_back_and_only_numbers_of_a_draft(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    draft = ask(cast.person("coordinator"), case, now=now, name="Slow Midwives", kind="midwifery")
    fill_in(respondent(draft, panel_id=cast.panel_id, now=now), {"birth_weight_g": 2900}, now=now)
    page = desk.get(f"{case.path}/comparison/completeness").text
    assert ("Midwives: expected but blank" in page, "Slow Midwives: expected" in page) == (True, False)
    (form,) = form_completeness(cast.person("coordinator"), case.id)
    back, _hospital, slow = form.rows
    assert (back.is_back, slow.is_back, set(slow.gaps.values())) == (True, False, {0})
    child = [section.key for section in form.spec.sections].index("child")
    assert [row.sections[child].answered for row in (back, slow)] == [2, 1]
    assert ("C1. Birth weight" in back.blank[EXPECTED], back.gaps[EXPECTED]) == (False, len(back.blank[EXPECTED]))


def test_completeness_counts_what_is_missing_blank_not_known_and_not_held_apart_in_each_section(
    desk: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    told = {
        "birth_weight_g": Answer(non_answer=NonAnswer.NOT_KNOWN),
        "gestation_weeks": Answer(non_answer=NonAnswer.NOT_HELD),
    }
    answered(cast.person("coordinator"), case, now=now, told=told, name="Third Midwives", kind="midwifery")
    unfilled = ask(cast.person("coordinator"), case, now=now, name="By Letter")
    letter = Contact(ContactWay.LETTER, now.date(), "Pat Manager", "", "")
    request_contacts.file_return(cast.person("coordinator"), unfilled.public_id, letter, now=now)
    (form,) = form_completeness(cast.person("coordinator"), case.id)
    third, by_letter = form.rows[-2:]
    keys = [section.key for section in form.spec.sections]
    child, reporting = (third.sections[keys.index(key)] for key in ("child", "reporting"))
    assert child is not None
    assert (child.gaps["Not known"], child.gaps["Not held"], reporting.gaps["Not known"]) == (1, 1, 0)
    assert (third.gaps[MISSING], third.gaps["Not known"], third.gaps["Not held"]) == (0, 1, 1)
    assert by_letter.gaps[MISSING] == len(by_letter.blank[MISSING]) > 0
    assert "By Letter: missing" in desk.get(f"{case.path}/comparison/completeness").text


def test_blank_not_known_not_applicable_and_not_held_are_four_things_wherever_they_are_met(
    desk: Browserless, cast: Cast, now: datetime
) -> None:
    """The page, the completeness, the comparison, the export in three shapes and the figures (domain reference 3.3)."""
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, ethnicity=None, sex=None)
    request = answered(coordinator, case, now=now, told=FOUR, name="Ward", kind="hospital trust")
    said = {"ethnicity": "not known", "plurality": "not applicable", "gp_practice": "not held by this agency"}
    table = csv.DictReader(io.StringIO(desk.get(f"{case.path}/forms/all.csv").text))
    states = {row["question"]: row["state"] for row in table}
    assert {key: states[key] for key in (*said, "birth_weight_g")} == said | {"birth_weight_g": "not answered"}
    (sent,) = json.loads(desk.get(f"{case.path}/forms/all.json").text)
    assert {each["question"]: each["state"] for each in sent["answers"]}.items() >= states.items() - {("", "")}
    paper = words(desk.get(f"{case.path}/forms/all.pdf").data)
    page = shown_text(desk.get(f"/requests/{request.public_id}/form").text)
    for shown in (paper, page):
        assert [shown.count(word) for word in ("Not known", "Not applicable", "Nothing held on this")] == [1, 1, 1]
    (form,) = form_completeness(coordinator, case.id)
    assert list(form.rows[0].gaps.values())[2:] == [1, 1, 1]
    assert any("Birth weight" in one for one in form.rows[0].blank[EXPECTED])
    found = {line.compared.question.key: line.compared.state.value for line in compared(cast, case).lines}
    assert [found[key] for key in (*FOUR, "birth_weight_g")] == [
        *("not known", "not applicable", "not held", "expected but blank")
    ]
    before = ethnicities(case)
    agree(cast, case, FOUR["ethnicity"], place=("ethnicity", ""))
    assert (before, ethnicities(case)) == ({"missing": 1}, {"not known": 1})


def ethnicities(case: MadeCase) -> dict[str, int]:
    """The rows of the figures of ethnicity that count somebody."""
    rows = published(figures(case.panel_id, YEAR.period))["notified.ethnicity"]["rows"]
    db.session.rollback()
    return {row["key"]: row["n"] for row in rows if row["n"]}


def test_weight_that_was_agreed_to_be_not_known_is_so_on_the_case_and_in_the_report(cast: Cast, now: datetime) -> None:
    coordinator, unknown = cast.person("coordinator"), Answer(non_answer=NonAnswer.NOT_KNOWN)
    case = add_case(coordinator, now=now, birth_weight_g=3000)
    answered(coordinator, case, now=now, told={"birth_weight_g": unknown}, kind="midwifery")

    def held() -> tuple[int | None, bool]:
        db.session.rollback()
        row = db.session.get_one(Case, case.id)
        return row.birth_weight_g, row.birth_weight_not_known

    assert (agree(cast, case, unknown), held()) == (WEIGHT[0], (None, True))
    assert (agree(cast, case, 3100, number=1), held()) == (WEIGHT[0], (3100, False))
    for facts in ({}, {"birth_weight_not_known": True}, {"birth_weight_g": 3100}):
        add_case(coordinator, now=now, status=CaseStatus.REVIEWED, **facts)
    rows = report_measures(case.panel_id, YEAR.period)["reviewed.birth_weight"]["rows"]
    counted = {row["label"]: row["n"] for row in rows if row["n"]}
    assert counted == {"2,500 g or more": 1, "Not known": 1, "Not recorded": 1}
