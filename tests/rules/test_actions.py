"""An action that is over has its evidence and its day; one that is not over has no day."""

from datetime import date

import pytest

from cdop.rules.actions import CLOSED, faults
from cdop.rules.vocabulary import ActionStatus

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("status", ActionStatus)
def test_faults_of_each_status_with_and_without_its_day(status: ActionStatus) -> None:
    is_closed = status in CLOSED
    assert (faults(status, "Audited", TODAY, today=TODAY) == {}) is is_closed
    assert (faults(status, "", None, today=TODAY) == {}) is not is_closed


def test_faults_of_a_closed_action_are_all_said_at_once() -> None:
    assert set(faults(ActionStatus.DONE, "  ", None, today=TODAY)) == {"evidence", "closed_on"}
