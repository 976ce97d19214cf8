"""Every form that was ever given out, in every version: an answer stays on the one it was given on."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from cdop.questionnaires.ages_asked import not_asked
from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.analysis_2024_2 import ANALYSIS_2
from cdop.questionnaires.analysis_2026 import ANALYSIS_2026
from cdop.questionnaires.analysis_2026_2 import ANALYSIS_2026_2
from cdop.questionnaires.form_b_2024 import FORM_B
from cdop.questionnaires.form_b_2024_2 import FORM_B_2
from cdop.questionnaires.form_b_2026 import FORM_B_2026
from cdop.questionnaires.forms_of_2008 import FORMS_OF_2008
from cdop.questionnaires.forms_of_2019 import FORMS_OF_2019
from cdop.questionnaires.notification_2024 import NOTIFICATION
from cdop.questionnaires.notification_2024_2 import NOTIFICATION_2
from cdop.questionnaires.spec import FormSpec
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

_SUPPLEMENTS = (
    ASTHMA_ANAPHYLAXIS,
    CARDIAC,
    CARE_PATHWAY,
    DROWNING,
    EPILEPSY,
    FIRE,
    GENETIC,
    INFECTION_FORM,
    KETOACIDOSIS,
    LIFE_LIMITING,
    NEONATAL,
    ONCOLOGY,
    POISONING,
    SUBSTANCE,
    SUDDEN_DEATH,
    SUICIDE,
    TRAUMA,
    VEHICLE,
    VIOLENCE,
)

# A new version is one more; none is ever taken away.
_PUBLISHED = (
    NOTIFICATION,
    NOTIFICATION_2,
    FORM_B,
    FORM_B_2,
    FORM_B_2026,
    *_SUPPLEMENTS,
    ANALYSIS,
    ANALYSIS_2,
    ANALYSIS_2026,
    ANALYSIS_2026_2,
    *FORMS_OF_2008,
    *FORMS_OF_2019,
)
_BY_VERSION = {(spec.key, spec.version): spec for spec in _PUBLISHED}


def published() -> tuple[FormSpec, ...]:
    """Return every form in every version, in the order of their keys and of the days from which they hold."""
    return tuple(sorted(_PUBLISHED, key=lambda spec: (spec.key, spec.from_on)))


def get(key: str, version: str) -> FormSpec:
    """Return a form in the version that an answer was given on. Raises LookupError."""
    if (key, version) not in _BY_VERSION:
        raise LookupError(f"there is no form {key!r} in version {version!r}")
    return _BY_VERSION[key, version]


def asked(key: str, version: str, section_keys: Sequence[str] | None, age_years: int | None) -> FormSpec:
    """Return a form as an agency sees it that was asked for these sections (None: all) of a child of this age.

    `age_years` is None where the age narrows nothing. Raises LookupError.
    """
    return _asked(key, version, None if section_keys is None else tuple(section_keys), age_years)


@lru_cache(maxsize=1024)
def _asked(key: str, version: str, section_keys: tuple[str, ...] | None, age_years: int | None) -> FormSpec:
    return get(key, version).only(section_keys, not_asked(key, age_years))


def current(key: str, on: date) -> FormSpec:
    """Return the version of a form that is given out on a day. Raises LookupError where none of ours was."""
    given_out = [spec for spec in published() if spec.key == key and spec.is_given_out(on)]
    if not given_out:
        raise LookupError(f"no form {key!r} of {on} is held here")
    return given_out[-1]
