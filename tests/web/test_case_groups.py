"""Groups of cases for thematic review: filled, compared, noted on, reported; hidden from who takes no part in one."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.queries import case_groups as queries
from cdop.rules import places
from cdop.rules.audit_verbs import AuditVerb
from cdop.services import case_groups, themes
from cdop.services.errors import Forbidden, NotFound
from tests.agencies import mark
from tests.client import Browserless, form_fields, shown_text
from tests.documents.structure import tags
from tests.factories import MadeCase, add_case
from tests.personas import Cast

BORN = date(2026, 5, 1)
FACTS = ["age", "weeks of pregnancy", "place of death", "debt"]


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


ONLY_TWO = "There is 1 time between deaths"


def newborns(cast: Cast, number: int = 3) -> list[MadeCase]:
    """Cases of newborn babies, all but the last in the theme of their care."""
    desk = cast.person("coordinator")
    facts = {"born_on": BORN, "died_on": BORN, "place_of_death": "HOSP-NNU"}
    made = [add_case(desk, now=cast.now, **facts, gestation_weeks=24 + n) for n in range(number)]
    ids = [case.public_id for case in made[:-1]]
    themes.decide(desk, "neonatal", ids, is_in=True, reason="Seen", submission_id=mark(), now=cast.now)
    return made


def test_group_of_a_theme_is_compared_noted_on_and_reported(sqlite_app: Flask, cast: Cast) -> None:
    first, second, third = newborns(cast)
    spaced = add_case(cast.person("coordinator"), now=cast.now, reference="CDOP 12/15").reference
    desk = Browserless(sqlite_app, cast).sign_in("designated doctor")
    blank = form_fields(desk.get("/groups/new").text) | {"name": "Born early", "facts": []}
    refused = desk.http.post("/groups/new", data=blank)
    assert (refused.status_code, "Choose at least one fact" in refused.text) == (422, True)
    typed = form_fields(desk.get("/groups/new").text) | {"name": "Born early", "theme": "neonatal", "facts": FACTS}
    page = desk.http.post("/groups/new", data=typed).headers["Location"]
    shown = shown_text(desk.get(page).text)
    assert "2 cases side by side" in shown
    assert all(words in shown for words in ("24", "25", places.label("HOSP-NNU"), "Not told"))
    wrong = desk.submit(page, f"{page}/cases", references=f"{third.reference} NONE/9")
    assert (wrong.status_code, "There is no case NONE/9" in wrong.text, "NONE/9" in wrong.text) == (422, True, True)
    assert (
        desk.submit(
            page, f"{page}/cases", references=f"{third.reference} , {first.reference}\r\n{spaced} {first.reference}"
        ).status_code
        == 302
    )
    assert (third.reference in (added := shown_text(desk.get(page).text)), spaced in added) == (True, True)
    noted = f"{page}/cases/{second.public_id}"
    assert desk.submit(noted, note="Moved too late").status_code == 302
    found = form_fields(desk.get(f"{page}/findings").text) | {"findings": "Moves take too long."}
    assert desk.http.post(f"{page}/findings", data=found).status_code == 302
    assert desk.http.post(f"{page}/findings", data=found).status_code == 409
    report = shown_text(desk.get(f"{page}/report").text)
    paper = "".join(each.extract_text() for each in PdfReader(io.BytesIO(desk.get(f"{page}/report.pdf").data)).pages)
    for words in (
        "Moves take too long.",
        f"{second.reference}: Moved too late",
        "Weeks of pregnancy",
        "0-27 days",
        "Confidential",
        ONLY_TWO,
    ):
        assert words in report
        assert words in " ".join(paper.split())
    assert desk.submit(noted, f"{noted}/take-out").status_code == 302
    assert second.reference not in shown_text(desk.get(page).text)


def test_what_was_found_as_a_list_is_one_on_the_page_in_the_report_and_on_paper(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    desk = Browserless(sqlite_app, cast).sign_in("designated doctor")
    told = case_groups.Told("Born early", "1. Where?\n2. When?", "", tuple(FACTS))
    group = case_groups.make(cast.person("coordinator"), told, submission_id=mark(), now=now)
    words = "Of all of them:\n- one was moved\n- two were born < 24 weeks\n\nNothing else."
    case_groups.write_findings(cast.person("coordinator"), group, words, version=1, now=now)
    for path in (f"/groups/{group}", f"/groups/{group}/report"):
        page = " ".join(desk.get(path).text.split())
        numbered, bulleted = (
            re.findall(rf'<{tag} class="govuk-list govuk-list--{kind}">(.*?)</{tag}>', page) for tag, kind in LISTS
        )
        assert [items_of(each) for each in numbered] == [["Where?", "When?"]]
        assert [items_of(each) for each in bulleted] == [["one was moved", "two were born &lt; 24 weeks"]]
        assert '<p class="govuk-body">Nothing else.</p>' in page
    assert tags(desk.get(f"/groups/{group}/report.pdf").data).count("LI") == 4


LISTS = (("ol", "number"), ("ul", "bullet"))


def items_of(text: str) -> list[str]:
    return re.findall("<li>(.*?)</li>", text)


def test_group_does_not_exist_for_who_takes_no_part_in_one_of_its_cases(cast: Cast) -> None:
    first, second, _ = newborns(cast)
    desk, now = cast.person("coordinator"), cast.now
    told = case_groups.Told("Born early", "", "neonatal", tuple(FACTS))
    group = case_groups.make(desk, told, submission_id=mark(), now=now)
    without = replace(desk, excluded_case_ids=frozenset({first.id}))
    assert (queries.group_list(without, 1).total, queries.group(without, group, today=cast.now.date())) == (0, None)
    assert queries.group_list(desk, 1).total == 1
    db.session.rollback()
    case_groups.write_findings(desk, group, "Nothing yet", version=1, now=now)
    with pytest.raises(NotFound):
        case_groups.write_findings(without, group, "Something", version=2, now=now)
    with pytest.raises(NotFound):
        case_groups.note(without, group, second.public_id, "x", now=now)
    with pytest.raises(NotFound):
        case_groups.note(replace(desk, panel_id=2), group, second.public_id, "x", now=now)
    with pytest.raises(Forbidden):
        case_groups.make(replace(desk, roles=frozenset()), told, submission_id=mark(), now=now)
    mine = case_groups.make(without, told, submission_id=mark(), now=now)
    found = queries.group(without, mine, today=now.date())
    assert found is not None
    assert [case.reference for case in found.cases] == [second.reference]
    case_groups.record_reading(without, found, now=now)
    read = select(AuditEntry.subject_id).where(AuditEntry.verb == AuditVerb.GROUP_READ)
    assert db.session.scalars(read).all() == [mine]
