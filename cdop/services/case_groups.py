"""Groups of cases for thematic review: made, filled, noted on, and what was found written down."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from cdop.extensions import db
from cdop.models import Case, CaseGroup, CaseOfGroup, CaseTheme, Theme
from cdop.queries import case_groups as queries
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.theme_facts import BY_NAME
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

MOST_CASES, MOST_FACTS = 200, 12
MOST_WORDS = 4
"""A reference has at most so many words."""
LONGEST_NAME, LONGEST_TEXT, LONGEST_NOTE = 200, 20_000, 2000


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a group. `theme` is "" where it is of none; `facts` are those compared, by name."""

    name: str
    purpose: str
    theme: str
    facts: tuple[str, ...]


@writes(AuditVerb.GROUP_ADDED)
def make(actor: Actor, told: Told, *, submission_id: str | None, now: datetime) -> str:
    """Make a group and return its public id; one of a theme begins with the cases in it. Raises Forbidden, Invalid."""
    require(actor, Action.GROUP_EDIT, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        group = CaseGroup(panel_id=actor.panel_id, created_at=now, created_by_id=actor.user_id)
        _write(group, told)
        db.session.add(group)
        db.session.flush()
        in_theme = exists().where(CaseTheme.case_id == Case.id, CaseTheme.theme_key == told.theme)
        _add(actor, group, db.session.scalars(select(Case.id).where(*visible_to(actor), in_theme)), now)
        return group.public_id

    return submissions.once(actor, submission_id, act, now=now, said=("group", told))


@writes(AuditVerb.GROUP_CHANGED)
def change(actor: Actor, public_id: str, told: Told, *, version: int, now: datetime) -> None:
    """Say anew what a group is about and what is compared. Raises NotFound, Forbidden, Stale, Invalid."""
    _write(_to_change(actor, public_id, now, version), told)


@writes(AuditVerb.GROUP_CHANGED)
def write_findings(actor: Actor, public_id: str, findings: str, *, version: int, now: datetime) -> None:
    """Write what was found, in place of what stands. Raises NotFound, Forbidden, Stale, Invalid."""
    text = tidy(findings, lines=True)
    if fault := text_fault(text, "What was found", LONGEST_TEXT, lines=True):
        raise Invalid({"findings": fault})
    _to_change(actor, public_id, now, version).findings = text or None


@writes(AuditVerb.GROUP_CHANGED)
def add_cases(actor: Actor, public_id: str, references: str, *, now: datetime) -> int:
    """Add cases by their references, separated in any way; return how many were not in it before.

    Raises NotFound, Forbidden, and Invalid naming every reference that is not known.
    """
    group = _to_change(actor, public_id, now)
    pieces = [each.split() for each in re.split(r"[,;\n]", references)]
    named = {name.casefold() for words in pieces for at in range(len(words)) for name in _names(words[at:])}
    if not named:
        raise Invalid({"references": "Enter at least one reference"})
    query = select(Case.id, Case.reference_folded).where(*visible_to(actor), Case.reference_folded.in_(named))
    found = {row.reference_folded: row.id for row in db.session.execute(query)}
    asked = [name for words in pieces for name in _told_apart(words, found)]
    if missing := [name for name in dict.fromkeys(asked) if name.casefold() not in found]:
        raise Invalid({"references": f"There is no case {', '.join(missing)}"})
    return _add(actor, group, dict.fromkeys(found[name.casefold()] for name in asked), now)


@writes(AuditVerb.GROUP_CHANGED)
def take_out(actor: Actor, public_id: str, case_id: str, *, now: datetime) -> None:
    """Take a case (by its public id) out of a group, with what is noted of it there. Raises NotFound, Forbidden."""
    db.session.delete(_member(actor, public_id, case_id, now))


@writes(AuditVerb.GROUP_CHANGED)
def note(actor: Actor, public_id: str, case_id: str, text: str, *, now: datetime) -> None:
    """Note something of a case in a group, in place of what is noted. Raises NotFound, Forbidden, Invalid."""
    tidied = tidy(text, lines=True)
    if fault := text_fault(tidied, "The note", LONGEST_NOTE, lines=True):
        raise Invalid({"note": fault})
    _member(actor, public_id, case_id, now).note = tidied or None


@writes(AuditVerb.GROUP_READ)
def record_reading(actor: Actor, group: queries.Group, *, now: datetime) -> None:
    """Keep on record that somebody looked at the cases of a group."""
    unit.record("case_group", group.public_id, cases=group.total)


def _names(words: Sequence[str]) -> list[str]:
    """The references that words may begin with, the longest first: one that a register brought may have spaces."""
    return [" ".join(words[:number]) for number in range(min(MOST_WORDS, len(words)), 0, -1)]


def _told_apart(words: Sequence[str], known: Container[str]) -> Iterator[str]:
    """The references in words that follow each other: the longest that are known, else each word by itself."""
    while words:
        name = next((each for each in _names(words) if each.casefold() in known), words[0])
        yield name
        words = words[len(name.split()) :]


def _add(actor: Actor, group: CaseGroup, case_ids: Iterable[int], now: datetime) -> int:
    held = set(db.session.scalars(select(CaseOfGroup.case_id).where(CaseOfGroup.group_id == group.id)))
    new = [case_id for case_id in case_ids if case_id not in held]
    if len(held) + len(new) > MOST_CASES:
        raise Invalid({"references": f"A group has at most {MOST_CASES} cases"})
    told = {"group_id": group.id, "panel_id": group.panel_id, "added_at": now, "added_by": actor.name}
    db.session.add_all(CaseOfGroup(case_id=case_id, **told) for case_id in new)
    return len(new)


def _write(group: CaseGroup, told: Told) -> None:
    name, purpose = tidy(told.name, lines=False), tidy(told.purpose, lines=True)
    is_theme = not told.theme or db.session.get(Theme, (group.panel_id, told.theme)) is not None
    is_known = 0 < len(told.facts) <= MOST_FACTS and BY_NAME.keys() >= set(told.facts)
    faults = {
        "name": text_fault(name, "The name", LONGEST_NAME) if name else "Enter a name for the group",
        "purpose": text_fault(purpose, "The question", LONGEST_TEXT, lines=True),
        "theme": None if is_theme else "Choose a theme of the panel",
        "facts": None if is_known else f"Choose between 1 and {MOST_FACTS} facts to compare",
    }
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    group.name, group.purpose, group.theme_key = name, purpose or None, told.theme or None
    group.facts = [*told.facts]


def _member(actor: Actor, public_id: str, case_id: str, now: datetime) -> CaseOfGroup:
    group = _to_change(actor, public_id, now)
    of_group = select(CaseOfGroup).join(Case, Case.id == CaseOfGroup.case_id).where(CaseOfGroup.group_id == group.id)
    found = db.session.scalar(of_group.where(Case.public_id == case_id))
    if found is None:
        raise NotFound
    return found


def _to_change(actor: Actor, public_id: str, now: datetime, version: int | None = None) -> CaseGroup:
    known = queries.group(actor, public_id, today=now.astimezone(LONDON).date())
    if known is None:
        raise NotFound
    require(actor, Action.GROUP_EDIT, known.subject)
    group = db.session.get_one(CaseGroup, known.id, with_for_update=True)
    if version is not None and group.version != version:
        raise Stale
    return group
