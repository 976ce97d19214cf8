"""What the panel recommended to others: written out, sent to its owner, answered by their link, judged at its day."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Case, OfficialLetter, Recommendation
from cdop.queries.cases import visible_to
from cdop.queries.identifiers import known_of
from cdop.rules import email_addresses
from cdop.rules import recommendations as rules
from cdop.rules.actors import Actor
from cdop.rules.anonymity import hits
from cdop.rules.dates import LONDON
from cdop.rules.digests import secret_digest
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import Action, AuditVerb, RecommendationStatus, Strength, Verdict
from cdop.services import outbox
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.recommendation_links import link_secret
from cdop.services.unit import writes

OVER = "This recommendation was answered: it can no longer be changed"
NONCE_BYTES = 16
ANSWERS = (RecommendationStatus.ACCEPTED, RecommendationStatus.REFUSED, RecommendationStatus.DONE)


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel says of a recommendation. Texts are "" where nothing is said."""

    text: str
    strength: Strength | None
    owner: str
    owner_email: str
    due_on: date | None
    expected_change: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner of a recommendation answered: what it comes to, in which words, who and on which day."""

    status: RecommendationStatus
    response: str
    name: str
    on: date


@writes(AuditVerb.RECOMMENDATION_CHANGED)
def change_recommendation(actor: Actor, public_id: str, told: Told, *, version: int, now: datetime) -> None:
    """Write out a recommendation that is not answered yet. Raises NotFound, Forbidden, Stale, Invalid, Blocked."""
    row = _to_change(actor, public_id)
    if row.version != version:
        raise Stale
    if row.status in rules.CLOSED:
        raise Blocked([OVER])
    if faults := _faults(told):
        raise Invalid(faults)
    row.text, row.strength, row.due_on = told.text.strip(), told.strength, told.due_on
    row.owner, row.owner_email = told.owner.strip() or None, told.owner_email.strip() or None
    row.expected_change, row.indicator = told.expected_change.strip() or None, told.indicator.strip() or None


@writes(AuditVerb.RECOMMENDATION_SENT)
def send_recommendation(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Send a recommendation to its owner, who answers by a link. Sent again, the link before opens nothing any more.

    Raises NotFound, Forbidden, and Blocked with what is missing and the words in it that identify.
    """
    row = _to_change(actor, public_id)
    if row.status in rules.CLOSED:
        raise Blocked([OVER])
    told = "\n".join(part for part in (row.text, row.expected_change) if part)
    readable = [hit.words for hit in hits(told, known_of(row.case_id)) if hit.is_sure]
    if reasons := rules.missing_to_send(row.owner, row.owner_email, row.due_on, readable):
        raise Blocked(reasons)
    row.nonce = secrets.token_urlsafe(NONCE_BYTES)
    row.token_digest = secret_digest(link_secret(row))
    mark_sent(row.id, now=now)
    context = {"recommendation": row.public_id, "reference": rules.reference(row.public_id)}
    key = f"recommendation_sent:{row.id}:{row.nonce}"
    outbox.queue(
        row.panel_id,
        key=key,
        template="recommendation_sent",
        to=row.owner_email or "",
        context=context,
        case_id=row.case_id,
        now=now,
    )


@writes(AuditVerb.RECOMMENDATION_ANSWERED)
def answer_recommendation(
    actor: Actor, token: str, status: RecommendationStatus, *, response: str, name: str, now: datetime
) -> None:
    """Record what the owner of a recommendation answers by their link; they may answer again until it is over.

    Raises NotFound for a link that opens nothing, Blocked where it is over, Invalid.
    """
    mine = Recommendation.token_digest == secret_digest(token)
    row = db.session.scalar(select(Recommendation).where(mine).with_for_update())
    if row is None:
        raise NotFound
    if row.status in rules.CLOSED:
        raise Blocked([OVER])
    faults = {} if status in ANSWERS else {"status": "Choose one of the answers"}
    if status in rules.CLOSED and not response.strip():
        faults["response"] = "Say what was done, or why it is not accepted"
    if not name.strip():
        faults["name"] = "Enter your name"
    if faults:
        raise Invalid(faults)
    take_answer(row.id, Said(status, response.strip(), name.strip(), now.astimezone(LONDON).date()), now=now)


@writes(AuditVerb.RECOMMENDATION_JUDGED)
def judge_recommendation(
    actor: Actor, public_id: str, verdict: Verdict, *, verdict_on: date, note: str, version: int, now: datetime
) -> None:
    """Record whether what a recommendation was to change has changed. Raises NotFound, Forbidden, Stale, Invalid."""
    row = _to_change(actor, public_id)
    if row.version != version:
        raise Stale
    pass_verdict(row, verdict, verdict_on, note, now=now)


def pass_verdict(
    row: Recommendation | ActionItem, verdict: Verdict, verdict_on: date, note: str, *, now: datetime
) -> None:
    """Write down the verdict on a recommendation or an action, within the open unit. Raises Invalid."""
    if verdict_on > now.astimezone(LONDON).date():
        raise Invalid({"verdict_on": "This day has not come yet"})
    row.verdict, row.verdict_on, row.verdict_note = verdict, verdict_on, note.strip() or None


def mark_sent(recommendation_id: int, *, now: datetime) -> None:
    """Have a recommendation count as sent, by its link or in a letter. Within the open unit."""
    row = db.session.get_one(Recommendation, recommendation_id, with_for_update=True)
    row.sent_at = now
    if row.status is RecommendationStatus.MADE:
        row.status = RecommendationStatus.SENT


def take_answer(recommendation_id: int, said: Said, *, now: datetime) -> None:
    """Keep what was answered, by the link or to a letter: every letter that carried it is answered with it.

    Within the open unit. Raises Blocked where the recommendation is over.
    """
    row = db.session.get_one(Recommendation, recommendation_id, with_for_update=True)
    if row.status in rules.CLOSED:
        raise Blocked([OVER])
    row.status, row.response = said.status, said.response or None
    row.responded_at, row.responded_by = now, said.name
    carried = (OfficialLetter.recommendation_id == row.id) & OfficialLetter.posted_on.is_not(None)
    for letter in db.session.scalars(select(OfficialLetter).where(carried).order_by(OfficialLetter.id)):
        letter.answered_on, letter.answer = said.on, said.response or said.status.value.capitalize()


def _faults(told: Told) -> dict[str, str]:
    found = {} if told.text.strip() else {"text": "Write what is recommended"}
    if told.owner_email.strip():
        try:
            email_addresses.parse(told.owner_email)
        except ValueError as error:
            found["owner_email"] = str(error)
    return found


def _to_change(actor: Actor, public_id: str) -> Recommendation:
    query = select(Recommendation).join(Case, Case.id == Recommendation.case_id)
    mine = query.where(*visible_to(actor), Recommendation.public_id == public_id)
    row = db.session.scalar(mine.with_for_update(of=Recommendation))
    if row is None:
        raise NotFound
    require(actor, Action.RECOMMENDATION_EDIT, CaseSubject(row.case_id, row.panel_id))
    return row
