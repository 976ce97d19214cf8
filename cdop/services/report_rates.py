"""The rates that a report shows, by the rules of the workspace: of each year, of each fifth, beside others."""

from collections.abc import Mapping, Sequence
from typing import Any

from cdop.documents import kept
from cdop.documents import rates as shown_rates
from cdop.queries import areas as area_queries
from cdop.queries.populations import populations
from cdop.queries.recorded_years import recorded_years
from cdop.rules.disclosure import Profile
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import FinancialYear, Period, span_label, years_of
from cdop.rules.rate_tables import Place, RateTable, rate_tables
from cdop.rules.releases import Selection
from cdop.rules.report_years import YEARS_TOGETHER

AREAS, YEARS, FIFTHS = "deaths.area", "deaths.year", "deaths.deprivation_quintile"
ROLLING = 2
"""How many of the tables of years a report shows: each year, and three years together."""


class Rates:
    """The rates of a panel's areas in whole years, taken of the numbers as they are shown.

    Each is {} or () where nobody imported the populations, or where the period is not one of whole years.
    """

    def __init__(self, panel_id: int, period: Period) -> None:
        self.areas = dict(area_queries.of_panel(panel_id))
        self.populations, self.recorded = populations(panel_id, self.areas), recorded_years(panel_id)
        self.period, self.years = period, years_of(period)
        days = self.years[0].period.start, self.years[-1].period.end
        self.are_whole = (period.start, period.end) == days

    def beside_others(self, figure: Figure) -> dict[str, Any]:
        """Return those by local authority beside England and the region; {} where all are 0 or not known."""
        place = self._place(self.period)
        is_alone = bool(place.unrecorded and place.populations.elsewhere)  # says why it is compared with nothing
        for table in self._tables(AREAS, figure, self.period):
            if _says_something(table) and (is_alone or any(each.rate for each in table.beside)):
                return _as_kept(table, self.period)
        return {}

    def by_year(self, deaths: Mapping[str, int | None], first: Period) -> tuple[dict[str, Any], ...]:
        """Return those of each year since `first`, whose deaths are known by its label, and of three together.

        A report of several years has none: its years are not known one by one.
        """
        if len(self.years) > 1:
            return ()
        rows = [{"key": label, "label": label, "n": n} for label, n in deaths.items()]
        span = self.since_then(first)
        return tuple(_as_kept(table, span) for table in self._tables(YEARS, {"rows": rows}, span)[:ROLLING])

    def by_fifth(self, figure: Figure, span: Period) -> dict[str, Any]:
        """Return those by deprivation of several years together; {} where none has a rate above 0."""
        for table in self._tables(FIFTHS, figure, span):
            if _says_something(table):
                is_rounded = any(row.get("rounded") for row in figure["rows"])
                return {**_as_kept(table, span, is_rounded=is_rounded), "of": figure["of"]}
        return {}

    def fifths_to_release(self) -> Selection | None:
        """Return the release that the rates by deprivation of a public edition are taken of: that of the workspace.

        It is of up to five years, from the first on of which there are records; None where no rate can be taken.
        """
        last = self.years[-1].first_year
        looked_at = range(min(last - YEARS_TOGETHER + 1, self.years[0].first_year), last + 1)
        recorded = [year for year in looked_at if year in self.recorded]
        if not (self.are_whole and recorded and self.populations.deprived):
            return None
        return Selection(self.since_then(FinancialYear(recorded[0]).period), Profile.RELEASE, FIFTHS)

    def since_then(self, first: Period) -> Period:
        """Return the years from `first` to the report's own, as one period."""
        return Period(first.start, self.period.end, span_label(first.label, self.period.label))

    def _place(self, period: Period) -> Place:
        return Place(self.areas, period, self.populations, self.recorded)

    def _tables(self, measure: str, figure: Figure, period: Period) -> Sequence[RateTable]:
        return rate_tables(measure, figure, self._place(period)) if self.are_whole else ()


def _says_something(table: RateTable) -> bool:
    """Whether any rate is of a death: where all deaths are too few or none, a table and a chart of 0.0 say nothing."""
    return any(row.rate and row.rate.n for row in table.rows)


def _as_kept(table: RateTable, period: Period, *, is_rounded: bool = False) -> dict[str, Any]:
    """A table in words, with its chart, as a report keeps it."""
    told = shown_rates.shown(table, period.label, "")
    few = [shown_rates.TOO_FEW] if any(row.n for row in table.rows) else []
    rounded = [shown_rates.NEAREST_5] if is_rounded else []
    return {
        "beside": [each.words for each in table.beside if each.rate],
        "title": f"{told.title}, {period.label}",
        "head": [*told.head],
        "rows": [[*row] for row in told.lines],
        "said": [*told.summary],
        "notes": [*told.notes, *few, *rounded, f"{shown_rates.PLAIN_METHOD}."],
        "chart": kept.as_kept(told.drawn) if told.drawn else None,
    }
