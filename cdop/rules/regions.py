"""England and its nine regions, by name and GSS code.

Source: Office for National Statistics, names and codes of regions.
"""

from collections.abc import Mapping

ENGLAND = "E92000001"
REGIONS: Mapping[str, str] = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
_NAMES = {ENGLAND: "England", **REGIONS}
_WITH_ARTICLE = frozenset(REGIONS) - {"E12000003", "E12000006", "E12000007"}


def name(code: str) -> str:
    """Return the name of England or a region by its code. Raises KeyError."""
    return _NAMES[code]


def in_a_sentence(code: str) -> str:
    """Return the same as a sentence says it: "England", "the North West", "London". Raises KeyError."""
    return f"the {_NAMES[code]}" if code in _WITH_ARTICLE else _NAMES[code]


def parse(text: str) -> str:
    """Return the code of a region named by its name or code, whatever its capitals.

    Raises ValueError, with a message for the person who typed it, where there is none.
    """
    return _code(text, REGIONS, f"A region is one of: {', '.join(REGIONS.values())}")


def parse_area(text: str) -> str:
    """Return the code of England or of a region, like `parse`."""
    return _code(text, _NAMES, f"It is England or one of its regions: {', '.join(REGIONS.values())}")


def _code(text: str, names: Mapping[str, str], fault: str) -> str:
    typed = " ".join(text.split()).casefold().removeprefix("the ")
    for code, called in names.items():
        if typed in (code.casefold(), called.casefold()):
            return code
    raise ValueError(fault)
