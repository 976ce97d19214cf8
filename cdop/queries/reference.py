"""What the imported tables say: of a postcode, of a year's population, and which tables there are."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AreaDeprivation, CasePlace, PostcodePlace, ReferenceTable
from cdop.rules import reference_tables
from cdop.rules.vocabulary import ReferenceKind


@dataclass(frozen=True, slots=True)
class TableView:
    """One table that is current."""

    kind: ReferenceKind
    series: str
    edition: str
    row_count: int
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True)
class Place:
    """What the tables say of a postcode. The decile is that of the deprivation table of the death's time.

    `area_code` is of the upper-tier authority. Without a small area or a table of it there is no decile.
    """

    postcode: str
    area_code: str
    lsoa_code: str | None
    deprivation_decile: int | None
    deprivation_year: str | None
    postcodes_edition: str
    deprivation_edition: str | None


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """The place that was looked up for a case, and when; `is_of_this_postcode` is false once it was corrected."""

    place: Place
    looked_up_at: datetime
    by_name: str


def tables() -> tuple[TableView, ...]:
    """Return the tables that are current, by kind and year."""
    columns = (ReferenceTable.kind, ReferenceTable.series, ReferenceTable.edition, ReferenceTable.row_count)
    query = select(*columns, ReferenceTable.imported_at, ReferenceTable.imported_by)
    current = query.where(ReferenceTable.is_current).order_by(ReferenceTable.kind, ReferenceTable.series)
    return tuple(TableView(*row) for row in db.session.execute(current))


def has_postcodes() -> bool:
    """Say whether a table of postcodes is there to look in."""
    return current(ReferenceKind.POSTCODES) != {}


def place_of(postcode: str | None, *, died_on: date) -> Place | None:
    """Return what the tables say of a postcode at the time of a death; None where they do not know it."""
    there = current(ReferenceKind.POSTCODES).get("")
    if not postcode or there is None:
        return None
    found = db.session.execute(
        select(PostcodePlace.area_code, PostcodePlace.lsoa_2011, PostcodePlace.lsoa_2021).where(
            PostcodePlace.table_id == there.id, PostcodePlace.postcode == postcode
        )
    ).one_or_none()
    if found is None:
        return None
    deprivation = current(ReferenceKind.DEPRIVATION)
    year = reference_tables.edition_for(died_on, deprivation)
    if year is None:
        return Place(postcode, found.area_code, found.lsoa_2021 or found.lsoa_2011, None, None, there.edition, None)
    lsoa = found.lsoa_2021 if reference_tables.lsoa_year(year) == 2021 else found.lsoa_2011
    ranked = deprivation[year]
    decile = db.session.scalar(
        select(AreaDeprivation.decile).where(
            AreaDeprivation.table_id == ranked.id, AreaDeprivation.lsoa_code == (lsoa or "")
        )
    )
    edition = ranked.edition if decile is not None else None
    return Place(postcode, found.area_code, lsoa, decile, year if decile else None, there.edition, edition)


def known_place(case_id: int) -> KnownPlace | None:
    """Return what was looked up for a case, by its id, None where nobody has."""
    row = db.session.get(CasePlace, case_id)
    if row is None:
        return None
    place = Place(
        row.postcode,
        row.area_code,
        row.lsoa_code,
        row.deprivation_decile,
        row.deprivation_year,
        row.postcodes_edition,
        row.deprivation_edition,
    )
    return KnownPlace(place, row.looked_up_at, row.by_name)


def current(kind: ReferenceKind) -> dict[str, ReferenceTable]:
    """Return the current tables of a kind by their year, "" for the one that stands alone."""
    query = select(ReferenceTable).where(ReferenceTable.kind == kind, ReferenceTable.is_current)
    return {table.series: table for table in db.session.scalars(query)}
