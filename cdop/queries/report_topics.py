"""The topics of an annual report: what is known of the deaths that were reviewed in some years."""

from typing import Any

from sqlalchemy import case, func, select

from cdop.extensions import db
from cdop.models import Case, CaseHold
from cdop.queries.figures import IS_COUNTED
from cdop.queries.theme_facts import told_of
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period
from cdop.rules.report_measures import counted
from cdop.rules.report_topics import FACTS, topics
from cdop.rules.vocabulary import HoldKind


def report_topics(panel_id: int, period: Period) -> dict[str, dict[str, Figure]]:
    """Return every topic of the deaths that a panel reviewed in a period, and the safeguarding reviews beside them."""
    reviewed = (Case.panel_id == panel_id, Case.reviewed_on.between(period.start, period.end), IS_COUNTED)
    told = told_of(panel_id, FACTS, *reviewed)
    return topics([*told.values()]) | {"safeguarding": {"reviews": _safeguarding(*reviewed)}}


def _safeguarding(*reviewed: Any) -> Figure:
    """In how many of the deaths there was which step of safeguarding, as the panel recorded it."""
    held = select(CaseHold.case_id).where(CaseHold.kind == HoldKind.SAFEGUARDING_REVIEW)
    reviews = func.count(case((Case.id.in_(held), 1)))
    query = select(func.count(Case.serious_incident_notified_on), func.count(Case.rapid_review_on), reviews)
    notified, rapid, practice = db.session.execute(query.where(*reviewed)).one()
    return counted({"Serious incident notified": notified, "Rapid review": rapid, "Practice review": practice})
