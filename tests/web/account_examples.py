"""Examples of the pages of accounts, passwords and the second step of signing in, for the sweep."""

from typing import Any

from tests.web.things import Example, Things


def _person(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


ACCOUNT_EXAMPLES = {
    "passwords.forgotten": Example(sent=422),
    "passwords.choose": Example(lambda _things: {"token": "A" * 43}, opened=410, sent=410),
    "people.index": Example(sent=422),
    "people.expect_second_step": Example(),
    "people.show": Example(_person, opened=404),
    "people.roles": Example(_person, sent=404),
    "people.rename": Example(_person, sent=404),
    "people.join": Example(_person, sent=404),
    "people.part": Example(lambda things: _person(things) | {"agency_id": "A" * 22}, sent=404),
    "people.close": Example(_person, sent=404),
    "people.link": Example(_person, sent=404),
    "people.second_step": Example(_person, sent=404),
    "second_steps.index": Example(sent=422),
    "second_steps.begin": Example(),
    "second_steps.end": Example(sent=422),
}
