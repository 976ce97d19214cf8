"""The sections of the annual report on deaths notified, and on deaths by date of death."""

from datetime import date

from cdop.documents.annual_report_sentences import expectedness_sentence, timeliness_sentence
from cdop.documents.annual_report_tables import breakdown_table, counted_as, nearest_5, no_median, notes, rows_table
from cdop.documents.blocks import Block, Heading, Paragraph, Table
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import (
    TOO_FEW_TO_TELL,
    capital,
    counted,
    days,
    no_percentage,
    number,
    percent_of_its_own,
)


def section(figures: Figures) -> list[Block]:
    """Everything on notifications, and the deaths that happened in the period."""
    blocks: list[Block] = [
        Heading("Deaths notified", "notified", new_page=True),
        *_opening(figures),
    ]
    if figures.count("notified.total") == 0:
        return blocks + _deaths(figures)
    if figures.tells_nothing("notified"):
        return [*blocks, Paragraph(TOO_FEW_TO_TELL), *_deaths(figures)]
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
    homes = figures.rows_if_known("notified.elsewhere_area")
    table = rows_table(
        "notified.elsewhere_area",
        "Notified for another panel’s area, by where the child normally lived",
        ("Home", "Deaths"),
        homes,
    )
    return [Paragraph(text + _elsewhere(elsewhere), lead=True), *([table] if homes else [])]


def _elsewhere(number: int | None) -> str:
    if number == 0:
        return ""
    one = "further death was notified, that of a child who normally lived elsewhere; no other number in this report"
    many = "further deaths were notified, of children who normally lived elsewhere; no other number in this report"
    return f" {capital(counted(number, f'{one} counts it', f'{many} counts them'))}."


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
    return [
        Heading("How soon the panel was told", "timeliness", 3),
        Paragraph(timeliness_sentence(figures)),
        *breakdown_table(figures, "notified.timeliness", "Days from death to notification", "Days", chart=True),
        *_by_agency(figures),
    ]


def _by_agency(figures: Figures) -> list[Block]:
    every = figures.rows("notified.timeliness_by_agency")
    rows = [row for row in every if row.of != 0]
    if not rows:
        return []
    cells = tuple((row.label, number(row.of), number(row.n), percent_of_its_own(row), _median(row)) for row in rows)
    head = ("Agency", "Notified", "Same or next day", "%", "Median days")
    gone = f"Agencies that notified no death in the {figures.span} are not shown." if len(rows) < len(every) else ""
    title = "Notifications by agency that told the panel"
    table = counted_as("notified.timeliness_by_agency", Table(title, head, cells))
    medians = no_median([row.median_days for row in rows], figures)
    return [table, *notes(gone, no_percentage(rows), medians, nearest_5(rows))]


def _median(row: Row) -> str:
    return days(row.median_days).split(" ")[0]


def _children(figures: Figures) -> list[Block]:
    sentence = expectedness_sentence(figures, "notified")
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
            f"The panel knows of {counted(total, 'child', 'children')} who normally lived in the area and died in "
            f"the {figures.span}.{_notified_later(figures)}"
        ),
    ]
    if total == 0 or figures.tells_nothing("deaths"):
        return blocks
    if len(figures.rows("deaths.area")) > 1:
        blocks += breakdown_table(
            figures, "deaths.area", f"Deaths in the {figures.span}, by local authority", "Local authority"
        )
    return blocks + breakdown_table(figures, "deaths.age_band", f"Deaths in the {figures.span}, by age", "Age at death")


def _notified_later(figures: Figures) -> str:
    """How many of the deaths the panel was told of after the period; nothing where there are none."""
    later, total = figures.count_if_known("deaths.notified_later"), figures.count("deaths.total")
    if not later or not total:
        return ""
    if total == 1:
        return f" The panel was told of the death after the {figures.span}."
    of_them = "all" if later == total else str(later)
    return f" It was told of {of_them} of them after the {figures.span}."
