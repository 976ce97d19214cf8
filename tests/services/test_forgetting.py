"""What is no longer needed goes, all else stays."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import Base, db
from cdop.models import (
    AuditEntry,
    FormAnswer,
    FormAnswerHistory,
    FormResponse,
    InvitationCode,
    Notification,
    OutboundMessage,
    RespondentSession,
    SignInAttempt,
    UserSession,
)
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer, AnswerSet
from cdop.questionnaires.merging import seen
from cdop.rules.actors import public
from cdop.rules.vocabulary import AuditVerb, JobOutcome, NotificationSource
from cdop.services import forgetting, intake, invitations, jobs, respondents, sessions
from cdop.services.respondents import CodeRefused
from tests.agencies import BROWSER, MadeRequest, ask, mark, open_form, token_of
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.live_cases import send_notification
from tests.personas import PASSWORD, Cast, address

pytestmark = ON_BOTH

DAY, WEEK, SECOND = timedelta(days=1), timedelta(days=7), timedelta(seconds=1)
FIRST, SECOND_ANSWER = ({("given_names", ""): Answer(name)} for name in ("Ada", "Eda"))


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), add_case(cast.person("coordinator"), now=now), now=now)


def number_of(model: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def begin(cast: Cast, now: datetime, source: NotificationSource = NotificationSource.PUBLIC_FORM) -> str:
    """Begin a notification and answer a question of it."""
    is_call = source is NotificationSource.TELEPHONE
    actor, code = cast.person("coordinator") if is_call else public(cast.panel_id), intake.new_code()
    intake.begin(actor, panel_id=cast.panel_id, code=code, source=source, now=now)
    intake.save_page(actor, code, FIRST, seen={}, now=now)
    return code


def answer_again(code: str, typed: AnswerSet, shown: AnswerSet, *, now: datetime) -> None:
    page = seen(registry.current("notification", now.date()), shown)
    assert intake.save_page(public(), code, typed, seen=page, now=now).changed


def test_notification_never_sent_goes_with_its_answers_a_week_after_the_last(cast: Cast, now: datetime) -> None:
    answer_again(begin(cast, now), SECOND_ANSWER, FIRST, now=now + DAY)
    assert (number_of(FormAnswer), number_of(FormAnswerHistory)) == (1, 1)
    assert forgetting.forget(now=now + DAY + WEEK)["drafts"] == 0
    assert forgetting.forget(now=now + DAY + WEEK + SECOND)["drafts"] == 1
    left = [number_of(model) for model in (Notification, FormResponse, FormAnswer, FormAnswerHistory)]
    assert left == [0, 0, 0, 0]
    forgotten = select(AuditEntry.subject_kind).where(AuditEntry.verb == AuditVerb.FORGOTTEN)
    of_it = {"form_answer", "form_response", "notification"}
    assert set(db.session.scalars(forgotten)) == of_it | {"sign_in_attempt"}, "and the saves that were counted"


def test_notification_that_was_sent_and_a_call_that_is_written_down_stay(cast: Cast, now: datetime) -> None:
    send_notification(cast.panel_id, now=now)
    begin(cast, now, NotificationSource.TELEPHONE)
    answers = number_of(FormAnswer)
    assert forgetting.forget(now=now + 10 * WEEK)["drafts"] == 0
    assert (number_of(Notification), number_of(FormAnswer)) == (2, answers)


def test_more_than_one_batch_is_forgotten_in_one_run(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "DRAFTS_AT_ONCE", 2)
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for _ in range(5):
        begin(cast, now)
        with pytest.raises(sessions.SignInRefused):
            sessions.sign_in("nobody@example.com", "wrong", caller="127.0.0.1", now=now)
    counts = forgetting.forget(now=now + 2 * WEEK)
    assert (counts["drafts"], counts["tries"]) == (5, 15)


def test_sign_in_that_is_over_goes_but_the_newest_of_each_account_stays(cast: Cast, now: datetime) -> None:
    for name in ("coordinator", "chair"):
        cast.person(name)
        for at in (now, now + SECOND):
            sessions.sign_in(address(name), PASSWORD, caller="127.0.0.1", now=at)
    assert forgetting.forget(now=now + DAY)["sessions"] == 0
    assert forgetting.forget(now=now + DAY + SECOND)["sessions"] == 2
    db.session.rollback()
    assert list(db.session.scalars(select(UserSession.started_at))) == [now + SECOND] * 2


def test_refused_sign_ins_go_after_a_day_and_how_many_is_on_record(cast: Cast, now: datetime) -> None:
    with pytest.raises(sessions.SignInRefused):
        sessions.sign_in("nobody@example.com", "wrong", caller="127.0.0.1", now=now)
    assert forgetting.forget(now=now + DAY)["tries"] == 0
    assert forgetting.forget(now=now + DAY + SECOND)["tries"] == 2
    assert number_of(SignInAttempt) == 0
    entry = select(AuditEntry.changes).where(AuditEntry.subject_kind == "sign_in_attempt")
    assert list(db.session.scalars(entry)) == [{"count": 2}]


def test_code_goes_a_day_after_its_end_and_who_opened_the_form_stays(request_: MadeRequest, now: datetime) -> None:
    open_form(request_, now=now)
    assert forgetting.forget(now=now + DAY)["codes"] == 0
    assert forgetting.forget(now=now + DAY + WEEK)["codes"] == 1
    assert (number_of(InvitationCode), number_of(RespondentSession)) == (0, 1)


def test_code_that_was_guessed_at_still_counts_against_its_link(request_: MadeRequest, now: datetime) -> None:
    respondents.send_code(public(), token_of(request_), BROWSER, submission_id=mark(), now=now)
    with pytest.raises(CodeRefused):
        respondents.open_form(token_of(request_), BROWSER, code="wrong", name="Pat", role="nurse", now=now)
    assert forgetting.forget(now=now + WEEK)["codes"] == 0


def test_message_of_a_forgotten_code_is_not_sent_any_more_but_can_be_looked_at(
    app: Flask, request_: MadeRequest, now: datetime
) -> None:
    respondents.send_code(public(), token_of(request_), BROWSER, submission_id=mark(), now=now)
    message = select(OutboundMessage.context).where(OutboundMessage.template == "form_b_code")
    (context,) = db.session.scalars(message)
    assert forgetting.forget(now=now + WEEK)["codes"] == 1
    words = invitations.words_of_code(context, app.config["CDOP"])
    assert (invitations.is_code_live(context, now), words["code"]) == (False, invitations.CODE_FORGOTTEN)


def test_runs_of_jobs_are_forgotten_too(cast: Cast, now: datetime) -> None:
    jobs.note_run(jobs.JOB, "a job", JobOutcome.DONE, {}, started=now, now=now)
    assert forgetting.forget(now=now + jobs.KEPT)["runs"] == 0
    assert forgetting.forget(now=now + jobs.KEPT + SECOND)["runs"] == 1


def test_what_was_forgotten_leaves_its_id_to_nobody(cast: Cast, request_: MadeRequest, now: datetime) -> None:
    ids = []
    for at in (now, now + 2 * WEEK):
        begin(cast, at)
        respondents.send_code(public(), token_of(request_), BROWSER, submission_id=mark(), now=at)
        ids.append([latest_id(model) for model in (Notification, FormResponse, InvitationCode)])
        counts = forgetting.forget(now=at + WEEK + SECOND)
        assert (counts["drafts"], counts["codes"]) == (1, 1)
    first, second = ids
    assert [later > earlier for earlier, later in zip(first, second, strict=True)] == [True] * 3


def latest_id(model: type[Notification] | type[FormResponse] | type[InvitationCode]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.max(model.id))) or 0
