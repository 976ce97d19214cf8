import pytest

from cdop.rules import ethnicity
from cdop.rules.ethnicity import ETHNICITIES, EthnicGroup

# NHS letter and DfE code of each census group, as the national lists give them, and what each code means when
# read.
CENSUS = """
A WBRI White English, Welsh, Scottish, Northern Irish or British
B WIRI White Irish
C WIRT White Gypsy or Irish Traveller
C WROM White Roma
C WOTH White Any other White background
D MWBC Mixed White and Black Caribbean
E MWBA Mixed White and Black African
F MWAS Mixed White and Asian
G MOTH Mixed Any other Mixed or multiple ethnic background
H AIND Asian Indian
J APKN Asian Pakistani
K ABAN Asian Bangladeshi
R CHNE Asian Chinese
L AOTH Asian Any other Asian background
N BAFR Black African
M BCRB Black Caribbean
P BOTH Black Any other Black, Black British or Caribbean background
S OOTH Other Arab
S OOTH Other Any other ethnic group
"""


def test_ethnicities_are_the_census_groups_with_their_codes() -> None:
    found = [f"{e.nhs} {e.dfe} {e.group} {e.label}" for e in ETHNICITIES[:19]]
    assert found == CENSUS.strip().splitlines()


@pytest.mark.parametrize("group", EthnicGroup)
def test_parse_broad_group_is_stored_as_itself(group: EthnicGroup) -> None:
    found = ethnicity.parse(group.upper())
    assert (found.label, found.group) == (group, group)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("h", "Indian"),
        ("AIND", "Indian"),
        ("  indian ", "Indian"),
        ("C", "Any other White background"),
        ("WROM", "Roma"),
        ("S", "Any other ethnic group"),
        ("ooth", "Any other ethnic group"),
        ("G", "Any other Mixed or multiple ethnic background"),
        ("Any other Mixed or multiple", "Any other Mixed or multiple ethnic background"),
        ("White British", "English, Welsh, Scottish, Northern Irish or British"),
        ("Z", "not stated"),
        ("REFU", "not stated"),
        ("99", "not known"),
        ("NOBT", "not known"),
    ],
)
def test_parse_code_or_label_returns_the_most_general_group_it_names(text: str, label: str) -> None:
    assert ethnicity.parse(text).label == label


@pytest.mark.parametrize("label", [e.label for e in ETHNICITIES])
def test_parse_stored_label_returns_itself(label: str) -> None:
    assert (ethnicity.parse(label).label, ethnicity.group_of(label)) == (label, ethnicity.parse(label).group)


def test_parse_unknown_words_lists_the_groups() -> None:
    with pytest.raises(ValueError, match="one of: White, Mixed, Asian, Black, Other, not stated, not known"):
        ethnicity.parse("unknown")
