"""How far the building of a report is, for whoever asked for it and nobody else."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from cdop.extensions import db
from cdop.models import AnnualReport, ReportWork
from cdop.queries.works import WorkView, columns
from cdop.rules.actors import Actor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class OwnReportWork(WorkView):
    """The building of an edition for a period, and the public id of the report that came of it."""

    label: str
    edition: str
    report_id: str | None


def own_work(actor: Actor, public_id: str) -> OwnReportWork | None:
    """Return work that the actor asked for, None where they asked for none such."""
    row = db.session.execute(_own(actor).where(ReportWork.public_id == public_id)).one_or_none()
    return None if row is None else OwnReportWork(*row)


def not_done(actor: Actor) -> tuple[OwnReportWork, ...]:
    """Return what the actor asked for of late that goes on or was refused, newest first."""
    newest = _own(actor).where(ReportWork.report_id.is_(None)).order_by(ReportWork.id.desc()).limit(SHOWN)
    return tuple(OwnReportWork(*row) for row in db.session.execute(newest))


def _own(actor: Actor) -> Select[Any]:
    query = select(*columns(ReportWork), ReportWork.label, ReportWork.edition, AnnualReport.public_id)
    mine = query.outerjoin(AnnualReport, AnnualReport.id == ReportWork.report_id)
    return mine.where(ReportWork.panel_id == actor.panel_id, ReportWork.user_id == actor.user_id)
