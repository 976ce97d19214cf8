"""Answering a reporting form: several people on one, whose words are whose, nothing lost, sent once."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, FormResponse, Invitation
from cdop.queries import form_b as form_b_queries
from cdop.queries.form_b import OpenForms
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires import merging
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey, answer
from cdop.questionnaires.completeness import asked
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, RequestStatus, ResponseStatus
from cdop.services import form_b, form_b_returns
from cdop.services.errors import Blocked, Forbidden, Invalid
from tests.agencies import MadeRequest, ask, respondent
from tests.factories import add_case
from tests.personas import Cast


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


@pytest.fixture
def manager(request_: MadeRequest, cast: Cast, now: datetime) -> Actor:
    return respondent(request_, panel_id=cast.panel_id, now=now)


def the_forms(actor: Actor) -> OpenForms:
    found = form_b_queries.open_forms(actor)
    assert found is not None
    return found


def the_form(actor: Actor) -> FormOfRequest:
    """The reporting form among those that somebody has open."""
    (form, *_others) = the_forms(actor).forms
    return form


def named(key: str) -> AnswerKey:
    return key, NOT_IN_A_GROUP


def save(actor: Actor, now: datetime, section: str = "reporting", **typed: object) -> None:
    form_b_returns.save(actor, "form_b", section, {named(k): Answer(v) for k, v in typed.items()}, seen={}, now=now)


def test_first_who_opens_it_finds_their_name_role_and_agency(manager: Actor) -> None:
    answers = the_form(manager).answered.answers
    assert {key: given.value for (key, _row), given in answers.items()} == {
        "completed_by_name": "Pat Manager",
        "completed_by_role": "practice manager",
        "completed_by_agency": "Invented Surgery",
    }


def test_colleague_goes_on_and_each_answer_keeps_its_author(
    request_: MadeRequest, manager: Actor, cast: Cast, now: datetime
) -> None:
    save(manager, now, contact_summary="Registered since birth")
    doctor = respondent(request_, panel_id=cast.panel_id, now=now, name="Dr Jo Doctor")
    save(doctor, now, section="circumstances", circumstances="Seen on Monday")
    form = the_form(doctor)
    authors = {key: author.name for (key, _row), author in form.answered.authors.items()}
    assert authors["contact_summary"] == "Pat Manager (practice manager)"
    assert authors["circumstances"] == "Dr Jo Doctor (practice manager)"
    assert the_forms(doctor).request.status is RequestStatus.IN_PROGRESS


def test_two_at_once_on_one_question_lose_nothing(
    request_: MadeRequest, manager: Actor, cast: Cast, now: datetime
) -> None:
    doctor = respondent(request_, panel_id=cast.panel_id, now=now, name="Dr Jo Doctor")
    save(manager, now, contact_summary="The manager's words")
    typed = {named("contact_summary"): Answer("The doctor's words")}
    saved = form_b_returns.save(doctor, "form_b", "reporting", typed, seen={}, now=now)
    (conflict,) = saved.conflicts
    assert (conflict.stored.value, conflict.typed.value) == ("The manager's words", "The doctor's words")
    stored = the_form(doctor).answered.answers
    assert answer(stored, "contact_summary").value == "The manager's words"
    seen = merging.seen(the_form(doctor).spec, stored)
    assert form_b_returns.save(doctor, "form_b", "reporting", typed, seen=seen, now=now).conflicts == ()


def test_question_for_other_agencies_is_not_taken(manager: Actor, now: datetime) -> None:
    with pytest.raises(Invalid):
        save(manager, now, section="circumstances", scene_findings="A policeman's words")


def test_form_cannot_be_sent_while_a_required_answer_is_missing(manager: Actor, now: datetime) -> None:
    with pytest.raises(Blocked) as blocked:
        form_b_returns.submit(manager, reason="No time", now=now)
    assert any("Whose records did you search?" in reason for reason in blocked.value.reasons)


def test_missing_expected_answers_need_a_reason(request_: MadeRequest, manager: Actor, now: datetime) -> None:
    save(manager, now, records_searched=("child",))
    with pytest.raises(Invalid) as refused:
        form_b_returns.submit(manager, reason=" ", now=now)
    assert set(refused.value.faults) == {"reason"}
    assert db.session.get_one(FormResponse, request_.response_id).status is ResponseStatus.STARTED
    db.session.rollback()
    form_b_returns.submit(manager, reason="The notes are with the coroner", now=now)
    request = db.session.get_one(FormRequest, request_.id)
    assert (request.status, request.status_reason) == (RequestStatus.RETURNED, "The notes are with the coroner")
    assert request.returned_at == now


def test_whole_form_needs_no_reason(request_: MadeRequest, manager: Actor, now: datetime) -> None:
    save(manager, now, records_searched=("child",))
    form = the_form(manager)
    for one in asked(form.spec, form.answered.answers, "gp"):
        if one.answer.is_blank and one.question.non_answers:
            typed = {one.name: Answer(non_answer=NonAnswer(one.question.non_answers[0]))}
            form_b_returns.save(manager, "form_b", one.section.key, typed, seen={}, now=now)
    assert the_form(manager).completeness.missing_expected == ()
    assert form_b_returns.submit(manager, reason="", now=now) == request_.public_id


def test_nothing_held_is_one_step(request_: MadeRequest, manager: Actor, now: datetime) -> None:
    form_b_returns.hold_nothing(manager, now=now)
    request = db.session.get_one(FormRequest, request_.id)
    assert (request.status, request.returned_at) == (RequestStatus.NOTHING_HELD, now)


def test_nothing_held_is_refused_where_something_is_answered(manager: Actor, now: datetime) -> None:
    save(manager, now, contact_summary="Registered since birth")
    with pytest.raises(Blocked):
        form_b_returns.hold_nothing(manager, now=now)


@pytest.mark.parametrize("end", ["sent", "withdrawn", "reissued"])
def test_nothing_can_be_written_once_the_link_has_ended(
    end: str, request_: MadeRequest, manager: Actor, cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    if end == "sent":
        form_b_returns.hold_nothing(manager, now=now)
    elif end == "withdrawn":
        form_b.withdraw(coordinator, request_.public_id, reason="By mistake", now=now)
    else:
        form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=now)
    for verb in (
        lambda: save(manager, now, contact_summary="Too late"),
        lambda: form_b_returns.submit(manager, reason="", now=now),
        lambda: form_b_returns.hold_nothing(manager, now=now),
    ):
        with pytest.raises(Blocked):
            verb()
    assert form_b_queries.open_forms(manager) is None


def test_people_with_an_account_do_not_answer_for_an_agency(
    app: Flask, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    invitation_id = db.session.scalar(select(Invitation.id))
    db.session.rollback()
    coordinator = cast.person("coordinator")
    disguised = Actor(
        ActorKind.PERSON, user_id=coordinator.user_id, panel_id=cast.panel_id, invitation_id=invitation_id
    )
    with pytest.raises(Forbidden):
        save(disguised, now, contact_summary="The coordinator's words")


@pytest.mark.parametrize("verb", ["submit", "hold_nothing"])
def test_form_sent_twice_at_once_is_returned_once(verb: str, manager: Actor, now: datetime) -> None:
    told = {"reason": "The notes are with the coroner"} if verb == "submit" else {}
    if verb == "submit":
        save(manager, now, records_searched=("child",))
        save(manager, now, section="circumstances", circumstances="Seen on Monday")
    send = getattr(form_b_returns, verb)
    assert len({send(manager, **told, submission_id="one-mark-of-the-tests", now=now) for _ in range(3)}) == 1
    with pytest.raises(Blocked):
        send(manager, **told, submission_id="another-mark-of-the-tests", now=now)
