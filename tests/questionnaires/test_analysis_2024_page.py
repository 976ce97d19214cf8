"""An analysis is shown to a panel in words, and nothing that was answered is left out of its part."""

from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.analysis_2024_page import ActionLine, analysis_page
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.words import NonAnswer
from tests.analyses import ROW, analysis


def test_page_says_factors_categories_learning_and_actions_in_words() -> None:
    page = analysis_page(ANALYSIS, analysis(secondary_categories=("8", "9")))
    social = page.domains[1]
    assert (social.section, social.score[:1], social.factors[0].label) == ("social", "2", "Smoking in the household")
    assert social.factors[0].modifiable == "Yes"
    assert social.factors[0].more == (("How it concerned this child", "Smoking in the household"),)
    assert page.primary.startswith("10")
    assert page.category[0][0] == "Secondary categories"
    assert page.learning_points == ("Ask about sleep at every contact",)
    assert ("Themes of this review", "Safer sleep") in page.learning
    assert page.actions == (
        ActionLine(
            "Ask about smoking at every visit", "Invented Owner", "Invented health visiting service", "31 March 2027"
        ),
    )


def test_page_says_a_factor_that_is_not_on_the_list_by_its_own_words() -> None:
    answers = analysis() | {("social_factor_code", ROW): Answer("X99"), ("social_factor_other", ROW): Answer("A flood")}
    assert analysis_page(ANALYSIS, answers).domains[1].factors[0].label == "Another factor: A flood"


def test_page_says_that_something_is_not_known_and_leaves_out_what_is_blank() -> None:
    answers = analysis() | {("family_contribution", ""): Answer(non_answer=NonAnswer.NOT_KNOWN)}
    page = analysis_page(ANALYSIS, answers)
    assert page.summary[-1] == ("What the family told us and asked", "Not known")
    assert "Cause of death, as understood now" not in dict(page.summary)
    assert analysis_page(ANALYSIS, {}).primary == ""
