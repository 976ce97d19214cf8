"""What a case lacks before the panel: in the order of what stops it, each with who can mend it."""

from dataclasses import replace

from cdop.rules.lifecycle import transition
from cdop.rules.readiness import REQUIREMENTS, Mender, lacks
from tests.rules.test_lifecycle import READY


def test_every_guard_of_the_step_has_somebody_who_can_mend_it() -> None:
    step = transition("make ready for panel")

    assert {each.guard for each in REQUIREMENTS} == {*step.needs, *step.wants}


def test_what_stops_a_case_comes_first_with_who_can_mend_it() -> None:
    facts = replace(READY, nhs_number=None, forms_outstanding=2, supplements_unasked=1)

    assert lacks(READY) == ()
    assert [(lack.stops, lack.requirement.rule, lack.requirement.mender) for lack in lacks(facts)] == [
        (True, 27, Mender.AGENCIES),
        (True, 22, Mender.COORDINATOR),
        (False, 1, Mender.COORDINATOR),
    ]
