"""What a case waits for, on its page."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseHold
from tests.client import Browserless, form_fields
from tests.live_cases import LiveCase, live_case


@pytest.fixture
def live(client: Browserless, now: datetime) -> LiveCase:
    client.sign_in("chair")
    return live_case(client.cast.person("coordinator"), now=now)


def day(field: str, number: int) -> dict[str, str]:
    return {f"{field}-day": str(number), f"{field}-month": "11", f"{field}-year": "2026"}


def test_case_is_put_on_hold_and_the_hold_ended(client: Browserless, live: LiveCase) -> None:
    path = f"{live.case.path}/holds"
    typed = {"kind": "criminal investigation", "note": "Ask Inspector Invented"} | day("started_on", 5)
    assert client.http.post(path, data=form_fields(client.get(path).text) | typed).status_code == 302
    page = client.get(path).text
    assert "Ask Inspector Invented" in page
    assert (
        "Criminal investigation" in client.get(live.case.path).text
        or "criminal investigation" in client.get(live.case.path).text
    )
    end = f"{path}/{live.hold}/end"
    assert client.submit(end, **day("ended_on", 20)).status_code == 302
    ended = list(db.session.scalars(select(CaseHold.ended_on).order_by(CaseHold.id)))
    db.session.rollback()
    assert [each and each.day for each in ended] == [20, None]


def test_fault_is_told_beside_its_field(client: Browserless, live: LiveCase) -> None:
    path = f"{live.case.path}/holds"
    again = client.submit(path, kind="inquest", **day("started_on", 19))
    assert "already on hold for this" in again.text
    ahead = client.submit(path, kind="genetic results", note="A long note about it", **day("started_on", 25))
    assert "This day has not come yet" in ahead.text
    assert "A long note about it" in ahead.text
    end = f"{path}/{live.hold}/end"
    early = client.submit(end, **{"ended_on-day": "1", "ended_on-month": "1", "ended_on-year": "2026"})
    assert (again.status_code, ahead.status_code, early.status_code) == (422, 422, 422)
    assert "cannot end before it began" in early.text
