"""The section of the annual report on deaths reviewed."""

from collections.abc import Mapping
from typing import Any

from cdop.documents.annual_report_ethnicity import beside_the_children
from cdop.documents.annual_report_sentences import (
    expectedness_sentence,
    is_judged,
    judged_sentence,
    modifiable_sentence,
    most_frequent_of_infants,
    under_1_sentence,
)
from cdop.documents.annual_report_tables import (
    bar_chart,
    breakdown_table,
    can_compare,
    counted_as,
    crossed_table,
    modifiable_table,
    notes,
)
from cdop.documents.blocks import Block, Chart, Heading, Paragraph, Table
from cdop.documents.charts import BarChart, Series
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import TOO_FEW_TO_TELL, capital, counted, number, percent

JUDGEMENTS = {
    "yes": "Identified",
    "no": "None identified",
    "inadequate information": "Inadequate information to judge",
}

MOST_BARS = 15
"""How many themes a chart shows; the table has them all."""


def section(figures: Figures, ethnic_groups: Mapping[str, Any]) -> list[Block]:
    """Everything on the deaths whose review was completed in the period; `ethnic_groups` are those of all children."""
    total = figures.count("reviewed.total")
    blocks: list[Block] = [Heading("Deaths reviewed", "reviewed", new_page=True)]
    if total == 0:
        return [*blocks, Paragraph(f"No deaths were reviewed in the {figures.span}.", lead=True)]
    said = f"{capital(counted(total, 'review was', 'reviews were'))} completed in the {figures.span}."
    if figures.tells_nothing("reviewed"):
        return [*blocks, Paragraph(said, lead=True), Paragraph(TOO_FEW_TO_TELL)]
    return [
        *blocks,
        Paragraph(f"{said}{_died_before(figures)}", lead=True),
        *_category(figures),
        *_modifiable(figures),
        *_children(figures, ethnic_groups),
        *_circumstances(figures),
        *_themes(figures),
    ]


def _died_before(figures: Figures) -> str:
    """How many of the deaths reviewed happened in an earlier year; nothing where none did, or of another period."""
    before = [row.n for row in figures.rows("reviewed.year_of_death") if figures.year and row.key < figures.year]
    earlier, total = sum(n or 0 for n in before), figures.count("reviewed.total")
    if not earlier or None in before:
        return ""
    if total == 1:
        return " The child had died in an earlier year."
    return f" In {'all' if earlier == total else earlier} of them the child had died in an earlier year."


def _category(figures: Figures) -> list[Block]:
    blocks = breakdown_table(figures, "reviewed.category", "Deaths reviewed, by category", "Category", chart=True)
    return [Heading("Category of death", "category", 3), *blocks, *_category_by_age(figures)]


def _category_by_age(figures: Figures) -> list[Block]:
    title = "Deaths reviewed, by category and age"
    return crossed_table(figures, "reviewed.category_by_age_band", title, "Category")


def _modifiable(figures: Figures) -> list[Block]:
    return [
        Heading("Modifiable factors", "modifiable", 3),
        Paragraph(
            "A modifiable factor is one that may have contributed to the death and that could be changed, "
            "by action taken locally or nationally, to lower the risk of future deaths."
        ),
        Paragraph(f"{modifiable_sentence(figures)} {judged_sentence(figures)}".strip()),
        *(_modifiable_by(figures) if is_judged(figures) else []),
        *_factors(figures),
    ]


def _modifiable_by(figures: Figures) -> list[Block]:
    of, title = figures.of("reviewed.modifiable"), "Modifiable factors, by category of death"
    whole, heading = "Deaths reviewed, by modifiable factors", "Modifiable factors"
    return [
        *breakdown_table(figures, "reviewed.modifiable", whole, heading, labels=JUDGEMENTS, chart=True),
        *([_modifiable_chart(figures)] if of and of > 1 and _can_compare_categories(figures) else []),
        *modifiable_table(figures, "reviewed.modifiable_by_category", title, "Category"),
        *modifiable_table(figures, "reviewed.modifiable_by_age_band", "Modifiable factors, by age", "Age at death"),
    ]


def _can_compare_categories(figures: Figures) -> bool:
    """Whether any category has a number of deaths to be shown, and a chart of them something to compare."""
    return can_compare(_with_deaths(figures))


def _with_deaths(figures: Figures) -> list[Row]:
    return [row for row in figures.rows("reviewed.modifiable_by_category") if row.of]


def _modifiable_chart(figures: Figures) -> Chart:
    rows = _with_deaths(figures)
    said = "; ".join(f"{row.label}: {number(row.n)} of {number(row.of)}" for row in rows)
    series = (
        Series("with modifiable factors", tuple(row.n for row in rows)),
        Series("deaths reviewed", tuple(row.of for row in rows)),
    )
    title = "Modifiable factors, by category of death"
    description = f"Bar chart of deaths with modifiable factors beside deaths reviewed. {said}."
    return Chart("modifiable-by-category", BarChart(title, description, tuple(row.label for row in rows), series))


def _factors(figures: Figures) -> list[Block]:
    """The factors that reviews found; nothing where none is recorded by its code."""
    rows = figures.rows_if_known("reviewed.factors")
    if not rows:
        return []
    cells = tuple((row.label, number(row.of), number(row.n)) for row in rows)
    head = ("Factor", "Reviews", "Modifiable")
    return [
        Heading("Contributory factors", "factors", 3),
        Paragraph("A review may find several factors or none, so the numbers do not sum to the deaths reviewed."),
        counted_as("reviewed.factors", Table("Contributory factors, by number of reviews", head, cells)),
    ]


def _babies(figures: Figures) -> list[Block]:
    """Weeks of pregnancy and birth weight of children under one year; nothing where neither is recorded."""
    tables = (
        ("reviewed.gestation", "Children under one year reviewed, by weeks of pregnancy", "Weeks of pregnancy"),
        ("reviewed.birth_weight", "Children under one year reviewed, by birth weight", "Birth weight"),
    )
    blocks: list[Block] = []
    for measure, caption, heading in tables:
        if any(row.n for row in figures.rows_if_known(measure) if row.key != "missing"):
            blocks += breakdown_table(figures, measure, caption, heading, fold=True)
    causes = [Paragraph(sentence)] if (sentence := most_frequent_of_infants(figures)) else []
    return [Heading("Children under one year", "babies", 3), *causes, *blocks] if causes or blocks else []


def _children(figures: Figures, ethnic_groups: Mapping[str, Any]) -> list[Block]:
    areas = len(figures.rows("reviewed.area")) > 1
    return [
        Heading("The children", "reviewed-children", 3),
        Paragraph(under_1_sentence(figures)),
        *breakdown_table(figures, "reviewed.age_band", "Deaths reviewed, by age", "Age at death", chart=True),
        *breakdown_table(figures, "reviewed.sex", "Deaths reviewed, by sex", "Sex", fold=True, chart=True),
        *_ethnicity(figures, ethnic_groups),
        *(
            breakdown_table(figures, "reviewed.area", "Deaths reviewed, by local authority", "Local authority")
            if areas
            else []
        ),
        *_deprivation(figures),
        *_babies(figures),
    ]


def _ethnicity(figures: Figures, of_children: Mapping[str, Any]) -> list[Block]:
    blocks = breakdown_table(figures, "reviewed.ethnicity", "Deaths reviewed, by ethnicity", "Ethnicity", fold=True)
    if figures.row("reviewed.ethnicity", "missing").n == figures.of("reviewed.ethnicity"):
        return blocks
    title = "Deaths reviewed, by ethnicity and age"
    by_age = crossed_table(figures, "reviewed.ethnicity_by_age_band", title, "Ethnicity")
    title = "Deaths reviewed, by category and ethnicity"
    beside = beside_the_children(figures, of_children)
    return [*blocks, *beside, *by_age, *crossed_table(figures, "reviewed.category_by_ethnicity", title, "Category")]


def _deprivation(figures: Figures) -> list[Block]:
    measure = "reviewed.deprivation_quintile"
    title = "Deaths reviewed, by deprivation of the neighbourhood"
    blocks = breakdown_table(figures, measure, title, "Deprivation quintile", fold=True)
    if figures.row(measure, "missing").n == figures.of(measure):
        return blocks
    title = "Deaths reviewed, by deprivation and age"
    blocks += crossed_table(figures, "reviewed.deprivation_quintile_by_age_band", title, "Deprivation quintile")
    if not is_judged(figures):
        return blocks
    by = "reviewed.modifiable_by_deprivation_quintile"
    title = "Modifiable factors, by deprivation of the neighbourhood"
    return blocks + modifiable_table(figures, by, title, "Deprivation quintile")


def _circumstances(figures: Figures) -> list[Block]:
    sentence = expectedness_sentence(figures, "reviewed")
    return [
        Heading("Expectedness, place and year of death", "circumstances", 3),
        Paragraph(sentence),
        *breakdown_table(
            figures, "reviewed.expectedness", "Deaths reviewed, by expectedness", "Expectedness", fold=True, chart=True
        ),
        *breakdown_table(
            figures,
            "reviewed.place_of_death",
            "Deaths reviewed, by place of death",
            "Place of death",
            fold=True,
        ),
        *breakdown_table(figures, "reviewed.year_of_death", "Deaths reviewed, by year of death", "Year of death"),
    ]


def _themes(figures: Figures) -> list[Block]:
    blocks: list[Block] = [Heading("Themes", "themes", 3)]
    every = figures.rows("reviewed.theme")
    rows = sorted((row for row in every if row.n != 0), key=lambda row: -(row.n or 0))
    if not rows:
        return [*blocks, Paragraph("No theme was recorded for the deaths reviewed.")]
    gone = f"Themes that no death reviewed in the {figures.span} had are not shown." if len(rows) < len(every) else ""
    title = "Themes of the deaths reviewed" + (", the most frequent" if len(rows) > MOST_BARS else "")
    with_percent = any(row.percent is not None for row in rows)
    head = ("Theme", "Deaths", "%") if with_percent else ("Theme", "Deaths")
    cells = tuple((row.label, number(row.n), percent(row))[: len(head)] for row in rows)
    return [
        *blocks,
        Paragraph("A death may have several themes or none, so the numbers do not sum to the deaths reviewed."),
        *([bar_chart("reviewed.theme", title, rows[:MOST_BARS], "deaths reviewed")] if can_compare(rows) else []),
        counted_as("reviewed.theme", Table("Themes of the deaths reviewed", head, cells)),
        *notes(gone),
    ]
