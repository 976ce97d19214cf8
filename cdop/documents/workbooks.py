"""What every Excel workbook of ours has: numbers as numbers, and nothing that says when it was written."""

import io
import re
import zipfile

FIXED = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a file in a zip archive can have: the same figures give the same bytes."""
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def typed(value: str) -> str | int | float:
    """Return a cell as a number where it is one: whole, also with commas between its thousands, or decimal."""
    if value.isdigit() or _THOUSANDS.fullmatch(value):
        return int(value.replace(",", ""))
    return float(value) if _DECIMAL.fullmatch(value) else value


def without_times(book: bytes) -> bytes:
    """Return the same workbook whose parts do not say when they were written."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in parts.namelist():
            content = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z", parts.read(name))
            written.writestr(zipfile.ZipInfo(name, FIXED), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
