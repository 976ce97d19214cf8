"""A coordinator pastes or uploads what another system sent; it is read into the form, shown, and sent by a person."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, NotificationText
from cdop.rules.vocabulary import NotificationSource, NotificationStatus
from tests.client import Browserless, form_fields
from tests.personas import Cast

SAMPLES = Path(__file__).parents[1] / "questionnaires" / "notifications_received"
TEXT = (SAMPLES / "perinatal.txt").read_text(encoding="utf-8")
PATH = "/received-notifications/"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


def pdf(text: str) -> bytes:
    """A PDF with these lines on its page."""
    target = BytesIO()
    canvas = Canvas(target)
    lines = canvas.beginText(40, 800)
    lines.textLines(text)
    canvas.drawText(lines)
    canvas.save()
    return target.getvalue()


def test_pasted_text_is_read_shown_line_by_line_and_sent_by_a_person(desk: Browserless) -> None:
    taken = desk.submit(PATH, sender="Invented surveillance", text=TEXT)
    assert taken.status_code == 302, taken.text
    page = desk.get(taken.location).text
    for words in ("Apgar score at 5 minutes: 6", "Not taken", "27 weeks", "Look at this", "from the mother"):
        assert words in page
    check = desk.get("/notify/check").text
    assert ("Baby of Winifred" in check, "Say where the child was when the event" in check) == (True, True)
    event = "/notify/sections/circumstances"
    desk.http.post(event, data=form_fields(desk.get(event).text) | {"place_of_event": "HOSP-LW"})
    why = {name: "So it came" for name in re.findall(r'name="(reason-[a-z0-9-]+)"', desk.get("/notify/check").text)}
    sent = desk.submit("/notify/check", **why | {"reason-gaps": "I do not know them"})
    assert sent.location == "/notify/received", sent.text
    joined = select(Notification.source, Notification.status, NotificationText.text).join(
        NotificationText, NotificationText.notification_id == Notification.id
    )
    told = db.session.execute(joined).one()
    db.session.rollback()
    assert tuple(told) == (NotificationSource.SYSTEM, NotificationStatus.RECEIVED, TEXT.replace("\r\n", "\n").strip())
    notification = desk.get(taken.location.replace("received-notifications", "notifications")).text
    assert taken.location in notification


def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_typed_is_lost(desk: Browserless) -> None:
    page = desk.submit(PATH, sender="Invented", text="Hello, nothing here").text
    assert ('id="text-error"' in page, "Hello, nothing here" in page, 'value="Invented"' in page) == (True, True, True)
    assert 'id="sender-error"' in desk.submit(PATH, text=TEXT).text
    assert "Paste the text, or choose the file" in desk.submit(PATH, sender="Invented").text
    damaged = {"sender": "Invented", "file": (BytesIO(b"%PDF-1.4 no"), "a.pdf")}
    assert 'id="file-error"' in desk.submit(PATH, **damaged).text
    assert list(db.session.scalars(select(Notification.id))) == []
    db.session.rollback()


def test_a_pdf_is_read_and_one_begun_is_gone_on_with_from_the_list(desk: Browserless) -> None:
    upload = {"sender": "Invented Hospital", "file": (BytesIO(pdf("Surname: Invented\nSex: F")), "death of Ada.pdf")}
    taken = desk.submit(PATH, **upload)
    assert taken.status_code == 302, taken.text
    assert "Surname: Invented" in desk.get(taken.location).text
    later = Browserless(desk.app, desk.cast).sign_in("coordinator")
    path = re.search(r'action="(/notifications/[\w-]+/go-on)"', later.get("/notifications/").text)
    assert path is not None
    assert later.submit("/notifications/", path[1]).location == "/notify/check"


def test_only_a_coordinator_takes_in_and_another_panel_reads_nothing(desk: Browserless) -> None:
    taken = desk.submit(PATH, sender="Invented", text=TEXT)
    doctor = Browserless(desk.app, desk.cast).sign_in("designated doctor")
    assert doctor.http.get(PATH).status_code == 403
    doctor.get(taken.location)
    assert Browserless(desk.app, desk.cast).sign_in("chair").http.get(taken.location).status_code == 403
