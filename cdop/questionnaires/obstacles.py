"""What stands in the way of sending a form: each in words, with the place where it can be put right."""

from dataclasses import dataclass
from datetime import date

from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.completeness import Asked, asked, faults
from cdop.questionnaires.date_checks import NOT_YET, is_still_to_come
from cdop.questionnaires.spec import Fault, FormSpec, Group, Question
from cdop.questionnaires.words import Need


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a form cannot be sent. `section` is the key of the page to go to, "" where there is none.

    `control` is the place on that page; `others` are further questions that the reason is about.
    """

    text: str
    section: str = ""
    control: str = ""
    others: tuple["Obstacle", ...] = ()


def obstacles(
    spec: FormSpec, answers: AnswerSet, agency_type: str | None = None, *, today: date
) -> tuple[Obstacle, ...]:
    """Return everything for which a form with these answers cannot be sent: what is missing, then what is wrong."""
    return obstacles_among(spec, asked(spec, answers, agency_type), today=today)


def obstacles_among(spec: FormSpec, every: tuple[Asked, ...], *, today: date) -> tuple[Obstacle, ...]:
    """Return the same of the questions that are asked, where they are known."""
    missing = (one for one in every if one.answer.is_blank and one.question.need is Need.REQUIRED)
    to_come = (one for one in every if is_still_to_come(one.question, one.answer, today))
    return (
        *(_obstacle(spec, one, "not answered yet") for one in missing),
        *(_obstacle(spec, one, f"{NOT_YET[0].lower()}{NOT_YET[1:]}") for one in to_come),
        *(_wrong(spec, fault) for fault in faults(spec, every)),
    )


def _obstacle(spec: FormSpec, one: Asked, words: str) -> Obstacle:
    return Obstacle(f"{_called(one.question)} ({words})", one.section.key, spec.anchor(one.control))


def _wrong(spec: FormSpec, fault: Fault) -> Obstacle:
    first, *others = (place_of(spec, key) for key in fault.keys)
    return Obstacle(fault.text, first.section, first.control, tuple(others))


def place_of(spec: FormSpec, key: str) -> Obstacle:
    """Return where a question or a group is, with its words; a question that is asked in rows is found at its group.

    Raises LookupError where the form has none of that key.
    """
    for section in spec.sections:
        for item in section.items:
            questions = item.questions if isinstance(item, Group) else ()
            if item.key == key or key in {each.key for each in questions}:
                called = next((each for each in questions if each.key == key), item)
                return Obstacle(_called(called), section.key, spec.anchor(item.key))
    raise LookupError(f"{spec.key} {spec.version} has no question {key!r}")


def _called(question: Question | Group) -> str:
    return f"{question.number}. {question.text}" if question.number else question.text
