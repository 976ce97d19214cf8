"""What keeps a form from being sent is said with the place where it can be put right."""

from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.obstacles import Obstacle, obstacles
from tests.analyses import analysis


def test_obstacles_of_a_whole_form_are_none() -> None:
    assert obstacles(ANALYSIS, analysis()) == ()


def test_obstacles_name_what_is_missing_before_what_is_wrong_each_with_its_section() -> None:
    found = obstacles(ANALYSIS, analysis(physical_score=None, secondary_categories=("10",), modifiable="no"))
    assert found[0] == Obstacle(
        "4.4. Score of influence of this domain is not answered yet", "physical", "physical_score"
    )
    assert [each.section for each in found] == ["physical", "category", "modifiability"]
    assert "A secondary category is the same" in found[1].text
