"""The register: one row for each child's death, as panels keep it in a spreadsheet and as it is exported.

Reading checks a whole file and gives every fault at once; it never raises. An empty cell is missing, which is
never the same as "not known". What is written reads back as the same rows.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from cdop.rules import (
    agencies,
    ages,
    categories,
    csv_columns,
    csv_table,
    ethnicity,
    local_authorities,
    nhs_number,
    not_known,
    periods,
    places,
    postcodes,
    references,
    themes,
)
from cdop.rules.csv_columns import A_DAY, Column, in_words, iso_day, one_of, text_of, whole_number, word_of
from cdop.rules.csv_table import Fault, Record
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Modifiable, Residency, Sex, YesNo

MAX_CASE_REF = 60


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One death. None is missing. `line` is where the row starts in its file, 0 where it is of none."""

    case_ref: str
    date_of_birth: date
    date_of_death: date
    date_notified: date
    area: str
    """GSS code, or one of our own for elsewhere (`local_authorities`)."""
    nhs_number: str | None = None
    given_names: str | None = None
    family_name: str | None = None
    notified_by: str | None = None
    """Agency type key (`agencies`)."""
    sex: Sex | None = None
    ethnicity: str | None = None
    """Label (`ethnicity`); its broad group by `ethnicity.group_of`."""
    residency: Residency = Residency.RESIDENT
    postcode: str | None = None
    deprivation_quintile: int | None = None
    place_of_death: str | None = None
    """Code (`places`)."""
    died_in_area: YesNo | None = None
    expectedness: Expectedness | None = None
    joint_agency_response: JointAgencyResponse | None = None
    gestation_weeks: int | str | None = None
    birth_weight_g: int | str | None = None
    """Numbers, or "not known" (`not_known`)."""
    date_reviewed: date | None = None
    panel_theme: str | None = None
    category: int | None = None
    modifiable: Modifiable | None = None
    themes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """The sound rows and every fault, in the order of the file. With any fault, nothing is to be written."""

    rows: tuple[RegisterRow, ...]
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...] = ()

    @property
    def new_themes(self) -> tuple[str, ...]:
        """Theme keys of the cases that are not in the starter list."""
        return tuple(sorted({key for row in self.rows for key in row.themes} - themes.STARTER_THEMES.keys()))

    @property
    def resident_areas(self) -> tuple[str, ...]:
        """GSS codes of the areas of resident children: those of a panel that is made from this register."""
        return tuple(sorted({row.area for row in self.rows if row.residency is Residency.RESIDENT}))


def _area_code(text: str) -> str:
    return local_authorities.parse(text).gss_code


def _area_name(gss_code: str) -> str:
    return local_authorities.authority(gss_code).name


def _ethnicity_label(text: str) -> str:
    return ethnicity.parse(text).label


# The same few days come again and again in a register.
_day = lru_cache(maxsize=20_000)(periods.parse_day)

COLUMNS = (
    Column("case_ref", text_of(MAX_CASE_REF), required=True, holds="The panel’s own reference, without the name."),
    Column("nhs_number", nhs_number.parse, holds="10 digits."),
    Column("given_names", text_of()),
    Column("family_name", text_of()),
    Column("date_of_birth", _day, iso_day, required=True, holds=A_DAY),
    Column("date_of_death", _day, iso_day, required=True, holds=A_DAY),
    Column("date_notified", _day, iso_day, required=True, holds=A_DAY),
    Column("notified_by", agencies.parse, holds=one_of(agencies.AGENCY_TYPES)),
    Column("sex", word_of(Sex), holds=one_of(Sex)),
    Column("ethnicity", _ethnicity_label, holds="A group of the census, or a broad one such as Asian, or its code."),
    Column("area", _area_code, _area_name, required=True, holds="The local authority, by its name or GSS code."),
    Column("residency", word_of(Residency), holds=f"{one_of(Residency)} Empty means {Residency.RESIDENT}."),
    Column("postcode", postcodes.parse, holds="As CW1 2AB."),
    Column("deprivation_quintile", whole_number(1, 5), holds="1, most deprived, to 5."),
    Column("place_of_death", places.parse, holds=one_of(place.label for place in places.PLACES)),
    Column("died_in_area", word_of(YesNo), holds=one_of(YesNo)),
    Column("expectedness", word_of(Expectedness), holds=one_of(Expectedness)),
    Column("joint_agency_response", word_of(JointAgencyResponse), holds=one_of(JointAgencyResponse)),
    Column("gestation_weeks", whole_number(15, 45, or_word=not_known.NUMBER), holds="15 to 45, or not known."),
    Column("birth_weight_g", whole_number(100, 8000, or_word=not_known.NUMBER), holds="100 to 8000, or not known."),
    Column("date_reviewed", _day, iso_day, holds=f"{A_DAY} The meeting that completed the review."),
    Column("panel_theme", themes.parse, holds="The theme of that meeting, such as neonatal."),
    Column("category", categories.parse, holds="1 to 10. Filled where the date reviewed is."),
    Column("modifiable", word_of(Modifiable), holds=f"{one_of(Modifiable)} Filled where the date reviewed is."),
    Column("themes", themes.parse_list, ";".join, holds="Such as safe-sleep;smoking-in-pregnancy."),
)
"""What a register may have for each death."""
REGISTER_COLUMNS = csv_columns.names(COLUMNS)
"""The columns in the order of an export."""

_EARLIER = {
    "date_of_death": "date_of_birth",
    "date_notified": "date_of_death",
    "date_reviewed": "date_notified",
}
"""Each date and the one that it may not be before."""
_WITH_REVIEW = ("category", "modifiable")
_ONLY_WITH_REVIEW = ("panel_theme", *_WITH_REVIEW)


def read_register(raw: bytes, *, today: date, panel_areas: Collection[str] | None = None) -> RegisterReading:
    """Return the rows and the faults of a register file.

    `panel_areas` are the GSS codes of the panel's local authorities, among which a resident child's area must
    be; None where the panel is still to be made from the file.
    """
    table = csv_table.read_table(raw, REGISTER_COLUMNS, csv_columns.required_names(COLUMNS))
    reader = _Reader(today, panel_areas, table.columns)
    for entry in table.entries:
        if isinstance(entry, Fault):
            reader.faults.append(entry)
        else:
            reader.read(entry)
    faults = (*table.faults, *reader.faults)
    if not reader.rows and not faults:
        faults = (Fault(None, None, "", "The file has a header and no cases."),)
    return RegisterReading(tuple(reader.rows), faults, table.ignored_columns)


def register_line(row: RegisterRow) -> dict[str, str]:
    """Return a row as the cells of an export, by column name; `read_register` gives the same row back.

    A cell that a spreadsheet would take for a formula has an apostrophe before it, which reading takes off
    again.
    """
    return csv_columns.write_cells(row, COLUMNS)


@dataclass(slots=True)
class _Reader:
    """Reads one file's rows in order and remembers what may not come twice."""

    today: date
    panel_areas: Collection[str] | None
    columns: frozenset[str]
    rows: list[RegisterRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    references: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Folded reference: line and digest of the row that had it first."""
    meeting_themes: dict[date, tuple[int, str]] = field(default_factory=dict)

    def read(self, record: Record) -> None:
        """Read one row: a RegisterRow more, or one or more faults in the order of the columns."""
        values, faults = csv_columns.read_cells(record, COLUMNS, self.columns)
        for column, rule in (
            *_reference_faults(values),
            *_date_faults(values, self.today),
            *_review_faults(record),
            *_area_faults(values, self.panel_areas),
            *self._repeats(record, values),
        ):
            faults.append(Fault(record.line, column, csv_table.shown(record.cells.get(column, "")), rule))
        if faults:
            self.faults += sorted(faults, key=lambda fault: REGISTER_COLUMNS.index(fault.column or "case_ref"))
        elif self.columns.issuperset(csv_columns.required_names(COLUMNS)):
            self.rows.append(_row(values, record.line))

    def _repeats(self, record: Record, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What an earlier row of the file already has."""
        reference, digest = values.get("case_ref"), hash(frozenset(record.cells.items()))
        if reference is not None:
            line, first_digest = self.references.setdefault(reference.casefold(), (record.line, digest))
            if line != record.line and digest == first_digest:
                yield "case_ref", f"The row repeats line {line} in full: take it out."
                return
            if line != record.line:
                yield "case_ref", f"Line {line} has the same reference: give one of the two another, or take it out."
        yield from self._theme_conflict(record.line, values)

    def _theme_conflict(self, line: int, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A panel has one case review meeting a day, so rows reviewed on one day agree on its theme."""
        reviewed, theme = values.get("date_reviewed"), values.get("panel_theme")
        if reviewed and theme:
            first_line, first_theme = self.meeting_themes.setdefault(reviewed, (line, theme))
            if theme != first_theme:
                yield (
                    "panel_theme",
                    f"Line {first_line} gives the meeting of that day the theme {first_theme}.",
                )


def _row(values: dict[str, Any], line: int) -> RegisterRow:
    """The row of sound values; what is empty and has a default takes it."""
    return RegisterRow(
        **values | {"residency": values["residency"] or Residency.RESIDENT, "themes": values["themes"] or ()},
        line=line,
    )


def _reference_faults(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    names = values.get("given_names"), values.get("family_name")
    if references.tells(values.get("case_ref") or "", names, values.get("nhs_number")):
        yield (
            "case_ref",
            "Has the child's name or NHS number in it, and a reference stands in titles and messages: give another.",
        )


def _date_faults(values: dict[str, Any], today: date) -> Iterator[tuple[str, str]]:
    for column in ("date_of_birth", *_EARLIER):
        day, earlier = values.get(column), values.get(_EARLIER.get(column, ""))
        if day is None:
            continue
        if earlier is not None and day < earlier:
            yield column, f"Before the {in_words(_EARLIER[column])}, which is {iso_day(earlier)}."
        if day > today:
            yield column, "In the future."
    born, died = values.get("date_of_birth"), values.get("date_of_death")
    if born and died and not ages.is_child(born, died):
        yield (
            "date_of_death",
            f"Aged {ages.completed_years(born, died)} at death. The panel reviews deaths before the 18th birthday.",
        )


def _review_faults(record: Record) -> Iterator[tuple[str, str]]:
    """A review has a date, a category and a judgement on modifiable factors, or none of the three."""
    if "date_reviewed" in record.cells:
        for column in _WITH_REVIEW:
            if column not in record.cells:
                yield column, f"Must be filled where the {in_words('date_reviewed')} is."
        return
    for column in _ONLY_WITH_REVIEW:
        if column in record.cells:
            yield column, f"Only with a {in_words('date_reviewed')}, which is empty."


def _area_faults(values: dict[str, Any], panel_areas: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """A resident child lived in one of the panel's areas; every figure by area counts on it."""
    area = values.get("area")
    if area is None or values.get("residency", Residency.ELSEWHERE) is Residency.ELSEWHERE:
        return
    if not local_authorities.authority(area).may_have_panel:
        yield "area", "No panel reviews residents of this area. The residency is “elsewhere”."
    elif panel_areas is not None and area not in panel_areas:
        yield "area", "Not one of the panel's local authorities. Is the residency “elsewhere”?"
