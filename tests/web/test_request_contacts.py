"""Returns that come by e-mail, post or telephone; what is declined; and what is accepted."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cdop import clock
from cdop.extensions import db
from cdop.models import Attachment, AuditEntry, FormAnswer, FormRequest, FormResponse, OutboundMessage, RequestContact
from cdop.queries.answers import answers_of as stored_answers
from cdop.questionnaires import merging, registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules import form_b as form_b_rules
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import (
    ActorKind,
    AttachmentKind,
    ContactWay,
    RequestStatus,
    ResponseStatus,
)
from cdop.services import attachments, drafts, form_b, form_b_returns, reminders, request_contacts
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Forbidden
from cdop.services.request_contacts import Contact
from tests.agencies import MadeRequest, answered, ask, fill_in, mark, open_form, respondent
from tests.client import Browserless, form_fields
from tests.documents_sent import OUTLOOK, PDF, office
from tests.factories import MadeCase, add_case
from tests.personas import Cast

TOLD = Contact(ContactWay.EMAIL, date(2026, 11, 19), "Pat Manager", "practice manager", "The form as a Word file")


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name="Invented Surgery", email="surgery@example.com")


@pytest.fixture
def desk(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def stored(request: MadeRequest) -> FormRequest:
    db.session.rollback()
    return db.session.get_one(FormRequest, request.id)


def answers_of(response_id: int) -> dict[tuple[str, str], FormAnswer]:
    db.session.rollback()
    rows = db.session.scalars(select(FormAnswer).where(FormAnswer.response_id == response_id))
    return {(row.question_key, row.row_key): row for row in rows}


def write_over(actor: Actor, request: MadeRequest, told: dict[str, str | None], now: datetime) -> None:
    """Change answers of the first section, as somebody who sees what is there."""
    spec = registry.current("form_b", now.date())
    seen = merging.seen(spec, stored_answers(request.response_id, spec).answers)
    typed = {(key, ""): Answer(value) for key, value in told.items()}
    form_b_returns.save(actor, "form_b", "reporting", typed, seen=seen, now=now)


def said(request: MadeRequest) -> tuple[str | None, str | None]:
    """How an agency was in contact, and which records it did not find."""
    rows = answers_of(request.response_id)
    return rows["contact_summary", ""].value, rows["records_not_found", ""].value


def test_call_is_logged_against_the_request_with_who_when_and_what_was_said(
    desk: Browserless, request_: MadeRequest
) -> None:
    page = f"/requests/{request_.public_id}/contacts/new"
    typed = form_fields(desk.get(page).text) | {"way": "telephone", "name": "Pat Manager", "role": "practice manager"}
    refused = desk.http.post(page, data=typed)
    assert (refused.status_code, "Write what was said" in refused.text) == (422, True)
    assert form_fields(refused.text)["name"] == "Pat Manager"
    early = {"text": "Said", "held_on-day": "1", "held_on-month": "1", "held_on-year": "0001"}
    refused = desk.http.post(page, data=typed | early)
    assert (refused.status_code, "must not be before the child’s death" in refused.text) == (422, True)
    assert desk.http.post(page, data=typed | {"text": "The notes are at the hospital"}).status_code == 302
    shown = desk.get(f"/requests/{request_.public_id}").text
    assert ("The notes are at the hospital" in shown, "Pat Manager, practice manager" in shown) == (True, True)
    assert stored(request_).status is RequestStatus.SENT


def test_emailed_return_is_filed_with_its_documents_and_no_reminder_follows(
    desk: Browserless, request_: MadeRequest, now: datetime
) -> None:
    page = f"/requests/{request_.public_id}/file"
    assert 'data-module="govuk-file-upload"' in desk.get(page).text
    typed = form_fields(desk.get(page).text) | {"way": "e-mail", "name": "Pat Manager"}
    files = [(BytesIO(b"first words"), "form b.txt"), (BytesIO(b"other words"), "summary.txt")]
    answer = desk.http.post(page, data=typed | {"files": files}, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert stored(request_).status is RequestStatus.RETURNED
    assert sorted(db.session.scalars(select(Attachment.name))) == ["form b.txt", "summary.txt"]
    assert None not in db.session.scalars(select(Attachment.given_at)).all()
    shown = desk.get(f"/requests/{request_.public_id}").text
    assert ("summary.txt" in shown, "with the agency’s return" in shown) == (True, True)
    reminders.plan(now=now + timedelta(days=7))
    reminders.send_due(now=now + timedelta(days=7))
    assert db.session.query(OutboundMessage.id).filter_by(template="form_b_reminder").all() == []


def test_return_by_telephone_is_filed_without_a_document(desk: Browserless, request_: MadeRequest) -> None:
    page = f"/requests/{request_.public_id}/file"
    typed = form_fields(desk.get(page).text) | {"way": "telephone", "name": "Pat Manager", "text": "All is with the GP"}
    assert desk.http.post(page, data=typed, content_type="multipart/form-data").status_code == 302
    assert (stored(request_).status, db.session.scalars(select(Attachment.name)).all()) == (RequestStatus.RETURNED, [])


def test_file_that_is_not_taken_files_nothing_and_is_told_beside_its_field(
    desk: Browserless, request_: MadeRequest
) -> None:
    page = f"/requests/{request_.public_id}/file"
    typed = form_fields(desk.get(page).text) | {"way": "e-mail", "name": "Pat Manager"}
    files = [(BytesIO(b"MZ\x90\x00"), "form.exe")]
    answer = desk.http.post(page, data=typed | {"files": files}, content_type="multipart/form-data")
    assert (answer.status_code, 'href="#files"' in answer.text) == (422, True)
    assert stored(request_).status is RequestStatus.SENT
    assert db.session.scalars(select(Attachment.name)).all() == []
    assert db.session.scalars(select(RequestContact.id)).all() == []


def saved_mail(*documents: tuple[str, bytes], subject: str = "The form", sender: str = "Pat Manager") -> bytes:
    """An e-mail as a mail program saves it, with a logo within its words."""
    message = EmailMessage()
    message["From"], message["Subject"] = f"{sender} <pat@example.com>", subject
    message["Date"] = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    message.set_content("Here is what we hold.\n")
    message.add_attachment(b"logo", maintype="image", subtype="gif", filename="logo.gif", disposition="inline")
    for name, content in documents:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def drop(desk: Browserless, request: MadeRequest, *files: tuple[str, bytes], **typed: str) -> Any:
    """Drop files on the page of a request."""
    page = f"/requests/{request.public_id}"
    shown = desk.get(page).text
    assert f'action="{page}/drop"' in shown
    sent = form_fields(shown) | typed | {"files": [(BytesIO(content), name) for name, content in files]}
    return desk.http.post(f"{page}/drop", data=sent, content_type="multipart/form-data")


def send_mail(desk: Browserless, request: MadeRequest, raw: bytes) -> Any:
    """Drop an e-mail on the page of a request."""
    return drop(desk, request, ("return.eml", raw))


def test_email_that_is_dropped_on_a_request_files_itself(desk: Browserless, request_: MadeRequest) -> None:
    raw = saved_mail(("form b.txt", b"first words"), subject=f"Re: {form_b_rules.reference(request_.public_id)}")
    assert send_mail(desk, request_, raw).status_code == 302
    assert stored(request_).status is RequestStatus.RETURNED
    assert db.session.scalars(select(Attachment.name)).all() == ["form b.txt"]
    contact = db.session.scalars(select(RequestContact)).one()
    assert (contact.way, contact.held_on, contact.with_name) == (ContactWay.EMAIL, date(2026, 11, 18), "Pat Manager")
    assert "Here is what we hold." in contact.text


def test_email_that_outlook_saved_files_itself_like_any_other(desk: Browserless, request_: MadeRequest) -> None:
    assert send_mail(desk, request_, OUTLOOK.read_bytes()).status_code == 302
    assert stored(request_).status is RequestStatus.RETURNED
    assert db.session.scalars(select(Attachment.name)).all() == ["summary.pdf"]
    contact = db.session.scalars(select(RequestContact)).one()
    assert (contact.way, contact.held_on, contact.with_name) == (ContactWay.EMAIL, date(2026, 11, 19), "Pat Manager")
    assert "Please find our summary attached" in contact.text


def test_documents_that_are_dropped_by_themselves_are_the_return_by_whoever_is_named(
    desk: Browserless, request_: MadeRequest
) -> None:
    answer = drop(desk, request_, ("form b.docx", office()), ("summary.pdf", PDF), name="Pat Manager")
    assert answer.status_code == 302
    assert stored(request_).status is RequestStatus.RETURNED
    assert db.session.scalars(select(Attachment.name).order_by(Attachment.id)).all() == ["form b.docx", "summary.pdf"]
    contact = db.session.scalars(select(RequestContact)).one()
    assert (contact.way, contact.held_on, contact.with_name) == (ContactWay.EMAIL, clock.today(), "Pat Manager")


def test_document_of_which_nobody_says_who_sent_it_is_by_its_agency(desk: Browserless, request_: MadeRequest) -> None:
    assert drop(desk, request_, ("summary.pdf", PDF)).status_code == 302
    assert db.session.scalars(select(RequestContact.with_name)).all() == ["Invented Surgery"]


def test_what_is_not_taken_of_a_return_is_named_and_the_rest_is_kept_once(
    desk: Browserless, request_: MadeRequest
) -> None:
    raw = saved_mail(("form.exe", b"MZ"), ("summary.pdf", PDF), ("copy.pdf", PDF))
    assert send_mail(desk, request_, raw).status_code == 302
    assert "form.exe: Choose a PDF" in desk.get(f"/requests/{request_.public_id}").text
    assert stored(request_).status is RequestStatus.RETURNED
    assert len(db.session.scalars(select(Attachment.id)).all()) == 1


def test_two_emails_are_not_one_return(desk: Browserless, request_: MadeRequest) -> None:
    answer = drop(desk, request_, ("a.eml", saved_mail()), ("b.EML", saved_mail(sender="Jo")))
    assert (answer.status_code, "one e-mail only" in answer.text) == (422, True)
    assert stored(request_).status is RequestStatus.SENT


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04 no e-mail", "This e-mail cannot be read"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), "in Outlook’s own form (.msg) cannot be read"),
        (saved_mail().replace(b"Pat Manager <pat@example.com>", b"@(<"), "This e-mail cannot be read"),
        (saved_mail(subject="Re: FB-AAAA-BBBB"), "The e-mail is about FB-AAAA-BBBB, not about this request"),
        (saved_mail(("form.exe", b"MZ\x90\x00")), "form.exe: Choose a PDF"),
    ],
)
def test_email_that_is_none_or_of_another_request_or_holds_what_is_not_taken_files_nothing(
    desk: Browserless, request_: MadeRequest, raw: bytes, words: str
) -> None:
    answer = send_mail(desk, request_, raw)
    assert (answer.status_code, words in answer.text, 'href="#files"' in answer.text) == (422, True, True)
    assert stored(request_).status is RequestStatus.SENT
    assert db.session.scalars(select(RequestContact.id)).all() == []


def test_answers_are_entered_for_the_agency_under_the_name_of_who_told_and_who_entered(
    desk: Browserless, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    page = f"/requests/{request_.public_id}/answers/form_b/reporting"
    desk.get(page, status=409)
    request_contacts.file_return(cast.person("coordinator"), request_.public_id, TOLD, now=now)
    shown = desk.get(page).text
    assert "You enter answers for Invented Surgery" in shown
    saved = desk.http.post(page, data=form_fields(shown) | {"contact_summary": "Registered since birth"})
    assert saved.location.endswith("/answers/form_b/details")
    row = db.session.scalars(select(FormAnswer).where(FormAnswer.question_key == "contact_summary")).one()
    who = "Pat Manager (practice manager) by e-mail, entered by Coordinator"
    assert (row.value, row.by_kind, row.by_name) == ("Registered since birth", ActorKind.PERSON, who)
    read = desk.get(f"/requests/{request_.public_id}/form").text
    assert ("Registered since birth" in read, who in read) == (True, True)


def test_return_that_came_in_another_way_is_by_whoever_told_it_and_not_by_whoever_had_opened_the_form(
    cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    opener = respondent(request_, panel_id=cast.panel_id, now=now)
    form_b_returns.opened(opener, "Jo Opener", "nurse", now=now)
    request_contacts.file_return(cast.person("coordinator"), request_.public_id, TOLD, now=now + timedelta(hours=1))
    rows = answers_of(request_.response_id)
    sender = [rows[key, ""].value for key in form_b_returns.PREFILLED]
    assert sender == ["Pat Manager", "practice manager", "Invented Surgery"]


def test_questions_of_a_filed_return_are_counted_once_it_is_accepted_if_answers_were_entered(
    cast: Cast, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    coordinator, only_paper = cast.person("coordinator"), ask(cast.person("coordinator"), case, now=now)
    for request in (request_, only_paper):
        request_contacts.file_return(coordinator, request.public_id, TOLD, now=now)
    typed = {("contact_summary", ""): Answer("Seen"), ("first_contact_on", ""): Answer(non_answer=NonAnswer.NOT_KNOWN)}
    request_contacts.enter(coordinator, request_.public_id, "form_b", "reporting", typed, seen={}, now=now)
    for request in (request_, only_paper):
        form_b.accept(coordinator, request.public_id, now=now)
    entered = stored(request_)
    assert (entered.questions_answered, entered.questions_not_known, (entered.questions_asked or 0) > 50) == (
        5,  # who told it, in which role, at which agency, and the two
        1,
        True,
    )
    assert stored(only_paper).questions_asked is None


def test_accepted_return_takes_no_more_answers_until_it_is_sent_back(
    desk: Browserless, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    request_contacts.file_return(coordinator, request_.public_id, TOLD, now=now)
    page = f"/requests/{request_.public_id}"
    assert "Accept the return" in desk.get(page).text
    assert desk.submit(page, f"{page}/accept").status_code == 302
    assert ("Accept the return" in desk.get(page).text, stored(request_).accepted_by) == (False, "Coordinator")
    assert db.session.scalars(select(FormResponse.status)).all() == [ResponseStatus.SUBMITTED]
    with pytest.raises(Blocked):
        request_contacts.enter(coordinator, request_.public_id, "form_b", "reporting", {}, seen={}, now=now)
    form_b.send_back(coordinator, request_.public_id, reason="Which notes?", now=now)
    assert (stored(request_).accepted_at, stored(request_).status) == (None, RequestStatus.SENT_BACK)


def test_draft_is_kept_apart_where_the_return_comes_by_e_mail_and_is_given_back_with_the_form(
    desk: Browserless, cast: Cast, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    sender = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(sender, {"contact_summary": "Words of a draft", "records_not_found": "The red book"}, now=now)
    upload = Upload("notes.txt", b"Words of a draft")
    attachments.attach(sender, request_.public_id, upload, kind=AttachmentKind.OTHER, now=now)
    filed, back = now + timedelta(hours=1), now + timedelta(hours=2)
    coordinator, place = cast.person("coordinator"), ("contact_summary", "")
    request_contacts.file_return(coordinator, request_.public_id, TOLD, uploads=[upload], now=filed)
    typed = {place: Answer("What the letter says")}
    request_contacts.enter(coordinator, request_.public_id, "form_b", "reporting", typed, seen={}, now=filed)
    pages = [f"/requests/{request_.public_id}{page}" for page in ("", "/form", "/answers/form_b/reporting")]
    of_case = [f"/cases/{case.public_id}/forms/{page}" for page in ("", "all.json")]
    told = "".join(desk.get(page).text for page in (*pages, *of_case))
    assert "What the letter says" in told
    assert ("Words of a draft" in told, "red book" in told) == (False, False)
    form_b.send_back(coordinator, request_.public_id, reason="Which notes?", now=back)
    stood = {key: row.by_name for (key, _row), row in answers_of(request_.response_id).items()}
    assert stood["contact_summary"].endswith("entered by Coordinator")
    assert stood["records_not_found"] == "Pat Manager (practice manager)"
    sent_before = desk.get(f"/requests/{request_.public_id}/versions/1").text
    assert ("What the letter says" in sent_before, "red book" in sent_before) == (True, False)
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert verbs >= {drafts.keep_apart.audit_verb, drafts.give_back.audit_verb}


def test_what_was_sent_stands_again_where_a_later_draft_is_kept_apart(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator, hour = cast.person("coordinator"), timedelta(hours=1)
    request = answered(coordinator, case, now=now, told={"contact_summary": "Seen often"})
    form_b.send_back(coordinator, request.public_id, reason="Seen by whom?", now=now + hour)
    again = respondent(request, panel_id=cast.panel_id, now=now + hour)
    changed = {"contact_summary": "Seen by a nurse", "records_not_found": "The red book"}
    write_over(again, request, changed, now + 2 * hour)
    request_contacts.file_return(coordinator, request.public_id, TOLD, now=now + 3 * hour)
    assert said(request) == ("Seen often", None)
    form_b.send_back(coordinator, request.public_id, reason="And when?", now=now + 4 * hour)
    assert said(request) == ("Seen by a nurse", "The red book")
    late = respondent(request, panel_id=cast.panel_id, now=now + 5 * hour)
    write_over(late, request, {"records_not_found": None}, now + 5 * hour)
    form_b_returns.submit(late, reason="All we hold", now=now + 5 * hour)
    form_b.send_back(coordinator, request.public_id, reason="Thank you, and who?", now=now + 6 * hour)
    assert said(request) == ("Seen by a nurse", None)


def test_same_words_filed_with_another_document_are_no_repeat(desk: Browserless, request_: MadeRequest) -> None:
    page = f"/requests/{request_.public_id}/file"
    typed = form_fields(desk.get(page).text) | {"way": "e-mail", "name": "Pat Manager"}
    for content, status in ((b"one", 302), (b"one", 302), (b"another", 422)):
        files = [(BytesIO(content), "form b.txt")]
        answer = desk.http.post(page, data=typed | {"files": files}, content_type="multipart/form-data")
        assert answer.status_code == status


def test_agency_that_tells_it_holds_nothing_is_filed_so(cast: Cast, request_: MadeRequest, now: datetime) -> None:
    request_contacts.file_return(cast.person("coordinator"), request_.public_id, TOLD, holds_nothing=True, now=now)
    assert stored(request_).status is RequestStatus.NOTHING_HELD
    with pytest.raises(Blocked):
        request_contacts.file_return(cast.person("coordinator"), request_.public_id, TOLD, now=now)


def test_agency_that_declines_is_reminded_of_its_duty_and_is_still_waited_for(
    desk: Browserless, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    page = f"/requests/{request_.public_id}/declined"
    assert desk.submit(page, reason="They say that it is confidential").status_code == 302
    assert stored(request_).status is RequestStatus.DECLINED
    sent = select(OutboundMessage.to_address).where(OutboundMessage.template == "form_b_duty")
    assert db.session.scalars(sent).all() == ["surgery@example.com"]
    sender = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(sender, {"contact_summary": "After all"}, now=now)
    assert (stored(request_).status, stored(request_).status_reason) == (RequestStatus.IN_PROGRESS, None)


def test_agency_does_not_read_what_the_panel_noted_when_it_declined(
    sqlite_app: Flask, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    form_b.decline(cast.person("coordinator"), request_.public_id, reason="Noted for the panel alone", now=now)
    agency = Browserless(sqlite_app, cast)
    with agency.http.session_transaction() as kept:
        kept["respondent"] = open_form(request_, now=now)
    shown = agency.get("/form-b/").text
    assert ("Invented Surgery" in shown, "Noted for the panel alone" in shown) == (True, False)


def test_return_that_was_accepted_is_accepted_anew_where_another_form_is_asked_for(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    request = answered(coordinator, case, now=now, told={})
    form_b.accept(coordinator, request.public_id, now=now)
    more = [form_b.More(request.public_id, "supplement_asthma_anaphylaxis")]
    form_b.send_requests(coordinator, case.public_id, [], more, submission_id=mark(), now=now)
    assert (stored(request).status, stored(request).accepted_at) == (RequestStatus.SENT_BACK, None)


def test_only_a_coordinator_files_accepts_and_logs(cast: Cast, request_: MadeRequest, now: datetime) -> None:
    chair = cast.person("chair")
    for act in (
        lambda: request_contacts.log(chair, request_.public_id, TOLD, now=now),
        lambda: request_contacts.file_return(chair, request_.public_id, TOLD, now=now),
        lambda: form_b.accept(chair, request_.public_id, now=now),
        lambda: form_b.decline(chair, request_.public_id, reason="x", now=now),
    ):
        with pytest.raises(Forbidden):
            act()
