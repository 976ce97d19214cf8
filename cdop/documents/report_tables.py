"""The tables of a report as a workbook and as CSV files: the same rows as in the report, and no others."""

import io
import zipfile
from collections.abc import Iterator

from cdop.documents.blocks import Document, Heading, Note, Table
from cdop.documents.workbooks import FIXED, typed, without_times
from cdop.rules.csv_table import csv_lines, guarded


def tables(document: Document) -> Iterator[tuple[str, Table, tuple[str, ...]]]:
    """Return every table with the section in which it stands and the notes below it, in their order."""
    section, found = "", list(document.blocks)
    for place, block in enumerate(found):
        if isinstance(block, Heading) and block.level == 2:
            section = block.text
        if isinstance(block, Table):
            below = found[place + 1] if place + 1 < len(found) else None
            yield section, block, (below.text,) if isinstance(below, Note) else ()


def workbook(document: Document) -> bytes:
    """Return the tables as an Excel workbook: a sheet that names them all, and a sheet for each.

    The same document gives the same bytes.
    """
    from openpyxl import Workbook  # it loads numpy, whose threads would take the signals of a job process
    from openpyxl.styles import Font

    bold = Font(bold=True)
    book = Workbook()
    book.properties.creator = document.publisher
    front = book.active
    front.title = "Contents"
    for line in (document.publisher, document.title, document.subtitle, document.edition, ""):
        front.append([line])
    front.append(["Sheet", "Table", "Section"])
    for number, (section, table, notes) in enumerate(tables(document), 1):
        name = f"Table {number}"
        front.append([name, table.caption, section])
        front.cell(front.max_row, 1).hyperlink = f"#'{name}'!A1"
        sheet = book.create_sheet(name)
        for row in ((table.caption,), (), table.head, *([typed(guarded(cell)) for cell in row] for row in table.rows)):
            sheet.append(list(row))
        for note in notes:
            sheet.append([note])
        for cell in (*sheet[1], *sheet[3]):
            cell.font = bold
        sheet.column_dimensions["A"].width = 40
    for column, width in (("A", 12), ("B", 80), ("C", 40)):
        front.column_dimensions[column].width = width
        front[f"{column}6"].font = bold
    written = io.BytesIO()
    book.save(written)
    return without_times(written.getvalue())


def csv_files(document: Document) -> bytes:
    """Return the tables as CSV files in a ZIP archive, with a list of them; the same document gives the same bytes."""
    written = io.BytesIO()
    listed = []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (section, table, _) in enumerate(tables(document), 1):
            name = f"table-{number:02d}.csv"
            listed.append({"File": name, "Table": table.caption, "Section": section})
            head = _distinct(table.head)
            rows = [[guarded(cell) for cell in row] for row in table.rows]
            _add(archive, name, head, [dict(zip(head, row, strict=True)) for row in rows])
        _add(archive, "tables.csv", ("File", "Table", "Section"), listed)
    return written.getvalue()


def _distinct(head: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns, each once."""
    return tuple(name if head.index(name) == place else f"{name} ({place + 1})" for place, name in enumerate(head))


def _add(archive: zipfile.ZipFile, name: str, head: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    text = "".join(["\N{BYTE ORDER MARK}", *csv_lines(head, rows)])
    archive.writestr(zipfile.ZipInfo(name, FIXED), text.encode(), zipfile.ZIP_DEFLATED)
