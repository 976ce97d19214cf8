"""The form of a UK postcode. Whether it is in use is not checked: that needs a file that changes every
quarter.
"""

import re

# BS 7666 as published with the Office for National Statistics Postcode Directory. ZZ99 are the NHS's own
# postcodes for people of no fixed abode and for other countries.
_POSTCODE = re.compile(
    r"(?:([A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
    r"([0-9][ABD-HJLNP-UW-Z]{2})|(GIR)(0AA)|(ZZ99)([0-9][A-Z]{2}))"
)


def parse(text: str) -> str:
    """Return a postcode in capitals with one space, such as "CW1 2AB".

    Raises ValueError, with a message for the person who typed it, where it has not the form of a postcode.
    """
    match = _POSTCODE.fullmatch("".join(text.split()).upper())
    if match is None:
        raise ValueError("A UK postcode looks like CW1 2AB.")
    outward, inward = (part for part in match.groups() if part)
    return f"{outward} {inward}"
