"""Letters to agencies, boards and trusts: written, released by a person, sent by post or e-mail, and answered.

Nothing of a child leaves in one: a letter about a case has its own reference, and is not released with a name or an NHS
number of the child in it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, OfficialLetter, Panel
from cdop.queries.official_letters import OfficialPage, official_page
from cdop.rules import email_addresses, letters, official_letters, references
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus, OfficialKind, SentBy
from cdop.rules.dates import LONDON, written_date
from cdop.rules.facts import CaseSubject, PanelSubject, Subject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import outbox, submissions, wordings
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.letters import RELEASED, printed
from cdop.services.unit import writes

TEMPLATE = "official_letter"
NAMES_CHILD = "The letter has a name or the NHS number of the child in it: take it out"
NOT_RELEASED = "Only a released letter is sent"


@writes(AuditVerb.LETTER_DRAFTED)
def draft(
    actor: Actor, kind: OfficialKind, told: Mapping[str, Any], *, case_id: str | None, submission_id: str, now: datetime
) -> str:
    """Write a letter in the words of its kind, and return its public id. `case_id` is a case's public id.

    `told`: `to_name`, `to_address`, `to_email` and `answer_by`. Raises Invalid with a fault by field.
    """
    require(actor, Action.LETTER_EDIT, PanelSubject(actor.panel_id or 0))
    case = case_to_change(actor, case_id, Action.LETTER_EDIT) if case_id else None
    if faults := _faults(kind, told, now.astimezone(LONDON).date()):
        raise Invalid(faults)

    def act() -> str:
        letter = OfficialLetter(panel_id=actor.panel_id, case_id=case.id if case else None, kind=kind)
        letter.reference, letter.status = references.new_reference("L"), LetterStatus.DRAFT
        _tell(letter, told)
        letter.text = _words(letter, now)
        letter.created_at, letter.created_by_id = now, actor.user_id
        db.session.add(letter)
        db.session.flush()
        return letter.public_id

    said = (kind, case_id, *sorted(told.items()))
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.LETTER_CHANGED)
def change(actor: Actor, letter_id: str, told: Mapping[str, Any], *, text: str, version: int, now: datetime) -> None:
    """Change a draft. Raises Invalid, Stale, and Blocked where it was released."""
    letter = _letter(actor, letter_id, Action.LETTER_EDIT, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked([RELEASED])
    faults = _faults(letter.kind, told, now.astimezone(LONDON).date())
    if not text.strip():
        faults["text"] = "Write the letter"
    if faults:
        raise Invalid(faults)
    _tell(letter, told)
    letter.text = text.strip()


@writes(AuditVerb.LETTER_RELEASED)
def release(actor: Actor, letter_id: str, *, version: int, now: datetime) -> None:
    """Release a draft as it was shown, by name. Raises Stale, and Blocked with every reason why it cannot go."""
    letter = _letter(actor, letter_id, Action.LETTER_RELEASE, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked(["The letter was released already"])
    if reasons := blockers(letter.case_id, letter.text):
        raise Blocked(reasons)
    letter.status, letter.released_at, letter.released_by = LetterStatus.RELEASED, now, actor.name


@writes(AuditVerb.LETTER_POSTED)
def post(actor: Actor, letter_id: str, *, posted_on: date, version: int, now: datetime) -> None:
    """Record the day on which a released letter left by post. Raises Invalid, Stale and Blocked."""
    letter = _released(actor, letter_id, version)
    released_on = (letter.released_at or now).astimezone(LONDON).date()
    if not released_on <= posted_on <= now.astimezone(LONDON).date():
        raise Invalid({"posted_on": "The day must be between the release and today"})
    letter.status, letter.posted_on, letter.sent_by = LetterStatus.POSTED, posted_on, SentBy.POST


@writes(AuditVerb.LETTER_POSTED)
def send(actor: Actor, letter_id: str, *, version: int, now: datetime) -> None:
    """Send a released letter by e-mail, through the outbox. Raises Stale and Blocked."""
    letter = _released(actor, letter_id, version)
    if letter.to_email is None:
        raise Blocked(["The letter has no e-mail address"])
    outbox.queue(
        letter.panel_id,
        key=f"{TEMPLATE}:{letter.public_id}",
        template=TEMPLATE,
        to=letter.to_email,
        context={"letter": letter.public_id},
        case_id=letter.case_id,
        now=now,
    )
    letter.status, letter.posted_on, letter.sent_by = LetterStatus.POSTED, now.astimezone(LONDON).date(), SentBy.EMAIL


@writes(AuditVerb.LETTER_ANSWERED)
def note_answer(actor: Actor, letter_id: str, *, answered_on: date, answer: str, version: int, now: datetime) -> None:
    """Record when a letter was answered, and what the answer says. Raises Invalid, Stale and Blocked."""
    letter = _letter(actor, letter_id, Action.LETTER_EDIT, version)
    if letter.posted_on is None:
        raise Blocked(["The letter has not left yet"])
    if not letter.posted_on <= answered_on <= now.astimezone(LONDON).date():
        raise Invalid({"answered_on": "The day must be between the day the letter left and today"})
    if not answer.strip():
        raise Invalid({"answer": "Write down what the answer says"})
    letter.answered_on, letter.answer = answered_on, answer.strip()


def paper(actor: Actor, letter_id: str) -> bytes:
    """Return a released letter as a PDF. Raises NotFound, and Blocked for a draft."""
    page = read(actor, letter_id)
    if page.released_at is None:
        raise Blocked(["Only a released letter is printed"])
    to = f"{page.to_name}\n{page.to_address}".strip()
    return printed(page.panel_id, f"Our reference: {page.reference}", to, page.text, page.released_at)


def read(actor: Actor, letter_id: str) -> OfficialPage:
    """Return a letter. Raises NotFound."""
    page = official_page(actor, letter_id)
    if page is None:
        raise NotFound
    return page


def blockers(case_id: int | None, text: str) -> list[str]:
    """Return every reason why a letter cannot be released, in plain words."""
    reasons = letters.unfinished(text)
    if case_id is not None:
        case = db.session.get_one(Case, case_id)
        if official_letters.tells_of(text, (case.given_names, case.family_name), case.nhs_number):
            reasons.append(NAMES_CHILD)
    return reasons


def _words(letter: OfficialLetter, now: datetime) -> str:
    panel, key = db.session.get_one(Panel, letter.panel_id), wordings.official_key(letter.kind)
    words = wordings.words_of(panel.id, key, at=now) or wordings.first_words(key)
    told = {
        "reference": letter.reference,
        "answer_by": written_date(letter.answer_by) if letter.answer_by else "",
        "panel": panel.name,
        "telephone": panel.telephone or letters.TO_FILL_IN.format("telephone number"),
    }
    return wordings.rendered(words, told).text


def _tell(letter: OfficialLetter, told: Mapping[str, Any]) -> None:
    letter.to_name, letter.to_address = told["to_name"].strip(), told["to_address"].strip()
    letter.to_email = email_addresses.parse(told["to_email"]) if told["to_email"] else None
    letter.answer_by = told["answer_by"]


def _faults(kind: OfficialKind, told: Mapping[str, Any], today: date) -> dict[str, str]:
    faults = {}
    if not told["to_name"].strip():
        faults["to_name"] = "Say to whom the letter is written"
    if not told["to_address"].strip() and not told["to_email"]:
        faults["to_address"] = "Enter an address or an e-mail address"
    if told["answer_by"] is None and kind in official_letters.ASKING:
        faults["answer_by"] = "Enter the day by which you ask for an answer"
    if told["answer_by"] is not None and told["answer_by"] <= today:
        faults["answer_by"] = "The day must be after today"
    return faults


def _released(actor: Actor, letter_id: str, version: int) -> OfficialLetter:
    letter = _letter(actor, letter_id, Action.LETTER_EDIT, version)
    if letter.status is not LetterStatus.RELEASED:
        raise Blocked([NOT_RELEASED])
    return letter


def _letter(actor: Actor, letter_id: str, action: Action, version: int) -> OfficialLetter:
    mine = (OfficialLetter.panel_id == actor.panel_id) & (OfficialLetter.public_id == letter_id)
    letter = db.session.scalar(select(OfficialLetter).where(mine).with_for_update())
    if letter is None or letter.case_id in actor.excluded_case_ids:
        raise NotFound
    require(actor, action, _subject(letter))
    if letter.version != version:
        raise Stale
    return letter


def _subject(letter: OfficialLetter) -> Subject:
    return CaseSubject(letter.case_id, letter.panel_id) if letter.case_id else PanelSubject(letter.panel_id)
