"""What is particular about a death that comes in, and the rule that goes with it, as it is shown to the coordinator.

Sources: Children Act 2004 s16M; Child Death Review Statutory and Operational Guidance (England) 2018; Working Together
2023; the domain reference, 1.2, 1.3 and 1.9.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cdop.rules.decisions import Decision
from cdop.rules.proposals import DETAINED
from cdop.rules.triage import NotForReview
from cdop.rules.triage_facts import YES, TriageFacts
from cdop.rules.triage_words import DecisionTopic

_ACT = "Children Act 2004, section 16M"
_GUIDANCE = "Child Death Review Statutory and Operational Guidance 2018"
_NCMD = "Changes to the statutory forms, NCMD, 2021 and 2022"
_PRACTICE = "Accepted practice"


@dataclass(frozen=True, slots=True)
class Situation:
    """One thing that is particular, and what is done. `not_for_review` is the reason where the rule says so."""

    title: str
    rule: str
    source: str
    holds: Callable[[TriageFacts], bool]
    not_for_review: NotForReview | None = None


def situations(facts: TriageFacts) -> tuple[Situation, ...]:
    """Return what is particular about a death, what decides whether it is reviewed first."""
    return tuple(each for each in SITUATIONS if each.holds(facts))


def proposed_reason(facts: TriageFacts) -> Situation | None:
    """Return the situation for which a death is proposed not to be reviewed; None where a case is proposed."""
    return next((each for each in situations(facts) if each.not_for_review is not None), None)


def for_review(facts: TriageFacts) -> Decision:
    """Return the decision that a death is reviewed, with the rules that were shown when it was made."""
    shown = (f"{each.title} ({each.source})" for each in situations(facts))
    rule = f"Born alive, and died before the 18th birthday ({_ACT})"
    return Decision(DecisionTopic.SCOPE, "for review", "; ".join((rule, *shown)))


def _is_adult(facts: TriageFacts) -> bool:
    return facts.age_in_years is not None and facts.age_in_years >= 18


def _is_age_unknown(facts: TriageFacts) -> bool:
    return facts.born_on is None or facts.died_on is None


def _is_from_elsewhere(facts: TriageFacts) -> bool:
    return facts.area_of_postcode is not None and facts.area_of_postcode not in facts.panel_areas


def _is_in_adult_setting(facts: TriageFacts) -> bool:
    return facts.place_of_death in ("HOSP-ADULT", "HOSP-AICU") and (facts.age_in_years or 0) >= 16


def _has_learning_disability(facts: TriageFacts) -> bool:
    return YES in (facts.learning_disability, facts.autism) and (facts.age_in_years or 0) >= 4


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        "18 or over",
        "The death was on or after the 18th birthday, so there is no child death review. Check both dates first.",
        _ACT,
        _is_adult,
        NotForReview.ADULT,
    ),
    Situation(
        "A possible stillbirth with no health professional present",
        "Open a case: a joint agency response finds out whether the baby was born alive. Only if it was not is "
        "there no "
        "review; then say so on the case’s notification.",
        _GUIDANCE,
        lambda facts: facts.is_unattended_stillbirth,
    ),
    Situation(
        "Born before 22 weeks",
        "A baby who was born alive is reviewed at any number of weeks. A stillbirth, a late loss or a termination "
        "within "
        "the law is not, even if a certificate was issued.",
        _GUIDANCE,
        lambda facts: facts.gestation_weeks is not None and facts.gestation_weeks < 22,
    ),
    Situation(
        "Age not known",
        "A young person believed to be under 18 is treated as a child until it is shown otherwise. Enter the best "
        "estimate of the date of birth, and say that it is one.",
        "Children and Young Persons Act 2008, section 31",
        _is_age_unknown,
    ),
    Situation(
        "Died abroad",
        "The panel of the child’s home reviews the death, on what can be gathered: Foreign Office, police liaison, "
        "family, "
        "GP, and the coroner if the body comes home. Name the country.",
        _ACT,
        lambda facts: facts.place_of_death == "ABROAD",
    ),
    Situation(
        "Lived in another area",
        "The panel of the area where the child normally lived leads. Pass the notification on to it, by the next "
        "working "
        "day, and note its acknowledgement. A review here as well is optional.",
        _ACT,
        _is_from_elsewhere,
    ),
    Situation(
        "A baby without a name",
        "“Baby of” and the mother’s first name will do. The mother’s NHS number tells one baby from another: ask "
        "for it "
        "where it is missing. Correct the name when there is one.",
        "Notification guidance, NCMD",
        lambda facts: facts.is_unnamed_baby,
    ),
    Situation(
        "No NHS number: it is not available at the moment",
        "The child has one: find it, and correct the case. Until then another notification of the same child cannot "
        "link "
        "by itself.",
        _NCMD,
        lambda facts: not facts.nhs_number and facts.nhs_number_held == "not available",
    ),
    Situation(
        "No NHS number: the child did not live in England",
        "Nothing more to find. Tell the home system, if there is one, and the panel where the child normally lived.",
        _NCMD,
        lambda facts: not facts.nhs_number and facts.nhs_number_held == "not resident",
    ),
    Situation(
        "In custody, or detained under the Mental Health Act",
        "A joint agency response is always held, and the coroner and the ombudsman or the provider’s regulator are "
        "told.",
        _GUIDANCE,
        lambda facts: facts.place_of_death in DETAINED or "custody or detained" in facts.jar_criteria,
    ),
    Situation(
        "16 or 17, on an adult ward",
        "These deaths are most often missed: make sure that the adult team knows of the review and of Form B.",
        _PRACTICE,
        _is_in_adult_setting,
    ),
    Situation(
        "Learning disability or autism, aged 4 or over",
        "The child death review is the review. Share its learning with LeDeR.",
        "LeDeR policy, NHS England",
        _has_learning_disability,
    ),
)
"""In the order in which they are shown."""
