"""Letters to a child's family: drafted by the clock or a person, released by a person, and not by whom or when to mind.

None leaves while a criminal case is open or where a joint agency response was held, until the senior investigating
officer has cleared it; none where the family is not written to; none near a birthday or an anniversary.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import Select, func, select

from cdop.documents import family_letter
from cdop.documents.family_letter import LetterPaper
from cdop.extensions import db
from cdop.models import Case, CaseHold, DeadlineSetting, FamilyLetter, Panel
from cdop.queries.case_page import deadline_settings
from cdop.queries.family_contacts import Contact, coming_meeting_on, family_contact
from cdop.queries.letters import LetterPage, letter_page
from cdop.rules import letters as rules
from cdop.rules.actors import Actor
from cdop.rules.correspondence import Language, LetterKind, LetterStatus, NoContact
from cdop.rules.dates import LONDON, written_date
from cdop.rules.vocabulary import Action, AuditVerb, CaseStatus, HoldKind, Residency
from cdop.services import unit, wordings
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

CRIMINAL = (
    "A criminal investigation is open: ask the senior investigating officer first, and end the hold when it is over"
)
JOINT = (
    "A joint agency response was held: ask the senior investigating officer first, and record that they have cleared "
    "letters to the family"
)
SUSPECTED = "A parent is suspected or charged: ask the senior investigating officer first"
NOT_WRITTEN_TO = "The family is not written to"
RELEASED = "The letter was released and can no longer be changed"
IN_ONE_RUN = 200


@writes(AuditVerb.LETTER_DRAFTED)
def draft_due(actor: Actor, *, now: datetime) -> int:
    """Draft the first letter of every case that has come to its 21st day, or its panel's, and return how many.

    Planned again it drafts nothing new. A case with an open criminal hold gets a draft too: only its release waits.
    """
    today = now.astimezone(LONDON).date()
    awaiting = db.session.scalars(_awaiting(today).with_for_update(skip_locked=True))
    due = [case for case in awaiting if _earliest(case) <= today][:IN_ONE_RUN]
    for case in due:
        db.session.add(_draft(actor, case, LetterKind.FIRST_LETTER, now))
    return len(due)


@writes(AuditVerb.LETTER_DRAFTED)
def draft_now(actor: Actor, case_id: str, kind: LetterKind = LetterKind.FIRST_LETTER, *, now: datetime) -> str:
    """Draft a letter of a case without waiting for the clock, and return its public id.

    `case_id` is the case's public id; a letter of this kind that there is already stays as it is. Raises Blocked
    with every reason why there is none to write yet.
    """
    case = case_to_change(actor, case_id, Action.LETTER_EDIT)
    letter = db.session.scalar(select(FamilyLetter).where(FamilyLetter.case_id == case.id, FamilyLetter.kind == kind))
    if letter is None:
        if reasons := not_yet(kind, case, now.astimezone(LONDON).date()):
            raise Blocked(reasons)
        letter = _draft(actor, case, kind, now)
        db.session.add(letter)
        db.session.flush()
    return letter.public_id


class Written(Protocol):
    """What of a case says whether its family can be written to."""

    @property
    def panel_id(self) -> int: ...
    @property
    def died_on(self) -> date: ...
    @property
    def notified_on(self) -> date: ...
    @property
    def residency(self) -> Residency: ...
    @property
    def reviewed_on(self) -> date | None: ...


def not_yet(kind: LetterKind, case: Written, today: date) -> list[str]:
    """Return every reason why a letter cannot be written, in plain words."""
    reasons = []
    if case.residency is not Residency.RESIDENT:
        reasons.append("The panel where the child normally lived writes to the family")
    if kind is LetterKind.OUTCOME and case.reviewed_on is None:
        reasons.append("The panel has not reviewed the death yet")
    if kind is LetterKind.FIRST_LETTER and today < (earliest := _earliest(case)):
        reasons.append(
            f"The first letter can be written from {written_date(earliest)}, so that it does not meet the family in "
            "the first days"
        )
    return reasons


def _earliest(case: Written) -> date:
    """The day from which the first letter of a case can be written."""
    return rules.earliest(deadline_settings(case.panel_id), died_on=case.died_on, notified_on=case.notified_on)


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
    if page.posted_on is None and (reasons := withheld(page.case.id, now.astimezone(LONDON).date())):
        raise Blocked(reasons)
    return printed(page.case.panel_id, page.heading, page.addressee, page.text, page.released_at)


def printed(panel_id: int, heading: str, addressee: str, text: str, released_at: datetime) -> bytes:
    """Return a letter on the panel's letterhead, dated on the day of its release."""
    panel = db.session.get_one(Panel, panel_id)
    dated = released_at.astimezone(LONDON).date()
    told = (panel.name, panel.telephone, panel.email, addressee, text, dated, heading, panel.colour)
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
    if reasons := blockers(letter.case_id, letter.text, now.astimezone(LONDON).date()):
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
    if reasons := withheld(case.id, posted_on):
        raise Blocked(reasons)
    letter.status, letter.posted_on = LetterStatus.POSTED, posted_on
    if letter.kind is LetterKind.FIRST_LETTER:
        case.family_letter_on = case.family_letter_on or posted_on


def blockers(case_id: int, text: str, today: date) -> list[str]:
    """Return every reason why a letter of a case cannot be released, in plain words."""
    return [*withheld(case_id, today), *rules.unfinished(text)]


def withheld(case_id: int, on: date) -> list[str]:
    """Return why no letter of a case may leave on a day, or left on it; also one that was released before."""
    case = db.session.get_one(Case, case_id)
    contact = family_contact(case_id)
    cleared = contact.cleared_on if contact.cleared_on and contact.cleared_on <= on else None
    reasons = [why for why, began in _needs_clearing(case, contact, on) if cleared is None or cleared < began]
    reasons += [f"{NOT_WRITTEN_TO}: {why}" for why in contact.no_contact if why is not NoContact.SUSPECT]
    if contact.not_before and on < contact.not_before:
        reasons.append(f"The family is not written to before {written_date(contact.not_before)}")
    return reasons + rules.near_days(on, born_on=case.born_on, died_on=case.died_on)


def _needs_clearing(case: Case, contact: Contact, on: date) -> Iterator[tuple[str, date]]:
    """What the senior investigating officer must have cleared, each with the day from which on."""
    criminal = (CaseHold.case_id == case.id) & (CaseHold.kind == HoldKind.CRIMINAL) & CaseHold.ended_on.is_(None)
    began = db.session.scalar(select(CaseHold.started_on).where(criminal))
    if began is not None and began <= on:
        yield CRIMINAL, began
    if case.jar_triggered_at is not None:
        yield JOINT, case.jar_triggered_at.astimezone(LONDON).date()
    if NoContact.SUSPECT in contact.no_contact:
        yield SUSPECTED, date.min


@writes(AuditVerb.LETTER_READ)
def _record_reading(actor: Actor, page: LetterPage, *, now: datetime) -> None:
    unit.record("family_letter", page.id, case_id=page.case.id)


def _draft(actor: Actor, case: Case, kind: LetterKind, now: datetime) -> FamilyLetter:
    """A letter of a case, in no session yet. What is not known is marked in it, to be filled in.

    It is in the family's language where the panel has words in it, in English otherwise.
    """
    panel, wanted = db.session.get_one(Panel, case.panel_id), family_contact(case.id).language
    own = wordings.words_of(panel.id, wordings.letter_key(kind, wanted), at=now)
    language = wanted if own else Language.ENGLISH
    words = own or wordings.words_of(panel.id, wordings.letter_key(kind), at=now)
    filled = wordings.rendered(words or wordings.first_words(wordings.letter_key(kind)), _told(case, panel, now))
    letter = FamilyLetter(panel_id=case.panel_id, case_id=case.id, kind=kind, language=language)
    letter.status, letter.addressee = LetterStatus.DRAFT, rules.ADDRESSEE
    letter.heading, letter.text = filled.subject, filled.text
    letter.created_at, letter.created_by_id = now, actor.user_id
    return letter


def _told(case: Case, panel: Panel, now: datetime) -> dict[str, str]:
    """What stands in the fields of a letter, each marked where it is not known."""
    meeting = coming_meeting_on(case.id, today=now.astimezone(LONDON).date())
    known = {
        "child": case.given_names,
        "key_worker": case.key_worker_name,
        "telephone": panel.telephone,
        "panel_on": written_date(meeting) if meeting else None,
    }
    return {name: known.get(name) or rules.TO_FILL_IN.format(gap) for name, gap in rules.GAPS.items()} | {
        "panel": panel.name
    }


def _awaiting(today: date) -> Select[Case]:
    """Cases taken in here whose family no letter has told of the review, at the shortest wait of any panel."""
    has_letter = select(FamilyLetter.id).where(FamilyLetter.case_id == Case.id)
    of_panels = select(func.min(DeadlineSetting.length)).where(DeadlineSetting.key == rules.EARLIEST.key)
    shortest = min(rules.EARLIEST.length, db.session.scalar(of_panels) or rules.EARLIEST.length)
    latest_death = today - timedelta(days=shortest)
    return (
        select(Case)
        .where(
            Case.notified_at.is_not(None),
            Case.residency == Residency.RESIDENT,
            Case.status != CaseStatus.NOT_FOR_REVIEW,
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
