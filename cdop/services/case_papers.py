"""A case on paper, for those who may know the child's name."""

from datetime import datetime

from cdop.documents import case_summary
from cdop.queries.case_page import shown
from cdop.rules.actors import Actor
from cdop.services.cases import print_case


def summary(actor: Actor, public_id: str, *, panel_name: str, now: datetime) -> bytes:
    """Return a summary of the case as a PDF, once the printing is on record. Raises NotFound."""
    page = print_case(actor, public_id, now=now)
    return case_summary.write(case_summary.of_case(page, shown(page, now=now), panel_name=panel_name, printed_at=now))
