"""Every way of writing an unsound definition is found, and the digest moves with whatever anybody sees."""

from dataclasses import replace
from datetime import date

import pytest

from cdop.questionnaires.conditions import All, Is
from cdop.questionnaires.soundness import digest, problems
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Basis, Kind, Need
from tests.questionnaires.sample import NOT_KNOWN, POLICE, SAMPLE, SECTION_A, SECTION_B, SIBLINGS, changed

PLACE, OTHER, ILL, ILLNESS = SECTION_A.items
WARD = SECTION_B.items[-1]


def found(*items):
    return problems(changed(SECTION_A, *(items or SECTION_A.items)))


def of_place(**differently):
    return found(replace(PLACE, **differently), OTHER, ILL, ILLNESS)


def of_other(**differently):
    return found(PLACE, replace(OTHER, **differently), ILL, ILLNESS)


def test_sample_is_sound():
    assert problems(SAMPLE) == []


@pytest.mark.parametrize(
    ("differently", "problem"),
    [
        ({"key": "ill"}, "The key 'ill' is used twice."),
        ({"key": "siblings"}, "The key 'siblings' is used twice."),
        ({"key": "Other"}, "The key 'Other' is not lower-case letters, digits and underscores."),
        ({"key": "plàce"}, "The key 'plàce' is not lower-case letters, digits and underscores."),
        ({"key": "x" * 81}, f"The key {'x' * 81!r} is not lower-case letters, digits and underscores."),
        ({"export_key": "ill"}, "The export key 'ill' is used twice."),
        ({"number": "A3"}, "The number 'A3' is used twice."),
        ({"number": "A10"}, "The number 'A3' comes after 'A10'."),
        ({"text": " "}, "place_other: the question has no wording."),
        ({"text": "Where? "}, "place_other: the wording begins or ends with space."),
        ({"hint": " Say"}, "place_other: the wording begins or ends with space."),
        ({"lowest": 1}, "place_other: only a number has bounds and a unit."),
        ({"unit": "g"}, "place_other: only a number has bounds and a unit."),
        ({"max_length": 0}, "place_other: only words have a greatest length."),
        ({"choices": (Choice("a", "A"),)}, "place_other: a question of the kind “text” has no choices of its own."),
        (
            {"need": Need.EXPECTED},
            "place_other: an answer is expected, but there is no way to say that it is not known.",
        ),
        ({"non_answers": (NOT_KNOWN, NOT_KNOWN)}, "place_other: “not known” is offered twice."),
        (
            {"when": Is("nowhere", ("x",))},
            "place_other: its condition looks at 'nowhere', which is not asked before it.",
        ),
        ({"when": Is("ill", ("yes",))}, "place_other: its condition looks at 'ill', which is not asked before it."),
        ({"when": Is("place", ("x",))}, "place_other: its condition asks for an answer that 'place' does not offer."),
        ({"when": Is("place", ())}, "place_other: its condition asks for an answer that 'place' does not offer."),
        (
            {"when": All((Is("place", ("home",)), Is("place", ("not known",))))},
            "place_other: its condition asks for an answer that 'place' does not offer.",
        ),
    ],
)
def test_unsound_question_is_named_with_its_problem(differently, problem):
    assert problem in of_other(**differently)


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ((), "place: there is nothing to choose from."),
        ((Choice("home", "Home"), Choice("home", "Hospital")), "place: the choice 'home' is offered twice."),
        (
            (Choice("home", "Home"), Choice("not known", "Not known")),
            "place: the choice 'not known' is a way of not answering.",
        ),
        ((Choice("home", "Home"), Choice("a;b", "B")), "place: the choice 'a;b' has a value that cannot be exported."),
        ((Choice("home", "Home"), Choice("é", "E")), "place: the choice 'é' has a value that cannot be exported."),
        ((Choice("home", "Home"), Choice("b", "Home")), "place: two choices read “Home”."),
        ((Choice("home", "Home"), Choice("b", " ")), "place: the choice 'b' has no label."),
    ],
)
def test_unsound_choices_are_named(choices, problem):
    assert problem in of_place(choices=choices)


def test_numbers_are_compared_part_by_part():
    numbers = ["A9", "A9a", "A10"]
    numbered = [replace(ILL, key=f"q{place}", number=each, text=each) for place, each in enumerate(numbers)]
    assert problems(changed(SECTION_A, *SECTION_A.items, *numbered)) == []


def test_number_of_a_group_is_compared_too():
    family = replace(SAMPLE.sections[2], items=(replace(SIBLINGS, number="C9"),))
    assert problems(replace(SAMPLE, sections=(*SAMPLE.sections[:2], family))) == ["The number 'C1a' comes after 'C9'."]


def test_same_words_twice_on_a_page_are_a_problem_unless_they_follow_an_answer():
    again = replace(ILL, key="ill_again", number="A5")
    assert found(*SECTION_A.items, again) == ["place: “Was the child ill?” is asked twice."]
    follows = replace(again, when=Is("place", ("home",)))
    assert found(*SECTION_A.items, follows) == []
    more = replace(again, text="Tell us more", kind=Kind.LONG_TEXT)
    assert found(*SECTION_A.items, more, replace(more, key="more_again", number="A6")) == []


def test_lowest_above_highest_is_a_problem():
    weight = replace(SECTION_B.items[4], lowest=10, highest=9)
    assert problems(changed(SECTION_B, *SECTION_B.items[:4], weight, *SECTION_B.items[5:])) == [
        "weight: the lowest number is above the highest."
    ]


def test_condition_on_words_is_a_problem():
    asks_words = replace(WARD, when=Is("place_other", ("park",)))
    assert problems(changed(SECTION_B, *SECTION_B.items[:-1], asks_words)) == [
        "hospital_ward: its condition looks at 'place_other', which offers nothing to choose from."
    ]


def test_condition_on_a_question_of_another_group_is_a_problem():
    pets = Group("pets", "C2", "Pets", "pet", (replace(WARD, number="C2a", when=Is("at_home", ("no",))),))
    family = replace(SAMPLE.sections[2], items=(SIBLINGS, pets))
    spec = replace(SAMPLE, sections=(SECTION_A, replace(SECTION_B, items=SECTION_B.items[:-1]), family))
    assert problems(spec) == ["hospital_ward: its condition looks at 'at_home', which is asked once for each sibling."]


def test_condition_on_what_some_agencies_are_not_asked_is_a_problem():
    problem = "place_other: its condition looks at 'place', which is not asked of every agency that is asked this."
    assert of_place(agencies=POLICE) == [problem, problem.replace("place_other", "hospital_ward")]
    spec = changed(SECTION_A, replace(PLACE, agencies=POLICE), replace(OTHER, agencies=POLICE), ILL, ILLNESS)
    assert problems(spec) == [problem.replace("place_other", "hospital_ward")]


def test_section_group_and_form_without_words_are_problems():
    empty = Section("empty", "D", " ", ())
    group = Group("pets", "C2", "Pets", " ", (), at_most=0)
    spec = replace(SAMPLE, title="", sections=(*SAMPLE.sections, empty, replace(empty, title="Pets", items=(group,))))
    assert problems(spec) == [
        "The section key 'empty' is used twice.",
        "The form has no title or no sections.",
        "The section 'empty' has no title or no questions.",
        "The group 'pets' has no wording, no noun or no questions.",
    ]


def test_group_without_room_and_question_for_nobody_are_problems():
    group = replace(SIBLINGS, at_most=0)
    spec = replace(SAMPLE, sections=(*SAMPLE.sections[:2], replace(SAMPLE.sections[2], items=(group,))))
    assert set(problems(spec)) == {"siblings: the group can have no row."}
    for_gp = replace(SECTION_B, agencies=frozenset({"gp"}))
    assert problems(replace(SAMPLE, sections=(SECTION_A, for_gp, SAMPLE.sections[2]))) == [
        "incident: it is for an agency that does not see its section."
    ]


def test_only_a_date_tells_of_the_past():
    assert of_place(is_past=True) == ["place: only a date tells of the past."]


CHANGES = {
    "wording": lambda: changed(SECTION_A, replace(PLACE, text="Where?"), OTHER, ILL, ILLNESS),
    "hint": lambda: changed(SECTION_A, replace(PLACE, hint="Say"), OTHER, ILL, ILLNESS),
    "need": lambda: changed(SECTION_A, replace(PLACE, need=Need.OPTIONAL), OTHER, ILL, ILLNESS),
    "kind": lambda: changed(SECTION_A, PLACE, replace(OTHER, kind=Kind.LONG_TEXT), ILL, ILLNESS),
    "choice": lambda: changed(SECTION_A, replace(PLACE, choices=PLACE.choices[:2]), OTHER, ILL, ILLNESS),
    "condition": lambda: changed(SECTION_A, PLACE, replace(OTHER, when=None), ILL, ILLNESS),
    "agencies": lambda: changed(SECTION_A, PLACE, replace(OTHER, agencies=POLICE), ILL, ILLNESS),
    "order": lambda: changed(SECTION_A, ILL, PLACE, OTHER, ILLNESS),
    "check": lambda: replace(SAMPLE, checks=()),
    "first day": lambda: replace(SAMPLE, from_on=date(2025, 1, 1)),
    "guidance": lambda: replace(SAMPLE, sections=(replace(SECTION_A, guidance=""), *SAMPLE.sections[1:])),
}


@pytest.mark.parametrize("name", CHANGES)
def test_digest_moves_with_whatever_anybody_sees(name):
    assert digest(CHANGES[name]()) != digest(SAMPLE)


def test_digest_stays_when_a_version_ends():
    assert digest(replace(SAMPLE, until_on=date(2030, 3, 31))) == digest(SAMPLE)
    own = replace(PLACE, is_own=True)
    assert digest(changed(SECTION_A, own, OTHER, ILL, ILLNESS)) == digest(SAMPLE)


def test_digest_stays_where_only_the_source_is_told_better():
    spec: FormSpec = changed(SECTION_A, replace(PLACE, source="In print", basis=Basis.SEEN), OTHER, ILL, ILLNESS)
    assert digest(replace(spec, source="A better source")) == digest(SAMPLE)
    assert digest(changed(SECTION_A, *SECTION_A.items)) == digest(SAMPLE)
