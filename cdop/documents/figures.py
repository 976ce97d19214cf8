"""The figures as a document reads them: measures by name, nothing computed here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cdop.rules.periods import SO_FAR

_YEAR = re.compile(r"\d{4}-\d{2}")
_BY_CATEGORY = {
    "reviewed.category",
    "reviewed.category_by_age_band",
    "reviewed.category_by_ethnicity",
    "reviewed.modifiable_by_category",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a measure. `n` is None where withheld, `percent` where there is nothing to take it of.

    `is_rounded` where it, or a number of its rows, is one to the nearest 5.
    """

    key: str
    label: str
    n: int | None
    percent: int | None = None
    of: int | None = None
    median_days: float | None = None
    rows: tuple["Row", ...] = ()
    is_rounded: bool = False

    @property
    def withheld(self) -> bool:
        return self.n is None


class Figures:
    """The figures of one panel and period, in the shape that `flask report figures` prints.

    `span` is what sentences call the period; `year` is its label where it is a financial year.
    """

    @classmethod
    def of_part(cls, whole: Mapping[str, Any], part: Mapping[str, Any]) -> "Figures":
        """The figures of a part or of an earlier time, which has a `label` and `measures` and else is as the whole."""
        period = {**whole["period"], "label": part["label"]}
        return cls({**whole, "period": period, "measures": part["measures"]})

    def __init__(self, printed: Mapping[str, Any]) -> None:
        self._measures: Mapping[str, Any] = printed["measures"]
        self.label = str(printed["period"]["label"])
        self.first = date.fromisoformat(printed["period"]["from"])
        self.last = date.fromisoformat(printed["period"]["to"])
        year = self.label.removesuffix(SO_FAR)
        self.year = year if _YEAR.fullmatch(year) else None
        self.is_so_far = year != self.label
        self.span = ("year" if self.year else "period") + (SO_FAR if self.is_so_far else "")
        self.edition = str(printed["edition"])
        self.notes: tuple[str, ...] = tuple(printed.get("notes", ()))

    def count(self, measure: str) -> int | None:
        """The `n` of a measure, None where it is withheld. Raises KeyError for an unknown measure."""
        found = self._measures[measure]["n"]
        return None if found is None else int(found)

    def count_if_known(self, measure: str) -> int | None:
        """The same, None also where the figures were frozen before there was such a measure."""
        return self.count(measure) if measure in self._measures else None

    def of_if_known(self, measure: str) -> int | None:
        """What the percentages of a measure are taken of, None also where the figures lack the measure."""
        return self.of(measure) if measure in self._measures else None

    def of(self, measure: str) -> int | None:
        """What the percentages of a measure are taken of."""
        found = self._measures[measure].get("of")
        return None if found is None else int(found)

    def share(self, measure: str) -> Row:
        """A measure that is itself a share."""
        return _row({"key": measure, **self._measures[measure]})

    def further(self, measure: str, name: str) -> Any:
        """A further value of a measure, such as `median_days`; None if it is not there."""
        return self._measures[measure].get(name)

    def rows(self, measure: str) -> tuple[Row, ...]:
        """The rows of a measure in their order. Categories carry their number, as panels name them."""
        rows = tuple(_row(row) for row in self._measures[measure]["rows"])
        if measure not in _BY_CATEGORY:
            return rows
        return tuple(replace(row, label=f"{row.key}. {row.label.removeprefix(row.key + '. ')}") for row in rows)

    def tells_nothing(self, cohort: str) -> bool:
        """Whether of these deaths, such as "reviewed", no number above 0 is shown, though there are some."""
        found = [each for name, each in self._measures.items() if name.startswith(f"{cohort}.")]
        return self.count(f"{cohort}.total") is None and not any(map(_tells, found))

    def rows_if_known(self, measure: str) -> tuple[Row, ...]:
        """The rows of a measure, none where the figures lack it."""
        return self.rows(measure) if measure in self._measures else ()

    def row(self, measure: str, key: str) -> Row:
        """One row by its key, a row of 0 if it is not there."""
        return next((row for row in self.rows(measure) if row.key == key), Row(key, key, 0))


def _tells(printed: Mapping[str, Any]) -> bool:
    return bool(printed.get("n") or printed.get("of")) or any(map(_tells, printed.get("rows", ())))


def _row(printed: Mapping[str, Any]) -> Row:
    key = str(printed["key"])
    rows = tuple(_row(row) for row in printed.get("rows", ()))
    return Row(
        key=key,
        label=str(printed.get("label") or key),
        n=printed.get("n"),
        percent=printed.get("percent"),
        of=printed.get("of"),
        median_days=printed.get("median_days"),
        rows=rows,
        is_rounded=bool(printed.get("rounded")) or any(row.is_rounded for row in rows),
    )
