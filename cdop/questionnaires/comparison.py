"""One form answered by several agencies: each question with all answers side by side, and what they come to.

Every agency's answer stays as it was given. What is proposed is only that: any yes before no, then not applicable,
not known, not held and blank, and no blank ever takes the place of an answer. Source: domain reference, 3.3.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet, answer
from cdop.questionnaires.completeness import Asked, asked, rows_of
from cdop.questionnaires.kinds import choices, show
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.words import Kind, Need, NonAnswer


class State(StrEnum):
    """What the answers of several agencies to one question come to."""

    CONFLICT = "conflict"
    EXPECTED_BLANK = "expected but blank"
    MISSING = "missing"
    SEVERAL = "several accounts"
    AGREED = "agreed"
    SINGLE = "single"
    NOT_APPLICABLE = "not applicable"
    NOT_KNOWN = "not known"
    NOT_HELD = "not held"


@dataclass(frozen=True, slots=True)
class Respondent:
    """An agency with what it answered. A type of None is asked the whole form, as is whoever has no `spec` of its own.

    `spec` is the form as this agency was asked for it: some of its sections.
    """

    name: str
    agency_type: str | None
    answers: AnswerSet = field(default_factory=dict)
    spec: FormSpec | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One question. `cells` are in the order of the respondents: what each answered, None where it is not asked.

    `proposed` is what the answers come to, BLANK where that is for people to say. In a group, `row_title` tells which
    row it is ("Mother", or "Adult 2" of an agency), `row` is what that row is known by with every agency, "" where it
    is of one agency alone, and `names` is what each agency keeps its answer under. `told` is what the panel was told of
    a plain fact before any of them answered: it counts as one more answer.
    """

    section: Section
    group: Group | None
    question: Question
    row_title: str
    cells: tuple[Answer | None, ...]
    names: tuple[AnswerKey | None, ...]
    proposed: Answer
    state: State
    row: str = NOT_IN_A_GROUP
    told: Answer = BLANK

    @property
    def is_shared(self) -> bool:
        """Whether it is one and the same question with every agency, so that an answer to it can be agreed."""
        return self.group is None or self.row != NOT_IN_A_GROUP

    @property
    def is_conflict(self) -> bool:
        """Whether the answers contradict each other."""
        return self.state is State.CONFLICT


@dataclass(frozen=True, slots=True)
class Comparison:
    """All questions that any of the respondents is asked: those in conflict first, then in the form's order."""

    respondents: tuple[str, ...]
    rows: tuple[Compared, ...]

    def count(self, state: State) -> int:
        """Return how many questions are in that state."""
        return sum(row.state is state for row in self.rows)


def comparison(spec: FormSpec, respondents: Sequence[Respondent], told: AnswerSet | None = None) -> Comparison:
    """Return every question that any of them is asked, with what each answered and what that comes to.

    `told` are the plain facts that the panel was told before.
    """
    every = [_by_place(spec, each, number) for number, each in enumerate(respondents)]
    before = told or {}
    rows = [
        _compared(place, [one.get(place) for one in every], answer(before, *place)) for place in _order(spec, every)
    ]
    rows.sort(key=lambda row: not row.is_conflict)
    return Comparison(tuple(each.name for each in respondents), tuple(rows))


def proposed(question: Question, given: Iterable[Answer]) -> Answer:
    """Return what the answers to one question come to, BLANK where it takes a person to say so."""
    every = [*given]
    values = _values(every)
    if not values:
        said = {each.non_answer for each in every}
        return next((Answer(non_answer=each) for each in _FALLING if each in said), BLANK)
    if question.kind is Kind.YES_NO:
        return Answer("yes" if "yes" in values else "no")
    if question.kind is Kind.CHOICES:
        chosen = {each for value in values for each in value}
        return Answer(tuple(each.value for each in choices(question) if each.value in chosen))
    return Answer(values[0]) if len(values) == 1 else BLANK


def state(question: Question, given: Iterable[Answer]) -> State:
    """Return what the answers of those who are asked a question come to."""
    every = [*given]
    values = _values(every)
    if not values:
        return _without_value(question, every)
    if len(values) > 1:
        is_contradiction = question.kind in _CONTRADICTING and not question.is_own
        return State.CONFLICT if is_contradiction else State.SEVERAL
    return State.SINGLE if sum(each.non_answer is None and not each.is_blank for each in every) == 1 else State.AGREED


_FALLING = (NonAnswer.NOT_APPLICABLE, NonAnswer.NOT_KNOWN, NonAnswer.NOT_HELD)
_STATE_OF = dict(zip(_FALLING, (State.NOT_APPLICABLE, State.NOT_KNOWN, State.NOT_HELD), strict=True))
_CONTRADICTING = frozenset(Kind) - {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICES, Kind.EMAIL, Kind.TELEPHONE}
"""Of these kinds one of two different answers is wrong. Words are accounts, and several may be chosen by several."""

_SHARED = "="
"""What the name of a row begins with that is the same with every agency."""

_Place = tuple[str, str]
"""A question by its key, and the row of its group: as good as the same with every agency."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A question that an agency is asked, and which row of its group that is."""

    one: Asked
    row_title: str


def _values(given: Iterable[Answer]) -> list[Any]:
    """The different values that were given, each once, in their order; capitals and spaces make no difference."""
    found: dict[Any, Any] = {}
    for each in given:
        if each.non_answer is None and not each.is_blank:
            same = " ".join(each.value.casefold().split()) if isinstance(each.value, str) else each.value
            found.setdefault(same, each.value)
    return [*found.values()]


def _without_value(question: Question, given: Sequence[Answer]) -> State:
    said = proposed(question, given).non_answer
    if said is not None:
        return _STATE_OF[said]
    return State.MISSING if question.need is Need.OPTIONAL else State.EXPECTED_BLANK


def _compared(place: _Place, placed: Sequence[_Placed | None], told: Answer) -> Compared:
    first = next(each for each in placed if each is not None)
    given = [each.one.answer for each in placed if each is not None]
    # What was told stands beside what agencies say, and for none of them: where none says anything, it is missing.
    if any(each.value is not None for each in given):
        given.append(told)
    question = first.one.question
    return Compared(
        section=first.one.section,
        group=first.one.group,
        question=question,
        row_title=first.row_title,
        cells=tuple(None if each is None else each.one.answer for each in placed),
        names=tuple(None if each is None else each.one.name for each in placed),
        proposed=proposed(question, given),
        state=state(question, given),
        row=place[1] if place[1].startswith(_SHARED) else NOT_IN_A_GROUP,
        told=told,
    )


def _by_place(spec: FormSpec, respondent: Respondent, number: int) -> dict[_Place, _Placed]:
    """What an agency is asked, by its place. `number` tells it from the others."""
    titles = dict(_row_titles(spec, respondent, number))
    found = {}
    for one in asked(respondent.spec or spec, respondent.answers, respondent.agency_type):
        row, title = titles.get((one.group.key, one.row_key), ("", "")) if one.group else (NOT_IN_A_GROUP, "")
        found[one.question.key, row] = _Placed(one, title)
    return found


def _row_titles(
    spec: FormSpec, respondent: Respondent, number: int
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """For each row of each group, what it is matched by with other agencies' rows, and its title.

    Rows are matched where the group's first question offers choices and one row alone has that answer: there is one
    mother. Any other row stands by itself.
    """
    groups = (item for section in spec.sections for item in section.items if isinstance(item, Group))
    for group in groups:
        who, rows = group.questions[0], rows_of(group, respondent.answers)
        said = [answer(respondent.answers, who.key, row) for row in rows]
        for place, (row, given) in enumerate(zip(rows, said, strict=True), start=1):
            if who.kind is Kind.CHOICE and isinstance(given.value, str) and said.count(given) == 1:
                yield (group.key, row), (f"{_SHARED}{given.value}", show(who, given))
            else:
                title = f"{group.noun.capitalize()} {place}, {respondent.name}"
                yield (group.key, row), (f"{number}/{row}", title)


def _order(spec: FormSpec, every: Sequence[dict[_Place, _Placed]]) -> list[_Place]:
    """All places in the order of the form; of a group, row by row in the order in which agencies tell of them."""
    rank = {question.key: number for number, (_section, _group, question) in enumerate(spec.questions())}
    start: dict[str, int] = {}
    for _section, group, question in spec.questions():
        start.setdefault(group.key if group else question.key, rank[question.key])
    rows: dict[tuple[str, str], int] = {}
    ranked: dict[_Place, tuple[int, int, int]] = {}
    for one in every:
        for place, placed in one.items():
            item = placed.one.group.key if placed.one.group else place[0]
            row = rows.setdefault((item, place[1]), len(rows))
            ranked.setdefault(place, (start[item], row, rank[place[0]]))
    return sorted(ranked, key=lambda place: ranked[place])
