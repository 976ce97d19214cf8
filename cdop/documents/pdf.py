"""Documents written as tagged PDF. The drawing library loads with the first, not when the system starts."""

from cdop.documents.blocks import Document


def write(document: Document) -> bytes:
    """The document as a tagged A4 PDF with cover, contents, bookmarks and page numbers.

    The same document gives the same bytes.
    """
    from cdop.documents import report_pages

    return report_pages.write(document)


def write_summary(document: Document) -> bytes:
    """The summary of a report as a tagged A4 PDF that is to fit one page. The same document gives the same bytes."""
    from cdop.documents import short_pages

    return short_pages.write(document, short_pages.SUMMARY)


def write_short(document: Document) -> bytes:
    """A short version as a tagged A4 PDF in large type. The same document gives the same bytes."""
    from cdop.documents import short_pages

    return short_pages.write(document)


def write_note(document: Document) -> bytes:
    """A learning note as a tagged A4 PDF that is to fit one page. The same document gives the same bytes."""
    from cdop.documents import short_pages

    return short_pages.write(document, short_pages.NOTE)


def write_slides(report: Document) -> bytes:
    """The findings of a report as slides, a tagged PDF of 16 to 9. The same report gives the same bytes."""
    from cdop.documents import slide_pages

    return slide_pages.write(report)
