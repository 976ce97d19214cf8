"""The short path: the ten questions of the reporting form that matter most for this child, by type of agency.

It is for those who have little time or little to tell. What is required is asked besides, follow-up questions come
with the question they follow, and the whole form stays open to whoever holds more. Which questions matter most is
reconstructed from practice: two lists that a panel may change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from cdop.questionnaires import conditions
from cdop.questionnaires.completeness import is_for
from cdop.questionnaires.sources import RECONSTRUCTED
from cdop.questionnaires.spec import FormSpec, Question, Section
from cdop.questionnaires.words import Need
from cdop.rules.form_b import Circumstance, Route, RoutingFacts

AT_MOST = 10

SHORT = "short"
"""The key of the one section of the short path."""

GUIDANCE = "Whatever you answer here stands in the full form as well, which you can open at any time."

ALWAYS = ("contact_summary", "circumstances", "issues")
"""Asked of every agency about every child."""


def _matter(keys: str, reason: str, types: str = "", under_days: int | None = None, under_years: int = 18) -> Route:
    """A row of the list: what it asks is questions, the weightiest first."""
    matching = frozenset(filter(None, types.split(", ")))
    asks = tuple(keys.split())
    return Route(asks, reason, types=matching, under_days=under_days, under_years=under_years, source=RECONSTRUCTED)


MATTERS = (
    _matter("gestation_weeks birth_weight_g pregnancy_condition", "The baby was newborn", "neonatal"),
    _matter("gestation_weeks birth_weight_g pregnancy_condition", "The baby was newborn", under_days=28),
    _matter(
        "usual_sleep_place usually_shared_sleep_surface safer_sleep_advice household_smoking recent_illness",
        "The death was sudden and unexpected",
        "sudden unexpected death",
    ),
    _matter(
        "self_harm mental_health bullied online_concern abuse_or_neglect child_drugs family_bereavement",
        "The young person may have died by suicide or after self-harm",
        "suicide or self-harm",
    ),
    _matter(
        "domestic_abuse abuse_or_neglect section_47 earlier_calls exploitation",
        "Abuse or neglect, or a homicide, is suspected",
        "suspected homicide",
    ),
    _matter(
        "child_drugs child_alcohol self_harm exploitation mental_health",
        "Drugs, alcohol or another substance may have played a part",
        "substance misuse",
    ),
    _matter("hazard cared_for_by home_unsafe medicine self_harm", "The child may have been poisoned", "poisoning"),
    _matter(
        "smoke_alarm home_unsafe housing cared_for_by",
        "There was a fire, a burn or an electrical injury",
        "fire or burns",
    ),
    _matter(
        "hazard cared_for_by supervision_as_usual condition",
        "There was a collision, an injury or a drowning",
        "vehicle collision, drowning, other trauma",
    ),
    _matter(
        "condition medicine was_not_brought damp household_smoking allergy",
        "Asthma or anaphylaxis may have played a part",
        "asthma or anaphylaxis",
    ),
    _matter("recent_illness immunised recognition_delay", "An infection may have played a part", "infection"),
    _matter(
        "condition end_of_life_plan mode_of_death bereavement_support_offered",
        "The child had a life-limiting condition",
        "life-limiting",
    ),
    _matter(
        "condition recent_illness recognition_delay guidelines_followed",
        "The child had another medical condition",
        "other medical",
    ),
    Route(
        ("legal_status", "missing_episodes", "mental_health"),
        "The child was looked after",
        circumstances=frozenset({Circumstance.LOOKED_AFTER}),
        source=RECONSTRUCTED,
    ),
    Route(
        ("disability", "education_support", "was_not_brought"),
        "The child had a learning disability or was autistic",
        circumstances=frozenset({Circumstance.DISABILITY}),
        source=RECONSTRUCTED,
    ),
    _matter("immunised feeding household_smoking", "The child was under 2", under_years=2),
)
"""What matters for which child: the rows that hold, in this order. Each agency is asked what it may know of it."""

OWN: Mapping[str, tuple[str, ...]] = {
    agency_type: tuple(keys.split())
    for agency_type, keys in {
        "gp": "condition medicine was_not_brought mental_health recent_illness recognition_delay immunised",
        "health visiting": "was_not_brought abuse_or_neglect domestic_abuse safer_sleep_advice immunised poverty "
        "housing",
        "school nursing": "condition mental_health abuse_or_neglect was_not_brought disability barriers",
        "midwifery": "booking_weeks pregnancy_condition smoking_at_delivery gestation_weeks birth_weight_g "
        "drugs_in_pregnancy maternal_bmi",
        "neonatal unit": "gestation_weeks birth_weight_g mode_of_death pregnancy_condition recognition_delay cause_1a",
        "hospital trust": "mode_of_death recognition_delay condition recent_illness guidelines_followed cause_1a "
        "coroner_status",
        "emergency department": "resuscitation_attempted recent_illness recognition_delay cared_for_by "
        "safeguarding_followed place_of_event",
        "community paediatrics": "condition disability abuse_or_neglect was_not_brought recognition_delay "
        "mental_health",
        "specialist centre": "condition mode_of_death recognition_delay guidelines_followed end_of_life_plan medicine",
        "camhs": "mental_health self_harm was_not_brought abuse_or_neglect bullied recognition_delay exploitation",
        "ambulance": "called_at_time arrived_at_time resuscitation_attempted place_of_event cared_for_by hazard",
        "hospice": "end_of_life_plan mode_of_death condition place_of_death bereavement_support_offered",
        "children's social care": "legal_status abuse_or_neglect section_47 domestic_abuse supervision_as_usual "
        "housing",
        "early help": "abuse_or_neglect domestic_abuse poverty barriers housing was_not_brought",
        "education": "education_setting education_support mental_health abuse_or_neglect bullied exploitation",
        "police": "police_investigation earlier_calls cared_for_by domestic_abuse abuse_or_neglect hazard",
        "youth justice": "exploitation mental_health self_harm abuse_or_neglect was_not_brought bullied",
        "fire": "smoke_alarm home_unsafe housing hazard cared_for_by",
        "housing": "housing overcrowded damp smoke_alarm home_unsafe poverty",
        "coroner": "coroner_status post_mortem_type cause_1a inquest_conclusion",
        "registrar": "registered_on registration_district cause_1a cause_1b",
    }.items()
}
"""What a type of agency knows best; of the others, what is expected of them in the form's order."""


def short_path(spec: FormSpec, agency_type: str, facts: RoutingFacts) -> tuple[str, ...]:
    """Return the keys of at most ten questions of a reporting form, in its order.

    A question that is required is not among them, nor one that is asked only after another or once for each person.
    """
    questions = {each.key: each for each in _candidates(spec, agency_type)}
    matters = chain.from_iterable(route.asks for route in MATTERS if route.holds(facts))
    expected = (key for key, question in questions.items() if question.need is Need.EXPECTED)
    weighed = dict.fromkeys(chain(ALWAYS, matters, OWN.get(agency_type, ()), expected))
    chosen = [key for key in weighed if key in questions][:AT_MOST]
    return tuple(key for key in questions if key in chosen)


def with_follow_ups(spec: FormSpec, keys: Iterable[str]) -> tuple[str, ...]:
    """Return these questions with those that are asked only after one of them, in the form's order."""
    chosen = set(keys)
    for _section, _group, question in spec.questions():
        if chosen.intersection(conditions.keys(question.when)):
            chosen.add(question.key)
    return tuple(question.key for _section, _group, question in spec.questions() if question.key in chosen)


def short_form(spec: FormSpec, agency_type: str, facts: RoutingFacts) -> FormSpec:
    """Return a form with one section: what is required of that type of agency, and its short path with follow-ups."""
    asked = {
        question.key: question
        for section, group, question in spec.questions()
        if group is None and is_for(section.agencies, agency_type) and is_for(question.agencies, agency_type)
    }
    required = (key for key, question in asked.items() if question.need is Need.REQUIRED and question.when is None)
    wanted = with_follow_ups(spec, chain(required, short_path(spec, agency_type, facts)))
    items = tuple(asked[key] for key in wanted if key in asked)
    return replace(spec, sections=(Section(SHORT, "", "The questions that matter most", items, guidance=GUIDANCE),))


def _candidates(spec: FormSpec, agency_type: str) -> Iterator[Question]:
    for section, group, question in spec.questions():
        is_plain = group is None and question.when is None and question.need is not Need.REQUIRED
        if is_plain and is_for(section.agencies, agency_type) and is_for(question.agencies, agency_type):
            yield question
