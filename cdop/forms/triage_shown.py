"""What the first check shows before anything is typed: what stands or, where nothing does, what is proposed and why."""

from collections.abc import Mapping
from typing import Any

from cdop.forms.triage import MOMENTS
from cdop.rules import decisions, local_authorities, proposals
from cdop.rules.dates import LONDON
from cdop.rules.decisions import QUESTIONS, Decision
from cdop.rules.proposals import Proposal
from cdop.rules.triage import JAR_CRITERIA
from cdop.rules.triage_facts import TriageFacts
from cdop.rules.triage_words import DecisionTopic, ResidencyStatus
from cdop.rules.vocabulary import JointAgencyResponse

_OF_CASE = (
    "residency",
    "area_code",
    "joint_agency_response",
    "forwarded_on",
    "jar_lead",
    "jar_not_held_reason",
    "key_worker_name",
    "key_worker_role",
    "key_worker_contact",
)


def proposed(facts: TriageFacts) -> dict[str, Any]:
    """Return the answers that are proposed, by the names of their fields."""
    values: dict[str, Any] = {question.name: question.propose(facts).answer for question in QUESTIONS}
    values |= {"jar_criteria": list(proposals.jar_criteria(facts))}
    values |= {"joint_agency_response": proposals.joint_agency(facts).answer}
    if lived := proposals.residency(facts):
        values |= {"residency": lived.answer, "area_code": facts.area_of_postcode}
    return values


def reasons(facts: TriageFacts) -> dict[str, str]:
    """Return what is proposed and why in words, by the names of the fields."""
    words = {question.name: _proposal(question.topic, question.propose(facts)) for question in QUESTIONS}
    if criteria := proposals.jar_criteria(facts):
        named = "; ".join(f"{JAR_CRITERIA.get(key, key)} ({why})" for key, why in criteria.items())
        words["jar_criteria"] = f"Proposed: {named}"
    response = proposals.joint_agency(facts)
    words["joint_agency_response"] = f"Proposed: {_RESPONSES[response.answer]}, because {response.reason}"
    if (lived := proposals.residency(facts)) and facts.area_of_postcode:
        area = local_authorities.authority(facts.area_of_postcode).name
        words["residency"] = f"Proposed: {_LIVED[lived.answer]}, because {lived.reason} ({area})"
    return words


def shown(case: Mapping[str, Any], standing: Mapping[DecisionTopic, Decision]) -> dict[str, Any]:
    """Return the first check of a case as its form shows it: a moment is a day and a time in England.

    `standing` are its decisions by topic. Questions that were never asked of it are left out.
    """
    values = {name: case[name] for name in (*_OF_CASE, "version")} | {"jar_criteria": list(case["jar_criteria"] or ())}
    for name in MOMENTS:
        local = case[name].astimezone(LONDON) if case[name] else None
        values[name] = local.date() if local else None
        values[f"{name}_time"] = local.time().replace(tzinfo=None) if local else None
    for question in QUESTIONS:
        if found := standing.get(question.topic):
            values |= _of_question(question.name, found)
    if case["expectedness"]:
        values["expectedness"] = case["expectedness"]
    return values | _of_panels(standing)


def since(standing: Mapping[DecisionTopic, str]) -> dict[str, str]:
    """Return in words since when and by whom each answer stands, by the names of the fields."""
    return {question.name: standing[question.topic] for question in QUESTIONS if question.topic in standing}


def _of_question(name: str, found: Decision) -> dict[str, Any]:
    days = {f"{name}_on": found.done_on, f"{name}_acknowledged_on": found.acknowledged_on}
    return {name: found.answer, f"{name}_note": found.detail} | days


def _of_panels(standing: Mapping[DecisionTopic, Decision]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if lived := standing.get(DecisionTopic.RESIDENCY):
        values |= {"residency": lived.answer, "lead_agreed": lived.detail}
    if passed := standing.get(DecisionTopic.PASSED_ON):
        values |= {"forwarded_to": passed.detail, "forwarded_acknowledged_on": passed.acknowledged_on}
    came = standing.get(DecisionTopic.PASSED_TO_US)
    if came and came.answer != decisions.NO_LONGER:
        days = {"came_on": came.done_on, "came_acknowledged_on": came.acknowledged_on}
        values |= {"came_from": came.detail} | days
    return values


def _proposal(topic: DecisionTopic, found: Proposal) -> str:
    if found.answer == proposals.NOT_KNOWN:
        return found.reason[:1].upper() + found.reason[1:]
    answer = decisions.answer_words(Decision(topic, found.answer)).lower()
    return f"Proposed: {answer}, because {found.reason}"


_RESPONSES: dict[str, str] = {
    JointAgencyResponse.HELD: "yes",
    JointAgencyResponse.MET_NOT_HELD: "no, although a criterion is met",
    JointAgencyResponse.NOT_MET: "no",
    JointAgencyResponse.NOT_KNOWN: "not known yet",
}
_LIVED: dict[str, str] = {ResidencyStatus.RESIDENT: "in the panel’s area", ResidencyStatus.ELSEWHERE: "elsewhere"}
