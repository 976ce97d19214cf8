import pytest

from cdop.rules.numbers import agreeing, counted


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (0, ("case",), "0 cases"),
        (1, ("case",), "1 case"),
        (1204, ("case",), "1,204 cases"),
        (2, ("child", "children"), "2 children"),
    ],
)
def test_count_things_agrees_with_the_number(number, words, expected):
    assert counted(number, *words) == expected


def test_words_agree_with_halves_and_with_what_is_not_known():
    assert [agreeing(number, "was", "were") for number in (1, 1.0, 0.5, None)] == ["was", "was", "were", "were"]
