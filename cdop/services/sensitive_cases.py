"""A case is marked as sensitive: its forms open with an account, or with a code that is read out on the telephone."""

from datetime import datetime

from cdop.models import Case
from cdop.rules.actors import Actor
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import invitations, unit
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid
from cdop.services.unit import writes

LONGEST_REASON = 1000
WHY = "Say why the case is sensitive, or why no longer"


@writes(AuditVerb.CASE_MARKED_SENSITIVE)
def mark(actor: Actor, case_id: str, *, reason: str, now: datetime) -> None:
    """Mark a case (by its public id) as sensitive, from now on.

    Codes that were mailed are dead, and whoever has a form open opens it anew; nothing that was saved is lost. Marked
    again, it only gets the new reason. Raises NotFound, Forbidden, Invalid.
    """
    case = _case(actor, case_id, reason)
    if case.sensitive_at is None:
        case.sensitive_at = now
        invitations.close_all(case.id, now=now)
    case.sensitive_reason = tidy(reason, lines=True)


@writes(AuditVerb.CASE_NOT_SENSITIVE)
def unmark(actor: Actor, case_id: str, *, reason: str, now: datetime) -> None:
    """Take the mark off a case: codes are mailed again. Raises NotFound, Forbidden, Invalid."""
    case = _case(actor, case_id, reason)
    if case.sensitive_at is not None:
        invitations.close_all(case.id, now=now)
    case.sensitive_at = case.sensitive_reason = None


def _case(actor: Actor, case_id: str, reason: str) -> Case:
    case, why = case_to_change(actor, case_id, Action.CASE_MARK_SENSITIVE), tidy(reason, lines=True)
    if fault := text_fault(why, "The reason", LONGEST_REASON, lines=True) if why else WHY:
        raise Invalid({"reason": fault})
    unit.reason(why)
    return case
