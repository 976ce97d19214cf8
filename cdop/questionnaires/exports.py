"""The answers of a form as rows of a table: one row for the form, and one for each row of a group."""

from collections.abc import Iterator

from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, AnswerSet
from cdop.questionnaires.completeness import asked_answers, rows_of
from cdop.questionnaires.kinds import export
from cdop.questionnaires.spec import FormSpec, Group, Question

ROW = "row"
"""The column of a group's table that numbers the rows, from 1."""


def groups(spec: FormSpec) -> tuple[Group, ...]:
    """Return the groups of a form, each of which is a table of its own."""
    return tuple(item for section in spec.sections for item in section.items if isinstance(item, Group))


def columns(spec: FormSpec, group: Group | None = None, *, identifying: bool = False) -> tuple[str, ...]:
    """Return the columns of a form's table or of a group's, without those that identify unless they are asked for."""
    named = tuple(question.exported_as for question in _questions(spec, group, identifying))
    return named if group is None else (ROW, *named)


def lines(
    spec: FormSpec, answers: AnswerSet, group: Group | None = None, *, identifying: bool = False
) -> Iterator[dict[str, str]]:
    """Yield the cells under those columns: what is blank is empty, a way of not answering is written out.

    Answers to questions that are not asked (any more) are left out.
    """
    shown = asked_answers(spec, answers)
    questions = _questions(spec, group, identifying)
    rows = (NOT_IN_A_GROUP,) if group is None else rows_of(group, shown)
    for number, row_key in enumerate(rows, start=1):
        cells = {each.exported_as: export(each, shown.get((each.key, row_key), BLANK)) for each in questions}
        yield cells if group is None else {ROW: str(number), **cells}


def _questions(spec: FormSpec, group: Group | None, identifying: bool) -> list[Question]:
    return [
        question
        for _section, within, question in spec.questions()
        if within is group and (identifying or not question.is_identifying)
    ]
