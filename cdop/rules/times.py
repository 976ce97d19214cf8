"""A time of day as people type and read it."""

import re
from datetime import time

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_WORDS = {"midnight": time(0), "midday": time(12), "noon": time(12)}


def parse(text: str) -> time:
    """Return the time of day in a text such as "14:30", "1430", "2.30pm" or "midday".

    Raises ValueError, with a message for the person who typed it, where it is not one.
    """
    typed = " ".join(text.casefold().split())
    if typed in _WORDS:
        return _WORDS[typed]
    match = _TIME.fullmatch(typed)
    if match is None or (match[2] is None and match[3] is None):
        raise ValueError("A time looks like 14:30 or 2:30pm.")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("There is no such time: it looks like 14:30 or 2:30pm.")
    return time(hour, minute)


def written_time(at: time) -> str:
    """Return the time as "2:30pm"."""
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"
