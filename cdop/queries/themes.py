"""The register of themes: each with its rule, the cases that it proposes, and those that somebody decided on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from cdop.extensions import db
from cdop.models import Case, CaseTheme, Theme, ThemeDecision, ThemeProposal, ThemeRule
from cdop.queries import factors, theme_facts
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.ages import age_in_words
from cdop.rules.shipped_themes import SHIPPED
from cdop.rules.theme_facts import AGE, FACTORS, Told
from cdop.rules.theme_rules import Condition, facts_of, grounds, parse
from cdop.rules.themes import STARTER_THEMES
from cdop.rules.vocabulary import CaseStatus

PAGE_SIZE = 25
OF_REGISTER_OR_ANALYSIS = "From the panel’s analysis or the register it came with"
"""Why a case is in a theme that nobody decided on here."""


class Standing(StrEnum):
    """How a case stands to a theme."""

    PROPOSED = "proposed"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of a theme in force. Number 0 is the shipped one, which has neither day nor author."""

    number: int
    text: str
    from_on: date | None = None
    reason: str | None = None
    by_name: str | None = None


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """A theme with how many of the cases that the reader may see stand how to it; a standing without any is missing."""

    key: str
    label: str
    is_active: bool
    definition: str
    owner: str | None
    started_on: date | None
    tells_of_near: bool
    version: int
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class ThemeList:
    """One page of themes and how many there are in all."""

    themes: tuple[ListedTheme, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a case, and under which rule."""

    is_in: bool
    reason: str
    rule_number: int
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A theme that somebody took a case out of, and nobody put it in again."""

    key: str
    label: str
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class ThemedCase:
    """A case as the page of a theme lists it, without a name: the list says how children died.

    `fits` the rule; `because` says by what, as far as that still holds. `decision` is
    the last, None where nobody decided here.
    """

    internal_id: int
    public_id: str
    reference: str
    age: str
    status: CaseStatus
    fits: bool
    because: tuple[str, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme, its rules with the newest first, and one page of the cases that stand to it as asked."""

    theme: ListedTheme
    rules: tuple[Rule, ...]
    cases: tuple[ThemedCase, ...]
    page: int
    pages: int

    @property
    def rule(self) -> Rule:
        """The rule in force."""
        return self.rules[0]


@dataclass(frozen=True, slots=True)
class ThemeOfCase:
    """A theme as the page of a case shows it, with every decision, the newest first."""

    key: str
    label: str
    definition: str
    standing: Standing
    decisions: tuple[Decision, ...]


def theme_list(actor: Actor, page: int) -> ThemeList:
    """Return one page of the panel's themes in the order of their labels. Five statements."""
    mine = Theme.panel_id == actor.panel_id
    total = db.session.scalar(select(func.count()).select_from(Theme).where(mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = select(Theme).where(mine).order_by(Theme.is_active.desc(), Theme.label, Theme.key)
    rows = list(db.session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))
    counts = _counts(actor, [row.key for row in rows])
    return ThemeList(tuple(_listed(row, counts) for row in rows), total, page, pages)


def not_followed(actor: Actor) -> dict[str, str]:
    """Return the labels of shipped themes that are not in the panel's register, by key. One statement."""
    held = set(db.session.scalars(select(Theme.key).where(Theme.panel_id == actor.panel_id)))
    return {key: STARTER_THEMES[key] for key in SHIPPED if key not in held}


def theme_page(actor: Actor, key: str, standing: Standing, page: int, *, today: date) -> ThemePage | None:
    """Return a theme with a page of cases, the last death first; None where there is none.

    At most twelve statements, however many cases.
    """
    row = db.session.get(Theme, (actor.panel_id, key)) if actor.panel_id is not None else None
    if row is None:
        return None
    theme = _listed(row, _counts(actor, [key]))
    pages = max(1, -(-theme.counts.get(standing, 0) // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = select(*_CASE, _PROPOSED.label("fits")).where(*visible_to(actor), STANDS[standing], Theme.key == key)
    found = db.session.execute(
        query.select_from(Case)
        .join(Theme, Theme.panel_id == Case.panel_id)
        .order_by(Case.died_on.desc(), Case.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    decided = _decisions(ThemeDecision.theme_key == key, ThemeDecision.case_id.in_([each.id for each in found]))
    rules = rules_of(row.panel_id, key)
    because = _grounds(row.panel_id, rules[0].text, [each.id for each in found if each.fits], today)
    cases = tuple(_case(each, because.get(each.id, ()), decided.get((each.id, key), ())) for each in found)
    return ThemePage(theme, rules, cases, page, pages)


def _grounds(panel_id: int, rule: str, ids: list[int], today: date) -> dict[int, tuple[str, ...]]:
    """By what was told of it each case fits a rule, in words, by its id."""
    if not (rule and ids):
        return {}
    parsed = parse(rule)
    told = theme_facts.told_of(panel_id, {*facts_of(parsed)}, Case.id.in_(ids))
    own = factors.labels(panel_id, today) if FACTORS in facts_of(parsed) else {}
    return {case_id: tuple(_told(parsed, of, own)) for case_id, of in told.items()}


def _told(rule: Condition, told: Told, own: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys(AGE if theme_facts.is_age(name) else name for name in grounds(rule, told)):
        called = name[:1].upper() + name[1:]
        yield called if name == AGE else f"{called}: {theme_facts.words(name, told[name], own)}"


def rules_of(panel_id: int, key: str) -> tuple[Rule, ...]:
    """Return the rules of a theme, the one in force first. A theme without any proposes nothing: its text is empty."""
    mine = (ThemeRule.panel_id == panel_id, ThemeRule.theme_key == key)
    columns = (ThemeRule.number, ThemeRule.text, ThemeRule.from_on, ThemeRule.reason, ThemeRule.by_name)
    rows = db.session.execute(select(*columns).where(*mine).order_by(ThemeRule.number.desc()))
    shipped = SHIPPED.get(key)
    return (*(Rule(*row) for row in rows), Rule(0, shipped.rule if shipped else ""))


def themes_of_case(case_id: int) -> tuple[ThemeOfCase, ...]:
    """Return every theme that a case stands to, of a case that the reader may see. Four statements."""
    decided = _decisions(ThemeDecision.case_id == case_id)
    found = []
    for standing, stands in STANDS.items():
        query = select(Theme.key, Theme.label, Theme.definition).select_from(Theme)
        of_case = query.join(Case, Case.panel_id == Theme.panel_id).where(Case.id == case_id, stands)
        found += [
            ThemeOfCase(key, label, _definition(key, own), standing, decided.get((case_id, key), ()))
            for key, label, own in db.session.execute(of_case.order_by(Theme.label))
        ]
    return tuple(found)


def left_out(case_id: int) -> tuple[LeftOut, ...]:
    """Return the themes of which the last decision about a case is that it is out, in the order of their labels."""
    of_case = ThemeDecision.case_id == case_id
    last = select(func.max(ThemeDecision.id)).where(of_case).group_by(ThemeDecision.theme_key)
    columns = (Theme.key, Theme.label, ThemeDecision.reason, ThemeDecision.at, ThemeDecision.by_name)
    query = select(*columns).join(
        Theme, (Theme.panel_id == ThemeDecision.panel_id) & (Theme.key == ThemeDecision.theme_key)
    )
    out = query.where(of_case, ThemeDecision.id.in_(last), ThemeDecision.is_in.is_(False))
    return tuple(LeftOut(*row) for row in db.session.execute(out.order_by(Theme.label)))


def references(actor: Actor, public_ids: Collection[str]) -> dict[str, str]:
    """Return the references of these cases, as far as the actor may see them, by public id."""
    query = select(Case.public_id, Case.reference).where(*visible_to(actor), Case.public_id.in_(public_ids))
    return {row.public_id: row.reference for row in db.session.execute(query)}


def active_themes(panel_id: int) -> dict[str, str]:
    """Return the labels of the themes that a panel offers, by key."""
    active = select(Theme.key, Theme.label).where(Theme.panel_id == panel_id, Theme.is_active).order_by(Theme.label)
    return {row.key: row.label for row in db.session.execute(active)}


def _listed(row: Theme, counts: Mapping[tuple[str, Standing], int]) -> ListedTheme:
    mine = {standing: counts[row.key, standing] for standing in Standing if (row.key, standing) in counts}
    told = (row.key, row.label, row.is_active, _definition(row.key, row.definition), row.owner, row.started_on)
    return ListedTheme(*told, row.tells_of_near, row.version, mine)


def _definition(key: str, own: str | None) -> str:
    return own or (SHIPPED[key].definition if key in SHIPPED else "")


def _counts(actor: Actor, keys: list[str]) -> dict[tuple[str, Standing], int]:
    found: dict[tuple[str, Standing], int] = {}
    for standing, stands in STANDS.items():
        query = select(Theme.key, func.count()).select_from(Case).join(Theme, Theme.panel_id == Case.panel_id)
        query = query.where(*visible_to(actor), Theme.key.in_(keys), stands).group_by(Theme.key)
        found |= {(key, standing): n for key, n in db.session.execute(query)}
    return found


def _decisions(*conditions: ColumnElement[bool]) -> dict[tuple[int, str], tuple[Decision, ...]]:
    """Decisions by case and theme, the newest first."""
    found: dict[tuple[int, str], tuple[Decision, ...]] = {}
    query = select(*_DECIDED).where(*conditions).order_by(ThemeDecision.id.desc())
    for case_id, key, *told in db.session.execute(query):
        found[case_id, key] = (*found.get((case_id, key), ()), Decision(*told))
    return found


def _case(row: Any, because: tuple[str, ...], decisions: tuple[Decision, ...]) -> ThemedCase:
    return ThemedCase(
        row.id,
        row.public_id,
        row.reference,
        age_in_words(row.born_on, row.died_on),
        row.status,
        bool(row.fits),
        because,
        decisions[0] if decisions else None,
    )


def _of_both(model: Any) -> ColumnElement[bool]:
    return exists().where(model.case_id == Case.id, model.theme_key == Theme.key)


_CASE = tuple(getattr(Case, name) for name in "id public_id reference born_on died_on status".split())
_DECIDED = tuple(
    getattr(ThemeDecision, name) for name in "case_id theme_key is_in reason rule_number at by_name".split()
)
_PROPOSED, _IN, _DECISION = _of_both(ThemeProposal), _of_both(CaseTheme), _of_both(ThemeDecision)
STANDS: Mapping[Standing, ColumnElement[bool]] = {
    Standing.PROPOSED: _PROPOSED & ~_IN & ~_DECISION,
    Standing.IN: _IN,
    Standing.OUT: ~_IN & _DECISION,
}
"""When a case stands how to a theme, in a statement of both."""
