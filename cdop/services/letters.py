"""Letters to a child's family: drafted by the clock, released by a person, never while a criminal case is open."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from cdop.documents import family_letter
from cdop.documents.family_letter import LetterPaper
from cdop.extensions import db
from cdop.models import Case, CaseHold, FamilyLetter, Panel
from cdop.queries.letters import LetterPage, letter_page
from cdop.rules import letters as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.vocabulary import Action, AuditVerb, HoldKind, LetterKind, LetterStatus, Residency
from cdop.services import unit
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

CRIMINAL = (
    "A criminal investigation is open: ask the senior investigating officer first, and end the hold when it is over"
)
RELEASED = "The letter was released and can no longer be changed"
IN_ONE_RUN = 200


@writes(AuditVerb.LETTER_DRAFTED)
def draft_due(actor: Actor, *, now: datetime) -> int:
    """Draft the first letter of every case that has come to its 21st day, and return how many were drafted.

    Planned again it drafts nothing new. A case with an open criminal hold gets a draft too: only its release waits.
    """
    today = now.astimezone(LONDON).date()
    drafted = 0
    for case in db.session.scalars(_awaiting(today).limit(IN_ONE_RUN).with_for_update(skip_locked=True)):
        db.session.add(_draft(actor, case, now))
        drafted += 1
    return drafted


@writes(AuditVerb.LETTER_DRAFTED)
def draft_now(actor: Actor, case_id: str, *, now: datetime) -> str:
    """Draft the first letter of a case without waiting for the clock, and return its public id.

    `case_id` is the case's public id; a letter that there is already stays as it is. Raises Blocked before day 21.
    """
    case = case_to_change(actor, case_id, Action.LETTER_EDIT)
    first = (FamilyLetter.case_id == case.id) & (FamilyLetter.kind == LetterKind.FIRST_LETTER)
    letter = db.session.scalar(select(FamilyLetter).where(first))
    if letter is None:
        if reasons := not_yet(case.died_on, case.residency, now.astimezone(LONDON).date()):
            raise Blocked(reasons)
        letter = _draft(actor, case, now)
        db.session.add(letter)
        db.session.flush()
    return letter.public_id


def not_yet(died_on: date, residency: Residency, today: date) -> list[str]:
    """Return every reason why the first letter cannot be written, in plain words."""
    reasons = []
    if residency is not Residency.RESIDENT:
        reasons.append("The panel where the child normally lived writes to the family")
    earliest = died_on + timedelta(days=rules.EARLIEST_DAYS)
    if today < earliest:
        reasons.append(
            f"The first letter can be written from {written_date(earliest)}, {rules.EARLIEST_DAYS} days after the "
            "death, so that it does not meet the family in the first days"
        )
    return reasons


def read_letter(actor: Actor, case_id: str, letter_id: str, *, now: datetime) -> LetterPage:
    """Return a letter, once the reading is on record. Raises NotFound."""
    page = letter_page(actor, case_id, letter_id)
    if page is None:
        raise NotFound
    require(actor, Action.LETTER_VIEW, page.case.subject)
    _record_reading(actor, page, now=now)
    return page


def paper(actor: Actor, case_id: str, letter_id: str, *, now: datetime) -> bytes:
    """Return a released letter as a PDF, once that is on record.

    Raises NotFound, and Blocked for a draft and for one that may not leave any more.
    """
    page = read_letter(actor, case_id, letter_id, now=now)
    if page.released_at is None:
        raise Blocked(["Only a released letter is printed"])
    if page.posted_on is None and (reasons := withheld(page.case.id)):
        raise Blocked(reasons)
    panel = db.session.get_one(Panel, page.case.panel_id)
    dated = page.released_at.astimezone(LONDON).date()
    told = (panel.name, panel.telephone, panel.email, page.addressee, page.text, dated)
    return family_letter.write(LetterPaper(*told))


@writes(AuditVerb.LETTER_CHANGED)
def change_letter(
    actor: Actor, case_id: str, letter_id: str, *, addressee: str, text: str, version: int, now: datetime
) -> None:
    """Change a draft. Raises Invalid, Stale, and Blocked where it was released."""
    letter = _letter(actor, case_id, letter_id, Action.LETTER_EDIT, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked([RELEASED])
    faults = {}
    if not addressee.strip():
        faults["addressee"] = "Say to whom the letter is written"
    if not text.strip():
        faults["text"] = "Write the letter"
    if faults:
        raise Invalid(faults)
    letter.addressee, letter.text = addressee.strip(), text.strip()


@writes(AuditVerb.LETTER_RELEASED)
def release_letter(actor: Actor, case_id: str, letter_id: str, *, version: int, now: datetime) -> None:
    """Release a draft as it was shown, by name. Raises Stale, and Blocked with every reason why it cannot go."""
    letter = _letter(actor, case_id, letter_id, Action.LETTER_RELEASE, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked(["The letter was released already"])
    if reasons := blockers(letter.case_id, letter.text):
        raise Blocked(reasons)
    letter.status, letter.released_at, letter.released_by = LetterStatus.RELEASED, now, actor.name


@writes(AuditVerb.LETTER_POSTED)
def post_letter(actor: Actor, case_id: str, letter_id: str, *, posted_on: date, version: int, now: datetime) -> None:
    """Record the day on which a released letter left, by post or by hand. Raises Invalid, Stale and Blocked."""
    case = case_to_change(actor, case_id, Action.LETTER_EDIT)
    letter = _letter(actor, case_id, letter_id, Action.LETTER_EDIT, version)
    if letter.status is not LetterStatus.RELEASED or letter.released_at is None:
        raise Blocked(["Only a released letter is sent"])
    if not letter.released_at.astimezone(LONDON).date() <= posted_on <= now.astimezone(LONDON).date():
        raise Invalid({"posted_on": "The day must be between the release and today"})
    if reasons := withheld(case.id, on=posted_on):
        raise Blocked(reasons)
    letter.status, letter.posted_on = LetterStatus.POSTED, posted_on
    case.family_letter_on = case.family_letter_on or posted_on


def blockers(case_id: int, text: str) -> list[str]:
    """Return every reason why a letter of a case cannot be released, in plain words."""
    return [*withheld(case_id), *rules.unfinished(text)]


def withheld(case_id: int, on: date | None = None) -> list[str]:
    """Return why no letter of a case may leave now, or left on a day; also one that was released before."""
    criminal = (CaseHold.case_id == case_id) & (CaseHold.kind == HoldKind.CRIMINAL) & CaseHold.ended_on.is_(None)
    began = db.session.scalar(select(CaseHold.started_on).where(criminal))
    return [CRIMINAL] if began is not None and (on is None or began <= on) else []


@writes(AuditVerb.LETTER_READ)
def _record_reading(actor: Actor, page: LetterPage, *, now: datetime) -> None:
    unit.record("family_letter", page.id, case_id=page.case.id)


def _draft(actor: Actor, case: Case, now: datetime) -> FamilyLetter:
    """The first letter of a case, in no session yet. What is not known is marked in it, to be filled in."""
    panel = db.session.get_one(Panel, case.panel_id)
    letter = FamilyLetter(panel_id=case.panel_id, case_id=case.id, kind=LetterKind.FIRST_LETTER)
    letter.status, letter.addressee = LetterStatus.DRAFT, rules.ADDRESSEE
    letter.text = rules.first_letter(
        child=case.given_names,
        key_worker=case.key_worker_name,
        panel=panel.name,
        telephone=panel.telephone,
    )
    letter.created_at, letter.created_by_id = now, actor.user_id
    return letter


def _awaiting(today: date) -> Select[Case]:
    """Cases taken in here whose family has been told of the review by no letter yet, at their 21st day."""
    has_letter = select(FamilyLetter.id).where(FamilyLetter.case_id == Case.id)
    latest_death = today - timedelta(days=rules.EARLIEST_DAYS)
    return (
        select(Case)
        .where(
            Case.notified_at.is_not(None),
            Case.residency == Residency.RESIDENT,
            Case.died_on <= latest_death,
            Case.family_letter_on.is_(None),
            ~has_letter.exists(),
        )
        .order_by(Case.id)
    )


def _letter(actor: Actor, case_id: str, letter_id: str, action: Action, version: int) -> FamilyLetter:
    case = case_to_change(actor, case_id, action)
    query = select(FamilyLetter).where(FamilyLetter.case_id == case.id, FamilyLetter.public_id == letter_id)
    letter = db.session.scalar(query.with_for_update())
    if letter is None:
        raise NotFound
    if letter.version != version:
        raise Stale
    return letter
