"""The demonstration's cases: each is entered on the day it was notified and walked through its stages since."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, CaseTheme, Membership, User
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.register import RegisterRow
from cdop.rules.vocabulary import ActorKind, AuditVerb, Residency, Role
from cdop.rules.working_days import add_working_days
from cdop.services import lifecycle, meetings_register, register_cases, register_panel, register_plan
from cdop.services.cases import work_out
from cdop.services.unit import writes

STEPS = ("start gathering information", "hold the review meeting", "make ready for panel", "put on an agenda")
REVIEW = "complete the review"
# When a reviewed case took each step, as shares of the time from its notification to the panel's review.
SHARES = (0, 0.5, 0.7, 0.8)
# After how many days a case that is not reviewed usually takes each step.
DAYS = (3, 80, 120)
OPENS, CLOSES = time(9, 0), 8 * 60
"""When the panel's office opens, and for how many minutes."""


@dataclass(frozen=True, slots=True)
class Story:
    """When a case was entered, and each step that it took since with its instant, in their order."""

    entered_at: datetime
    steps: tuple[tuple[str, datetime], ...]


def load_cases(actor: Actor, panel_id: int, cases: bytes, meetings: bytes, *, now: datetime) -> None:
    """Add the meetings and the cases of an invented register, each case with its history up to now.

    Raises RegisterFaults where the register has any.
    """
    meetings_register.import_meetings(actor, meetings, now=now)
    today = now.astimezone(LONDON).date()
    file = register_plan.read(actor, cases, areas_raw=None, link_duplicates=False, today=today)
    _live(person(panel_id, Role.COORDINATOR), tuple(register_plan.plan(actor, file).additions), now=now)


def story(row: RegisterRow, *, now: datetime) -> Story:
    """Return how the case of an invented row went: in working hours, step after step, all of it before `now`.

    The same row always has the same story, as far as it has come.
    """
    random = Random(row.case_ref)  # noqa: S311  (an invented history needs no secrecy)
    return Story(
        _in_office_hours(random, row.date_notified),
        tuple((step, at) for step, day in _days(random, row) if (at := _in_office_hours(random, day)) < now),
    )


def _days(random: Random, row: RegisterRow) -> Iterator[tuple[str, date]]:
    """The day of each step, every one later than the one before. A case of another area waits for its own panel."""
    notified, reviewed = row.date_notified, row.date_reviewed
    if reviewed:
        whole = (reviewed - notified).days
        for step, share in zip(STEPS, SHARES, strict=True):
            yield step, add_working_days(notified + timedelta(days=int(whole * share)), 1)
        yield REVIEW, reviewed
    elif row.residency is Residency.RESIDENT:
        slower = random.randrange(9)
        # Nobody puts them on an agenda: that takes a meeting, which the live cases have.
        for step, days in zip(STEPS[: 2 + random.randrange(2)], DAYS, strict=False):
            yield step, add_working_days(notified + timedelta(days=days + slower), 1)


def _in_office_hours(random: Random, day: date) -> datetime:
    opened = datetime.combine(day, OPENS, LONDON)
    return opened + timedelta(minutes=random.randrange(CLOSES))


def person(panel_id: int, role: Role) -> Actor:
    """Return the invented person who has this role, in whose name things are done."""
    query = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    found = db.session.execute(query.where((Membership.panel_id == panel_id) & (Membership.role == role))).one()
    return Actor(ActorKind.PERSON, user_id=found.id, panel_id=panel_id, roles=frozenset({role}), name=found.name)


@writes(AuditVerb.DEMO_LOADED)
def _live(actor: Actor, rows: tuple[RegisterRow, ...], *, now: datetime) -> None:
    meeting_ids, _ = register_panel.review_meetings_of(actor, rows, now=now)
    for row in rows:
        told = story(row, now=now)
        case = _entered(actor, row, told.entered_at)
        for step, at in told.steps:
            if step == REVIEW:
                _find(case, row, meeting_ids)
            lifecycle.advance(actor, case, step, now=at)


def _entered(actor: Actor, row: RegisterRow, at: datetime) -> Case:
    """The case as it was when it was entered: nothing was found yet."""
    bare = replace(row, date_reviewed=None, panel_theme=None, category=None, modifiable=None, themes=())
    ready = register_cases.ready(actor, bare, now=at)
    ids = register_cases.add_cases(actor, [ready], {}, step=lifecycle.ENTERED, now=at)
    return db.session.get_one(Case, ids[row.line])


def _find(case: Case, row: RegisterRow, meeting_ids: dict[date, int]) -> None:
    """Write down what the panel found at its review."""
    case.reviewed_on, case.category, case.modifiable = row.date_reviewed, row.category, row.modifiable
    case.review_meeting_id = meeting_ids[row.date_reviewed] if row.date_reviewed else None
    work_out(case)
    db.session.add_all(CaseTheme(case_id=case.id, theme_key=key, panel_id=case.panel_id) for key in row.themes)
