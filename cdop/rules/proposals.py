"""What is proposed for each question of the first check, and why: from what the notifier said and the dates tell.

A proposal is shown with its reason and is confirmed or changed by a person; nothing is decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cdop.rules.triage_facts import EXTERNAL, NO, YES, TriageFacts

NOT_KNOWN = "not known"
DETAINED = frozenset({"CUSTODY", "MH-INPATIENT"})
"""Places of death where a child was in custody or may have been detained."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed answer, and why."""

    answer: str
    reason: str


def _told(value: str | None, words: str) -> Proposal:
    """What the notifier answered, or "not known"."""
    if value in (YES, NO):
        return Proposal(value, words)
    return Proposal(NOT_KNOWN, "the notifier did not say")


def expectedness(facts: TriageFacts) -> Proposal:
    """Return whether the death was expected; in doubt it was not (2018 guidance)."""
    if facts.expectedness in ("expected", "unexpected"):
        return Proposal(facts.expectedness, "the notifier said so")
    if "life-limiting" in facts.suspected_types and not facts.suspected_types & (
        EXTERNAL | {"sudden unexpected death"}
    ):
        return Proposal("expected", "a life-limiting condition was known, and nothing sudden is told")
    return Proposal("unexpected", "in doubt it is treated so: ask the designated doctor")


def coroner(facts: TriageFacts) -> Proposal:
    """Return where it stands with the coroner."""
    if facts.coroner_accepted == YES:
        return Proposal("taken", "the notifier said that the coroner has taken the case")
    if facts.coroner_referred == YES:
        return Proposal("referred", "the notifier said so")
    if facts.coroner_referred == NO:
        return Proposal("not referred", "the notifier said so")
    return Proposal(NOT_KNOWN, "the notifier did not say")


def post_mortem(facts: TriageFacts) -> Proposal:
    """Return the kind of post-mortem examination."""
    if facts.post_mortem_type:
        return Proposal(facts.post_mortem_type, "the notifier said so")
    return Proposal(NOT_KNOWN, "the notifier did not say")


def certificate(facts: TriageFacts) -> Proposal:
    """Return whether a medical certificate was issued."""
    return _told(facts.certificate_issued, "the notifier said so")


def looked_after(facts: TriageFacts) -> Proposal:
    """Return whether the child was looked after or a care leaver."""
    if "looked after" in facts.care_statuses:
        return Proposal(YES, "the notifier said that the child was looked after")
    if "care leaver" in facts.care_statuses:
        return Proposal(YES, "the notifier said that the young person was a care leaver")
    if facts.place_of_death in ("FOSTER", "RESIDENTIAL"):
        return Proposal(YES, "the child died in a foster or residential home: check it")
    is_answered = facts.known_to_social_care == NO or bool(facts.care_statuses)
    return (
        Proposal(NO, "the notifier did not say so of a child of whom they answered") if is_answered else _told(None, "")
    )


def children_at_risk(facts: TriageFacts) -> Proposal:
    """Return whether other children may be at risk now."""
    if facts.children and "suspected homicide" in facts.suspected_types:
        return Proposal(YES, "homicide, abuse or neglect is suspected and there are other children")
    if NO in facts.children_checked:
        return Proposal(YES, "nobody has made sure yet that each of the other children is safe")
    if facts.children and set(facts.children_checked) == {YES}:
        return Proposal(NO, "somebody has made sure that the other children are safe")
    return Proposal(NOT_KNOWN, "the notifier did not say whether other children are safe")


def review(key: str, extra: Callable[[TriageFacts], str | None] = lambda facts: None) -> Callable[..., Proposal]:
    """Return what proposes whether another investigation runs: the notifier named it, or `extra` says why."""

    def propose(facts: TriageFacts) -> Proposal:
        if key in facts.other_reviews:
            return Proposal(YES, "the notifier named it")
        if reason := extra(facts):
            return Proposal(YES, reason)
        if facts.other_reviews_begun == NO or facts.other_reviews:
            return Proposal(NO, "the notifier did not name it among the others")
        return Proposal(NOT_KNOWN, "the notifier did not say")

    return propose


def police(facts: TriageFacts) -> str | None:
    """Return why the police may investigate; None where nothing told speaks for it."""
    if "suspected homicide" in facts.suspected_types:
        return "homicide, abuse or neglect is suspected"
    return "there was a vehicle collision" if "vehicle collision" in facts.suspected_types else None


def safeguarding(facts: TriageFacts) -> str | None:
    """Return why a safeguarding review may follow; None where nothing told speaks for it."""
    return "homicide, abuse or neglect is suspected" if "suspected homicide" in facts.suspected_types else None


def custody(facts: TriageFacts) -> str | None:
    """Return why a custody body may investigate; None where nothing told speaks for it."""
    if facts.place_of_death == "CUSTODY" or "custody or detained" in facts.jar_criteria:
        return "the child was in custody or detained"
    return None


def perinatal(facts: TriageFacts) -> Proposal:
    """Return whether there is a perinatal mortality review: live births from 22 weeks, to 28 days."""
    if "perinatal" in facts.other_reviews:
        return Proposal(YES, "the notifier named it")
    if facts.place_of_death == "HOSP-NNU":
        return Proposal(YES, "the baby died on a neonatal unit")
    days, weeks = facts.age_in_days, facts.gestation_weeks
    if days is None or days > 28 or (weeks is not None and weeks < 22):
        return Proposal(NO, "the child was older, or was born too early")
    return Proposal(YES, "the baby died within 28 days of birth")


def maternity(facts: TriageFacts) -> Proposal:
    """Return whether there is a maternity investigation: from 37 weeks, to 6 days."""
    if "maternity" in facts.other_reviews:
        return Proposal(YES, "the notifier named it")
    days, weeks = facts.age_in_days, facts.gestation_weeks
    if days is not None and days <= 6 and weeks is not None and weeks >= 37:
        return Proposal(YES, "a baby born at term died within 6 days: ask the trust whether it began in labour")
    return Proposal(NO, "the child was older, or was born too early")


def learning_disability(facts: TriageFacts) -> Proposal:
    """Return whether LeDeR is told: a learning disability or autism, from 4 years on."""
    answers = (facts.learning_disability, facts.autism)
    if YES in answers and (facts.age_in_years or 0) >= 4:
        return Proposal(YES, "the notifier said that the child had a learning disability or was autistic")
    if facts.age_in_years is not None and facts.age_in_years < 4:
        return Proposal(NO, "it is asked of children aged 4 and over")
    return Proposal(NO, "the notifier said so") if NO in answers else Proposal(NOT_KNOWN, "the notifier did not say")


def alert(facts: TriageFacts) -> Proposal:
    """Return whether the national database is alerted."""
    if facts.alert_wanted == YES:
        return Proposal(YES, "the notifier asked for it: read why")
    return Proposal(NO, "the notifier did not ask for it")


def jar_criteria(facts: TriageFacts) -> dict[str, str]:
    """Return the criteria of a joint agency response that seem to be met, by key, each with why (2018 guidance)."""
    told = dict.fromkeys(facts.jar_criteria, "the notifier named it")
    kinds = facts.suspected_types
    found = {
        "external causes": "the kind of death that the notifier chose" if kinds & EXTERNAL else None,
        "sudden": "a sudden unexpected death was told" if "sudden unexpected death" in kinds else None,
        "custody or detained": "of the place of death" if facts.place_of_death in DETAINED else None,
        "may not be natural": "homicide, abuse or neglect is suspected" if "suspected homicide" in kinds else None,
        "unattended stillbirth": "a stillbirth at home is suspected" if facts.is_unattended_stillbirth else None,
    }
    return {key: why for key, why in found.items() if why} | told


def joint_agency(facts: TriageFacts) -> Proposal:
    """Return whether there is a joint agency response, as `JointAgencyResponse` words it."""
    if facts.jar_started == YES:
        return Proposal("held", "the notifier said that it has begun")
    if jar_criteria(facts):
        if facts.jar_started == NO:
            return Proposal("met but not held", "a criterion seems to be met, and the notifier said that none began")
        return Proposal(NOT_KNOWN, "a criterion seems to be met: ask whether it has begun")
    if facts.jar_criteria_met == NO:
        return Proposal("not met", "the notifier said that no criterion is met, and nothing told speaks for one")
    return Proposal(NOT_KNOWN, "the notifier did not say")


def residency(facts: TriageFacts) -> Proposal | None:
    """Return where the child lived by the imported table of postcodes; None where it does not say."""
    if facts.area_of_postcode is None:
        return None
    if facts.area_of_postcode in facts.panel_areas:
        return Proposal("resident", "the postcode of the home is in the panel’s area")
    return Proposal("elsewhere", "the postcode of the home is not in the panel’s area")
