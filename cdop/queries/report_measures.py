"""What the measures of the annual report alone are made of: one statement each, whatever the number of cases."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    Agency,
    Attendance,
    Case,
    ContributoryFactor,
    FamilyLetter,
    FormRequest,
    MeetingPack,
    OfficialLetter,
    PanelMeeting,
    Recommendation,
)
from cdop.queries.case_page import deadline_settings
from cdop.queries.factors import changes_of_panel
from cdop.queries.figures import IS_COUNTED
from cdop.queries.report_crossings import crossed, homes_elsewhere
from cdop.rules import actions, deadline_table, deadlines, factors, not_known
from cdop.rules import report_measures as measures
from cdop.rules.ages import INFANT_BANDS
from cdop.rules.correspondence import LetterKind, OfficialKind
from cdop.rules.dates import LONDON, written_date
from cdop.rules.figure_dimensions import NOT_RECORDED
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period
from cdop.rules.vocabulary import (
    Expectedness,
    JointAgencyResponse,
    MeetingStatus,
    RecommendationStatus,
    RequestStatus,
    YesNoUncertain,
)

Conditions = tuple[ColumnElement[bool], ...]


def report_measures(panel_id: int, period: Period) -> dict[str, Figure]:
    """Return every measure that only the annual report shows, of a panel and period."""
    return {
        **_babies(panel_id, period),
        **crossed(panel_id, period),
        "notified.elsewhere_area": homes_elsewhere(panel_id, period),
        "reviewed.factors": _factors(panel_id, period),
        "reviewed.review_meeting": _review_meetings(panel_id, period),
        "notified.joint_agency_response": _responses(panel_id, period),
        "meetings.attendance": _attendance(panel_id, period),
        "meetings.cases": _cases_of_meetings(panel_id, period),
        "meetings.packs": _packs(panel_id, period),
        "agencies.returns": _returns(panel_id, period),
        "actions.work": _actions(panel_id, period),
        "letters.families": _letters_to_families(panel_id, period),
        "letters.official": _official_letters(panel_id, period),
        "letters.late": _late_letters(panel_id, period),
        "recommendations.standing": _recommendations(panel_id, period),
    }


def _reviewed(panel_id: int, period: Period) -> Conditions:
    return Case.panel_id == panel_id, Case.reviewed_on.between(period.start, period.end), IS_COUNTED


def _babies(panel_id: int, period: Period) -> dict[str, Figure]:
    """Children under one year: their weeks of pregnancy and birth weight."""
    columns = (getattr(Case, name) for pair in not_known.BESIDE.items() for name in pair)
    babies = select(*columns).where(*_reviewed(panel_id, period), Case.age_band.in_(INFANT_BANDS))
    rows = db.session.execute(babies).mappings().all()
    weeks, grams = ([not_known.told(row, name) for row in rows] for name in ("gestation_weeks", "birth_weight_g"))
    return {
        "reviewed.gestation": measures.banded(weeks, measures.GESTATION),
        "reviewed.birth_weight": measures.banded(grams, measures.BIRTH_WEIGHT),
    }


def _factors(panel_id: int, period: Period) -> Figure:
    """In how many reviews each factor was found, and in how many of these it could be changed."""
    one = func.count(ContributoryFactor.case_id.distinct())
    changeable = case((ContributoryFactor.is_modifiable == YesNoUncertain.YES, ContributoryFactor.case_id))
    found = (
        select(ContributoryFactor.code, func.count(changeable.distinct()), one)
        .join(Case, Case.id == ContributoryFactor.case_id)
        .where(*_reviewed(panel_id, period), ContributoryFactor.score > 0)
        .group_by(ContributoryFactor.code)
        .order_by(one.desc(), ContributoryFactor.code)
    )
    # One that is of a form before 2019 is on no list.
    called = {each.code: each.label for each in factors.of_panel(changes_of_panel(panel_id), period.end)}
    return measures.parts({called.get(code, code): (n, of) for code, n, of in db.session.execute(found)})


def _review_meetings(panel_id: int, period: Period) -> Figure:
    days = select(Case.died_on, Case.review_meeting_on).where(*_reviewed(panel_id, period))
    return measures.review_meeting((row.died_on, row.review_meeting_on) for row in db.session.execute(days))


def _responses(panel_id: int, period: Period) -> Figure:
    unexpected = (
        Case.panel_id == panel_id,
        Case.notified_on.between(period.start, period.end),
        Case.expectedness == Expectedness.UNEXPECTED,
        IS_COUNTED,
    )
    found = _grouped(select(Case.joint_agency_response, func.count()).where(*unexpected), Case.joint_agency_response)
    counts = {kind.capitalize(): found.get(kind, 0) for kind in JointAgencyResponse}
    return measures.breakdown(counts | {NOT_RECORDED: found.get(None, 0)})


def _held(panel_id: int, period: Period) -> Conditions:
    return (
        PanelMeeting.panel_id == panel_id,
        PanelMeeting.held_on.between(period.start, period.end),
        PanelMeeting.status == MeetingStatus.HELD,
    )


def _attendance(panel_id: int, period: Period) -> Figure:
    """Of those expected at meetings how many came, by agency, or by part where no agency is known."""
    whose = func.coalesce(Attendance.agency, Attendance.part)
    came = func.sum(case((Attendance.is_present, 1), else_=0))
    query = select(whose, came, func.count()).join(PanelMeeting, PanelMeeting.id == Attendance.meeting_id)
    rows = db.session.execute(query.where(*_held(panel_id, period)).group_by(whose).order_by(whose))
    return measures.parts({name[:1].upper() + name[1:]: (n, of) for name, n, of in rows})


def _cases_of_meetings(panel_id: int, period: Period) -> Figure:
    """How many reviews each meeting completed."""
    completed = select(PanelMeeting.held_on, func.count(Case.id)).join(
        Case, (Case.review_meeting_id == PanelMeeting.id) & IS_COUNTED
    )
    meetings = completed.where(*_held(panel_id, period)).group_by(PanelMeeting.id, PanelMeeting.held_on)
    found: Counter[str] = Counter()
    for day, n in db.session.execute(meetings.order_by(PanelMeeting.held_on)):
        found[written_date(day)] += n
    return measures.counted(found)


def _packs(panel_id: int, period: Period) -> Figure:
    """Whether the papers of each meeting were released by the day that the panel had set for it."""
    settings = deadline_settings(panel_id)
    query = select(PanelMeeting.held_on, MeetingPack.released_at)
    query = query.outerjoin(MeetingPack, MeetingPack.meeting_id == PanelMeeting.id)
    counts = dict.fromkeys(measures.PACKS, 0)
    in_time, late, none = measures.PACKS
    for held_on, released_at in db.session.execute(query.where(*_held(panel_id, period))):
        (rule,) = deadlines.in_force((deadline_table.MEETING_PACK,), settings, held_on)
        is_late = released_at is not None and deadlines.day_in_england(released_at) > deadlines.falls(rule, held_on)
        counts[none if released_at is None else late if is_late else in_time] += 1
    return measures.breakdown(counts)


def _returns(panel_id: int, period: Period) -> Figure:
    """The requests that were sent in the period, by agency: how many were answered, and after how many days."""
    start, end = _instants(period)
    asked = (
        FormRequest.panel_id == panel_id,
        FormRequest.sent_at >= start,
        FormRequest.sent_at < end,
        FormRequest.status != RequestStatus.WAIVED,
    )
    query = select(Agency.name, FormRequest.sent_at, FormRequest.returned_at).join(
        Agency, Agency.id == FormRequest.agency_id
    )
    counts: dict[str, tuple[int, int]] = {}
    days: defaultdict[str, Counter[int]] = defaultdict(Counter)
    rows: Any = db.session.execute(query.where(*asked).order_by(func.lower(Agency.name)))
    for name, sent_at, returned_at in rows:
        n, of = counts.get(name, (0, 0))
        counts[name] = n + (returned_at is not None), of + 1
        if returned_at is not None:
            days[name][(returned_at.astimezone(LONDON).date() - sent_at.astimezone(LONDON).date()).days] += 1
    return measures.parts(counts, days)


def _actions(panel_id: int, period: Period) -> Figure:
    """Actions agreed at meetings of the period, closed in it, and open and late at its end."""
    of_panel = select(PanelMeeting.held_on, ActionItem.due_on, ActionItem.closed_on, ActionItem.status).join(
        PanelMeeting, PanelMeeting.id == ActionItem.meeting_id
    )
    agreed_by_end = (ActionItem.panel_id == panel_id, PanelMeeting.held_on <= period.end)
    counts = dict.fromkeys(("Agreed", "Closed", "Open at the end", "Late at the end"), 0)
    for held_on, due_on, closed_on, status in db.session.execute(of_panel.where(*agreed_by_end)):
        is_open = status not in actions.CLOSED or closed_on is None or closed_on > period.end
        counts["Agreed"] += held_on in period
        counts["Closed"] += closed_on is not None and closed_on in period
        counts["Open at the end"] += is_open
        counts["Late at the end"] += is_open and due_on < period.end
    return measures.counted(counts)


def _letters_to_families(panel_id: int, period: Period) -> Figure:
    posted = FamilyLetter.panel_id == panel_id, FamilyLetter.posted_on.between(period.start, period.end)
    found = _grouped(select(FamilyLetter.kind, func.count()).where(*posted), FamilyLetter.kind)
    return measures.counted({kind.capitalize(): found.get(kind, 0) for kind in LetterKind})


def _official_letters(panel_id: int, period: Period) -> Figure:
    """Letters sent in the period, and how many of them were answered by its end."""
    sent = OfficialLetter.panel_id == panel_id, OfficialLetter.posted_on.between(period.start, period.end)
    answered = func.sum(case((OfficialLetter.answered_on <= period.end, 1), else_=0))
    query = select(OfficialLetter.kind, answered, func.count()).where(*sent).group_by(OfficialLetter.kind)
    found = {row[0]: (row[1], row[2]) for row in db.session.execute(query).all()}
    return measures.parts({kind.capitalize(): found.get(kind, (0, 0)) for kind in OfficialKind})


def _late_letters(panel_id: int, period: Period) -> Figure:
    """Letters of the period that ask for an answer, and how many had none at its end although the day had passed."""
    sent = OfficialLetter.panel_id == panel_id, OfficialLetter.posted_on.between(period.start, period.end)
    unanswered = OfficialLetter.answered_on.is_(None) | (OfficialLetter.answered_on > period.end)
    late = func.sum(case((unanswered & (OfficialLetter.answer_by < period.end), 1), else_=0))
    query = select(OfficialLetter.kind, late, func.count()).where(*sent, OfficialLetter.answer_by.is_not(None))
    found = {row[0]: (row[1], row[2]) for row in db.session.execute(query.group_by(OfficialLetter.kind)).all()}
    return measures.parts({kind.capitalize(): found.get(kind, (0, 0)) for kind in OfficialKind})


def _recommendations(panel_id: int, period: Period) -> Figure:
    """Recommendations of meetings of the period, by how they stand now."""
    made = Recommendation.panel_id == panel_id, PanelMeeting.held_on.between(period.start, period.end)
    joined = select(Recommendation.status, func.count()).join(
        PanelMeeting, PanelMeeting.id == Recommendation.meeting_id
    )
    found = _grouped(joined.where(*made), Recommendation.status)
    return measures.breakdown({status.capitalize(): found.get(status, 0) for status in RecommendationStatus})


def _grouped(query: Any, column: Any) -> dict[Any, int]:
    return {key: n for key, n in db.session.execute(query.group_by(column)).all()}


def _instants(period: Period) -> tuple[datetime, datetime]:
    """The first instant of a period in London, and the first after it."""
    after = period.end + timedelta(days=1)
    return datetime.combine(period.start, time(), LONDON), datetime.combine(after, time(), LONDON)
