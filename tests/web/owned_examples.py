"""Examples of the pages of recommendations and actions, and of the one on which their owners answer."""

from typing import Any

from tests.web.things import Example, Things


def action(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.action}


def _nobody(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


def _link(_things: Things) -> dict[str, Any]:
    return {"kind": "action", "token": "A" * 43}


OWNED_EXAMPLES = {
    "recommendations.index": Example(),
    "recommendations.show": Example(_nobody, opened=404),
    "recommendations.change": Example(_nobody, opened=404, sent=404),
    "recommendations.send": Example(_nobody, sent=404),
    "recommendations.verdict": Example(_nobody, opened=404, sent=404),
    "actions.index": Example(),
    "actions.change": Example(action, is_page_form=True),
    "actions.aim": Example(action, is_page_form=True),
    # Its owner has no address yet.
    "actions.send": Example(action, sent=409),
    "actions.verdict": Example(action, sent=422),
    # There is no such link.
    "owner_answers.answer": Example(_link, opened=410, sent=410),
}
