"""Examples of the pages on which a case is entered in the national database."""

from typing import Any

from tests.web.things import Example, Things


def national(things: Things) -> dict[str, Any]:
    return {"public_id": things.case.public_id, "name": "notification"}


NATIONAL_EXAMPLES = {
    "national_submissions.index": Example(national),
    "national_submissions.entered": Example(national, sent=422),
    "national_submissions.answered": Example(national, sent=422),
    "national_submissions.schema": Example(national),
    # No notification of the case is held.
    "national_submissions.record": Example(national, opened=409),
}
