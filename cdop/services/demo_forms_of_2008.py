"""A case of the demonstration on the forms of its time: what was sent then comes with them, as from another system."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.questionnaires.exports import answer_object
from cdop.rules.actors import Actor
from cdop.services import forms_import

REFERENCE = "DEMO/2014/07"
BORN_ON, DIED_ON, REVIEWED_ON = date(2013, 11, 2), date(2014, 3, 3), date(2014, 11, 13)
INVENTED = "Everybody in this account is invented."

FORMS: tuple[tuple[str, str, datetime, Mapping[str, Any]], ...] = (
    (
        "notification",
        "2008-1",
        datetime(2014, 3, 4, 10, 30, tzinfo=UTC),
        {
            "family_name": "Invented",
            "given_names": "Bronwen",
            "born_on": BORN_ON,
            "died_on": DIED_ON,
            "sex": "female",
            "place_of_death": "HOSP-ED",
            "expectedness": "unexpected",
            "coroner_referred": "yes",
            "circumstances": f"Found unresponsive in the morning. {INVENTED}",
        },
    ),
    (
        "form_b",
        "2010-1",
        datetime(2014, 4, 9, 14, 0, tzinfo=UTC),
        {
            "child_name": "Bronwen Invented",
            "completed_by_agency": "Invented Lane Surgery",
            "mode_of_death": "found dead or collapsed",
            "place_of_death": "HOSP-ED",
            "circumstances": f"Well at the check at eight weeks. {INVENTED}",
            "birth_weight_g": 2450,
            "gestation_weeks": 36,
            "asthma": "no",
        },
    ),
    (
        "supplement_sudden_death",
        "2010-1",
        datetime(2014, 4, 16, 9, 15, tzinfo=UTC),
        {
            "mother_smoked": "yes",
            "born_early": "yes",
            "low_birth_weight": "yes",
            "immunised": "yes",
            "laid_down": "side",
            "found_position": "front",
            "sleep_surface": "adult bed",
            "shared_surface": "yes",
            "shared_with": ("mother", "father"),
            "history_taken": "yes",
            "examined": "yes",
            "scene_visit": "yes",
            "final_cause": "Unascertained",
        },
    ),
    (
        "analysis",
        "2010-1",
        datetime(2014, 11, 13, 16, 0, tzinfo=UTC),
        {
            "cause_of_death": "Unascertained",
            "case_summary": f"A baby who had slept beside her parents. {INVENTED}",
            "child_score": "1",
            "family_score": "2",
            "parenting_score": "1",
            "service_score": "0",
            "primary_category": "10",
            "modifiable": "yes",
        },
    ),
)


def load(actor: Actor, *, now: datetime) -> None:
    """Add the forms to their case, which the register brought; for whoever may bring a register."""
    forms_import.import_forms(actor, [_told(*form) for form in FORMS], now=now)


def _told(key: str, version: str, sent_at: datetime, said: Mapping[str, Any]) -> dict[str, Any]:
    """A form as an export tells it."""
    answers = {(question, NOT_IN_A_GROUP): Answer(value) for question, value in said.items()}
    form = answer_object(registry.get(key, version), answers, identifying=True)
    return {"case": REFERENCE, "sent_at": sent_at.isoformat(), **form}
