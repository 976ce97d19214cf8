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
    assert str(client.get(path).text).count("Chair") >= 2  # who looks after it is proposed
    end = f"{path}/{live.hold}/end"
    assert client.submit(end, **day("ended_on", 20)).status_code == 302
    ended = list(db.session.scalars(select(CaseHold.ended_on).order_by(CaseHold.id)))
    db.session.rollback()
    assert [each and each.day for each in ended] == [20, None]


def test_fault_is_told_beside_its_field(client: Browserless, live: LiveCase) -> None:
    path = f"{live.case.path}/holds"
    ahead_to = day("next_check_on", 30)
    again = client.submit(path, kind="inquest", **day("started_on", 19), **ahead_to)
    assert "already on hold for this" in again.text
    ahead = client.submit(
        path, kind="genetic results", note="A long note about it", **day("started_on", 25), **ahead_to
    )
    assert "This day has not come yet" in ahead.text
    assert "A long note about it" in ahead.text
    end = f"{path}/{live.hold}/end"
    early = client.submit(end, **{"ended_on-day": "1", "ended_on-month": "1", "ended_on-year": "2026"})
    assert (again.status_code, ahead.status_code, early.status_code) == (422, 422, 422)
    assert "cannot end before it began" in early.text


def test_hold_that_runs_on_comes_up_again_and_says_what_was_heard(client: Browserless, live: LiveCase) -> None:
    path = f"{live.case.path}/holds/{live.hold}/check"
    page = client.get(path).text
    told = {"evidence": "E-mail of the coroner's officer", "owner": "Somebody Invented", "note": "Inquest in May"}
    too_soon = client.http.post(path, data=form_fields(page) | told | day("next_check_on", 20))
    assert (too_soon.status_code, "Choose a day after today" in too_soon.text) == (422, True)
    assert "Inquest in May" in too_soon.text
    assert client.http.post(path, data=form_fields(page) | told | day("next_check_on", 27)).status_code == 302
    again = client.http.post(path, data=form_fields(page) | told | day("next_check_on", 28))
    assert (again.status_code, "changed this hold after you opened it" in again.text) == (409, True)
    assert "looked at again, as recorded now: 27 November 2026" in again.text, "and not the day that is proposed"
    hold = db.session.scalars(select(CaseHold)).one()
    kept = (hold.evidence, hold.owner, hold.note, str(hold.checked_on), str(hold.next_check_on))
    db.session.rollback()
    assert kept == (*told.values(), "2026-11-20", "2026-11-27")
    assert told["evidence"].partition("'")[0] in client.get(f"{live.case.path}/holds").text
