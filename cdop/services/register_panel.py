"""What a register needs of its panel, in the open unit: the panel itself, its areas, themes and meetings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Panel, PanelArea, PanelMeeting, Theme
from cdop.queries import register as queries
from cdop.rules import local_authorities, near_deaths, themes
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.register import RegisterRow
from cdop.rules.vocabulary import Action, MeetingKind, MeetingStatus
from cdop.services import panels, unit
from cdop.services.access import require
from cdop.services.errors import NotFound

# Keeps the locks of imports apart from any other advisory lock.
IMPORT_LOCK = 20081


def require_import(actor: Actor, new_panel: str | None) -> None:
    """Return if the actor may import into their panel or, without one, make the panel `new_panel`.

    Raises Forbidden, or NotFound where there is neither a panel nor a name for one.
    """
    if actor.panel_id is not None:
        require(actor, Action.REGISTER_IMPORT, PanelSubject(actor.panel_id))
        return
    require(actor, Action.REGISTER_IMPORT)
    require(actor, Action.PANEL_EDIT)
    if not (new_panel or "").strip():
        raise NotFound("There is no panel yet: name the new one with --panel.")


def acting_in(actor: Actor, new_panel: str | None, *, now: datetime) -> tuple[Actor, str | None]:
    """Return the actor in their panel, once no other import into it is under way.

    Where they have none, the panel is made, and its name is the second part: None where it was made meanwhile.
    """
    made = None
    if actor.panel_id is None and new_panel is not None:
        held = db.session.scalar(select(Panel.id).where(Panel.name == new_panel.strip()))
        made = new_panel.strip() if held is None else None
        panel_id = held or panels.establish(actor, new_panel.strip(), now=now)
        actor = replace(actor, panel_id=panel_id)
        if (open_unit := unit.current()) is not None:
            open_unit.actor = actor
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK, actor.panel_id)))
    return actor, made


def give_areas(actor: Actor, gss_codes: Iterable[str]) -> None:
    """Give a panel that has no areas these."""
    found = [local_authorities.authority(code) for code in gss_codes]
    db.session.add_all(PanelArea(panel_id=actor.panel_id, gss_code=a.gss_code, name=a.name) for a in found)


def add_themes(actor: Actor, keys: Iterable[str]) -> None:
    """Add themes to the panel's list."""
    own = {"panel_id": actor.panel_id, "is_active": True}
    db.session.add_all(
        Theme(key=key, label=themes.label(key), tells_of_near=key in near_deaths.TOLD_OF, **own) for key in keys
    )


def review_meetings_of(actor: Actor, rows: Sequence[RegisterRow], *, now: datetime) -> tuple[dict[date, int], int]:
    """Return the case review meeting of each review date, and how many of them were added for it.

    A meeting that has no theme yet gets that of its rows; one that has a theme keeps it.
    """
    named: dict[date, str | None] = {}
    for row in rows:
        if row.date_reviewed:
            named[row.date_reviewed] = named.get(row.date_reviewed) or row.panel_theme
    query = select(PanelMeeting).where(
        PanelMeeting.panel_id == actor.panel_id, PanelMeeting.kind == MeetingKind.CASE_REVIEW
    )
    meetings = {meeting.held_on: meeting for meeting in db.session.scalars(query)}
    new = [day for day in sorted(named) if day not in meetings]
    meetings.update((day, new_meeting(actor, day, MeetingKind.CASE_REVIEW, now=now)) for day in new)
    for day, theme in named.items():
        meetings[day].theme = meetings[day].theme or theme
        meetings[day].status = MeetingStatus.HELD  # one that was planned, too: a case was reviewed at it
    db.session.flush()
    return {day: meetings[day].id for day in named}, len(new)


def new_meeting(actor: Actor, held_on: date, kind: MeetingKind, *, now: datetime) -> PanelMeeting:
    """Return a meeting that the open unit adds."""
    meeting = PanelMeeting(
        panel_id=actor.panel_id, held_on=held_on, kind=kind, created_at=now, created_by_id=actor.user_id
    )
    db.session.add(meeting)
    return meeting


def new_theme_keys(actor: Actor, keys: Iterable[str]) -> tuple[str, ...]:
    """Return those keys that are not in the panel's list of themes, or in that of a new panel."""
    known = queries.theme_keys(actor.panel_id) if actor.panel_id is not None else themes.STARTER_THEMES.keys()
    return tuple(sorted(set(keys) - known))
