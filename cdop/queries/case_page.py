"""Everything the page of one case shows, read in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import (
    Case,
    CaseExclusion,
    CaseFactHistory,
    CaseLink,
    CaseNote,
    CaseStatusChange,
    CaseTheme,
    DeadlineSetting,
    Theme,
    User,
)
from cdop.queries.cases import facts_of, visible_to
from cdop.rules import ages, case_words, deadlines
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseFacts, CaseSubject
from cdop.rules.vocabulary import CaseStatus


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of the case's history. `was` is None for its beginning."""

    step: str
    was: CaseStatus | None
    now: CaseStatus
    at: datetime
    by_name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on the case."""

    text: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The value that a correction replaced."""

    field: str
    old: str | None
    new: str | None
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case, whole. `facts` has every column of the case by name."""

    id: int
    panel_id: int
    public_id: str
    version: int
    reference: str
    facts: dict[str, Any]
    case_facts: CaseFacts
    themes: tuple[str, ...]
    steps: tuple[StatusStep, ...]
    notes: tuple[Note, ...]
    corrections: tuple[Correction, ...]
    other_references: tuple[str, ...]
    excluded_people: tuple[str, ...]
    deadline_settings: tuple[tuple[str, date, int], ...]

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


def case_page(actor: Actor, public_id: str) -> CasePage | None:
    """Return the case if this actor may know of it. Eight statements, whatever it holds."""
    case = db.session.execute(
        select(*Case.__table__.columns).where(*visible_to(actor), Case.public_id == public_id)
    ).one_or_none()
    if case is None:
        return None
    return CasePage(
        id=case.id,
        panel_id=case.panel_id,
        public_id=case.public_id,
        version=case.version,
        reference=case.reference,
        facts=dict(case._mapping),
        case_facts=facts_of(case),
        themes=_themes(case.id),
        steps=_steps(case.id),
        notes=_notes(case.id),
        corrections=_corrections(case.id),
        other_references=_other_references(case.id),
        excluded_people=_excluded_people(case.id),
        deadline_settings=deadline_settings(case.panel_id),
    )


def deadline_settings(panel_id: int) -> tuple[tuple[str, date, int], ...]:
    """Return the panel's own lengths of deadlines: key, from which day, length."""
    query = select(DeadlineSetting.key, DeadlineSetting.from_on, DeadlineSetting.length).where(
        DeadlineSetting.panel_id == panel_id
    )
    return tuple(db.session.execute(query.order_by(DeadlineSetting.from_on)))


def _steps(case_id: int) -> tuple[StatusStep, ...]:
    change = CaseStatusChange
    columns = (change.step, change.from_status, change.to_status, change.at, change.by_name, change.reason)
    query = select(*columns).where(change.case_id == case_id).order_by(change.at, change.id)
    return tuple(StatusStep(*row) for row in db.session.execute(query))


def _notes(case_id: int) -> tuple[Note, ...]:
    query = select(CaseNote.text, CaseNote.created_at, CaseNote.by_name).where(CaseNote.case_id == case_id)
    return tuple(Note(*row) for row in db.session.execute(query.order_by(CaseNote.created_at, CaseNote.id)))


def _corrections(case_id: int) -> tuple[Correction, ...]:
    past = CaseFactHistory
    query = select(past.field, past.old, past.new, past.at, past.by_name).where(past.case_id == case_id)
    return tuple(Correction(*row) for row in db.session.execute(query.order_by(past.at, past.id)))


def _themes(case_id: int) -> tuple[str, ...]:
    query = (
        select(Theme.label)
        .join(CaseTheme, (CaseTheme.panel_id == Theme.panel_id) & (CaseTheme.theme_key == Theme.key))
        .where(CaseTheme.case_id == case_id)
    )
    return tuple(db.session.scalars(query.order_by(Theme.label)))


def _other_references(case_id: int) -> tuple[str, ...]:
    return tuple(db.session.scalars(select(CaseLink.reference).where(CaseLink.case_id == case_id)))


def _excluded_people(case_id: int) -> tuple[str, ...]:
    query = select(User.name).join(CaseExclusion, CaseExclusion.user_id == User.id)
    return tuple(db.session.scalars(query.where(CaseExclusion.case_id == case_id).order_by(User.name)))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the case, in words, for its history."""

    at: datetime
    words: str
    by_name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ShownCase:
    """The case in words: what is known, what is due, what happened."""

    name: str
    age: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, str], ...]
    due: tuple[str, ...]
    done: tuple[str, ...]
    history: tuple[Event, ...]


def shown(page: CasePage, *, now: datetime) -> ShownCase:
    """Return the case as its page and its paper say it. Raises nothing: what is missing reads "not recorded"."""
    open_words, done_words = deadlines.sentences(page.case_facts, page.deadline_settings, now)
    return ShownCase(
        name=case_words.name(page.facts),
        age=ages.age_in_words(page.facts["born_on"], page.facts["died_on"]),
        facts=case_words.facts(page.facts),
        findings=case_words.findings(page.facts, page.themes),
        due=open_words,
        done=done_words,
        history=_history(page),
    )


def _history(page: CasePage) -> tuple[Event, ...]:
    moves = [
        Event(step.at, case_words.step(step.step, step.was, step.now), step.by_name, step.reason) for step in page.steps
    ]
    corrections = [Event(past.at, case_words.correction(past.field), past.by_name) for past in page.corrections]
    return tuple(sorted([*moves, *corrections], key=lambda event: event.at, reverse=True))
