import pytest

from cdop.rules.birth_weights import is_plausible, usual_weight


@pytest.mark.parametrize(("weeks", "grams"), [(24, 670), (32, 1953), (40, 3619)])
def test_usual_weight_is_that_of_the_published_curve(weeks: int, grams: int) -> None:
    assert usual_weight(weeks) == pytest.approx(grams, abs=1.5)


@pytest.mark.parametrize(
    ("weeks", "grams", "answer"),
    [(40, 3500, True), (40, 2300, True), (40, 2200, False), (40, 5200, True), (40, 5400, False), (23, 350, False)],
)
def test_a_weight_far_from_the_usual_one_is_noticed(weeks: int, grams: int, answer: bool) -> None:
    assert is_plausible(weeks, grams) is answer
