"""Notifications from other systems, as they come: frozen samples, all invented, and lines without sense."""

from datetime import date, time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.questionnaires import notification_text
from cdop.questionnaires.kinds import fault
from cdop.questionnaires.notification_2024_2 import NOTIFICATION_2
from cdop.questionnaires.notification_labels import HEADINGS, LABELS
from cdop.questionnaires.notification_text import ReadText

SAMPLES = Path(__file__).with_name("notifications_received")
LABEL = st.sampled_from([*(label for label, _person in LABELS), *HEADINGS])
WORDS = st.text(max_size=30) | st.sampled_from(["unknown", "27+3", "1/1/2020 at 03:00", "Smith, A", "F", "yes"])


def read(text: str) -> ReadText:
    return notification_text.read(NOTIFICATION_2, text)


def sample(name: str) -> ReadText:
    return read((SAMPLES / name).read_text(encoding="utf-8"))


def values(found: ReadText) -> dict[str, object]:
    """What was answered: the value, or the way of not answering."""
    return {f"{key}{row}": given.value or given.non_answer for (key, row), given in found.answers.items()}


def test_a_perinatal_notification_fills_in_the_form_and_what_is_not_asked_stays_visible() -> None:
    found = sample("perinatal.txt")
    assert values(found) == {
        "given_names": "Baby of Winifred",
        "family_name": "Inventedshire",
        "nhs_number": "9990000026",
        "nhs_number_held": "held",
        "born_on": date(2026, 11, 18),
        "born_at_time": time(3, 5),
        "died_on": date(2026, 11, 19),
        "died_at_time": time(6, 30),
        "sex": "female",
        "gestation_weeks": 27,
        "gestation_days": 3,
        "birth_weight_g": 980,
        "plurality": "single",
        "place_of_death": "HOSP-NNU",
        "place_of_death_name": "Invented Hospital",
        "parent_relationship01": "mother",
        "parent_name01": "Winifred Inventedshire",
        "parent_nhs_number01": "9990000034",
        "parent_born_on01": date(1995, 5, 4),
        "postcode": "CW1 2AB",
        "notifier_name": "Robin Invented-Midwife",
        "notifier_role": "Bereavement midwife",
        "notifier_email": "robin@example.com",
    }
    assert [line.text for line in found.unknown] == [
        "From: perinatal.surveillance@example.com",
        "Subject: Neonatal death, reference INV-0042",
        "Neonatal death notification (everybody here is invented)",
        "Apgar score at 5 minutes: 6",
    ]


def test_the_text_of_a_printed_form_has_its_answers_below_its_questions() -> None:
    found = sample("form.txt")
    assert values(found) == {
        "given_names": "Ada",
        "family_name": "Invented",
        "born_on": date(2016, 3, 1),
        "died_on": date(2026, 11, 19),
        "died_at_time": time(6, 30),
        "sex": "female",
        "nhs_number_held": "not available",
        "circumstances": "Found unresponsive in the morning.\nResuscitation was tried at home.",
        "notifier_name": "Dr Robin Invented",
        "notifier_telephone": "01632 960 123",
    }
    notes = [each.note for line in found.lines for each in line.taken if each.note]
    assert notes == ["The name was divided before its last word"] * 2
    assert found.unknown[-1].why_not == "Where was the death confirmed?: it is none of the answers to choose from"


def test_a_table_of_one_row_is_read_cell_by_cell_and_half_a_year_is_not_guessed() -> None:
    found = sample("row.csv")
    assert values(found) == {
        "given_names": "Ada",
        "family_name": "Invented",
        "died_on": date(2026, 11, 19),
        "sex": "indeterminate",
    }
    assert [(line.text, line.why_not) for line in found.unknown] == [
        ("DOB: 1/3/16", "Date of birth: must have a year of 4 numbers")
    ]


def test_what_is_told_of_the_mother_is_not_taken_for_the_child() -> None:
    found = read(
        "Mother's details\nSurname: Shire\nFirst name: Win\nSex: F\nGestation: 39+2 weeks\nMother's DOB: 4/5/1995"
    )
    assert values(found) == {
        "parent_relationship01": "mother",
        "parent_name01": "Win Shire",
        "gestation_weeks": 39,
        "gestation_days": 2,
        "parent_born_on01": date(1995, 5, 4),
    }


def test_two_lines_that_disagree_are_both_shown_and_the_first_stands() -> None:
    found = read("Sex: male\nGender: female\nGender: M")
    assert values(found) == {"sex": "male"}
    assert [line.why_not for line in found.lines] == ["", notification_text.SAID_TWICE, ""]


@settings(deadline=None)
@given(st.lists(st.tuples(LABEL, st.sampled_from([":", "\t", " | ", "", " "]), WORDS), max_size=8))
def test_whatever_follows_a_label_every_answer_fits_its_question(lines: list[tuple[str, str, str]]) -> None:
    questions = NOTIFICATION_2.by_key()
    answers = read("\n".join("".join(line) for line in lines)).answers
    assert [(key, fault(questions[key], given)) for (key, _row), given in answers.items()] == [
        (key, "") for key, _row in answers
    ]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_stops_the_reading_and_every_word_of_it_is_shown(text: str) -> None:
    shown = "".join(line.text for line in read(text).lines)
    assert {each for each in text if each.isalnum() and each.isascii()} <= set(shown)
