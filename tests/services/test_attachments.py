"""Files of a request: kept encrypted, locked away until scanned, handed out with a trace, to those who may."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from cdop.extensions import db
from cdop.models import Attachment, AttachmentContent, AuditEntry
from cdop.queries.attachments import files_of
from cdop.rules import attachments as rules
from cdop.rules.actors import Actor
from cdop.rules.attachments import Limit
from cdop.rules.vocabulary import AttachmentKind, AuditVerb, ScanStatus
from cdop.services import attachments, cases, form_b, form_b_returns, keys, scanning
from cdop.services.attachments import JOB, Upload
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from cdop.services.scanning import ScannerAway
from tests.agencies import MadeRequest, ask, mark, respondent
from tests.databases import SECRET
from tests.documents_sent import PDF, TEXT, picture
from tests.factories import MadeCase, add_case
from tests.personas import Cast, address
from tests.scanner import EICAR, Clamd, scanner

REPORT = Upload("PM Canarianna.pdf", PDF)


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now)


@pytest.fixture
def pat(cast: Cast, request_: MadeRequest, now: datetime) -> Actor:
    return respondent(request_, panel_id=cast.panel_id, now=now)


@pytest.fixture
def clamd(sqlite_app: Flask) -> Iterator[Clamd]:
    with scanner() as server:
        yield server


def attach(actor: Actor, request: MadeRequest, upload: Upload = REPORT, *, now: datetime, **told: str) -> str:
    kind = AttachmentKind.POST_MORTEM
    return attachments.attach(actor, request.public_id, upload, kind=kind, submission_id=told.get("mark"), now=now)


def opened(actor: Actor, request: MadeRequest, file_id: str, *, now: datetime) -> bytes:
    return attachments.open_file(actor, request.public_id, file_id, now=now).content


def sealed() -> list[bytes]:
    found = list(db.session.scalars(select(AttachmentContent.sealed)))
    db.session.rollback()
    return found


def test_file_is_kept_encrypted_and_comes_back_as_it_was(pat: Actor, request_: MadeRequest, now: datetime) -> None:
    file_id = attach(pat, request_, now=now)
    (kept,) = sealed()
    assert (PDF[:8] in kept, len(kept)) == (False, len(PDF) + 28)
    served = attachments.open_file(pat, request_.public_id, file_id, now=now)
    assert (served.content, served.media_type) == (PDF, "application/pdf")
    assert (served.name.startswith("post-mortem-report-FB-"), "Canarianna" in served.name) == (True, False)
    read = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.FILE_READ)).one()
    assert (read.actor_name, read.subject_kind) == ("Pat Manager (practice manager)", "attachment")
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.FILE_ATTACHED)).all()
    assert "Canarianna" not in str([entry.changes for entry in told])


def test_file_comes_back_byte_for_byte_on_each_database(app: Flask, now: datetime) -> None:
    cast, content = Cast(now), PDF[:-6] + bytes(range(256)) * 4000 + b"%%EOF\n"
    request = ask(cast.person("coordinator"), add_case(cast.person("coordinator"), now=now), now=now)
    actor = respondent(request, panel_id=cast.panel_id, now=now)
    file_id = attach(actor, request, Upload("scan.pdf", content), now=now)
    assert opened(actor, request, file_id, now=now) == content


def test_file_of_a_draft_is_its_agencys_alone_until_the_form_is_sent(
    pat: Actor, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    coordinator, file_id = cast.person("coordinator"), attach(pat, request_, now=now)
    assert ([len(files_of(request_.id, only_given=given)) for given in (False, True)]) == [1, 0]
    with pytest.raises(NotFound):
        opened(coordinator, request_, file_id, now=now)
    with pytest.raises(Blocked):
        form_b_returns.hold_nothing(pat, now=now)
    form_b_returns.save(pat, "form_b", "reporting", {}, seen={}, now=now)
    send(pat, now=now)
    assert opened(coordinator, request_, file_id, now=now) == PDF
    with pytest.raises(NotFound):
        opened(pat, request_, file_id, now=now)


def send(pat: Actor, *, now: datetime) -> None:
    from cdop.questionnaires.answer import Answer

    typed = {
        "reporting": {("contact_summary", ""): Answer("Seen once"), ("records_searched", ""): Answer(("child",))},
        "circumstances": {("circumstances", ""): Answer("Seen on Monday")},
    }
    for section, answers in typed.items():
        form_b_returns.save(pat, "form_b", section, answers, seen={}, now=now)
    form_b_returns.submit(pat, reason="The rest is with the trust", now=now)


def test_other_agencies_and_other_requests_have_no_way_to_a_file(
    pat: Actor, request_: MadeRequest, case: MadeCase, cast: Cast, now: datetime
) -> None:
    coordinator, file_id = cast.person("coordinator"), attach(pat, request_, now=now)
    other = ask(coordinator, case, now=now)
    jo = respondent(other, panel_id=cast.panel_id, now=now, name="Jo")
    for request in (request_, other):
        with pytest.raises(NotFound):
            opened(jo, request, file_id, now=now)
    with pytest.raises(NotFound):
        attachments.remove(jo, request_.public_id, file_id, now=now)
    with pytest.raises(NotFound):
        attach(jo, request_, now=now)
    send(pat, now=now)
    with pytest.raises(NotFound):
        opened(coordinator, other, file_id, now=now)
    assert opened(cast.person("chair"), request_, file_id, now=now) == PDF
    with pytest.raises(Forbidden):
        attach(cast.person("chair"), request_, now=now)
    cases.exclude(coordinator, case.public_id, email=address("chair"), reason="Treated the child", now=now)
    chair = Actor(**{**as_dict(cast.person("chair")), "excluded_case_ids": frozenset({case.id})})
    with pytest.raises(NotFound):
        opened(chair, request_, file_id, now=now)


def as_dict(actor: Actor) -> dict[str, object]:
    return {name: getattr(actor, name) for name in Actor.__slots__}


def test_coordinator_files_what_came_by_mail_and_it_counts_as_given(
    request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    file_id = attach(coordinator, request_, Upload("letter.txt", TEXT), now=now)
    (row,) = files_of(request_.id, only_given=True)
    assert (row.public_id, row.by_name, row.given_at) == (file_id, "Coordinator", now)
    assert opened(coordinator, request_, file_id, now=now) == TEXT
    with pytest.raises(Blocked):
        attachments.remove(coordinator, request_.public_id, file_id, now=now)


def test_scanner_locks_files_away_and_keeps_nothing_harmful(
    clamd: Clamd, pat: Actor, request_: MadeRequest, now: datetime
) -> None:
    harmful, clean = Upload("minutes.txt", EICAR), Upload("long.txt", b"word " * 400_000)
    for upload, status, size in ((harmful, ScanStatus.INFECTED, len(EICAR)), (clean, ScanStatus.CLEAN, 2_000_000)):
        file_id = attach(pat, request_, upload, now=now)
        with pytest.raises(Blocked, match="Waiting for the virus scan"):
            opened(pat, request_, file_id, now=now)
        assert (attachments.scan(file_id, now=now), clamd.seen[-1]) == (status, size)
    rows = files_of(request_.id, only_given=False)
    assert [row.is_openable for row in rows] == [False, True]
    with pytest.raises(Blocked, match="found something harmful"):
        opened(pat, request_, rows[0].public_id, now=now)
    assert opened(pat, request_, rows[1].public_id, now=now) == clean.content
    assert len(sealed()) == 1, "nothing is left of what was harmful"
    found = db.session.scalar(select(Attachment.scan_found).where(Attachment.public_id == rows[0].public_id))
    assert found == "Eicar-Test-Signature"


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: lstat() failed. ERROR", b"OK"])
def test_scanner_that_gives_no_verdict_leaves_the_file_locked_away(
    says: bytes, clamd: Clamd, pat: Actor, request_: MadeRequest, now: datetime
) -> None:
    clamd.says = says
    file_id = attach(pat, request_, now=now)
    assert (attachments.scan(file_id, now=now), attachments.scan_waiting(now=now)) == (ScanStatus.WAITING, 0)
    with pytest.raises(Blocked):
        opened(pat, request_, file_id, now=now)
    clamd.says = None
    assert attachments.scan_waiting(now=now + timedelta(minutes=1)) == 1
    assert opened(pat, request_, file_id, now=now) == PDF
    assert attachments.scan_waiting(now=now) == 0


def test_scanner_that_is_away_is_waited_for(pat: Actor, request_: MadeRequest, tmp_path: object, now: datetime) -> None:
    scanning.use(f"unix://{tmp_path}/nobody-listens")
    try:
        file_id = attach(pat, request_, now=now)
        assert attachments.scan(file_id, now=now) is ScanStatus.WAITING
        with pytest.raises(ScannerAway):
            scanning.scan(b"anything")
    finally:
        scanning.use(None)


def test_file_is_bound_to_its_row_and_to_the_key(pat: Actor, request_: MadeRequest, now: datetime) -> None:
    one, other = attach(pat, request_, now=now), attach(pat, request_, Upload("a.txt", TEXT), now=now)
    ids = dict(db.session.execute(select(Attachment.public_id, Attachment.id)).all())
    db.session.rollback()
    with db.engine.begin() as connection:
        content = AttachmentContent.__table__
        swapped = connection.scalar(select(content.c.sealed).where(content.c.attachment_id == ids[one]))
        connection.execute(update(content).where(content.c.attachment_id == ids[other]).values(sealed=swapped))  # type: ignore[arg-type]
    with pytest.raises(Blocked):
        opened(pat, request_, other, now=now)
    keys.use_secret("another secret, as long as the first one was")
    with pytest.raises(Blocked, match="secret key was changed"):
        opened(pat, request_, one, now=now)
    keys.use_secret(SECRET)
    assert opened(pat, request_, one, now=now) == PDF


def test_what_is_not_taken_says_why_and_leaves_nothing(
    pat: Actor, request_: MadeRequest, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with pytest.raises(Invalid, match="not what its name says"):
        attach(pat, request_, Upload("a.pdf", TEXT), now=now)
    same = mark()
    assert attach(pat, request_, now=now, mark=same) == attach(pat, request_, now=now, mark=same)
    with pytest.raises(Invalid, match="attached already"):
        attach(pat, request_, Upload("other name.pdf", PDF), now=now)
    monkeypatch.setattr(rules, "OF_A_FORM", Limit(20, len(PDF) + 10))
    with pytest.raises(Invalid, match="too large together"):
        attach(pat, request_, Upload("a.txt", TEXT), now=now)
    monkeypatch.setattr(rules, "OF_A_FORM", Limit(1, rules.OF_A_FORM.size))
    with pytest.raises(Invalid, match="no more than 1 file here"):
        attach(pat, request_, Upload("a.png", picture("PNG")), now=now)
    assert len(files_of(request_.id, only_given=False)) == 1


def test_file_is_taken_off_a_draft_and_gone(pat: Actor, request_: MadeRequest, cast: Cast, now: datetime) -> None:
    file_id = attach(pat, request_, now=now)
    attachments.remove(pat, request_.public_id, file_id, now=now)
    assert (files_of(request_.id, only_given=False), sealed()) == ((), [])
    form_b.withdraw(cast.person("coordinator"), request_.public_id, reason="Not known there", now=now)
    with pytest.raises(NotFound):
        attach(pat, request_, now=now)
    assert attachments.scan("no such file", now=now) is ScanStatus.WAITING
    assert JOB.name == "scan files"
