"""People are told of deaths of a theme that are near each other, once of each two, and say what they think of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, NearDeaths, Panel
from cdop.queries import near_deaths as queries
from cdop.queries.alerts import whom_to_tell
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.near_deaths import Pair
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import outbox, submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST = 2000


def tell(panel_id: int, keys: Iterable[str], *, now: datetime) -> int:
    """Tell, in the open unit, of new pairs of deaths near each other in these themes; return how many.

    Whoever is told gets one message with the reference of the last of them, however many there are.
    """
    today = now.astimezone(LONDON).date()
    if not queries.untold(panel_id, keys, today):
        return 0
    # Two at once would both find the same: the second waits, and finds it told.
    db.session.execute(select(Panel.id).where(Panel.id == panel_id).with_for_update())
    new = queries.untold(panel_id, keys, today)
    for each in new:
        first, second = each.case_ids
        db.session.add(NearDeaths(panel_id=panel_id, first_case_id=first, second_case_id=second, found_at=now))
    for email, theirs in _whose(panel_id, new, now).items():
        last = theirs[0]
        outbox.queue(
            panel_id,
            key=f"near_deaths:{last.later.public_id}:{last.earlier.public_id}:{email}",
            template="near_deaths",
            to=email,
            context={"reference": last.later.reference, "more": len(theirs) - 1},
            now=now,
        )
    return len(new)


@writes(AuditVerb.NEAR_DEATHS_FOUND)
def look(actor: Actor, panel_id: int, keys: Iterable[str], *, now: datetime) -> int:
    """Tell of what is near each other now, once the cases of a panel were compared; return how many pairs are new."""
    return tell(panel_id, keys, now=now)


@writes(AuditVerb.NEAR_DEATHS_LOOKED_AT)
def record_thought(
    actor: Actor, public_ids: Collection[str], thought: str, *, submission_id: str | None, now: datetime
) -> None:
    """Keep that the actor looked at these pairs side by side, and what was thought.

    Raises NotFound, Forbidden, Stale where somebody looked at one meanwhile, and Invalid without a pair or a thought.
    """

    def act() -> str:
        words = tidy(thought, lines=True)
        fault = text_fault(words, "What was thought", LONGEST, lines=True) if words else "Say what was thought"
        faults = {"pairs": None if public_ids else "Choose at least one pair", "thought": fault}
        if found := {field: each for field, each in faults.items() if each}:
            raise Invalid(found)
        for row in _to_look_at(actor, public_ids):
            row.looked_at, row.looked_by_name, row.thought = now, actor.name, words
        return ""

    submissions.once(actor, submission_id, act, now=now, said=(sorted(public_ids), thought))


def _whose(panel_id: int, new: Collection[Pair], now: datetime) -> dict[str, list[Pair]]:
    """Of each person who is told, the pairs in whose cases they take part."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for each in new:
        for email in whom_to_tell(panel_id, each.case_ids, is_suicide_lead_told=False, now=now):
            found[email].append(each)
    return found


def _to_look_at(actor: Actor, public_ids: Collection[str]) -> list[NearDeaths]:
    mine = (NearDeaths.panel_id == actor.panel_id, NearDeaths.public_id.in_(public_ids))
    rows = list(db.session.scalars(select(NearDeaths).where(*mine).with_for_update()))
    cases = {case_id for row in rows for case_id in (row.first_case_id, row.second_case_id)}
    seen = set(db.session.scalars(select(Case.id).where(*visible_to(actor), Case.id.in_(cases))))
    if len(rows) != len(set(public_ids)) or seen != cases:
        raise NotFound
    for case_id in sorted(cases):
        require(actor, Action.THEME_DECIDE, CaseSubject(case_id, actor.panel_id or 0))
    if any(row.looked_at for row in rows):
        raise Stale
    return rows
