"""The pages of a pack: prepared side by side, released, read by those who have it and nobody else."""

import re
from datetime import datetime

import pytest
from flask import Flask

from cdop.services import cases, pack_works
from tests.client import Browserless, form_fields, hidden_fields, shown_text
from tests.packed_cases import (
    ACCOUNT,
    ANONYMISED,
    PackedCase,
    confirm_all,
    packed_case,
    passage,
    released_pack,
    save,
)
from tests.personas import Cast, address


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def packed(cast: Cast, now: datetime) -> PackedCase:
    return packed_case(cast.person("coordinator"), account=f"{ACCOUNT} Granny Hadly came.", now=now)


@pytest.fixture
def desk(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def test_case_is_shown_beside_its_records_and_confirmed_by_ticks_and_by_changing(
    desk: Browserless, packed: PackedCase
) -> None:
    overview = desk.get(packed.prepare).text
    assert f"{packed.case.reference}: 2 passages to confirm" in overview
    page_of_case = f"{packed.prepare}/cases/{packed.case.public_id}"
    page = desk.get(page_of_case).text
    assert re.findall(r'<mark class="cdop-hit" title="([^"]*)">Grace Hadley</mark>', page) == ["the child: on record"]
    assert re.findall(r'<mark class="cdop-hit cdop-doubtful"[^>]*>Hadly</mark>', page)
    ticks = re.findall(r'name="passages" type="checkbox" value="([^"]+)"', page)
    none = desk.submit(page_of_case)
    assert (none.status_code, "Tick the passages" in none.text) == (422, True)
    sent = desk.http.post(page_of_case, data=hidden_fields(page) | {"passages": ticks})
    assert sent.status_code == 302
    late = desk.http.post(page_of_case, data=hidden_fields(page) | {"passages": ticks})
    assert (late.status_code, "Someone changed a passage" in late.text) == (422, True)
    assert "1 passage has words that may identify somebody" in desk.get(packed.prepare).text
    assert ("Confirm those ticked" in page, "Confirm those ticked" in desk.get(page_of_case).text) == (True, False)
    address = f"{page_of_case}/passages/{passage(packed).public_id}"
    opened = desk.get(address).text
    typed = form_fields(opened) | {"replace": "Hadly", "place": "on the pages"}
    assert desk.http.post(address, data=typed).status_code == 302
    assert passage(packed).text == f"{ANONYMISED} Granny the child came."
    stale = desk.http.post(address, data=typed | {"text": "Typed late"})
    both = [words in stale.text for words in ("Typed late", "Someone changed", "Granny the child came.")]
    assert (stale.status_code, both) == (409, [True] * 3)
    assert desk.http.post(address, data=form_fields(stale.text)).status_code == 302
    assert passage(packed).text == "Typed late"


def test_release_is_refused_with_the_reasons_and_then_members_read(
    sqlite_app: Flask, cast: Cast, desk: Browserless, packed: PackedCase, now: datetime
) -> None:
    member = Browserless(sqlite_app, cast).sign_in("panel member")
    assert "not released yet" in member.get(packed.read, status=409).text
    member.get(packed.prepare, status=403)
    refused = desk.submit(packed.prepare, f"{packed.prepare}/release")
    assert (refused.status_code, "passages to confirm" in refused.text) == (409, True)
    confirm_all(cast.person("coordinator"), packed, now=now)
    chair = Browserless(sqlite_app, cast).sign_in("chair")
    stand = f"{packed.prepare}/cases/{packed.case.public_id}/passages/{passage(packed).public_id}/let-stand"
    assert "confirmed this passage" in chair.get(stand).text
    assert chair.submit(stand, words="Hadly").status_code == 422
    assert desk.submit(stand, words="Hadly", reason="Nobody").status_code == 422
    assert chair.submit(stand, words="Hadly", reason="A place").status_code == 302
    work = desk.submit(packed.prepare, f"{packed.prepare}/release").location
    assert "about to begin" in desk.get(work).text
    member.get(work, status=404)
    assert pack_works.do_next(now=now)
    assert desk.get(work, status=302).location == packed.prepare
    after = desk.get(packed.prepare).text
    assert ("Everything below was released by Coordinator" in after, f"{packed.prepare}/release" in after) == (
        True,
        False,
    )
    front = member.get(packed.read).text
    assert packed.case.reference in front
    case = shown_text(member.get(f"{packed.read}/cases/{packed.case.public_id}").text)
    assert (ANONYMISED[:60] in case, "Grace" in case, "Confidential, for Panel member" in case) == (True, False, True)
    work = member.submit(packed.read, f"{packed.read}/paper?copy=printed").location
    member.get(f"{work}/file", status=404)
    assert pack_works.do_next(now=now)
    assert "Your file is ready" in member.get(work).text
    paper = member.get(f"{work}/file")
    assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
    left = {"email": address("panel member"), "reason": "Treated the child"}
    cases.exclude(cast.person("coordinator"), packed.case.public_id, **left, now=now)
    old = shown_text(member.get(work).text)
    assert ("This file is out of date" in old, "A case in it is no longer open to you" in old) == (True, True)
    member.get(f"{work}/file", status=409)
    log = shown_text(desk.get(f"{packed.read}/readers").text)
    assert [word in log for word in ("Printed copy 1", "On screen", "Panel member")] == [True, True, True]


def test_what_was_confirmed_since_the_release_is_released_by_itself(
    cast: Cast, desk: Browserless, now: datetime
) -> None:
    packed = released_pack(cast.person("coordinator"), now=now)
    save(cast.person("coordinator"), packed, text="Other words", now=now)
    page = desk.get(packed.prepare).text
    assert ("Last released by Coordinator" in page, "Release what is new" in page) == (True, True)
    assert "Release the pack" not in page


def test_pack_is_withdrawn_from_a_reader_with_a_reason_and_given_again(
    sqlite_app: Flask, cast: Cast, desk: Browserless, now: datetime
) -> None:
    member = Browserless(sqlite_app, cast).sign_in("panel member")
    packed = released_pack(cast.person("coordinator"), now=now)
    page = desk.get(f"{packed.read}/readers").text
    withdraw = re.findall(
        r'href="([^"]+/readers/[^"]+)">Withdraw<span class="govuk-visually-hidden"> from Panel member', page
    )[0]
    assert desk.submit(withdraw).status_code == 422
    assert desk.submit(withdraw, reason="Left the panel").status_code == 302
    assert "withdrawn" in member.get(f"{packed.read}/cases/{packed.case.public_id}", status=409).text
    desk.submit(f"{packed.read}/readers", f"{withdraw}/again")
    member.get(f"{packed.read}/cases/{packed.case.public_id}")
    assert desk.submit(f"{packed.read}/readers").status_code == 302
