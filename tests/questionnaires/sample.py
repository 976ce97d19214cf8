"""A small form with a question of every kind, a group, and conditions that hang on each other."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from cdop.questionnaires.answer import Answer, AnswerSet, answer
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, Fault, FormSpec, Group, Question, Section
from cdop.questionnaires.words import Kind, Need, NonAnswer

NOT_KNOWN, NOT_APPLICABLE, NOT_HELD = NonAnswer.NOT_KNOWN, NonAnswer.NOT_APPLICABLE, NonAnswer.NOT_HELD
PLACES = (Choice("home", "Home"), Choice("hospital", "Hospital"), Choice("elsewhere", "Somewhere else", "Say where"))
SERVICES = (Choice("gp", "GP practice"), Choice("school", "School"))
POLICE = frozenset({"police"})
TODAY = date(2026, 11, 20)
"""The day on which the sample is filled in."""


def ends_after_it_began(answers: AnswerSet) -> Fault | None:
    """The one check of the sample."""
    began, ended = answer(answers, "began_on").value, answer(answers, "ended_on").value
    if began and ended and ended < began:
        return Fault(("began_on", "ended_on"), "B3 is before B2")
    return None


SECTION_A = Section(
    "place",
    "A",
    "The place",
    (
        Question("place", "A1", "Where was it?", Kind.CHOICE, Need.REQUIRED, PLACES, non_answers=(NOT_KNOWN,)),
        Question("place_other", "A2", "Where exactly?", Kind.TEXT, Need.REQUIRED, when=Is("place", ("elsewhere",))),
        Question("ill", "A3", "Was the child ill?", Kind.YES_NO, Need.EXPECTED, non_answers=(NOT_KNOWN, NOT_HELD)),
        Question("illness", "A4", "What illness?", Kind.LONG_TEXT, when=Is("ill", ("yes",)), is_identifying=True),
    ),
    guidance="Think of the last place.",
)
SECTION_B = Section(
    "facts",
    "B",
    "The facts",
    (
        Question("services", "B1", "Which services?", Kind.CHOICES, choices=SERVICES, non_answers=(NOT_KNOWN,)),
        Question(
            "began_on", "B2", "When did it begin?", Kind.DATE, Need.EXPECTED, non_answers=(NOT_KNOWN,), is_past=True
        ),
        Question("ended_on", "B3", "When did it end?", Kind.DATE),
        Question("at_time", "B4", "At what time?", Kind.TIME, non_answers=(NOT_KNOWN, NOT_APPLICABLE)),
        Question("weight", "B5", "What weight?", Kind.NUMBER, unit="g", lowest=100, highest=9000),
        Question("nhs_number", "B6", "NHS number", Kind.NHS_NUMBER, is_identifying=True),
        Question("postcode", "B7", "Postcode", Kind.POSTCODE, is_identifying=True, export_key="post_code"),
        Question("email", "B8", "E-mail address", Kind.EMAIL),
        Question("telephone", "B9", "Telephone number", Kind.TELEPHONE),
        Question("incident", "B10", "Incident number", Kind.TEXT, Need.REQUIRED, agencies=POLICE),
        Question("acidity", "B11", "How acid was the blood?", Kind.DECIMAL, lowest=6, highest=8),
        Question("hospital_ward", "B12", "Which ward?", Kind.TEXT, when=Is("place", ("hospital",))),
    ),
)
SIBLINGS = Group(
    "siblings",
    "C1",
    "Brothers and sisters",
    "sibling",
    (
        Question("name", "C1a", "Name", Kind.TEXT, Need.REQUIRED, is_identifying=True),
        Question("at_home", "C1b", "Did they live at home?", Kind.YES_NO, non_answers=(NOT_KNOWN,)),
        Question("elsewhere", "C1c", "Where did they live?", Kind.TEXT, when=Is("at_home", ("no",))),
    ),
    at_most=3,
    when=Is("ill", ("yes",)),
)
SAMPLE = FormSpec(
    "sample",
    "2024-1",
    "Sample form",
    date(2024, 4, 1),
    "Invented",
    (SECTION_A, SECTION_B, Section("family", "C", "The family", (SIBLINGS,))),
    (ends_after_it_began,),
)

# One answer of each kind, with how it is shown and exported.
EXAMPLES = {
    "place": (Answer("home"), "Home", "home"),
    "place_other": (Answer("=A park"), "=A park", "'=A park"),
    "ill": (Answer("yes"), "Yes", "yes"),
    "illness": (Answer("One\n\ntwo"), "One\n\ntwo", "One\n\ntwo"),
    "services": (Answer(("gp", "school")), "GP practice; School", "gp; school"),
    "began_on": (Answer(date(2024, 2, 9)), "9 February 2024", "2024-02-09"),
    "at_time": (Answer(time(14, 30)), "2:30pm", "14:30"),
    "weight": (Answer(3200), "3200 g", "3200"),
    "acidity": (Answer(Decimal("7.10")), "7.10", "7.10"),
    "nhs_number": (Answer("9990000018"), "999 000 0018", "9990000018"),
    "postcode": (Answer("CW1 2AB"), "CW1 2AB", "CW1 2AB"),
    "email": (Answer("a.person@nhs.net"), "a.person@nhs.net", "a.person@nhs.net"),
    "telephone": (Answer("+44 1632 960001"), "+44 1632 960001", "'+44 1632 960001"),
}


def answered(**values: object) -> dict[tuple[str, str], Answer]:
    """Return answers outside any group, given as values, as non-answers or as answers."""
    return {(key, ""): as_answer(value) for key, value in values.items()}


def as_answer(value: object) -> Answer:
    """Return a value as an answer."""
    if isinstance(value, Answer):
        return value
    return Answer(non_answer=value) if isinstance(value, NonAnswer) else Answer(value)


def changed(section: Section, *items: Question | Group, spec: FormSpec = SAMPLE) -> FormSpec:
    """Return the sample with other items in a section."""
    sections = (replace(each, items=items) if each is section else each for each in spec.sections)
    return replace(spec, sections=tuple(sections))
