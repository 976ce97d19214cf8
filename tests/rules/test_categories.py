import pytest

from cdop.rules import categories
from cdop.rules.categories import CATEGORIES


def test_categories_are_numbered_one_to_ten() -> None:
    assert [(item.number, item.key) for item in CATEGORIES] == [(n, str(n)) for n in range(1, 11)]


def test_category_returns_the_one_of_that_number() -> None:
    assert categories.category(10).name == "Sudden unexpected, unexplained death"


@pytest.mark.parametrize("number", range(1, 11))
def test_parse_number_returns_it(number: int) -> None:
    assert categories.parse(str(number)) == number


@pytest.mark.parametrize("text", ["0", "11", "-1", "1.0", "ten", "", "²", "٣", "9" * 5000])
def test_parse_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 to 10"):
        categories.parse(text)
