"""The annual report: built from frozen figures, kept as it was built, read on record."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from cdop.documents import annual_report
from cdop.documents import pdf as pdf_writer
from cdop.documents.blocks import Document
from cdop.extensions import db
from cdop.models import AnnualReport
from cdop.queries import logos, report_drafts
from cdop.queries import releases as release_queries
from cdop.queries import reports as report_queries
from cdop.queries.releases import Release
from cdop.queries.report_drafts import DraftHead, PassageView
from cdop.queries.report_measures import report_measures
from cdop.queries.reports import BuiltReport, FrozenReport
from cdop.rules.actors import Actor
from cdop.rules.bound_numbers import NamedFigure, every_figure, unknown_figures
from cdop.rules.dates import LONDON
from cdop.rules.disclosure import OnStep, Profile, unwatched
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import SO_FAR, Period, begun
from cdop.rules.releases import Selection
from cdop.rules.report_sections import BY_KEY
from cdop.rules.report_years import exact_changes
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import figures, releases, report_contents, report_papers, report_snapshots, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound
from cdop.services.figures import FULL
from cdop.services.report_snapshots import Snapshot
from cdop.services.unit import writes

THE_REPORT = "annual report"
OWN_STEPS = 3
"""Into how many a building is divided, beside those of a release: the numbers are gathered, checked, drawn and kept."""


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was built and kept, and the period that it covers."""

    public_id: str
    period: Period
    document: Document
    pdf: bytes


def build(
    actor: Actor,
    panel_id: int,
    period: Period,
    *,
    now: datetime,
    submission_id: str | None = None,
    edition: str = FULL,
    on_step: OnStep = unwatched,
) -> Built:
    """Build an edition for a period, the full one with what the panel wrote for it, keep it and return it.

    Of a period that is not over the full edition covers the days until today. The figures are read and the pages
    drawn before anything is written, so that no save waits for a drawing. `on_step` is told, outside any unit of work,
    how far it is. Raises Forbidden where the actor may not, Blocked for a period that has not begun or, of the public
    edition, is not over, and where numbers contradict each other, with every contradiction.
    """
    require(actor, Action.REPORT_BUILD, PanelSubject(panel_id))
    covered = _begun(period, now)
    steps = _Steps(on_step)
    kept = _taken(actor, panel_id, period, covered, edition, steps=steps, now=now)
    unit.end_reads()
    steps.own(1)
    document = kept.document()
    steps.own(2)
    pdf = pdf_writer.write(document)
    said = kept.said(document)
    public_id = _keep(actor, panel_id, covered, kept, said, pdf, submission_id=submission_id, now=now)
    steps.own(OWN_STEPS)
    return Built(public_id, covered, document, pdf)


def require_buildable(actor: Actor, panel_id: int, period: Period, *, edition: str, now: datetime) -> None:
    """Raise what `build` would, Forbidden or Blocked, as far as that can be told at once, without the numbers."""
    require(actor, Action.REPORT_BUILD, PanelSubject(panel_id))
    covered = _begun(period, now)
    if edition != FULL:
        releases.standing_figures(actor, panel_id, Selection(covered, Profile.REPORT), now=now)
        _written_for_the_public(panel_id, period)


class _Steps:
    """How far a building is: through the audit of a release, where there is one, and then by steps of its own."""

    def __init__(self, on_step: OnStep) -> None:
        self.on_step, self.audited = on_step, 0

    def audit(self, done: int, whole: int) -> None:
        """Tell how far the audit is."""
        self.audited = whole
        self.on_step(done, whole + OWN_STEPS)

    def own(self, done: int) -> None:
        """Tell how many of its own steps are done."""
        self.on_step(self.audited + done, self.audited + OWN_STEPS)


def preview(actor: Actor, draft: DraftHead, *, now: datetime) -> tuple[Document, Document | None]:
    """Return both editions as they would be built now, with what was written so far; nothing is kept or released.

    There is no public edition of a period that is not over. Raises Forbidden and Blocked.
    """
    require(actor, Action.REPORT_WRITE, draft.subject)
    panel_id, covered = draft.panel_id, _begun(draft.period, now)
    frozen = figures.figures_json(actor, panel_id, covered, now=now)
    contents = report_contents.full(panel_id, covered, frozen["measures"])
    details = report_queries.panel_details(panel_id)
    logo = logos.logo(details.get("logo"))
    full = Snapshot(frozen, details, _written(panel_id, draft.period), contents, now, logo).document()
    if covered.label.endswith(SO_FAR):
        return full, None
    leaving = releases.would_leave(actor, panel_id, report_contents.to_release(panel_id, covered), now=now)
    contents = report_contents.public(panel_id, covered, leaving)
    return full, Snapshot(leaving[0], details, _public_words(panel_id, draft.period), contents, now, logo).document()


def short(actor: Actor, public_id: str, kind: str, *, now: datetime) -> tuple[FrozenReport, Document]:
    """Return a short version of a public edition, for reading on screen. That it was read is on record.

    Raises NotFound, also for the full edition, which has none, and for a kind that is none.
    """
    frozen = _frozen(actor, public_id)
    document = report_snapshots.short_of(frozen, kind)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, document


@dataclass(frozen=True, slots=True)
class FiguresNow:
    """The figures that a draft's text can name, as they are now."""

    measures: dict[str, Any]
    period: str

    @property
    def every(self) -> tuple[NamedFigure, ...]:
        """Every one, with what to write to have its number."""
        return (NamedFigure("{period}", "The period of the report", self.period), *every_figure(self.measures))

    def unknown_in(self, text: str) -> tuple[str, ...]:
        """Return what stands in braces in a text and names none of them."""
        return unknown_figures(text, self.measures, period=self.period)


def figures_now(actor: Actor, draft: DraftHead, *, now: datetime) -> FiguresNow:
    """Return the figures that the draft's text can name. Raises Forbidden and Blocked."""
    require(actor, Action.REPORT_WRITE, draft.subject)
    covered = _begun(draft.period, now)
    frozen = figures.figures_json(actor, draft.panel_id, covered, now=now)
    measures = {**frozen["measures"], **report_measures(draft.panel_id, covered)}
    return FiguresNow(measures, frozen["period"]["label"])


def _written(panel_id: int, period: Period) -> dict[str, Any]:
    """What the panel wrote for a period, as the full edition keeps it: it has no short versions."""
    draft = report_drafts.draft_of(panel_id, period)
    return (
        _kept_words(draft, [each for each in report_drafts.passages(draft) if not each.section.is_short])
        if draft
        else {}
    )


def _kept_words(draft: DraftHead, views: Sequence[PassageView]) -> dict[str, Any]:
    """These sections as a report keeps them."""
    return {
        "passages": [asdict(view.passage) for view in views],
        "loose": [
            {"section": view.section.name, "number": loose.number, "sentence": loose.sentence}
            for view in views
            if view.is_included
            for loose in view.loose
        ],
        "plain": [asdict(said) for said in report_drafts.plain_numbers(draft)],
    }


def _taken(
    actor: Actor, panel_id: int, period: Period, covered: Period, edition: str, *, steps: _Steps, now: datetime
) -> Snapshot:
    """What the report is drawn from: the public edition from figures as they were released, and words looked at."""
    details = report_queries.panel_details(panel_id)
    logo = logos.logo(details.get("logo"))
    if edition == FULL:
        frozen = figures.figures_json(actor, panel_id, covered, now=now)
        contents = report_contents.full(panel_id, covered, frozen["measures"])
        return Snapshot.taken(frozen, details, _written(panel_id, period), contents, now, logo)
    written = _written_for_the_public(panel_id, period)
    ask = partial(releases.figures_of, actor, panel_id, purpose="Annual report for the public", now=now)
    of_period, *of_years = report_contents.to_release(panel_id, covered)
    released = (ask(of_period, on_step=steps.audit), *(ask(each) for each in of_years))
    contents = report_contents.public(panel_id, covered, released)
    return Snapshot(released[0], details, written, contents, now, logo)  # rounded numbers need not add up


def _written_for_the_public(panel_id: int, period: Period) -> dict[str, Any]:
    """The words that are public too. Raises Blocked with each that should not be and that nobody let stand."""
    draft = report_drafts.draft_of(panel_id, period)
    if draft is None:
        return {}
    views = report_drafts.passages(draft)
    if found := [(view.section.name, each) for view in views if view.is_included for each in view.doubts]:
        raise Blocked([f"{name}: “{each.words}” is {each.why}, in “{each.sentence}”" for name, each in found])
    return _public_words(panel_id, period)


def _public_words(panel_id: int, period: Period) -> dict[str, Any]:
    """The words of which somebody said that they are public too, as a report keeps them."""
    draft = report_drafts.draft_of(panel_id, period)
    if draft is None:
        return {}
    views = report_drafts.passages(draft)
    whole = _kept_words(draft, views)
    public = {view.section.key for view in views if view.is_public}
    names = {view.section.name for view in views if view.is_public}
    return {
        "passages": [each if each["section"] in public else each | {"text": ""} for each in whole["passages"]],
        "loose": [each for each in whole["loose"] if each["section"] in names],
        "stand": [asdict(said) for said in report_drafts.public_words(draft) if said.section in public],
    }


def _begun(period: Period, now: datetime) -> Period:
    try:
        return begun(period, now.astimezone(LONDON).date())
    except ValueError as early:
        raise Blocked([str(early)]) from None


def read(actor: Actor, public_id: str, *, now: datetime) -> tuple[FrozenReport, Document]:
    """Return a report as it was built, for reading on screen. That it was read is on record. Raises NotFound."""
    frozen = _frozen(actor, public_id)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, report_snapshots.document_of(frozen)


def pdf(actor: Actor, public_id: str, *, now: datetime) -> tuple[FrozenReport, bytes]:
    """Return a report and its PDF, byte for byte as it was built. That it was read is on record. Raises NotFound."""
    frozen = _frozen(actor, public_id)
    stored = report_queries.stored_pdf(actor, public_id)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, stored or b""


def paper(actor: Actor, public_id: str, what: str, *, now: datetime) -> tuple[FrozenReport, bytes]:
    """Return a report and a shorter paper of it as a PDF. That it was read is on record. Raises NotFound."""
    frozen = _frozen(actor, public_id)
    content = report_papers.content(frozen, what)
    _record_reading(actor, frozen.report.id, now=now)
    return frozen, content


def _frozen(actor: Actor, public_id: str) -> FrozenReport:
    frozen = report_queries.frozen_report(actor, public_id)
    if frozen is None:
        raise NotFound
    require(actor, Action.REPORT_VIEW, frozen.report.subject)
    return frozen


def released_otherwise(actor: Actor, frozen: FrozenReport, *, now: datetime) -> Release | None:
    """Return the release of a public edition's figures where they are no longer those of the records, else None.

    Raises Forbidden where the actor may not see cases behind figures.
    """
    start, end = (date.fromisoformat(frozen.figures["period"][day]) for day in ("from", "to"))
    period = Period(start, end, frozen.report.label)
    found = figures.figures_json(actor, frozen.report.panel_id, period, now=now)["measures"]
    if not exact_changes(frozen.figures["measures"], found):
        return None
    return release_queries.standing_release(frozen.report.panel_id, Selection(period, Profile.REPORT).key)


def unsettled(frozen: FrozenReport) -> list[str]:
    """Return every reason why a report cannot be approved as it was built, in plain words."""
    written = frozen.written
    reasons = [
        f"{loose['section']}: “{loose['number']}” is no figure and nobody said what it is, in “{loose['sentence']}”"
        for loose in written.get("loose", ())
    ]
    label = frozen.figures["period"]["label"]
    measures = {**frozen.figures["measures"], **frozen.contents.get("measures", {})}
    for passage in written.get("passages", ()):
        if not passage["is_included"]:
            continue
        unknown = unknown_figures(passage["text"], measures, period=label)
        reasons += [f"{BY_KEY[passage['section']].name}: {name} names no figure" for name in unknown]
    if frozen.report.snapshot is None:
        reasons.append("It was built before reports had a digest: build it again")
    if label.endswith(SO_FAR):
        reasons.append("The period is not over")
    return reasons


def approve(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Approve a report as it was built, with its shorter papers; approved again it stays as it is.

    The papers are drawn before anything is written, and kept. Raises NotFound, Forbidden, and Blocked with every number
    that is bound to no figure.
    """
    frozen = _frozen(actor, public_id)
    require(actor, Action.REPORT_APPROVE, frozen.report.subject)
    if frozen.report.approved_at is not None:
        return
    if reasons := unsettled(frozen):
        raise Blocked(reasons)
    papers = report_papers.every(frozen)
    unit.end_reads()
    _approve(actor, frozen.report.id, papers, now=now)


@writes(AuditVerb.REPORT_APPROVED)
def _approve(actor: Actor, report_id: int, papers: Mapping[str, bytes], *, now: datetime) -> None:
    report = db.session.get_one(AnnualReport, report_id, with_for_update=True)
    if report.approved_at is None:
        report.approved_at, report.approved_by_name = now, actor.name
        report_papers.keep(report_id, papers)


@dataclass(frozen=True, slots=True)
class Verified:
    """The report that a file is, or says that it is: `is_unaltered` where it is that, byte for byte.

    `what` is the report itself, or which shorter paper that was drawn from it.
    """

    report: BuiltReport
    is_unaltered: bool
    what: str = THE_REPORT


def verify(actor: Actor, content: bytes) -> Verified | None:
    """Return which report of the actor's panel a PDF is, or a shorter paper of which; None where it says neither."""
    by_bytes = report_queries.with_digest(actor, hashlib.sha256(content).hexdigest())
    if by_bytes is not None:
        return Verified(_frozen(actor, by_bytes).report, is_unaltered=True)
    printed = annual_report.printed_snapshot(content)
    by_mark = report_queries.with_snapshot(actor, printed) if printed else None
    if by_mark is None:
        return None
    frozen = _frozen(actor, by_mark)
    what = report_papers.known(frozen, content)
    return Verified(frozen.report, is_unaltered=bool(what), what=what or THE_REPORT)


@writes(AuditVerb.REPORT_BUILT)
def _keep(
    actor: Actor,
    panel_id: int,
    period: Period,
    kept: Snapshot,
    said: Mapping[str, Any],
    pdf: bytes,
    *,
    submission_id: str | None,
    now: datetime,
) -> str:
    def act() -> str:
        report = AnnualReport(
            panel_id=panel_id,
            label=period.label,
            from_on=period.start,
            to_on=period.end,
            edition=kept.figures["edition"],
            figures=kept.figures,
            panel_details=kept.details,
            written=kept.written,
            contents=kept.contents,
            said=said,
            snapshot=kept.digest,
            data_version=kept.figures["data_version"],
            pdf=pdf,
            pdf_digest=hashlib.sha256(pdf).hexdigest(),
            built_at=now,
            built_by_name=actor.name,
        )
        db.session.add(report)
        db.session.flush()
        return report.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(period, kept.figures["edition"]))


@writes(AuditVerb.REPORT_READ)
def _record_reading(actor: Actor, report_id: int, *, now: datetime) -> None:
    unit.record("annual_report", report_id)
