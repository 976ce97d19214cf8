"""The measures that only the annual report shows: how the panel and the agencies worked, and what reviews found.

They have the shape of the figures, so that they are drawn, and named in a text, in the same way. They do not pass
disclosure control; the public edition shows those alone that count no children.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdop.rules import not_known
from cdop.rules.durations import months_after
from cdop.rules.figure_dimensions import MISSING, NOT_RECORDED
from cdop.rules.figure_shapes import Figure
from cdop.rules.statistics import median, percent


@dataclass(frozen=True, slots=True)
class ReportMeasure:
    """A measure by its id, what it is called, how it is counted and what its percentages are of, "" where it has none.

    One that counts children is in the full edition alone.
    """

    id: str
    title: str
    definition: str
    of_what: str = ""
    counts_children: bool = True


_OF_BABIES = "deaths reviewed of children under one year"
MEASURES = (
    ReportMeasure(
        "reviewed.gestation",
        "Babies reviewed by weeks of pregnancy",
        "Children who died before their first birthday, by the completed weeks of pregnancy at birth.",
        _OF_BABIES,
    ),
    ReportMeasure(
        "reviewed.birth_weight",
        "Babies reviewed by birth weight",
        "Children who died before their first birthday, by their weight at birth.",
        _OF_BABIES,
    ),
    ReportMeasure(
        "reviewed.ethnicity_by_age_band",
        "Reviews by ethnic group and age",
        "Deaths reviewed by the broad ethnic group of the census and by the age at death.",
    ),
    ReportMeasure(
        "reviewed.category_by_ethnicity",
        "Reviews by category of death and ethnic group",
        "Deaths reviewed by the panel’s primary category and by the broad ethnic group of the census.",
    ),
    ReportMeasure(
        "reviewed.deprivation_quintile_by_age_band",
        "Reviews by deprivation and age",
        "Deaths reviewed by the fifth of England’s neighbourhoods in which the child normally lived, and by age.",
    ),
    ReportMeasure(
        "notified.elsewhere_area",
        "Notified for another panel’s area, by home",
        "Deaths notified in the period of children who normally lived outside the panel’s area, by where they lived.",
    ),
    ReportMeasure(
        "reviewed.factors",
        "Contributory factors",
        "In how many of the deaths reviewed the panel found that a factor may have contributed, and in how many of "
        "these that it could be changed. A death may have several.",
    ),
    ReportMeasure(
        "reviewed.review_meeting",
        "Child death review meetings before the panel",
        "The child death review meeting of each death reviewed, by the time from the death: within the same day of the "
        "month three months after it, later, or not recorded.",
        "deaths reviewed",
    ),
    ReportMeasure(
        "notified.joint_agency_response",
        "Joint agency responses, unexpected deaths notified",
        "Deaths notified in the period as unexpected, by whether the criteria for a joint agency response were met.",
        "unexpected deaths notified",
    ),
    ReportMeasure(
        "meetings.attendance",
        "Attendance at meetings",
        "Of the people expected at the meetings held in the period how many came, by their agency. A person counts "
        "once for each meeting.",
        counts_children=False,
    ),
    ReportMeasure(
        "meetings.cases",
        "Cases on the agenda of meetings",
        "How many reviews each meeting held in the period completed, by its day.",
    ),
    ReportMeasure(
        "meetings.packs",
        "Papers of meetings",
        "Meetings held in the period, by whether their papers were released by the day that the panel had set.",
        counts_children=False,
    ),
    ReportMeasure(
        "agencies.returns",
        "Reporting forms by agency",
        "Requests for a reporting form that were sent in the period and not taken back, and how many of them have been "
        "answered since. The median is of the days from the sending to the answer.",
        "requests sent to the agency",
    ),
    ReportMeasure(
        "actions.work",
        "Actions",
        "Agreed at meetings of the period; closed in it; open at its end, whenever they were agreed; and of these "
        "late: the day they were due had passed.",
        counts_children=False,
    ),
    ReportMeasure(
        "letters.families",
        "Letters to families",
        "Letters that were posted to families in the period, by their kind.",
    ),
    ReportMeasure(
        "letters.official",
        "Letters to agencies, boards and trusts",
        "Letters posted in the period, how many of them were answered by its end, and how many had no answer by then "
        "although the day by which one was asked for had passed.",
        counts_children=False,
    ),
    ReportMeasure(
        "letters.late",
        "Letters whose answer was late",
        "Letters posted in the period that ask for an answer by a day, which passed without one before its end.",
        counts_children=False,
    ),
    ReportMeasure(
        "recommendations.standing",
        "Recommendations",
        "Recommendations of the meetings of the period, by how they stood when the report was built.",
        "recommendations made",
        counts_children=False,
    ),
)
PUBLIC = frozenset(measure.id for measure in MEASURES if not measure.counts_children)

Band = tuple[str, Callable[[int], bool]]

GESTATION: tuple[Band, ...] = (
    ("Under 24 weeks", lambda weeks: weeks < 24),
    ("24 to 27 weeks", lambda weeks: 24 <= weeks < 28),
    ("28 to 31 weeks", lambda weeks: 28 <= weeks < 32),
    ("32 to 36 weeks", lambda weeks: 32 <= weeks < 37),
    ("37 weeks or more", lambda weeks: weeks >= 37),
)
"""Extremely, very and moderate to late preterm, and term, as the World Health Organization divides them."""
BIRTH_WEIGHT: tuple[Band, ...] = (
    ("Under 1,000 g", lambda grams: grams < 1000),
    ("1,000 to 1,499 g", lambda grams: 1000 <= grams < 1500),
    ("1,500 to 2,499 g", lambda grams: 1500 <= grams < 2500),
    ("2,500 g or more", lambda grams: grams >= 2500),
)
"""Extremely low, very low and low birth weight, as the International Classification of Diseases divides them."""
NOT_KNOWN = not_known.NUMBER.capitalize()
PACKS = ("Released in time", "Released later", "No papers on record")
REVIEW_MEETING = ("Within 3 months of the death", "Later", NOT_RECORDED)


def banded(told: Iterable[int | str | None], bands: Iterable[Band]) -> Figure:
    """Return a breakdown of numbers by bands, with rows for those said to be not known and for those not recorded."""
    every = list(told)
    numbers = [each for each in every if isinstance(each, int)]
    counts = {label: sum(1 for number in numbers if holds(number)) for label, holds in bands}
    return breakdown(counts | {NOT_KNOWN: every.count(not_known.NUMBER), NOT_RECORDED: every.count(None)})


def review_meeting(days: Iterable[tuple[date, date | None]]) -> Figure:
    """Return how soon review meetings were held, of the days of death and of the meeting, None where none is known."""
    counts = dict.fromkeys(REVIEW_MEETING, 0)
    for died, met in days:
        counts[_soon(died, met)] += 1
    return breakdown(counts)


def _soon(died: date, met: date | None) -> str:
    if met is None:
        return REVIEW_MEETING[2]
    return REVIEW_MEETING[0] if met <= months_after(died, 3) else REVIEW_MEETING[1]


def breakdown(counts: Mapping[str, int]) -> Figure:
    """Return an exclusive breakdown of these counts by label."""
    of = sum(counts.values())
    return {"of": of, "rows": [_row(label, n) | {"percent": percent(n, of)} for label, n in counts.items()]}


def counted(counts: Mapping[str, int]) -> Figure:
    """Return counts that need not sum to anything, by label."""
    return {"rows": [_row(label, n) for label, n in counts.items()]}


def parts(counts: Mapping[str, tuple[int, int]], days: Mapping[str, Mapping[int, int]] | None = None) -> Figure:
    """Return by label how many of how many; with `days`, the median of the days that it took."""
    rows = []
    for label, (n, of) in counts.items():
        row = _row(label, n) | {"of": of, "percent": percent(n, of)}
        rows.append(row if days is None else row | {"median_days": median(days.get(label, {}))})
    return {"of": sum(of for _, of in counts.values()), "rows": rows}


def _row(label: str, n: int) -> dict[str, Any]:
    return {"key": MISSING if label == NOT_RECORDED else label, "label": label, "n": n}
