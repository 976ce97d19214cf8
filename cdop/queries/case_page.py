"""Everything the page of one case shows, read in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Text,
    bindparam,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)

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
from cdop.prepared import Prepared
from cdop.queries.case_work import PRESENT, CaseWork, case_work
from cdop.queries.cases import Conditions, facts_of, scope_of
from cdop.queries.marked_facts import HAS_MARKED_ANSWER, marked_facts
from cdop.queries.reading import read
from cdop.queries.related_cases import HAS_RELATED, Related, related_to
from cdop.queries.themes import STANDS, Standing
from cdop.rules import ages, case_words, deadline_table
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date
from cdop.rules.facts import CaseFacts, CaseSubject
from cdop.rules.handling import Marks
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
    """One case, whole, with the work on it.

    `facts` has every column of the case by name, `marks` the handling marks of those that agencies keep from others.
    """

    id: int
    panel_id: int
    public_id: str
    version: int
    reference: str
    facts: dict[str, Any]
    marks: dict[str, Marks]
    case_facts: CaseFacts
    themes: tuple[str, ...]
    proposed_themes: tuple[str, ...]
    steps: tuple[StatusStep, ...]
    notes: tuple[Note, ...]
    corrections: tuple[Correction, ...]
    other_references: tuple[str, ...]
    excluded_people: tuple[str, ...]
    deadline_settings: tuple[tuple[str, date, int], ...]
    work: CaseWork
    related: tuple[Related, ...] = ()

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


def case_page(actor: Actor, public_id: str) -> CasePage | None:
    """Return the case if this actor may know of it: two statements, and one for each other part that there is."""
    scope = scope_of(actor)
    case = read(_one_case(scope.conditions), **scope.values, public_id=public_id).one_or_none()
    if case is None:
        return None
    held, columns = _held(case.id), tuple(case)
    return CasePage(
        id=case.id,
        panel_id=case.panel_id,
        public_id=case.public_id,
        version=case.version,
        reference=case.reference,
        facts=dict(zip(_COLUMNS, columns, strict=False)),
        marks=marked_facts(case.id) if case.has_marked_answer else {},
        case_facts=facts_of(case),
        themes=tuple(row.a for row in held[THEME]),
        proposed_themes=tuple(row.a for row in held[PROPOSED_THEME]),
        steps=tuple(_step(row) for row in held[STEP]),
        notes=tuple(Note(row.a, row.at, row.by_name) for row in held[NOTE]),
        corrections=tuple(Correction(row.a, row.b, row.c, row.at, row.by_name) for row in held[CORRECTION]),
        other_references=tuple(row.a for row in held[OTHER_REFERENCE]),
        excluded_people=tuple(row.a for row in held[EXCLUDED_PERSON]),
        deadline_settings=deadline_settings(case.panel_id) if case.has_deadline_setting else (),
        work=case_work(case.id, columns[-len(PRESENT) :]),
        related=related_to(actor, case.id) if case.has_related else (),
    )


def deadline_settings(panel_id: int) -> tuple[tuple[str, date, int], ...]:
    """Return the panel's own lengths of deadlines: key, from which day, length."""
    return tuple((row.key, row.from_on, row.length) for row in read(_DEADLINE_SETTINGS, panel_id=panel_id))


def _held(case_id: int) -> dict[str, list[Any]]:
    """What belongs to a case, by kind, each in its order."""
    held: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for row in read(_HELD, case_id=case_id):
        held[row.kind].append(row)
    return held


def _step(row: Any) -> StatusStep:
    was = None if row.b is None else CaseStatus(row.b)
    return StatusStep(row.a, was, CaseStatus(row.c), row.at, row.by_name, row.d)


_COLUMNS = tuple(Case.__table__.columns.keys())
_HAS_SETTING = (
    select(1).where(DeadlineSetting.panel_id == Case.panel_id).correlate(Case).exists().label("has_deadline_setting")
)


@cache
def _one_case(scope: Conditions) -> Prepared:
    columns = (*Case.__table__.columns, _HAS_SETTING, HAS_MARKED_ANSWER, HAS_RELATED, *PRESENT)
    return Prepared(select(*columns).where(*scope, Case.public_id == bindparam("public_id")))


STEP, CORRECTION, NOTE = "step", "correction", "note"
THEME, PROPOSED_THEME = "theme", "proposed theme"
OTHER_REFERENCE, EXCLUDED_PERSON = "other reference", "excluded person"
_KINDS = (STEP, CORRECTION, NOTE, THEME, PROPOSED_THEME, OTHER_REFERENCE, EXCLUDED_PERSON)


def _of_kind(kind: str, at: Any, by_name: Any, number: Any, a: Any, b: Any, c: Any, d: Any) -> Select[Any]:
    """Rows of one table in the form that all share, so that one statement reads what belongs to a case."""
    texts = (type_coerce(each, Text).label(name) for each, name in ((a, "a"), (b, "b"), (c, "c"), (d, "d")))
    return select(
        literal_column(f"'{kind}'", String).label("kind"),
        at.label("at"),
        by_name.label("by_name"),
        number.label("number"),
        *texts,
    )


_case_id = bindparam("case_id", type_=Integer)
_change, _past, _none = CaseStatusChange, CaseFactHistory, null()
# The first has a value in every column: the columns of the whole are of its types.
_HELD = Prepared(
    union_all(
        _of_kind(
            STEP,
            _change.at,
            _change.by_name,
            _change.id,
            _change.step,
            _change.from_status,
            _change.to_status,
            _change.reason,
        ).where(_change.case_id == _case_id),
        _of_kind(CORRECTION, _past.at, _past.by_name, _past.id, _past.field, _past.old, _past.new, _none).where(
            _past.case_id == _case_id
        ),
        _of_kind(NOTE, CaseNote.created_at, CaseNote.by_name, CaseNote.id, CaseNote.text, _none, _none, _none).where(
            CaseNote.case_id == _case_id
        ),
        _of_kind(THEME, _none, _none, _none, Theme.label, _none, _none, _none)
        .join(CaseTheme, (CaseTheme.panel_id == Theme.panel_id) & (CaseTheme.theme_key == Theme.key))
        .where(CaseTheme.case_id == _case_id),
        _of_kind(PROPOSED_THEME, _none, _none, _none, Theme.label, _none, _none, _none)
        .join(Case, (Case.panel_id == Theme.panel_id) & (Case.id == _case_id))
        .where(STANDS[Standing.PROPOSED]),
        _of_kind(OTHER_REFERENCE, _none, _none, CaseLink.id, CaseLink.reference, _none, _none, _none).where(
            CaseLink.case_id == _case_id
        ),
        _of_kind(EXCLUDED_PERSON, _none, _none, _none, User.name, _none, _none, _none)
        .join(CaseExclusion, CaseExclusion.user_id == User.id)
        .where(CaseExclusion.case_id == _case_id),
    ).order_by("at", "number", "a")
)
_DEADLINE_SETTINGS = Prepared(
    select(DeadlineSetting.key, DeadlineSetting.from_on, DeadlineSetting.length)
    .where(DeadlineSetting.panel_id == bindparam("panel_id", type_=Integer))
    .order_by(DeadlineSetting.from_on)
)


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
    open_words, done_words = deadline_table.sentences(page.case_facts, page.deadline_settings, now)
    return ShownCase(
        name=case_words.name(page.facts),
        age=ages.age_in_words(page.facts["born_on"], page.facts["died_on"]),
        facts=case_words.facts(page.facts, page.marks),
        findings=case_words.findings(page.facts, page.themes),
        due=open_words,
        done=(*done_words, *_reviewed_elsewhere(page.case_facts)),
        history=_history(page),
    )


def _reviewed_elsewhere(facts: CaseFacts) -> tuple[str, ...]:
    """The review of a child who lived elsewhere: it had no deadline here, but it was done."""
    if facts.reviewed_on is None or deadline_table.resident(facts):
        return ()
    return (f"Panel review done on {written_date(facts.reviewed_on)}",)


def _history(page: CasePage) -> tuple[Event, ...]:
    moves = [
        Event(step.at, case_words.step(step.step, step.was, step.now), step.by_name, step.reason) for step in page.steps
    ]
    corrections = [Event(past.at, case_words.correction(past.field), past.by_name) for past in page.corrections]
    return tuple(sorted([*moves, *corrections], key=lambda event: event.at, reverse=True))
