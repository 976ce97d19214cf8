"""The topics of an annual report: what is known of the deaths that were reviewed in some years."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select

from cdop.extensions import db
from cdop.models import Case, CaseHold
from cdop.queries.days_of_death import days_of_death
from cdop.queries.figures import IS_COUNTED
from cdop.queries.theme_facts import told_of
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period
from cdop.rules.report_measures import counted
from cdop.rules.report_topics import FACTS, Times, times_between, topics
from cdop.rules.theme_facts import Told
from cdop.rules.vocabulary import HoldKind


def report_topics(panel_id: int, period: Period) -> dict[str, Any]:
    """Return what is known of the deaths that a panel reviewed in a period.

    "found" has every topic, and the safeguarding reviews beside them; "times" the times between the deaths of a topic.
    """
    reviewed = (Case.panel_id == panel_id, Case.reviewed_on.between(period.start, period.end), IS_COUNTED)
    told = told_of(panel_id, FACTS, *reviewed)
    found = topics([*told.values()]) | {"safeguarding": {"reviews": _safeguarding(*reviewed)}}
    return {"found": found, "times": _times(panel_id, told, *reviewed)}


def _times(panel_id: int, told: Mapping[int, Told], *reviewed: Any) -> dict[str, Times]:
    days = {row.id: row.died_on for row in db.session.execute(select(Case.id, Case.died_on).where(*reviewed))}
    if not days:
        return {}
    every = days_of_death(panel_id, since=min(days.values())).every
    return times_between({each: told[each] for each in told.keys() & days.keys()}, days, every)


def _safeguarding(*reviewed: Any) -> Figure:
    """In how many of the deaths there was which step of safeguarding, as the panel recorded it."""
    held = select(CaseHold.case_id).where(CaseHold.kind == HoldKind.SAFEGUARDING_REVIEW)
    reviews = func.count(case((Case.id.in_(held), 1)))
    query = select(func.count(Case.serious_incident_notified_on), func.count(Case.rapid_review_on), reviews)
    notified, rapid, practice = db.session.execute(query.where(*reviewed)).one()
    return counted({"Serious incident notified": notified, "Rapid review": rapid, "Practice review": practice})
