"""The register comes in: the whole file is checked, against itself and what is held; then all goes in.

Two imports at once cannot both add a child: what was checked against the database is checked again within the
unit of work, and what slips past even that is refused by the database and looked at once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from cdop.extensions import db
from cdop.models import CaseLink
from cdop.queries import register as queries
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.register import RegisterRow, register_line
from cdop.rules.vocabulary import AuditVerb
from cdop.services import register_cases, register_panel, register_plan, submissions, unit
from cdop.services.errors import Stale
from cdop.services.register_cases import Progress, ReadyCase
from cdop.services.register_plan import Duplicate, Plan, RegisterFaults, RegisterFile
from cdop.services.unit import writes

__all__ = ["ImportSummary", "KeptTheme", "RegisterFaults", "check_register", "import_register"]

RECEIPT_LENGTH = 200
"""How long the receipt of a form may be."""
READY_AT_MOST = 20_000
"""How many rows are worked out before the unit of work: they are all in memory at once."""


@dataclass(frozen=True, slots=True)
class KeptTheme:
    """A meeting whose theme stayed as it was though a row of its day names another."""

    held_on: date
    theme: str
    named: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of a register. `read` is `added`, `linked` and `left_out`: what was held already."""

    read: int
    added: int
    linked: int
    left_out: int
    meetings_added: int
    new_themes: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    kept_themes: tuple[KeptTheme, ...] = ()
    new_panel: str | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """What an import was asked to do."""

    file: RegisterFile
    new_panel: str | None
    submission_id: str | None
    progress: Progress | None
    ready: Mapping[RegisterRow, ReadyCase]
    """What the rows become, as far as it was worked out before the unit of work."""


def check_register(
    actor: Actor,
    raw: bytes,
    *,
    new_panel: str | None = None,
    areas_raw: bytes | None = None,
    link_duplicates: bool = False,
    now: datetime,
) -> ImportSummary:
    """Return what `import_register` would do; change nothing. Raises RegisterFaults, Forbidden, NotFound."""
    register_panel.require_import(actor, new_panel)
    today = now.astimezone(LONDON).date()
    file = register_plan.read(actor, raw, areas_raw=areas_raw, link_duplicates=link_duplicates, today=today)
    plan = register_plan.plan(actor, file)
    new_themes = register_panel.new_theme_keys(actor, plan.themes)
    meetings_added = len(plan.review_dates - queries.review_meetings(actor.panel_id).keys())
    return _with_file(actor, _summary(plan, new_themes, meetings_added), file, new_panel)


def import_register(
    actor: Actor,
    raw: bytes,
    *,
    new_panel: str | None = None,
    areas_raw: bytes | None = None,
    link_duplicates: bool = False,
    submission_id: str | None = None,
    progress: Progress | None = None,
    now: datetime,
) -> ImportSummary:
    """Add the cases of a register to the actor's panel, all of its rows or none, and return what came of it.

    An actor without a panel makes the panel `new_panel`. A panel without areas gets those of `areas_raw`, or
    where that is not given, those of the resident children. Rows that look like a death already held are
    linked to its case with `link_duplicates`, and are faults without. Raises RegisterFaults, Forbidden,
    NotFound where a panel is to be made without a name, Stale where others keep saving the same.
    """
    register_panel.require_import(actor, new_panel)
    today = now.astimezone(LONDON).date()
    file = register_plan.read(actor, raw, areas_raw=areas_raw, link_duplicates=link_duplicates, today=today)
    plan = register_plan.plan(actor, file)
    ready = {row: register_cases.ready(actor, row, now=now) for row in plan.additions[:READY_AT_MOST]}
    job = _Job(file, new_panel, submission_id, progress, ready)
    try:
        return _import(actor, job, now=now)
    except Stale:
        return _import(actor, job, now=now)


@writes(AuditVerb.REGISTER_IMPORTED)
def _import(actor: Actor, job: _Job, *, now: datetime) -> ImportSummary:
    actor, made = register_panel.acting_in(actor, job.new_panel, now=now)
    file = _as_it_is_now(actor, job.file, now)

    def act() -> str:
        return _receipt(_carry_out(actor, job, file, now))

    if job.submission_id is None:
        done = _carry_out(actor, job, file, now)
    else:
        said = (sha256(file.raw).hexdigest(), file.link_duplicates)
        done = _from_receipt(submissions.once(actor, job.submission_id, act, now=now, said=said))
    return _with_file(actor, done, file, made)


def _as_it_is_now(actor: Actor, file: RegisterFile, now: datetime) -> RegisterFile:
    """The file, read again should the panel's areas have changed since."""
    if queries.area_codes(actor.panel_id) == file.areas:
        return file
    given, today = (file.areas_raw, file.link_duplicates), now.astimezone(LONDON).date()
    return register_plan.read(actor, file.raw, areas_raw=given[0], link_duplicates=given[1], today=today)


def _carry_out(actor: Actor, job: _Job, file: RegisterFile, now: datetime) -> ImportSummary:
    plan = register_plan.plan(actor, file)
    new_themes = register_panel.new_theme_keys(actor, plan.themes)
    register_panel.give_areas(actor, file.new_areas)
    register_panel.add_themes(actor, new_themes)
    meeting_ids, meetings_added = register_panel.review_meetings_of(actor, plan.additions, now=now)
    cases = [job.ready.get(row) or register_cases.ready(actor, row, now=now) for row in plan.additions]
    case_ids = register_cases.add_cases(actor, cases, meeting_ids, now=now, progress=job.progress)
    db.session.add_all(_case_link(actor, duplicate, case_ids, now) for duplicate in plan.duplicates)
    summary = _summary(plan, new_themes, meetings_added)
    unit.record(
        "panel",
        str(actor.panel_id),
        read=[None, summary.read],
        added=[None, summary.added],
        linked=[None, summary.linked],
        left_out=[None, summary.left_out],
    )
    return summary


def _case_link(actor: Actor, duplicate: Duplicate, case_ids: Mapping[int, int], now: datetime) -> CaseLink:
    return CaseLink(
        panel_id=actor.panel_id,
        case_id=duplicate.other.case_id or case_ids[duplicate.other.line],
        reference=duplicate.row.case_ref,
        reference_folded=duplicate.row.case_ref.casefold(),
        evidence=duplicate.evidence.value,
        row=register_line(duplicate.row),
        created_at=now,
        created_by_id=actor.user_id,
    )


def _summary(plan: Plan, new_themes: tuple[str, ...], meetings_added: int) -> ImportSummary:
    added, linked = len(plan.additions), len(plan.duplicates)
    read = added + linked + plan.left_out
    return ImportSummary(read, added, linked, plan.left_out, meetings_added, new_themes)


def _with_file(actor: Actor, summary: ImportSummary, file: RegisterFile, new_panel: str | None) -> ImportSummary:
    """The summary with what the file itself tells, also to one who sent it twice."""
    return replace(
        summary,
        ignored_columns=file.reading.ignored_columns,
        kept_themes=_kept_themes(actor, file),
        new_panel=new_panel,
    )


def _kept_themes(actor: Actor, file: RegisterFile) -> tuple[KeptTheme, ...]:
    held = queries.review_meetings(actor.panel_id)
    kept = set()
    for row in file.reading.rows:
        theme = held.get(row.date_reviewed) if row.date_reviewed else None
        if row.date_reviewed and theme and row.panel_theme and row.panel_theme != theme:
            kept.add((row.date_reviewed, theme, row.panel_theme))
    return tuple(KeptTheme(*one) for one in sorted(kept))


def _receipt(summary: ImportSummary) -> str:
    """The counts and, as far as there is room for them, the new themes."""
    counts = (summary.read, summary.added, summary.linked, summary.left_out, summary.meetings_added)
    receipt = " ".join(str(count) for count in counts)
    for key in summary.new_themes:
        if len(receipt) + len(key) >= RECEIPT_LENGTH - len(" ..."):
            return f"{receipt} ..."
        receipt += f" {key}"
    return receipt


def _from_receipt(receipt: str) -> ImportSummary:
    read, added, linked, left_out, meetings_added, *new_themes = receipt.split()
    counts = (int(read), int(added), int(linked), int(left_out), int(meetings_added))
    return ImportSummary(*counts, new_themes=tuple(new_themes))
