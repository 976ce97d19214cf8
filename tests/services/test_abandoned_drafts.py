"""What an agency wrote and never sent is deleted once abandoned: never unannounced, never what was sent or filed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import Base, db
from cdop.models import (
    Attachment,
    AttachmentContent,
    AuditEntry,
    FormAnswer,
    FormAnswerHistory,
    FormRequest,
    OutboundMessage,
)
from cdop.questionnaires import merging, registry
from cdop.questionnaires.answer import Answer
from cdop.rules import drafts
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import AttachmentKind, AuditVerb, ContactWay, HoldKind, RequestStatus
from cdop.services import (
    abandoned_drafts,
    attachments,
    deadlines,
    delivery,
    form_b,
    form_b_returns,
    holds,
    jobs,
    keys,
    request_contacts,
)
from cdop.services.attachments import Upload
from cdop.services.delivery import Delivery
from cdop.services.request_contacts import Contact
from cdop.services.smtp import DemoTransport
from tests.agencies import MadeRequest, ask, fill_in, respondent
from tests.databases import ON_BOTH, SECRET
from tests.documents_sent import PDF
from tests.factories import MadeCase, add_case
from tests.messages import SENDER
from tests.personas import Cast

pytestmark = ON_BOTH

DAY = timedelta(days=1)
KEPT = timedelta(days=180)
TOLD = KEPT - drafts.NOTICE
"""So long after the last change the agency is told, and the day is then `drafts.NOTICE` later."""
WORDS = "Registered since birth"


@pytest.fixture
def due() -> datetime:
    """The day on which a form is due that is asked for now: from then on it may be abandoned."""
    return datetime(2026, 12, 11, 10, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    keys.use_secret(SECRET)
    return ask(cast.person("coordinator"), case, now=now, email="surgery@example.com")


@pytest.fixture
def pat(cast: Cast, request_: MadeRequest, now: datetime) -> Actor:
    """Somebody who has written an answer, changed it later, and attached a document."""
    actor = respondent(request_, panel_id=cast.panel_id, now=now)
    fill_in(actor, {"contact_summary": "Registered"}, now=now - DAY)
    spec, name = registry.current("form_b", now.date()), ("contact_summary", "")
    seen = merging.seen(spec, {name: Answer("Registered")})
    assert form_b_returns.save(actor, "form_b", "reporting", {name: Answer(WORDS)}, seen=seen, now=now).changed
    attach(actor, request_, now=now)
    return actor


def attach(
    actor: Actor, request: MadeRequest, *, name: str = "summary.pdf", content: bytes = PDF, now: datetime
) -> None:
    kind = AttachmentKind.RECORD_SUMMARY
    attachments.attach(actor, request.public_id, Upload(name, content), kind=kind, now=now)


def row() -> FormRequest:
    db.session.rollback()
    return db.session.scalars(select(FormRequest).execution_options(populate_existing=True)).one()


def count(model: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def notices() -> list[tuple[str, str]]:
    db.session.rollback()
    query = select(OutboundMessage).where(OutboundMessage.template == "form_b_purge").order_by(OutboundMessage.id)
    return [(each.to_address, each.context["purge_on"]) for each in db.session.scalars(query)]


def send(app: Flask, *, now: datetime) -> None:
    """Let every message leave that is due, however long since."""
    fence = jobs.hold("this test", now=now)
    assert fence is not None
    config = replace(app.config["CDOP"], mail_from=SENDER, message_days=365)
    while delivery.deliver_next(DemoTransport(), config, fence=fence, now=now) is not Delivery.NONE_DUE:
        pass


def is_whole() -> bool:
    """Whether everything that was written and attached is there."""
    return (count(FormAnswer) > 1, count(Attachment), count(AttachmentContent)) == (True, 1, 1)


def day_of(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def test_draft_is_told_of_and_then_deleted_on_its_day_with_counts_on_record(
    app: Flask, pat: Actor, due: datetime
) -> None:
    assert abandoned_drafts.purge(now=due + TOLD - DAY) == {}
    assert abandoned_drafts.purge(now=due + TOLD) == {"told": 1}
    purge_on = day_of(due + KEPT)
    assert (row().purge_on, notices()) == (purge_on, [("surgery@example.com", purge_on.isoformat())])
    send(app, now=due + TOLD)
    assert abandoned_drafts.purge(now=due + KEPT - DAY) == {}
    assert is_whole()
    answers, earlier = count(FormAnswer), count(FormAnswerHistory)
    assert abandoned_drafts.purge(now=due + KEPT) == {"deleted": 1}
    assert earlier == 1
    left = [count(each) for each in (FormAnswer, FormAnswerHistory, Attachment, AttachmentContent)]
    assert (left, row().status, row().purge_on, row().purged_at) == (
        [0, 0, 0, 0],
        RequestStatus.OPENED,
        None,
        due + KEPT,
    )
    purged = select(AuditEntry).where(AuditEntry.verb == AuditVerb.DRAFT_PURGED)
    entries = db.session.scalars(purged).all()
    assert {"answers": answers, "earlier_answers": earlier, "documents": 1} in [each.changes for each in entries]
    assert WORDS not in str([each.changes for each in entries])
    # What is written from then on is a draft like any other.
    fill_in(pat, {"contact_summary": "Registered again"}, now=due + KEPT)
    assert abandoned_drafts.purge(now=due + KEPT + TOLD) == {"told": 1}


def test_nothing_is_deleted_before_the_message_has_left_in_time(app: Flask, pat: Actor, due: datetime) -> None:
    abandoned_drafts.purge(now=due + TOLD)
    assert abandoned_drafts.purge(now=due + KEPT) == {"told again": 1}
    later = due + KEPT + drafts.NOTICE
    assert (is_whole(), row().purge_on) == (True, day_of(later))
    send(app, now=later - drafts.LEAST_NOTICE + DAY)
    assert abandoned_drafts.purge(now=later) == {"told again": 1}
    assert is_whole()
    told = db.session.scalars(select(OutboundMessage.status).where(OutboundMessage.template == "form_b_purge"))
    assert [status.value for status in told] == ["withdrawn", "sent", "due"]


def test_panel_keeps_drafts_for_as_long_as_it_says(cast: Cast, pat: Actor, due: datetime) -> None:
    deadlines.set_length(cast.command_line, cast.panel_id, drafts.KEPT.key, 60, from_on=due.date(), now=due)
    assert abandoned_drafts.purge(now=due + timedelta(days=31)) == {}
    assert abandoned_drafts.purge(now=due + timedelta(days=32)) == {"told": 1}
    assert row().purge_on == day_of(due + timedelta(days=60))


@pytest.mark.parametrize("kind", [HoldKind.CRIMINAL, HoldKind.INQUEST])
def test_nothing_is_deleted_while_proceedings_are_open(
    app: Flask, cast: Cast, case: MadeCase, pat: Actor, due: datetime, kind: HoldKind
) -> None:
    us = cast.person("coordinator")
    assert abandoned_drafts.purge(now=due + TOLD) == {"told": 1}
    send(app, now=due + TOLD)
    began, mark = due + TOLD + DAY, "h" * 20
    hold = holds.start_hold(us, case.public_id, kind, started_on=day_of(began), submission_id=mark, now=began)
    assert abandoned_drafts.purge(now=due + KEPT) == {"kept for proceedings": 1}
    assert (is_whole(), row().purge_on) == (True, None)
    assert abandoned_drafts.purge(now=due + KEPT + DAY) == {}
    ended = due + KEPT + 2 * DAY
    holds.end_hold(us, case.public_id, hold, ended_on=day_of(ended), now=ended)
    assert abandoned_drafts.purge(now=ended) == {"told": 1}
    assert (is_whole(), row().purge_on) == (True, day_of(ended + drafts.NOTICE))


def goes_on(us: Actor, pats: dict[str, Actor], requests: dict[str, MadeRequest], now: datetime) -> None:
    """Each draft that was told of goes on in its own way."""
    fill_in(pats["answered"], {"records_searched": ("child",)}, now=now)
    attach(pats["attached"], requests["attached"], name="minutes.pdf", content=PDF + b"\n", now=now)
    form_b.reissue(us, requests["asked anew"].public_id, email="new@example.com", now=now)
    form_b.extend(us, requests["given time"].public_id, due_on=day_of(now + DAY), now=now)


def given(us: Actor, pats: dict[str, Actor], requests: dict[str, MadeRequest], now: datetime) -> None:
    """What was sent once, though it came back, and what was filed for its agency."""
    fill_in(pats["sent back"], {"records_searched": ("child",)}, now=now)
    form_b_returns.submit(pats["sent back"], reason="All we hold", now=now)
    form_b.send_back(us, requests["sent back"].public_id, reason="Since when?", now=now)
    told = Contact(ContactWay.EMAIL, day_of(now), "Pat Manager", "", "")
    request_contacts.file_return(us, requests["filed"].public_id, told, uploads=[Upload("form.pdf", PDF)], now=now)


def test_only_drafts_that_nobody_goes_on_with_are_deleted(
    app: Flask, cast: Cast, case: MadeCase, now: datetime, due: datetime
) -> None:
    keys.use_secret(SECRET)
    us = cast.person("coordinator")
    drafted = ("left", "not needed", "answered", "attached", "asked anew", "given time")
    requests = {name: ask(us, case, now=now) for name in (*drafted, "sent back", "filed", "only opened")}
    pats = {name: respondent(each, panel_id=cast.panel_id, now=now) for name, each in requests.items()}
    for name in drafted:
        fill_in(pats[name], {"contact_summary": WORDS}, now=now)
    form_b.withdraw(us, requests["not needed"].public_id, reason="Asked twice", now=now)
    given(us, pats, requests, now)
    assert abandoned_drafts.purge(now=due + TOLD) == {"told": len(drafted)}
    goes_on(us, pats, requests, due + TOLD + DAY)
    send(app, now=due + TOLD)
    assert abandoned_drafts.purge(now=due + KEPT) == {"deleted": 2}
    rows = {each.id: each for each in db.session.scalars(select(FormRequest))}
    purged = {name for name, each in requests.items() if rows[each.id].purged_at}
    assert (purged, {each.purge_on for each in rows.values()}) == ({"left", "not needed"}, {None})
    assert rows[requests["not needed"].id].status is RequestStatus.WAIVED
