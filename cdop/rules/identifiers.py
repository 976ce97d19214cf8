"""What the system knows of a case that must not be readable in a pack, and the words by which each is found."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from cdop.rules.cases import folded

A_PROFESSIONAL = "a professional"
"""Whoever worked with the family, where no record says as what."""


PROFESSIONS = (
    "gp|doctor|consultant|paediatrician|neonatologist|surgeon|anaesthetist|registrar|pathologist|coroner|nurse|midwife|"
    "health visitor|social worker|paramedic|police officer|officer|detective|teacher|headteacher|therapist|manager"
)
"""What professionals are called in texts, as a pattern: whoever is named beside one is told by it."""


class IdentifierKind(StrEnum):
    """What an identifier is. A name is looked for word by word, a place by the words that tell it from others.

    A number is looked for as a whole, however it is spaced: so is whatever else must stand in full to identify.
    """

    NAME = "name"
    PLACE = "place"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that identifies, as it is on record, and the words that take its place ("the mother")."""

    kind: IdentifierKind
    words: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the system knows of one case. Dates in its texts are told from the day of the death."""

    identifiers: tuple[Identifier, ...] = ()
    born_on: date | None = None
    died_on: date | None = None


# Words of everyday texts that are names as well: a person must look before one of them is replaced.
ORDINARY = frozenset(
    """
    alan amber angel april art august autumn bailey baker banks baron barrel bay beau bell best bill birch bird bishop
    black blossom bob bond booth bridge bright brook brooks brown buck burns bush butler carpenter carr carter case cash
    chance charity chase chip church clay cliff cloud coal cole constance cook cooper cope coral cross crystal curry
    daisy dale dawn day dean dick dock dolly drake drew dusty earl eve faith farmer faye fern field fields fielding
    finch fisher flint flood flora forest ford fox frank freeman frost gale gardener garland gay gene ginger glass gold
    good grace grant gray green grey grove guy hale hall hand hardy harmony harper hart hastings hawk haven hazel head
    heath heather hill holly honey hope house hunt hunter iris ivory ivy jack jade jasmine jay jean jewel joy june
    justice justin kay king kit knight lake lamb lance lane law lee lily little long love low lucky luke major man
    mark marsh martin mason may mercy miles mill miller mills mo moon moore moss nelson new nick noble norm north
    nurse oak olive page paige park parker parks parsons pat patience patty peace pearl penny pepper person pike piper
    poppy porter post potter pound precious price prince prudence queen rain ray read reed rich rick ridge river
    rivers rob robin rock rod rose rosemary rowan royal ruby rush russell rusty sage salt sand sandy scarlet sharp
    shepherd short silver sky skipper small smith snow son song south spring star stark starling stella sterling stone
    storm strong sue summer summers sunny swan swift tanner taylor teal temple terry tiger todd tom town trip trinity
    tucker turner underwood vale venus verity victor viola violet walker wall ward waters wayne webb well wells west
    wheeler whip white wild will willow winter winters wise wolf wood woods wren wright york young child baby
    manager worker owner lead
    """.split()
)
# Of a place these tell nothing: many places have them.
_GENERIC = frozenset(
    """
    a and of the st saint royal general county infirmary hospital hospitals trust nhs foundation university centre
    health medical surgery practice clinic nursery preschool school primary junior infant high academy college
    children childrens council borough city town village police constabulary service services ambulance team unit
    street road lane close avenue drive way court gardens grove place crescent terrace square flat house apartment
    north south east west new old upper lower little great park hill green bridge church community maternity
    home bedroom ward garden
    """.split()
)
TITLES = frozenset(
    """
    dr drs doctor mr mrs ms miss mx prof professor sir dame rev reverend pc dc ds di dci supt sgt sergeant inspector
    detective constable nurse sister midwife
    """.split()
)
# What somebody is, where a record names them so: never a name.
_PARTS_IN_LIFE = frozenset(
    """
    mother father mum mummy dad daddy parent parents sister brother sibling grandmother grandfather aunt uncle carer
    gp health visitor social worker police officer paramedic crew member staff consultant doctor nurse midwife teacher
    paediatrician registrar coroner coordinator unknown known not none the and of a an by his her their invented
    """.split()
)
_OF_A_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter
    """.split()
)
_TELLING_NOTHING = _GENERIC | _PARTS_IN_LIFE
_POSSESSIVE = re.compile(r"(?:['’]s?|(?<=s)['’])$", re.IGNORECASE)
_APOSTROPHE = re.compile("['’ʼ`]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d+[^\W\d_]?(?!\w)|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its place; `plain` is how it is compared: no capitals, accents or possessive s."""

    start: int
    end: int
    plain: str

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a word of everyday texts, whatever else it is."""
        return self.plain in ORDINARY


def words_of(text: str) -> list[Word]:
    """Return the words and numbers of a text in their order."""
    return [Word(found.start(), found.end(), plain(found[0])) for found in _WORD.finditer(text)]


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """Return a word as it is compared."""
    return folded(_APOSTROPHE.sub("", _POSSESSIVE.sub("", word))).replace(" ", "")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of somebody's name without titles, as they are compared."""
    told = (word.plain for word in words_of(name))
    return tuple(word for word in told if len(word) > 1 and word not in TITLES | _PARTS_IN_LIFE)


def place_words(place: str) -> tuple[str, ...]:
    """Return the words of a place as they are compared."""
    return tuple(word.plain for word in words_of(place))


def tells_apart(word: str) -> bool:
    """Say whether a word of a place tells it from others, as "school" and "12b" do not."""
    return not word[0].isdecimal() and word not in _TELLING_NOTHING


def may_be_name(word: str) -> bool:
    """Say whether a word with a capital beside a name can be part of it, as "nurse", "hospital" and "monday" cannot."""
    return len(word) > 1 and word not in _TELLING_NOTHING | TITLES | _OF_A_CALENDAR


def is_title(word: str) -> bool:
    """Say whether a word is a title, "Dr" or "Mrs"."""
    return plain(word) in TITLES
