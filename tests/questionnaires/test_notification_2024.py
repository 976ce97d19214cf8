from datetime import date

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import asked, completeness, faults
from cdop.questionnaires.notification_2024 import NOTIFICATION
from cdop.questionnaires.words import Need, NonAnswer

LEAST = {
    ("notifier_name", ""): Answer("Dr Amina Yusuf"),
    ("notifier_telephone", ""): Answer("01606 555 0100"),
    ("given_names", ""): Answer("Baby of Ruth"),
    ("family_name", ""): Answer("Okafor"),
    ("died_on", ""): Answer(date(2025, 5, 2)),
    ("place_of_death", ""): Answer("HOSP-NNU"),
}


def missing(answers: dict[tuple[str, str], Answer]) -> list[str]:
    return [one.question.key for one in completeness(NOTIFICATION, answers).missing_required]


def test_six_answers_are_enough_to_notify() -> None:
    assert missing(LEAST) == []
    assert faults(NOTIFICATION, asked(NOTIFICATION, LEAST)) == ()


def test_only_the_least_is_required_of_everybody() -> None:
    assert missing({}) == ["notifier_name", "given_names", "family_name", "died_on", "place_of_death"]


def test_no_page_is_longer_than_fifteen_questions() -> None:
    assert max(len(section.items) for section in NOTIFICATION.sections) <= 15


def test_notifier_without_any_way_to_reach_them_is_asked_for_one() -> None:
    (fault,) = faults(NOTIFICATION, asked(NOTIFICATION, {**LEAST, ("notifier_telephone", ""): Answer("")}))
    assert fault.keys == ("notifier_email", "notifier_telephone")
    by_email = {**LEAST, ("notifier_telephone", ""): Answer(), ("notifier_email", ""): Answer("a@example.nhs.uk")}
    assert faults(NOTIFICATION, asked(NOTIFICATION, by_email)) == ()


def test_date_of_death_that_is_not_known_needs_a_reason() -> None:
    unknown = {**LEAST, ("died_on", ""): Answer(non_answer=NonAnswer.NOT_KNOWN)}
    assert [fault.keys for fault in faults(NOTIFICATION, asked(NOTIFICATION, unknown))] == [("died_on_note",)]
    reason = {**unknown, ("died_on_note", ""): Answer("Found some days later.")}
    assert missing(reason) == []
    assert faults(NOTIFICATION, asked(NOTIFICATION, reason)) == ()


def test_nhs_number_is_required_only_of_those_who_hold_it() -> None:
    for value in ("not available", "not resident"):
        assert missing({**LEAST, ("nhs_number_held", ""): Answer(value)}) == []
    assert missing({**LEAST, ("nhs_number_held", ""): Answer("held")}) == ["nhs_number"]


def test_death_at_eighteen_and_before_birth_are_faults() -> None:
    grown = {**LEAST, ("born_on", ""): Answer(date(2007, 5, 2))}
    later = {**LEAST, ("born_on", ""): Answer(date(2025, 5, 3))}
    assert [fault.keys for fault in faults(NOTIFICATION, asked(NOTIFICATION, grown))] == [("born_on", "died_on")]
    assert [fault.keys for fault in faults(NOTIFICATION, asked(NOTIFICATION, later))] == [("born_on", "died_on")]


def test_gestation_is_expected_of_a_baby_alone() -> None:
    def expected(answer: str) -> set[str]:
        answers = {**LEAST, ("under_one_year", ""): Answer(answer)}
        return {one.question.key for one in completeness(NOTIFICATION, answers).missing_expected}

    assert {"gestation_weeks", "birth_weight_g", "plurality"} <= expected("yes")
    assert {"gestation_weeks", "birth_weight_g", "plurality"} & expected("no") == set()


def test_no_professional_has_to_be_known_completely() -> None:
    section = NOTIFICATION.section("professionals")
    assert {question.need for _group, question in section.questions()} == {Need.OPTIONAL}
