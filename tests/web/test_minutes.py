"""The pages of minutes: drafted, a sheet changed beside what it said, shared, approved."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask

from cdop.queries import minutes as queries
from cdop.rules.quorum import Part
from cdop.services import minutes
from tests.client import Browserless, form_fields, shown_text
from tests.personas import Cast
from tests.signed_cases import attend, listed_case, signed_case


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


def test_minutes_go_from_a_draft_to_approved_and_members_read_them_in_between(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    signed = signed_case(cast.person("coordinator"), now=now)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    member = Browserless(sqlite_app, cast).sign_in("panel member")
    path = f"/meetings/{signed.meeting}/minutes"
    came = form_fields(desk.get(f"/meetings/{signed.meeting}/attendance").text)
    came |= {"press": "save", "person-1-name": "Morgan Member", "person-1-part": Part.LAY.value}
    desk.http.post(f"/meetings/{signed.meeting}/attendance", data=came)
    assert "shared with its members yet" in member.get(path, status=409).text
    assert desk.submit(path).status_code == 302
    page = desk.get(path).text
    assert f"Case {signed.case.reference}" in page
    edit = re.findall(rf'href="({path}/[^"]+)">Change<span class="govuk-visually-hidden"> Learning', page)[0]
    opened = form_fields(desk.get(edit).text)
    assert desk.http.post(edit, data=opened | {"text": "Ask about sleep."}).status_code == 302
    late = desk.http.post(edit, data=opened | {"text": "Typed late"})
    told = (
        late.status_code,
        "Typed late" in late.text,
        "Ask about sleep." in late.text,
        "Someone changed" in late.text,
    )
    assert told == (409, True, True, True)
    assert "Ask about sleep at every contact" in desk.get(edit).text
    together = form_fields(late.text) | {"text": "Ask about sleep. Typed late."}
    assert desk.http.post(edit, data=together).status_code == 302
    assert desk.submit(path, f"{path}/share").status_code == 302
    assert "Ask about sleep. Typed late." in shown_text(member.get(path).text)
    assert member.submit(path, f"{path}/paper").data[:5] == b"%PDF-"
    assert desk.submit(f"{path}/approve").status_code == 422
    day = {"approved_on-day": "20", "approved_on-month": "11", "approved_on-year": "2026"}
    assert desk.submit(f"{path}/approve", **day).status_code == 302
    assert "Approved" in shown_text(member.get(path).text)
    assert desk.http.post(edit, data=opened | {"text": "Afterwards"}).status_code == 409


def test_approving_from_the_page_of_a_later_meeting_begins_with_its_day(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    officer = cast.person("coordinator")
    meetings = [listed_case(officer, now=now)[1] for _ in range(3)][::-1]
    for meeting in meetings:
        attend(officer, meeting, now=now)
    minutes.draft_minutes(officer, meetings[0], now=now)
    minutes.share_minutes(officer, meetings[0], now=now)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    ways = [
        re.findall(rf'href="([^"]*{meetings[0]}[^"]*/approve[^"]*)"', desk.get(f"/meetings/{each}/minutes").text)
        for each in meetings
    ]
    begun = [form_fields(desk.get(unescape(way[0])).text) for way in ways]
    assert [each["approved_on-day"] for each in begun] == [str((now - timedelta(days=days)).day) for days in (2, 2, 1)]
    assert desk.http.post(unescape(ways[2][0]), data=begun[2]).status_code == 302
    kept = queries.minutes_of(officer, meetings[0])
    assert kept is not None
    assert kept.approved_on == (now - timedelta(days=1)).date()
