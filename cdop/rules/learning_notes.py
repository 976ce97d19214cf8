"""A learning note: what the panel learned of one theme, on one page, for everybody. Its words and their doubts.

The words of shipped themes start as guidance that is published: on safer sleep that of the Lullaby Trust and the NHS.
A number in the words comes from no figure, so it is looked at like a name: small ones could tell of a child.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cdop.rules.bound_numbers import loose_numbers, sentences
from cdop.rules.identifiers import Known
from cdop.rules.public_words import Doubt, doubts

YEARS = 5
"""Over how many whole years a theme is counted: of one year most numbers are too small to print."""
LONGEST = 2_000
"""Characters of one part: more would not fit on the page."""
A_NUMBER = "a number that is taken from no figure"
PARTS = {
    "saw": "What we saw",
    "helps": "What helps",
    "asks": "What we ask, and of whom",
    "support": "Where to get help",
}
"""The parts of a note by key, in their order."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a note, part by part. Every line is one point."""

    saw: str = ""
    helps: str = ""
    asks: str = ""
    support: str = ""

    def of(self, part: str) -> str:
        """Return the words of a part by its key."""
        return str(getattr(self, part))

    @property
    def whole(self) -> str:
        """All words."""
        return "\n".join(self.of(part) for part in PARTS)


_HELP = """
Worried about a child’s health? Ring 111, or 999 in an emergency.
Bereaved? Child Bereavement UK: 0800 02 888 40.
"""
STARTS: Mapping[str, Words] = {
    "safe-sleep": Words(
        helps="""
Lie a baby on the back for every sleep, day and night.
Give a baby a clear, flat, firm sleep space of its own, in the room where you are.
Never sleep with a baby on a sofa or in an armchair.
Do not share a bed with a baby who was born early or small.
Do not share a bed with a baby if you smoke, have drunk alcohol, or have taken drugs or medicine that makes you drowsy.
Plan ahead for nights that are out of the ordinary: travelling, staying with friends, an evening out.
""".strip(),
        asks="""
Midwives and health visitors: ask where the baby sleeps, see it, and talk about nights out of the ordinary.
Everybody who visits a home with a baby: ask, and tell the health visitor what you saw.
""".strip(),
        support=f"""
Parents and professionals: the Lullaby Trust, 0808 802 6869, lullabytrust.org.uk.
{_HELP.strip()}
""".strip(),
    ),
}


def start(theme: str) -> Words:
    """Return the words with which the note of a theme starts."""
    return STARTS.get(theme, Words(support=_HELP.strip()))


def doubts_of(words: Words, theme: str, known: Known) -> tuple[Doubt, ...]:
    """Return everything in a note that should not be public unless somebody says why it can, in its order."""
    started = sentences(start(theme).whole)
    numbers = (Doubt(each.number, each.sentence, A_NUMBER) for each in loose_numbers(words.whole))
    return tuple(each for each in (*doubts(words.whole, known), *numbers) if each.sentence not in started)
