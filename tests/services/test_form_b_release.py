"""An agency's own release: what its people answered goes to the panel once somebody senior there has read it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, AuditEntry, FormRequest, Invitation, OutboundMessage
from cdop.queries import form_b as form_b_queries
from cdop.queries.answers import answers_of
from cdop.queries.form_b import RequestRow
from cdop.questionnaires import merging, registry
from cdop.questionnaires.answer import BLANK
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AttachmentKind, AuditVerb, RequestStatus
from cdop.services import agencies, attachments, form_b, form_b_returns, invitations, keys
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Invalid
from tests.agencies import MadeRequest, ask, fill_in, let_release, respondent
from tests.databases import SECRET
from tests.documents_sent import PDF
from tests.factories import add_case
from tests.personas import Cast

RELEASES = (AuditVerb.FORM_B_SENT_FOR_RELEASE, AuditVerb.FORM_B_RELEASED)


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    keys.use_secret(SECRET)
    return Cast(now)


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    made = ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")
    let_release(coordinator, made, now=now)
    return made


@pytest.fixture
def sender(request_: MadeRequest, cast: Cast, now: datetime) -> Actor:
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"records_searched": ("child",), "contact_summary": "Registered since birth"}, now=now)
    form_b_returns.send_for_release(actor, reason="All we hold", now=now)
    return actor


@pytest.fixture
def senior(sender: Actor, request_: MadeRequest, cast: Cast, now: datetime) -> Actor:
    return respondent(request_, panel_id=cast.panel_id, now=now, name="Dr Jo Senior")


def row_of(cast: Cast, request: MadeRequest) -> RequestRow:
    found = form_b_queries.request_row(cast.person("coordinator"), request.public_id)
    assert found is not None
    return found[0]


def test_what_waits_is_not_returned_and_the_agency_is_still_reminded(
    sender: Actor, request_: MadeRequest, cast: Cast
) -> None:
    row = row_of(cast, request_)
    assert (row.status, row.is_open, row.returned_at) == (RequestStatus.WAITING_FOR_RELEASE, True, None)
    assert (row.sent_by, row.released_by) == ("Pat Manager (practice manager)", None)
    # The panel reads no reason of the agency's before.
    assert (row.status_reason, row.release_note) == (None, "All we hold")
    assert db.session.scalar(select(Invitation.ended_at)) is None


def test_lead_is_told_that_a_form_waits_and_nobody_once_it_was_taken_back(
    request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    agency = db.session.scalars(select(Agency)).one()
    told = {"name": agency.name, "kind": agency.kind, "email": agency.email, "lead_email": "lead@example.com"}
    public_id, steps = agency.public_id, {"is_active": True, "has_release_step": True, "version": agency.version}
    db.session.rollback()
    agencies.change_agency(cast.person("coordinator"), public_id, told, **steps, now=now)
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"records_searched": ("child",)}, now=now)
    form_b_returns.send_for_release(actor, reason="All we hold", now=now)
    of_release = select(OutboundMessage).where(OutboundMessage.template == "form_b_to_release")
    message = db.session.scalars(of_release).one()
    context = dict(message.context)
    assert (message.to_address, sorted(context)) == ("lead@example.com", ["invitation"])
    assert invitations.is_waiting_for_release(context, now)
    db.session.rollback()
    fill_in(actor, {"contact_summary": "Something more"}, now=now)
    assert not invitations.is_waiting_for_release(context, now)


def test_nothing_held_is_said_although_an_answer_that_is_hidden_is_left(
    request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"condition": "yes", "condition_detail": "Asthma"}, now=now)
    with pytest.raises(Blocked, match="answered already"):
        form_b_returns.hold_nothing(actor, now=now)
    shown = answers_of(request_.response_id, registry.current("form_b", now.date())).answers
    seen = merging.seen(registry.current("form_b", now.date()), shown)
    db.session.rollback()
    form_b_returns.save(actor, "form_b", "child", {("condition", ""): BLANK}, seen=seen, now=now)
    form_b_returns.hold_nothing(actor, now=now)
    assert row_of(cast, request_).status is RequestStatus.NOTHING_HELD
    left = answers_of(request_.response_id, registry.current("form_b", now.date())).answers
    assert ("condition_detail", "") not in left


def test_somebody_else_releases_it_and_is_kept(senior: Actor, request_: MadeRequest, cast: Cast, now: datetime) -> None:
    form_b_returns.release(senior, version=row_of(cast, request_).version, now=now)
    row = row_of(cast, request_)
    assert (row.status, row.returned_at, row.status_reason) == (RequestStatus.RETURNED, now, "All we hold")
    assert (row.sent_by, row.released_by) == ("Pat Manager (practice manager)", "Dr Jo Senior (practice manager)")
    assert row.release_note is None
    verbs = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.in_(RELEASES)).order_by(AuditEntry.id))
    assert list(dict.fromkeys(verbs)) == list(RELEASES)


def test_sender_does_not_release_it_under_the_same_name(
    sender: Actor, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    again = respondent(request_, panel_id=cast.panel_id, now=now, name="pat  MANAGER")
    for actor in (sender, again):
        with pytest.raises(Blocked, match="Somebody else than its sender"):
            form_b_returns.release(actor, version=row_of(cast, request_).version, now=now)
    assert row_of(cast, request_).status is RequestStatus.WAITING_FOR_RELEASE


def test_form_goes_round_the_release_by_no_verb(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"records_searched": ("child",)}, now=now)
    with pytest.raises(Blocked, match="releases the form before"):
        form_b_returns.submit(actor, reason="All we hold", now=now)
    with pytest.raises(Blocked, match="changed or sent"):
        form_b_returns.release(actor, version=row_of(cast, request_).version, now=now)
    with pytest.raises(Invalid, match="Say in a few words"):
        form_b_returns.send_for_release(actor, reason=" ", now=now)


def test_agency_without_the_step_sends_straight_to_the_panel(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    let_release(cast.person("coordinator"), request_, is_wanted=False, now=now)
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"records_searched": ("child",)}, now=now)
    with pytest.raises(Blocked, match="does not release"):
        form_b_returns.send_for_release(actor, reason="All we hold", now=now)
    form_b_returns.submit(actor, reason="All we hold", now=now)
    assert row_of(cast, request_).status is RequestStatus.RETURNED


def test_what_is_given_back_says_why_and_is_sent_again(
    sender: Actor, senior: Actor, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Invalid, match="what is to be changed"):
        form_b_returns.give_back(senior, reason=" ", version=row_of(cast, request_).version, now=now)
    form_b_returns.give_back(senior, reason="Name the health visitor", version=row_of(cast, request_).version, now=now)
    row = row_of(cast, request_)
    assert (row.status, row.release_note, row.status_reason) == (
        RequestStatus.IN_PROGRESS,
        "Name the health visitor",
        None,
    )
    fill_in(sender, {"contact_summary": "Seen by Sam Visitor"}, now=now)
    form_b_returns.send_for_release(sender, reason="All we hold", now=now)
    assert row_of(cast, request_).status is RequestStatus.WAITING_FOR_RELEASE


@pytest.mark.parametrize("change", ["answer", "document"])
def test_nothing_is_released_that_changed_after_it_was_read(
    sender: Actor, senior: Actor, request_: MadeRequest, cast: Cast, now: datetime, change: str
) -> None:
    read = row_of(cast, request_).version
    if change == "answer":
        fill_in(sender, {"circumstances": "Told later"}, now=now)
    else:
        attachments.attach(sender, request_.public_id, Upload("summary.pdf", PDF), kind=AttachmentKind.OTHER, now=now)
    assert row_of(cast, request_).status is RequestStatus.IN_PROGRESS
    for _sent_again in range(2):
        with pytest.raises(Blocked, match="changed or sent"):
            form_b_returns.release(senior, version=read, now=now)
        form_b_returns.send_for_release(sender, reason="All we hold", now=now)


def test_return_that_is_sent_back_forgets_who_released_it(
    senior: Actor, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    form_b_returns.release(senior, version=row_of(cast, request_).version, now=now)
    form_b.send_back(cast.person("coordinator"), request_.public_id, reason="Which clinic?", now=now)
    again = respondent(request_, panel_id=cast.panel_id, now=now)
    form_b_returns.send_for_release(again, reason="All we hold", now=now)
    row = row_of(cast, request_)
    assert (row.status, row.released_by) == (RequestStatus.WAITING_FOR_RELEASE, None)


def test_nothing_held_needs_no_release_and_says_who_declared_it(
    request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    form_b_returns.hold_nothing(respondent(request_, panel_id=cast.panel_id, now=now), now=now)
    request = db.session.get_one(FormRequest, request_.id)
    assert (request.status, request.sent_by) == (RequestStatus.NOTHING_HELD, "Pat Manager (practice manager)")
