"""Asking agencies: all or none, again, more time, no longer needed, sent back, read."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import (
    AuditEntry,
    Case,
    DeadlineSetting,
    FormRequest,
    FormResponse,
    Invitation,
    OutboundMessage,
)
from cdop.queries import form_b as form_b_queries
from cdop.queries.form_b import RequestRow
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, CaseStatus, RequestStatus, ResponseStatus, Role
from cdop.services import form_b, form_b_returns, invitations
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from cdop.services.form_b import Ask
from cdop.services.unit import writes
from tests.agencies import MadeRequest, add_agency, ask, mark, respondent, token_of
from tests.databases import ON_BOTH
from tests.factories import FINDINGS, MadeCase, add_case
from tests.personas import Cast

# 20 November 2026 is a Friday: fifteen working days later it is Friday again.
DUE = date(2026, 12, 11)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def case(coordinator: Actor, now: datetime) -> MadeCase:
    return add_case(coordinator, now=now)


@pytest.fixture
def request_(coordinator: Actor, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(coordinator, case, now=now)


def row_of(actor: Actor, request: MadeRequest) -> RequestRow:
    found = form_b_queries.request_row(actor, request.public_id)
    assert found is not None
    return found[0]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def messages() -> list[tuple[str, str]]:
    query = select(OutboundMessage.template, OutboundMessage.to_address).order_by(OutboundMessage.id)
    return [tuple(row) for row in db.session.execute(query)]


@ON_BOTH
def test_agencies_are_asked_all_at_once(coordinator: Actor, case: MadeCase, now: datetime) -> None:
    first = add_agency(coordinator, now=now, email="surgery@example.com")
    second = add_agency(coordinator, now=now, kind="police", email="police@example.com")
    asks = [Ask(first, "Every child"), Ask(second, "Every child", "Desk@Example.com")]
    form_b.send_requests(coordinator, case.public_id, asks, submission_id=mark(), now=now)
    rows = form_b_queries.requests_of_case(coordinator, case.id)
    assert [(row.recipient_email, row.status, row.due_on) for row in rows] == [
        ("surgery@example.com", RequestStatus.SENT, DUE),
        ("desk@example.com", RequestStatus.SENT, DUE),
    ]
    assert messages() == [("form_b_request", "surgery@example.com"), ("form_b_request", "desk@example.com")]
    assert all(15 <= row.asked <= 70 and row.answered == 0 for row in rows)


@ON_BOTH
def test_same_form_sent_ten_times_asks_once(coordinator: Actor, case: MadeCase, now: datetime) -> None:
    asks, same = [Ask(add_agency(coordinator, now=now), "Every child")], mark()
    for _ in range(10):
        form_b.send_requests(coordinator, case.public_id, asks, submission_id=same, now=now)
    assert (count(FormRequest), count(Invitation), count(OutboundMessage)) == (1, 1, 1)


def test_one_agency_that_cannot_be_asked_stops_all(coordinator: Actor, case: MadeCase, now: datetime) -> None:
    good, asked = add_agency(coordinator, now=now), add_agency(coordinator, now=now, name="Asked before")
    form_b.send_requests(coordinator, case.public_id, [Ask(asked, "Every child")], submission_id=mark(), now=now)
    wrong = [
        Ask(good, "Every child"),
        Ask(asked, "Every child"),
        Ask("not there", "Every child"),
        Ask(add_agency(coordinator, now=now, name="No address"), "Every child", "no address"),
        Ask(add_agency(coordinator, now=now, name="No reason"), " "),
    ]
    with pytest.raises(Invalid) as refused:
        form_b.send_requests(coordinator, case.public_id, wrong, submission_id=mark(), now=now)
    assert sorted(refused.value.faults.values()) == [
        "Asked before was asked already",
        "No address: An e-mail address looks like name@example.com.",
        "No reason: say why it is asked",
        "One of the agencies is no longer in the directory",
    ]
    assert count(FormRequest) == 1


def test_nobody_chosen_is_a_fault(coordinator: Actor, case: MadeCase, now: datetime) -> None:
    with pytest.raises(Invalid):
        form_b.send_requests(coordinator, case.public_id, [], submission_id=mark(), now=now)


def test_agency_of_another_panel_cannot_be_asked(cast: Cast, case: MadeCase, now: datetime) -> None:
    theirs = add_agency(cast.person("coordinator", panel_id=cast.other_panel_id), now=now)
    ours = cast.person("coordinator")
    with pytest.raises(Invalid):
        form_b.send_requests(ours, case.public_id, [Ask(theirs, "Every child")], submission_id=mark(), now=now)


def test_nobody_is_asked_about_a_case_whose_review_is_complete(coordinator: Actor, cast: Cast, now: datetime) -> None:
    chair = cast.person("chair", roles=(Role.COORDINATOR, Role.CHAIR))
    done = add_case(chair, now=now, status=CaseStatus.REVIEWED)
    agency = add_agency(coordinator, now=now)
    with pytest.raises(Blocked):
        form_b.send_requests(coordinator, done.public_id, [Ask(agency, "Late")], submission_id=mark(), now=now)


@writes(AuditVerb.DEMO_LOADED)
def complete(actor: Actor, case: MadeCase, *, now: datetime) -> None:
    for name, value in (FINDINGS | {"status": CaseStatus.REVIEWED}).items():
        setattr(db.session.get_one(Case, case.id), name, value)


def test_agency_is_told_that_no_form_is_needed_but_asked_for_nothing_once_the_review_is_complete(
    coordinator: Actor, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    complete(coordinator, case, now=now)
    for verb in (
        lambda: form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=now),
        lambda: form_b.extend(coordinator, request_.public_id, due_on=date(2027, 1, 29), now=now),
        lambda: form_b.send_back(coordinator, request_.public_id, reason="Which ward?", now=now),
    ):
        with pytest.raises(Blocked, match=form_b.COMPLETE):
            verb()
    form_b.withdraw(coordinator, request_.public_id, reason="Too late", now=now)
    assert count(Invitation) == 1


@writes(AuditVerb.PANEL_ADDED)
def set_length(actor: Actor, days: int, *, now: datetime) -> None:
    setting = DeadlineSetting(panel_id=actor.panel_id, key="reporting_form_return_wd", from_on=date(2026, 1, 1))
    setting.length, setting.created_at = days, now
    db.session.add(setting)


def test_panel_has_its_own_time_to_return(coordinator: Actor, case: MadeCase, now: datetime) -> None:
    set_length(coordinator, 5, now=now)
    assert row_of(coordinator, ask(coordinator, case, now=now)).due_on == date(2026, 11, 27)


@pytest.mark.parametrize("name", ["chair", "designated doctor", "panel member"])
def test_only_the_coordinator_asks(name: str, cast: Cast, case: MadeCase, now: datetime) -> None:
    agency = add_agency(cast.person("coordinator"), now=now)
    with pytest.raises((Forbidden, NotFound)):
        form_b.send_requests(
            cast.person(name), case.public_id, [Ask(agency, "Every child")], submission_id=mark(), now=now
        )


@ON_BOTH
def test_new_link_ends_the_one_before_and_goes_to_the_new_address(
    coordinator: Actor, request_: MadeRequest, now: datetime
) -> None:
    old = token_of(request_)
    form_b.reissue(coordinator, request_.public_id, email="New@Example.com", now=now)
    assert token_of(request_) != old
    ended = db.session.execute(select(Invitation.email, Invitation.ended_because).order_by(Invitation.id)).all()
    assert [tuple(row) for row in ended] == [(ended[0].email, invitations.SENT_AGAIN), ("new@example.com", None)]
    assert messages()[-1] == ("form_b_request", "new@example.com")


def test_new_link_after_the_day_gives_new_time(coordinator: Actor, request_: MadeRequest, now: datetime) -> None:
    form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=now + timedelta(days=60))
    due = row_of(coordinator, request_).due_on
    assert due is not None
    assert due > DUE


def test_more_time_lets_the_link_live_longer(coordinator: Actor, request_: MadeRequest, now: datetime) -> None:
    before = db.session.scalar(select(Invitation.expires_at))
    form_b.extend(coordinator, request_.public_id, due_on=date(2027, 1, 29), now=now)
    after = db.session.scalar(select(Invitation.expires_at))
    assert (before, after) == (datetime(2027, 1, 11, tzinfo=now.tzinfo), datetime(2027, 3, 1, tzinfo=now.tzinfo))
    with pytest.raises(Invalid):
        form_b.extend(coordinator, request_.public_id, due_on=date(2026, 11, 19), now=now)


@pytest.mark.parametrize("due_on", [date(2026, 11, 19), date(2027, 11, 22), date.max])
def test_time_is_given_for_a_year_at_most(
    due_on: date, coordinator: Actor, request_: MadeRequest, now: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        form_b.extend(coordinator, request_.public_id, due_on=due_on, now=now)
    assert set(refused.value.faults) == {"due_on"}
    form_b.extend(coordinator, request_.public_id, due_on=date(2027, 11, 20), now=now)


@ON_BOTH
def test_same_form_sent_again_sends_no_second_link(
    coordinator: Actor, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    link, back, none = mark(), mark(), mark()
    for _ in range(3):
        form_b.reissue(coordinator, request_.public_id, email="new@example.com", submission_id=link, now=now)
    assert count(Invitation) == 2
    form_b_returns.hold_nothing(respondent(request_, panel_id=cast.panel_id, now=now), now=now)
    for _ in range(3):
        form_b.send_back(coordinator, request_.public_id, reason="Which ward?", submission_id=back, now=now)
    assert count(Invitation) == 3
    for _ in range(3):
        form_b.withdraw(coordinator, request_.public_id, reason="No need", submission_id=none, now=now)
    assert [template for template, _to in messages()].count("form_b_withdrawn") == 1


def test_address_that_no_mail_server_takes_leaves_the_link_alive(
    coordinator: Actor, request_: MadeRequest, now: datetime
) -> None:
    link = token_of(request_)
    with pytest.raises(Invalid):
        form_b.reissue(coordinator, request_.public_id, email="müller@example.com", now=now)
    assert (token_of(request_), count(Invitation)) == (link, 1)


@ON_BOTH
def test_withdrawn_request_tells_the_agency_and_keeps_the_reason(
    coordinator: Actor, request_: MadeRequest, now: datetime
) -> None:
    with pytest.raises(Invalid):
        form_b.withdraw(coordinator, request_.public_id, reason=" ", now=now)
    form_b.withdraw(coordinator, request_.public_id, reason="The child lived elsewhere", now=now)
    row = row_of(coordinator, request_)
    assert (row.status, row.status_reason) == (RequestStatus.WAIVED, "The child lived elsewhere")
    assert messages()[-1][0] == "form_b_withdrawn"
    with pytest.raises(Blocked):
        form_b.withdraw(coordinator, request_.public_id, reason="Again", now=now)
    with pytest.raises(Blocked):
        form_b.extend(coordinator, request_.public_id, due_on=date(2027, 1, 29), now=now)


@ON_BOTH
def test_withdrawn_agency_can_be_asked_again(coordinator: Actor, request_: MadeRequest, now: datetime) -> None:
    form_b.withdraw(coordinator, request_.public_id, reason="By mistake", now=now)
    form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=now)
    assert row_of(coordinator, request_).status is RequestStatus.SENT


@ON_BOTH
def test_form_that_came_back_is_read_on_record_and_sent_back(
    coordinator: Actor, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    with pytest.raises(Blocked):
        form_b.read_forms(coordinator, request_.public_id, now=now)
    with pytest.raises(Blocked):
        form_b.send_back(coordinator, request_.public_id, reason="Which ward?", now=now)
    form_b_returns.hold_nothing(respondent(request_, panel_id=cast.panel_id, now=now), now=now)
    form = form_b.read_forms(coordinator, request_.public_id, now=now)
    assert form.request.status is RequestStatus.NOTHING_HELD
    reading = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == AuditVerb.FORM_B_READ)
    assert db.session.scalar(reading) == 1
    form_b.send_back(coordinator, request_.public_id, reason="Which ward?", now=now)
    row = row_of(coordinator, request_)
    assert (row.status, row.status_reason, row.returned_at) == (RequestStatus.SENT_BACK, "Which ward?", None)
    assert messages()[-1][0] == "form_b_sent_back"
    response = db.session.get_one(FormResponse, request_.response_id)
    assert (response.status, response.submitted_at) == (ResponseStatus.STARTED, None)
    assert respondent(request_, panel_id=cast.panel_id, now=now)


def test_answered_request_is_neither_sent_again_nor_withdrawn(
    coordinator: Actor, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    form_b_returns.hold_nothing(respondent(request_, panel_id=cast.panel_id, now=now), now=now)
    with pytest.raises(Blocked):
        form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=now)
    with pytest.raises(Blocked):
        form_b.withdraw(coordinator, request_.public_id, reason="No need", now=now)


def test_request_of_another_panel_is_not_found(cast: Cast, request_: MadeRequest, now: datetime) -> None:
    theirs = cast.person("chair", panel_id=cast.other_panel_id)
    for verb in (
        lambda: form_b.read_forms(theirs, request_.public_id, now=now),
        lambda: form_b.withdraw(theirs, request_.public_id, reason="Mischief", now=now),
    ):
        with pytest.raises(NotFound):
            verb()
    assert form_b_queries.requests_of_case(theirs, 1) == ()
