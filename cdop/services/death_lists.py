"""Lists of deaths come in: read, compared with what the panel holds, and kept whole or not at all.

Reading and comparing happen before anybody's turn to write; the turn itself only puts in rows that were worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AwaitedNotification, DeathList, DeathListFile, DeathListRow, ListSource
from cdop.models.base import new_public_id
from cdop.queries import death_lists as queries
from cdop.queries.death_lists import ListHead
from cdop.queries.known_deaths import AWAITED, Known
from cdop.queries.same_child import NOTIFICATION
from cdop.rules import list_fields, list_file, listed_deaths
from cdop.rules.actors import Actor
from cdop.rules.awaited import AwaitedDeath
from cdop.rules.csv_table import Fault
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.list_file import Sheet
from cdop.rules.list_kinds import KINDS, REGISTRAR
from cdop.rules.listed_deaths import ListedDeath, ListReading
from cdop.rules.reconciliation import Found
from cdop.rules.vocabulary import Action, AuditVerb, AwaitedSource, ListOutcome, ListStatus
from cdop.services import awaited, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.new_rows import NewRow, new_row
from cdop.services.unit import writes

KEPT_ALREADY = "This list is kept already"
GONE = "The file is not here any more: a list that nobody keeps is forgotten after a day. Bring it in again"
SETTLED = "Somebody settled this line meanwhile"
CHOOSE = "Tick the deaths whose notification is to be awaited"
AT_ONCE = 200
"""How many deaths can be awaited in one action: each agency gets a message for each of them."""


class ListFaults(Exception):
    """A list that cannot be read, or not wholly: nothing of it was kept."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sheet, which line has the headings, and in which column each field is."""

    sheet: str
    header: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """A list as it would be kept: what it says, what each of its new deaths comes to, and how many came before."""

    sheets: tuple[Sheet, ...]
    choice: Choice
    reading: ListReading
    found: tuple[tuple[ListedDeath, Found[Known]], ...]
    repeated: int

    @property
    def headings(self) -> list_fields.Row:
        """The cells of the line of headings."""
        return headings_of(self.sheets, self.choice)

    def count(self, outcome: ListOutcome) -> int:
        """How many of the new deaths come to this."""
        return sum(found.outcome is outcome for _death, found in self.found)


@writes(AuditVerb.LIST_SOURCE_CHANGED)
def add_source(
    actor: Actor, name: str, kind: str, *, gaps: str = "", is_monthly: bool | None = None, now: datetime
) -> str:
    """Add somebody who sends lists, and return the public id; one of the same name is returned. Raises Invalid."""
    require(actor, Action.DEATH_LIST_IMPORT, PanelSubject(actor.panel_id or 0))
    name = " ".join(name.split())
    if kind not in KINDS or not name:
        raise Invalid({"name": "Enter who sends the list"} if not name else {"kind": "Choose what sort of list it is"})
    same = (ListSource.panel_id == actor.panel_id) & (ListSource.name == name)
    found = db.session.scalar(select(ListSource).where(same))
    if found is None:
        monthly = KINDS[kind].is_monthly if is_monthly is None else is_monthly
        found = ListSource(panel_id=actor.panel_id, name=name, kind=kind, is_monthly=monthly, gaps=gaps or None)
        found.columns, found.created_at, found.created_by_id = {}, now, actor.user_id
        db.session.add(found)
        db.session.flush()
    return found.public_id


@writes(AuditVerb.LIST_SOURCE_CHANGED)
def change_source(actor: Actor, public_id: str, *, gaps: str, is_monthly: bool, version: int, now: datetime) -> None:
    """Write down what lists of a source leave out, and whether one is awaited each month. Raises NotFound, Stale."""
    source = _source(actor, public_id)
    if source.version != version:
        raise Stale
    source.gaps, source.is_monthly = gaps.strip() or None, is_monthly


def bring(actor: Actor, source_id: str, raw: bytes, *, now: datetime) -> str:
    """Take a list in, to be looked at before it is kept, and return its public id.

    The same file from the same source is the same list. Raises ListFaults where it cannot be read, NotFound, Forbidden.
    """
    require(actor, Action.DEATH_LIST_IMPORT)
    _sheets, faults = list_file.read_sheets(raw)
    if faults:
        raise ListFaults(faults)
    return _bring(actor, source_id, raw, now=now)


def preview(actor: Actor, head: ListHead, choice: Choice | None = None, *, now: datetime) -> Preview:
    """Return a list that is not kept yet as it would be, by the columns chosen now, or before, or by their headings.

    Nothing is written. Raises Blocked where the file is not here any more.
    """
    require(actor, Action.DEATH_LIST_IMPORT, head.subject)
    raw = queries.content(head.id)
    if raw is None:
        raise Blocked([GONE if head.status is ListStatus.DRAFT else KEPT_ALREADY])
    sheets, _faults = list_file.read_sheets(raw)
    choice = choice or guessed_choice(sheets, head.columns)
    rows = next((sheet.rows for sheet in sheets if sheet.name == choice.sheet), ())
    is_enough = not list_fields.missing(choice.columns)
    today = now.astimezone(LONDON).date()
    reading = listed_deaths.read(rows, choice.header, choice.columns, today=today) if is_enough else ListReading()
    before = queries.known_digests(head.source_id, [death.digest for death in reading.deaths])
    new = [death for death in reading.deaths if death.digest not in before]
    found = queries.compared(head.panel_id, [queries.child_of(death) for death in new])
    return Preview(sheets, choice, reading, tuple(zip(new, found, strict=True)), len(reading.deaths) - len(new))


def guessed_choice(sheets: Sequence[Sheet], remembered: Mapping[str, str]) -> Choice:
    """Return what is probably meant: of the sheets the one whose headings are known best."""
    best = Choice(sheets[0].name if sheets else "", 1, {})
    for sheet in sheets:
        rows = sheet.rows[: list_fields.LOOKED_THROUGH]
        line = list_fields.header_line(rows, remembered)
        columns = list_fields.guessed(next((row for at, row in rows if at == line), ()), remembered)
        if len(columns) > len(best.columns) or not best.columns:
            best = Choice(sheet.name, line, columns) if columns or best.header == 1 else best
    return best


def headings_of(sheets: Sequence[Sheet], choice: Choice) -> list_fields.Row:
    """Return the cells of the line of headings that was chosen."""
    rows = next((sheet.rows for sheet in sheets if sheet.name == choice.sheet), ())
    return next((row for line, row in rows if line == choice.header), ())


def keep(actor: Actor, head: ListHead, shown: Preview, *, now: datetime) -> None:
    """Keep a list with what each of its deaths comes to, and remember its columns for the source.

    Raises ListFaults where a row has a fault, Invalid where a column is missing, Blocked where it was kept meanwhile,
    Stale where a line of it was kept with another list meanwhile.
    """
    if shown.reading.faults:
        raise ListFaults(shown.reading.faults)
    if missing := list_fields.missing(shown.choice.columns):
        raise Invalid({"columns": f"Choose the columns of {' and '.join(missing)}"})
    chosen = {key: shown.headings[place] for key, place in shown.choice.columns.items() if place < len(shown.headings)}
    rows = [_new_row(death, found) for death, found in shown.found]
    counts = {
        "row_count": len(shown.reading.deaths),
        "repeated_count": shown.repeated,
        "adult_count": shown.reading.adults,
        "note_count": shown.reading.notes,
    }
    _keep(actor, head.public_id, rows, counts, chosen, now=now)


@writes(AuditVerb.LIST_COMPARED)
def look_again(actor: Actor, list_id: str, *, now: datetime) -> int:
    """Compare the lines of a list that wait for a person with what the panel holds by now; return how many changed."""
    kept = _list(actor, list_id)
    waiting = (DeathListRow.list_id == kept.id) & DeathListRow.outcome.in_(queries.OPEN)
    rows = db.session.scalars(select(DeathListRow).where(waiting).order_by(DeathListRow.id).with_for_update()).all()
    found = queries.compared(kept.panel_id, [queries.child_of(row) for row in rows])
    changed = 0
    for row, each in zip(rows, found, strict=True):
        if (row.outcome, row.evidence) != (each.outcome, list(each.evidence)):
            changed += 1
        _note(row, each)
    return changed


@writes(AuditVerb.LIST_SETTLED)
def await_missing(
    actor: Actor,
    list_id: str,
    row_ids: Sequence[str],
    *,
    agency_id: str = "",
    submission_id: str | None = None,
    now: datetime,
) -> int:
    """Await the notification of deaths on a list that a person says are missing; return how many are awaited now.

    What was settled meanwhile is left out. Raises Invalid where nothing is chosen.
    """
    chosen = sorted(set(row_ids))[:AT_ONCE]
    if not chosen:
        raise Invalid({"rows": CHOOSE})
    kept = _list(actor, list_id)
    source = db.session.get_one(ListSource, kept.source_id)

    def act() -> str:
        waiting = (DeathListRow.list_id == kept.id) & DeathListRow.outcome.in_(queries.OPEN)
        query = select(DeathListRow).where(waiting, DeathListRow.public_id.in_(chosen)).order_by(DeathListRow.id)
        rows = db.session.scalars(query.with_for_update()).all()
        for row in rows:
            _await(actor, row, kept, source, agency_id, now)
        return str(len(rows))

    return int(submissions.once(actor, submission_id, act, now=now, said=(list_id, tuple(chosen), agency_id)))


@writes(AuditVerb.LIST_SETTLED)
def settle(
    actor: Actor, row_id: str, outcome: ListOutcome, *, reference: str = "", note: str = "", version: int, now: datetime
) -> None:
    """Say that a line is a child whom the panel knows under a case's or notification's reference, or not the panel's.

    Raises NotFound, Stale, Blocked where somebody settled it meanwhile, Invalid.
    """
    row = _row_to_settle(actor, row_id, version)
    if outcome is ListOutcome.MATCHED:
        row.case_id, row.notification_id = awaited.ids_called(actor, reference)
    elif outcome is ListOutcome.NOT_OURS:
        if not note.strip():
            raise Invalid({"note": "Say why it is not for the panel"})
    else:
        raise ValueError(outcome)
    row.outcome, row.note, row.settled_at, row.settled_by = outcome, note.strip() or None, now, actor.name
    row.evidence = [*row.evidence, f"{actor.name} said so"]


def read_list(actor: Actor, public_id: str, *, now: datetime) -> ListHead:
    """Return a list, once it is on record that it was read. Raises NotFound."""
    head = queries.head(actor, public_id)
    if head is None:
        raise NotFound
    require(actor, Action.DEATH_LIST_VIEW, head.subject)
    _record_reading(actor, head.id, now=now)
    return head


@writes(AuditVerb.LIST_READ)
def _record_reading(actor: Actor, list_id: int, *, now: datetime) -> None:
    unit.record("death_list", list_id)


@writes(AuditVerb.LIST_BROUGHT)
def _bring(actor: Actor, source_id: str, raw: bytes, *, now: datetime) -> str:
    source = _source(actor, source_id)
    digest = sha256(raw).hexdigest()
    same = (DeathList.source_id == source.id) & (DeathList.digest == digest)
    found = db.session.scalar(select(DeathList).where(same))
    if found is None:
        found = DeathList(panel_id=source.panel_id, source_id=source.id, digest=digest, status=ListStatus.DRAFT)
        found.by_name, found.created_at, found.created_by_id = actor.name, now, actor.user_id
        db.session.add(found)
        db.session.flush()
        db.session.add(DeathListFile(list_id=found.id, content=raw))
    return found.public_id


@writes(AuditVerb.LIST_KEPT)
def _keep(
    actor: Actor,
    public_id: str,
    rows: list[NewRow],
    counts: Mapping[str, int],
    columns: dict[str, str],
    *,
    now: datetime,
) -> None:
    kept = _list(actor, public_id)
    require(actor, Action.DEATH_LIST_IMPORT, PanelSubject(kept.panel_id))
    if kept.status is not ListStatus.DRAFT:
        raise Blocked([KEPT_ALREADY])
    source = db.session.get_one(ListSource, kept.source_id, with_for_update=True)
    kept.status, kept.kept_at = ListStatus.KEPT, now
    kept.row_count, kept.repeated_count = counts["row_count"], counts["repeated_count"]
    kept.adult_count, kept.note_count = counts["adult_count"], counts["note_count"]
    source.columns = columns
    digests = [row.values["digest"] for row in rows]
    if queries.known_digests(source.public_id, digests):
        raise Stale
    ids = {"panel_id": kept.panel_id, "list_id": kept.id, "source_id": source.id}
    unit.insert_all(DeathListRow, [row.with_ids(**ids) for row in rows])
    db.session.delete(db.session.get_one(DeathListFile, kept.id))


def _new_row(death: ListedDeath, found: Found[Known]) -> NewRow:
    """A line of a list as it is stored, worked out before anybody's turn to write."""
    case_id, notification_id, awaited_id = _ids(found)
    return new_row(
        DeathListRow,
        public_id=new_public_id(),
        version=1,
        digest=death.digest,
        line=death.line,
        given_names=death.given_names or None,
        family_name=death.family_name or None,
        nhs_number=death.nhs_number,
        born_on=death.born_on,
        died_on=death.died_on,
        postcode=death.postcode,
        place=death.place or None,
        event_on=death.event_on,
        list_reference=death.list_reference or None,
        remarks=list(death.remarks),
        outcome=found.outcome,
        evidence=list(found.evidence),
        case_id=case_id,
        notification_id=notification_id,
        awaited_id=awaited_id,
        settled_at=None,
        settled_by=None,
        note=None,
    )


def _ids(found: Found[Known]) -> tuple[int | None, int | None, int | None]:
    """Of which case, notification and awaited notification a line surely is."""
    held = found.held
    if held is None or found.outcome is ListOutcome.POSSIBLE:
        return None, None, None
    by_kind = {held.kind: held.id}
    return held.case_id, by_kind.get(NOTIFICATION), by_kind.get(AWAITED)


def _note(row: DeathListRow, found: Found[Known]) -> None:
    row.outcome, row.evidence = found.outcome, list(found.evidence)
    row.case_id, row.notification_id, row.awaited_id = _ids(found)


def _await(actor: Actor, row: DeathListRow, kept: DeathList, source: ListSource, agency_id: str, now: datetime) -> None:
    is_registrar = source.kind == REGISTRAR
    death = AwaitedDeath(
        source=AwaitedSource.REGISTRAR if is_registrar and row.event_on else AwaitedSource.LIST,
        told_on=kept.created_at.astimezone(LONDON).date(),
        source_name=source.name,
        event_on=row.event_on if is_registrar else None,
        given_names=row.given_names or "",
        family_name=row.family_name or "",
        nhs_number=row.nhs_number,
        born_on=row.born_on,
        died_on=row.died_on,
        postcode=row.postcode,
        place=row.place or "",
    )
    public_id = awaited.await_notification(actor, death, agency_id=agency_id, now=now)
    made = select(AwaitedNotification.id).where(AwaitedNotification.public_id == public_id)
    row.awaited_id, row.outcome = db.session.scalar(made), ListOutcome.AWAITED
    row.settled_at, row.settled_by = now, actor.name


def _source(actor: Actor, public_id: str) -> ListSource:
    mine = (ListSource.panel_id == actor.panel_id) & (ListSource.public_id == public_id)
    source = db.session.scalar(select(ListSource).where(mine).with_for_update())
    if source is None:
        raise NotFound
    require(actor, Action.DEATH_LIST_IMPORT, PanelSubject(source.panel_id))
    return source


def _list(actor: Actor, public_id: str) -> DeathList:
    mine = (DeathList.panel_id == actor.panel_id) & (DeathList.public_id == public_id)
    found = db.session.scalar(select(DeathList).where(mine).with_for_update())
    if found is None:
        raise NotFound
    require(actor, Action.DEATH_LIST_IMPORT, PanelSubject(found.panel_id))
    return found


def _row_to_settle(actor: Actor, public_id: str, version: int) -> DeathListRow:
    mine = (DeathListRow.panel_id == actor.panel_id) & (DeathListRow.public_id == public_id)
    row = db.session.scalar(select(DeathListRow).where(mine).with_for_update())
    if row is None or row.case_id in actor.excluded_case_ids:
        raise NotFound
    require(actor, Action.DEATH_LIST_IMPORT, PanelSubject(row.panel_id))
    if row.outcome not in queries.OPEN:
        raise Blocked([SETTLED])
    if row.version != version:
        raise Stale
    return row
