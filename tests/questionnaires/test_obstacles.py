"""What keeps a form from being sent is said with the place where it can be put right."""

from datetime import date, timedelta

from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.notification_2024 import NOTIFICATION
from cdop.questionnaires.obstacles import Obstacle, obstacles
from tests.analyses import analysis
from tests.questionnaires.sample import SAMPLE, TODAY, answered


def test_obstacles_of_a_whole_form_are_none() -> None:
    assert obstacles(ANALYSIS, analysis(), today=TODAY) == ()


def test_obstacles_name_what_is_missing_before_what_is_wrong_each_with_its_section() -> None:
    found = obstacles(
        ANALYSIS, analysis(physical_score=None, secondary_categories=("10",), modifiable="no"), today=TODAY
    )
    assert found[0] == Obstacle(
        "4.4. Score of influence of this domain (not answered yet)", "physical", "physical_score"
    )
    assert [each.section for each in found] == ["physical", "category", "modifiability"]
    assert "A secondary category is the same" in found[1].text


def test_answers_that_do_not_agree_lead_to_each_of_them() -> None:
    ready = answered(place="home", incident="7", began_on=date(2024, 2, 2), ended_on=date(2024, 1, 1))
    place = Obstacle("B3. When did it end?", "facts", "ended_on")
    assert obstacles(SAMPLE, ready, today=TODAY) == (Obstacle("B3 is before B2", "facts", "began_on", (place,)),)


def test_date_that_tells_of_the_past_is_not_after_the_day_on_which_the_form_is_sent() -> None:
    tomorrow = TODAY + timedelta(days=1)
    ready = answered(place="home", incident="7", began_on=tomorrow, ended_on=tomorrow + timedelta(days=1))
    words = "B2. When did it begin? (the date must be today or in the past)"
    assert obstacles(SAMPLE, ready, today=TODAY) == (Obstacle(words, "facts", "began_on"),)
    assert obstacles(SAMPLE, ready, today=tomorrow) == ()


def test_date_of_a_row_is_found_in_its_row() -> None:
    born = {("sibling_born_on", "02"): Answer(TODAY + timedelta(days=1))}
    assert "children-02-sibling_born_on" in [each.control for each in obstacles(NOTIFICATION, born, today=TODAY)]
