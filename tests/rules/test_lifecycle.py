"""The steps of a case: every stage against every step, and every guard both ways.

`python -m tests.rules.test_lifecycle` writes docs/lifecycle.md.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdop.rules.facts import CaseFacts
from cdop.rules.lifecycle import (
    COMPLETED,
    ENTRY,
    TRANSITIONS,
    Step,
    allowed,
    blockers,
    diagram,
    missing,
    possible,
    transition,
)
from cdop.rules.vocabulary import CaseStatus, HoldKind, JointAgencyResponse, Modifiable, Sex

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
FOUND = CaseFacts(
    status=CaseStatus.ON_AGENDA,
    died_on=date(2026, 1, 4),
    notified_on=date(2026, 1, 5),
    reviewed_on=date(2026, 6, 30),
    category=10,
    modifiable=Modifiable.YES,
)
READY = replace(
    FOUND,
    status=CaseStatus.REVIEW_MEETING,
    review_meeting_on=date(2026, 3, 1),
    forms_asked=2,
    key_worker_name="Invented Key-Worker",
    nhs_number="9990000018",
    family_letter_on=date(2026, 1, 30),
    notified_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    born_on=date(2025, 12, 1),
    sex=Sex.FEMALE,
    ethnicity="A",
    gestation_weeks=39,
    birth_weight_g=3200,
    place_of_death="HOME",
    joint_agency_response=JointAgencyResponse.HELD,
)
STEPS_FROM = {
    "notified": "start gathering information, take out of review",
    "gathering information": "hold the review meeting, make ready for panel, take out of review",
    "review meeting": "make ready for panel, gather more information, take out of review",
    "ready for panel": "gather more information, put on an agenda, take out of review",
    "on an agenda": "take off the agenda, complete the review",
    "reviewed": "close, review again",
    "closed": "reopen",
    "not for review": "bring back into review",
}


def test_allowed_from_every_stage_gives_its_steps() -> None:
    assert {status: ", ".join(step.name for step in allowed(status)) for status in CaseStatus} == STEPS_FROM


@pytest.mark.parametrize("status", CaseStatus)
def test_blockers_from_every_stage_are_none_exactly_for_its_steps(status: CaseStatus) -> None:
    facts = replace(FOUND, status=status)

    free = ", ".join(step.name for step in TRANSITIONS if blockers(step, facts) == ())

    assert free == STEPS_FROM[status]


def test_blockers_from_another_stage_name_both_stages() -> None:
    facts = replace(FOUND, status=CaseStatus.CLOSED)

    assert blockers(transition("make ready for panel"), facts) == (
        "The case is at “closed”, and this step starts from “gathering information” or “review meeting”",
    )


@pytest.mark.parametrize(
    ("facts", "blocker"),
    [
        (replace(FOUND, reviewed_on=None), "The date of the panel's review is not recorded"),
        (replace(FOUND, category=None), "The category of death is not recorded"),
        (replace(FOUND, modifiable=None), "Whether there were modifiable factors is not recorded"),
    ],
)
def test_complete_the_review_without_a_finding_says_which(facts: CaseFacts, blocker: str) -> None:
    step = transition("complete the review")

    assert (blockers(step, FOUND), blockers(step, facts)) == ((), (blocker,))


@pytest.mark.parametrize(
    ("facts", "blocker"),
    [
        (replace(READY, forms_outstanding=1), "Reporting forms are still outstanding"),
        (
            replace(READY, holds=frozenset({HoldKind.CRIMINAL})),
            "A criminal investigation is open, and the panel waits until it ends",
        ),
        (
            replace(READY, named_unasked=1),
            "An agency that the notification names was not asked, and it is not said why",
        ),
        (
            replace(READY, supplements_unasked=1),
            "A supplementary form for what is suspected was not asked for, and it is not said why",
        ),
    ],
)
def test_make_ready_for_panel_waits_for_forms_and_for_a_trial(facts: CaseFacts, blocker: str) -> None:
    step = transition("make ready for panel")

    assert (blockers(step, READY), blockers(step, facts)) == ((), (blocker,))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(READY, review_meeting_on=None), "No child death review meeting is recorded"),
        (replace(READY, forms_asked=0), "No agency was asked for its reporting form"),
        (replace(READY, key_worker_name=None), "No key worker for the family is named"),
        (replace(READY, nhs_number=None), "The NHS number is not recorded"),
        (replace(READY, family_letter_on=None), "No letter to the family is recorded"),
        (replace(READY, holds=frozenset({HoldKind.INQUEST})), "An inquest is open"),
        (replace(READY, sex=None), "The sex is not recorded"),
        (replace(READY, ethnicity=None), "The ethnicity is not recorded"),
        (replace(READY, place_of_death=None), "The place of death is not recorded"),
        (
            replace(READY, birth_weight_g=None),
            "The birth weight is not recorded, and the child died before the first birthday",
        ),
        (
            replace(READY, gestation_weeks=None),
            "The weeks of gestation are not recorded, and the child died before the first birthday",
        ),
        (
            replace(READY, joint_agency_response=JointAgencyResponse.MET_NOT_HELD),
            "It is not recorded whether a joint agency response was held, or why not",
        ),
    ],
)
def test_make_ready_for_panel_says_what_is_missing_and_goes_on(facts: CaseFacts, said: str) -> None:
    step = transition("make ready for panel")

    assert (missing(step, READY), missing(step, facts), blockers(step, facts)) == ((), (said,), ())


def test_make_ready_for_panel_asks_of_a_register_only_what_it_can_tell() -> None:
    step = transition("make ready for panel")
    of_register = replace(READY, notified_at=None, forms_asked=0, named_unasked=1, supplements_unasked=1)

    assert blockers(step, of_register) == ()
    assert len(blockers(step, replace(of_register, forms_asked=1))) == 2


@pytest.mark.parametrize(
    "facts",
    [
        replace(READY, born_on=date(2024, 12, 1), gestation_weeks=None),
        replace(READY, gestation_weeks=None, gestation_not_known=True),
        replace(READY, birth_weight_g=None, birth_weight_not_known=True),
        replace(READY, joint_agency_response=JointAgencyResponse.MET_NOT_HELD, jar_not_held_reason="Twins"),
    ],
)
def test_make_ready_for_panel_asks_for_nothing_that_does_not_apply(facts: CaseFacts) -> None:
    assert missing(transition("make ready for panel"), facts) == ()


def test_possible_on_an_agenda_without_findings_gives_both_steps_and_all_blockers() -> None:
    facts = CaseFacts(status=CaseStatus.ON_AGENDA)

    assert possible(facts) == (
        Step(transition("take off the agenda"), ()),
        Step(
            transition("complete the review"),
            (
                "The date of the panel's review is not recorded",
                "The category of death is not recorded",
                "Whether there were modifiable factors is not recorded",
            ),
        ),
    )


def test_transition_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(LookupError, match="no step called 'finish'"):
        transition("finish")


def test_every_stage_is_reached_from_notified_and_can_still_end_closed() -> None:
    def reached(start: CaseStatus) -> set[CaseStatus]:
        seen, ahead = set(), [start]
        while ahead:
            status = ahead.pop()
            seen.add(status)
            ahead += [step.target for step in allowed(status) if step.target not in seen]
        return seen

    assert reached(CaseStatus.NOTIFIED) == set(CaseStatus)
    assert [status for status in CaseStatus if CaseStatus.CLOSED not in reached(status)] == []


def test_only_completing_the_review_leads_into_the_completed_stages_and_only_another_review_out() -> None:
    across = {
        step.name: step.target in COMPLETED
        for step in TRANSITIONS
        for source in step.sources
        if (source in COMPLETED) != (step.target in COMPLETED)
    }

    assert across == {"complete the review": True, "review again": False}
    assert set(ENTRY) == {CaseStatus.NOTIFIED, CaseStatus.REVIEWED}


def test_steps_that_go_back_or_out_ask_for_a_reason_and_no_others() -> None:
    order = list(CaseStatus)
    backwards = {
        step.name
        for step in TRANSITIONS
        if all(order.index(step.target) < order.index(source) for source in step.sources)
    }

    assert {step.name for step in TRANSITIONS if step.reason_required} == backwards | {"take out of review"}


def test_steps_have_names_and_labels_of_their_own() -> None:
    assert len({step.name for step in TRANSITIONS}) == len({step.label for step in TRANSITIONS}) == 12


def test_lifecycle_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == diagram(), "Run: python -m tests.rules.test_lifecycle"


if __name__ == "__main__":
    PAGE.write_text(diagram(), encoding="utf-8")
