"""All that a report is built from, kept with it: the same snapshot gives the same report."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cdop.documents import annual_report, kept, short_versions
from cdop.documents.annual_report import PanelDetails
from cdop.documents.blocks import Document
from cdop.queries import logos
from cdop.queries.reports import FrozenReport
from cdop.rules.dates import LONDON
from cdop.rules.digests import printed_digest
from cdop.rules.logos import Logo
from cdop.rules.report_contents import contradictions_beside
from cdop.rules.report_identities import contradictions
from cdop.rules.report_sections import Passage
from cdop.services.errors import Blocked, NotFound
from cdop.services.figures import FULL

THE_REPORT = "report"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a report is built from: the same snapshot gives the same bytes.

    `details` name the panel's logo by its digest, and `logo` is that picture.
    """

    figures: dict[str, Any]
    details: dict[str, Any]
    written: dict[str, Any]
    contents: dict[str, Any]
    built_at: datetime
    logo: Logo | None
    has_digest: bool = True

    @classmethod
    def taken(
        cls,
        figures: dict[str, Any],
        details: dict[str, Any],
        written: dict[str, Any],
        contents: dict[str, Any],
        built_at: datetime,
        logo: Logo | None,
    ) -> "Snapshot":
        """Return the snapshot of a new report. Raises Blocked with every contradiction among its numbers."""
        measures = figures["measures"]
        if found := (*contradictions(measures), *contradictions_beside(measures, contents)):
            raise Blocked([*found])
        return cls(figures, details, written, contents, built_at, logo)

    @property
    def digest(self) -> str:
        """What the last page prints."""
        whole = [self.figures, self.details, self.written, self.built_on.isoformat()]
        if self.contents:  # none in reports that were built before there were any
            whole.append(self.contents)
        return printed_digest(json.dumps(whole, sort_keys=True))

    @property
    def built_on(self) -> date:
        """The day of the building, in London."""
        return self.built_at.astimezone(LONDON).date()

    @property
    def panel(self) -> PanelDetails:
        """The panel as it was called."""
        details = self.details
        return PanelDetails(details["name"], tuple(details["areas"]), details["colour"], self.logo)

    @property
    def passages(self) -> list[Passage]:
        """What the panel had written."""
        return [Passage(**passage) for passage in self.written.get("passages", ())]

    def document(self) -> Document:
        """The report's blocks."""
        snapshot = self.digest if self.has_digest else None
        told: Any = {"built_on": self.built_on, "passages": self.passages, "contents": self.contents}
        return annual_report.annual_report(self.figures, self.panel, **told, snapshot=snapshot)

    def short(self, kind: str) -> Document:
        """The blocks of a short version."""
        told: Any = {"built_on": self.built_on, "passages": self.passages, "snapshot": self.digest}
        return short_versions.short_version(kind, self.figures, self.panel, **told)

    def said(self, report: Document) -> dict[str, Any]:
        """What the report says, which is its document, and each short version of the public edition: it stays."""
        short = () if self.figures["edition"] == FULL else short_versions.KINDS
        return {THE_REPORT: kept.as_kept(report), **{kind: kept.as_kept(self.short(kind)) for kind in short}}


def document_of(frozen: FrozenReport) -> Document:
    """Return what a report says, as it was kept; of one that was built before that, from what it was built from."""
    return _as_it_was_said(frozen, THE_REPORT) or _snapshot(frozen).document()


def short_of(frozen: FrozenReport, kind: str) -> Document:
    """Return a short version of a public edition, as that was kept or from what it was built from. Raises NotFound."""
    if frozen.report.edition == FULL or frozen.report.snapshot is None or kind not in short_versions.KINDS:
        raise NotFound
    return _as_it_was_said(frozen, kind) or _snapshot(frozen).short(kind)


def _as_it_was_said(frozen: FrozenReport, what: str) -> Document | None:
    if what not in frozen.said:
        return None
    built_on = frozen.report.built_at.astimezone(LONDON).date()
    return kept.document(frozen.said[what], made_on=built_on, logo=_logo(frozen))


def _logo(frozen: FrozenReport) -> Logo | None:
    return logos.logo(frozen.panel_details.get("logo"))


def _snapshot(frozen: FrozenReport) -> Snapshot:
    report = frozen.report
    has_digest = report.snapshot is not None
    parts = (frozen.figures, frozen.panel_details, frozen.written, frozen.contents)
    return Snapshot(*parts, report.built_at, _logo(frozen), has_digest=has_digest)
