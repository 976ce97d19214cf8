"""What no notification asks of a death and decides whom to ask: the coordinator says it."""

from cdop.questionnaires.choices import MEDICAL_CONDITIONS
from cdop.rules.form_b import TOLD_BY_COORDINATOR

TOLD: dict[str, str] = {each.value: each.value.capitalize() for each in TOLD_BY_COORDINATOR} | {
    each.value: each.label for each in MEDICAL_CONDITIONS
}
"""Each circumstance and illness as it is kept, and how it is said."""
