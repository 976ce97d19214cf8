"""An extract: a row for each case reviewed, of a few coarse facts, in which no case stands out.

Every row is like at least seven others in all that it says (k-anonymity, k = 8: one more than the largest number that
figures withhold). Where it would not be, its facts are withheld from the last chosen to the first. What the whole then
tells is audited beside everything that was released before; as long as a small number could be worked out from both,
the last fact is left out altogether. The same records always give the same extract, in an order that tells nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from cdop.rules import figure_dimensions as by
from cdop.rules.disclosure import Told
from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import cell
from cdop.rules.disclosure_search import SMALL
from cdop.rules.disclosure_system import Contradiction
from cdop.rules.figure_dimensions import Dimension
from cdop.rules.figure_shapes import Cohort

LEAST_ALIKE = SMALL + 1
MOST_COLUMNS = 4
PROFILE = "extract"
WITHHELD = "withheld"

OFFERED: Mapping[str, Dimension] = {
    dimension.column: dimension
    for dimension in (
        by.AGE_BAND,
        by.SEX,
        by.CATEGORY,
        by.MODIFIABLE,
        by.ETHNICITY,
        by.QUINTILE,
        by.EXPECTEDNESS,
        by.AREA,
    )
}
"""What an extract can have of a case, by column."""

Values = tuple[str, ...]
"""What is known of a case, in the order of the columns; of a row of an extract the first of them, the rest withheld."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The columns that are left and the rows, each with how many cases are like it; and what the whole tells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Values, int], ...]
    told: tuple[Told, ...]
    is_audited: bool = True
    """Whether it was looked at beside what was released before; if not, fewer columns may be left of it."""

    @property
    def cases(self) -> int:
        """How many rows there are, one for each case."""
        return sum(n for _, n in self.rows)

    @property
    def withheld(self) -> int:
        """How many values are withheld."""
        return sum(self.withheld_of().values())

    def withheld_of(self) -> dict[str, int]:
        """Return of how many cases each column is withheld, in the order of the columns."""
        return {
            name: sum(n for values, n in self.rows if len(values) <= place) for place, name in enumerate(self.columns)
        }

    @property
    def least_alike(self) -> int:
        """How many cases are alike in all that is told of them, where these are fewest: the k of k-anonymity."""
        return min(n for _, n in self.rows)


class CannotBeGiven(ValueError):
    """No extract of these cases is safe beside what was released before."""


def extract(
    counted: Mapping[Values, int],
    columns: Sequence[str],
    every: Mapping[str, Iterable[str]],
    period: tuple[date, date],
    earlier: Iterable[Told] = (),
) -> Extract:
    """Return the extract of cases counted by the values of these columns, with as many columns as are safe.

    `every` has all values that a column can have; `earlier` is what releases before tell. Raises CannotBeGiven.
    """
    before = touching(earlier)
    for each in _of_fewer_and_fewer(counted, columns, every, period):
        if is_safe(each.told, before):
            return each
    raise CannotBeGiven


def unaudited(
    counted: Mapping[Values, int],
    columns: Sequence[str],
    every: Mapping[str, Iterable[str]],
    period: tuple[date, date],
) -> Extract:
    """Return the extract as it is before it is looked at beside what was released. Raises CannotBeGiven."""
    for each in _of_fewer_and_fewer(counted, columns, every, period):
        return replace(each, is_audited=False)
    raise CannotBeGiven


def touching(earlier: Iterable[Told]) -> list[Told]:
    """Return what was told before of the cases that extracts are of."""
    return [each for each in earlier if each[0].population == Cohort.REVIEWED]


def _of_fewer_and_fewer(
    counted: Mapping[Values, int],
    columns: Sequence[str],
    every: Mapping[str, Iterable[str]],
    period: tuple[date, date],
) -> Iterator[Extract]:
    """The extract of all columns, and then each time without the last, where anything is told by it."""
    for width in range(len(columns), 0, -1):
        kept = tuple(columns[:width])
        rows = alike(_first(counted, width))
        if any(values for values in rows):
            yield Extract(kept, tuple(sorted(rows.items())), tuple(_told(rows, kept, every, period)))


def alike(counted: Mapping[Values, int]) -> dict[Values, int]:
    """Return cases by as many of their values as at least seven others share, the rest of them withheld."""
    width = max(map(len, counted), default=0)
    rows = Counter(counted)
    for length in range(width, 0, -1):
        for values in sorted(v for v, n in rows.items() if len(v) == length and n < LEAST_ALIKE):
            rows[values[:-1]] += rows.pop(values)
    # What is left of too few with nothing told would itself be a small number: others join it.
    while 0 < rows[()] < LEAST_ALIKE and len(rows) > 1:
        smallest = min((values for values in rows if values), key=lambda values: (rows[values], values))
        rows[()] += rows.pop(smallest)
    return {values: n for values, n in rows.items() if n}


def is_safe(told: Iterable[Told], earlier: Iterable[Told]) -> bool:
    """Say whether nobody can work out a small number from an extract and what was released before."""
    try:
        return not narrow([*earlier, *told])
    except Contradiction:
        return False


def _first(counted: Mapping[Values, int], width: int) -> dict[Values, int]:
    found: Counter[Values] = Counter()
    for values, n in counted.items():
        found[values[:width]] += n
    return dict(found)


def _told(
    rows: Mapping[Values, int], columns: Values, every: Mapping[str, Iterable[str]], period: tuple[date, date]
) -> Iterable[Told]:
    """What an extract tells of each number: what its rows show, and at most so many more as may be withheld of it."""
    yield cell(Cohort.REVIEWED, *period, {}), (sum(rows.values()),) * 2
    for width in range(1, len(columns) + 1):
        seen: Counter[Values] = Counter()
        for values, n in rows.items():
            if len(values) >= width:
                seen[values[:width]] += n
        for values in product(*(every[name] for name in columns[:width])):
            # Cases with these values are among rows that tell less, never more of them than a small number.
            less = sum(rows.get(values[:length], 0) for length in range(width))
            named: dict[str, tuple[str, ...]] = {name: (value,) for name, value in zip(columns, values, strict=False)}
            yield cell(Cohort.REVIEWED, *period, named), (seen[values], seen[values] + min(_most(rows), less))


def _most(rows: Mapping[Values, int]) -> int:
    """How many cases of one number can be among rows that tell less: a small number, or all that joined them."""
    return max(SMALL, rows.get((), 0))
