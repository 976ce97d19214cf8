"""The words of a panel's page for everybody: what is saved is public at once, so it is looked at before."""

from datetime import datetime

from cdop.extensions import db
from cdop.models import PageWords
from cdop.queries import page_words as queries
from cdop.queries.names_on_record import names_on_record
from cdop.queries.page_words import WordsView
from cdop.rules.actors import Actor
from cdop.rules.bound_numbers import sentences
from cdop.rules.facts import PanelSubject
from cdop.rules.page_words import PARTS
from cdop.rules.public_words import doubts, told
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST = 3_000
LONGEST_REASON = 300


def part(actor: Actor, key: str) -> tuple[WordsView, ...]:
    """Return what a part of the panel's page says, and what it said before. Raises NotFound and Forbidden."""
    require(actor, Action.REPORT_WRITE, PanelSubject(actor.panel_id or 0))
    if key not in PARTS:
        raise NotFound
    return queries.versions(actor.panel_id or 0, key)


@writes(AuditVerb.PAGE_WORDS_WRITTEN)
def write(actor: Actor, key: str, text: str, *, because: str, number: int, now: datetime) -> None:
    """Save what a part says from now on; everybody reads it. An empty text is that which it starts with.

    `because` says why words that raise a doubt can stand, `number` is that of the version that the writer saw. Raises
    NotFound, Forbidden, Stale, and Invalid with every doubt.
    """
    before = part(actor, key)[0]
    if before.number != number:
        raise Stale
    text = text.replace("\r\n", "\n").strip()
    if text == PARTS[key].start:
        text = ""  # so that it stays what such pages start with
    if len(text) > LONGEST:
        raise Invalid({"text": f"Write {LONGEST:,} characters or fewer"})
    known, started = names_on_record(actor.panel_id or 0, text), sentences(PARTS[key].start)
    found = [each for each in doubts(text, known) if each.sentence not in started]
    if found and not because.strip():
        raise Invalid({"because": told(found)})
    row = PageWords(panel_id=actor.panel_id, part=key, number=number + 1, text=text)
    row.stands_because = because.strip()[:LONGEST_REASON] if found else None
    row.written_at, row.written_by = now, actor.name
    db.session.add(row)
    db.session.flush()
