"""The published tables that an administrator imports: places, populations, births and deaths. Read row by row.

Layouts, by the names of their columns in whatever order:
- postcodes: ONS Postcode Directory (ONSPD) or National Statistics Postcode Lookup (NSPL), the whole country;
- deprivation: English Indices of Deprivation, file 7 ("all ranks, deciles and scores") or any with the same columns;
- population: ONS mid-year population estimates by single year of age, one line for each area ("MYE2");
- births: ONS live births by area of usual residence, one line for each area;
- small-areas: ONS mid-year estimates of small areas (LSOA) by sex and single year of age;
- england: deaths of children in England in a financial year by age group, as the National Child Mortality Database
  publishes them;
- comparison: other numbers of England and its regions, one a line (`comparison_table`);
- ethnicity: children by ethnic group and single year of age, from the census (`ethnic_populations`);
- places: names of wards, parishes, built-up areas or other places, each with its authority, as the Office for
  National Statistics publishes them; each of these lists stands beside the others.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cdop.rules import ages, comparison_table, ethnic_populations, local_authorities, postcodes
from cdop.rules.csv_table import Fault, shown, whole_number
from cdop.rules.identifiers import place_words, tells_apart
from cdop.rules.regions import ENGLAND
from cdop.rules.vocabulary import ReferenceKind

Row = tuple[Any, ...]
"""The values of a row in the order of its layout's `stored`."""

MOST_FAULTS = 20
"""After so many faults nobody reads on: the file is another one than it should be."""
LONGEST_PLACE = 80
_TITLE_LINES = 20
_PLACE_NAME = "wd[0-9]{2}nm|par[0-9]{2}nm|parncp[0-9]{2}nm|bua[0-9]{2}nm|place[0-9]{2}nm"
_NO_LSOA = re.compile(r"[A-Z]9{8}|")
_YEAR = re.compile(r"20[0-9]{2}")
_DASHES = re.compile(r"(?<=[0-9])\s*(?:-|\u2013|to)\s*(?=[0-9])")
_OUTSIDE_ENGLAND = {"W": "Z-WAL", "S": "Z-SCO", "N": "Z-NIR", "M": "Z-IOM", "L": "Z-OVE"}
_NOT_KNOWN = "Z-NK"


class NotThisTable(ValueError):
    """The file is not the table that it should be; says why, in words for whoever imports it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a file are, by our names; `line` is the header's, `names` are its own names."""

    line: int
    places: Mapping[str, int]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table. `columns` are our names with what they are called; `row` reads the cells of one line.

    `row` returns the rows that a line gives, and raises ValueError with what is wrong with it. `series` returns which
    table a file is among those that stand side by side ("2019"), "" where only one stands. `together` makes of all rows
    those that are kept.
    """

    called: str
    columns: Mapping[str, str]
    optional: frozenset[str]
    stored: tuple[str, ...]
    row: Callable[[Sequence[str], Mapping[str, int]], Iterable[Row]]
    series: Callable[[Header, str], str]
    together: Callable[[Iterator[Row]], Iterator[Row]] = iter


def header_of(lines: Iterator[tuple[int, list[str]]], kind: ReferenceKind) -> Header:
    """Return where the columns of a file are; titles above the header are passed over. Raises NotThisTable."""
    layout, missing = LAYOUTS[kind], ""
    for line, cells in lines:
        names = [cell.strip().casefold() for cell in cells]
        places = {
            ours: place for ours, called in layout.columns.items() if (place := _place(names, called)) is not None
        }
        absent = [ours for ours in layout.columns if ours not in places and ours not in layout.optional]
        if not absent:
            return Header(line, places, tuple(names))
        if len(absent) < len(layout.columns) - len(layout.optional):
            missing = f" Its header has no column for: {', '.join(each.replace('_', ' ') for each in absent)}."
        if line > _TITLE_LINES:
            break
    raise NotThisTable(f"This is not {layout.called}.{missing}")


def rows_of(lines: Iterable[tuple[int, list[str]]], header: Header, kind: ReferenceKind) -> Iterator[Row | Fault]:
    """Yield what each line after the header gives: rows, or what is wrong with the line. Empty lines give nothing."""
    layout = LAYOUTS[kind]
    width = max(header.places.values()) + 1
    for line, cells in lines:
        if len(cells) < width:
            if any(cell.strip() for cell in cells):
                yield Fault(line, None, "", f"The line has {len(cells)} cells and should have {len(header.names)}.")
            continue
        try:
            yield from layout.row(cells, header.places)
        except ValueError as refused:
            yield Fault(line, None, shown(cells[0]), str(refused))


def numbered_lines(text: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line of a CSV file with its number. Raises NotThisTable where it is no CSV."""
    reader = csv.reader(text)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise NotThisTable(f"Line {reader.line_num + 1} is not a line of a CSV file.") from None
    except UnicodeDecodeError:
        raise NotThisTable("The file is not in UTF-8: save it as “CSV UTF-8 (comma delimited)”.") from None


def series_of(kind: ReferenceKind, header: Header, file_name: str, edition: str | None) -> str:
    """Return which of the tables side by side this is: the year of a deprivation or population table, else "".

    `edition` is what the importer says it is. Raises NotThisTable where nothing tells the year.
    """
    if kind in STAND_ALONE:
        return LAYOUTS[kind].series(header, file_name)
    year = _YEAR.search(edition or "")
    found = year[0] if year else LAYOUTS[kind].series(header, file_name)
    if not found:
        raise NotThisTable("Nothing tells of which year this table is: add --edition with the year, such as 2019.")
    return found


def edition_for(died_on: date, years: Iterable[str]) -> str | None:
    """Return the year of the deprivation table that goes with a death: the newest of its time, else the oldest.

    None where there is no table at all.
    """
    there = sorted(years)
    of_its_time = [year for year in there if int(year) <= died_on.year]
    return of_its_time[-1] if of_its_time else there[0] if there else None


def lsoa_year(series: str) -> int:
    """Return the census whose small areas (LSOAs) a deprivation table of that year speaks of."""
    return 2021 if int(series) >= FIRST_WITH_AREAS_OF_2021 else 2011


def quintile(decile: int) -> int:
    """Return the fifth that a tenth of the areas is in: 1 is the most deprived in both."""
    return -(-decile // 2)


STAND_ALONE = frozenset({ReferenceKind.POSTCODES, ReferenceKind.COMPARISON, ReferenceKind.PLACES})
"""The tables that are of no year."""
FIRST_WITH_AREAS_OF_2021 = 2025
"""The year of the first Indices of Deprivation on the small areas of the 2021 census."""
BIRTHS = "live births"


def _place(names: Sequence[str], called: str) -> int | None:
    """The place of the first column that is called so, by the order of the names in the pattern."""
    for one in called.split("|"):
        pattern = re.compile(one)
        for place, name in enumerate(names):
            if pattern.fullmatch(name):
                return place
    return None


def _postcode_row(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    postcode = postcodes.parse(cells[places["postcode"]])
    area = _area(cells[places["local_authority"]].strip(), cells[places["county"]].strip())
    return ((postcode, area, _lsoa(cells, places, "lsoa_2011"), _lsoa(cells, places, "lsoa_2021")),)


def _lsoa(cells: Sequence[str], places: Mapping[str, int], name: str) -> str | None:
    return _small_area(cells[places[name]]) if name in places else None


@lru_cache(maxsize=1000)
def _small_area(cell: str) -> str | None:
    """The code of a small area; one that stands for "none" is none."""
    code = cell.strip()
    if len(code) not in (0, 9):
        raise ValueError(f"“{shown(code)}” is no code of a small area (LSOA).")
    return None if _NO_LSOA.fullmatch(code) else code


@lru_cache(maxsize=1000)
def _area(authority: str, county: str) -> str:
    """Our code of the upper-tier authority: the county where there is one, else the district itself."""
    if authority and len(authority) != 9:
        raise ValueError(f"“{shown(authority)}” is no code of a local authority.")
    code = county if county.startswith("E10") else authority
    try:
        return local_authorities.authority(code).gss_code
    except KeyError:
        return _OUTSIDE_ENGLAND.get(authority[:1], _NOT_KNOWN)


def _deprivation_row(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    lsoa = _lsoa(cells, places, "small_area")
    if lsoa is None:
        raise ValueError("The line has no code of a small area (LSOA).")
    decile = whole_number(cells[places["decile"]], "decile")
    if not 1 <= decile <= 10:
        raise ValueError(f"The decile is {decile} and must be from 1 to 10.")
    return ((lsoa, whole_number(cells[places["rank"]], "rank"), decile),)


def _deprivation_year(header: Header, file_name: str) -> str:
    """The year by the districts that the header names, else by the name of the file."""
    of_districts = {"2013": "2015", "2019": "2019", "2024": "2025"}
    named = next((name for name in header.names if name.startswith("local authority district code")), "")
    by_header = next((year for district, year in of_districts.items() if district in named), "")
    return by_header or _year_in(file_name)


def _year_in(file_name: str) -> str:
    years = _YEAR.findall(file_name)
    return years[-1] if years else ""


def _population_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    area = _counted_area(cells[places["code"]])
    if area is None:
        return ()
    return tuple(
        (area, age, whole_number(cells[places[f"age_{age}"]], f"number at age {age}")) for age in range(ages.ADULT_AT)
    )


def _birth_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    area = _counted_area(cells[places["code"]])
    return ((area, BIRTHS, whole_number(cells[places["live_births"]], "number of live births")),) if area else ()


def _small_area_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    """The children of a small area, with the authority that it is in."""
    lsoa, area = _lsoa(cells, places, "small_area"), _counted_area(cells[places["local_authority"]])
    if lsoa is None or area is None:
        return ()
    ages_of_both = [f"{sex}_{age}" for sex in ("f", "m") for age in range(ages.ADULT_AT)]
    return ((lsoa, area, sum(whole_number(cells[places[name]], f"number at age {name}") for name in ages_of_both)),)


def _england_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    group = _DASHES.sub("-", cells[places["age_group"]].strip().casefold())
    if group in ("total", "all", "all ages"):
        return ()
    if group not in set(ages.AgeBand):
        raise ValueError(f"“{shown(cells[places['age_group']])}” is no age group: {', '.join(ages.AgeBand)}.")
    return ((ENGLAND, group, whole_number(cells[places["deaths"]], "number of deaths")),)


def _place_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    """A place by the first of its words that tells it from others; one without any gives nothing."""
    county = cells[places["county"]].strip() if "county" in places else ""
    area, name = _area(cells[places["local_authority"]].strip(), county), " ".join(cells[places["name"]].split())
    if not name or len(name) > LONGEST_PLACE:
        raise ValueError(f"The name of the place is empty, or longer than {LONGEST_PLACE} characters.")
    word = next((word for word in place_words(name) if tells_apart(word)), "")
    return ((word, name, area),) if word and not area.startswith("Z-") else ()


def _list_of_places(header: Header, _file_name: str) -> str:
    """Which list of places it is, by what its column of names is called: wd, par, bua, place."""
    return next(re.sub("[^a-z].*", "", name) for name in header.names if re.fullmatch(_PLACE_NAME, name))


def _once(rows: Iterator[Row]) -> Iterator[Row]:
    """Each row once: two places of an authority can have one name."""
    seen: set[Row] = set()
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row


def _ethnicity_rows(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    area, found = _counted_area(cells[places["code"]]), ethnic_populations.row_of_line(cells, places)
    return ((area, *found),) if area and found else ()


def _counted_area(cell: str) -> str | None:
    """Our code of an area that has figures: an upper-tier authority or England; None for any other."""
    code = cell.strip()
    if code == ENGLAND:
        return code
    try:
        return local_authorities.authority(code).gss_code
    except KeyError:
        return None


_COUNTED = ("code", "part", "number")

LAYOUTS: Mapping[ReferenceKind, Layout] = {
    ReferenceKind.POSTCODES: Layout(
        "a postcode directory of the Office for National Statistics (ONSPD or NSPL)",
        {
            "postcode": "pcds|pcd8|pcd7|pcd2|pcd",
            "local_authority": "oslaua|laua|lad[0-9]{2}cd",
            "county": "oscty|cty|cty[0-9]{2}cd",
            "lsoa_2011": "lsoa11|lsoa11cd",
            "lsoa_2021": "lsoa21|lsoa21cd",
        },
        frozenset({"lsoa_2011", "lsoa_2021"}),
        ("postcode", "area_code", "lsoa_2011", "lsoa_2021"),
        _postcode_row,
        lambda _header, _name: "",
    ),
    ReferenceKind.DEPRIVATION: Layout(
        "a table of the English Indices of Deprivation (file 7)",
        {
            "small_area": r"lsoa code \([0-9]{4}\)|lsoa[0-9]{2}cd",
            "rank": r"index of multiple deprivation \(imd\) rank.*",
            "decile": r"index of multiple deprivation \(imd\) decile.*",
        },
        frozenset(),
        ("lsoa_code", "rank", "decile"),
        _deprivation_row,
        _deprivation_year,
    ),
    ReferenceKind.POPULATION: Layout(
        "a table of mid-year population estimates by single year of age (MYE2)",
        {"code": "code|ladcode[0-9]{2}|area code"} | {f"age_{age}": f"{age}|age {age}" for age in range(ages.ADULT_AT)},
        frozenset(),
        ("area_code", "age", "persons"),
        _population_rows,
        lambda _header, name: _year_in(name),
    ),
    ReferenceKind.BIRTHS: Layout(
        "a table of live births by area of usual residence",
        {"code": "code|area code|ladcode[0-9]{2}", "live_births": "live births|all live births|total live births"},
        frozenset(),
        _COUNTED,
        _birth_rows,
        lambda _header, name: _year_in(name),
    ),
    ReferenceKind.SMALL_AREAS: Layout(
        "a table of mid-year population estimates of small areas (LSOA) by sex and single year of age",
        {"local_authority": "lad [0-9]{4} code|lad[0-9]{2}cd", "small_area": "lsoa [0-9]{4} code|lsoa[0-9]{2}cd"}
        | {f"{sex}_{age}": f"{sex}{age}" for sex in ("f", "m") for age in range(ages.ADULT_AT)},
        frozenset(),
        _COUNTED,
        _small_area_rows,
        lambda _header, name: _year_in(name),
    ),
    ReferenceKind.ENGLAND: Layout(
        "a table of deaths of children in England by age group",
        {"age_group": "age group|age band|age", "deaths": "deaths|number of deaths|child deaths"},
        frozenset(),
        _COUNTED,
        _england_rows,
        lambda _header, name: _year_in(name),
    ),
    ReferenceKind.COMPARISON: Layout(
        "a table of what England and its regions published",
        comparison_table.COLUMNS,
        frozenset({"rate"}),
        comparison_table.STORED,
        comparison_table.rows_of_line,
        lambda _header, _name: "",
    ),
    ReferenceKind.PLACES: Layout(
        "a list of wards, parishes, built-up areas or places with the codes of their local authorities",
        {"name": _PLACE_NAME, "local_authority": "lad[0-9]{2}cd|utla[0-9]{2}cd", "county": "cty[0-9]{2}cd"},
        frozenset({"county"}),
        ("word", "name", "area_code"),
        _place_rows,
        _list_of_places,
        _once,
    ),
    ReferenceKind.ETHNICITY: Layout(
        "a table of the census by local authority, ethnic group and single year of age",
        ethnic_populations.COLUMNS,
        frozenset(),
        _COUNTED,
        _ethnicity_rows,
        lambda _header, name: _year_in(name),
        ethnic_populations.added_up,
    ),
}
