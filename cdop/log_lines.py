"""What a line of the log may say: kinds, places and numbers, never what somebody typed. Imports nothing of ours."""

import json
import logging
import re
import time
import traceback

# Ten digits however they are grouped, and dates: whatever slips into a message is masked.
_PERSONAL = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b|\b\d{4}-\d{2}-\d{2}\b(?!T)|\b\d{1,2}/\d{1,2}/\d{4}\b")
# Where the web server's own complaints go on to repeat what they are about.
_DETAIL = re.compile(" from ip=|: ")
MASK = "[masked]"


def masked(text: str) -> str:
    """Return the text without what looks like an NHS number or a civil date."""
    return _PERSONAL.sub(MASK, text)


def kind_of(error: BaseException | None) -> str:
    """Return the name of an error's class; its text may hold what a person typed."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def where(error: BaseException | None) -> str:
    """Return the calls that led to the error, innermost last: file, line and function, no values."""
    frames = traceback.extract_tb(error.__traceback__ if error else None)[-8:]
    return " > ".join(f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames)


class ServerLines(logging.Formatter):
    """The web server's own messages as lines like ours.

    What it complains of came from outside, an address with somebody's name perhaps, and is left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "event": record.getMessage() if record.levelno < logging.WARNING else _complaint(record),
            "level": record.levelname.lower(),
            "timestamp": f"{second}.{int(record.msecs):03d}Z",
        }
        if record.exc_info and record.exc_info[1]:
            line |= {"error": kind_of(record.exc_info[1]), "where": where(record.exc_info[1])}
        return json.dumps(line)


def _complaint(record: logging.LogRecord) -> str:
    if not isinstance(record.args, tuple) or not record.args:
        return _DETAIL.split(str(record.msg))[0]
    try:
        return str(record.msg) % tuple(part if isinstance(part, int) else MASK for part in record.args)
    except (TypeError, ValueError):
        return str(record.msg)
