"""The panel's list of factors, each change from a day on: what was analysed before keeps the words of its time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FactorSetting
from cdop.queries import factors as queries
from cdop.rules import factors
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.factors import Domain
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

LONGEST_LABEL = 120
LATEST_YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a factor from a day on. `label` None: it is not offered from then on."""

    label: str | None
    from_on: date


@writes(AuditVerb.FACTOR_SET)
def add(actor: Actor, domain: Domain, told: Told, *, submission_id: str, now: datetime) -> str:
    """Add a factor of the panel's own to a domain, offered from a day on; return its code. Raises Invalid.

    From today at the earliest: nothing that was analysed could have it.
    """
    require(actor, Action.FACTOR_EDIT, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        today = now.astimezone(LONDON).date()
        _refuse(_faults(actor, "", told, now, earliest=today))
        code = factors.new_code(queries.changes_of_panel(actor.panel_id or 0))
        _set(actor, code, domain, told, now)
        return code

    return submissions.once(actor, submission_id, act, now=now, said=(domain, told))


@writes(AuditVerb.FACTOR_SET)
def change(actor: Actor, code: str, told: Told, *, now: datetime) -> None:
    """Give a factor other words from a day on, or offer it no longer, or again.

    From tomorrow at the earliest, so that what is signed today keeps its words. Set again for the same day, the last
    counts. Raises NotFound for a factor that the panel has not or cannot change, and Invalid.
    """
    require(actor, Action.FACTOR_EDIT, PanelSubject(actor.panel_id or 0))
    row = queries.factor_row(actor, code, now=now)
    if row is None:
        raise NotFound
    tomorrow = now.astimezone(LONDON).date() + timedelta(days=1)
    _refuse(_faults(actor, code, told, now, earliest=tomorrow))
    _set(actor, code, row.domain, told, now)


def _faults(actor: Actor, code: str, told: Told, now: datetime, *, earliest: date) -> dict[str, str | None]:
    others = {
        words.casefold() for row in queries.all_rows(actor, now=now) if row.code != code for words in row.every_label
    }
    return {"label": _label_fault(told.label, others), "from_on": _day_fault(told.from_on, earliest)}


def _label_fault(label: str | None, others: Collection[str]) -> str | None:
    """Figures show a factor by its words alone, so that no two may ever have the same."""
    if label is None:
        return None
    words = tidy(label, lines=False)
    if not words:
        return "Enter the factor"
    if words.casefold() in others:
        return "Another factor has or had these words. Change that one, or choose others"
    return text_fault(words, "The factor", LONGEST_LABEL)


def _day_fault(from_on: date, earliest: date) -> str | None:
    latest = earliest + timedelta(days=365 * LATEST_YEARS_AHEAD)
    if earliest <= from_on <= latest:
        return None
    return f"Enter {written_date(earliest)} or a later day, no more than {LATEST_YEARS_AHEAD} years ahead"


def _refuse(faults: dict[str, str | None]) -> None:
    if found := {name: fault for name, fault in faults.items() if fault}:
        raise Invalid(found)


def _set(actor: Actor, code: str, domain: Domain, told: Told, now: datetime) -> None:
    same = (
        FactorSetting.panel_id == actor.panel_id,
        FactorSetting.code == code,
        FactorSetting.from_on == told.from_on,
    )
    setting = db.session.scalar(select(FactorSetting).where(*same).with_for_update())
    if setting is None:
        setting = FactorSetting(panel_id=actor.panel_id, code=code, from_on=told.from_on, created_at=now)
        setting.domain, setting.created_by_id = domain, actor.user_id
        db.session.add(setting)
    setting.label = None if told.label is None else tidy(told.label, lines=False)
