import pytest

from cdop.rules import postcodes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CW1 2AB", "CW1 2AB"),
        ("cw12ab", "CW1 2AB"),
        (" Wa1  1aa ", "WA1 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("ZZ99 3VZ", "ZZ99 3VZ"),
    ],
)
def test_parse_postcode_returns_capitals_and_one_space(text: str, expected: str) -> None:
    assert postcodes.parse(text) == expected


@pytest.mark.parametrize("text", ["", "CW1", "CW1 2A", "CW1 22B", "QW1 2AB", "CW1 2CI", "CW123 2AB", "NK"])
def test_parse_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A UK postcode looks like CW1 2AB\.$"):
        postcodes.parse(text)
