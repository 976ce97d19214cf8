"""The forms of the national database's first five years, April 2019 to March 2024.

None was seen in print. Known is what the national database changed in April 2021 and April 2022, so each is the form of
2024 without what came since; what was only reworded or moved has the words and the place of 2024. They are kept, like
those of 2008, so that an old case opens, prints and is exported on a form of its day. Nobody is asked on them any more.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from cdop.questionnaires.amending import earlier
from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.form_b_2024 import FORM_B
from cdop.questionnaires.notification_2024 import NOTIFICATION
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.supplement_asthma_anaphylaxis_2024 import ASTHMA_ANAPHYLAXIS
from cdop.questionnaires.supplement_cardiac_2024 import CARDIAC
from cdop.questionnaires.supplement_care_pathway_2024 import CARE_PATHWAY
from cdop.questionnaires.supplement_drowning_2024 import DROWNING
from cdop.questionnaires.supplement_epilepsy_2024 import EPILEPSY
from cdop.questionnaires.supplement_fire_2024 import FIRE
from cdop.questionnaires.supplement_genetic_2024 import GENETIC
from cdop.questionnaires.supplement_infection_2024 import INFECTION_FORM
from cdop.questionnaires.supplement_ketoacidosis_2024 import KETOACIDOSIS
from cdop.questionnaires.supplement_life_limiting_2024 import LIFE_LIMITING
from cdop.questionnaires.supplement_neonatal_2024 import NEONATAL
from cdop.questionnaires.supplement_oncology_2024 import ONCOLOGY
from cdop.questionnaires.supplement_poisoning_2024 import POISONING
from cdop.questionnaires.supplement_substance_2024 import SUBSTANCE
from cdop.questionnaires.supplement_sudden_death_2024 import SUDDEN_DEATH
from cdop.questionnaires.supplement_suicide_2024 import SUICIDE
from cdop.questionnaires.supplement_trauma_2024 import TRAUMA
from cdop.questionnaires.supplement_vehicle_2024 import VEHICLE
from cdop.questionnaires.supplement_violence_2024 import VIOLENCE
from cdop.questionnaires.words import Need, NonAnswer

BEGAN, CHANGED, CHANGED_AGAIN, ENDED = date(2019, 4, 1), date(2021, 4, 1), date(2022, 4, 1), date(2024, 4, 1)
"""The national database began; it changed the forms twice; the forms of 2024 took over. Source: NCMD, transitional
arrangements, and its notices of changes of April 2021 and 2022."""


def _span(version: str, from_on: date, next_on: date) -> "partial[FormSpec]":
    return partial(earlier, version=version, from_on=from_on, until_on=next_on - timedelta(days=1))


_first, _second = _span("2019-1", BEGAN, CHANGED), _span("2021-1", CHANGED, CHANGED_AGAIN)
_third = _span("2022-1", CHANGED_AGAIN, ENDED)
_until_2022, _from_2021 = _span("2019-1", BEGAN, CHANGED_AGAIN), _span("2021-1", CHANGED, ENDED)
_throughout = _span("2019-1", BEGAN, ENDED)


def _without_choice(spec: FormSpec, key: str, value: str) -> dict[str, Question]:
    question = spec.question(key)
    return {key: replace(question, choices=tuple(each for each in question.choices if each.value != value))}


def _always(spec: FormSpec, keys: Iterable[str]) -> dict[str, Question]:
    """Questions that were not conditional yet."""
    return {key: replace(spec.question(key), when=None) for key in keys}


_NUMBER_ALONE = {
    "nhs_number": replace(
        NOTIFICATION.question("nhs_number"), need=Need.EXPECTED, when=None, non_answers=(NonAnswer.NOT_KNOWN,)
    )
}
"""The reason why there is no NHS number came in 2022."""

_OF_2021 = ("poverty", "barriers", "barrier_kinds")
_OF_2022 = ("height_cm", "weight_g", "measured_on", "bereavement_support_offered", "bereavement_support")

_CARE_PATHWAY = replace(CARE_PATHWAY, source=f"{CARE_PATHWAY.source}. Part of the reporting form until March 2022")

_UNCHANGED = (
    ANALYSIS,
    ASTHMA_ANAPHYLAXIS,
    CARDIAC,
    EPILEPSY,
    FIRE,
    GENETIC,
    KETOACIDOSIS,
    LIFE_LIMITING,
    ONCOLOGY,
    POISONING,
    SUBSTANCE,
    SUDDEN_DEATH,
    SUICIDE,
    TRAUMA,
    VEHICLE,
    VIOLENCE,
)

FORMS_OF_2019 = (
    _first(NOTIFICATION, without=("suspected_stillbirth_at_home", "nhs_number_held"), otherwise=_NUMBER_ALONE),
    _second(NOTIFICATION, without=("nhs_number_held",), otherwise=_NUMBER_ALONE),
    _third(NOTIFICATION),
    _first(FORM_B, without=(*_OF_2021, *_OF_2022)),
    _second(FORM_B, without=_OF_2022),
    _third(FORM_B),
    _first(DROWNING, otherwise=_always(DROWNING, ("barrier", "lifeguard"))),
    _from_2021(DROWNING),
    _until_2022(INFECTION_FORM, otherwise=_without_choice(INFECTION_FORM, "organisms", "herpes simplex")),
    _third(INFECTION_FORM),
    _until_2022(NEONATAL, otherwise=_without_choice(NEONATAL, "infections", "herpes")),
    _third(NEONATAL),
    _throughout(_CARE_PATHWAY),
    *(_throughout(spec) for spec in _UNCHANGED),
)
VERSIONS_OF_2019 = frozenset(spec.version for spec in FORMS_OF_2019)
"""No form of today has one of these."""
