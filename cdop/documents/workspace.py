"""One released table as a page, a CSV file, a workbook, JSON and a PDF: all from what was released and nothing else."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdop.documents import figures_page, rates
from cdop.documents.blocks import Block, Chart, Document, Heading, Note, Paragraph, Points, Table
from cdop.documents.figures_page import ShownMeasure
from cdop.documents.pdf import write
from cdop.documents.rates import ShownRates
from cdop.documents.wording import WITHHELD, listed, number
from cdop.documents.workbooks import typed, without_times
from cdop.rules.csv_table import csv_lines
from cdop.rules.dates import written_date
from cdop.rules.figures import COHORT_DEFINITIONS, measure
from cdop.rules.numbers import counted
from cdop.rules.rate_tables import RateTable
from cdop.rules.releases import Selection

LIMITS = (
    "Numbers from 1 to 7 are withheld; all others are given to the nearest 5, totals too, so rows need not add up.",
    "Further numbers are withheld where they would give a small one away, also beside figures released before.",
    "A percentage is given of 20 or more only and is taken of the numbers as they are shown.",
    "“Not known” was answered so; “not recorded” has no answer; 0 is none; “withheld” is a number that is not shown.",
    "Numbers this small move by chance: a difference between two of them is often no change.",
)


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table of the workspace, with what it means and what it cannot say."""

    title: str
    shown: ShownMeasure
    summary: tuple[str, ...]
    definitions: tuple[str, ...]
    notes: tuple[str, ...]
    leaving: Mapping[str, Any]
    rates: tuple[ShownRates, ...] = ()
    editions: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()

    @property
    def has_withheld(self) -> bool:
        """Whether any number of it is withheld."""
        return any(WITHHELD in row for row in self.shown.rows)

    @property
    def limits(self) -> tuple[str, ...]:
        """What the table cannot say."""
        return (*LIMITS, *rates.LIMITS) if self.rates else LIMITS

    @property
    def method(self) -> tuple[str, ...]:
        """How its rates are worked out, and of which tables; nothing where there are none."""
        return (rates.METHOD, f"Published tables: {'; '.join(self.editions)}.") if self.rates else ()

    @property
    def released(self) -> date:
        """The day on which the figures were released."""
        return figures_page.released_on(self.leaving)

    @property
    def version(self) -> str:
        """The digest of what was released."""
        return str(self.leaving["data_version"])

    @property
    def about(self) -> tuple[str, ...]:
        """Everything that is said beside the numbers, and what identifies them."""
        made = f"Released {written_date(self.released)}. Version {self.version}."
        said = (*self.definitions, *self.method, *self.limits, *self.notes, *self.renamed, made)
        return (self.shown.scope, *self.shown.notes, *said)


def table(
    leaving: Mapping[str, Any],
    selection: Selection,
    *,
    theme: str,
    accent: str,
    themes: Mapping[str, str],
    rated: Sequence[RateTable] = (),
    editions: tuple[str, ...] = (),
) -> ReleasedTable:
    """Return the table of a released selection and what is `rated` of it; `theme` is what its theme is called.

    `themes` are those of the panel, as they are called now.
    """
    chosen = measure(selection.measure)
    label = ", ".join(filter(None, (leaving["period"]["label"], selection.area, theme)))
    shown = figures_page.shown_measure(chosen, leaving["measures"], label, accent)
    definitions = (COHORT_DEFINITIONS[chosen.cohort], f"{chosen.definition} Percentages are of {chosen.of_what}.")
    return ReleasedTable(
        f"{chosen.title}, {label}",
        shown,
        tuple(_summary(leaving["measures"][chosen.id], label, is_explained=bool(leaving["notes"]))),
        definitions,
        tuple(leaving["notes"]),
        leaving,
        tuple(rates.shown(one, label, accent) for one in rated),
        editions,
        figures_page.renamed(leaving["measures"], themes),
    )


def _summary(figure: Mapping[str, Any], label: str, *, is_explained: bool) -> Iterator[str]:
    """What the table says, in sentences. Where a note explains what is withheld, other tables would show no more."""
    if figure["of"] is None:
        yield f"{label}: the number of all is withheld."
    else:
        yield f"{label}: {number(figure['of'])} in all{', to the nearest 5' if figure['of'] else ''}."
    rows = figure.get("rows", [])
    visible = [row for row in rows if row["n"]]
    if visible:
        top = max(row["n"] for row in visible)
        largest = listed([row["label"] for row in visible if row["n"] == top])
        yield f"The largest number shown is {top}: {largest}."
    if hidden := [row for row in rows if row["n"] is None]:
        many = f"{counted(len(hidden), 'row is', 'rows are')} withheld of {len(rows)}."
        every = "Every row is withheld." if len(hidden) == len(rows) else many
        yield every if is_explained else f"{every} More years together, or fewer divisions, may show more."


def csv(found: ReleasedTable) -> str:
    """Return the table as the text of a CSV file, what it means after it."""
    rows = [dict(zip(found.shown.head, row, strict=True)) for row in found.shown.rows]
    lines = [*csv_lines(found.shown.head, rows)]
    for one in found.rates:
        lines += [*csv_lines(("",), []), *csv_lines((one.title,), []), *csv_lines(one.file_head, _named(one))]
    about = (line for words in ("", found.title, *found.about) for line in csv_lines((words,), []))
    return "".join(["\N{BYTE ORDER MARK}", *lines, *about])


def _named(one: ShownRates) -> list[dict[str, str]]:
    return [dict(zip(one.file_head, row, strict=True)) for row in one.file_rows]


def workbook(found: ReleasedTable) -> bytes:
    """Return the table as an Excel workbook of two sheets: the numbers, and what they mean."""
    from openpyxl import Workbook  # it loads numpy, whose threads would take the signals of a job process
    from openpyxl.styles import Font

    book = Workbook()
    book.properties.creator = str(found.leaving["panel"])
    sheet = book.active
    sheet.title = "Table"
    sheet.append(found.shown.head)
    for row in found.shown.rows:
        sheet.append([typed(value) for value in row])
    for one in found.rates:
        rated = book.create_sheet(f"Rates {one.key}")
        for line in (one.file_head, *one.file_rows):
            rated.append([typed(value) for value in line])
        rated["A1"].font = Font(bold=True)
        rated.column_dimensions["A"].width = 40
    about = book.create_sheet("About these figures")
    for words in (found.title, *found.about):
        about.append([words])
    for one, width in ((sheet, 40), (about, 110)):
        one["A1"].font = Font(bold=True)
        one.column_dimensions["A"].width = width
    filled = io.BytesIO()
    book.save(filled)
    return without_times(filled.getvalue())


def pdf(found: ReleasedTable) -> bytes:
    """Return the table with its charts as a tagged PDF: the same numbers and the same drawings as on the page."""
    shown = found.shown
    content: list[Block] = [Heading("Numbers", "numbers"), *(Paragraph(sentence) for sentence in found.summary)]
    content.append(Table(shown.scope, shown.head, shown.rows))
    content += [Note(note) for note in shown.notes]
    if shown.drawn is not None:
        content.append(Chart("numbers-chart", shown.drawn))
    for one in found.rates:
        content += [Heading(one.title, f"rates-{one.key}"), *(Paragraph(sentence) for sentence in one.summary)]
        content += [Table(one.caption, one.head, one.lines), *(Note(note) for note in one.notes)]
        if one.drawn is not None:
            content.append(Chart(f"rates-{one.key}-chart", one.drawn))
    said = (*found.definitions, *found.method, *found.limits, *found.notes)
    content += [Heading("What these figures mean, and what they cannot say", "about"), Points(said)]
    content.append(Paragraph(f"Version {found.version}."))
    document = Document(
        title=shown.measure.title,
        subtitle=found.title.removeprefix(f"{shown.measure.title}, "),
        publisher=str(found.leaving["panel"]),
        edition="Protected: small numbers are withheld.",
        cover_lines=(f"Released on {written_date(found.released)}",),
        made_on=found.released,
        accent=shown.accent,
        blocks=tuple(content),
    )
    return write(document)


def as_json(found: ReleasedTable) -> str:
    """Return what was released as JSON, with its definitions and limits."""
    told = {**found.leaving, "title": found.title, "definitions": found.definitions, "limits": found.limits}
    if found.rates:
        tables = [{"title": one.title, "rows": _named(one), "notes": (*one.summary, *one.notes)} for one in found.rates]
        told |= {"rates": tables, "method": found.method}
    return json.dumps(told, indent=2, ensure_ascii=False)
