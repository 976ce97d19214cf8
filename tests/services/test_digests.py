"""The weekly digest: who chose it has one message on Monday, and everything else at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cdop.rules.actors import Actor
from cdop.rules.messages import digest_ends
from cdop.rules.vocabulary import Role
from cdop.services import digests, people
from cdop.services.errors import Invalid
from tests.agencies import ask
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.messages import queue, statuses, stored
from tests.personas import Cast, address

pytestmark = ON_BOTH

WAITS = "list_not_come"
# The tests happen on a Friday.
MONDAY = timedelta(days=3)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    """A coordinator who has lists of deaths once a week."""
    coordinator = cast.person("coordinator")
    digests.choose(coordinator, [WAITS], now=cast.now)
    return coordinator


def told(cast: Cast, *keys: str, **options: object) -> None:
    queue(cast.command_line, *keys, to=address("coordinator"), now=cast.now, **{"template": WAITS, **options})


def of_digest() -> Mapping[str, object]:
    return next(stored(key).context for key in statuses() if key.startswith("digest:"))


def test_what_was_chosen_waits_for_monday_and_goes_as_one_message(cast: Cast, coordinator: Actor) -> None:
    told(cast, "one", "two")
    queue(cast.command_line, "to another", template=WAITS, to="other@example.com", now=cast.now)
    assert statuses() == {"one": "for the digest", "two": "for the digest", "to another": "due"}
    assert digests.send(now=cast.now) == 0
    monday = cast.now + MONDAY
    assert (digests.send(now=monday), digests.send(now=monday)) == (1, 0)
    assert list(statuses().values()) == ["in a digest", "in a digest", "due", "due"]
    assert of_digest()["messages"] == [stored("one").public_id, stored("two").public_id]


def test_digest_missed_on_monday_is_made_up_for_and_what_came_since_waits(cast: Cast, coordinator: Actor) -> None:
    told(cast, "one")
    tuesday = cast.now + MONDAY + timedelta(days=1)
    queue(cast.command_line, "two", template=WAITS, to=address("coordinator"), now=tuesday)
    assert digests.send(now=tuesday) == 1
    assert (stored("one").status.value, stored("two").status.value) == ("in a digest", "for the digest")


def test_statutory_messages_come_at_once_and_cannot_be_chosen(cast: Cast, coordinator: Actor) -> None:
    told(cast, "one", template="notification_received")
    assert statuses() == {"one": "due"}
    for name in ("notification_received", "same_day_alert", "form_b_escalation", "digest", "no_such_message"):
        with pytest.raises(Invalid):
            digests.choose(coordinator, [name], now=cast.now)


def test_choice_taken_back_sends_what_waited(cast: Cast, coordinator: Actor) -> None:
    told(cast, "one")
    later = cast.now + timedelta(hours=1)
    digests.choose(coordinator, [], now=later)
    assert (stored("one").status.value, stored("one").due_at) == ("due", later)
    told(cast, "two")
    assert statuses() == {"one": "due", "two": "due"}


def test_what_is_no_longer_wanted_and_what_nobody_reads_is_left_out(cast: Cast, coordinator: Actor) -> None:
    leading = replace(coordinator, roles=coordinator.roles | {Role.AGENCY_LEAD})
    digests.choose(leading, [WAITS, "form_b_to_release"], now=cast.now)
    ask(coordinator, add_case(coordinator, now=cast.now), now=cast.now)
    context = stored(next(key for key in statuses() if key.startswith("form_b_request"))).context
    told(cast, "released meanwhile", template="form_b_to_release", context=context)
    assert digests.send(now=cast.now + MONDAY) == 0
    assert stored("released meanwhile").status.value == "withdrawn"
    told(cast, "one")
    people.disable_user(cast.command_line, email=address("coordinator"), panel_id=cast.panel_id, now=cast.now)
    assert digests.send(now=cast.now + MONDAY) == 0
    assert stored("one").status.value == "withdrawn"


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ((2026, 11, 23, 6, 59), (2026, 11, 16, 7)),
        ((2026, 11, 23, 7), (2026, 11, 23, 7)),
        ((2026, 11, 29, 12), (2026, 11, 23, 7)),
        # The Monday after the clock went forward: seven in London is six in UTC.
        ((2026, 3, 30, 6), (2026, 3, 30, 6)),
        ((2026, 3, 30, 5, 59), (2026, 3, 23, 7)),
    ],
)
def test_digest_ends_on_monday_at_seven_in_london(now: tuple[int, ...], ends: tuple[int, ...]) -> None:
    assert digest_ends(datetime(*now, tzinfo=UTC)) == datetime(*ends, tzinfo=UTC)  # type: ignore[misc, arg-type]
