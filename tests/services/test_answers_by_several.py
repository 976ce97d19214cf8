"""Whatever several people do on one form, in whatever order: no answer is lost, and none is invented."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormAnswerHistory, FormResponse
from cdop.queries.answers import answers_of
from cdop.questionnaires.answer import BLANK, Answer, AnswerKey
from cdop.questionnaires.completeness import hidden
from cdop.questionnaires.merging import seen
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, AuditVerb, ResponseStatus
from cdop.services import answers
from cdop.services.errors import Blocked
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast
from tests.questionnaires.sample import NOT_KNOWN, SAMPLE
from tests.services.test_answers import sent, started

pytestmark = ON_BOTH

PEOPLE = ("Pat", "Jo", "Sam")
WORDS = st.sampled_from(["", "short", "Seen on Monday by the nurse", "Never seen at all, by anybody here", "x" * 45])
# Answers with conditions that hang on each other, and two rows of a group.
OFFERED: dict[AnswerKey, Any] = {
    ("place", ""): st.sampled_from([BLANK, Answer("home"), Answer("elsewhere"), Answer(non_answer=NOT_KNOWN)]),
    ("place_other", ""): WORDS.map(lambda words: Answer(words) if words else BLANK),
    ("ill", ""): st.sampled_from([BLANK, Answer("yes"), Answer("no")]),
    ("illness", ""): WORDS.map(lambda words: Answer(words) if words else BLANK),
    ("incident", ""): st.sampled_from([BLANK, Answer("12")]),
    ("name", "01"): WORDS.map(lambda words: Answer(words) if words else BLANK),
    ("name", "02"): WORDS.map(lambda words: Answer(words) if words else BLANK),
}
LATER = st.sampled_from([timedelta(seconds=2), timedelta(minutes=3), timedelta(hours=1)])


@writes(AuditVerb.FORM_B_SAVED)
def typed_on(actor: Actor, form: int, page: dict[AnswerKey, Answer], marks: Any, *, now: datetime, typing: bool) -> Any:
    """Save a page of the tests, pressed or while somebody types."""
    response = answers.locked(db.session.get_one(FormResponse, form))
    return answers.save_on_started(actor, response, SAMPLE, page, seen=marks, while_typing=typing, now=now)


@writes(AuditVerb.FORM_B_SENT_BACK)
def reopened(actor: Actor, form: int, *, now: datetime) -> None:
    """Send a form of the tests back."""
    response = db.session.get_one(FormResponse, form)
    response.status, response.submitted_at = ResponseStatus.STARTED, None


class Form(RuleBasedStateMachine):
    """Three people on a new form, and a model of what must come of what they do."""

    actor: Actor
    case_id: int
    start: datetime

    @initialize()
    def begin(self) -> None:
        self.now, self.form = self.start, started(self.actor, self.case_id, now=self.start)
        self.stored: dict[AnswerKey, Answer] = {}
        self.accepted: list[tuple[AnswerKey, Answer]] = []
        self.pages = {name: dict.fromkeys(OFFERED, BLANK) for name in PEOPLE}
        self.marks: dict[str, Any] = {name: {} for name in PEOPLE}
        self.is_open = True

    def person(self, name: str) -> Actor:
        return Actor(
            ActorKind.INVITATION, panel_id=self.actor.panel_id, invitation_id=PEOPLE.index(name) + 1, name=name
        )

    @rule(name=st.sampled_from(PEOPLE))
    def open_page(self, name: str) -> None:
        self.pages[name] = {key: self.stored.get(key, BLANK) for key in OFFERED}
        self.marks[name] = seen(SAMPLE, self.stored)

    @rule(name=st.sampled_from(PEOPLE), data=st.data(), typing=st.booleans(), later=LATER)
    def write(self, name: str, data: Any, typing: bool, later: timedelta) -> None:
        key = data.draw(st.sampled_from(sorted(OFFERED)))
        given, shown = data.draw(OFFERED[key]), dict(self.pages[name])
        self.now += later
        page = shown | {key: given}
        if not self.is_open:
            with pytest.raises(Blocked):
                typed_on(self.person(name), self.form, page, self.marks[name], now=self.now, typing=typing)
            return
        saved = typed_on(self.person(name), self.form, page, self.marks[name], now=self.now, typing=typing)
        held = self.stored.get(key, BLANK)
        if given not in (shown[key], held) and held == shown[key]:
            self.stored[key] = given
            self.accepted.append((key, given))
        clash = given not in (shown[key], held) and held != shown[key]
        assert [each.name for each in saved.conflicts] == ([key] if clash else [])
        self.pages[name] = page if not clash else shown
        for kept, now_held in saved.stored.items():
            if self.pages[name][kept] == now_held:
                self.marks[name] = {k: m for k, m in self.marks[name].items() if k != kept}
                self.marks[name] |= seen(SAMPLE, {kept: now_held})

    @rule()
    def send(self) -> None:
        if not self.is_open:
            return
        try:
            sent(self.actor, self.form, now=self.now)
        except Blocked:
            return
        for key in hidden(SAMPLE, self.stored):
            self.stored[key] = BLANK
        self.is_open = False

    @rule()
    def send_back(self) -> None:
        if not self.is_open:
            reopened(self.actor, self.form, now=self.now)
            self.is_open = True

    @invariant()
    def holds_what_was_accepted_and_nothing_else(self) -> None:
        if not hasattr(self, "form"):
            return
        db.session.rollback()
        wanted = {key: given for key, given in self.stored.items() if not given.is_blank}
        assert answers_of(self.form, SAMPLE).answers == wanted

    def teardown(self) -> None:
        """Each text that was ever accepted stands in the form, in its history, or went on in one of them."""
        db.session.rollback()
        past = select(FormAnswerHistory.question_key, FormAnswerHistory.row_key, FormAnswerHistory.value)
        rows = db.session.execute(past.where(FormAnswerHistory.response_id == getattr(self, "form", 0)))
        kept = {(row[0], row[1], str(row[2])) for row in rows}
        kept |= {(*key, str(given.value)) for key, given in getattr(self, "stored", {}).items()}
        long = [(*key, str(given.value)) for key, given in getattr(self, "accepted", []) if is_long(given)]
        assert [each for each in long if each not in kept] == []
        db.session.rollback()


def is_long(given: Answer) -> bool:
    """Whether it is a text that nobody takes back in passing."""
    return isinstance(given.value, str) and len(given.value) > 20


def test_no_sequence_of_saves_conditions_and_versions_loses_or_invents_an_answer(
    app: Flask, cast: Cast, now: datetime
) -> None:
    actor = cast.person("coordinator")
    case = add_case(actor, now=now)
    limits = settings(
        max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    here = type("FormHere", (Form,), {"actor": actor, "case_id": case.id, "start": now})
    run_state_machine_as_test(here, settings=limits)
    assert db.session.scalar(select(FormResponse.id).limit(1)) is not None
