"""The cause of a death side by side: as those who sent forms have it, as it is registered, by code, and as the panel
understands it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FormAnswer, FormRequest, FormResponse, RequestedForm
from cdop.queries.analysis import Draft
from cdop.questionnaires import registry
from cdop.questionnaires.answer import answer
from cdop.rules import ages
from cdop.rules.vocabulary import ResponseStatus

PARTS = {
    "cause_1a": "I(a)",
    "cause_1b": "I(b)",
    "cause_1c": "I(c)",
    "cause_2": "II",
    "post_mortem_cause": "Post-mortem",
}
"""The questions of the forms that ask for a cause, and what their answers are called on a certificate."""
OF_THE_PANEL = {
    "registered_cause": "As registered",
    "cause_codes": "ICD-10 codes",
    "cause_of_death": "As the panel understands it",
}


@dataclass(frozen=True, slots=True)
class Causes:
    """Whose words, and what they say, in the order in which they are shown; `age` is in completed years."""

    told: tuple[tuple[str, str], ...]
    age: int

    @property
    def text(self) -> str:
        """All of it together, for the rules that look for words in it."""
        return "\n".join(words for _who, words in self.told)


def causes_of(case_id: int, draft: Draft) -> Causes:
    """Return the cause of a death as everybody has it, for whoever may read the case's forms. Two statements."""
    born_on, died_on = db.session.execute(_DAYS.where(Case.id == case_id)).one()
    return Causes((*_of_forms(case_id), *_of_panel(draft)), ages.completed_years(born_on or died_on, died_on))


def _of_forms(case_id: int) -> Iterator[tuple[str, str]]:
    told: dict[tuple[int, str], dict[str, str]] = {}
    for row in db.session.execute(_TOLD.where(FormAnswer.case_id == case_id)):
        who = row.name or registry.get(row.form_key, row.form_version).neutral_title()
        told.setdefault((row.response_id, who), {})[row.question_key] = str(row.value)
    for (_response, who), given in told.items():
        yield who, "; ".join(f"{label} {given[key]}" for key, label in PARTS.items() if key in given)


def _of_panel(draft: Draft) -> Iterator[tuple[str, str]]:
    for key, label in OF_THE_PANEL.items():
        if words := answer(draft.answers, key).value:
            yield label, str(words)


_DAYS = select(Case.born_on, Case.died_on)
_TOLD: Any = (
    select(
        FormAnswer.response_id,
        FormAnswer.question_key,
        FormAnswer.value,
        FormResponse.form_key,
        FormResponse.form_version,
        Agency.name,
    )
    .join(FormResponse, FormResponse.id == FormAnswer.response_id)
    .outerjoin(RequestedForm, RequestedForm.response_id == FormResponse.id)
    .outerjoin(FormRequest, FormRequest.id == RequestedForm.request_id)
    .outerjoin(Agency, Agency.id == FormRequest.agency_id)
    .where(
        FormAnswer.question_key.in_(PARTS),
        FormAnswer.value.is_not(None),
        FormResponse.status == ResponseStatus.SUBMITTED,
    )
    .order_by(FormAnswer.response_id)
)
