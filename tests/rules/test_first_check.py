"""What is proposed at the first check, and what is particular about a death, from what was told of it."""

from datetime import date
from typing import Any

import pytest

from cdop.rules import decisions, proposals, situations
from cdop.rules.decisions import QUESTIONS, Decision
from cdop.rules.triage_facts import TriageFacts
from cdop.rules.triage_words import DecisionTopic

DIED = date(2026, 5, 1)
T = DecisionTopic


def proposed(topic: DecisionTopic, **told: Any) -> str:
    (question,) = (each for each in QUESTIONS if each.topic is topic)
    return question.propose(TriageFacts(died_on=DIED, **told)).answer


@pytest.mark.parametrize(
    ("topic", "told", "answer"),
    [
        (T.EXPECTEDNESS, {}, "unexpected"),
        (T.EXPECTEDNESS, {"expectedness": "expected"}, "expected"),
        (T.EXPECTEDNESS, {"suspected_types": frozenset({"life-limiting"})}, "expected"),
        (T.EXPECTEDNESS, {"suspected_types": frozenset({"life-limiting", "drowning"})}, "unexpected"),
        (T.CORONER, {"coroner_referred": "yes", "coroner_accepted": "yes"}, "taken"),
        (T.CORONER, {"coroner_referred": "yes"}, "referred"),
        (T.POST_MORTEM, {"post_mortem_type": "imaging only"}, "imaging only"),
        (T.CERTIFICATE, {}, "not known"),
        (T.LOOKED_AFTER, {"place_of_death": "FOSTER"}, "yes"),
        (T.LOOKED_AFTER, {"known_to_social_care": "no"}, "no"),
        (T.CHILDREN_AT_RISK, {"children": 2, "children_checked": ("yes", "no")}, "yes"),
        (T.CHILDREN_AT_RISK, {"children": 1, "children_checked": ("yes",)}, "no"),
        (T.CHILDREN_AT_RISK, {"children": 1, "children_checked": (None,)}, "not known"),
        (T.POLICE, {"suspected_types": frozenset({"vehicle collision"})}, "yes"),
        (T.POLICE, {"other_reviews_begun": "no"}, "no"),
        (T.SAFEGUARDING_REVIEW, {"other_reviews": frozenset({"safeguarding"})}, "yes"),
        (T.PERINATAL_REVIEW, {"born_on": date(2026, 4, 3), "gestation_weeks": 22}, "yes"),
        (T.PERINATAL_REVIEW, {"born_on": date(2026, 4, 3), "gestation_weeks": 21}, "no"),
        (T.PERINATAL_REVIEW, {"born_on": date(2026, 4, 2)}, "no"),
        (T.PERINATAL_REVIEW, {"born_on": date(2026, 2, 2), "place_of_death": "HOSP-NNU"}, "yes"),
        (T.MATERNITY_INVESTIGATION, {"born_on": date(2026, 4, 25), "gestation_weeks": 37}, "yes"),
        (T.MATERNITY_INVESTIGATION, {"born_on": date(2026, 4, 24), "gestation_weeks": 37}, "no"),
        (T.MATERNITY_INVESTIGATION, {"born_on": date(2026, 4, 25), "gestation_weeks": 36}, "no"),
        (T.LEARNING_DISABILITY, {"born_on": date(2022, 5, 1), "autism": "yes"}, "yes"),
        (T.LEARNING_DISABILITY, {"born_on": date(2022, 5, 2), "autism": "yes"}, "no"),
        (T.CUSTODY, {"place_of_death": "CUSTODY"}, "yes"),
        (T.NATIONAL_ALERT, {"alert_wanted": "yes"}, "yes"),
    ],
)
def test_answer_is_proposed_from_what_was_told(topic: DecisionTopic, told: dict[str, Any], answer: str) -> None:
    assert proposed(topic, **told) == answer


def test_every_proposal_is_one_of_the_answers_and_has_a_reason() -> None:
    for question in QUESTIONS:
        found = question.propose(TriageFacts())
        assert found.answer in dict(question.choices), question.topic
        assert found.reason, question.topic


@pytest.mark.parametrize(
    ("told", "criteria", "response"),
    [
        ({"suspected_types": frozenset({"drowning"})}, ["external causes"], "not known"),
        (
            {"suspected_types": frozenset({"sudden unexpected death"}), "jar_started": "no"},
            ["sudden"],
            "met but not held",
        ),
        ({"suspected_stillbirth_at_home": "yes"}, ["unattended stillbirth"], "not known"),
        ({"place_of_death": "MH-INPATIENT"}, ["custody or detained"], "not known"),
        ({"jar_criteria": ("may not be natural",), "jar_started": "yes"}, ["may not be natural"], "held"),
        ({"jar_criteria_met": "no"}, [], "not met"),
        ({}, [], "not known"),
    ],
)
def test_joint_agency_response_is_proposed_by_its_criteria(
    told: dict[str, Any], criteria: list[str], response: str
) -> None:
    facts = TriageFacts(died_on=DIED, **told)
    assert (list(proposals.jar_criteria(facts)), proposals.joint_agency(facts).answer) == (criteria, response)


@pytest.mark.parametrize(
    ("told", "title", "is_for_review"),
    [
        ({"born_on": date(2008, 5, 1)}, "18 or over", False),
        ({"born_on": date(2008, 5, 2), "place_of_death": "HOSP-ADULT"}, "16 or 17, on an adult ward", True),
        ({"suspected_stillbirth_at_home": "yes"}, "A possible stillbirth with no health professional present", True),
        ({"gestation_weeks": 21}, "Born before 22 weeks", True),
        ({"place_of_death": "ABROAD"}, "Died abroad", True),
        ({"area_of_postcode": "E06000051", "panel_areas": frozenset({"E06000049"})}, "Lived in another area", True),
        ({}, "Age not known", True),
    ],
)
def test_situation_is_shown_and_only_a_rule_of_law_takes_a_death_out_of_review(
    told: dict[str, Any], title: str, is_for_review: bool
) -> None:
    facts = TriageFacts(died_on=DIED, **told)
    assert title in [each.title for each in situations.situations(facts)]
    assert (situations.proposed_reason(facts) is None) is is_for_review


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(T.CHILDREN_AT_RISK, "yes"), "Not entered yet: day of the safeguarding referral"),
        (Decision(T.CHILDREN_AT_RISK, "yes", "", DIED), "day on which children’s social care acknowledged it"),
        (Decision(T.PASSED_ON, "not yet"), "Not passed on yet"),
        (Decision(T.PASSED_ON, "passed on", "Invented panel", DIED), "Invented panel has not acknowledged"),
        (Decision(T.PASSED_TO_US, "passed on to us", "Invented panel", DIED), "Tell Invented panel"),
    ],
)
def test_what_a_decision_set_in_motion_stays_open_until_it_is_done(decision: Decision, words: str) -> None:
    assert words in decisions.still_open(decision)


@pytest.mark.parametrize(
    "decision",
    [
        Decision(T.CHILDREN_AT_RISK, "no"),
        Decision(T.CHILDREN_AT_RISK, "yes", "", DIED, DIED),
        Decision(T.LOOKED_AFTER, "yes", "", DIED),
        Decision(T.PASSED_ON, "passed on", "Invented panel", DIED, DIED),
        Decision(T.PASSED_ON, decisions.NO_LONGER),
        Decision(T.SCOPE, "for review"),
    ],
)
def test_decision_with_nothing_left_to_do_is_not_open(decision: Decision) -> None:
    assert not decisions.is_open(decision)
