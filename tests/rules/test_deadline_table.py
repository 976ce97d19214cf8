"""The whole table of deadlines: its defaults, in words that a page can show."""

from datetime import date

import pytest

from cdop.rules.deadline_table import APPLIES, DEADLINES, FACTS, MEETING_PACK, TABLE
from cdop.rules.deadlines import falls


def test_table_has_every_default_of_the_process_and_says_its_facts_and_when_it_applies_in_words() -> None:
    shipped = {key: f"{each.length} {each.unit}{' before' if each.is_before else ''}" for key, each in TABLE.items()}

    assert {key: shipped[key] for key in shipped.keys() - {each.key for each in DEADLINES}} == {
        "coroner_notice_wd": "3 working days",
        "registrar_notice_days": "7 days",
        "reporting_form_return_wd": "15 working days",
        "pack_circulation_wd": "10 working days before",
        "minutes_wd": "10 working days",
        "learning_letters_wd": "10 working days",
        "annual_report_months": "6 months",
        "family_letter_earliest_days": "21 days",
        "unsent_form_days": "180 days",
        "unsent_notification_days": "7 days",
    }
    assert {name for each in TABLE.values() for name in (each.starts, each.met)} == FACTS.keys()
    assert all(each.applies in APPLIES and each.source for each in TABLE.values())


@pytest.mark.parametrize(
    ("held_on", "expected"),
    [
        (date(2026, 11, 17), date(2026, 11, 3)),
        # Over Christmas, Boxing Day's substitute and New Year's Day.
        (date(2027, 1, 8), date(2026, 12, 22)),
    ],
)
def test_what_goes_out_before_a_meeting_is_counted_back_in_working_days(held_on: date, expected: date) -> None:
    assert falls(MEETING_PACK, held_on) == expected
