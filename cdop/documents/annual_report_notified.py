"""The sections of the annual report on deaths notified, and on deaths by date of death."""

from datetime import date

from cdop.documents.annual_report_tables import breakdown_table, expectedness_sentence
from cdop.documents.blocks import Block, Heading, Note, Paragraph, Table
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import (
    NO_PERCENTAGE,
    capital,
    counted,
    days,
    number,
    percent_of_its_own,
    share_sentence,
)

DEATHS = ("death notified", "deaths notified")


def section(figures: Figures) -> list[Block]:
    """Everything on notifications, and the deaths that happened in the period."""
    blocks: list[Block] = [
        Heading("Deaths notified", "notified", new_page=True),
        *_opening(figures),
    ]
    if figures.count("notified.total") == 0:
        return blocks + _deaths(figures)
    return [
        *blocks,
        *_by_area(figures),
        *_by_month(figures),
        *_timeliness(figures),
        *_children(figures),
        *_deaths(figures),
    ]


def _opening(figures: Figures) -> list[Block]:
    total, elsewhere = figures.count("notified.total"), figures.count("notified.elsewhere")
    text = (
        capital(counted(total, "death of a child was", "deaths of children were"))
        + f" notified to the panel in the {figures.span}."
    )
    if elsewhere:
        others = capital(counted(elsewhere, "further death was", "further deaths were"))
        text += (
            f" {others} notified of children who normally lived elsewhere; no other number in this report counts them."
        )
    return [Paragraph(text, lead=True)]


def _by_area(figures: Figures) -> list[Block]:
    rows = figures.rows("notified.area")
    if len(rows) < 2:
        return []
    return [
        Heading("By local authority", "notified-area", 3),
        *breakdown_table(
            figures,
            "notified.area",
            "Deaths notified, by local authority",
            "Local authority",
            chart=True,
        ),
    ]


def _by_month(figures: Figures) -> list[Block]:
    labels = {row.key: _month(row.key) for row in figures.rows("notified.month")}
    short = len(labels) <= 12
    return [
        Heading("By month", "notified-month", 3),
        *breakdown_table(
            figures,
            "notified.month",
            "Deaths notified, by month of notification",
            "Month",
            chart=short,
            direction="vertical",
            labels=labels,
        ),
    ]


def _month(key: str) -> str:
    return f"{date.fromisoformat(key + '-01'):%b %Y}"


def _timeliness(figures: Figures) -> list[Block]:
    prompt = figures.row("notified.timeliness", "same or next day")
    told = "notified on the day of the death or the next day"
    of = figures.of("notified.timeliness")
    sentence = share_sentence(prompt, told, told, of=of, thing=("death", "deaths"))
    return [
        Heading("How soon the panel was told", "timeliness", 3),
        Paragraph(sentence),
        *breakdown_table(figures, "notified.timeliness", "Days from death to notification", "Days", chart=True),
        *_by_agency(figures),
    ]


def _by_agency(figures: Figures) -> list[Block]:
    rows = [row for row in figures.rows("notified.timeliness_by_agency") if row.of]
    if not rows:
        return []
    cells = tuple((row.label, number(row.of), number(row.n), percent_of_its_own(row), _median(row)) for row in rows)
    head = ("Agency", "Notified", "Same or next day", "%", "Median days")
    return [
        Table("Notifications by agency that told the panel", head, cells),
        Note(f"Agencies that notified no death in the {figures.span} are not shown. {NO_PERCENTAGE}"),
    ]


def _median(row: Row) -> str:
    return days(row.median_days).split(" ")[0]


def _children(figures: Figures) -> list[Block]:
    sentence = expectedness_sentence(figures, "notified", DEATHS)
    return [
        Heading("The children", "notified-children", 3),
        *breakdown_table(figures, "notified.age_band", "Deaths notified, by age", "Age at death", chart=True),
        *breakdown_table(figures, "notified.sex", "Deaths notified, by sex", "Sex", fold=True, chart=True),
        *breakdown_table(figures, "notified.ethnicity", "Deaths notified, by ethnicity", "Ethnicity", fold=True),
        Heading("Expected and unexpected deaths", "notified-expectedness", 3),
        Paragraph(sentence),
        *breakdown_table(
            figures, "notified.expectedness", "Deaths notified, by expectedness", "Expectedness", fold=True, chart=True
        ),
    ]


def _deaths(figures: Figures) -> list[Block]:
    total = figures.count("deaths.total")
    blocks: list[Block] = [
        Heading("Deaths by date of death", "deaths", 3),
        Paragraph(
            capital(counted(total, "child", "children"))
            + f" died in the {figures.span} who normally lived in the area and whose death the panel "
            "knows of. "
            "Some of these deaths were notified or reviewed in another year."
        ),
    ]
    if total == 0:
        return blocks
    if len(figures.rows("deaths.area")) > 1:
        blocks += breakdown_table(
            figures, "deaths.area", f"Deaths in the {figures.span}, by local authority", "Local authority"
        )
    return blocks + breakdown_table(figures, "deaths.age_band", f"Deaths in the {figures.span}, by age", "Age at death")
