"""The table of children by ethnic group: the census as the Office for National Statistics lets it be put together.

"Create a custom dataset" of the census of 2021, ethnic group by single year of age and local authority, one number a
line. Groups in detail and broad ones are read alike: the first word of a name is the broad group of the figures.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cdop.rules.ages import ADULT_AT
from cdop.rules.csv_table import shown, whole_number
from cdop.rules.ethnicity import EthnicGroup

COLUMNS = {
    "code": "code|area code|.* authorities code",
    "ethnic_group": r"ethnic group|ethnic group \([0-9]+[a-z]? categories\)",
    "age": r"age|age \([0-9]+[a-z]? categories\)",
    "number": "observation|number|persons|children",
}
GROUPS = (EthnicGroup.WHITE, EthnicGroup.MIXED, EthnicGroup.ASIAN, EthnicGroup.BLACK, EthnicGroup.OTHER)
_BY_WORD = {group.casefold(): group for group in GROUPS}
_AGE = re.compile(r"(?:aged )?(?:under 1|([0-9]{1,3}))(?: years?)?(?P<over> and over)?")
_NOBODY = "does not apply"


def row_of_line(cells: Sequence[str], places: Mapping[str, int]) -> tuple[str, int, int] | None:
    """Return the group in detail, the age in completed years and how many; None for adults and for nobody.

    Raises ValueError with what is wrong with the line.
    """
    name, age_words = (" ".join(cells[places[part]].split()).casefold() for part in ("ethnic_group", "age"))
    age = _AGE.fullmatch(age_words)
    years = 0 if age is None else int(age[1] or 0)
    if age is None or (age["over"] and years < ADULT_AT):
        raise ValueError(f"“{shown(cells[places['age']])}” is no single year of age.")
    if name == _NOBODY or years >= ADULT_AT:
        return None
    group_of(name)
    return name, years, whole_number(cells[places["number"]], "number")


def group_of(name: str) -> EthnicGroup:
    """Return the broad group of a group as the census names it. Raises ValueError for one that is none."""
    found = _BY_WORD.get(re.split("[^a-z]", name.casefold(), maxsplit=1)[0])
    if found is None:
        raise ValueError(f"“{shown(name)}” is no ethnic group of the census.")
    return found


def added_up(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, str, int]]:
    """Yield how many children of each area are of each broad group, of rows of area, group, age and number.

    Raises ValueError where a group of an area has an age twice.
    """
    seen: set[tuple[Any, ...]] = set()
    sums: dict[tuple[str, str], int] = {}
    for area, name, age, number in rows:
        if (area, name, age) in seen:
            raise ValueError(f"The file has the group “{name}” at the age of {age} twice for {area}.")
        seen.add((area, name, age))
        key = area, group_of(name).value
        sums[key] = sums.get(key, 0) + number
    for (area, group), total in sums.items():
        yield area, group, total
