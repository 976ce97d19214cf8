"""What agencies told of some children of the demonstration, so that the rules of themes find some. All invented."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, select

from cdop.extensions import db
from cdop.models import Case, FormResponse
from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.questionnaires.exports import answer_object
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import CaseStatus
from cdop.services import forms_import

FORM_B, SLEEP, NEWBORN = ("form_b", "2024-2"), ("supplement_sudden_death", "2024-1"), ("supplement_neonatal", "2024-1")
CARER, FIRST_ROW = "carer_relationship", "1"
SENT_AFTER = timedelta(days=18)
INVENTED = "Everybody in this account is invented."
Said = Mapping[str, Any]

_SUDDEN = {"events": ("sudden unexpected death",), "bereavement_support_offered": "yes"}
_SLEPT = {"age_band": "under 1", "died_in_sleep": "yes"}

TOLD: Sequence[tuple[int, Mapping[tuple[str, str], Said]]] = (
    (
        10,
        {
            FORM_B: _SUDDEN | {"poverty": "yes"},
            SLEEP: _SLEPT
            | {"sleep_surface": "sofa", "shared_surface": "yes", "shared_with": ("father",), "carer_drunk": "yes"},
        },
    ),
    (
        10,
        {
            FORM_B: _SUDDEN | {"domestic_abuse": "yes"},
            SLEEP: _SLEPT
            | {"sleep_surface": "adult bed", "shared_surface": "yes", "shared_with": ("mother",)}
            | {"mother_smoked": "yes", "smoked_in_pregnancy": "yes", "carer_drunk": "no", "carer_drugged": "no"},
        },
    ),
    (8, {NEWBORN: {"smoking_at_booking": "yes", "smoking_at_delivery": "no"}}),
    (8, {NEWBORN: {"maternal_bmi": "36.5", "smoking_at_booking": "no"}, FORM_B: {"communication": "yes"}}),
    (7, {FORM_B: {"condition": "yes", "conditions": ("heart", "genetic"), "consanguinity": "yes"}}),
    (3, {FORM_B: {"events": ("vehicle collision",), "bereavement_support_offered": "no"}}),
    (3, {FORM_B: {"events": ("drowning",), "poverty": "yes"}}),
    (
        5,
        {
            FORM_B: {"events": ("asthma or anaphylaxis",), "condition": "yes", "conditions": ("asthma",)}
            | {"was_not_brought": "yes", "recognition_delay": "yes"}
        },
    ),
    (6, {FORM_B: {"condition": "yes", "conditions": ("epilepsy",), "lost_contact": "yes", "communication": "yes"}}),
    (9, {FORM_B: {"events": ("infection",), "recognition_delay": "yes", "communication": "no"}}),
    (
        2,
        {
            FORM_B: {"events": ("suicide or self-harm",), "self_harm": "yes", "domestic_abuse": "yes"}
            | {CARER: "mother", "records_searched": ("child", "mother")}
        },
    ),
)
"""Of a child whose death the panel put in that category: the forms that came, and what they say."""


def load(actor: Actor, *, now: datetime) -> None:
    """Add the forms to cases that were reviewed and have none yet; for whoever may bring a register."""
    forms_import.import_forms(actor, [*_forms(actor.panel_id or 0)], now=now)


def _forms(panel_id: int) -> Iterator[dict[str, Any]]:
    waiting = [*TOLD]
    for reference, category, died in db.session.execute(_reviewed(panel_id)).all():
        found = next((each for each in waiting if each[0] == category), None)
        if found is None:
            continue
        waiting.remove(found)
        sent_at = datetime.combine(died, time(14, 30), UTC) + SENT_AFTER
        for form, said in found[1].items():
            yield {"case": reference, "sent_at": sent_at.isoformat(), **_told(form, said)}


def _reviewed(panel_id: int) -> Any:
    """The cases reviewed without forms, the last death first."""
    is_bare = ~exists().where(FormResponse.case_id == Case.id)
    chosen = (Case.panel_id == panel_id, Case.status == CaseStatus.REVIEWED, is_bare)
    return select(Case.reference, Case.category, Case.died_on).where(*chosen).order_by(Case.died_on.desc(), Case.id)


def _told(form: tuple[str, str], said: Said) -> dict[str, Any]:
    """A form as an export tells it."""
    sender = {"completed_by_name": "Invented", "completed_by_role": "Invented", "completed_by_agency": "Invented"}
    words = sender | ({"circumstances": INVENTED} if form == FORM_B else {}) | dict(said)
    rows = {question: FIRST_ROW if question == CARER else NOT_IN_A_GROUP for question in words}
    answers = {(question, rows[question]): Answer(value) for question, value in words.items()}
    return answer_object(registry.get(*form), answers, identifying=True)
