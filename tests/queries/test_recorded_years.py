"""Of which years a panel has records, on each database."""

from datetime import date, timedelta

from cdop.queries.recorded_years import recorded_years
from cdop.rules.recorded_years import MANY
from tests.factories import add_case


def test_single_old_case_is_no_record_of_its_year_and_what_was_taken_over_later_was_none_before(cast, now):
    later = now + timedelta(days=1)
    for year, many, made in ((2008, 1, now), (2010, MANY, now), (2011, 8, now), (2012, 8, later)):
        for number in range(many):
            told = {"died_on": date(year, 6, 1), "notified_on": date(year, 6, 2)}
            add_case(cast.command_line, now=made, born_on=date(year, 1, 1), reference=f"{year}/{number}", **told)
    assert recorded_years(cast.panel_id) == {2010, 2011, 2012}
    assert recorded_years(cast.panel_id, by=now) == {2010, 2011}
    assert recorded_years(cast.other_panel_id) == frozenset()
