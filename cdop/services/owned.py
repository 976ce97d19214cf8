"""What is shared by recommendations and actions: written out, sent to an owner who answers by a link, judged.

All of it within the open unit of the verb that asks for it.
"""

import secrets
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Recommendation
from cdop.queries.identifiers import known_of
from cdop.rules import email_addresses
from cdop.rules import owned as rules
from cdop.rules.anonymity import hits
from cdop.rules.dates import LONDON
from cdop.rules.digests import secret_digest
from cdop.rules.owned import Told
from cdop.rules.vocabulary import Verdict
from cdop.services import outbox
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.owner_links import Owned, kind_of, link_secret

OVER = "This {} was answered: it can no longer be changed"
NONCE_BYTES = 16
Row = TypeVar("Row", Recommendation, ActionItem)


def write_out(row: Owned, told: Told, faults: dict[str, str]) -> None:
    """Keep what is told but the owner and the day, which only one of the two must have. Raises Invalid."""
    found = faults | ({} if told.text.strip() else {"text": "Write what is asked for"})
    if told.owner_email.strip():
        try:
            email_addresses.parse(told.owner_email)
        except ValueError as error:
            found["owner_email"] = str(error)
    if found:
        raise Invalid(found)
    row.text, row.level, row.strength = told.text.strip(), told.level, told.strength
    row.owner_email = told.owner_email.strip() or None
    row.expected_change, row.indicator = told.expected_change.strip() or None, told.indicator.strip() or None


def refuse_where_over(row: Owned) -> None:
    """Raise Blocked where nothing more is expected of the owner."""
    if row.status in rules.CLOSED[kind_of(row)]:
        raise Blocked([OVER.format(kind_of(row))])


def send(row: Owned, *, now: datetime) -> None:
    """Send it to its owner, who answers by a link. Sent again, the link before opens nothing any more.

    Raises Blocked with what is missing and the words in it that identify.
    """
    refuse_where_over(row)
    told = "\n".join(part for part in (row.text, row.expected_change) if part)
    readable = [hit.words for hit in hits(told, known_of(row.case_id)) if hit.is_sure]
    if reasons := rules.missing_to_send(row.owner, row.owner_email, row.due_on, readable):
        raise Blocked(reasons)
    kind = kind_of(row)
    row.nonce, row.sent_at = secrets.token_urlsafe(NONCE_BYTES), now
    row.token_digest = secret_digest(link_secret(row))
    outbox.queue(
        row.panel_id,
        key=f"{kind}_sent:{row.id}:{row.nonce}",
        template=f"{kind}_sent",
        to=row.owner_email or "",
        context={kind.value: row.public_id, "reference": rules.reference(kind, row.public_id)},
        case_id=row.case_id,
        now=now,
    )


def of_link(model: type[Row], token: str, *, now: datetime) -> Row:
    """Return what the holder of a link is asked, locked. Raises NotFound where the link opens nothing (any more)."""
    row = db.session.scalar(select(model).where(model.token_digest == secret_digest(token)).with_for_update())
    if row is None or rules.is_link_over(row.sent_at, row.due_on, now):
        raise NotFound
    return row


def keep_answer(row: Owned, response: str, name: str, *, now: datetime) -> None:
    """Keep the words of an answer, who gave it and when."""
    row.response, row.responded_at, row.responded_by = response.strip() or None, now, name.strip()


def tell_of_answer(row: Owned, *, now: datetime) -> None:
    """Tell the coordinators that an owner answered by their link: which, and where it is read."""
    kind = kind_of(row)
    outbox.tell_coordinators(
        row.panel_id,
        key=f"owner_answered:{kind}:{row.id}:{row.version}",
        template="owner_answered",
        context={kind.value: row.public_id, "reference": rules.reference(kind, row.public_id)},
        case_id=row.case_id,
        now=now,
    )


def pass_verdict(row: Owned, verdict: Verdict, verdict_on: date, note: str, *, now: datetime) -> None:
    """Write down the verdict. Raises Invalid."""
    if verdict_on > now.astimezone(LONDON).date():
        raise Invalid({"verdict_on": "This day has not come yet"})
    row.verdict, row.verdict_on, row.verdict_note = verdict, verdict_on, note.strip() or None
