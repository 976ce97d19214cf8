"""Published tables that an administrator imports, for all panels; and what they said of the home of a child."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Drawn, UtcDateTime, enum_column
from cdop.rules.vocabulary import ReferenceKind

# The key is all that these rows are found by: SQLite keeps them in its order, half as large.
_BY_KEY = {"sqlite_with_rowid": False}


class ReferenceTable(Drawn, Base):
    """One imported table. Its rows count from the moment at which it is current, and none of them before.

    `series` tells apart tables that stand side by side, such as the deprivation of 2019 and of 2025.
    """

    __tablename__ = "reference_table"
    __table_args__ = (
        CheckConstraint("row_count >= 0", name="row_count_not_negative"),
        Index("ix_reference_table_kind", "kind", "series", "is_current"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReferenceKind] = enum_column(ReferenceKind, "kind")
    series: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(120))
    file_digest: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int] = mapped_column(default=0)
    is_current: Mapped[bool] = mapped_column(default=False)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(120))


class PostcodePlace(Base):
    """Where a postcode is: the upper-tier local authority, and the small areas of two censuses."""

    __tablename__ = "postcode_place"
    __table_args__ = (_BY_KEY,)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    postcode: Mapped[str] = mapped_column(String(8), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(9))
    lsoa_2011: Mapped[str | None] = mapped_column(String(9))
    lsoa_2021: Mapped[str | None] = mapped_column(String(9))


class AreaDeprivation(Base):
    """How deprived a small area is among all of England: rank and decile, 1 the most deprived."""

    __tablename__ = "area_deprivation"
    __table_args__ = (CheckConstraint("decile between 1 and 10", name="decile_range"), _BY_KEY)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    lsoa_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    rank: Mapped[int]
    decile: Mapped[int] = mapped_column(SmallInteger)


class AreaPopulation(Base):
    """How many children of an age in completed years lived in a local authority in the middle of a year."""

    __tablename__ = "area_population"
    __table_args__ = (_BY_KEY,)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    age: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    persons: Mapped[int]


class PublishedNumber(Base):
    """A number of a published table for a place: live births of an area, deaths at an age, children of a small area.

    `part` says of what the number is: "live births", the age group, the ethnic group, or the local authority that a
    small area is in.
    """

    __tablename__ = "published_number"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"), _BY_KEY)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]


class ComparisonNumber(Base):
    """A number that England or a region published for a financial year: how many of how many, and who said so.

    `measure` is the name of the figure beside which it stands.
    """

    __tablename__ = "comparison_number"
    __table_args__ = (CheckConstraint("number between 0 and out_of", name="number_within"), _BY_KEY)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    first_year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    measure: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int]
    out_of: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class SmallPlace(Base):
    """A place smaller than a local authority, with the authority that it is in and the word by which it is found."""

    __tablename__ = "small_place"
    __table_args__ = (_BY_KEY,)

    table_id: Mapped[int] = mapped_column(ForeignKey("reference_table.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(9), primary_key=True)


class CasePlace(Audited, Base):
    """What the tables said of the child's postcode when it was looked up. The editions are kept as they are named."""

    __tablename__ = "case_place"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("deprivation_decile is null or deprivation_decile between 1 and 10", name="decile_range"),
    )

    case_id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    postcode: Mapped[str] = mapped_column(String(8), info=PERSONAL)
    area_code: Mapped[str] = mapped_column(String(9))
    lsoa_code: Mapped[str | None] = mapped_column(String(9), info=PERSONAL)
    deprivation_decile: Mapped[int | None] = mapped_column(SmallInteger)
    deprivation_year: Mapped[str | None] = mapped_column(String(10))
    postcodes_edition: Mapped[str] = mapped_column(String(120))
    deprivation_edition: Mapped[str | None] = mapped_column(String(120))
    looked_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
