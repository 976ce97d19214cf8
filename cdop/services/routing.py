"""The panel's list of whom to ask: rows changed, added, ended; and the shipped list restored."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import RoutingRule
from cdop.rules import places, supplements
from cdop.rules.actors import Actor
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.facts import PanelSubject
from cdop.rules.form_b import Circumstance
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, Stale
from cdop.services.unit import writes

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """A row as somebody writes it: keys of agency types, forms, suspected types, places and circumstances."""

    asks: tuple[str, ...]
    reason: str
    from_on: date
    until_on: date | None = None
    from_days: int = 0
    under_days: int | None = None
    from_years: int = 0
    under_years: int = 18
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@writes(AuditVerb.ROUTING_CHANGED)
def change_rule(actor: Actor, key: str, rule: Rule, *, version: int, now: datetime) -> None:
    """Put the panel's own row in the place of the row of a key. Raises Stale, Invalid with a fault for each field."""
    require(actor, Action.ROUTING_EDIT, PanelSubject(actor.panel_id or 0))
    found = db.session.scalar(select(RoutingRule).where(_mine(actor), RoutingRule.key == key).with_for_update())
    if (found.version if found else 0) != version:
        raise Stale
    row = found or _new(actor, key, now)
    _write(row, rule)


@writes(AuditVerb.ROUTING_CHANGED)
def add_rule(actor: Actor, rule: Rule, *, submission_id: str, now: datetime) -> str:
    """Add a row to the panel's list and return its key. Raises Invalid with a fault for each field."""
    require(actor, Action.ROUTING_EDIT, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        row = _new(actor, f"own: {secrets.token_hex(8)}", now)
        _write(row, rule)
        return row.key

    return submissions.once(actor, submission_id, act, now=now, said=("routing rule", rule))


@writes(AuditVerb.ROUTING_RESTORED)
def restore(actor: Actor, *, now: datetime) -> int:
    """Take away all rows of the panel, so that the shipped list holds again; return how many there were."""
    require(actor, Action.ROUTING_EDIT, PanelSubject(actor.panel_id or 0))
    rows = db.session.scalars(select(RoutingRule).where(_mine(actor)).with_for_update()).all()
    for row in rows:
        db.session.delete(row)
    unit.record("routing_rule", "shipped list", count=len(rows))
    return len(rows)


def faults(rule: Rule) -> dict[str, str]:
    """Return what is wrong with a row, in words for whoever writes it."""
    reason = tidy(rule.reason, lines=False)
    age = rule.under_days is not None and rule.under_days <= rule.from_days
    found = {
        "asks": None if rule.asks else "Choose at least one sort of agency",
        "reason": text_fault(reason, "The reason", LONGEST_REASON) if reason else "Say why they are asked",
        "until_on": "The last day is before the first"
        if rule.until_on is not None and rule.until_on < rule.from_on
        else None,
        "under_days": "No child is that old and that young" if age else None,
        "under_years": "No child is that old and that young" if rule.under_years <= rule.from_years else None,
    }
    return {field: fault for field, fault in found.items() if fault} | _unknown(rule)


def _unknown(rule: Rule) -> dict[str, str]:
    """What no page of ours can send. The words of a suspected type are the notification form's own."""
    offered: Mapping[str, tuple[tuple[str, ...], set[str]]] = {
        "asks": (rule.asks, set(AGENCY_TYPES)),
        "places": (rule.places, {place.code for place in places.PLACES}),
        "circumstances": (rule.circumstances, set(Circumstance)),
        "unless": (rule.unless, set(Circumstance)),
        "forms": (rule.forms, set(supplements.COMPLETED_BY)),
    }
    return {field: "Choose from the list" for field, (chosen, known) in offered.items() if not known.issuperset(chosen)}


def _new(actor: Actor, key: str, now: datetime) -> RoutingRule:
    row = RoutingRule(panel_id=actor.panel_id, key=key, created_at=now, created_by_id=actor.user_id)
    db.session.add(row)
    return row


def _write(row: RoutingRule, rule: Rule) -> None:
    if found := faults(rule):
        raise Invalid(found)
    row.reason = tidy(rule.reason, lines=False)
    row.from_on, row.until_on = rule.from_on, rule.until_on
    row.from_days, row.under_days = rule.from_days, rule.under_days
    row.from_years, row.under_years = rule.from_years, rule.under_years
    row.asks, row.forms, row.types = [*rule.asks], [*rule.forms], [*rule.types]
    row.places, row.circumstances, row.unless = [*rule.places], [*rule.circumstances], [*rule.unless]


def _mine(actor: Actor) -> ColumnElement[bool]:
    return RoutingRule.panel_id == actor.panel_id
