"""Coordinators are reminded once a month of a list of deaths that has not come."""

from datetime import datetime

from cdop.queries import death_lists
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import AuditVerb
from cdop.services import outbox
from cdop.services.unit import writes


@writes(AuditVerb.REMINDERS_SENT)
def remind(actor: Actor, *, now: datetime) -> int:
    """Tell the coordinators of each monthly list that has not come; return how many there are."""
    today = now.astimezone(LONDON).date()
    late, context = death_lists.due(today=today), {"reference": f"LIST-{today:%Y-%m}"}
    for panel_id, sender in late:
        key = f"list_not_come:{panel_id}:{sender or 'registrar'}:{today:%Y-%m}"
        outbox.tell_coordinators(panel_id, key=key, template="list_not_come", context=context, now=now)
    return len(late)
