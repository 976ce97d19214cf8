"""From the answers of the form on a sudden unexpected death to what decides whether sharing a bed was hazardous."""

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.rules.co_sleeping import LastSleep

_SOFAS = ("sofa", "armchair")


def last_sleep(answers: AnswerSet) -> LastSleep:
    """Return what the answers say of the last sleep.

    An adult who shared is taken for a smoker, too, where it was the mother or the father and they smoked.
    """
    surface = answer(answers, "sleep_surface").value
    weeks = answer(answers, "age_weeks").value
    return LastSleep(
        is_shared=_said(answers, "shared_surface"),
        adult_drank=_said(answers, "carer_drunk"),
        adult_used_drugs=_said(answers, "carer_drugged"),
        adult_was_sedated=_said(answers, "carer_sedated"),
        adult_smoked=_smoked(answers),
        is_on_sofa=None if surface is None else surface in _SOFAS,
        is_born_early=_said(answers, "born_early"),
        is_low_birth_weight=_said(answers, "low_birth_weight"),
        age_weeks=weeks if isinstance(weeks, int) else None,
    )


def _said(answers: AnswerSet, key: str) -> bool | None:
    """A yes or no question as it was answered, None where it was not."""
    value = answer(answers, key).value
    return None if value is None else value == "yes"


def _smoked(answers: AnswerSet) -> bool | None:
    said = _said(answers, "sharer_smoked")
    with_whom = answer(answers, "shared_with").value or ()
    parents = [_said(answers, f"{parent}_smoked") for parent in ("mother", "father") if parent in with_whom]
    return said if said is not None or True not in parents else True
