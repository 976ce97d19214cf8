"""Figures that were released: what stands, what all of it tells together, and the register of them, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import DataRelease
from cdop.rules.actors import Actor
from cdop.rules.disclosure import Told
from cdop.rules.facts import PanelSubject
from cdop.rules.releases import Selection, read_back

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Release:
    """One release as the register shows it, without its numbers."""

    id: int
    panel_id: int
    public_id: str
    title: str
    profile: str
    label: str
    purpose: str
    digest: str
    withheld: int
    data_version: str
    released_at: datetime
    released_by_name: str
    reason: str | None
    expires_on: date | None
    ended_at: datetime | None

    @property
    def subject(self) -> PanelSubject:
        """The release as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register."""

    releases: tuple[Release, ...]
    page: int
    pages: int
    total: int


_COLUMNS = tuple(getattr(DataRelease, name) for name in Release.__dataclass_fields__)


def standing(panel_id: int, selection: str) -> dict[str, Any] | None:
    """Return what left of a selection, None where no release of it stands."""
    mine = (DataRelease.panel_id == panel_id, DataRelease.standing == selection)
    return db.session.scalar(select(DataRelease.bundle).where(*mine))


def selection(release_id: int) -> Selection | None:
    """Return what a release is of, None where it stands no more."""
    standing = (DataRelease.id == release_id, DataRelease.ended_at.is_(None))
    row = db.session.execute(select(DataRelease.selection, DataRelease.label).where(*standing)).one_or_none()
    return None if row is None else Selection.of_key(*row)


def ledger(panel_id: int, *, without: str = "") -> tuple[int, list[Told]]:
    """Return the newest release's id, and what all that stand tell, but for the selection `without`."""
    standing = (DataRelease.panel_id == panel_id, DataRelease.ended_at.is_(None), DataRelease.standing != without)
    kept = db.session.scalars(select(DataRelease.told).where(*standing).order_by(DataRelease.id))
    return newest(panel_id), [one for told in kept for one in read_back(told)]


def newest(panel_id: int) -> int:
    """Return the id of a panel's newest release, 0 where there is none."""
    return db.session.scalar(select(func.max(DataRelease.id)).where(DataRelease.panel_id == panel_id)) or 0


def register(actor: Actor, page: int) -> Page:
    """Return a page of the releases of the actor's panel, in two statements."""
    mine = DataRelease.panel_id == actor.panel_id
    total = db.session.scalar(select(func.count()).select_from(DataRelease).where(mine)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(page, 1), pages)
    query = select(*_COLUMNS).where(mine).order_by(DataRelease.released_at.desc(), DataRelease.id.desc())
    rows = db.session.execute(query.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE))
    return Page(tuple(Release(*row) for row in rows), page, pages, total)


def release(actor: Actor, public_id: str) -> Release | None:
    """Return one release of the actor's panel, None where there is none."""
    mine = (DataRelease.panel_id == actor.panel_id, DataRelease.public_id == public_id)
    row = db.session.execute(select(*_COLUMNS).where(*mine)).one_or_none()
    return None if row is None else Release(*row)
