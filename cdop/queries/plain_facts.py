"""What the panel was told of the plain facts of a child before agencies answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.case_work import holds_of
from cdop.queries.marked_facts import marked_facts
from cdop.queries.routing import notified
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.plain_facts import told_facts
from cdop.questionnaires.spec import Question
from cdop.rules.handling import Reader, may_show
from cdop.rules.proceedings import proceedings_open

_FACTS = "nhs_number born_on died_on sex ethnicity postcode gestation_weeks birth_weight_g".split()
"""The facts of a case that are questions of a form of the same name, with the same answers."""


@dataclass(frozen=True, slots=True)
class ToldToPanel:
    """What the panel knows of a case: its facts as they stand, and what was notified, the first first."""

    case: Mapping[str, Any]
    notified: tuple[AnswerSet, ...]

    def of(self, questions: Iterable[Question]) -> AnswerSet:
        """Return what was told of those of the questions that ask for a plain fact."""
        return told_facts(questions, self.case, self.notified)


def told_to_panel(case_id: int) -> ToldToPanel:
    """Return what the panel knows of a case that the reader may see. Three statements."""
    columns = (getattr(Case, name) for name in _FACTS)
    case = db.session.execute(select(*columns).where(Case.id == case_id)).one()
    return ToldToPanel(dict(case._mapping), tuple(notified(case_id)))


def offered_to_agency(case_id: int, questions: Iterable[Question]) -> AnswerSet:
    """Return what of it an agency may confirm or correct: nothing while proceedings are open. Five statements, or none.

    Nor is what another agency keeps from it. Whoever asks has the request of an agency on this case open.
    """
    asked = [each for each in questions if each.is_fact]
    if not asked:
        return {}
    told = told_to_panel(case_id)
    if _proceedings_open(case_id, told.notified):
        return {}
    marks = marked_facts(case_id)
    shown = {
        key: fact
        for key, fact in told.case.items()
        if may_show(marks.get(key, ()), Reader.OTHER_AGENCIES, are_proceedings_open=False)
    }
    return replace(told, case=shown).of(asked)


def are_proceedings_open(case_id: int) -> bool:
    """Say whether criminal or coronial proceedings are open on a case, as far as the panel knows. Two statements."""
    return _proceedings_open(case_id, notified(case_id))


def _proceedings_open(case_id: int, notified: Iterable[AnswerSet]) -> bool:
    holds, told = holds_of(case_id), [*notified]
    return proceedings_open(
        [hold.kind for hold in holds if hold.ended_on is None],
        [hold.kind for hold in holds if hold.ended_on is not None],
        told_of_police=any(
            _tells(each, "other_reviews", "police") or _tells(each, "suspected_types", "suspected homicide")
            for each in told
        ),
        told_of_coroner=any(_tells(each, "coroner_accepted", "yes") for each in told),
    )


def _tells(answers: AnswerSet, key: str, word: str) -> bool:
    value = answer(answers, key).value
    return word in value if isinstance(value, tuple) else value == word
