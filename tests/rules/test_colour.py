import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.colour import BLACK, WHITE, contrast, is_colour, text_on, tint

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_of_known_pairs_returns_the_published_ratio(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@given(COLOURS)
def test_text_on_any_colour_can_be_read(colour):
    assert text_on(colour) in (BLACK, WHITE)
    assert contrast(colour, text_on(colour)) >= 4.5


@pytest.mark.parametrize("text", ["", "#fff", "#1D3C6E", "red", "#1d3c6e;}", "#1d3c6", "#1d3c6e\n"])
def test_is_colour_refuses_all_but_six_digits(text):
    assert is_colour(text) is False


def test_tint_mixes_with_white():
    assert [tint("#1d3c6e", share) for share in (0.0, 0.5, 1.0)] == ["#ffffff", "#8e9eb6", "#1d3c6e"]
