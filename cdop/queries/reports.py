"""Annual reports that were built, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select

from cdop.extensions import db
from cdop.models import AnnualReport, Panel
from cdop.queries import areas
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject

SHOWN = 50


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """One building of the report, without its figures."""

    id: int
    panel_id: int
    public_id: str
    label: str
    edition: str
    data_version: str
    pdf_digest: str
    built_at: datetime
    built_by_name: str
    snapshot: str | None
    approved_at: datetime | None
    approved_by_name: str | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None

    @property
    def subject(self) -> PanelSubject:
        """The report as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """What a report was built from, and what it and its short versions say; {} of one built before that was kept."""

    report: BuiltReport
    figures: dict[str, Any]
    panel_details: dict[str, Any]
    written: dict[str, Any]
    contents: dict[str, Any]
    said: dict[str, Any]
    built_on: date


FROZEN = (
    AnnualReport.figures,
    AnnualReport.panel_details,
    AnnualReport.written,
    AnnualReport.contents,
    AnnualReport.said,
)
"""The columns of what a report was built from."""


def _columns() -> tuple[Any, ...]:
    report = AnnualReport
    named = (report.id, report.panel_id, report.public_id, report.label, report.edition, report.data_version)
    built = (report.pdf_digest, report.built_at, report.built_by_name, report.snapshot)
    shown = (report.published_at, report.withdrawn_at, report.withdrawn_because)
    return (*named, *built, report.approved_at, report.approved_by_name, *shown)


def built_reports(actor: Actor) -> tuple[BuiltReport, ...]:
    """Return the newest reports of the actor's panel."""
    query = select(*_columns()).where(AnnualReport.panel_id == actor.panel_id)
    newest = query.order_by(AnnualReport.built_at.desc(), AnnualReport.id.desc()).limit(SHOWN)
    return tuple(BuiltReport(*row) for row in db.session.execute(newest))


def frozen_report(actor: Actor, public_id: str) -> FrozenReport | None:
    """Return a report of the actor's panel with all that it was built from, None where there is none."""
    row = _one(actor, public_id, *FROZEN)
    if row is None:
        return None
    report = BuiltReport(*tuple(row)[: -len(FROZEN)])
    built_on = report.built_at.date()
    return FrozenReport(report, row.figures, row.panel_details, row.written, row.contents, row.said, built_on)


def with_digest(actor: Actor, pdf_digest: str) -> str | None:
    """Return the public id of the report of the actor's panel whose PDF has this SHA-256, None where there is none."""
    mine = select(AnnualReport.public_id).where(AnnualReport.panel_id == actor.panel_id)
    return _first(mine.where(AnnualReport.pdf_digest == pdf_digest))


def with_snapshot(actor: Actor, snapshot: str) -> str | None:
    """Return the public id of the report of the actor's panel built from this snapshot, None where there is none."""
    mine = select(AnnualReport.public_id).where(AnnualReport.panel_id == actor.panel_id)
    return _first(mine.where(AnnualReport.snapshot == snapshot))


def _first(same: Select[Any]) -> str | None:
    """Of reports that are the same byte for byte the one that was approved, if any was."""
    found: str | None = db.session.scalar(same.order_by(AnnualReport.approved_at.is_(None), AnnualReport.id).limit(1))
    return found


def stored_pdf(actor: Actor, public_id: str) -> bytes | None:
    """Return the PDF as it was built, None where there is none."""
    row = _one(actor, public_id, AnnualReport.pdf)
    return None if row is None else bytes(row.pdf)


def _one(actor: Actor, public_id: str, *more: Any) -> Row[Any] | None:
    query = select(*_columns(), *more)
    mine = query.where(AnnualReport.panel_id == actor.panel_id, AnnualReport.public_id == public_id)
    return db.session.execute(mine).one_or_none()


def panel_details(panel_id: int) -> dict[str, Any]:
    """Return what a report says of its panel: name, areas, colour, and the digest of its logo where it has one."""
    panel = db.session.execute(select(Panel.name, Panel.colour, Panel.logo).where(Panel.id == panel_id)).one()
    return {
        "name": panel.name,
        "areas": [name for _, name in areas.of_panel(panel_id)],
        "colour": panel.colour,
        **({"logo": panel.logo} if panel.logo else {}),
    }
