"""A file beside the database that knows how far the job processes had come, so that a restored backup shows itself.

It holds one number, the instant by the database's clock at which a job process was last seen at work. It is written
after that instant was committed and read before the database is asked: so it is never ahead of the database, unless the
database was put back.
"""

import os
from contextlib import suppress
from pathlib import Path
from threading import get_ident


def seen(path: Path | None) -> float | None:
    """Return the instant that the file holds, in seconds since 1970; None where there is none that can be read."""
    try:
        return float(path.read_text()) if path else None
    except (OSError, ValueError):
        return None


def keep(path: Path | None, instant: float | None) -> None:
    """Have the file hold an instant. One that cannot be written is as good as none, and stops nobody's messages."""
    if path is None or instant is None:
        return
    # Each thread writes a file of its own: two numbers in one would make a third, which may be ahead of the database.
    new = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
    with suppress(OSError):
        new.write_text(repr(instant))
        new.replace(path)
