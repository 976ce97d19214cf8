"""What an agency keeps from somebody is in nothing that is printed or exported for them, in no format."""

import csv
import io
import json
from datetime import datetime

import pytest
from flask import Flask

from cdop.questionnaires.answer import NOT_IN_A_GROUP
from cdop.rules.form_b import FORM_B
from cdop.rules.vocabulary import HandlingMark, HoldKind
from cdop.services import form_b_returns, holds
from tests.agencies import ask, fill_in, respondent
from tests.client import Browserless
from tests.documents.reading import words
from tests.factories import MadeCase, add_case
from tests.personas import Cast

# Each mark on an answer of its own, whose words nothing else has, and for whom they may be taken out.
MARKED = {
    "contact_summary": (None, "Cobalt", {"officers", "agencies", "pack", "family"}),
    "learning": (HandlingMark.NOT_FAMILY, "Vermilion", {"officers", "agencies", "pack"}),
    "social_narrative": (HandlingMark.NOT_AGENCIES, "Turquoise", {"officers", "pack", "family"}),
    "issues": (HandlingMark.NOT_PACK, "Magenta", {"officers", "agencies", "family"}),
    "good_practice": (HandlingMark.PROCEEDINGS, "Ochre", {"officers"}),
}
READERS = ("officers", "agencies", "pack", "family")


@pytest.fixture
def desk(sqlite_app: Flask, now: datetime) -> Browserless:
    return Browserless(sqlite_app, Cast(now)).sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    """A case with one form, on which each mark is set once, and an answer that hangs on a marked one."""
    coordinator = desk.cast.person("coordinator")
    made = add_case(coordinator, now=now)
    request = ask(coordinator, made, now=now, name="Invented Surgery")
    sender = respondent(request, panel_id=made.panel_id, now=now)
    told = {key: canary for key, (_mark, canary, _readers) in MARKED.items()}
    hanging = {"own_review": "yes", "own_review_findings": "Saffron"}
    fill_in(sender, {"records_searched": ("child",)} | told | hanging, now=now)
    marks = {key: mark for key, (mark, _canary, _readers) in MARKED.items() if mark}
    for key, mark in (marks | {"own_review": HandlingMark.NOT_FAMILY}).items():
        form_b_returns.mark_answer(sender, FORM_B, (key, NOT_IN_A_GROUP), frozenset({mark}), now=now)
    form_b_returns.submit(sender, reason="All we hold", now=now)
    return made


def taken_out(desk: Browserless, case: MadeCase, query: str) -> dict[str, str]:
    """The words of each format."""
    found = {name: desk.get(f"{case.path}/forms/all.{name}{query}") for name in ("pdf", "csv", "json")}
    return {name: words(sent.data) if name == "pdf" else sent.text for name, sent in found.items()}


def is_over(mark: HandlingMark | None, are_open: bool) -> bool:
    """Whether nothing is left of a mark: of that of proceedings, where none are open."""
    return mark is HandlingMark.PROCEEDINGS and not are_open


@pytest.mark.parametrize("are_open", [True, False])
@pytest.mark.parametrize("reader", READERS)
def test_each_reader_gets_what_no_agency_keeps_from_them(
    desk: Browserless, case: MadeCase, reader: str, are_open: bool, now: datetime
) -> None:
    if are_open:
        begun = {"started_on": now.date(), "submission_id": "h" * 20, "now": now}
        holds.start_hold(desk.cast.person("coordinator"), case.public_id, HoldKind.INQUEST, **begun)
    for name, text in taken_out(desk, case, f"?for={reader}").items():
        told = {canary for _mark, canary, _readers in MARKED.values() if canary in text}
        shown = {canary for mark, canary, readers in MARKED.values() if reader in readers or is_over(mark, are_open)}
        assert (name, told) == (name, shown)
        assert ("Saffron" in text) is (reader != "family")
        assert ("Withheld" in text) is (reader != "officers")


def test_withheld_is_a_state_of_its_own_without_a_name_beside_it(desk: Browserless, case: MadeCase) -> None:
    texts = taken_out(desk, case, "?for=family")
    rows = {row["question"]: row for row in csv.DictReader(io.StringIO(texts["csv"]))}
    withheld = [rows["learning"][column] for column in ("state", "value", "given_by", "keep_from")]
    assert withheld == ["withheld", "", "", ""]
    assert rows["child_as_a_person"]["state"] == "not answered"
    assert rows["social_narrative"]["keep_from"] == ""
    told = {each["question"]: each for each in json.loads(texts["json"])[0]["answers"]}
    assert (told["learning"]["state"], told["learning"]["value"]) == ("withheld", None)
    assert "for the family" in texts["pdf"]
    assert "own_review_findings" not in told


def test_pack_never_has_what_identifies(desk: Browserless, case: MadeCase) -> None:
    for text in taken_out(desk, case, "?for=pack").values():
        assert "Pat Manager" not in text
    for text in taken_out(desk, case, "?for=agencies&without-names=yes").values():
        assert "Pat Manager" not in text
    assert "Pat Manager" in taken_out(desk, case, "?for=agencies")["pdf"]


def test_one_form_obeys_as_all_do_and_nobody_else_can_be_named(desk: Browserless, case: MadeCase) -> None:
    form = desk.get(f"{case.path}/forms/").text.split(f'href="{case.path}/forms/')[1].split('"')[0]
    for name in ("pdf", "csv", "json"):
        sent = desk.get(f"{case.path}/forms/{form}/form.{name}?for=pack")
        said = words(sent.data) if name == "pdf" else sent.text
        assert ("Magenta" in said, "Cobalt" in said) == (False, True)
        desk.get(f"{case.path}/forms/{form}/form.{name}?for=everybody", status=404)
