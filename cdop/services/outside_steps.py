"""What others did by a day, written down on the case so that its deadlines are counted."""

from collections.abc import Mapping
from datetime import date, datetime

from cdop.rules import outside_steps as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid, Stale
from cdop.services.unit import writes


@writes(AuditVerb.OUTSIDE_STEPS_RECORDED)
def record(actor: Actor, case_id: str, told: Mapping[str, date | None], *, version: int, now: datetime) -> None:
    """Record the days of these steps; one that is left out of `told` stays, one that is None is taken away.

    `case_id` is the case's public id, `told` has names of `rules.outside_steps.LABELS`. Raises Stale and Invalid.
    """
    case = case_to_change(actor, case_id, Action.REVIEW_MEETING_RECORD)
    if case.version != version:
        raise Stale
    every = {name: told.get(name, getattr(case, name)) for name in rules.LABELS}
    if faults := rules.faults(every, died_on=case.died_on, today=now.astimezone(LONDON).date()):
        raise Invalid(faults)
    case.abuse_known_on = every["abuse_known_on"]
    case.serious_incident_notified_on = every["serious_incident_notified_on"]
    case.rapid_review_on = every["rapid_review_on"]
    case.rapid_response_discussed_on = every["rapid_response_discussed_on"]
    case.rapid_response_concluded_on = every["rapid_response_concluded_on"]
