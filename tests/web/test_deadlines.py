"""How long each step may take, on its pages: seen by those who work by it, changed from a day on."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.queries.awaited import awaited_page
from cdop.rules.vocabulary import AuditVerb
from cdop.services import deadlines
from tests.awaited import await_death
from tests.client import Browserless
from tests.factories import add_case
from tests.personas import Cast


def typed(length: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {"length": length} | {f"from_on-{part}": str(value) for part, value in parts.items()}


def test_length_set_from_a_day_holds_for_cases_notified_since_and_not_for_those_before(
    client: Browserless, now: datetime
) -> None:
    coordinator = client.cast.person("coordinator")
    before = add_case(coordinator, now=now, notified_on=date(2026, 5, 2))
    since = add_case(coordinator, now=now, notified_on=date(2026, 5, 3))
    desk = client.sign_in("administrator")
    assert desk.submit("/deadlines/panel_months_overall", **typed("4", date(2026, 5, 3))).status_code == 302
    assert "4 from 3 May 2026" in re.sub("<[^>]*>", "", desk.get("/deadlines").text)
    reader = Browserless(client.app, client.cast).sign_in("chair")
    assert "Panel review due by" not in reader.get(before.path).text  # it was due on 1 November
    assert "Panel review was due by 1 November 2026" in reader.get(before.path).text
    assert "Panel review was due by 1 September 2026" in reader.get(since.path).text
    entry = select(AuditEntry.changes).where(AuditEntry.verb == AuditVerb.DEADLINE_SET)
    changes = db.session.scalars(entry).one()
    assert (changes["length"], changes["from_on"]) == ([None, 4], [None, "2026-05-03"])


@pytest.mark.parametrize(
    ("length", "day", "said"),
    [
        ("0", date(2026, 5, 3), "between 1 and 9999"),
        ("some", date(2026, 5, 3), "How long"),
        ("5", date(1999, 1, 1), "Enter a day from 1 April 2008 on"),
        ("5", date(2096, 1, 1), "no more than 10 years ahead"),
    ],
)
def test_length_or_day_that_cannot_be_meant_is_refused_beside_its_field(
    client: Browserless, length: str, day: date, said: str
) -> None:
    refused = client.sign_in("coordinator").submit("/deadlines/triage_wd", **typed(length, day))
    assert (refused.status_code, said in refused.text, f'value="{length}"' in refused.text) == (422, True, True)
    assert client.http.get("/deadlines/tea_break").status_code == 404


def test_length_of_one_panel_is_not_that_of_another(cast: Cast, now: datetime) -> None:
    elsewhere = cast.person("coordinator", panel_id=cast.other_panel_id)
    theirs = await_death(elsewhere, now=now)
    ours = await_death(cast.person("coordinator"), now=now)
    for key in ("coroner_notice_wd", "triage_wd"):
        deadlines.set_length(cast.command_line, cast.panel_id, key, 1, from_on=date(2026, 1, 1), now=now)
    late = [
        page.notice_days_late if (page := awaited_page(actor, found)) else None
        for actor, found in ((elsewhere, theirs), (cast.person("coordinator"), ours))
    ]
    # Decided on Monday 16 November, told on Thursday 19: in time by the law's three working days.
    assert late == [0, 2]
