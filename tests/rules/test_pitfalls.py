"""Where a category is easily chosen wrongly, the rule is said; what is chosen rightly brings up nothing."""

import pytest

from cdop.rules.categories import CATEGORIES
from cdop.rules.pitfalls import PITFALLS, applying, warnings


@pytest.mark.parametrize(
    ("causes", "right", "wrong"),
    [
        ("Ia SUDEP", 5, 10),
        ("Acute severe Asthma", 5, 3),
        ("Anaphylaxis to nuts", 3, 5),
        ("Hypoplastic left heart syndrome", 7, 6),
        ("Trisomy 21, operated on", 7, 3),
        ("Down’s syndrome", 7, 6),
        ("Necrotising enterocolitis at three months", 8, 9),
        ("Prematurity", 8, 6),
        ("Pneumonia; cerebral palsy", 8, 9),
        ("Pneumonia; cerebral palsy", 6, 9),
        ("Neuroblastoma with sepsis", 4, 9),
        ("Overlaying while asleep", 3, 10),
        ("Early-onset sepsis", 8, 9),
        ("Methadone toxicity", 2, 9),
    ],
)
def test_rule_is_said_where_another_category_is_chosen(causes: str, right: int, wrong: int) -> None:
    assert warnings(right, causes) == ()
    (said,) = warnings(wrong, causes if wrong != 10 else f"{causes}, unascertained")
    assert said in {each.text for each in applying(causes)}
    # A secondary category takes the rule into account.
    assert warnings(wrong, causes if wrong != 10 else f"{causes}, unascertained", secondary=(right,)) == ()


@pytest.mark.parametrize(
    ("primary", "age", "causes", "said"),
    [
        (2, 7, "", "Category 2 is rare"),
        (2, 8, "", ""),
        (8, 11, "", "Category 8 is rare"),
        (8, 10, "", ""),
        (10, 0, "Pneumonia", "Category 10 is for"),
        (10, 0, "Unascertained", ""),
        (None, 0, "asthma", ""),
        (9, 0, "Pneumonia after the first week; toxin; plasma", ""),
    ],
)
def test_age_and_words_of_the_pathologist_are_looked_at(primary: int | None, age: int, causes: str, said: str) -> None:
    found = warnings(primary, causes, age_years=age)
    assert [each[: len(said)] for each in found] == ([said] if said else [])


def test_rules_name_categories_that_there_are() -> None:
    assert {number for each in PITFALLS for number in each.usual} <= {each.number for each in CATEGORIES}
