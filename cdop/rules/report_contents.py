"""What must be true of what a report shows beside its figures: it agrees with them, and with what was published."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cdop.rules.report_identities import Figure, contradictions
from cdop.rules.report_topics import topic_contradictions

SUMMED = {
    "notified.total": "deaths notified",
    "deaths.total": "deaths",
    "reviewed.total": "deaths reviewed",
    "meetings.held": "meetings",
}
"""What the quarters of a year add up to."""
CROSSED = {
    "reviewed.ethnicity_by_age_band": "reviewed.ethnicity",
    "reviewed.category_by_ethnicity": "reviewed.category",
    "reviewed.deprivation_quintile_by_age_band": "reviewed.deprivation_quintile",
}
"""What is divided by two things at once, and the figure that divides it by the first of them."""


def contradictions_beside(measures: Mapping[str, Figure], contents: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every contradiction of the contents with themselves, the figures, and the reports of earlier years."""
    return (
        *_within(contents),
        *_crossed(measures, contents.get("measures", {})),
        *_quarters(measures, contents.get("quarters", ())),
        *_areas(measures, contents.get("areas", {})),
        *_topics(measures, contents),
        *_fifths(measures, contents),
        *_restated(contents.get("restated", ())),
    )


def _within(contents: Mapping[str, Any]) -> Iterator[str]:
    for part in (*contents.get("earlier", ()), *contents.get("quarters", ())):
        yield from (f"{part['label']}: {found}" for found in contradictions(part["measures"]))
    for name, measures in contents.get("areas", {}).items():
        yield from (f"{name}: {found}" for found in contradictions(measures))


def _crossed(measures: Mapping[str, Figure], beside: Mapping[str, Figure]) -> Iterator[str]:
    """Each row of what is divided once more has as many deaths as the figure that is divided once."""
    for name, whole in CROSSED.items():
        once = {row["key"]: row["n"] for row in measures[whole].get("rows", ())} if name in beside else {}
        for row in beside.get(name, {}).get("rows", ()):
            n, cells, there = row["n"], sum(each["n"] for each in row["rows"]), once.get(row["key"])
            if not n == cells == there:
                yield f"{name}, {row['label']}: {n}, its cells add up to {cells}, and {whole} has {there}"
    found = beside.get("notified.elsewhere_area")
    if found and found["of"] != measures["notified.elsewhere"]["n"]:
        yield f"notified.elsewhere_area adds up to {found['of']}, not to {measures['notified.elsewhere']['n']}"


def _quarters(measures: Mapping[str, Figure], quarters: Any) -> Iterator[str]:
    for name, what in SUMMED.items():
        found = sum(quarter["measures"][name]["n"] for quarter in quarters)
        if quarters and found != measures[name]["n"]:
            yield f"Appendix of quarters: the {what} add up to {found}, not to {measures[name]['n']}"


def _areas(measures: Mapping[str, Figure], areas: Mapping[str, Mapping[str, Figure]]) -> Iterator[str]:
    for cohort in ("notified", "reviewed"):
        rows = {row["key"]: row["n"] for row in measures[f"{cohort}.area"]["rows"]}
        for area, found in areas.items():
            for name, figure in found.items():
                if name.startswith(cohort) and figure["of"] != rows.get(area):
                    yield f"Appendix of {area}, {name}: taken of {figure['of']}, and there are {rows.get(area)} in all"


def _topics(measures: Mapping[str, Figure], contents: Mapping[str, Any]) -> Iterator[str]:
    """A topic that is a category has as many deaths as that category in the years that are looked at together."""
    topics = contents.get("topics")
    if topics is None:
        return
    of_category: Counter[str] = Counter()
    for each in _together(measures, contents):
        of_category.update({row["key"]: row["n"] for row in each["reviewed.category"]["rows"]})
    yield from topic_contradictions(topics["found"], of_category)


def _fifths(measures: Mapping[str, Figure], contents: Mapping[str, Any]) -> Iterator[str]:
    """The rates by deprivation are of all deaths of the years that are looked at together."""
    rates = contents.get("rates_by_fifth")
    if rates:
        deaths = sum(each["deaths.total"]["n"] for each in _together(measures, contents))
        if rates["of"] != deaths:
            yield f"{rates['title']}: of {rates['of']} deaths, and there are {deaths} in all"


def _together(measures: Mapping[str, Figure], contents: Mapping[str, Any]) -> tuple[Mapping[str, Figure], ...]:
    """The figures of the report and of those of the years before it that few deaths are looked at in."""
    earlier = contents["earlier"][len(contents["earlier"]) - contents["topics"]["earlier"] :]
    return (measures, *(year["measures"] for year in earlier))


def _restated(every: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every number that has changed since a report was approved and of which nobody has said why."""
    unexplained = [change for change in every if not change["reason"]]
    for change in unexplained:
        was, now = _number(change["was"]), _number(change["now"])
        yield f"{change['year']}, {change['cell']}: {was} in the approved report, {now} now"
    if unexplained:
        yield "Say why these numbers changed, on the page Numbers restated"


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:g}"
