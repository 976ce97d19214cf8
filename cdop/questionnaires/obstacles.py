"""What stands in the way of sending a form: each in words, with the place where it can be put right."""

from dataclasses import dataclass

from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.completeness import completeness, faults
from cdop.questionnaires.spec import FormSpec


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a form cannot be sent. `section` is the key of the page to go to, "" where there is none."""

    text: str
    section: str = ""
    control: str = ""


def obstacles(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None) -> tuple[Obstacle, ...]:
    """Return everything for which a form with these answers cannot be sent: what is missing, then what is wrong."""
    missing = (
        Obstacle(f"{one.question.number}. {one.question.text} is not answered yet", one.section.key, one.control)
        for one in completeness(spec, answers, agency_type).missing_required
    )
    wrong = (Obstacle(each.text, _section_of(spec, each.keys[0])) for each in faults(spec, answers, agency_type))
    return (*missing, *wrong)


def _section_of(spec: FormSpec, key: str) -> str:
    return next(section.key for section, _group, question in spec.questions() if question.key == key)
