"""What a report shows beside the figures of its period, gathered once and then kept as it was."""

from collections.abc import Mapping
from itertools import dropwhile
from typing import Any

from cdop.documents import rates as shown_rates
from cdop.queries import areas as area_queries
from cdop.queries import figures as counts
from cdop.queries import releases
from cdop.queries import report_contents as queries
from cdop.queries.populations import populations
from cdop.queries.recorded_years import recorded_years
from cdop.queries.regions import shares_beside
from cdop.queries.report_measures import report_measures
from cdop.queries.report_topics import report_topics
from cdop.rules import figures
from cdop.rules.disclosure import Profile
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period, span_label, years_of
from cdop.rules.rate_tables import Place, rate_tables
from cdop.rules.releases import Selection
from cdop.rules.report_measures import PUBLIC
from cdop.rules.report_years import changes, compared, earlier_periods, pooled, quarters, reason_of

Contents = dict[str, Any]
BESIDE_OTHERS = "deaths.area"
"""Of which measure the rates of a report are."""


def full(panel_id: int, period: Period, figures_shown: Mapping[str, Figure]) -> Contents:
    """Return what the full edition shows beside its figures. Within the snapshot in which the figures were read."""
    every = earlier_periods(period, queries.first_notification(panel_id))
    counted = [(each, _year(panel_id, each)) for each in every]
    known = list(dropwhile(_is_empty, counted))
    earlier, years = tuple(each for each, _ in known), [year for _, year in known]
    before = earlier[-1] if earlier else None
    return {
        "measures": report_measures(panel_id, period),
        "earlier": years,
        "restated": _restated(panel_id, earlier, years),
        "quarters": [_year(panel_id, each) for each in quarters(period)],
        "areas": queries.by_area(panel_id, period),
        "themes": queries.by_theme(panel_id, period),
        "before": queries.recommendations(panel_id, before) if before else [],
        "population": queries.population(panel_id),
        "rates": _rates(panel_id, period, figures_shown),
        "comparison": shares_beside(panel_id, years_of(period)[-1].first_year),
        "topics": _topics(panel_id, pooled(period, earlier)),
    }


def public(panel_id: int, period: Period, figures_shown: Mapping[str, Figure]) -> Contents:
    """Return what the public edition shows: measures that count no children, and years that were released before."""
    measures = report_measures(panel_id, period)
    every = earlier_periods(period, queries.first_notification(panel_id))
    standing = ((each, releases.standing(panel_id, Selection(each, Profile.REPORT).key)) for each in every)
    released = list(dropwhile(lambda known: known[1] is None, standing))
    return {
        "measures": {name: figure for name, figure in measures.items() if name in PUBLIC},
        "earlier": [
            {"label": each.label, "measures": compared(found["measures"])} for each, found in released if found
        ],
        "missing": [each.label for each, found in released if not found],
        "population": queries.population(panel_id),
        "rates": _rates(panel_id, period, figures_shown),
        "comparison": shares_beside(panel_id, years_of(period)[-1].first_year),
    }


def _topics(panel_id: int, together: tuple[Period, ...]) -> dict[str, Any]:
    """The topics of these periods as one, with how many of them lie before the report's own."""
    first, last = together[0], together[-1]
    label = span_label(first.label, last.label)
    found = report_topics(panel_id, Period(first.start, last.end, label))
    return {"label": label, "earlier": len(together) - 1, **found}


def _rates(panel_id: int, period: Period, figures_shown: Mapping[str, Figure]) -> dict[str, Any]:
    """The deaths of whole years for the children there are, beside others', taken of the numbers as they are shown.

    {} where nobody imported the populations and the deaths in England or the region.
    """
    years = years_of(period)
    if (period.start, period.end) != (years[0].period.start, years[-1].period.end):
        return {}
    areas = dict(area_queries.of_panel(panel_id))
    place = Place(areas, period, populations(panel_id, areas), recorded_years(panel_id))
    for table in rate_tables(BESIDE_OTHERS, figures_shown[BESIDE_OTHERS], place):
        if any(each.rate for each in table.beside) or (place.unrecorded and place.populations.elsewhere):
            told = shown_rates.shown(table, period.label, "")
            notes = [*told.summary, *told.notes, shown_rates.TOO_FEW, f"{shown_rates.PLAIN_METHOD}."]
            beside = [each.words for each in table.beside if each.rate]
            rows = [[*row] for row in told.lines]
            return {"beside": beside, "title": told.title, "head": [*told.head], "rows": rows, "notes": notes}
    return {}


def _is_empty(counted: tuple[Period, dict[str, Any]]) -> bool:
    """Whether nothing is known of a period: the years before the panel's records begin, but for a single old case."""
    measures = counted[1]["measures"]
    return not any(measures[f"{name}.total"]["n"] for name in ("notified", "deaths", "reviewed"))


def _year(panel_id: int, period: Period) -> dict[str, Any]:
    found: dict[str, Figure] = figures.published(counts.figures(panel_id, period))
    return {"label": period.label, "measures": compared(found)}


def _restated(panel_id: int, earlier: tuple[Period, ...], years: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every number of these years that is not what was published, with the reason that somebody gave, "" without."""
    published = queries.published_measures(panel_id, "full")
    said = queries.restatements(panel_id)
    found = []
    for period, year in zip(earlier, years, strict=True):
        days = (period.start, period.end)
        for change in changes(published.get(days, {}), year["measures"]):
            reason = reason_of(change, said.get(days, ()))
            found.append({"year": period.label, "reason": reason, **change.as_kept()})
    return found
