"""The annual report: built from frozen figures, kept as it was built, read on record."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdop.documents import annual_report
from cdop.documents import pdf as pdf_writer
from cdop.documents.annual_report import PanelDetails
from cdop.documents.blocks import Document
from cdop.extensions import db
from cdop.models import AnnualReport
from cdop.queries import reports as report_queries
from cdop.queries.reports import FrozenReport
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period, begun
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import figures, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound
from cdop.services.unit import writes

FULL = "full"


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was built and kept, and the period that it covers."""

    public_id: str
    period: Period
    document: Document
    pdf: bytes


def build(actor: Actor, panel_id: int, period: Period, *, now: datetime, submission_id: str | None = None) -> Built:
    """Build the full edition for a period, keep it and return it.

    Of a period that is not over the report covers the days until today. The figures are read and the pages
    drawn before anything is written, so that no save waits for a drawing. Raises Forbidden where the actor may
    not, Blocked for a period that has not begun.
    """
    require(actor, Action.REPORT_BUILD, PanelSubject(panel_id))
    period = _begun(period, now)
    frozen = figures.figures_json(actor, panel_id, period, FULL, now=now)
    details = report_queries.panel_details(panel_id)
    document = _document(frozen, details, now)
    pdf = pdf_writer.write(document)
    public_id = _keep(actor, panel_id, period, frozen, details, pdf, submission_id=submission_id, now=now)
    return Built(public_id, period, document, pdf)


def _begun(period: Period, now: datetime) -> Period:
    try:
        return begun(period, now.astimezone(LONDON).date())
    except ValueError as early:
        raise Blocked([str(early)]) from None


def read(actor: Actor, public_id: str, *, now: datetime) -> tuple[FrozenReport, Document]:
    """Return a report as it was built, for reading on screen. That it was read is on record. Raises NotFound."""
    frozen = _frozen(actor, public_id)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, _document(frozen.figures, frozen.panel_details, frozen.report.built_at)


def pdf(actor: Actor, public_id: str, *, now: datetime) -> tuple[FrozenReport, bytes]:
    """Return a report and its PDF, byte for byte as it was built. That it was read is on record. Raises NotFound."""
    frozen = _frozen(actor, public_id)
    stored = report_queries.stored_pdf(actor, public_id)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, stored or b""


def _frozen(actor: Actor, public_id: str) -> FrozenReport:
    frozen = report_queries.frozen_report(actor, public_id)
    if frozen is None:
        raise NotFound
    require(actor, Action.REPORT_VIEW, frozen.report.subject)
    return frozen


def _document(frozen: dict[str, Any], details: dict[str, Any], built_at: datetime) -> Document:
    panel = PanelDetails(name=details["name"], areas=tuple(details["areas"]), colour=details["colour"])
    return annual_report.annual_report(frozen, panel, built_on=built_at.astimezone(LONDON).date())


@writes(AuditVerb.REPORT_BUILT)
def _keep(
    actor: Actor,
    panel_id: int,
    period: Period,
    frozen: dict[str, Any],
    details: dict[str, Any],
    pdf: bytes,
    *,
    submission_id: str | None,
    now: datetime,
) -> str:
    def act() -> str:
        report = AnnualReport(
            panel_id=panel_id,
            label=period.label,
            from_on=period.start,
            to_on=period.end,
            edition=FULL,
            figures=frozen,
            panel_details=details,
            data_version=frozen["data_version"],
            pdf=pdf,
            pdf_digest=hashlib.sha256(pdf).hexdigest(),
            built_at=now,
            built_by_name=actor.name,
        )
        db.session.add(report)
        db.session.flush()
        return report.public_id

    return act() if submission_id is None else submissions.once(actor, submission_id, act, now=now, said=period)


@writes(AuditVerb.REPORT_READ)
def _record_reading(actor: Actor, report_id: int, *, now: datetime) -> None:
    unit.record("annual_report", report_id)
