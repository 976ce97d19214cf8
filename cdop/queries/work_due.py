"""What the reminders ask of the panel's own work: deadlines, holds, first checks, meetings, actions, extracts, years.

Only what is not done is read: what is, nobody has to be reminded of.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AnnualReport,
    Case,
    CaseHold,
    DataRelease,
    DeadlineSetting,
    MeetingMinutes,
    MeetingPack,
    Membership,
    Notification,
    OfficialLetter,
    Panel,
    PanelMeeting,
    Recommendation,
    TriageDecision,
    User,
    UserSession,
)
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import FACT_COLUMNS, facts_of
from cdop.queries.reading import read
from cdop.queries.reminded_people import colleagues
from cdop.rules import deadline_table, deadlines
from cdop.rules.actions import CLOSED
from cdop.rules.dates import LONDON, written_date
from cdop.rules.deadlines import Deadline, Moment, Setting
from cdop.rules.facts import WorkFacts
from cdop.rules.lifecycle import ENDED
from cdop.rules.messages import Audience
from cdop.rules.owned import OwnedKind, reference
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.reminder_table import (
    ACTION,
    ACTION_VERDICT,
    CASE,
    DECISION,
    HOLD,
    LETTER,
    MEETING,
    NOTIFICATION,
    PANEL,
    RECOMMENDATION,
    RECOMMENDATION_VERDICT,
    RELEASE,
    RULES,
)
from cdop.rules.reminders import Window
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import ActionStatus, MeetingKind, MeetingStatus, NotificationStatus, RecommendationStatus

PAGE = 1000
REFERRED = "referred"
"""What is answered of the coroner as long as nobody knows whether they investigate."""
AFTER_A_MEETING = timedelta(days=60)
UNUSED = timedelta(days=90)
"""An account that nobody used for so long is asked about; proposed."""


IN_FIRST_DAYS = Case.jar_triggered_at.is_not(None) & (Case.jar_planned_at.is_(None) | Case.jar_visited_at.is_(None))
"""The condition of cases with a step that is counted in hours and not done."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """When, and with which lengths of a panel's deadlines."""

    now: datetime
    settings: Mapping[int, tuple[Setting, ...]]

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def row(self, row: Deadline, panel_id: int, on: date) -> Deadline:
        """The deadline with the length that was in force in a panel on a day."""
        (found,) = deadlines.in_force((row,), self.settings[panel_id], on)
        return found


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of work: its id, the statement of what is not done, and of a row when it is due, its name and page.

    `within` narrows a kind of which there may be many to what can have a step within a time. `outside` has the
    addresses of whoever outside the panel is to do it, `named` what a message to them must know.
    """

    key: Any
    statement: Callable[[date], Select[Any]]
    due: Callable[[Any, _Asked], Mapping[str, Moment]]
    about: Callable[[Any], str]
    path: Callable[[Any], str]
    within: Callable[[Window], ColumnElement[bool]] | None = None
    outside: Callable[[Any], tuple[tuple[Audience, str], ...]] = lambda _row: ()
    named: Callable[[Any], Mapping[str, str]] = lambda _row: {}


def waiting(kind: str, after: int, now: datetime, *, only: ColumnElement[bool] | None = None) -> list[WorkFacts]:
    """Return a page of what is not done of a kind, after an id; `only` narrows it further."""
    found = KINDS[kind]
    return _read(kind, _rows(found, now, found.key > after, *(() if only is None else (only,))), now)


def within(kind: str, window: Window) -> ColumnElement[bool] | None:
    """Return the condition of what of a kind can have a step within a time; None where all of it is looked at."""
    narrow = KINDS[kind].within
    return None if narrow is None else narrow(window)


def of_ids(kind: str, ids: Collection[int], *, now: datetime) -> list[WorkFacts]:
    """Return what is not done among these ids of a kind."""
    return _read(kind, _rows(KINDS[kind], now, KINDS[kind].key.in_(ids)), now)


def _rows(kind: _Kind, now: datetime, *conditions: Any) -> list[Any]:
    query = kind.statement(now.astimezone(LONDON).date()).where(*conditions)
    return list(read(query.order_by(kind.key).limit(PAGE)))


def _read(name: str, rows: Iterable[Any], now: datetime) -> list[WorkFacts]:
    rows, kind = list(rows), KINDS[name]
    panels = {row.panel_id for row in rows}
    told = colleagues(panels, (row.case_id for row in rows), now=now)
    asked = _Asked(now, {panel_id: deadline_settings(panel_id) for panel_id in panels})
    return [
        WorkFacts(
            subject=name,
            subject_id=row.id,
            panel_id=row.panel_id,
            case_id=row.case_id,
            asked_at=row.asked_at,
            addresses=(*kind.outside(row), *told.addresses(row.panel_id, row.case_id)),
            due=kind.due(row, asked),
            about=kind.about(row),
            path=kind.path(row),
            named=kind.named(row),
        )
        for row in rows
    ]


def _cases(_today: date) -> Select[Any]:
    facts = (getattr(Case, name) for name in FACT_COLUMNS)
    columns: tuple[Any, ...] = (Case.id, Case.panel_id, Case.id.label("case_id"), Case.public_id, Case.reference)
    return select(*columns, Case.created_at.label("asked_at"), *facts).where(Case.status.not_in(ENDED))


def _of_case(row: Any, asked: _Asked) -> dict[str, Moment]:
    facts = facts_of(row)
    rows = _lengths(asked.settings[row.panel_id], facts.notified_on or asked.today)
    return deadline_table.open_due(facts, rows)


def _cases_within(window: Window) -> ColumnElement[bool]:
    """Cases whose deadlines of any length that some panel has fall on the days that a rule counts from."""
    lengths: dict[str, set[int]] = {row.key: {row.length} for row in deadline_table.DEADLINES}
    for key, length in db.session.execute(select(DeadlineSetting.key, DeadlineSetting.length).distinct()):
        lengths.setdefault(key, set()).add(length)
    days: dict[str, set[date]] = {}
    for rule in RULES:
        row = _OF_CASES.get(rule.counts)
        if rule.subject == CASE and row is not None:
            falls_on = window.days(rule.key)
            for length in lengths[row.key]:
                days.setdefault(row.starts, set()).update(_starts(replace(row, length=length), falls_on))
    began = (getattr(Case, f"{starts}_on").in_(sorted(found)) for starts, found in days.items())
    return or_(IN_FIRST_DAYS, *began)


def _starts(row: Deadline, falls_on: Iterable[date]) -> set[date]:
    """The days from which a deadline falls on one of some days, and their neighbours: an instant may be of either."""
    return {day + timedelta(days=step) for each in falls_on for day in _began(row, each) for step in (-1, 0, 1)}


# Of the days that are looked at today most were looked at yesterday.
@lru_cache(maxsize=32_768)
def _began(row: Deadline, day: date) -> tuple[date, ...]:
    """The days from which a deadline falls on this one.

    What starts later never falls earlier, so they are looked for by halves.
    """

    def falls(ordinal: int) -> date:
        return deadlines.day_in_england(deadlines.falls(row, date.fromordinal(ordinal)))

    near = range((day - deadlines.longest(row)).toordinal(), day.toordinal() + 1)
    begun = near[bisect_left(near, day, key=falls) : bisect_right(near, day, key=falls)]
    return tuple(date.fromordinal(ordinal) for ordinal in begun)


# Cases notified on one day have the same lengths, and most panels set none.
@lru_cache(maxsize=4096)
def _lengths(settings: tuple[Setting, ...], on: date) -> tuple[Deadline, ...]:
    return deadlines.in_force(deadline_table.DEADLINES, settings, on) if settings else deadline_table.DEADLINES


def _of_a_case(model: Any, asked_at: Any, *more: Any) -> Select[Any]:
    """Rows of a model about cases that are not complete."""
    columns = (model.id, model.panel_id, model.case_id, asked_at.label("asked_at"), Case.reference)
    query = select(*columns, Case.public_id.label("case_public_id"), *more).join(Case, Case.id == model.case_id)
    return query.where(Case.status.not_in(ENDED))


def _holds(_today: date) -> Select[Any]:
    query = _of_a_case(CaseHold, CaseHold.created_at, CaseHold.next_check_on)
    return query.where(CaseHold.ended_on.is_(None), CaseHold.next_check_on.is_not(None))


def _decisions(_today: date) -> Select[Any]:
    row = TriageDecision
    waits = (row.topic == DecisionTopic.CORONER) & (row.answer == REFERRED)
    query = _of_a_case(row, row.at, row.is_open, waits.label("waits"))
    return query.where(row.replaced_at.is_(None), row.is_open.is_(True) | waits)


def _of_decision(row: Any, _asked: _Asked) -> dict[str, Moment]:
    day = row.asked_at.astimezone(LONDON).date()
    return ({"coroner_answer": day} if row.waits else {}) | ({"first_check_open": day} if row.is_open else {})


def _actions(_today: date) -> Select[Any]:
    """Actions are agreed at the review, so their cases are complete."""
    row = ActionItem
    asked_at = func.coalesce(row.sent_at, row.created_at).label("asked_at")
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, asked_at, row.public_id, row.due_on)
    query = select(*columns, row.owner_email, row.token_digest, Case.reference).join(Case, Case.id == row.case_id)
    return query.where(row.status.not_in(CLOSED))


def _recommendations(_today: date) -> Select[Any]:
    """Recommendations that were sent and whose owner has not answered to the end, by the name they have in messages."""
    row = Recommendation
    asked_at = func.coalesce(row.sent_at, row.created_at).label("asked_at")
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, asked_at, row.public_id)
    waits = (row.status.in_(_UNANSWERED), row.due_on.is_not(None), row.verdict.is_(None))
    return select(*columns, row.due_on, row.owner_email, row.token_digest).where(*waits)


def _recommendations_to_judge(_today: date) -> Select[Any]:
    """Recommendations that were taken on, until it is recorded whether they changed anything."""
    row = Recommendation
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, row.created_at.label("asked_at"), row.public_id)
    return select(*columns, row.due_on).where(row.status.in_(_TAKEN_ON), row.due_on.is_not(None), row.verdict.is_(None))


def _actions_to_judge(_today: date) -> Select[Any]:
    """Actions that are done and of which was said what they are to change, until it is recorded whether they did."""
    row = ActionItem
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, row.created_at.label("asked_at"), row.public_id)
    query = select(*columns, row.due_on, Case.reference).join(Case, Case.id == row.case_id)
    says = row.expected_change.is_not(None) | row.indicator.is_not(None)
    return query.where(row.status == ActionStatus.DONE, says, row.verdict.is_(None))


def _owner_of(row: Any) -> tuple[tuple[Audience, str], ...]:
    """The owner who has a link to answer by; one who was written to on paper is rung."""
    return ((Audience.RECIPIENT, row.owner_email),) if row.token_digest and row.owner_email else ()


def _letters(_today: date) -> Select[Any]:
    """Letters whose answer is awaited; of one that carried a recommendation the recommendation is asked after."""
    row = OfficialLetter
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, row.created_at.label("asked_at"), row.public_id)
    waits = (row.posted_on.is_not(None), row.answered_on.is_(None), row.answer_by.is_not(None))
    return select(*columns, row.reference, row.answer_by).where(*waits, row.recommendation_id.is_(None))


def _extracts(_today: date) -> Select[Any]:
    """Extracts with a day by which they are to be deleted, until it is recorded that they are."""
    row = DataRelease
    columns: tuple[Any, ...] = (row.id, row.panel_id, _NO_CASE, row.released_at.label("asked_at"), row.public_id)
    waits = (row.expires_on.is_not(None), row.deleted_on.is_(None))
    return select(*columns, row.label.label("years"), row.expires_on).where(*waits)


def _notifications(_today: date) -> Select[Any]:
    row = Notification
    columns: tuple[Any, ...] = (row.id, row.panel_id, row.case_id, row.received_at.label("asked_at"), row.public_id)
    return select(*columns, row.reference).where(row.status == NotificationStatus.RECEIVED)


def _of_notification(row: Any, asked: _Asked) -> dict[str, Moment]:
    rule = asked.row(deadline_table.TABLE["triage_wd"], row.panel_id, row.asked_at.astimezone(LONDON).date())
    return {rule.key: deadlines.falls(rule, row.asked_at)}


def _meetings(today: date) -> Select[Any]:
    row, coming = PanelMeeting, PanelMeeting.held_on >= today
    planned = (row.status == MeetingStatus.PLANNED) & coming
    held = (row.status == MeetingStatus.HELD) & (row.held_on >= today - AFTER_A_MEETING)
    columns: tuple[Any, ...] = (row.id, row.panel_id, _NO_CASE, row.created_at.label("asked_at"), row.public_id)
    has_pack = exists().where(MeetingPack.meeting_id == row.id, MeetingPack.released_at.is_not(None))
    has_minutes = exists().where(MeetingMinutes.meeting_id == row.id, MeetingMinutes.shared_at.is_not(None))
    to_send = exists().where(Recommendation.meeting_id == row.id, Recommendation.status == RecommendationStatus.MADE)
    done = (has_pack.label("has_pack"), has_minutes.label("has_minutes"), to_send.label("has_letters_to_send"))
    query = select(*columns, row.held_on, row.status, *done)
    return query.where(row.kind == MeetingKind.CASE_REVIEW, planned | held)


def _of_meeting(row: Any, asked: _Asked) -> dict[str, Moment]:
    """What goes out before it, while it is planned, and after it, once it was held."""
    is_planned = row.status is MeetingStatus.PLANNED
    waits = {
        deadline_table.MEETING_PACK: is_planned and not row.has_pack,
        deadline_table.MEETING_MINUTES: not is_planned and not row.has_minutes,
        deadline_table.LEARNING_LETTERS: not is_planned and row.has_letters_to_send,
    }
    return {
        each.key: deadlines.falls(asked.row(each, row.panel_id, row.held_on), row.held_on)
        for each, is_waiting in waits.items()
        if is_waiting
    }


def _panels(_today: date) -> Select[Any]:
    """Panels with cases: one that has none yet has no year to close."""
    has_case = select(Case.id).where(Case.panel_id == Panel.id).exists()
    columns: tuple[Any, ...] = (Panel.id, Panel.id.label("panel_id"), _NO_CASE, Panel.created_at.label("asked_at"))
    return select(*columns, Panel.name).where(has_case)


def _of_panel(row: Any, asked: _Asked) -> dict[str, Moment]:
    year = financial_year_of(asked.today)
    ended = FinancialYear(year.first_year - 1)
    found: dict[str, Moment] = {"national_year_end": year.end}
    if not _has_report(row.panel_id, ended):
        rule = asked.row(deadline_table.ANNUAL_REPORT, row.panel_id, ended.end)
        found[rule.key] = deadlines.falls(rule, ended.end)
    if _has_unused_accounts(row.panel_id, asked.now):
        found["accounts_unused"] = asked.today.replace(day=1)
    return found


def _has_report(panel_id: int, year: FinancialYear) -> bool:
    of_year = (AnnualReport.from_on == year.start) & (AnnualReport.to_on == year.end)
    return (
        db.session.scalar(select(AnnualReport.id).where(AnnualReport.panel_id == panel_id, of_year).limit(1))
        is not None
    )


def _has_unused_accounts(panel_id: int, now: datetime) -> bool:
    today = now.astimezone(LONDON).date()
    signed_in = (UserSession.user_id == User.id, UserSession.awaits_step.is_(False))
    used = select(func.max(UserSession.last_seen_at)).where(*signed_in).scalar_subquery()
    holds_a_role = Membership.until_on.is_(None) | (Membership.until_on >= today)
    query = select(User.id).join(Membership, Membership.user_id == User.id)
    mine = query.where(Membership.panel_id == panel_id, holds_a_role, User.disabled_at.is_(None))
    unused = func.coalesce(used, User.created_at) < now - UNUSED
    return db.session.scalar(mine.where(unused).limit(1)) is not None


def _of_its_case(row: Any) -> str:
    return f"Case {row.reference}"


def _by_its_reference(row: Any) -> str:
    return f"Recommendation {reference(OwnedKind.RECOMMENDATION, row.public_id)}"


def _named(kind: OwnedKind) -> Callable[[Any], Mapping[str, str]]:
    """What a message to an owner must know."""
    return lambda row: {kind.value: row.public_id, "reference": reference(kind, row.public_id)}


def _days_of(subject: str, window: Window) -> Collection[date]:
    """The days on which something of a kind is due of which any rule has a step within a time."""
    return window.days(*(rule.key for rule in RULES if rule.subject == subject))


# The deadlines of the case file with a fact that is a day: a step in hours is looked for among all that have begun.
_OF_CASES = {
    row.key: row
    for row in deadline_table.DEADLINES
    if {row.starts, row.met} <= deadline_table.RECORDED and row.starts != "jar_triggered"
}
_UNANSWERED = (RecommendationStatus.SENT, RecommendationStatus.ACCEPTED)
_TAKEN_ON = (RecommendationStatus.ACCEPTED, RecommendationStatus.DONE)
_NO_CASE: Any = literal_column("null").label("case_id")
KINDS: Mapping[str, _Kind] = {
    CASE: _Kind(Case.id, _cases, _of_case, _of_its_case, lambda row: f"/cases/{row.public_id}", within=_cases_within),
    HOLD: _Kind(
        CaseHold.id,
        _holds,
        lambda row, _asked: {"hold_check": row.next_check_on},
        _of_its_case,
        lambda row: f"/cases/{row.case_public_id}/holds",
        within=lambda window: CaseHold.next_check_on.in_(window.days("hold_check")),
    ),
    DECISION: _Kind(
        TriageDecision.id, _decisions, _of_decision, _of_its_case, lambda row: f"/cases/{row.case_public_id}"
    ),
    ACTION: _Kind(
        ActionItem.id,
        _actions,
        lambda row, _asked: {"action": row.due_on},
        _of_its_case,
        lambda row: f"/actions/{row.public_id}",
        within=lambda window: ActionItem.due_on.in_(_days_of(ACTION, window)),
        outside=_owner_of,
        named=_named(OwnedKind.ACTION),
    ),
    RECOMMENDATION: _Kind(
        Recommendation.id,
        _recommendations,
        lambda row, _asked: {"recommendation": row.due_on},
        _by_its_reference,
        lambda row: f"/recommendations/{row.public_id}",
        within=lambda window: Recommendation.due_on.in_(_days_of(RECOMMENDATION, window)),
        outside=_owner_of,
        named=_named(OwnedKind.RECOMMENDATION),
    ),
    RECOMMENDATION_VERDICT: _Kind(
        Recommendation.id,
        _recommendations_to_judge,
        lambda row, _asked: {"recommendation_verdict": row.due_on},
        _by_its_reference,
        lambda row: f"/recommendations/{row.public_id}",
        within=lambda window: Recommendation.due_on.in_(window.days("recommendation_verdict")),
    ),
    ACTION_VERDICT: _Kind(
        ActionItem.id,
        _actions_to_judge,
        lambda row, _asked: {"action_verdict": row.due_on},
        _of_its_case,
        lambda row: f"/actions/{row.public_id}",
        within=lambda window: ActionItem.due_on.in_(window.days("action_verdict")),
    ),
    LETTER: _Kind(
        OfficialLetter.id,
        _letters,
        lambda row, _asked: {"letter_answer": row.answer_by},
        lambda row: f"Letter {row.reference}",
        lambda row: f"/letters/{row.public_id}",
        within=lambda window: OfficialLetter.answer_by.in_(window.days("letter_answer")),
    ),
    RELEASE: _Kind(
        DataRelease.id,
        _extracts,
        lambda row, _asked: {"extract_deletion": row.expires_on},
        lambda row: f"Extract of {row.years}",
        lambda row: f"/releases/{row.public_id}",
        within=lambda window: DataRelease.expires_on.in_(window.days("extract_deletion")),
    ),
    NOTIFICATION: _Kind(
        Notification.id,
        _notifications,
        _of_notification,
        lambda row: f"Notification {row.reference}",
        lambda row: f"/notifications/{row.public_id}",
    ),
    MEETING: _Kind(
        PanelMeeting.id,
        _meetings,
        _of_meeting,
        lambda row: f"Meeting of {written_date(row.held_on)}",
        lambda row: f"/meetings/{row.public_id}",
    ),
    PANEL: _Kind(Panel.id, _panels, _of_panel, lambda row: str(row.name), lambda _row: "/"),
}
"""The panel's own work by kind."""
