"""Every sentence of the annual report reads well and is true, whatever the numbers are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cdop.documents.annual_report import PanelDetails, annual_report
from cdop.documents.blocks import Chart, Document, Note, Paragraph, Points, Table
from cdop.documents.figures_page import sections
from cdop.rules.figures import COHORT_DEFINITIONS, MEASURES, published
from cdop.rules.places import PLACES
from tests.documents.grammar import slips
from tests.documents.sample_figures import figures
from tests.rules.test_figures import counts

BUILT_ON = date(2026, 11, 20)
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = st.sampled_from([0, 1, 2, 3, 11])


def report(**numbers: Any) -> Document:
    areas = numbers.setdefault("areas", {"Halton": 3, "Warrington": 1})
    return annual_report(figures(**numbers), PanelDetails("Pan-Cheshire", tuple(areas)), built_on=BUILT_ON)


def sentences(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Paragraph | Note):
            yield block.text


def section(document: Document, start: str) -> str:
    return " ".join(sentence for sentence in sentences(document) if start in sentence)


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    """Numbers of a year, mostly very small ones, that do not contradict each other."""
    names = ("Halton", "Warrington", "Cheshire East", "Bury")
    areas = {name: draw(FEW) for name in names[: draw(st.integers(1, 4))]}
    reviewed = draw(FEW)
    part = st.sampled_from(sorted({0, min(1, reviewed), min(2, reviewed), reviewed}))
    male, modifiable, unexpected = draw(part), draw(part), draw(part)
    return {
        "areas": areas,
        "reviewed": reviewed,
        "under_1": draw(part),
        "male": male,
        "sex_missing": min(draw(part), reviewed - male),
        "unexpected": unexpected,
        "expectedness_missing": min(draw(part), reviewed - unexpected),
        "category_8": draw(part),
        "modifiable": modifiable,
        "unclear": min(draw(part), reviewed - modifiable),
        "earlier": draw(part),
        "open_cases": draw(FEW),
        "elsewhere": draw(FEW),
        "notified_later": min(draw(FEW), sum(areas.values())),
        "meetings": (draw(FEW), draw(FEW)),
        "median_days": draw(st.sampled_from([0, 1, 1.5, 212])),
        "label": draw(st.sampled_from(["2013-14", "2013-14 so far", "1 April 2012 to 31 March 2014"])),
    }


@UNHURRIED
@given(numbers())
@example({"areas": {"Halton": 1}, "reviewed": 1, "sex_missing": 1, "expectedness_missing": 1, "elsewhere": 1})
@example({"areas": {"Halton": 1}, "reviewed": 2, "unclear": 1, "modifiable": 1, "notified_later": 1})
def test_report_reads_well_whatever_the_numbers(numbers: dict[str, Any]) -> None:
    document = report(**numbers)
    assert {sentence: slips(sentence) for sentence in sentences(document) if slips(sentence)} == {}
    titled = [block.chart for block in document.blocks if isinstance(block, Chart)]
    said = [*(chart.title for chart in titled), *(chart.description for chart in titled)]
    said += [block.caption for block in document.blocks if isinstance(block, Table)]
    assert [text for text in said if "  " in text or ".." in text] == []


def test_definitions_of_the_figures_read_well() -> None:
    told = [*(measure.definition for measure in MEASURES), *COHORT_DEFINITIONS.values()]
    assert {text: slips(text) for text in told if slips(text)} == {}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_notes_of_the_figures_page_read_well(number: int) -> None:
    outcomes = {"yes": 1, "no": 2, "inadequate information": number}
    by_category = {(8, outcome): n for outcome, n in outcomes.items()}
    found = counts(
        reviewed__modifiable=outcomes,
        reviewed__category__modifiable=by_category,
        reviewed__days_to_review={number: 1},
        reviewed__place_of_death={place.code: 1 for place in PLACES[number:]},
    )
    period = {"label": "2013-14", "from": "2013-04-01", "to": "2014-03-31"}
    printed = {"period": period, "measures": published(found)}
    told = {shown.measure.id: shown.notes for part in sections(printed) for shown in part.shown}
    assert {note: slips(note) for notes in told.values() for note in notes if slips(note)} == {}
    assert told["reviewed.duration"] == (f"Median: {('0 days', '1 day', '2 days')[number]}.",)
    assert (
        told["reviewed.modifiable_by_category"]
        == (
            (),
            ("1 review with inadequate information to judge is counted in “Of”.",),
            ("2 reviews with inadequate information to judge are counted in “Of”.",),
        )[number]
    )
    assert (
        told["reviewed.place_of_death"]
        == (
            ("1 row is left out because nothing was counted in it.",),
            ("2 rows are left out because nothing was counted in them.",),
            ("3 rows are left out because nothing was counted in them.",),
        )[number]
    )


@pytest.mark.parametrize(
    ("reviewed", "modifiable", "unclear", "said"),
    [
        (35, 0, 35, "There was not enough information to judge modifiable factors in all 35 deaths reviewed."),
        (2, 0, 2, "There was not enough information to judge modifiable factors in both deaths reviewed."),
        (1, 0, 1, "There was not enough information to judge modifiable factors in the one death reviewed."),
        (1, 0, 0, "Modifiable factors were not identified in the one death reviewed."),
        (2, 0, 0, "Modifiable factors were identified in neither of the 2 deaths reviewed."),
        (
            12,
            0,
            3,
            "Modifiable factors were identified in none of the 12 deaths reviewed; "
            "in 3 (25%) there was not enough information to judge.",
        ),
        (
            12,
            4,
            2,
            "Modifiable factors were identified in 4 (33%) of the 12 deaths reviewed; "
            "in 2 (17%) there was not enough information to judge.",
        ),
    ],
)
def test_modifiable_factors_nobody_could_judge_are_not_called_absent(
    reviewed: int, modifiable: int, unclear: int, said: str
) -> None:
    found = report(reviewed=reviewed, modifiable=modifiable, unclear=unclear)
    points = [item for block in found.blocks if isinstance(block, Points) for item in block.items]
    assert [point for point in points if "odifiable factors" in point] == [said]


def test_report_of_which_nothing_could_be_judged_shows_no_share_of_modifiable_factors() -> None:
    found = report(reviewed=35, unclear=35)
    captions = [block.caption for block in found.blocks if isinstance(block, Table)]
    assert [caption for caption in captions if "Modifiable factors, by" in caption] == []
    assert "0%" not in section(found, "judge")


def test_share_among_the_judged_names_how_many_they_are() -> None:
    told = section(report(reviewed=12, modifiable=4, unclear=2), "there was not enough information")
    assert told.endswith("Of the 10 deaths with enough information to judge, 4 (40%) had modifiable factors.")


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (0, "The panel knows of 4 children who normally lived in the area and died in the year."),
        (1, "died in the year. It was told of 1 of them after the year."),
        (4, "died in the year. It was told of all of them after the year."),
    ],
)
def test_deaths_notified_later_are_told_by_their_number_and_only_then(later: int, said: str) -> None:
    told = section(report(notified_later=later), "The panel knows of")
    assert told.endswith(said)


def test_report_from_figures_without_the_later_notifications_says_nothing_of_them() -> None:
    """Reports that were built before there was such a measure are still read from their frozen figures."""
    printed = figures(areas={"Bury": 2})
    del printed["measures"]["deaths.notified_later"]
    document = annual_report(printed, PanelDetails("Pan-Cheshire", ("Bury",)), built_on=BUILT_ON)
    assert section(document, "The panel knows of").endswith("died in the year.")


@pytest.mark.parametrize(("earlier", "said"), [(0, ""), (2, " In 2 of them"), (5, " In all of them")])
def test_deaths_of_an_earlier_year_are_told_by_their_number_and_only_then(earlier: int, said: str) -> None:
    rest = f"{said} the child had died in an earlier year." if said else ""
    assert f"5 reviews were completed in the year.{rest}" in sentences(report(reviewed=5, earlier=earlier))


def test_report_of_a_year_that_runs_says_so_on_its_cover_and_in_its_words() -> None:
    document = report(label="2013-14 so far")
    assert document.title == "Annual report 2013-14 so far"
    assert document.cover_lines[-1] == "The year is not over: the numbers are those so far and will change."
    assert "No deaths were reviewed in the year so far." in sentences(document)
    assert len(report().cover_lines) == len(document.cover_lines) - 1


def test_notes_tell_only_of_what_is_left_out() -> None:
    found = [block.text for block in report(reviewed=12).blocks if isinstance(block, Note)]
    assert "Agencies that notified no death" not in " ".join(found)
    assert "Not recorded" not in " ".join(
        found
    )  # the report says once that rows of unknowns are shown where there were any


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        (1, "Ethnicity: not recorded for the one death reviewed."),
        (2, "Ethnicity: recorded for neither of the 2 deaths reviewed."),
        (35, "Ethnicity: recorded for none of the 35 deaths reviewed."),
    ],
)
def test_information_that_nobody_recorded_is_one_sentence(reviewed: int, said: str) -> None:
    assert said in sentences(report(reviewed=reviewed))


def test_meetings_without_a_theme_have_no_table_of_themes() -> None:
    captions = [block.caption for block in report(meetings=(4, 1)).blocks if isinstance(block, Table)]
    assert [caption for caption in captions if "theme" in caption] == []
