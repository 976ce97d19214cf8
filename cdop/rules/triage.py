"""The first check of a notification: whose review it is, whether it is one, and the joint agency response.

Sources: Children Act 2004 s16M (residency); Child Death Review Statutory and Operational Guidance (England) 2018,
chapters 1 to 3 (which deaths are reviewed, criteria of the joint agency response).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from cdop.rules import decisions
from cdop.rules.dates import LONDON
from cdop.rules.decisions import NOT_YET, Decision
from cdop.rules.triage_words import DecisionTopic, ResidencyStatus
from cdop.rules.vocabulary import JointAgencyResponse, Residency

JAR_CRITERIA = {
    "external causes": "The death is, or could be, due to external causes",
    "sudden": "It was sudden and no cause was apparent",
    "custody or detained": "The child was in custody or detained under the Mental Health Act",
    "may not be natural": "What is known so far suggests that the death may not have been natural",
    "unattended stillbirth": "A stillbirth with no health professional present",
}
"""The criteria of a joint agency response, by key; any one is enough."""


class NotForReview(StrEnum):
    """Why a death that was notified is not reviewed."""

    STILLBIRTH = "stillbirth"
    TERMINATION = "termination"
    ADULT = "18 or over"
    IN_ERROR = "notified in error"


NOT_FOR_REVIEW = {
    NotForReview.STILLBIRTH: "Stillbirth or late fetal loss, and a health professional was present",
    NotForReview.TERMINATION: "Termination of pregnancy within the law, even if a live birth followed",
    NotForReview.ADULT: "The young person had reached their 18th birthday",
    NotForReview.IN_ERROR: "Nobody died, or the notification was a test",
}
"""The rule behind each reason, as it is shown."""


def not_for_review(why: NotForReview, note: str) -> str:
    """Return in words by which rule a death is not reviewed, with what was noted."""
    return f"{NOT_FOR_REVIEW[why]}. {note.strip()}".strip()


@dataclass(frozen=True, slots=True)
class FirstCheck:
    """What the coordinator found. Instants are aware; `jar_triggered_at` is when the response began.

    `lived` says more closely where a child lived who is not this panel's to review. `forwarded_to` names the panel of
    such a child, `came_from` one that passed the case on to us. `decisions` are the answers to the questions.
    """

    residency: Residency
    area_code: str
    forwarded_on: date | None = None
    forwarded_to: str = ""
    forwarded_acknowledged_on: date | None = None
    lived: ResidencyStatus | None = None
    lead_agreed: str = ""
    came_from: str = ""
    came_on: date | None = None
    came_acknowledged_on: date | None = None
    jar_criteria: tuple[str, ...] = ()
    joint_agency_response: JointAgencyResponse = JointAgencyResponse.NOT_MET
    jar_triggered_at: datetime | None = None
    jar_planned_at: datetime | None = None
    jar_visited_at: datetime | None = None
    jar_lead: str = ""
    jar_not_held_reason: str = ""
    key_worker_name: str = ""
    key_worker_role: str = ""
    key_worker_contact: str = ""
    decisions: tuple[Decision, ...] = ()


def decided(check: FirstCheck) -> tuple[Decision, ...]:
    """Return everything that a first check decides of a case, each as it is kept."""
    lived = check.lived or ResidencyStatus(check.residency)
    named = Decision(DecisionTopic.KEY_WORKER, "named" if check.key_worker_name.strip() else "not named")
    worker = ", ".join(filter(None, (check.key_worker_name.strip(), check.key_worker_role.strip())))
    return (
        Decision(DecisionTopic.RESIDENCY, lived, check.lead_agreed.strip()),
        *_passed(check, lived),
        _joint_agency(check),
        replace(named, detail=worker),
        *check.decisions,
    )


def _passed(check: FirstCheck, lived: ResidencyStatus) -> tuple[Decision, ...]:
    """To and from which other panel the case was passed on, and whether it is known to have arrived."""
    found = []
    if check.forwarded_on is not None:
        passed = Decision(DecisionTopic.PASSED_ON, "passed on", check.forwarded_to.strip(), check.forwarded_on)
        found.append(replace(passed, acknowledged_on=check.forwarded_acknowledged_on))
    elif lived in (ResidencyStatus.ELSEWHERE, ResidencyStatus.ELSEWHERE_UK):
        found.append(Decision(DecisionTopic.PASSED_ON, NOT_YET, check.forwarded_to.strip()))
    if check.came_from.strip():
        came = Decision(DecisionTopic.PASSED_TO_US, "passed on to us", check.came_from.strip(), check.came_on)
        found.append(replace(came, acknowledged_on=check.came_acknowledged_on))
    return tuple(found)


def _joint_agency(check: FirstCheck) -> Decision:
    criteria = "; ".join(JAR_CRITERIA.get(key, key) for key in check.jar_criteria)
    reason = check.jar_not_held_reason.strip()
    lead = check.jar_lead.strip()
    told = (criteria, f"Led by {lead}" if lead else "", f"Not held, because: {reason}" if reason else "")
    began = check.jar_triggered_at.astimezone(LONDON).date() if check.jar_triggered_at else None
    return Decision(DecisionTopic.JOINT_AGENCY, check.joint_agency_response, ". ".join(filter(None, told)), began)


def faults(check: FirstCheck, *, died_on: date, now: datetime) -> dict[str, str]:
    """Return a message for each field that cannot stand beside the others; empty where all can."""
    found = {
        "jar_criteria": _criteria_fault(check),
        "jar_triggered_at": _triggered_fault(check, died_on, now),
        "jar_planned_at": _step_fault(check, check.jar_planned_at, now),
        "jar_visited_at": _step_fault(check, check.jar_visited_at, now),
        "jar_not_held_reason": _reason_fault(check),
        "forwarded_on": _forwarded_fault(check, died_on, now),
        "forwarded_to": "Enter the day on which it was passed on"
        if check.forwarded_to.strip() and check.forwarded_on is None
        else None,
        "key_worker_contact": _key_worker_fault(check),
    }
    today = now.astimezone(LONDON).date()
    return {
        **{name: fault for name, fault in found.items() if fault},
        **_panel_faults(check, died_on, today),
        **decisions.faults(check.decisions, today=today),
    }


def _panel_faults(check: FirstCheck, died_on: date, today: date) -> dict[str, str]:
    """What cannot be about the days on which panels passed the case on and heard that it arrived."""
    found = {}
    arrived = check.forwarded_acknowledged_on
    if arrived is not None and not (check.forwarded_on and check.forwarded_on <= arrived <= today):
        found["forwarded_acknowledged_on"] = "The day must be between the day it was passed on and today"
    if check.came_on is not None and not died_on <= check.came_on <= today:
        found["came_on"] = "The day must be between the death and today"
    told = check.came_acknowledged_on
    if told is not None and not (check.came_on and check.came_on <= told <= today):
        found["came_acknowledged_on"] = "The day must be between the day it came and today"
    if (check.came_on or told) and not check.came_from.strip():
        found["came_from"] = "Say which panel passed it on"
    elif check.came_from.strip() and check.came_on is None:
        found["came_on"] = "Enter the day on which it came"
    return found


def _criteria_fault(check: FirstCheck) -> str | None:
    if unknown := set(check.jar_criteria) - JAR_CRITERIA.keys():
        return f"Select from the criteria shown, not {', '.join(sorted(unknown))}"
    is_met = check.joint_agency_response in (JointAgencyResponse.HELD, JointAgencyResponse.MET_NOT_HELD)
    if is_met and not check.jar_criteria:
        return "Select the criteria that are met"
    if check.jar_criteria and check.joint_agency_response is JointAgencyResponse.NOT_MET:
        return "A criterion is selected: say whether the response is held, or why not"
    return None


def _triggered_fault(check: FirstCheck, died_on: date, now: datetime) -> str | None:
    if check.joint_agency_response is not JointAgencyResponse.HELD:
        return None
    if check.jar_triggered_at is None:
        return "Enter when the joint agency response began"
    if check.jar_triggered_at > now:
        return "The joint agency response cannot have begun in the future"
    # A child brought to hospital near death has one before they die, though not by weeks.
    if (died_on - check.jar_triggered_at.astimezone(LONDON).date()).days > 28:
        return "The joint agency response cannot have begun so long before the death"
    return None


def _step_fault(check: FirstCheck, at: datetime | None, now: datetime) -> str | None:
    if at is None:
        return None
    if check.jar_triggered_at is None or at < check.jar_triggered_at:
        return "This cannot be before the joint agency response began"
    return "This cannot be in the future" if at > now else None


def _reason_fault(check: FirstCheck) -> str | None:
    is_needed = check.joint_agency_response is JointAgencyResponse.MET_NOT_HELD
    return "Say why no joint agency response is held" if is_needed and not check.jar_not_held_reason.strip() else None


def _forwarded_fault(check: FirstCheck, died_on: date, now: datetime) -> str | None:
    if check.forwarded_on is None:
        return None
    if check.residency is Residency.RESIDENT:
        return "Only the notification of a child who lived elsewhere is passed on"
    if not died_on <= check.forwarded_on <= now.astimezone(LONDON).date():
        return "The day must be between the death and today"
    return None


def _key_worker_fault(check: FirstCheck) -> str | None:
    has_more = bool(check.key_worker_contact.strip() or check.key_worker_role.strip())
    return "Name the key worker too" if has_more and not check.key_worker_name.strip() else None
