"""The register of themes: what each is about, the rule that proposes its cases, and what people decide of a case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import Case, CaseTheme, Panel, Theme, ThemeDecision, ThemeEarlierLabel, ThemeProposal, ThemeRule
from cdop.queries import theme_facts
from cdop.queries import themes as queries
from cdop.queries.cases import visible_to
from cdop.queries.theme_facts import ALL, Block
from cdop.rules import theme_rules, themes
from cdop.rules.actors import Actor, job
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject, PanelSubject
from cdop.rules.near_deaths import TOLD_OF
from cdop.rules.shipped_themes import SHIPPED
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, ActorKind, AuditVerb
from cdop.services import near_deaths, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST = {"label": 120, "owner": 120, "definition": 2000, "reason": 1000}
HAS_IT = "The panel has this theme already"
AT_ONCE = 2000
"""Of so many cases what the rules propose is written at once."""
NOBODY = "Choose at least one case"
WHY_DECIDED = "Say why they belong to the theme, or do not"


@dataclass(frozen=True, slots=True)
class Told:
    """What a panel says of a theme. Texts are "" where nothing is said.

    `tells_of_near`: people are told when two of its deaths are near each other.
    """

    label: str
    definition: str
    owner: str
    started_on: date | None
    is_active: bool = True
    tells_of_near: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule would change, as public ids of cases that the actor may see.

    `proposed` it would propose and the rule in force does not, `dropped` the other way round; `against` are in the
    theme and do not fit it; `undecided` are cases of which too little is known.
    """

    proposed: tuple[str, ...]
    dropped: tuple[str, ...]
    against: tuple[str, ...]
    fitting: int
    undecided: int


@writes(AuditVerb.THEME_ADDED)
def follow(actor: Actor, key: str, *, now: datetime) -> None:
    """Take a shipped theme into the panel's register, with its rule. Raises Forbidden, NotFound, Blocked."""
    require(actor, Action.THEME_EDIT, PanelSubject(actor.panel_id or 0))
    if key not in SHIPPED:
        raise NotFound
    told = Told(themes.label(key), "", "", now.astimezone(LONDON).date(), tells_of_near=key in TOLD_OF)
    _add(actor, key, told)


@writes(AuditVerb.THEME_ADDED)
def add(actor: Actor, told: Told, *, submission_id: str, now: datetime) -> str:
    """Add a theme of the panel's own and return its key. Raises Forbidden, Invalid."""
    require(actor, Action.THEME_EDIT, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        if found := _faults(told):
            raise Invalid(found)
        key = _key(told.label)
        _add(actor, key, told)
        return key

    return submissions.once(actor, submission_id, act, now=now, said=("theme", told))


@writes(AuditVerb.THEME_CHANGED)
def change(actor: Actor, key: str, told: Told, *, version: int, now: datetime) -> None:
    """Say anew what a theme is about, who owns it and whether it is offered. Raises NotFound, Stale, Invalid.

    An analysis that was signed before keeps what it was called.
    """
    row = _to_edit(actor, key)
    if row.version != version:
        raise Stale
    if found := _faults(told):
        raise Invalid(found)
    earlier = row.label
    _write(row, told)
    if row.label != earlier:
        db.session.add(ThemeEarlierLabel(panel_id=row.panel_id, theme_key=key, label=earlier, until_at=now))


def outcome(actor: Actor, key: str, text: str) -> Outcome:
    """Return what a rule would change, without changing it. Raises Forbidden, NotFound, Invalid for an unreadable one.

    Only of cases that the actor may see.
    """
    require(actor, Action.THEME_EDIT, PanelSubject(actor.panel_id or 0))
    row = _theme(actor, key)
    rule, seen = _parsed(text), visible_to(actor)
    found = _answers(row.panel_id, {key: rule}, *seen)
    of_theme = (ThemeProposal.panel_id == row.panel_id, ThemeProposal.theme_key == key)
    before = set(db.session.scalars(select(ThemeProposal.case_id).where(*of_theme)))
    held = set(db.session.scalars(select(CaseTheme.case_id).where(CaseTheme.theme_key == key)))
    ids = {id_: public for id_, public in db.session.execute(select(Case.id, Case.public_id).where(*seen))}
    fitting = {case_id for case_id, answers in found.items() if answers[key]}
    return Outcome(
        _named(fitting - before - held, ids),
        _named(before - fitting - held, ids),
        _named({case_id for case_id, answers in found.items() if answers[key] is False} & held, ids),
        len(fitting),
        sum(answers[key] is None for answers in found.values()),
    )


def change_rule(actor: Actor, key: str, text: str, *, reason: str, number: int, now: datetime) -> int:
    """Give a theme a new rule from today on and compare every case with it; return its number.

    `number` is that of the rule the page showed. What people decided stays, with the number of the rule of its time.
    Cases are compared in blocks, each in a unit of its own, as each night. Raises NotFound, Forbidden, Stale, Invalid.
    """
    new = _add_rule(actor, key, text, reason=reason, number=number, now=now)
    _compare_in_blocks(actor, actor.panel_id or 0, [key], now=now)
    return new


@writes(AuditVerb.THEME_RULE_CHANGED)
def _add_rule(actor: Actor, key: str, text: str, *, reason: str, number: int, now: datetime) -> int:
    row = _to_edit(actor, key)
    before = queries.rules_of(row.panel_id, key)[0]
    if before.number != number:
        raise Stale
    _parsed(text)
    if fault := _reason_fault(reason, "Say why the rule is changed"):
        raise Invalid({"reason": fault})
    rule = ThemeRule(panel_id=row.panel_id, theme_key=key, number=before.number + 1, text=text.strip("\r\n"))
    rule.from_on, rule.reason = now.astimezone(LONDON).date(), tidy(reason, lines=True)
    rule.at, rule.by_name = now, actor.name
    db.session.add(rule)
    db.session.flush()
    return rule.number


@writes(AuditVerb.THEME_DECIDED)
def decide(
    actor: Actor,
    key: str,
    case_ids: Collection[str],
    *,
    is_in: bool,
    reason: str,
    submission_id: str | None,
    now: datetime,
) -> None:
    """Put cases in a theme or leave them out of it, with a reason. `case_ids` are public ids.

    Raises NotFound, Forbidden, and Invalid without a case or a reason.
    """
    row = _theme(actor, key)

    def act() -> str:
        faults = {"cases": None if case_ids else NOBODY, "reason": _reason_fault(reason, WHY_DECIDED)}
        if found := {name: fault for name, fault in faults.items() if fault}:
            raise Invalid(found)
        number = queries.rules_of(row.panel_id, key)[0].number
        for case in _cases(actor, case_ids):
            _decide(actor, row, case, is_in=is_in, reason=tidy(reason, lines=True), number=number, now=now)
        near_deaths.tell(row.panel_id, [key], now=now)
        return key

    submissions.once(actor, submission_id, act, now=now, said=(key, sorted(case_ids), is_in, reason))


def compare(actor: Actor, panel_id: int, *, now: datetime) -> int:
    """Compare all cases of a panel with the rules of its active themes; return how many proposals are new.

    Then tell of deaths of a theme that are near each other, of each two once.

    So many at once, each block in a unit of its own: nobody who saves waits for all the cases of a large panel.
    Raises Forbidden, but for the job that does it each night.
    """
    if actor.kind is not ActorKind.JOB:
        require(actor, Action.THEME_EDIT, PanelSubject(panel_id))
    keys = db.session.scalars(select(Theme.key).where(Theme.panel_id == panel_id, Theme.is_active)).all()
    return _compare_in_blocks(actor, panel_id, keys, now=now)


def _compare_in_blocks(actor: Actor, panel_id: int, keys: Collection[str], *, now: datetime) -> int:
    blocks = theme_facts.blocks(panel_id, AT_ONCE)
    unit.end_reads()
    found = sum(_compare_block(actor, panel_id, keys, block, now=now) for block in blocks)
    near_deaths.look(actor, panel_id, keys, now=now)
    return found


@writes(AuditVerb.THEME_COMPARED)
def _compare_block(actor: Actor, panel_id: int, keys: Collection[str], block: Block, *, now: datetime) -> int:
    found = _compare(panel_id, keys, block)
    unit.record("theme_proposal", str(panel_id), count=found)
    return found


def compare_all(*, now: datetime) -> int:
    """Compare the cases of every panel with its themes; return how many proposals are new."""
    panel_ids = db.session.scalars(select(Panel.id).order_by(Panel.id)).all()
    return sum(compare(job("themes", panel_id), panel_id, now=now) for panel_id in panel_ids)


def _compare(panel_id: int, keys: Iterable[str], block: Block = ALL) -> int:
    """Write what the rules of these themes propose now of a block of cases; return how many proposals are new."""
    in_force = {key: queries.rules_of(panel_id, key)[0] for key in keys}
    parsed = {key: theme_rules.parse(rule.text) for key, rule in in_force.items() if rule.text}
    fitting = {
        (case_id, key): in_force[key].number
        for case_id, answers in _answers(panel_id, parsed, *block.of(Case.id)).items()
        for key, answer in answers.items()
        if answer
    }
    of_themes = (ThemeProposal.panel_id == panel_id, ThemeProposal.theme_key.in_(list(in_force)))
    for row in db.session.scalars(select(ThemeProposal).where(*of_themes, *block.of(ThemeProposal.case_id))):
        number = fitting.pop((row.case_id, row.theme_key), None)
        if number is None:
            db.session.delete(row)
        else:
            row.rule_number = number
    db.session.add_all(
        ThemeProposal(case_id=case_id, theme_key=key, panel_id=panel_id, rule_number=number)
        for (case_id, key), number in fitting.items()
    )
    return len(fitting)


def _answers(
    panel_id: int, rules: dict[str, theme_rules.Several], *cases: ColumnElement[bool]
) -> dict[int, dict[str, theme_rules.Answer]]:
    names = {name for rule in rules.values() for name in theme_rules.facts_of(rule)}
    told = theme_facts.told_of(panel_id, names, *cases)
    return {
        case_id: {key: theme_rules.fits(rule, known) for key, rule in rules.items()} for case_id, known in told.items()
    }


def _parsed(text: str) -> theme_rules.Several:
    try:
        return theme_rules.parse(text)
    except theme_rules.Unreadable as unreadable:
        raise Invalid({"rule": ". ".join(unreadable.faults)}) from unreadable


def _decide(actor: Actor, theme: Theme, case: Case, *, is_in: bool, reason: str, number: int, now: datetime) -> None:
    held = db.session.get(CaseTheme, (case.id, theme.key))
    if is_in and held is None:
        db.session.add(CaseTheme(case_id=case.id, theme_key=theme.key, panel_id=case.panel_id))
    if not is_in and held is not None:
        db.session.delete(held)
    decision = ThemeDecision(panel_id=case.panel_id, case_id=case.id, theme_key=theme.key, is_in=is_in, reason=reason)
    decision.rule_number, decision.at, decision.by_name = number, now, actor.name
    db.session.add(decision)


def _cases(actor: Actor, public_ids: Collection[str]) -> list[Case]:
    """The cases, each of which the actor may decide on."""
    found = list(db.session.scalars(select(Case).where(*visible_to(actor), Case.public_id.in_(public_ids))))
    if len(found) != len(set(public_ids)):
        raise NotFound
    for case in found:
        require(actor, Action.THEME_DECIDE, CaseSubject(case.id, case.panel_id))
    return found


def _add(actor: Actor, key: str, told: Told) -> None:
    if db.session.get(Theme, (actor.panel_id, key)) is not None:
        raise Blocked([HAS_IT])
    row = Theme(panel_id=actor.panel_id, key=key)
    _write(row, told)
    db.session.add(row)
    db.session.flush()
    _compare(row.panel_id, [key])


def _write(row: Theme, told: Told) -> None:
    row.label, row.owner = tidy(told.label, lines=False), tidy(told.owner, lines=False) or None
    row.definition, row.started_on, row.is_active = (
        tidy(told.definition, lines=True) or None,
        told.started_on,
        told.is_active,
    )
    row.tells_of_near = told.tells_of_near


def _faults(told: Told) -> dict[str, str]:
    label = tidy(told.label, lines=False)
    faults = {
        "label": text_fault(label, "The name", LONGEST["label"]) if label else "Enter the name of the theme",
        "definition": text_fault(
            tidy(told.definition, lines=True), "What it is about", LONGEST["definition"], lines=True
        ),
        "owner": text_fault(told.owner, "The owner", LONGEST["owner"]),
    }
    try:
        _key(label)
    except ValueError:
        faults["label"] = faults["label"] or "Enter a name with letters or figures"
    return {field: fault for field, fault in faults.items() if fault}


def _key(label: str) -> str:
    """The key of a new theme, from its name. Raises ValueError where the name has neither letter nor figure."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in label)
    return themes.parse(words)[: themes.MAX_KEY]


def _reason_fault(reason: str, missing: str) -> str | None:
    tidied = tidy(reason, lines=True)
    return text_fault(tidied, "The reason", LONGEST["reason"], lines=True) if tidied else missing


def _to_edit(actor: Actor, key: str) -> Theme:
    row = _theme(actor, key)
    require(actor, Action.THEME_EDIT, PanelSubject(row.panel_id))
    return row


def _theme(actor: Actor, key: str) -> Theme:
    row = None if actor.panel_id is None else db.session.get(Theme, (actor.panel_id, key))
    if row is None:
        raise NotFound
    require(actor, Action.THEME_LIST, PanelSubject(row.panel_id))
    return row


def _named(case_ids: Collection[int], public_ids: dict[int, str]) -> tuple[str, ...]:
    return tuple(public_ids[case_id] for case_id in sorted(case_ids) if case_id in public_ids)
