"""Plain facts that the panel was told before an agency is asked: the agency confirms or corrects them in one press.

Which questions ask for one is a mark of the question (`Question.is_fact`). An account of what happened is never among
them, whatever the notification says of it: each agency tells its own. What an agency says of a fact is its answer,
beside what was told; neither takes the other's place.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet, answer
from cdop.questionnaires.kinds import fault
from cdop.questionnaires.spec import FormSpec, Group, Question

GP = "gp_practice"
"""The fact that a notification tells by naming the practice among those who knew the child."""


def fact_questions(spec: FormSpec) -> tuple[Question, ...]:
    """Return the questions of a form that ask for a plain fact of the child."""
    return tuple(each for _section, group, each in spec.questions() if is_fact(group, each))


def is_fact(group: Group | None, question: Question) -> bool:
    """Say whether a question asks for a plain fact of the child: one of a row is of somebody or something else."""
    return question.is_fact and group is None


def told_facts(
    questions: Iterable[Question], case: Mapping[str, Any], notified: Iterable[AnswerSet]
) -> dict[AnswerKey, Answer]:
    """Return what the panel was told of each question that asks for a plain fact, as an answer to it.

    `case` are the facts of the case by their names: as they stand, so one that was put right is told as it is now. What
    it does not hold is from the first of the notifications that says it. A way of not answering tells nothing, and what
    would be no answer to the question is left out.
    """
    told = tuple(notified)
    found = {each.key: _first(each, case, told) for each in questions if each.is_fact}
    return {(key, NOT_IN_A_GROUP): given for key, given in found.items() if given is not None}


def _first(question: Question, case: Mapping[str, Any], notified: Iterable[AnswerSet]) -> Answer | None:
    values = (case.get(question.key), *(_notified(question.key, each) for each in notified))
    every = (Answer(str(value) if isinstance(value, str) else value) for value in values if value is not None)
    return next((each for each in every if not each.is_blank and not fault(question, each)), None)


def _notified(key: str, answers: AnswerSet) -> Any:
    return _gp(answers) if key == GP else answer(answers, key).value


def _gp(answers: AnswerSet) -> Any:
    """The GP practice that a notification names, None where it names none."""
    rows = (row for (key, row), given in answers.items() if key == "professional_agency_type" and given.value == "gp")
    named = (answer(answers, "professional_organisation", row).value for row in rows)
    return next(filter(None, named), None)
