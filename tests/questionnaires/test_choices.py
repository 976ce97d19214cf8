from cdop.questionnaires import choices
from cdop.questionnaires.spec import Choice
from cdop.rules import ethnicity, places
from cdop.rules.vocabulary import Expectedness, Modifiable, Sex


def values(offered: tuple[Choice, ...]) -> list[str]:
    return [choice.value for choice in offered]


def test_listed_words_are_stored_as_given_and_shown_with_a_capital() -> None:
    assert choices.listed("adult bed", "Moses basket") == (
        Choice("adult bed", "Adult bed"),
        Choice("Moses basket", "Moses basket"),
    )


def test_lists_of_case_facts_store_what_the_case_stores() -> None:
    assert {*values(choices.SEXES), "not known"} == set(Sex)
    assert {*values(choices.EXPECTEDNESS), "not known"} == set(Expectedness)
    assert set(values(choices.MODIFIABILITY)) == set(Modifiable)
    assert values(choices.CATEGORIES_OF_DEATH) == [str(number) for number in range(1, 11)]


def test_places_are_the_national_list_without_not_known() -> None:
    assert {*values(choices.PLACES), "NK"} == {place.code for place in places.PLACES}


def test_ethnicities_are_the_census_groups_and_not_stated() -> None:
    offered = values(choices.ETHNICITIES)
    assert len(offered) == 20
    assert all(ethnicity.parse(value).label == value for value in offered)
    assert offered[-1] == "not stated"
    assert "White" not in offered
