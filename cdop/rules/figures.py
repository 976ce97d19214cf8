"""Every measure of the figures, named once: pages, reports, commands and exports only choose and draw.

Cohorts by date: a death is `notified` in a period by the day of its notification, `reviewed` by the day of
the panel meeting that completed the review, and among the `deaths` by the day it happened. It is `open` at
the end of a period if it was notified by then and not reviewed by then. All count children who normally lived
in the panel's area; `notified.elsewhere` alone counts the others.
"""

from collections.abc import Mapping
from functools import cache

from cdop.rules import figure_dimensions as by
from cdop.rules.ages import INFANT_BANDS
from cdop.rules.durations import TimelinessBand, timeliness_of_days
from cdop.rules.figure_shapes import (
    Breakdown,
    Cohort,
    Count,
    Counts,
    Crossed,
    Crossing,
    Extra,
    Figure,
    Measure,
    PartOfEach,
    Share,
    Table,
    median_of,
)
from cdop.rules.measures_over_years import OVER_YEARS
from cdop.rules.statistics import percent
from cdop.rules.vocabulary import Modifiable, Residency

DEFINITIONS = 3
"""Raised whenever a measure comes to mean something else, so that figures made before are known to differ."""

NOTIFIED_LATER = ("notification", "after the period")
"""The column of the deaths in a period that says when the panel was told of them, and its value for those later."""

COHORT_TITLES: Mapping[Cohort, str] = {
    Cohort.NOTIFIED: "Deaths notified",
    Cohort.REVIEWED: "Reviews completed",
    Cohort.DEATHS: "Deaths by date of death",
    Cohort.OPEN: "Open at the end of the period",
    Cohort.MEETINGS: "Panel meetings",
}
COHORT_DEFINITIONS: Mapping[Cohort, str] = {
    Cohort.NOTIFIED: "Children who normally lived in the panel’s area and whose death was notified to the "
    "panel in the period, whenever they died. A death that turned out not to be for review is in no figure.",
    Cohort.REVIEWED: "Children who normally lived in the panel’s area and whose review was completed at a "
    "panel meeting in the period. They may have died in an earlier year.",
    Cohort.DEATHS: "Children who normally lived in the panel’s area and who died in the period, whenever "
    "their death was notified.",
    Cohort.OPEN: "Children who normally lived in the panel’s area and whose death was notified by the end "
    "of the period but not reviewed by then.",
    Cohort.MEETINGS: "Meetings that the panel held in the period.",
}


def _is_modifiable(outcome: str) -> bool:
    return outcome == Modifiable.YES


@cache
def _is_same_or_next_day(days: int) -> bool:
    return timeliness_of_days(days) is TimelinessBand.SAME_OR_NEXT_DAY


def _percent_known(outcomes: Table) -> int | None:
    yes = outcomes.get(Modifiable.YES, 0)
    return percent(yes, yes + outcomes.get(Modifiable.NO, 0))


_OF_NOTIFIED = "all deaths notified"
_OF_REVIEWED = "all reviews completed"
_OF_DEATHS = "all deaths in the period"
_OF_OPEN = "all open cases"
_AGE = "Age in completed days up to 27 days, after that in completed years by birthday."
_AREA = "The local authority where the child normally lived. "
_GAPS = "“Not known” was answered so; “Not recorded” has no answer yet."
_MODIFIABLE = (
    "Reviews in which the panel found modifiable factors: factors that may have contributed to the death "
    "and that local or national action could change."
)

MEASURES: tuple[Measure, ...] = (
    Count(
        id="notified.total",
        title="Deaths notified",
        definition="Deaths by the day on which the panel was first told of them.",
    ),
    Count(
        id="notified.elsewhere",
        title="Notified for another panel’s area",
        definition="Deaths notified in the period of children who normally lived outside the panel’s area. "
        "They are in no other figure.",
        only=("residency", Residency.ELSEWHERE),
    ),
    Breakdown(
        id="notified.area",
        title="Notifications by local authority",
        definition=_AREA + "Every local authority of the panel has a row.",
        of_what=_OF_NOTIFIED,
        dimension=by.AREA,
    ),
    Breakdown(
        id="notified.month",
        title="Notifications by month",
        definition="The month of the notification, not of the death.",
        of_what=_OF_NOTIFIED,
        dimension=by.MONTH,
    ),
    Breakdown(
        id="notified.age_band",
        title="Notifications by age at death",
        definition=_AGE,
        of_what=_OF_NOTIFIED,
        dimension=by.AGE_BAND,
    ),
    Breakdown(
        id="notified.sex",
        title="Notifications by sex",
        definition=_GAPS,
        of_what=_OF_NOTIFIED,
        dimension=by.SEX,
    ),
    Breakdown(
        id="notified.ethnicity",
        title="Notifications by ethnic group",
        definition="The broad groups of the census. “Not stated” means that the family chose not to say. " + _GAPS,
        of_what=_OF_NOTIFIED,
        dimension=by.ETHNICITY,
    ),
    Breakdown(
        id="notified.expectedness",
        title="Notifications by expectedness",
        definition="A death is unexpected if nobody foresaw it as a real possibility 24 hours before it, "
        "or before the collapse that led to it. " + _GAPS,
        of_what=_OF_NOTIFIED,
        dimension=by.EXPECTEDNESS,
    ),
    Breakdown(
        id="notified.timeliness",
        title="Time from death to notification",
        definition="Whole days from the day of death to the day of notification.",
        of_what=_OF_NOTIFIED,
        dimension=by.TIMELINESS,
    ),
    PartOfEach(
        id="notified.timeliness_by_agency",
        title="Notified on the same or the next day, by agency",
        definition="For each type of agency, how many of its notifications came on the day of death or the "
        "next, and the median of days from death to notification: half of them took no longer.",
        of_what="the notifications of that agency type",
        dimension=by.AGENCY,
        column="days_to_notification",
        has_it=_is_same_or_next_day,
        counted="on the same or the next day",
        has_median_days=True,
    ),
    Count(
        id="reviewed.total",
        title="Reviews completed",
        definition="Reviews by the day of the panel meeting that completed them.",
    ),
    Share(
        id="reviewed.under_1",
        title="Children under one year",
        definition="Children who died before their first birthday. The 95% confidence interval (Wilson) "
        "shows how far chance alone could have moved a share of so few children.",
        of_what=_OF_REVIEWED,
        dimension=by.AGE_BAND,
        values=INFANT_BANDS,
    ),
    Breakdown(
        id="reviewed.area",
        title="Reviews by local authority",
        definition=_AREA + "Every local authority of the panel has a row.",
        of_what=_OF_REVIEWED,
        dimension=by.AREA,
    ),
    Breakdown(
        id="reviewed.age_band",
        title="Reviews by age at death",
        definition=_AGE,
        of_what=_OF_REVIEWED,
        dimension=by.AGE_BAND,
    ),
    Breakdown(id="reviewed.sex", title="Reviews by sex", definition=_GAPS, of_what=_OF_REVIEWED, dimension=by.SEX),
    Breakdown(
        id="reviewed.ethnicity",
        title="Reviews by ethnic group",
        definition="The broad groups of the census. “Not stated” means that the family chose not to say. " + _GAPS,
        of_what=_OF_REVIEWED,
        dimension=by.ETHNICITY,
    ),
    Breakdown(
        id="reviewed.expectedness",
        title="Reviews by expectedness",
        definition="A death is unexpected if nobody foresaw it as a real possibility 24 hours before it, "
        "or before the collapse that led to it. " + _GAPS,
        of_what=_OF_REVIEWED,
        dimension=by.EXPECTEDNESS,
    ),
    Breakdown(
        id="reviewed.year_of_death",
        title="Reviews by year of death",
        definition="The financial year, 1 April to 31 March, in which the child died. Only years that occur.",
        of_what=_OF_REVIEWED,
        dimension=by.YEAR_OF_DEATH,
    ),
    Breakdown(
        id="reviewed.place_of_death",
        title="Reviews by place of death",
        definition="Where the death was confirmed, which is not always where the child became ill or was "
        "hurt. " + _GAPS,
        of_what=_OF_REVIEWED,
        dimension=by.PLACE,
    ),
    Breakdown(
        id="reviewed.deprivation_quintile",
        title="Reviews by deprivation",
        definition="The fifth of England’s neighbourhoods, by the Index of Multiple Deprivation, in which "
        "the child normally lived.",
        of_what=_OF_REVIEWED,
        dimension=by.QUINTILE,
    ),
    Breakdown(
        id="reviewed.category",
        title="Reviews by category of death",
        definition="The panel’s primary category of the ten national ones. Where several apply it is the "
        "first of them on the national list.",
        of_what=_OF_REVIEWED,
        dimension=by.CATEGORY,
    ),
    Breakdown(
        id="reviewed.modifiable",
        title="Modifiable factors",
        definition=_MODIFIABLE + " The share among known outcomes leaves out reviews with inadequate information.",
        of_what=_OF_REVIEWED,
        dimension=by.MODIFIABLE,
        extra=Extra("percent_known", ("modifiable",), _percent_known),
    ),
    PartOfEach(
        id="reviewed.modifiable_by_category",
        title="Modifiable factors by category of death",
        definition=_MODIFIABLE,
        of_what="the reviews in that category",
        dimension=by.CATEGORY,
        column="modifiable",
        has_it=_is_modifiable,
        counted="with modifiable factors",
    ),
    PartOfEach(
        id="reviewed.modifiable_by_age_band",
        title="Modifiable factors by age at death",
        definition=_MODIFIABLE,
        of_what="the reviews in that age band",
        dimension=by.AGE_BAND,
        column="modifiable",
        has_it=_is_modifiable,
        counted="with modifiable factors",
    ),
    PartOfEach(
        id="reviewed.modifiable_by_deprivation_quintile",
        title="Modifiable factors by deprivation",
        definition=_MODIFIABLE,
        of_what="the reviews in that fifth",
        dimension=by.QUINTILE,
        column="modifiable",
        has_it=_is_modifiable,
        counted="with modifiable factors",
    ),
    Crossed(
        id="reviewed.category_by_age_band",
        title="Category of death by age at death",
        definition="Counts of reviews in each category and age band.",
        of_what=_OF_REVIEWED,
        dimension=by.CATEGORY,
        by=by.AGE_BAND,
    ),
    Breakdown(
        id="reviewed.theme",
        title="Themes of learning",
        definition="Reviews in which the panel recorded the theme. One review may have several themes or "
        "none, so the rows do not add up to the reviews completed.",
        of_what=_OF_REVIEWED,
        dimension=by.THEME,
        is_exclusive=False,
    ),
    Breakdown(
        id="reviewed.duration",
        title="Time from death to review",
        definition="Under 6 months ends the day before the same day of the month six months after the "
        "death; 6 to 12 months ends on the same day twelve months after it. Half of the reviews took no "
        "longer than the median.",
        of_what=_OF_REVIEWED,
        dimension=by.DURATION,
        extra=median_of("days_to_review"),
    ),
    Count(id="deaths.total", title="Deaths", definition="Deaths by the day on which the child died."),
    Count(
        id="deaths.notified_later",
        title="Notified after the period",
        definition="Deaths in the period that the panel was first told of after the last day of it.",
        only=NOTIFIED_LATER,
    ),
    Breakdown(
        id="deaths.area",
        title="Deaths by local authority",
        definition=_AREA + "Every local authority of the panel has a row.",
        of_what=_OF_DEATHS,
        dimension=by.AREA,
    ),
    Breakdown(
        id="deaths.age_band",
        title="Deaths by age",
        definition=_AGE,
        of_what=_OF_DEATHS,
        dimension=by.AGE_BAND,
    ),
    Count(
        id="open.total",
        title="Open cases",
        definition="Cases notified on or before the last day of the period and not reviewed by the end of it.",
    ),
    Breakdown(
        id="open.stage",
        title="Open cases by stage",
        definition="The stage in which a case was at midnight, in England, at the end of the period. A "
        "case that came from a register without its history is “Not recorded”.",
        of_what=_OF_OPEN,
        dimension=by.STAGE,
    ),
    Breakdown(
        id="open.duration",
        title="Open cases by time since death",
        definition="Time from the death to the last day of the period, in the bands of the time to review.",
        of_what=_OF_OPEN,
        dimension=by.DURATION,
    ),
    Breakdown(
        id="meetings.held",
        title="Meetings held",
        definition="Meetings for the review of cases and meetings for other business.",
        of_what="all meetings",
        dimension=by.MEETING_KIND,
        extra=Extra("n", ("kind",), lambda kinds: sum(kinds.values())),
    ),
    Breakdown(
        id="meetings.theme",
        title="Case review meetings by theme",
        definition="The theme to which a case review meeting was given over, if any.",
        of_what="all case review meetings",
        dimension=by.MEETING_THEME,
    ),
)

FURTHER: tuple[Measure, ...] = (
    PartOfEach(
        id="notified.timeliness_by_age_band",
        title="Notified on the same or the next day, by age",
        definition="For each age at death, how many of the deaths were notified on the day of death or the next, and "
        "the median of days from death to notification: half of them took no longer. " + _AGE,
        of_what="the notifications at that age",
        dimension=by.AGE_BAND,
        column="days_to_notification",
        has_it=_is_same_or_next_day,
        counted="on the same or the next day",
        has_median_days=True,
    ),
    PartOfEach(
        id="notified.timeliness_by_place",
        title="Notified on the same or the next day, by place of death",
        definition="For each place where a death was confirmed, how many of the deaths were notified on the day of "
        "death or the next, and the median of days from death to notification: half of them took no longer. " + _GAPS,
        of_what="the notifications of deaths in that place",
        dimension=by.PLACE,
        column="days_to_notification",
        has_it=_is_same_or_next_day,
        counted="on the same or the next day",
        has_median_days=True,
    ),
    *OVER_YEARS,
)
"""What the workspace counts when it is asked for and no page or report counts otherwise."""

_BY_ID = {measure.id: measure for measure in (*MEASURES, *FURTHER)}


def measure(measure_id: str) -> Measure:
    """Return the measure of this id. Raises KeyError where there is none."""
    return _BY_ID[measure_id]


def known_measure(measure_id: str) -> Measure | None:
    """Return the measure of this id, None where there is none."""
    return _BY_ID.get(measure_id)


@cache
def of_cohort(cohort: Cohort) -> tuple[Measure, ...]:
    """Return the measures of a cohort in their order."""
    return tuple(measure for measure in MEASURES if measure.cohort is cohort)


@cache
def crossings(cohort: Cohort) -> tuple[Crossing, ...]:
    """Return every table that the measures of a cohort are made of, each once."""
    return tuple(dict.fromkeys(crossing for measure in of_cohort(cohort) for crossing in measure.crossings))


def published(counts: Counts) -> dict[str, Figure]:
    """Return every measure as it is published, by id."""
    return {measure.id: measure.figure(counts) for measure in MEASURES}


def data_version(data_sum: int) -> str:
    """Return the version of a panel's figures, in hexadecimal digits: our definitions, then its data."""
    return f"{DEFINITIONS:04x}{data_sum:016x}"
