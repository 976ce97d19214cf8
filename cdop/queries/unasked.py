"""Whom, and for which form, nobody was asked about a case without saying why: of several cases at once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, FormRequest, RequestedForm
from cdop.queries import routing
from cdop.rules.facts import CaseFacts
from cdop.rules.form_b import AskedFor, NewProposal, proposed, unasked


def unasked_of_each(cases: Sequence[Any], *, today: date) -> dict[int, tuple[NewProposal, ...]]:
    """Return whom and what nobody was asked for without saying why, of rows of one panel's cases, by their ids.

    Each has the columns `form_b.ROUTED`. Four statements.
    """
    ids = [row.id for row in cases]
    if not ids:
        return {}
    told, routes = routing.notified_of_each(ids), routing.routes_of(cases[0].panel_id, today=today)
    asked: dict[int, set[AskedFor]] = {case_id: set() for case_id in ids}
    for case_id, *row in db.session.execute(_ASKED.where(FormRequest.case_id.in_(ids))):
        asked[case_id].add(AskedFor(*row))
    found = {}
    for each in cases:
        facts = routing.facts_told(each, told[each.id])
        found[each.id] = unasked(facts, proposed(facts, routes), asked[each.id], each.proposals_declined or ())
    return found


def with_unasked(facts: CaseFacts, unasked: Collection[NewProposal]) -> CaseFacts:
    """Return a case's facts with how much of what nobody was asked for is an agency, and how much a form."""
    forms = sum(bool(each.form_key) for each in unasked)
    return replace(facts, named_unasked=len(unasked) - forms, supplements_unasked=forms)


_ASKED = (
    select(FormRequest.case_id, Agency.kind, Agency.name, RequestedForm.form_key)
    .join(FormRequest, FormRequest.agency_id == Agency.id)
    .join(RequestedForm, RequestedForm.request_id == FormRequest.id)
)
