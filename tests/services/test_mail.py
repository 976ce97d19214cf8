"""Every message word for word, and that none says anything about a child."""

import html
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, OutboundMessage, Panel
from cdop.rules import messages
from cdop.rules.actors import Actor, public
from cdop.rules.correspondence import OfficialKind
from cdop.rules.form_b import reference
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import AuditVerb, Sex
from cdop.services import actions, form_b, mail, meeting_invitations, official_letters, password_links, respondents
from cdop.services.mail import CannotWrite
from cdop.services.unit import writes
from config import Config
from tests import beginnings
from tests.agencies import BROWSER, add_agency, ask, mark, token_of
from tests.awaited import await_death
from tests.factories import MadeCase, add_case
from tests.mailbox import body, sheet
from tests.meetings import add_seats, planned
from tests.messages import SENDER, queue
from tests.personas import PANEL, Cast, address
from tests.recommended import TOLD, sent_recommendation

EXPECTED = Path(__file__).with_name("messages")
CANARIES = {
    "given_names": "Quillandra",
    "family_name": "Ozymandias",
    "nhs_number": "9990000018",
    "postcode": "CW1 2AB",
    "born_on": date(2019, 7, 13),
    "died_on": date(2026, 4, 17),
    "reference": "INV/4711",
}
# As they could be written.
IDENTIFYING = (
    "Quillandra", "Ozymandias", "9990000018", "999 000 0018", "CW1", "13 July", "2019-07-13", "13/07/2019",
    "17 April", "2026-04-17", "17/04/2026", "female", "girl", "boy",
)  # fmt: skip


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def config(sqlite_app: Flask) -> Config:
    return replace(sqlite_app.config["CDOP"], mail_from=SENDER, base_url="https://cdop.example.gov.uk")


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, sex=Sex.FEMALE, **CANARIES)


@pytest.fixture
def every_message(cast: Cast, case: MadeCase, config: Config, now: datetime) -> dict[str, EmailMessage]:
    """One message of every template, about one case and its request."""
    cast.person("chair")
    cast.begin("queues every message", partial(queue_every_message, cast, case, now))
    return beginnings.look("every message", lambda: {name: written(name, config, now) for name in messages.TEMPLATES})


def queue_every_message(cast: Cast, case: MadeCase, now: datetime) -> None:
    reachable(cast.command_line, now=now, telephone="01632 960 123")
    request = ask(cast.person("coordinator"), case, now=now, name="Invented Surgery", lead_email="lead@example.com")
    respondents.send_code(public(), token_of(request), BROWSER, submission_id=mark(), now=now)
    context = stored_of("form_b_request").context
    of_request = "sent_back reminder escalation to_release duty less withdrawn"
    for name in (f"form_b_{each}" for each in of_request.split()):
        queue(cast.command_line, name, template=name, context=context, now=now)
    chased = {"request": request.public_id, "letter": "L" * 22}
    for name in ("form_b_unanswered", "form_b_to_chair"):
        queue(cast.command_line, name, template=name, context=chased, now=now)
    for name, rule in (("work_due", "review_meeting"), ("first_days_due", "jar_planning")):
        work = {"rule": rule, "about": f"Case {case.reference}", "path": case.path}
        queue(cast.command_line, name, template=name, context=work, now=now)
    purge = context | {"purge_on": "2026-12-20"}
    queue(cast.command_line, "form_b_purge", template="form_b_purge", context=purge, now=now)
    asked = {"reference": reference(request.public_id), "request": request.public_id}
    queue(cast.command_line, "change_asked", template="change_asked", context=asked, now=now)
    queue(cast.command_line, "change_answered", template="change_answered", context=context, now=now)
    queue(cast.command_line, "N-3W8H-RT5P", template="same_day_alert", now=now)
    about = {"case": case.public_id, "reference": case.reference}
    queue(cast.command_line, "letter_waiting", template="letter_waiting", context=about, now=now)
    known = {name: CANARIES[name] for name in ("given_names", "family_name", "nhs_number", "born_on", "died_on")}
    told = {"source_name": "Ozymandias Coroner", "event_on": None, "postcode": CANARIES["postcode"]}
    agency_id = add_agency(cast.person("coordinator"), now=now, name="Invented Ward", lead_email="lead@example.com")
    awaited = await_death(cast.person("coordinator"), agency_id=agency_id, now=now, **known | told)
    for name in ("awaited_reminder", "awaited_escalation", "awaited_unanswered", "awaited_unasked"):
        queue(cast.command_line, name, template=name, context={"awaited": awaited}, now=now)
    for name in ("notification_received", "notifier_asked", "notifier_answered", "notifier_attached"):
        of_it = {"reference": "N-7QK2-M4XD"}
        queue(cast.command_line, name, template=name, context=of_it, now=now)
    action = sent_recommendation(cast.person("coordinator"), now=now).signed.action
    actions.aim(cast.person("chair"), action, TOLD, version=1, now=now)
    actions.send(cast.person("chair"), action, now=now)
    for kind in ("recommendation", "action"):
        of_it = stored_of(f"{kind}_sent").context
        queue(cast.command_line, f"{kind} awaited", template=f"{kind}_reminder", context=of_it, now=now)
    of_accounts_and_owners(cast, now)
    papers = {"reference": "PAPERS-2026-12-10", "meeting": "A" * 22}
    queue(cast.command_line, "pack_released", template="pack_released", context=papers, now=now)
    near = {"reference": case.reference, "more": 2}
    queue(cast.command_line, "near_deaths", template="near_deaths", context=near, now=now)
    queue(cast.command_line, "LIST-2026-11", template="list_not_come", now=now)
    meeting = planned(cast.person("coordinator"), now=now)
    add_seats(cast.person("coordinator"), Part.LAY, now=now)
    meeting_invitations.invite_seats(cast.person("coordinator"), meeting, now=now)
    context = stored_of("meeting_invitation").context
    for name in ("changed", "moved", "cancelled", "withdrawn"):
        queue(cast.command_line, f"meeting_{name}", template=f"meeting_{name}", context=context, now=now)
    coordinator = cast.person("coordinator")
    facts = {"to_name": "A board", "to_address": "", "to_email": "board@example.com", "answer_by": date(2026, 12, 20)}
    kind = OfficialKind.REMINDER
    letter = official_letters.draft(coordinator, kind, facts, submission_id=mark(), now=now)
    queue(cast.command_line, "letter", template="official_letter", context={"letter": letter}, now=now)
    waited = [stored_of(name).public_id for name in ("change_asked", "awaited_unasked")]
    of_week = {"reference": "DIGEST-2026-W48", "messages": waited}
    queue(cast.command_line, "digest", template="digest", context=of_week, now=now)
    db.session.rollback()


def of_accounts_and_owners(cast: Cast, now: datetime) -> None:
    """The messages by which people choose a password, and that an owner answered."""
    of_it = stored_of("action_sent").context
    queue(cast.command_line, "action answered", template="owner_answered", context=of_it, now=now)
    password_links.ask(public(), address("coordinator"), caller="here", now=now)
    of_it = stored_of("password_forgotten").context
    queue(cast.command_line, "account opened", template="account_opened", context=of_it, now=now)


def stored_of(template: str) -> OutboundMessage:
    db.session.rollback()
    return db.session.scalars(select(OutboundMessage).where(OutboundMessage.template == template)).one()


def written(template: str, config: Config, now: datetime) -> EmailMessage:
    return mail.write(stored_of(template), config, at=now)


def whole(message: EmailMessage) -> str:
    """All that a message says, what is attached too."""
    parts = [part.get_content() for part in message.iter_attachments()]
    return "\n".join(
        [body(message), sheet(message), *(part.decode() if isinstance(part, bytes) else part for part in parts)]
    )


def steady(message: EmailMessage) -> str:
    """A message as it is kept for comparison: what is random is named instead."""
    text = f"Subject: {message['Subject']}\n\n{body(message)}"
    text = re.sub(r"/meeting/[\w-]{43}", "/meeting/LINK", text)
    text = re.sub(r"/awaited/[\w-]{22}", "/awaited/AWAITED", re.sub(r"\b([AL])(-\w{4}){2}", r"\1-REFERENCE", text))
    for pattern, name in (
        (r"/r/[\w-]{43}", "/r/LINK"),
        (r"FB-\w{4}-\w{4}", "FB-REFERENCE"),
        (r"PM-\w{4}-\w{4}", "PM-REFERENCE"),
        (r"\b\d{6}\b", "CODE"),
    ):
        text = re.sub(pattern, name, text)
    text = re.sub(r"/password/[\w-]{43}", "/password/LINK", re.sub(r"PW(-\w{4}){2}", "PW-REFERENCE", text))
    text = re.sub(r"\b(REC|ACT)-\w{4}-\w{4}", r"\1-REFERENCE", text)
    text = re.sub(r"/actions/[\w-]{22}", "/actions/ACTION", text)
    text = re.sub(r"/(recommendation|action)/[\w-]{43}", r"/\1/LINK", text)
    text = re.sub(r"/requests/[\w-]{22}", "/requests/REQUEST", re.sub(r"/cases/[\w-]{22}", "/cases/CASE", text))
    return re.sub(r"/letters/[\w-]{22}", "/letters/LETTER", text)


def test_every_message_reads_as_agreed(every_message: dict[str, EmailMessage]) -> None:
    agreed = {name: (EXPECTED / f"{name}.txt").read_text(encoding="utf-8") for name in messages.TEMPLATES}
    assert {name: steady(message) for name, message in every_message.items()} == agreed


def words(text: str) -> list[str]:
    """The words of a text or of an HTML page, without its head and its marks."""
    shown = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*?</head>", "", text, flags=re.S)))
    return [word for word in shown.split() if word != "-"]


def test_html_says_the_same_words_as_the_text_and_its_links_lead_there(every_message: dict[str, EmailMessage]) -> None:
    for message in every_message.values():
        assert words(sheet(message)) == [*PANEL.split(), *words(body(message))]
        links = re.findall(r"https?://\S+", body(message))
        assert [html.unescape(link) for link in re.findall(r'<a href="([^"]*)"', sheet(message))] == links


def test_html_reads_as_agreed(every_message: dict[str, EmailMessage]) -> None:
    assert sheet(every_message["list_not_come"]) == (EXPECTED / "list_not_come.html").read_text(encoding="utf-8")


def test_no_message_says_anything_about_the_child(every_message: dict[str, EmailMessage]) -> None:
    said = {
        (name, word)
        for name, message in every_message.items()
        for word in IDENTIFYING
        if word.lower() in (whole(message) + str(message.items())).lower()
    }
    assert said == set()


def test_only_messages_to_coordinators_name_the_case(every_message: dict[str, EmailMessage]) -> None:
    naming = {name for name, message in every_message.items() if "4711" in str(message.items()) + body(message)}
    assert naming == {"letter_waiting", "work_due", "first_days_due", "near_deaths"}


def test_every_message_names_the_panel_how_to_check_it_and_a_reference(every_message: dict[str, EmailMessage]) -> None:
    for message in every_message.values():
        text = body(message)
        assert (PANEL in text, "To check that this message is genuine" in text, "reference" in text) == (True,) * 3


def test_message_carries_a_link_only_where_it_should(every_message: dict[str, EmailMessage]) -> None:
    with_secret = {name for name, message in every_message.items() if "/r/" in body(message)}
    assert with_secret == {"form_b_request", "form_b_sent_back", "form_b_reminder", "form_b_duty", "form_b_purge"}


def test_message_is_text_and_html_in_seven_bits_and_asks_for_no_automatic_answer(
    every_message: dict[str, EmailMessage],
) -> None:
    for message in every_message.values():
        text = message.get_body(("plain",))
        assert text is not None
        assert (text.get_content_type(), message["Auto-Submitted"]) == ("text/plain", "auto-generated")
        assert words(sheet(message)) != []
        assert message.as_bytes().isascii()
        assert message["Message-ID"].endswith("@example.com>")


def test_message_written_twice_is_the_same(
    every_message: dict[str, EmailMessage], config: Config, now: datetime
) -> None:
    for name, message in every_message.items():
        assert written(name, config, now).as_bytes() == message.as_bytes()


def test_database_alone_gives_no_link_and_no_code(every_message: dict[str, EmailMessage]) -> None:
    link = next(word for word in body(every_message["form_b_request"]).split() if "/r/" in word)
    code = next(word for word in body(every_message["form_b_code"]).split() if word.isdigit())
    rows = str([tuple(row) for row in db.session.execute(select(*OutboundMessage.__table__.columns))])
    assert (link.rpartition("/")[2] in rows, f"'{code}'" in rows) == (False, False)


def test_links_go_to_the_address_of_the_settings_whatever_was_asked(
    every_message: dict[str, EmailMessage], config: Config, now: datetime, sqlite_app: Flask
) -> None:
    with sqlite_app.test_request_context(headers={"Host": "evil.example.com"}):
        assert "https://cdop.example.gov.uk/r/" in body(written("form_b_request", config, now))


@pytest.mark.parametrize(
    "name", ["Ärzte & Söhne\r\nBcc: everybody@example.com", "<b>Surgery</b> {{ 7 * 7 }}", "x" * 120]
)
def test_names_of_agencies_are_words_and_never_headers_or_markup(
    cast: Cast, case: MadeCase, config: Config, now: datetime, name: str
) -> None:
    ask(cast.person("coordinator"), case, now=now, name=" ".join(name.split()))
    message = written("form_b_request", config, now)
    assert " ".join(name.split()) in " ".join(body(message).split())
    assert message["Bcc"] is None


def test_reference_with_a_line_break_is_one_line_of_the_subject(cast: Cast, config: Config, now: datetime) -> None:
    queue(cast.command_line, "one", context={"reference": "N-1\r\nBcc: everybody@example.com"}, now=now)
    message = written("notification_received", config, now)
    assert (message["Bcc"], "\n" in message["Subject"]) == (None, False)


def test_panels_own_address_is_answered_to_where_another_sends(cast: Cast, config: Config, now: datetime) -> None:
    reachable(cast.command_line, now=now, email="panel@council.example")
    queue(cast.command_line, "one", now=now)
    own = written("notification_received", replace(config, mail_from=None), now)
    apart = written("notification_received", config, now)
    assert (own["From"], own["Reply-To"]) == (f"{PANEL} <panel@council.example>", None)
    assert (apart["From"], apart["Reply-To"]) == (f"{PANEL} <{SENDER}>", f"{PANEL} <panel@council.example>")


def test_panel_without_any_address_cannot_write(cast: Cast, config: Config, now: datetime) -> None:
    queue(cast.command_line, "one", now=now)
    with pytest.raises(CannotWrite):
        written("notification_received", replace(config, mail_from=None), now)


@writes(AuditVerb.PANEL_ADDED)
def reachable(actor: Actor, *, now: datetime, **told: str) -> None:
    """Give the actor's panel a telephone number or an e-mail address."""
    panel = db.session.get_one(Panel, actor.panel_id)
    for name, value in told.items():
        setattr(panel, name, value)


def is_needed(template: str, now: datetime) -> bool:
    return mail.is_needed(stored_of(template), now=now)


def test_message_whose_link_ended_or_whose_code_ran_out_is_not_needed(
    cast: Cast, every_message: dict[str, EmailMessage], now: datetime
) -> None:
    linked = ("form_b_request", "form_b_reminder", "form_b_escalation")
    # Nothing waits for its agency's release, nothing is about to be deleted, no death was notified, and no invitation
    # was withdrawn.
    not_needed = [name for name in messages.TEMPLATES if not is_needed(name, now)]
    assert sorted(not_needed) == ["form_b_purge", "form_b_to_release", "meeting_withdrawn", "same_day_alert"]
    assert is_needed("form_b_code", now + timedelta(minutes=11)) is False
    request_id = db.session.scalars(select(FormRequest.public_id)).one()
    form_b.withdraw(cast.person("coordinator"), request_id, reason="Asked by mistake", now=now)
    assert [is_needed(name, now) for name in (*linked, "form_b_code")] == [False] * 4
