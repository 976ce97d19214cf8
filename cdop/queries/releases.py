"""Figures that were released: what stands, what all of it tells together, and the register of them, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, select
from sqlalchemy.orm import aliased

from cdop.extensions import db
from cdop.models import DataRelease, ReleaseProposal, ReleaseWork
from cdop.prepared import Prepared
from cdop.queries import figure_tables
from cdop.queries.reading import read
from cdop.rules.actors import Actor
from cdop.rules.disclosure import Told
from cdop.rules.extracts import PROFILE
from cdop.rules.facts import PanelSubject
from cdop.rules.releases import Selection, read_back

ON_A_PAGE, MOST_WAITING = 25, 100


@dataclass(frozen=True, slots=True)
class Release:
    """One release as the register shows it, without its numbers."""

    id: int
    panel_id: int
    public_id: str
    title: str
    selection: str
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
    applicant: str | None
    conditions: str | None
    signed_by_name: str | None
    deleted_on: date | None
    deletion_proof: str | None

    @property
    def is_extract(self) -> bool:
        """Whether it is an extract, with a row for each case."""
        return self.profile == PROFILE

    def is_overdue(self, today: date) -> bool:
        """Say whether the day by which it was to be deleted is over, and nobody knows that it was."""
        return self.expires_on is not None and self.expires_on < today and self.deleted_on is None

    @property
    def subject(self) -> PanelSubject:
        """The release as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A release that waits for a second person, or what they decided. Of an extract it has `columns`."""

    id: int
    panel_id: int
    public_id: str
    release_id: int | None
    label: str
    from_on: date
    to_on: date
    columns: list[str]
    reason: str
    applicant: str | None
    conditions: str | None
    expires_on: date | None
    proposed_at: datetime
    proposed_by_id: int | None
    proposed_by_name: str
    decided_at: datetime | None
    decided_by_name: str | None
    is_signed: bool | None
    title: str | None
    release: str | None
    became: str | None
    """The release that it became, once it was signed."""

    @property
    def subject(self) -> PanelSubject:
        """The proposal as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register."""

    releases: tuple[Release, ...]
    page: int
    pages: int
    total: int


_COLUMNS = tuple(getattr(DataRelease, name) for name in Release.__dataclass_fields__)
_BECAME = aliased(DataRelease)
_PROPOSALS: Any = select(
    *(getattr(ReleaseProposal, name) for name in [*Proposal.__dataclass_fields__][:-3]),
    DataRelease.title,
    DataRelease.public_id,
    _BECAME.public_id,
)
_PROPOSALS = _PROPOSALS.outerjoin(DataRelease, DataRelease.id == ReleaseProposal.release_id)
_PROPOSALS = _PROPOSALS.outerjoin(_BECAME, _BECAME.id == ReleaseProposal.became_id)


_IS_STANDING = (
    DataRelease.panel_id == bindparam("panel_id", type_=Integer),
    DataRelease.standing == bindparam("selection", type_=String),
)
_STANDING = Prepared(select(DataRelease.bundle).where(*_IS_STANDING))


def standing(panel_id: int, selection: str) -> dict[str, Any] | None:
    """Return what left of a selection, None where no release of it stands."""
    return read(_STANDING, panel_id=panel_id, selection=selection).scalar()


def selection(release_id: int) -> Selection | None:
    """Return what figures that were released are of, None where they stand no more or it is an extract."""
    standing = (DataRelease.id == release_id, DataRelease.ended_at.is_(None))
    figures = (*standing, DataRelease.profile != PROFILE)
    row = db.session.execute(select(DataRelease.selection, DataRelease.label).where(*figures)).one_or_none()
    return None if row is None else Selection.of_key(*row)


def title(panel_id: int, chosen: Selection) -> str:
    """Return what a selection is called in the panel's register."""
    return chosen.title(figure_tables.choices(panel_id)[1] if chosen.theme else {})


def standing_release(panel_id: int, selection: str) -> Release | None:
    """Return the release of a selection that stands, without its numbers, None where none does."""
    mine = (DataRelease.panel_id == panel_id, DataRelease.standing == selection)
    row = db.session.execute(select(*_COLUMNS).where(*mine)).one_or_none()
    return None if row is None else Release(*row)


def work(panel_id: int, selection: str) -> ReleaseWork | None:
    """Return the work on a release of a selection, None where it was not asked for or was forgotten since."""
    mine = (ReleaseWork.panel_id == panel_id, ReleaseWork.selection == selection)
    return db.session.scalar(select(ReleaseWork).where(*mine))


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


def waiting(actor: Actor) -> tuple[Proposal, ...]:
    """Return the releases of the actor's panel that wait for a second person, the oldest first: at most a hundred."""
    open_ones = (ReleaseProposal.panel_id == actor.panel_id, ReleaseProposal.decided_at.is_(None))
    rows = db.session.execute(_PROPOSALS.where(*open_ones).order_by(ReleaseProposal.id).limit(MOST_WAITING))
    return tuple(Proposal(*row) for row in rows)


def proposal(actor: Actor, public_id: str) -> Proposal | None:
    """Return one proposal of the actor's panel, None where there is none."""
    mine = (ReleaseProposal.panel_id == actor.panel_id, ReleaseProposal.public_id == public_id)
    row = db.session.execute(_PROPOSALS.where(*mine)).one_or_none()
    return None if row is None else Proposal(*row)


def extract(release_id: int) -> dict[str, Any] | None:
    """Return what left as an extract, None where its deletion is on record."""
    mine = (DataRelease.id == release_id, DataRelease.profile == PROFILE, DataRelease.deleted_on.is_(None))
    return db.session.scalar(select(DataRelease.bundle).where(*mine))


def beside(release_id: int) -> tuple[Release, ...]:
    """Return the other figures of the panel that stand and whose time overlaps with a release's, newest first."""
    mine = aliased(DataRelease)
    others = (DataRelease.panel_id == mine.panel_id, DataRelease.id != mine.id, DataRelease.from_on <= mine.to_on)
    standing = (DataRelease.ended_at.is_(None), DataRelease.profile != PROFILE, DataRelease.to_on >= mine.from_on)
    query = select(*_COLUMNS).join(mine, mine.id == release_id).where(*others, *standing)
    return tuple(Release(*row) for row in db.session.execute(query.order_by(DataRelease.id.desc())))


def release(actor: Actor, public_id: str) -> Release | None:
    """Return one release of the actor's panel, None where there is none."""
    mine = (DataRelease.panel_id == actor.panel_id, DataRelease.public_id == public_id)
    row = db.session.execute(select(*_COLUMNS).where(*mine)).one_or_none()
    return None if row is None else Release(*row)
