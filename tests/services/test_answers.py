"""Answers are kept with their authors; several people at once lose nothing; what is sent is judged once more."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, FormAnswerHistory, FormResponse
from cdop.queries.answers import answers_of
from cdop.questionnaires.answer import BLANK, Answer, AnswerSet
from cdop.questionnaires.merging import Conflict, Seen, seen
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, AuditVerb, ResponseStatus
from cdop.services import answers
from cdop.services.errors import Blocked, Invalid
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast
from tests.questionnaires.sample import EXAMPLES, NOT_KNOWN, SAMPLE, answered

NAME = ("place_other", "")
READY = answered(place="home", incident="12")


@writes(AuditVerb.FORM_B_REQUESTED)
def started(actor: Actor, case_id: int | None, *, now: datetime) -> int:
    """Begin a response of the tests."""
    return answers.start(actor, SAMPLE, panel_id=actor.panel_id or 0, case_id=case_id, now=now).id


@writes(AuditVerb.FORM_B_SAVED)
def saved(actor: Actor, response_id: int, typed: AnswerSet, shown: Seen, *, now: datetime) -> answers.Saved:
    """Save a page of the tests."""
    response = db.session.get_one(FormResponse, response_id)
    return answers.save_section(actor, response, SAMPLE, typed, seen=shown, now=now)


@writes(AuditVerb.FORM_B_RETURNED)
def sent(actor: Actor, response_id: int, *, now: datetime, agency_type: str | None = None) -> None:
    """Send a form of the tests."""
    answers.submit(actor, db.session.get_one(FormResponse, response_id), SAMPLE, now=now, agency_type=agency_type)


@pytest.fixture
def writer(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def form(writer: Actor, now: datetime) -> int:
    case = add_case(writer, now=now)
    return started(writer, case.id, now=now)


def stored(form: int) -> Mapping[tuple[str, str], Answer]:
    db.session.rollback()
    return answers_of(form, SAMPLE).answers


def history(form: int) -> list[tuple[object, ...]]:
    past = FormAnswerHistory
    rows = select(past.question_key, past.value, past.non_answer, past.by_name).where(past.response_id == form)
    return [tuple(row) for row in db.session.execute(rows.order_by(past.id))]


@ON_BOTH
def test_save_keeps_an_answer_of_every_kind(writer: Actor, form: int, now: datetime) -> None:
    typed = answered(**{key: example[0] for key, example in EXAMPLES.items()}) | {("at_home", "01"): Answer("no")}
    found = saved(writer, form, typed, {}, now=now)
    assert (stored(form), set(found.changed), found.conflicts) == (typed, set(typed), ())
    assert found.stored == typed


@ON_BOTH
def test_save_keeps_who_answered_whatever_kind_of_actor_it_is(writer: Actor, form: int, now: datetime) -> None:
    invited = Actor(ActorKind.INVITATION, panel_id=writer.panel_id, invitation_id=7, name="Dr Ann Other")
    public = replace(actors.public(), panel_id=writer.panel_id)
    later = now + timedelta(minutes=1)
    for actor, key in ((writer, "place"), (invited, "place_other"), (public, "illness")):
        saved(actor, form, answered(**{key: EXAMPLES[key][0]}), {}, now=later)
    db.session.rollback()
    authors = answers_of(form, SAMPLE).authors
    assert {name[0]: (by.kind, by.id, by.name, by.at) for name, by in authors.items()} == {
        "place": (ActorKind.PERSON, writer.user_id, "Coordinator", later),
        "place_other": (ActorKind.INVITATION, 7, "Dr Ann Other", later),
        "illness": (ActorKind.PUBLIC, None, "the public", later),
    }


@ON_BOTH
def test_save_of_an_equal_answer_leaves_its_author(cast: Cast, writer: Actor, form: int, now: datetime) -> None:
    saved(writer, form, answered(place_other="park", ill=NOT_KNOWN), {}, now=now)
    shown = seen(SAMPLE, stored(form))
    found = saved(cast.person("chair"), form, answered(place_other="park", ill=NOT_KNOWN), shown, now=now)
    db.session.rollback()
    assert found.changed == ()
    assert {by.name for by in answers_of(form, SAMPLE).authors.values()} == {"Coordinator"}
    assert history(form) == []


@ON_BOTH
def test_save_keeps_what_it_replaces_with_its_author(cast: Cast, writer: Actor, form: int, now: datetime) -> None:
    saved(writer, form, answered(place_other="park"), {}, now=now)
    for words in (Answer("lake"), BLANK):
        shown = seen(SAMPLE, stored(form))
        saved(cast.person("chair"), form, {NAME: words}, shown, now=now)
    assert stored(form) == {}
    assert history(form) == [
        ("place_other", "park", None, "Coordinator"),
        ("place_other", "lake", None, "Chair"),
    ]


@ON_BOTH
def test_save_over_what_somebody_changed_meanwhile_is_told_and_loses_nothing(
    cast: Cast, writer: Actor, form: int, now: datetime
) -> None:
    saved(writer, form, answered(place_other="park"), {}, now=now)
    shown = seen(SAMPLE, stored(form))
    saved(cast.person("chair"), form, answered(place_other="lake"), shown, now=now)
    found = saved(writer, form, answered(place_other="river", ill="no"), shown, now=now)
    assert found.conflicts == (Conflict(NAME, Answer("lake"), Answer("river"), "Chair"),)
    assert stored(form) == answered(place_other="lake", ill="no")
    again = saved(writer, form, answered(place_other="river"), seen(SAMPLE, found.stored), now=now)
    assert (again.conflicts, stored(form)[NAME]) == ((), Answer("river"))


def test_conflict_about_an_answer_that_was_never_there_is_told_too(writer: Actor, form: int, now: datetime) -> None:
    found = saved(writer, form, answered(ill="no"), {("ill", ""): "0123456789ab"}, now=now)
    assert found.conflicts == (Conflict(("ill", ""), BLANK, Answer("no"), ""),)


OF_NO_PAGE: tuple[tuple[AnswerSet, str], ...] = (
    ({("nowhere", ""): Answer("x")}, "nowhere"),
    ({("place", ""): Answer("nowhere")}, "place"),
    ({("weight", ""): Answer("3200")}, "weight"),
    ({("name", ""): Answer("Ann")}, "name"),
    ({("place", "01"): Answer("home")}, "place"),
    ({("at_home", "01"): Answer("maybe")}, "siblings-01-at_home"),
)


def test_save_what_no_page_can_send_is_refused_whole(writer: Actor, form: int, now: datetime) -> None:
    for typed, named in OF_NO_PAGE:
        with pytest.raises(Invalid) as refused:
            saved(writer, form, {**typed, **answered(ill="no")}, {}, now=now)
        assert (set(refused.value.faults), stored(form)) == ({named}, {})


def test_audit_says_that_an_answer_changed_but_not_what_it_says(writer: Actor, form: int, now: datetime) -> None:
    saved(writer, form, answered(place_other="by the river", ill=NOT_KNOWN), {}, now=now)
    entries = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.changes).where(AuditEntry.verb == AuditVerb.FORM_B_SAVED)
    )
    told = {subject: changes for subject, changes in entries}
    assert told[f"{form}/ill/"]["non_answer"] == [None, "not known"]
    assert "river" not in str(told)
    assert told[f"{form}/place_other/"]["value"][1]["changed"] == len("by the river")


def test_submit_says_everything_that_stands_in_the_way(writer: Actor, form: int, now: datetime) -> None:
    wrong = answered(place="elsewhere", began_on=date(2024, 2, 2), ended_on=date(2024, 2, 1))
    saved(writer, form, wrong, {}, now=now)
    with pytest.raises(Blocked) as blocked:
        sent(writer, form, now=now)
    assert blocked.value.reasons == [
        "A2. Where exactly? (not answered yet)",
        "B10. Incident number (not answered yet)",
        "B3 is before B2",
    ]
    assert db.session.get_one(FormResponse, form).status is ResponseStatus.STARTED


def test_submit_asks_of_an_agency_only_what_it_is_asked(writer: Actor, form: int, now: datetime) -> None:
    saved(writer, form, answered(place="home"), {}, now=now)
    sent(writer, form, now=now, agency_type="gp")
    response = db.session.get_one(FormResponse, form)
    assert (response.status, response.submitted_at) == (ResponseStatus.SUBMITTED, now)


@ON_BOTH
def test_submit_clears_what_is_no_longer_asked_into_the_history(writer: Actor, form: int, now: datetime) -> None:
    rows = {("name", "01"): Answer("Ann")}
    saved(writer, form, READY | answered(ill="no", illness="flu", place_other="park") | rows, {}, now=now)
    sent(writer, form, now=now)
    assert stored(form) == READY | answered(ill="no")
    assert {row[:2] for row in history(form)} == {("illness", "flu"), ("place_other", "park"), ("name", "Ann")}
    verbs = select(AuditEntry.subject_id).where(AuditEntry.verb == AuditVerb.FORM_B_RETURNED)
    assert f"{form}/illness/" in set(db.session.scalars(verbs))


@ON_BOTH
def test_sent_form_takes_no_more_answers_and_is_sent_once(writer: Actor, form: int, now: datetime) -> None:
    saved(writer, form, READY, {}, now=now)
    sent(writer, form, now=now)
    with pytest.raises(Blocked, match="sent already"):
        saved(writer, form, answered(place="hospital"), seen(SAMPLE, READY), now=now)
    with pytest.raises(Blocked, match="sent already"):
        sent(writer, form, now=now)
    assert stored(form) == READY


def test_date_that_was_still_to_come_is_judged_again_when_the_form_is_sent(
    writer: Actor, form: int, now: datetime
) -> None:
    tomorrow = (now + timedelta(days=1)).date()
    saved(writer, form, READY | answered(began_on=tomorrow), {}, now=now)
    with pytest.raises(Blocked, match="the date must be today or in the past"):
        sent(writer, form, now=now)
    sent(writer, form, now=now + timedelta(days=1))


@ON_BOTH
def test_colleagues_who_save_different_questions_at_once_all_succeed(
    app: Flask, writer: Actor, form: int, now: datetime
) -> None:
    keys, start = ["place", "place_other", "ill", "illness", "weight", "email"], Barrier(6)

    def save(key: str) -> answers.Saved:
        with app.app_context():
            start.wait()
            return saved(writer, form, answered(**{key: EXAMPLES[key][0]}), {}, now=now)

    db.session.rollback()
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(save, keys))
    assert [each.conflicts for each in found] == [()] * 6
    assert stored(form) == answered(**{key: EXAMPLES[key][0] for key in keys})


@ON_BOTH
def test_colleagues_who_answer_one_question_at_once_lose_nothing(
    app: Flask, writer: Actor, form: int, now: datetime
) -> None:
    start = Barrier(6)

    def save(number: int) -> answers.Saved:
        with app.app_context():
            start.wait()
            return saved(writer, form, answered(place_other=f"place {number}"), {}, now=now)

    db.session.rollback()
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(save, range(6)))
    written = [each for each in found if each.changed]
    assert (len(written), stored(form)) == (1, written[0].stored)
    assert [each.conflicts[0].stored for each in found if not each.changed] == [stored(form)[NAME]] * 5


@ON_BOTH
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["place_other", "illness"]), st.sampled_from(["", "a", "b", "c"]), st.integers(0, 3)),
        max_size=8,
    )
)
def test_whatever_is_saved_in_whatever_order_is_stored_or_in_the_history(
    steps: list[tuple[str, str, int]], writer: Actor, now: datetime
) -> None:
    form = started(writer, None, now=now)
    pages: list[Seen] = [{}]
    accepted = []
    for key, words, page in steps:
        found = saved(writer, form, {(key, ""): Answer(words)}, pages[page % len(pages)], now=now)
        accepted += [(key, words) for _name in found.changed if words]
        pages.append(seen(SAMPLE, stored(form)))
    past = [row[:2] for row in history(form)]
    kept = [(name[0], given.value) for name, given in stored(form).items()]
    assert all(each in [*past, *kept] for each in accepted)
    assert all(each in accepted for each in kept)
