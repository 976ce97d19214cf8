"""What the answers of a form name: the people, places and numbers that a pack tells by their part in the story."""

import re
from collections.abc import Iterator

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.kinds import show
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.words import Kind
from cdop.rules.identifiers import A_PROFESSIONAL, Identifier, IdentifierKind

LONGEST_NAME = 120
CHILD, RELATIVE = "the child", "a relative"
NAMES = {
    "child_name": CHILD,
    "given_names": CHILD,
    "family_name": CHILD,
    "other_names": CHILD,
    "sibling_name": "a sibling",
    "parent_name": RELATIVE,
    "person_name": RELATIVE,
    "carer_at_death": "a carer",
    **dict.fromkeys(
        (
            "action_owner completed_by_name consultant coroner_name jar_lead key_worker_name lead_clinician "
            "notified_by notifier_name other_consultant professional_name rescued_by senior_doctor scene_visit_by "
            "found_by family_follow_up_by"
        ).split(),
        A_PROFESSIONAL,
    ),
}
"""By the key of the question: whose name is asked for, as a pack calls them."""
PLACES = {
    "gp_practice": "the GP practice",
    "place_of_education": "the school or nursery",
    "school": "the school or nursery",
    "sibling_school": "a school or nursery",
    "place_of_death_name": "the place of death",
    "place_of_event": "the place where it happened",
    "place_of_event_name": "the place where it happened",
    "event_place": "the place where it happened",
    "location": "the place where it happened",
    "professional_organisation": "a service",
    **dict.fromkeys(
        "address home_address second_home_address parent_address parent_contact".split(), "the family’s address"
    ),
}
"""The same of places."""
NUMBERS = {
    Kind.NHS_NUMBER: "[NHS number]",
    Kind.POSTCODE: "[postcode]",
    Kind.EMAIL: "[e-mail address]",
    Kind.TELEPHONE: "[telephone number]",
}
_LINES = re.compile(r"\s*[,;\n]\s*")


def identifiers_of(spec: FormSpec, answers: AnswerSet) -> Iterator[Identifier]:
    """Return the people, places and numbers that the answers of a form name. A long account names nobody by itself."""
    questions = spec.by_key()
    for (key, row), given in answers.items():
        question = questions[key]
        if given.non_answer is None and not given.is_blank:
            yield from _identifiers(question, str(given.value), _part_of(spec, answers, question, row))


def lines_of_address(address: str) -> tuple[str, ...]:
    """Return the parts of an address that are looked for each by itself."""
    return tuple(line for line in _LINES.split(address) if len(line) > 3)


def _identifiers(question: Question, value: str, part: str) -> Iterator[Identifier]:
    if question.kind in NUMBERS:
        yield Identifier(IdentifierKind.NUMBER, value, NUMBERS[question.kind])
    elif question.kind not in (Kind.TEXT, Kind.LONG_TEXT):
        return
    elif question.key in PLACES:
        instead = PLACES[question.key]
        yield from (Identifier(IdentifierKind.PLACE, line, instead) for line in lines_of_address(value))
    elif question.key in NAMES and len(value) <= LONGEST_NAME:
        yield from (Identifier(IdentifierKind.NAME, name, part) for name in _LINES.split(value) if name)


def _part_of(spec: FormSpec, answers: AnswerSet, question: Question, row: str) -> str:
    """What somebody is in the story, where the same row says so."""
    part = NAMES.get(question.key, "")
    if question.key == "parent_name" and not (who := answer(answers, "parent_relationship", row)).is_blank:
        return f"the {show(spec.question('parent_relationship'), who).lower()}"
    if question.key == "professional_name" and not (what := answer(answers, "professional_role", row)).is_blank:
        return f"the {what.value}" if len(str(what.value)) < 60 else part
    return part
