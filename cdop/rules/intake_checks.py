"""What can be wrong with what is told of a death when it comes in: one table for every form that takes one in.

The numbers are those of our list of data-quality rules (domain reference 9); rules on the analysis and the panel are
kept where those are. A blocking rule stops; a warning stops until somebody says why it is so; the rest is told.
Rules about a question speak only where that question is asked, so that a register is not told what it cannot hold.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cdop.rules import intake_facts as known
from cdop.rules.intake_facts import IntakeFacts


class Severity(StrEnum):
    """What a finding does: it stops, it asks for a reason, or it is only said."""

    BLOCK = "block"
    WARN = "warn"
    TELL = "tell"


class Stage(StrEnum):
    """Where a death comes in or is looked at. What a notifier can only be asked about, a coordinator settles."""

    NOTIFICATION = "notification"
    FIRST_CHECK = "first check"
    CORRECTION = "correction"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class IntakeRule:
    """One row of the table. `holds_against` says whether the facts break the rule; `fields` are whose faults they are.

    `at` is how severe it is where; a stage that is not named is not told. `is_gap`: nothing was told at all, so that
    one reason is enough for all of them.
    """

    key: str
    number: int
    message: str
    fields: tuple[str, ...]
    at: Mapping[Stage, Severity]
    source: str
    holds_against: Callable[[IntakeFacts], bool]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the facts break, at one stage. The first of `fields` is where to put it right."""

    rule: str
    number: int
    severity: Severity
    message: str
    fields: tuple[str, ...]
    source: str
    is_gap: bool = False


def findings(facts: IntakeFacts, stage: Stage) -> tuple[Finding, ...]:
    """Return every rule of the stage that the facts break, in the order of the table."""
    return tuple(
        Finding(rule.key, rule.number, rule.at[stage], rule.message, rule.fields, rule.source, rule.is_gap)
        for rule in RULES
        if stage in rule.at and rule.holds_against(facts)
    )


def blocking(found: Iterable[Finding]) -> dict[str, str]:
    """Return the message of the first blocking finding of each field, by the field where it is put right."""
    faults: dict[str, str] = {}
    for each in found:
        if each.severity is Severity.BLOCK:
            faults.setdefault(each.fields[0], each.message)
    return faults


def without_reason(found: Iterable[Finding], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the warnings for which nobody says why; `reasons` are by the rule's key."""
    return tuple(each for each in found if each.severity is Severity.WARN and not reasons.get(each.rule, "").strip())


_B, _W, _T = Severity.BLOCK, Severity.WARN, Severity.TELL
_N, _F, _C, _R = Stage.NOTIFICATION, Stage.FIRST_CHECK, Stage.CORRECTION, Stage.REGISTER
_EVERYWHERE = {_N: _B, _F: _B, _C: _B, _R: _B}
_BY_PERSON = {_N: _B, _F: _B, _C: _B}
_CONFIRM = {_N: _W, _F: _W}
_NOTIFIER_GUIDANCE = "Notification guidance, NCMD"
_STATUTE = "Children Act 2004, section 16M"
_GUIDANCE = "Child Death Review Statutory and Operational Guidance (England) 2018"
_PRACTICE = "Accepted practice"

RULES: tuple[IntakeRule, ...] = (
    IntakeRule(
        "nhs-number-is-one",
        1,
        "The NHS number fails its check digit or has not 10 digits: look at each digit again",
        ("nhs_number",),
        _EVERYWHERE,
        "NHS Data Dictionary, NHS NUMBER",
        known.not_nhs_number,
    ),
    IntakeRule(
        "nhs-number-or-reason",
        1,
        "Give the NHS number, or say why there is none: it is not available at the moment, or the child did not live "
        "in England",
        ("nhs_number_held", "nhs_number"),
        {_N: _B, _F: _B},
        "Changes to the statutory forms, NCMD, 2022",
        known.number_without_reason,
        is_gap=True,
    ),
    IntakeRule(
        "birth-not-in-future",
        3,
        "The date of birth must be today or in the past",
        ("born_on",),
        _EVERYWHERE,
        _PRACTICE,
        lambda facts: known.is_after(facts.born_on, facts.today),
    ),
    IntakeRule(
        "death-after-birth",
        3,
        "The date of death must be the same as or after the date of birth",
        ("died_on", "born_on"),
        _EVERYWHERE,
        _PRACTICE,
        lambda facts: known.is_after(facts.born_on, facts.died_on),
    ),
    IntakeRule(
        "death-not-in-future",
        3,
        "The date of death must be today or in the past",
        ("died_on",),
        _EVERYWHERE,
        _PRACTICE,
        lambda facts: known.is_after(facts.died_on, facts.today),
    ),
    IntakeRule(
        "time-of-death-not-in-future",
        3,
        "The time of death must be in the past: look at the time, and whether it is am or pm",
        ("died_at_time", "died_on"),
        {_N: _B},
        _PRACTICE,
        known.is_later_today,
    ),
    IntakeRule(
        "under-18",
        4,
        "The review is of children under 18; at these dates the young person was 18 or over",
        ("died_on", "born_on"),
        _EVERYWHERE,
        "Children Act 2004, part 2",
        known.is_adult,
    ),
    IntakeRule(
        "reviewed-since-2008",
        5,
        "The death was before April 2008, when child death reviews began: is the year right?",
        ("died_on",),
        _CONFIRM,
        "Local Safeguarding Children Boards Regulations 2006, regulation 6",
        lambda facts: known.is_after(known.REVIEWS_SINCE, facts.died_on),
    ),
    IntakeRule(
        "nearly-18",
        6,
        "At these dates the 18th birthday was less than a month away: is the date of birth right?",
        ("born_on", "died_on"),
        _CONFIRM,
        _PRACTICE,
        known.is_nearly_adult,
    ),
    IntakeRule(
        "time-of-death-of-newborn",
        7,
        "A baby who lived less than two days needs the time of death too",
        ("died_at_time",),
        _CONFIRM,
        _PRACTICE,
        known.has_no_time_of_death,
        is_gap=True,
    ),
    IntakeRule(
        "born-before-death-by-the-clock",
        7,
        "By the times given the death was before the birth: look at both again",
        ("born_at_time", "died_at_time"),
        _CONFIRM,
        _PRACTICE,
        known.died_before_birth_by_the_clock,
    ),
    IntakeRule(
        "notified-after-death",
        8,
        "The date of notification must be the same as or after the date of death",
        ("notified_on", "died_on"),
        {_F: _B, _C: _B, _R: _B},
        _PRACTICE,
        lambda facts: known.is_after(facts.died_on, facts.notified_on),
    ),
    IntakeRule(
        "notification-not-in-future",
        8,
        "The date of notification must be today or in the past",
        ("notified_on",),
        {_F: _B, _C: _B, _R: _B},
        _PRACTICE,
        lambda facts: known.is_after(facts.notified_on, facts.today),
    ),
    IntakeRule(
        "notified-within-48-hours",
        9,
        "The death was more than 48 hours before this notification: why did it come later?",
        ("died_on",),
        {_N: _W, _F: _T},
        "National Child Mortality Database: notification within 48 hours of the death",
        known.is_late,
    ),
    IntakeRule(
        "postcode-is-one",
        10,
        "A UK postcode looks like CW1 2AB; ZZ99 3VZ is for a child of no fixed home. Leave it empty if there is none",
        ("postcode",),
        _EVERYWHERE,
        "Office for National Statistics Postcode Directory",
        known.not_postcode,
    ),
    IntakeRule(
        "postcode-is-known",
        10,
        "The table of postcodes does not have this one: is it right? It may be new, or no longer in use",
        ("postcode",),
        {_F: _T},
        "Office for National Statistics Postcode Directory",
        lambda facts: facts.is_postcode_known is False,
    ),
    IntakeRule(
        "postcode-in-area",
        10,
        "This postcode is in another local authority than the one chosen",
        ("area_code", "postcode"),
        {_F: _W},
        "Office for National Statistics Postcode Directory",
        known.lived_elsewhere_by_postcode,
    ),
    IntakeRule(
        "residency-is-said",
        11,
        "Say where the child normally lived",
        ("residency",),
        {_F: _B, _C: _B},
        _STATUTE,
        lambda facts: facts.is_missing("residency"),
    ),
    IntakeRule(
        "resident-in-panel-area",
        11,
        "Choose one of the panel's areas, or say that the child lived elsewhere",
        ("area_code", "residency"),
        {_F: _B, _C: _B, _R: _B},
        _STATUTE,
        known.is_no_area_of_the_panel,
    ),
    IntakeRule(
        "gestation-of-infant",
        12,
        "A child who died before the first birthday needs the weeks of pregnancy at birth",
        ("gestation_weeks",),
        _CONFIRM,
        _PRACTICE,
        known.misses_birth("gestation_weeks"),
        is_gap=True,
    ),
    IntakeRule(
        "birth-weight-of-infant",
        12,
        "A child who died before the first birthday needs the weight at birth",
        ("birth_weight_g",),
        _CONFIRM,
        _PRACTICE,
        known.misses_birth("birth_weight_g"),
        is_gap=True,
    ),
    IntakeRule(
        "plurality-of-infant",
        12,
        "Say whether it was a single or a multiple birth: twins are told apart by it",
        ("plurality",),
        _CONFIRM,
        _PRACTICE,
        known.misses_birth("plurality"),
        is_gap=True,
    ),
    IntakeRule(
        "gestation-can-be",
        13,
        "Births are nearly always between 20 and 44 weeks of pregnancy: is the number right?",
        ("gestation_weeks",),
        _CONFIRM,
        _PRACTICE,
        lambda facts: known.is_outside(facts.gestation_weeks, known.ADMITTED_WEEKS),
    ),
    IntakeRule(
        "born-alive-before-22-weeks",
        13,
        "Before 22 weeks: was the baby born alive? A live birth at any number of weeks is reviewed",
        ("gestation_weeks",),
        _CONFIRM,
        _GUIDANCE,
        known.is_before_viability,
    ),
    IntakeRule(
        "birth-weight-can-be",
        13,
        "Birth weights are nearly always between 200 g and 7,000 g: is the number right?",
        ("birth_weight_g",),
        _CONFIRM,
        _PRACTICE,
        lambda facts: known.is_outside(facts.birth_weight_g, known.ADMITTED_GRAMS),
    ),
    IntakeRule(
        "birth-weight-fits-gestation",
        13,
        "The birth weight is far from what is usual at this number of weeks: are both right?",
        ("birth_weight_g", "gestation_weeks"),
        _CONFIRM,
        "Hadlock and others, Radiology 1991;181:129",
        known.weight_does_not_fit,
    ),
    IntakeRule(
        "sex-is-said",
        14,
        "The sex of the child is not given",
        ("sex",),
        _CONFIRM,
        _PRACTICE,
        lambda facts: facts.is_missing("sex"),
        is_gap=True,
    ),
    IntakeRule(
        "ethnicity-is-said",
        14,
        "The ethnic group of the child is not given; “not known” is an answer too",
        ("ethnicity",),
        _CONFIRM,
        _PRACTICE,
        lambda facts: facts.is_missing("ethnicity"),
        is_gap=True,
    ),
    IntakeRule(
        "ethnicity-to-find",
        15,
        "The ethnic group is not known: the agencies' forms may tell it",
        ("ethnicity",),
        {_F: _T},
        _PRACTICE,
        lambda facts: "ethnicity" in facts.not_known,
    ),
    IntakeRule(
        "mother-is-said",
        16,
        "Nothing is said of the mother: add her, with “not known” where it is so",
        ("parents",),
        _CONFIRM,
        _NOTIFIER_GUIDANCE,
        known.misses_parent("mother", ("adoptive parent", "corporate parent")),
        is_gap=True,
    ),
    IntakeRule(
        "father-is-said",
        16,
        "Nothing is said of the father or other parent: add them, with “not known” where it is so",
        ("parents",),
        _CONFIRM,
        _NOTIFIER_GUIDANCE,
        known.misses_parent("father", ("adoptive parent", "corporate parent")),
        is_gap=True,
    ),
    IntakeRule(
        "other-children-are-said",
        17,
        "No brothers, sisters or other children in the home are named: are there none?",
        ("children",),
        _CONFIRM,
        _PRACTICE,
        known.misses_children,
        is_gap=True,
    ),
    IntakeRule(
        "place-of-death-is-said",
        18,
        "Say where the death was confirmed",
        ("place_of_death",),
        {_N: _B, _F: _W},
        "Child death notification dataset",
        lambda facts: facts.is_missing("place_of_death"),
        is_gap=True,
    ),
    IntakeRule(
        "place-of-event-is-said",
        18,
        "Say where the child was when the event or illness began; “not known” is an answer too",
        ("place_of_event",),
        {_N: _B, _F: _W},
        "Child death notification dataset",
        lambda facts: facts.is_missing("place_of_event"),
        is_gap=True,
    ),
    IntakeRule(
        "country-abroad",
        19,
        "Name the country in which the child died",
        ("country_of_death",),
        {_N: _B, _F: _W},
        _PRACTICE,
        lambda facts: facts.place_of_death == "ABROAD" and facts.is_missing("country_of_death"),
    ),
    IntakeRule(
        "hospital-is-named",
        19,
        "Name the hospital",
        ("place_of_death_name",),
        {_N: _B, _F: _W},
        _PRACTICE,
        known.hospital_without_name,
    ),
    IntakeRule(
        "stillbirth-at-home-is-asked",
        20,
        "Say whether the baby may have been stillborn at home: then a joint agency response finds out",
        ("suspected_stillbirth_at_home",),
        {_N: _B, _F: _W},
        "Changes to the statutory forms, NCMD, April 2021",
        known.may_be_stillborn,
    ),
    IntakeRule(
        "criteria-are-answered",
        21,
        "Say whether a criterion of a joint agency response is met; “not known” is an answer too",
        ("jar_criteria_met",),
        {_N: _W},
        _GUIDANCE,
        lambda facts: facts.is_missing("jar_criteria_met"),
        is_gap=True,
    ),
    IntakeRule(
        "criterion-has-response",
        21,
        "A criterion is selected: say whether the response is held, or why not",
        ("jar_criteria", "joint_agency_response"),
        {_F: _B},
        _GUIDANCE,
        known.is_response_open,
    ),
    IntakeRule(
        "post-mortem-of-coroner",
        26,
        "The death was referred to a coroner: say whether there is to be a post-mortem examination",
        ("post_mortem_type",),
        _CONFIRM,
        _PRACTICE,
        lambda facts: facts.coroner_referred == "yes" and facts.is_missing("post_mortem_type"),
        is_gap=True,
    ),
    IntakeRule(
        "learning-is-shared",
        51,
        "A child of 4 or over with a learning disability or autism: the learning is shared with LeDeR",
        ("learning_disability",),
        {_F: _T},
        "LeDeR policy, NHS England",
        known.is_for_learning_disability_programme,
    ),
)
"""In the order in which a form asks."""
