"""Ethnic groups in detail and the broad groups of the figures.

Sources: Office for National Statistics, Census 2021 (19 groups); NHS Data Dictionary, ETHNIC CATEGORY (one
letter); Department for Education, common basic data set (four letters). Chinese belongs to Asian since the
2011 census. One NHS letter or DfE code may stand for several census groups; read, it means the most general
of them.
"""

from dataclasses import dataclass
from enum import StrEnum


class EthnicGroup(StrEnum):
    """The broad groups. A cell left empty is missing, which is neither of the last two."""

    WHITE = "White"
    MIXED = "Mixed"
    ASIAN = "Asian"
    BLACK = "Black"
    OTHER = "Other"
    NOT_STATED = "not stated"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Ethnicity:
    """One answer. `label` is what is stored and exported; `nhs` and `dfe` are the codes sent to others."""

    label: str
    group: EthnicGroup
    nhs: str
    dfe: str
    also: tuple[str, ...] = ()


_WHITE, _MIXED, _ASIAN, _BLACK, _OTHER = list(EthnicGroup)[:5]

ETHNICITIES = (
    Ethnicity(
        "English, Welsh, Scottish, Northern Irish or British",
        _WHITE,
        "A",
        "WBRI",
        ("White British", "British", "White: English, Welsh, Scottish, Northern Irish or British"),
    ),
    Ethnicity("Irish", _WHITE, "B", "WIRI", ("White Irish",)),
    Ethnicity("Gypsy or Irish Traveller", _WHITE, "C", "WIRT", ("Traveller of Irish heritage",)),
    Ethnicity("Roma", _WHITE, "C", "WROM", ("Gypsy/Roma",)),
    Ethnicity("Any other White background", _WHITE, "C", "WOTH"),
    Ethnicity("White and Black Caribbean", _MIXED, "D", "MWBC"),
    Ethnicity("White and Black African", _MIXED, "E", "MWBA"),
    Ethnicity("White and Asian", _MIXED, "F", "MWAS"),
    Ethnicity(
        "Any other Mixed or multiple ethnic background",
        _MIXED,
        "G",
        "MOTH",
        ("Any other Mixed or multiple", "Any other Mixed background"),
    ),
    Ethnicity("Indian", _ASIAN, "H", "AIND"),
    Ethnicity("Pakistani", _ASIAN, "J", "APKN"),
    Ethnicity("Bangladeshi", _ASIAN, "K", "ABAN"),
    Ethnicity("Chinese", _ASIAN, "R", "CHNE"),
    Ethnicity("Any other Asian background", _ASIAN, "L", "AOTH", ("Any other Asian",)),
    Ethnicity("African", _BLACK, "N", "BAFR", ("Black African",)),
    Ethnicity("Caribbean", _BLACK, "M", "BCRB", ("Black Caribbean",)),
    Ethnicity(
        "Any other Black, Black British or Caribbean background",
        _BLACK,
        "P",
        "BOTH",
        (
            "Any other Black",
            "Any other Black background",
            "Any other Black, Black British, or Caribbean background",
        ),
    ),
    Ethnicity("Arab", _OTHER, "S", "OOTH"),
    Ethnicity("Any other ethnic group", _OTHER, "S", "OOTH"),
    Ethnicity("White", EthnicGroup.WHITE, "C", "WOTH"),
    Ethnicity("Mixed", EthnicGroup.MIXED, "G", "MOTH", ("Mixed or multiple ethnic groups",)),
    Ethnicity("Asian", EthnicGroup.ASIAN, "L", "AOTH", ("Asian or Asian British",)),
    Ethnicity(
        "Black",
        EthnicGroup.BLACK,
        "P",
        "BOTH",
        ("Black or Black British", "Black, Black British, Caribbean or African"),
    ),
    Ethnicity("Other", EthnicGroup.OTHER, "S", "OOTH", ("Other ethnic group",)),
    Ethnicity("not stated", EthnicGroup.NOT_STATED, "Z", "REFU", ("Not stated / refused", "refused")),
    Ethnicity("not known", EthnicGroup.NOT_KNOWN, "99", "NOBT"),
)

# The broad groups without detail have their general group's codes, but no code is read as one of them.
_WITH_CODES = [e for e in ETHNICITIES if e.label not in list(EthnicGroup)[:5]]
_BY_LABEL = {ethnicity.label: ethnicity for ethnicity in ETHNICITIES}
_BY_WORDS = {code.casefold(): ethnicity for ethnicity in _WITH_CODES for code in (ethnicity.nhs, ethnicity.dfe)} | {
    words.casefold(): ethnicity for ethnicity in ETHNICITIES for words in (ethnicity.label, *ethnicity.also)
}


def parse(text: str) -> Ethnicity:
    """Return the answer named by a census label, NHS letter, DfE code or broad group, whatever its capitals.

    Raises ValueError, with a message for the person who typed it, where there is none.
    """
    ethnicity = _BY_WORDS.get(" ".join(text.casefold().split()))
    if ethnicity is None:
        raise ValueError(
            "An ethnicity is a census group such as Pakistani, an NHS letter, a DfE code, "
            f"or one of: {', '.join(EthnicGroup)}."
        )
    return ethnicity


def group_of(label: str) -> EthnicGroup:
    """Return the broad group of a stored label. Raises KeyError for an unknown one."""
    return _BY_LABEL[label].group
