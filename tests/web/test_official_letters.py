"""Letters to agencies, boards and trusts on their pages, and what to mind before a family is written to."""

import html
import io
import re

import pypdf
import pytest
from flask import Flask

from cdop.services import form_b
from tests.agencies import ask, mark
from tests.client import Browserless, form_fields, shown_text
from tests.factories import add_case
from tests.live_cases import live_case
from tests.messages import statuses
from tests.personas import Cast
from tests.recommended import TEXT, sent_recommendation

FIELDS = {
    "kind": "learning",
    "to_name": "The Invented Board",
    "to_address": "1 Invented Street",
    "to_email": "board@example.com",
}


@pytest.fixture
def desk(sqlite_app: Flask, now: object) -> Browserless:
    return Browserless(sqlite_app, Cast(now)).sign_in("coordinator")  # type: ignore[arg-type]


def test_letter_is_written_released_printed_sent_and_answered(desk: Browserless) -> None:
    path = desk.submit("/letters/new", **FIELDS).location
    assert "Fill in what the panel learned" in desk.get(path).text
    fields = form_fields(desk.get(f"{path}/edit").text) | {"text": "Dear colleague,\n\nPlease read our report."}
    assert desk.http.post(f"{path}/edit", data=fields).status_code == 302
    assert desk.submit(path, f"{path}/release").status_code == 302
    paper = pypdf.PdfReader(io.BytesIO(desk.get(f"{path}/letter.pdf").data)).pages[0].extract_text()
    assert ("Please read our report." in paper, "Our reference: L-" in paper) == (True, True)
    assert desk.submit(path, f"{path}/send").status_code == 302
    assert list(statuses().values()) == ["due"]
    day = {"answered_on-day": "20", "answered_on-month": "11", "answered_on-year": "2026"}
    refused = desk.submit(path, f"{path}/answer", **day)
    assert (refused.status_code, "Write down what the answer says" in refused.text) == (422, True)
    assert desk.submit(path, f"{path}/answer", answer="They did.", **day).status_code == 302
    page = desk.get("/letters/?answer=answered").text
    assert re.search(r"Learning, L-[\w-]+</a>", page)
    assert "1 letter" in page


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(desk: Browserless) -> None:
    refused = desk.submit("/letters/new", **FIELDS | {"kind": "reminder to an agency", "to_email": "nowhere"})
    assert (refused.status_code, "must be like name@example.com" in refused.text) == (422, True)
    refused = desk.submit("/letters/new", **FIELDS | {"kind": "reminder to an agency"})
    assert (refused.status_code, "Enter the day by which you ask for an answer" in refused.text) == (422, True)
    assert "The Invented Board" in refused.text


def test_letters_about_a_request_and_with_a_recommendation_begin_on_their_pages(desk: Browserless) -> None:
    cast, coordinator = desk.cast, desk.cast.person("coordinator")
    request = ask(coordinator, add_case(coordinator, now=cast.now), now=cast.now, lead_email="lead@example.com")
    path = f"/requests/{request.public_id}"
    links = [html.unescape(link) for link in re.findall(r'href="(/letters/new\?[^"]+)"', desk.get(path).text)]
    # All that is asked for is proposed.
    location = desk.submit(
        links[1], **form_fields(desk.get(links[1]).text) | {"kind": "the duty to give information"}
    ).location
    letter = shown_text(desk.get(location).text)
    assert ("The duty to give information" in letter, "lead@example.com" in letter) == (True, True)
    assert ("The chair releases a letter about the duty" in letter, "Release the letter" in letter) == (True, False)
    assert f'href="{location}"' in desk.get(path).text
    assert location in desk.get("/my-day/letters-out").text
    form_b.withdraw(coordinator, request.public_id, reason="Not needed", submission_id=mark(), now=cast.now)
    assert location not in desk.get("/my-day/letters-out").text
    assert desk.submit(location, f"{location}/discard").status_code == 302
    assert desk.http.get(location).status_code == 404
    made = sent_recommendation(coordinator, now=cast.now)
    path = f"/recommendations/{made.public_id}"
    begin = f"/letters/new?recommendation={made.public_id}"
    location = desk.submit(begin, **form_fields(desk.get(begin).text) | {"kind": "recommendation"}).location
    assert TEXT in desk.get(location).text
    assert f'href="{location}"' in desk.get(path).text
    assert desk.http.get("/letters/new?request=AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_letter_about_a_case_is_on_its_page(desk: Browserless, now: object) -> None:
    case = add_case(desk.cast.person("coordinator"), now=desk.cast.now)
    page = desk.get(f"{case.path}/letters").text
    link = re.search(r'href="(/letters/new\?case=[\w-]+)"', page)
    assert link
    location = desk.submit(link[1], **FIELDS).location
    assert f'href="{location}"' in desk.get(f"{case.path}/letters").text
    assert desk.http.get("/letters/new?case=AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_what_to_mind_blocks_a_letter_and_is_told_on_its_page(desk: Browserless) -> None:
    live = live_case(desk.cast.person("coordinator"), now=desk.cast.now)
    path = f"{live.case.path}/family"
    assert desk.submit(path, no_contact="the address is not safe", language="pl").status_code == 302
    page = desk.get(live.letter_path).text
    assert "The family is not written to: the address is not safe" in page
    assert "The family reads Polish, and this letter is in English" in page
    assert "Reading age: about" in page
    refused = desk.submit(path, cleared_by="Somebody", language="en")
    assert (refused.status_code, "Enter the day on which it was cleared" in refused.text) == (422, True)


def test_other_letters_are_offered_once_there_is_a_first(desk: Browserless) -> None:
    live = live_case(desk.cast.person("coordinator"), now=desk.cast.now)
    page = f"{live.case.path}/letters"
    location = desk.submit(page, kind="delay").location
    assert "taking a long time" in desk.get(location).text
    refused = desk.submit(page, kind="what the panel learned")
    assert (refused.status_code, "has not reviewed the death yet" in refused.text) == (422, True)
