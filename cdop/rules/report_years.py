"""The years before a report's own: which they are, and what of them has changed since they were published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cdop.rules.dates import MONTHS
from cdop.rules.figure_shapes import Figure
from cdop.rules.figures import measure
from cdop.rules.periods import SO_FAR, FinancialYear, Period, financial_year_of, years_together

MOST_YEARS_IN_QUARTERS = 2
YEARS_SHOWN = 9
"""How many earlier years a report looks back on, so that it shows ten."""
YEARS_TOGETHER = 5
"""How many years a topic of few deaths looks at together."""
COMPARED = (
    "notified.total",
    "notified.area",
    "notified.age_band",
    "notified.expectedness",
    "deaths.total",
    "reviewed.total",
    "reviewed.under_1",
    "reviewed.age_band",
    "reviewed.category",
    "reviewed.modifiable",
    "reviewed.modifiable_by_category",
    "reviewed.duration",
    "open.total",
    "meetings.held",
)
"""The measures of earlier years that a report shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number of an earlier year that is not what was published. `cell` says in words which it is."""

    measure: str
    key: str
    cell: str
    was: int | float | None
    now: int | float | None

    def as_kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def earlier_periods(period: Period, first_day: date | None) -> tuple[Period, ...]:
    """Return the periods of the same length before one of whole financial years, the oldest first.

    None lies wholly before `first_day`, the day of the panel's first notification; a period of other days has none.
    """
    first = financial_year_of(period.start)
    last = financial_year_of(period.end)
    is_whole = period.start == first.start and (period.end == last.end or period.label.endswith(SO_FAR))
    if first_day is None or not is_whole:
        return ()
    length = last.first_year - first.first_year + 1
    ends = [FinancialYear(first.first_year - 1 - length * back) for back in range(YEARS_SHOWN // length)]
    return tuple(years_together(end, length) for end in reversed(ends) if end.end >= first_day)


def pooled(period: Period, earlier: Sequence[Period]) -> tuple[Period, ...]:
    """Return a report's period after those of the `earlier` ones that lie within five years of its end."""
    first_day = FinancialYear(financial_year_of(period.end).first_year - YEARS_TOGETHER + 1).start
    return (*(each for each in earlier if each.start >= first_day), period)


def compared(measures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the measures that are shown of an earlier year."""
    return {name: measures[name] for name in COMPARED if name in measures}


def changes(published: Mapping[str, Figure], now: Mapping[str, Figure]) -> tuple[Change, ...]:
    """Return every number of the measures shown that differs from what was published, in their order."""
    return tuple(
        change
        for name in COMPARED
        if name in published and name in now
        for change in _changes(name, published[name], now[name])
    )


def exact_changes(released: Mapping[str, Figure], now: Mapping[str, Figure]) -> tuple[Change, ...]:
    """Return every number that was released exactly and differs from what is counted now."""
    exact = {name: figure for name, figure in released.items() if not _has_rounded(figure)}
    return tuple(change for change in changes(exact, now) if change.was is not None)


def _has_rounded(figure: Figure) -> bool:
    return any(part.get("rounded") for part in (figure, *figure.get("rows", ())))


def reason_of(change: Change, said: Sequence[Mapping[str, Any]]) -> str:
    """Return the newest reason given for exactly this change, "" where there is none."""
    kept = change.as_kept()
    return next((str(each["reason"]) for each in reversed(said) if kept in each["changes"]), "")


def _changes(name: str, published: Figure, now: Figure) -> Iterator[Change]:
    title = measure(name).title
    for part, words in (("n", ""), ("of", ", all together"), ("median_days", ", median days")):
        if part in published and published[part] != now.get(part):
            yield Change(name, part, title + words, published[part], now.get(part))
    before = {row["key"]: row for row in published.get("rows", ())}
    after = {row["key"]: row for row in now.get("rows", ())}
    for key in dict.fromkeys((*before, *after)):
        label = (after.get(key) or before[key])["label"]
        was, is_now = before.get(key, {"n": 0})["n"], after.get(key, {"n": 0})["n"]
        if was != is_now:
            yield Change(name, key, f"{title}: {label}", was, is_now)


def quarters(period: Period) -> tuple[Period, ...]:
    """Return the quarters of a period of whole financial years, of at most two; a period of other days has none."""
    first, last = financial_year_of(period.start), financial_year_of(period.end)
    length = last.first_year - first.first_year + 1
    if (period.start, period.end) != (first.start, last.end) or length > MOST_YEARS_IN_QUARTERS:
        return ()
    years = range(first.first_year, last.first_year + 1)
    return tuple(
        Period(start, end, f"{MONTHS[start.month - 1]} to {MONTHS[end.month - 1]} {end.year}")
        for year in years
        for start, end in _quarters(year)
    )


def _quarters(year: int) -> tuple[tuple[date, date], ...]:
    return (
        (date(year, 4, 1), date(year, 6, 30)),
        (date(year, 7, 1), date(year, 9, 30)),
        (date(year, 10, 1), date(year, 12, 31)),
        (date(year + 1, 1, 1), date(year + 1, 3, 31)),
    )
