"""The shorter papers of a report: its summary, its slides, its short versions.

Until the report is approved they are drawn when somebody asks for one. With the approval they are kept as they are
then, so that whoever has one is told for ever that it is the one, however later programs would draw it.
"""

import hashlib
from collections.abc import Iterator, Mapping

from cdop.documents import pdf, report_summary, short_versions
from cdop.extensions import db
from cdop.models import ReportPaper
from cdop.queries.reports import FrozenReport
from cdop.rules.section import VERSIONS
from cdop.services.errors import NotFound
from cdop.services.figures import FULL
from cdop.services.report_snapshots import document_of, short_of

SUMMARY, SLIDES = "summary", "slides"
NAMES = {
    SUMMARY: "summary of the annual report",
    SLIDES: "slides of the annual report",
    **{kind: name.lower() for kind, name in VERSIONS.items() if kind in short_versions.KINDS},
}
"""What each is called in a sentence."""


def content(frozen: FrozenReport, what: str) -> bytes:
    """Return a paper as a PDF. Raises NotFound for one that the report has not."""
    kept = db.session.get(ReportPaper, (frozen.report.id, what))
    return _drawn(frozen, what) if kept is None else bytes(kept.pdf)


def every(frozen: FrozenReport) -> dict[str, bytes]:
    """Return every paper that the report has, drawn now."""
    return {what: _drawn(frozen, what) for what in _of(frozen)}


def keep(report_id: int, papers: Mapping[str, bytes]) -> None:
    """Keep the papers of a report, within the unit of its approval."""
    for what, content in papers.items():
        digest = hashlib.sha256(content).hexdigest()
        db.session.add(ReportPaper(report_id=report_id, what=what, pdf=content, pdf_digest=digest))


def known(frozen: FrozenReport, content: bytes) -> str:
    """Return what a PDF is among the papers of a report, in words; "" where it is none of them, byte for byte."""
    return next((NAMES[what] for what in _of(frozen) if _is(frozen, what, content)), "")


def _is(frozen: FrozenReport, what: str, content: bytes) -> bool:
    kept = db.session.get(ReportPaper, (frozen.report.id, what))
    if kept is None:
        return _drawn(frozen, what) == content
    return kept.pdf_digest == hashlib.sha256(content).hexdigest()


def _of(frozen: FrozenReport) -> Iterator[str]:
    yield from (SUMMARY, SLIDES)
    yield from short_versions.KINDS if frozen.report.edition != FULL else ()


def _drawn(frozen: FrozenReport, what: str) -> bytes:
    if what not in _of(frozen):
        raise NotFound
    if what == SUMMARY:
        return pdf.write_summary(report_summary.summary(document_of(frozen)))
    return pdf.write_slides(document_of(frozen)) if what == SLIDES else pdf.write_short(short_of(frozen, what))
