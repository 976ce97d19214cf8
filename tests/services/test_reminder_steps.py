"""The steps of a reminder: a panel sets them from a day on, and whoever was asked before is reminded as before."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.rules import reminder_steps as rules
from cdop.rules.dates import LONDON
from cdop.rules.reminders import rule_named
from cdop.services import reminder_steps, reminders
from cdop.services.errors import Forbidden, Invalid, NotFound
from tests.agencies import ask
from tests.factories import add_case
from tests.personas import Cast

KEY = "form_b_return"


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


def reminded(first: date, days: int) -> dict[str, list[date]]:
    """Plan and send on each day; of each agency, on which days it was reminded."""
    found: dict[str, list[date]] = {}
    for day in (first + timedelta(days=number) for number in range(days)):
        reminders.plan(now=at(day, 6))
        db.session.rollback()
        before = set(db.session.scalars(select(OutboundMessage.id)))
        db.session.rollback()
        reminders.send_due(now=at(day))
        db.session.rollback()
        for message in db.session.scalars(select(OutboundMessage)):
            if message.id not in before and message.template == "form_b_reminder":
                found.setdefault(message.to_address, []).append(day)
    db.session.rollback()
    return found


def test_own_steps_count_for_what_is_asked_for_from_their_day_on(cast: Cast) -> None:
    coordinator, monday = cast.person("coordinator"), date(2026, 11, 23)
    case = add_case(coordinator, now=cast.now)
    ask(coordinator, case, now=cast.now, name="Before", email="before@example.com")
    reminder_steps.set_steps(coordinator, cast.panel_id, KEY, "-3, 0", from_on=monday, now=cast.now)
    ask(coordinator, case, now=at(monday), name="After", email="after@example.com")
    # Both have three weeks: until 11 and until 14 December.
    assert reminded(date(2026, 11, 25), 20) == {
        "before@example.com": [date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11)],
        "after@example.com": [date(2026, 12, 9), date(2026, 12, 14)],
    }


@pytest.mark.parametrize("typed", ["", "soon", "1.5", "-400", ",".join(map(str, range(9)))])
def test_steps_that_cannot_be_are_told_beside_their_field(cast: Cast, typed: str) -> None:
    with pytest.raises(Invalid) as invalid:
        reminder_steps.set_steps(
            cast.person("coordinator"), cast.panel_id, KEY, typed, from_on=date(2026, 11, 1), now=cast.now
        )
    assert list(invalid.value.faults) == ["steps", "from_on"]


def test_steps_are_set_by_who_sets_deadlines_for_rules_that_there_are(cast: Cast) -> None:
    told = {"from_on": cast.now.date(), "now": cast.now}
    with pytest.raises(NotFound):
        reminder_steps.set_steps(cast.person("coordinator"), cast.panel_id, "no_rule", "0", **told)
    with pytest.raises(Forbidden):
        reminder_steps.set_steps(cast.person("chair"), cast.panel_id, KEY, "0", **told)


def test_steps_are_read_with_any_minus_and_said_in_words() -> None:
    steps = rules.parse("5, −10,0 , 0, –1")
    assert (steps, rules.typed(steps)) == ((-10, -1, 0, 5), "-10, -1, 0, 5")
    assert rules.in_words(rule_named(KEY), steps) == (
        "10 working days before, 1 working day before, on the day, 5 working days after"
    )
    assert rules.in_words(rule_named("jar_planning"), (-6, 0)) == "6 hours before, at the hour"
