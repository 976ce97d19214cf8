import pytest

from cdop.rules import nhs_number

TOO_SHORT = "An NHS number has 10 digits."
REPEATED = "An NHS number is never one digit repeated."
WRONG = "The NHS number fails its check digit: a digit is wrong or two are swapped."


@pytest.mark.parametrize(
    "text",
    ["9990000018", "999 000 0018", "999-000-0018", " 9990 000018 ", "999\N{NO-BREAK SPACE}000 0018"],
)
def test_parse_accepts_spaces_and_hyphens(text: str) -> None:
    assert nhs_number.parse(text) == "9990000018"


@pytest.mark.parametrize("number", ["9434765919", "9434765870", "9990000026", "9990000042", "6541003238"])
def test_parse_valid_check_digit_returns_digits(number: str) -> None:
    assert nhs_number.parse(number) == number


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", TOO_SHORT),
        ("999000001", TOO_SHORT),
        ("99900000188", TOO_SHORT),
        ("999000001X", TOO_SHORT),
        ("٩٩٩٠٠٠٠٠١٨", TOO_SHORT),
        ("0000000000", REPEATED),
        ("9999999999", REPEATED),
        ("9434765910", WRONG),
        ("4857773456", WRONG),
        ("1234567890", WRONG),
        *[(f"999000014{digit}", WRONG) for digit in range(10)],
    ],
)
def test_parse_invalid_number_says_why(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        nhs_number.parse(text)
    assert str(refused.value) == rule


def test_display_groups_digits_three_three_four() -> None:
    assert nhs_number.display("9990000018") == "999 000 0018"
