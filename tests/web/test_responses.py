"""An old case on the forms of its era: opened, printed and exported by those who may read it."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.vocabulary import AuditVerb
from cdop.services import cases
from tests.agencies import ask
from tests.client import Browserless
from tests.documents.reading import words
from tests.documents.structure import problems
from tests.factories import MadeCase, add_case
from tests.filled_forms import add_form
from tests.personas import Cast, address

DIED = date(2014, 3, 2)
NOT_KNOWN, NOT_APPLICABLE = Answer(non_answer=NonAnswer.NOT_KNOWN), Answer(non_answer=NonAnswer.NOT_APPLICABLE)
TOLD: dict[str, dict[str, Any]] = {
    "notification": {"family_name": "Invented", "given_names": "Bea", "died_on": DIED, "expectedness": "unexpected"},
    "form_b": {
        "child_name": "Bea Invented",
        "completed_by_agency": "Weaver Street Surgery",
        "resuscitation_attempted": "yes",
        "asthma": NOT_KNOWN,
        "epilepsy": NOT_APPLICABLE,
    },
    "analysis": {
        **{f"{prefix}_score": "1*" for prefix in ("child", "family", "parenting", "service")},
        "primary_category": "10",
        "modifiable": "no",
    },
}


@pytest.fixture
def client(sqlite_app: Flask, now: datetime) -> Browserless:
    """Pages of reading, in which the two databases do not differ."""
    return Browserless(sqlite_app, Cast(now))


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=now, born_on=date(2013, 9, 1), died_on=DIED)


@pytest.fixture
def forms(desk: Browserless, case: MadeCase, now: datetime) -> dict[str, str]:
    """The three forms of the case, each in the version of the day of death, by key."""
    return {key: filled_in(desk, case, key, now=now) for key in TOLD}


def filled_in(desk: Browserless, case: MadeCase, key: str, *, now: datetime, is_sent: bool = True) -> str:
    given = {(name, ""): value if isinstance(value, Answer) else Answer(value) for name, value in TOLD[key].items()}
    spec = registry.current(key, DIED)
    return add_form(desk.cast.person("coordinator"), case, spec, given, now=now, is_sent=is_sent)


def verbs() -> list[AuditVerb]:
    found = [*db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id))]
    db.session.rollback()
    return found


def test_case_leads_to_all_its_forms_each_named_as_in_its_day(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    assert f'href="{case.path}/forms/"' in desk.get(case.path).text
    page = desk.get(f"{case.path}/forms/").text
    named = ("Notification of a child&#39;s death (Form A)", "Agency report form (Form B), Weaver Street Surgery")
    assert all(title in page for title in (*named, "Analysis of a child&#39;s death (Form C)", "Version 2010-1"))
    assert all(f"{case.path}/forms/{public_id}" in page for public_id in forms.values())
    assert verbs()[-1] is AuditVerb.CASE_VIEWED


def test_old_form_opens_on_the_version_it_was_filled_in_on(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    page = desk.get(f"{case.path}/forms/{forms['analysis']}").text
    assert "on version 2010-1 of this form" in page
    assert "Domain C: parenting capacity" in page
    assert "1* Factors identified that are unlikely to have contributed" in page
    assert verbs()[-1] is AuditVerb.FORM_READ


def test_old_form_prints_in_its_own_layout(desk: Browserless, case: MadeCase, forms: dict[str, str]) -> None:
    sent = desk.get(f"{case.path}/forms/{forms['form_b']}/form.pdf")
    said = words(sent.data)
    assert (sent.mimetype, problems(sent.data)) == ("application/pdf", [])
    assert "B2 Was resuscitation tried? Yes" in said
    assert "C12 Had the child asthma? Not known" in said
    assert "C13 Epilepsy? Not applicable" in said
    assert "C14 Diabetes? Not answered" in said
    assert ("Version 2010-1" in said, "Agency Weaver Street Surgery" in said) == (True, True)
    assert "Bea" not in sent.headers["Content-Disposition"]
    assert verbs()[-1] is AuditVerb.FORM_PRINTED


def test_all_forms_of_a_case_print_as_one(desk: Browserless, case: MadeCase, forms: dict[str, str]) -> None:
    sent = desk.get(f"{case.path}/forms/all.pdf").data
    said = words(sent)
    assert problems(sent) == []
    titles = ["(Form A)", "(Form B)", "(Form C)"]
    assert [said.count(title) >= 2 for title in titles] == [True] * 3
    assert said.index("The referral") < said.index("Summary, and what led") < said.index("Domain C")
    assert verbs()[-3:] == [AuditVerb.FORM_PRINTED] * 3


def test_forms_export_as_a_table_that_tells_what_is_not_answered_apart(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    table = [*csv.DictReader(io.StringIO(desk.get(f"{case.path}/forms/all.csv").text))]
    assert {(row["form"], row["version"]) for row in table} == {
        ("notification", "2008-1"),
        ("form_b", "2010-1"),
        ("analysis", "2010-1"),
    }
    states = {row["question"]: row["state"] for row in table if row["form"] == "form_b"}
    assert [states[key] for key in ("resuscitation_attempted", "asthma", "epilepsy", "diabetes")] == [
        "answered",
        "not known",
        "not applicable",
        "not answered",
    ]
    assert {row["case"] for row in table} == {case.reference}
    assert {row["agency"] for row in table if row["form"] == "form_b"} == {"Weaver Street Surgery"}
    one = [*csv.DictReader(io.StringIO(desk.get(f"{case.path}/forms/{forms['analysis']}/form.csv").text))]
    assert {row["form"] for row in one} == {"analysis"}
    assert verbs()[-1] is AuditVerb.FORM_EXPORTED


def test_export_without_names_leaves_out_what_identifies(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    for shape in ("csv", "json"):
        whole, bare = (desk.get(f"{case.path}/forms/all.{shape}{query}").text for query in ("", "?without-names"))
        assert ("Bea" in whole, "Bea" in bare) == (True, False)


def test_own_analysis_of_the_panel_goes_to_nobody_outside(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    for reader, is_outside in (("agencies", True), ("family", True), ("pack", False)):
        every = [*csv.DictReader(io.StringIO(desk.get(f"{case.path}/forms/all.csv?for={reader}").text))]
        assert ("analysis" in {row["form"] for row in every}) is not is_outside
        for name in ("pdf", "csv", "json"):
            one = f"{case.path}/forms/{forms['analysis']}/form.{name}?for={reader}"
            desk.get(one, status=409 if is_outside else 200)


def test_form_exports_for_another_program(desk: Browserless, case: MadeCase, forms: dict[str, str]) -> None:
    one = json.loads(desk.get(f"{case.path}/forms/{forms['form_b']}/form.json").text)
    assert (one["form"], one["version"], one["response"]) == ("form_b", "2010-1", forms["form_b"])
    asthma = next(each for each in one["answers"] if each["question"] == "asthma")
    assert (asthma["state"], asthma["value"], asthma["number"]) == ("not known", None, "C12")
    every = json.loads(desk.get(f"{case.path}/forms/all.json").text)
    assert [each["form"] for each in every] == [*TOLD]


def test_form_that_was_not_sent_is_named_but_opened_by_nobody(desk: Browserless, case: MadeCase, now: datetime) -> None:
    draft = filled_in(desk, case, "form_b", now=now, is_sent=False)
    ask(desk.cast.person("coordinator"), case, now=now)
    page = desk.get(f"{case.path}/forms/").text
    assert page.count("being filled in") == 2
    assert draft not in page
    for name in ("", "/form.pdf", "/form.csv", "/form.json"):
        assert "has not been sent yet" in desk.get(f"{case.path}/forms/{draft}{name}", status=409).text
    assert "No form of this case has been sent yet" in desk.get(f"{case.path}/forms/all.pdf", status=409).text


def test_panel_analyses_an_old_case_on_the_form_of_today(
    desk: Browserless, case: MadeCase, forms: dict[str, str]
) -> None:
    page = desk.get(f"{case.path}/analysis").text
    assert "Physical environment" in page
    assert "Parenting capacity" not in page
    desk.get(f"{case.path}/panel")


def test_form_is_found_only_on_its_own_case(desk: Browserless, forms: dict[str, str], now: datetime) -> None:
    other = add_case(desk.cast.person("coordinator"), now=now)
    for name in ("", "/form.pdf", "/form.csv", "/form.json"):
        assert "INV" not in desk.get(f"{other.path}/forms/{forms['analysis']}{name}", status=404).text


def test_whoever_takes_no_part_finds_no_form(
    client: Browserless, case: MadeCase, forms: dict[str, str], now: datetime
) -> None:
    client.cast.person("chair")
    coordinator = client.cast.person("coordinator")
    cases.exclude(coordinator, case.public_id, email=address("chair"), reason="Knew them", now=now)
    client.sign_in("chair")
    for name in ("", "all.pdf", "all.csv", "all.json", forms["form_b"], f"{forms['form_b']}/form.pdf"):
        assert case.reference not in client.get(f"{case.path}/forms/{name}", status=404).text


def test_list_of_forms_takes_as_many_statements_for_three_as_for_one(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    counts = []
    for key in TOLD:
        filled_in(desk, case, key, now=now)
        db.session.rollback()
        counts.append(statements(desk, f"{case.path}/forms/"))
    assert len(set(counts)) == 1


def statements(desk: Browserless, path: str) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    desk.get(path)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)
