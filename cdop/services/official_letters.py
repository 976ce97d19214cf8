"""Letters to agencies, boards and trusts: written, released by a person, sent by post or e-mail, and answered.

Nothing of a child leaves in one: a letter about a case has its own reference, and is not released with a name or an NHS
number of the child in it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, OfficialLetter, Panel, Recommendation
from cdop.queries.official_letters import About, OfficialPage, Subjects, official_page, subjects_of
from cdop.rules import email_addresses, form_b, letters, official_letters, references
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus, OfficialKind, SentBy
from cdop.rules.dates import LONDON, written_date
from cdop.rules.facts import CaseSubject, PanelSubject, Subject
from cdop.rules.owned import ANSWERS, OwnedKind
from cdop.rules.vocabulary import Action, AuditVerb, RecommendationStatus, RequestStatus
from cdop.rules.working_days import add_working_days
from cdop.services import outbox, recommendations, submissions, wordings
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.letters import RELEASED, printed
from cdop.services.unit import writes

TEMPLATE = "official_letter"
RECOMMENDED = "the recommendation, without anything that points to a child or a family"
NAMES_CHILD = "“{}” is a name or the NHS number of the child: take it out"
NOT_RELEASED = "Only a released letter is sent"
CAME_BACK = "The agency has answered meanwhile, or is asked no more: the letter is not needed"
FROM_ITS_PAGE = "A recommendation’s letter is written from its own page, so that its answer answers it"
NOTHING = About()


@writes(AuditVerb.LETTER_DRAFTED)
def draft(
    actor: Actor,
    kind: OfficialKind,
    told: Mapping[str, Any],
    *,
    about: About = NOTHING,
    submission_id: str,
    now: datetime,
) -> str:
    """Write a letter in the words of its kind, and return its public id.

    `told`: `to_name`, `to_address`, `to_email` and `answer_by`. Raises Invalid with a fault by field, and NotFound.
    """
    require(actor, Action.LETTER_EDIT, PanelSubject(actor.panel_id or 0))
    found = subjects_of(actor, about)
    if found is None:
        raise NotFound
    if found.case:
        case_to_change(actor, found.case.public_id, Action.LETTER_EDIT)
    faults = _faults(kind, told, now.astimezone(LONDON).date())
    if (kind is OfficialKind.RECOMMENDATION) != (found.recommendation is not None):
        faults["kind"] = FROM_ITS_PAGE
    if faults:
        raise Invalid(faults)

    def act() -> str:
        return _written(actor, kind, found, told, now=now).public_id

    said = (kind, about.case, about.request, about.recommendation, *sorted(told.items()))
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.LETTER_DRAFTED)
def draft_by_clock(actor: Actor, request_id: int, kind: OfficialKind, *, now: datetime) -> str:
    """Draft a letter about a request whose agency stays silent, for a person to release; return its public id.

    One of this kind that there is about the request stays as it is, and is the one returned.
    """
    same = (OfficialLetter.request_id == request_id) & (OfficialLetter.kind == kind)
    there_is = db.session.scalar(select(OfficialLetter).where(same).order_by(OfficialLetter.id.desc()).limit(1))
    if there_is is not None:
        return there_is.public_id
    request = db.session.get_one(FormRequest, request_id)
    agency = db.session.get_one(Agency, request.agency_id)
    found = Subjects(db.session.get_one(Case, request.case_id), request, agency)
    return _written(actor, kind, found, told_of_request(agency, now.astimezone(LONDON).date()), now=now).public_id


def told_of_request(agency: Agency, today: date) -> dict[str, Any]:
    """Return to whom a letter about a request goes, and by when its answer is asked for, as long as nobody says so."""
    return {
        "to_name": f"{agency.lead_name or 'The head'}, {agency.name}",
        "to_address": "",
        "to_email": agency.lead_email or agency.email,
        "answer_by": add_working_days(today, official_letters.DAYS_TO_ANSWER),
    }


def told_of_recommendation(made: Recommendation) -> dict[str, Any]:
    """Return to whom the letter with a recommendation goes, and by when its answer is asked for."""
    return {
        "to_name": made.owner or made.addressee,
        "to_address": "",
        "to_email": made.owner_email or "",
        "answer_by": made.due_on,
    }


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


@writes(AuditVerb.LETTER_DISCARDED)
def discard(actor: Actor, letter_id: str, *, version: int, now: datetime) -> None:
    """Delete a draft that is not needed. Raises Stale, and Blocked for one that was released."""
    letter = _letter(actor, letter_id, Action.LETTER_EDIT, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked([RELEASED])
    db.session.delete(letter)


@writes(AuditVerb.LETTER_RELEASED)
def release(actor: Actor, letter_id: str, *, version: int, now: datetime) -> None:
    """Release a draft as it was shown, by name. Raises Stale, and Blocked with every reason why it cannot go."""
    letter = _letter(actor, letter_id, Action.LETTER_RELEASE, version)
    if letter.status is not LetterStatus.DRAFT:
        raise Blocked(["The letter was released already"])
    require(actor, official_letters.release_action(letter.kind), _subject(letter))
    request = db.session.get(FormRequest, letter.request_id) if letter.request_id else None
    if reasons := blockers(letter.case_id, letter.text, request.status if request else None):
        raise Blocked(reasons)
    letter.status, letter.released_at, letter.released_by = LetterStatus.RELEASED, now, actor.name


@writes(AuditVerb.LETTER_POSTED)
def post(actor: Actor, letter_id: str, *, posted_on: date, version: int, now: datetime) -> None:
    """Record the day on which a released letter left by post. Raises Invalid, Stale and Blocked."""
    letter = _released(actor, letter_id, version)
    released_on = (letter.released_at or now).astimezone(LONDON).date()
    if not released_on <= posted_on <= now.astimezone(LONDON).date():
        raise Invalid({"posted_on": "The day must be between the release and today"})
    _leave(letter, posted_on, SentBy.POST, now=now)


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
    _leave(letter, now.astimezone(LONDON).date(), SentBy.EMAIL, now=now)


@writes(AuditVerb.LETTER_ANSWERED)
def note_answer(
    actor: Actor,
    letter_id: str,
    *,
    answered_on: date,
    answer: str,
    status: RecommendationStatus | None = None,
    version: int,
    now: datetime,
) -> None:
    """Record when a letter was answered, and what the answer says; of a recommendation with what it comes to.

    Raises Invalid, Stale and Blocked.
    """
    letter = _letter(actor, letter_id, Action.LETTER_EDIT, version)
    if letter.posted_on is None:
        raise Blocked(["The letter has not left yet"])
    if not letter.posted_on <= answered_on <= now.astimezone(LONDON).date():
        raise Invalid({"answered_on": "The day must be between the day the letter left and today"})
    if not answer.strip():
        raise Invalid({"answer": "Write down what the answer says"})
    if letter.recommendation_id is None:
        letter.answered_on, letter.answer = answered_on, answer.strip()
        return
    if status is None or status not in ANSWERS[OwnedKind.RECOMMENDATION]:
        raise Invalid({"status": "Choose what the answer comes to"})
    said = recommendations.Said(status, answer.strip(), letter.to_name, answered_on)
    recommendations.take_answer(letter.recommendation_id, said, now=now)


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


def blockers(case_id: int | None, text: str, request: RequestStatus | None = None) -> list[str]:
    """Return every reason why a letter cannot be released, in words. `request`: how the one that it is about stands."""
    reasons = letters.unfinished(text)
    if request is not None and request not in form_b.OPEN:
        reasons.append(CAME_BACK)
    if case_id is not None:
        case = db.session.get_one(Case, case_id)
        found = official_letters.told_of(text, (case.given_names, case.family_name), case.nhs_number)
        reasons += [NAMES_CHILD.format(words) for words in found]
    return reasons


def _written(
    actor: Actor, kind: OfficialKind, found: Subjects, told: Mapping[str, Any], *, now: datetime
) -> OfficialLetter:
    """A new draft, within the open unit."""
    case, request, made = found.case, found.request, found.recommendation
    panel_id = case.panel_id if case else actor.panel_id
    letter = OfficialLetter(panel_id=panel_id, case_id=case.id if case else None, kind=kind)
    letter.request_id, letter.recommendation_id = (each.id if each else None for each in (request, made))
    letter.reference, letter.status = references.new_reference("L"), LetterStatus.DRAFT
    _tell(letter, told)
    letter.text = _words(letter, found, now)
    letter.created_at, letter.created_by_id = now, actor.user_id
    db.session.add(letter)
    db.session.flush()
    return letter


def _leave(letter: OfficialLetter, on: date, by: SentBy, *, now: datetime) -> None:
    letter.status, letter.posted_on, letter.sent_by = LetterStatus.POSTED, on, by
    if letter.recommendation_id:
        recommendations.mark_sent(letter.recommendation_id, now=now)


def _words(letter: OfficialLetter, found: Subjects, now: datetime) -> str:
    panel, key = db.session.get_one(Panel, letter.panel_id), wordings.official_key(letter.kind)
    words = wordings.words_of(panel.id, key, at=now) or wordings.first_words(key)
    told = {
        "reference": letter.reference,
        "answer_by": written_date(letter.answer_by) if letter.answer_by else "",
        "request": form_b.reference(found.request.public_id) if found.request else "",
        "recommendation": found.recommendation.text if found.recommendation else letters.TO_FILL_IN.format(RECOMMENDED),
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
