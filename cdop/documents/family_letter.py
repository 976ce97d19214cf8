"""A letter on the panel's letterhead: its name and colour, the day, whom it is to, and its words as written."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """What the paper says. A blank line in `text` begins a paragraph, more of them leave room.

    `dated` is the day of its release.
    """

    panel: str
    telephone: str | None
    email: str | None
    addressee: str
    text: str
    dated: date
    heading: str = "Private"
    colour: str = "#1d3c6e"


def write(letter: LetterPaper) -> bytes:
    """Return the letter as a tagged A4 PDF; its title names nobody."""
    from cdop.documents import family_letter_page  # drawing loads when it is first needed

    return family_letter_page.write(letter)
