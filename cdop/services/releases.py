"""The one gate by which numbers leave to anyone who may not see cases: protected, kept as they left, never told twice.

What was released stands as it was. Who asks again for the same gets the same, whatever has become of the records since,
because old and new numbers side by side would show what changed; a new release in its place needs a reason.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DataRelease, Panel
from cdop.queries import figure_tables
from cdop.queries import figures as counts
from cdop.queries import releases as queries
from cdop.queries.figures import PanelFacts
from cdop.rules import figures as measures
from cdop.rules.actors import Actor
from cdop.rules.audit_verbs import AuditVerb
from cdop.rules.dates import LONDON
from cdop.rules.disclosure import OnStep, Told, unwatched
from cdop.rules.facts import PanelSubject
from cdop.rules.figure_shapes import Counts, Measure
from cdop.rules.releases import Asked, Bundle, Selection, asked, digest, withheld, written
from cdop.rules.vocabulary import Action
from cdop.services import figures, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound, Stale
from cdop.services.unit import writes

TRIES = 3
AT_MOST = 16
"""How many bundles a process keeps of those that were only looked at: a preview has two or three."""
_LOOKED_AT: dict[bytes, Bundle] = {}
NOT_OVER = "Figures are released of a period that is over: until then each day would show what the day before lacked."


class TooLarge(Exception):
    """A release that takes longer than whoever asks should wait for a page."""


def figures_of(
    actor: Actor,
    panel_id: int,
    selection: Selection,
    *,
    purpose: str,
    is_waited_for: bool = False,
    on_step: OnStep = unwatched,
    now: datetime,
) -> dict[str, Any]:
    """Return the figures of a selection as they may leave; the first to ask has them released and recorded.

    Raises Forbidden where the actor may not see protected figures, Blocked for a period that is not over; and where a
    page waits for it TooLarge, before anything is released. `on_step` is told how far it is, as by `release`.
    """
    if (standing := standing_figures(actor, panel_id, selection, now=now)) is not None:
        return standing
    told: Any = {"purpose": purpose, "by": actor.name, "is_waited_for": is_waited_for, "on_step": on_step}
    return release(actor, panel_id, selection, **told, now=now)


def standing_figures(actor: Actor, panel_id: int, selection: Selection, *, now: datetime) -> dict[str, Any] | None:
    """Return the figures of a selection as they left, None where nobody has asked for them yet.

    Raises Forbidden where the actor may not see protected figures, Blocked for a period that is not over.
    """
    require(actor, Action.FIGURES_PUBLIC, PanelSubject(panel_id))
    if selection.period.end >= now.astimezone(LONDON).date():
        raise Blocked([NOT_OVER])
    return queries.standing(panel_id, selection.key)


def release(
    actor: Actor,
    panel_id: int,
    selection: Selection,
    *,
    purpose: str,
    by: str,
    is_waited_for: bool = False,
    on_step: OnStep = unwatched,
    now: datetime,
) -> dict[str, Any]:
    """Release the figures of a selection in the name `by` of whoever asked and might; once, however often it is called.

    `on_step` is told, outside any unit of work, how far the audit is. Raises TooLarge as `figures_of` does.
    """
    for _ in range(TRIES):
        if (standing := queries.standing(panel_id, selection.key)) is not None:
            return standing
        gathered = _gathered(panel_id, selection)
        if is_waited_for and gathered.asked.is_large():
            raise TooLarge
        made = _made(gathered, on_step=on_step, now=now)
        try:
            return _keep(actor, panel_id, selection, made, gathered.seen, purpose=purpose, by=by, now=now)
        except Stale:
            continue  # somebody released other figures meanwhile, which these must stand beside
    raise Stale


def would_leave(
    actor: Actor, panel_id: int, selections: Iterable[Selection], *, now: datetime
) -> tuple[dict[str, Any], ...]:
    """Return the figures of each selection as they left, or as they would leave now, one after another.

    Nothing is released or kept. For whoever may see the cases behind them and looks at what others will see. Raises
    Forbidden.
    """
    require(actor, Action.FIGURES_VIEW, PanelSubject(panel_id))
    told: list[Told] = []
    leaving = []
    for selection in selections:
        if (standing := queries.standing(panel_id, selection.key)) is not None:
            leaving.append(standing)
            continue
        made = _made(_gathered(panel_id, selection, beside=told), bundled=_looked_at, now=now)
        told += made.made.told
        leaving.append(made.leaving)
    return tuple(leaving)


def renew(
    actor: Actor,
    public_id: str,
    reason: str,
    *,
    proposed_by: str,
    is_waited_for: bool = False,
    on_step: OnStep = unwatched,
    now: datetime,
) -> str:
    """Release a selection anew from the records as they are, in place of what stands; return the new release's name.

    Both are public then: whoever has the two can see what changed, and the register says who took that on and why:
    `proposed_by` and, by their signature, the actor. `services/release_proposals.py` sees to it that they are two.
    Raises NotFound, Forbidden, Stale, Blocked where there is no reason or the release stands no more, and TooLarge as
    `figures_of` does. `on_step` is told how far it is, as by `release`.
    """
    old = queries.release(actor, public_id)
    if old is None:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, old.subject)
    if not reason.strip():
        raise Blocked(["Say why the figures are released anew."])
    selection = queries.selection(old.id)
    if selection is None:
        raise Blocked(["This release has already been replaced."])
    gathered = _gathered(old.panel_id, selection, without=selection.key)
    if is_waited_for and gathered.asked.is_large():
        raise TooLarge
    made = _made(gathered, on_step=on_step, now=now)
    told = {"reason": reason.strip(), "purpose": old.purpose, "proposed_by": proposed_by}
    return _replace(actor, old.id, selection, made, gathered.seen, **told, now=now)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What a release is made of, all of one state of the database, and the newest release by then."""

    asked: Asked
    panel: PanelFacts
    seen: int


class _Made:
    """A release before it is kept: what leaves, and from what."""

    def __init__(self, leaving: dict[str, Any], made: Bundle, data_version: str) -> None:
        self.leaving, self.made, self.data_version = leaving, made, data_version


def _gathered(panel_id: int, selection: Selection, *, without: str = "", beside: Iterable[Told] = ()) -> _Gathered:
    figures.begin_snapshot()
    seen, earlier = queries.ledger(panel_id, without=without)
    panel = counts.panel(panel_id)
    return _Gathered(asked(*counted(panel_id, selection), selection, (*earlier, *beside)), panel, seen)


def _looked_at(asked: Asked, *, on_step: OnStep) -> Bundle:
    """What would leave, kept by all that it is made of: who looks again at the same numbers does not wait again.

    What is released is always worked out anew.
    """
    made_of = sha256(repr(asked).encode()).digest()
    bundle = _LOOKED_AT.pop(made_of, None) or asked.bundle(on_step=on_step)
    _LOOKED_AT[made_of] = bundle
    for oldest in list(_LOOKED_AT)[:-AT_MOST]:
        _LOOKED_AT.pop(oldest, None)
    return bundle


def _made(
    gathered: _Gathered,
    *,
    bundled: Callable[..., Bundle] = Asked.bundle,
    on_step: OnStep = unwatched,
    now: datetime,
) -> _Made:
    """The release, worked out without the database, which is left to others meanwhile."""
    unit.end_reads()
    panel, selection = gathered.panel, gathered.asked.selection
    made = bundled(gathered.asked, on_step=on_step)
    period = selection.period
    leaving = {
        "panel": panel.name,
        "period": {"label": period.label, "from": period.start.isoformat(), "to": period.end.isoformat()},
        "edition": figures.PUBLIC,
        "profile": selection.profile.value,
        "notes": made.notes,
        "measures": made.measures,
    }
    told = {"generated_at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "data_version": digest(leaving)}
    return _Made(leaving | told, made, measures.data_version(panel.data_sum))


def counted(panel_id: int, selection: Selection) -> tuple[Sequence[Measure], Counts]:
    """Return the measures of a selection, and what the records give of them now: not protected, for no reader."""
    if not selection.measure:
        return measures.MEASURES, counts.figures(panel_id, selection.period)
    chosen = measures.measure(selection.measure)
    return [chosen], figure_tables.counts(panel_id, chosen, selection)


def choices(actor: Actor, panel_id: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return by what the workspace chooses cases: the panel's areas by name, its themes by key and label.

    Raises Forbidden where the actor may not see protected figures.
    """
    require(actor, Action.FIGURES_PUBLIC, PanelSubject(panel_id))
    return figure_tables.choices(panel_id)


@writes(AuditVerb.FIGURES_RELEASED)
def _keep(
    actor: Actor, panel_id: int, selection: Selection, made: _Made, seen: int, *, purpose: str, by: str, now: datetime
) -> dict[str, Any]:
    nothing_came_between(panel_id, seen)
    _add(panel_id, selection, made, purpose=purpose, by=by, reason=None, now=now)
    return made.leaving


@writes(AuditVerb.FIGURES_RENEWED)
def _replace(
    actor: Actor,
    old_id: int,
    selection: Selection,
    made: _Made,
    seen: int,
    *,
    reason: str,
    purpose: str,
    proposed_by: str,
    now: datetime,
) -> str:
    old = db.session.get_one(DataRelease, old_id)
    nothing_came_between(old.panel_id, seen)
    old.standing, old.ended_at = old.public_id, now
    db.session.flush()
    new = _add(old.panel_id, selection, made, purpose=purpose, by=proposed_by, reason=reason, now=now)
    new.signed_by_name = actor.name
    return new.public_id


def nothing_came_between(panel_id: int, seen: int) -> None:
    """Raise Stale where another release came: what is released must have been audited beside everything before it."""
    db.session.execute(select(Panel.id).where(Panel.id == panel_id).with_for_update())
    if queries.newest(panel_id) != seen:
        raise Stale


def _add(
    panel_id: int,
    selection: Selection,
    made: _Made,
    *,
    purpose: str,
    by: str,
    reason: str | None,
    now: datetime,
) -> DataRelease:
    release = DataRelease(
        panel_id=panel_id,
        selection=selection.key,
        standing=selection.key,
        title=queries.title(panel_id, selection),
        profile=selection.profile,
        label=selection.period.label,
        from_on=selection.period.start,
        to_on=selection.period.end,
        purpose=purpose,
        bundle=made.leaving,
        digest=made.leaving["data_version"],
        told=written(made.made.told),
        withheld=withheld(made.made.measures),
        data_version=made.data_version,
        released_at=now,
        released_by_name=by,
        reason=reason,
    )
    db.session.add(release)
    db.session.flush()
    return release
