"""What a report shows beside the figures of its period, gathered once and then kept as it was."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import dropwhile
from typing import Any

from cdop.queries import figure_tables, releases
from cdop.queries import figures as counts
from cdop.queries import report_contents as queries
from cdop.queries.populations import absent, by_ethnic_group
from cdop.queries.regions import shares_beside
from cdop.queries.report_measures import report_measures
from cdop.queries.report_topics import report_topics
from cdop.rules import figures
from cdop.rules.disclosure import Profile
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period, span_label, years_of
from cdop.rules.releases import Selection
from cdop.rules.report_measures import PUBLIC
from cdop.rules.report_years import changes, compared, earlier_periods, pooled, quarters, reason_of
from cdop.services.report_rates import AREAS, FIFTHS, Rates

Contents = dict[str, Any]
RELEASED_ANEW = "The records had changed, and the panel released its figures anew."


def full(panel_id: int, period: Period, figures_shown: Mapping[str, Figure]) -> Contents:
    """Return what the full edition shows beside its figures. Within the snapshot in which the figures were read."""
    every = earlier_periods(period, queries.first_notification(panel_id))
    counted = [(each, _year(panel_id, each)) for each in every]
    known = list(dropwhile(_is_empty, counted))
    earlier, years = tuple(each for each, _ in known), [year for _, year in known]
    before, together = earlier[-1] if earlier else None, pooled(period, earlier)
    rates = Rates(panel_id, period)
    return {
        "measures": report_measures(panel_id, period),
        "earlier": years,
        "restated": _restated(panel_id, (*earlier, period), [*years, {"measures": figures_shown}]),
        "quarters": [_year(panel_id, each) for each in quarters(period)],
        "areas": queries.by_area(panel_id, period),
        "themes": queries.by_theme(panel_id, period),
        "before": queries.recommendations(panel_id, before) if before else [],
        "population": queries.population(panel_id),
        "ethnic_groups": by_ethnic_group(rates.areas, rates.years[-1].first_year),
        "rates": rates.beside_others(figures_shown[AREAS]),
        "rates_by_year": _by_year(rates, figures_shown, years, earlier[0] if earlier else period),
        "rates_by_fifth": _by_fifth(panel_id, rates, together[0]),
        "comparison": shares_beside(panel_id, years_of(period)[-1].first_year),
        "topics": _topics(panel_id, together),
        "absent": [kind.value for kind in absent()],
    }


def to_release(panel_id: int, period: Period) -> tuple[Selection, ...]:
    """Return what is released for the public edition: the figures of its period, then those its rates are taken of."""
    fifths = Rates(panel_id, period).fifths_to_release()
    return Selection(period, Profile.REPORT), *([fifths] if fifths else [])


def public(panel_id: int, period: Period, released: Sequence[Mapping[str, Any]]) -> Contents:
    """Return what the public edition shows beside its figures, from what was released for it as `to_release` has it.

    These are measures that count no children, and years that were released before.
    """
    figures_shown = released[0]["measures"]
    measures = report_measures(panel_id, period)
    every = earlier_periods(period, queries.first_notification(panel_id))
    standing = ((each, releases.standing(panel_id, Selection(each, Profile.REPORT).key)) for each in every)
    known = list(dropwhile(lambda one: one[1] is None, standing))
    years = [{"label": each.label, "measures": compared(found["measures"])} for each, found in known if found]
    rates = Rates(panel_id, period)
    return {
        "measures": {name: figure for name, figure in measures.items() if name in PUBLIC},
        "earlier": years,
        "missing": [each.label for each, found in known if not found],
        "restated": _released_anew(panel_id, period, figures_shown, known),
        "population": queries.population(panel_id),
        "ethnic_groups": by_ethnic_group(rates.areas, rates.years[-1].first_year),
        "rates": rates.beside_others(figures_shown[AREAS]),
        "rates_by_year": _by_year(rates, figures_shown, years, known[0][0] if known else period),
        "rates_by_fifth": next((_released_by_fifth(rates, each) for each in released[1:]), {}),
        "comparison": shares_beside(panel_id, years_of(period)[-1].first_year),
    }


def _topics(panel_id: int, together: tuple[Period, ...]) -> dict[str, Any]:
    """The topics of these periods as one, with how many of them lie before the report's own."""
    first, last = together[0], together[-1]
    label = span_label(first.label, last.label)
    found = report_topics(panel_id, Period(first.start, last.end, label))
    return {"label": label, "earlier": len(together) - 1, **found}


def _by_year(rates: Rates, figures_shown: Mapping[str, Figure], years: list[dict[str, Any]], first: Period) -> Any:
    """The rates of each year since the first, taken of the deaths as they are shown of each."""
    every = [*years, {"label": rates.period.label, "measures": figures_shown}]
    return rates.by_year({year["label"]: year["measures"]["deaths.total"]["n"] for year in every}, first)


def _by_fifth(panel_id: int, rates: Rates, first: Period) -> dict[str, Any]:
    """The rates by deprivation since the first of the years that rare deaths are looked at in."""
    fifths, span = figures.measure(FIFTHS), rates.since_then(first)
    counted = figure_tables.counts(panel_id, fifths, Selection(span, Profile.REPORT, FIFTHS))
    return rates.by_fifth(fifths.figure(counted), span)


def _released_by_fifth(rates: Rates, released: Mapping[str, Any]) -> dict[str, Any]:
    """The rates by deprivation of what was released of some years, in the words of its own period."""
    days, measures = released["period"], released["measures"]
    span = Period(date.fromisoformat(days["from"]), date.fromisoformat(days["to"]), days["label"])
    return rates.by_fifth(measures[FIFTHS], span)


def _is_empty(counted: tuple[Period, dict[str, Any]]) -> bool:
    """Whether nothing is known of a period: the years before the panel's records begin, but for a single old case."""
    measures = counted[1]["measures"]
    return not any(measures[f"{name}.total"]["n"] for name in ("notified", "deaths", "reviewed"))


def _year(panel_id: int, period: Period) -> dict[str, Any]:
    found: dict[str, Figure] = figures.published(counts.figures(panel_id, period))
    return {"label": period.label, "measures": compared(found)}


def _restated(panel_id: int, earlier: tuple[Period, ...], years: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every number of these periods that is not what was approved, with the reason that somebody gave, "" without."""
    published = queries.published_measures(panel_id, "full")
    said = queries.restatements(panel_id)
    found = []
    for period, year in zip(earlier, years, strict=True):
        days = (period.start, period.end)
        for change in changes(published.get(days, {}), year["measures"]):
            reason = reason_of(change, said.get(days, ()))
            found.append({"year": period.label, "reason": reason, **change.as_kept()})
    return found


def _released_anew(
    panel_id: int,
    period: Period,
    figures_shown: Mapping[str, Figure],
    known: Sequence[tuple[Period, Mapping[str, Any] | None]],
) -> list[dict[str, Any]]:
    """Every number of a public edition, or of a year that it shows, that the approved one before did not have."""
    published = queries.published_measures(panel_id, "public")
    shown = [*((each, found["measures"]) for each, found in known if found), (period, figures_shown)]
    return [
        {"year": each.label, "reason": RELEASED_ANEW, **change.as_kept()}
        for each, measures in shown
        for change in changes(published.get((each.start, each.end), {}), measures)
    ]
