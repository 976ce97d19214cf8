"""An extract as a zip file: the rows, the dictionary of what each can say, and what it is for and cannot say."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from cdop.documents.workbooks import FIXED
from cdop.rules.csv_table import csv_lines
from cdop.rules.extracts import LEAST_ALIKE, OFFERED, WITHHELD

ROW = "row"
LIMITS = (
    "Each row is of one case reviewed in the period, of a child who lived in the panel's area.",
    f"Every row is like at least {LEAST_ALIKE - 1} others in all that it says; what would make it rarer is withheld.",
    "The number of a row is its place in this file and leads to no record; the order tells nothing.",
    "“Withheld” is not “not known” (answered so) and not “missing” (no answer).",
    "Do not try to find out who a child was, nor link these rows with other records of persons.",
    "Differences between numbers this small are often chance.",
)


def write(bundle: Mapping[str, Any]) -> bytes:
    """Return the extract as a zip file, from what was released and nothing else: the same bytes each time."""
    written = io.BytesIO()
    files = {"data.csv": _data(bundle), "dictionary.csv": _dictionary(bundle), "read-me-first.txt": _about(bundle)}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, lines in files.items():
            parts.writestr(zipfile.ZipInfo(name, FIXED), "".join(lines).encode(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _data(bundle: Mapping[str, Any]) -> Iterator[str]:
    columns = bundle["columns"]
    rows, number = [], 0
    for values, n in bundle["rows"]:
        told = dict(zip(columns, [*values, *[WITHHELD] * (len(columns) - len(values))], strict=True))
        for _ in range(n):
            number += 1
            rows.append({ROW: str(number), **told})
    return csv_lines([ROW, *columns], rows)


def _dictionary(bundle: Mapping[str, Any]) -> Iterator[str]:
    rows = [
        {"column": name, "title": OFFERED[name].title, "value": value, "meaning": label}
        for name in bundle["columns"]
        for value, label in (*bundle["labels"][name].items(), (WITHHELD, "Not shown, so that no case stands out"))
    ]
    return csv_lines(["column", "title", "value", "meaning"], rows)


def _about(bundle: Mapping[str, Any]) -> Iterator[str]:
    left_out = ", ".join(OFFERED[name].title for name in bundle["left_out"])
    told = (
        f"{bundle['panel']}: extract of cases reviewed, {bundle['period']['label']}",
        f"For: {bundle['applicant']}",
        f"Purpose: {bundle['purpose']}",
        f"Conditions: {bundle['conditions']}",
        f"To be deleted by: {bundle['expires_on']}",
        *((f"Left out, because it would have given small numbers away: {left_out}",) if left_out else ()),
        f"Version: {bundle['data_version']}",
        "",
        *LIMITS,
    )
    yield "\r\n".join((*told, ""))
