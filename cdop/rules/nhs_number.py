"""The NHS number: ten digits, the last a modulus 11 check digit (NHS Data Dictionary, NHS NUMBER)."""

import re

_TEN_DIGITS = re.compile(r"[0-9]{10}")
_SEPARATORS = re.compile(r"[\s-]")


def parse(text: str) -> str:
    """Return the ten digits of an NHS number written with or without spaces and hyphens.

    The issuing range is not checked: synthetic and Scottish numbers are numbers too.
    Raises ValueError, with a message for the person who typed it, where it is not an NHS number.
    """
    digits = _SEPARATORS.sub("", text)
    if not _TEN_DIGITS.fullmatch(digits):
        raise ValueError("An NHS number has 10 digits.")
    if len(set(digits)) == 1:
        raise ValueError("An NHS number is never one digit repeated.")
    if _check_digit(digits[:9]) != int(digits[9]):
        raise ValueError("The NHS number fails its check digit: a digit is wrong or two are swapped.")
    return digits


def display(number: str) -> str:
    """Return a parsed NHS number as it is printed, in groups of three, three and four digits."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _check_digit(nine_digits: str) -> int | None:
    """The check digit by the library; 10, which no digit equals, where no valid number begins so."""
    from nhs_number.validate import calculate_checksum

    return calculate_checksum(nine_digits)
