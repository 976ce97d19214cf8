"""What everybody may read: the reports that panels published, with the notices of those withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AnnualReport, Panel
from cdop.queries import areas
from cdop.queries import reports as report_queries
from cdop.queries.people import PanelView
from cdop.queries.reports import FrozenReport
from cdop.rules import actors

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report that was published. `replaced_by` names the newer one of the same period, "" where it is the newest."""

    id: int
    public_id: str
    panel_id: int
    label: str
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class PublicPanel:
    """A panel as everybody sees it, with its reports, the newest first."""

    panel: PanelView
    areas: tuple[str, ...]
    reports: tuple[PublishedReport, ...]


def panels() -> tuple[PanelView, ...]:
    """Return the panels, by name."""
    rows = db.session.execute(select(*_PANEL).order_by(Panel.name).limit(SHOWN))
    return tuple(PanelView(*tuple(row)) for row in rows)


def public_panel(public_id: str) -> PublicPanel | None:
    """Return what everybody may know of a panel, None where there is none."""
    row = db.session.execute(select(*_PANEL).where(Panel.public_id == public_id)).one_or_none()
    if row is None:
        return None
    panel = PanelView(*tuple(row))
    return PublicPanel(panel, tuple(name for _, name in areas.of_panel(panel.id)), _reports(panel.id))


def panel_named(panel_id: int) -> PanelView:
    """Return a panel as everybody sees it."""
    return PanelView(*tuple(db.session.execute(select(*_PANEL).where(Panel.id == panel_id)).one()))


def published_report(public_id: str) -> PublishedReport | None:
    """Return a report that was published, also a withdrawn one, None where there is none."""
    one = select(AnnualReport.panel_id).where(AnnualReport.public_id == public_id)
    panel_id = db.session.scalar(one.where(AnnualReport.published_at.is_not(None)))
    if panel_id is None:
        return None
    return next((report for report in _reports(panel_id) if report.public_id == public_id), None)


def frozen(report: PublishedReport) -> FrozenReport | None:
    """Return all that a published report was built from."""
    return report_queries.frozen_report(actors.command_line(report.panel_id), report.public_id)


def pdf(report_id: int) -> bytes:
    """Return the PDF of a report as it was built."""
    return bytes(db.session.execute(select(AnnualReport.pdf).where(AnnualReport.id == report_id)).one().pdf)


def _reports(panel_id: int) -> tuple[PublishedReport, ...]:
    mine = (AnnualReport.panel_id == panel_id, AnnualReport.published_at.is_not(None))
    newest = (AnnualReport.from_on.desc(), AnnualReport.published_at.desc(), AnnualReport.id.desc())
    columns: tuple[Any, ...] = tuple(getattr(AnnualReport, name) for name in PublishedReport.__slots__[:-1])
    current: dict[str, str] = {}
    found = []
    for row in db.session.execute(select(*columns).where(*mine).order_by(*newest).limit(SHOWN)):
        by = current.get(row.label, "")
        if row.withdrawn_at is None:
            current.setdefault(row.label, row.public_id)
        values: Any = (*tuple(row), by)
        found.append(PublishedReport(*values))
    return tuple(found)


_PANEL: tuple[Any, ...] = (
    Panel.id,
    Panel.public_id,
    Panel.name,
    Panel.colour,
    Panel.telephone,
    Panel.email,
    Panel.logo,
)
