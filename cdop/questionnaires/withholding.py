"""A form for somebody from whom some of its answers are kept: each is told as withheld, never as blank.

A question that is asked only after another tells of that other's answer by being asked or not. So whatever hangs on an
answer that is kept back is kept back too, answered or not.
"""

from collections.abc import Collection, Iterator

from cdop.questionnaires.answer import NOT_IN_A_GROUP, WITHHELD, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.conditions import keys
from cdop.questionnaires.spec import FormSpec, Group, Question


def withholding(spec: FormSpec, answers: AnswerSet, kept_back: Collection[AnswerKey]) -> dict[AnswerKey, Answer]:
    """Return the answers of a form without those that are kept back, which are told as withheld."""
    if not kept_back:
        return dict(answers)
    hidden = {name for name in kept_back if name in answers}
    for _section, group, question in spec.questions():
        hidden.update(name for name in _places(group, question, answers) if _hangs(group, question, name[1], hidden))
    return {**answers, **dict.fromkeys(hidden, WITHHELD)}


def _places(group: Group | None, question: Question, answers: AnswerSet) -> Iterator[AnswerKey]:
    """What a question's answers are kept under, in each row that there is."""
    for row_key in (NOT_IN_A_GROUP,) if group is None else rows_of(group, answers):
        yield question.key, row_key


def _hangs(group: Group | None, question: Question, row_key: str, hidden: set[AnswerKey]) -> bool:
    """Whether a question is asked by what was answered to one of the hidden."""
    looked_at = {*keys(question.when), *(keys(group.when) if group else ())}
    return any((key, row) in hidden for key in looked_at for row in (row_key, NOT_IN_A_GROUP))
