"""A form with its answers, read from the object that `exports.answer_object` makes of one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.exports import ANSWERED
from cdop.questionnaires.factor_choices import with_factors
from cdop.questionnaires.kinds import KINDS, NOT_ANSWERED, fault
from cdop.questionnaires.spec import Choice, FormSpec, Group, Question
from cdop.questionnaires.theme_choices import with_themes
from cdop.questionnaires.words import NonAnswer
from cdop.rules.factors import FactorChange


class Unfit(ValueError):
    """The object is no form of ours; `faults` says why, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form in its version, with the answers that are not blank."""

    spec: FormSpec
    answers: dict[AnswerKey, Answer]


def read_object(
    told: Mapping[str, Any], factors: Collection[FactorChange] = (), themes: Collection[Choice] = ()
) -> ReadForm:
    """Return the form that an object tells of. Raises Unfit.

    `factors` is what the panel changed of its list, `themes` are those of its register.
    """
    try:
        spec = registry.get(str(told.get("form")), str(told.get("version")))
    except LookupError:
        raise Unfit([f"There is no form {told.get('form')!r} in version {told.get('version')!r}."]) from None
    spec = with_themes(with_factors(spec, factors, spec.from_on), themes)
    places = {question.exported_as: (group, question) for _section, group, question in spec.questions()}
    answers, faults = {}, []
    for each in _told_answers(told):
        try:
            name, given = _answer(places, each)
        except ValueError as refused:
            faults.append(f"{each.get('question')}: {refused}")
        else:
            answers[name] = given
    if faults:
        raise Unfit(faults)
    return ReadForm(spec, {name: given for name, given in answers.items() if not given.is_blank})


def _told_answers(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    every = told.get("answers")
    if not isinstance(every, list) or not all(isinstance(each, Mapping) for each in every):
        raise Unfit(["It has no list of answers."])
    yield from every


def _answer(places: Mapping[str, tuple[Group | None, Question]], told: Mapping[str, Any]) -> tuple[AnswerKey, Answer]:
    """Raises ValueError with what is wrong."""
    group, question = places.get(str(told.get("question")), (None, None))
    if question is None:
        raise ValueError("The form has no such question.")
    row = told.get("row")
    if (group is None) != (row is None) or not isinstance(row, int | None) or not 1 <= (row or 1) <= 99:
        raise ValueError("Its row must be a number in a group, and null outside one.")
    return (question.key, f"{row:02}" if row else NOT_IN_A_GROUP), _given(question, told)


def _given(question: Question, told: Mapping[str, Any]) -> Answer:
    state = str(told.get("state"))
    if state not in {*NonAnswer, NOT_ANSWERED.lower(), ANSWERED}:
        raise ValueError(f"“{state}” is no state of an answer.")
    try:
        value = KINDS[question.kind].load(told.get("value")) if state == ANSWERED else None
        given = Answer(value, NonAnswer(state) if state in set(NonAnswer) else None)
        words = fault(question, given)
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        raise ValueError("The value is not of the kind that is asked for.") from None
    if words:
        raise ValueError(f"{words}.")
    return given
