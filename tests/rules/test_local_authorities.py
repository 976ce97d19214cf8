from collections import Counter

import pytest

from cdop.rules import local_authorities
from cdop.rules.local_authorities import (
    AUTHORITIES,
    ENGLISH_AUTHORITIES,
    PREDECESSORS,
    AreaKind,
    LocalAuthority,
)


def test_english_authorities_are_the_153_in_force_since_2023() -> None:
    assert Counter(authority.kind for authority in ENGLISH_AUTHORITIES) == {
        AreaKind.COUNTY: 21,
        AreaKind.UNITARY: 63,
        AreaKind.METROPOLITAN: 36,
        AreaKind.LONDON: 33,
    }


def test_english_authorities_have_the_prefix_of_their_kind() -> None:
    prefixes = {
        "E10": AreaKind.COUNTY,
        "E06": AreaKind.UNITARY,
        "E08": AreaKind.METROPOLITAN,
        "E09": AreaKind.LONDON,
    }
    assert [a for a in ENGLISH_AUTHORITIES if prefixes[a.gss_code[:3]] is not a.kind] == []


def test_authorities_have_each_code_and_each_name_once() -> None:
    codes = [code for authority in AUTHORITIES for code in (authority.gss_code, *authority.former_codes)]
    names = [authority.name for authority in AUTHORITIES]
    assert (len(set(codes)), len(set(names))) == (len(codes), len(names))


def test_parse_code_or_name_returns_the_authority() -> None:
    def texts(one: LocalAuthority) -> tuple[str, ...]:
        return (one.gss_code.lower(), *one.former_codes, one.name.upper(), *one.also)

    pairs = [(text, one) for one in AUTHORITIES for text in texts(one)]
    assert [(text, one.name) for text, one in pairs if local_authorities.parse(text) != one] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cheshire East", "E06000049"),
        ("Cheshire West & Chester", "E06000050"),
        ("Halton Borough Council", "E06000006"),
        ("Warrington", "E06000007"),
        ("St Helens", "E08000013"),
        ("st. helens", "E08000013"),
        ("Stoke on Trent", "E06000021"),
        ("Bristol", "E06000023"),
        ("City of Bristol", "E06000023"),
        ("Bristol City Council", "E06000023"),
        ("Herefordshire", "E06000019"),
        ("Hull", "E06000010"),
        ("Kingston upon Hull", "E06000010"),
        ("Durham County Council", "E06000047"),
        ("City of London", "E09000001"),
        ("Royal Borough of Kensington & Chelsea", "E09000020"),
        ("London Borough of Richmond upon Thames", "E09000027"),
        ("City of Westminster", "E09000033"),
        ("Wirral Metropolitan Borough Council", "E08000015"),
        ("North Yorkshire County Council", "E06000065"),
        ("E10000023", "E06000065"),
        ("E10000027", "E06000066"),
        ("E10000009", "E06000059"),
        ("E10000002", "E06000060"),
        ("E06000048", "E06000057"),
        ("E08000020", "E08000037"),
        ("E08000016", "E08000038"),
        ("E08000019", "E08000039"),
        ("Northamptonshire", "E10000021"),
        ("Cumbria", "E10000006"),
        ("Bournemouth", "E06000028"),
        ("Poole", "E06000029"),
        ("Flintshire", "W06000005"),
        ("Wrexham", "W06000006"),
        ("Isle of Man", "Z-IOM"),
    ],
)
def test_parse_usual_variants_returns_the_code(text: str, code: str) -> None:
    assert local_authorities.parse(text).gss_code == code


@pytest.mark.parametrize(
    "text",
    [
        "Atlantis",
        "London",
        "Newcastle",
        "High Peak",
        "Derby County Council",
        "E07000037",
        "Cheshire",
        "",
        ".",
    ],
)
def test_parse_other_or_ambiguous_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a district council is not one"):
        local_authorities.parse(text)


def test_authorities_that_may_have_a_panel_are_english_or_the_isle_of_man() -> None:
    without = [authority.gss_code for authority in AUTHORITIES if not authority.may_have_panel]
    assert without == ["W06000005", "W06000006", "Z-WAL", "Z-SCO", "Z-NIR", "Z-OVE", "Z-NK"]


def test_predecessors_alone_have_ended() -> None:
    assert tuple(authority for authority in AUTHORITIES if authority.ended) == PREDECESSORS


@pytest.mark.parametrize("code", ["E06000049", "E10000023"])
def test_authority_of_code_current_or_former_is_found(code: str) -> None:
    assert local_authorities.authority(code) is local_authorities.parse(code)
