"""The local authorities where a child may have normally lived, by name and GSS code.

English upper-tier authorities in force since April 2023, the Welsh neighbours that border panels meet,
predecessors that older registers name, and codes of our own for elsewhere. Source: Office for National
Statistics, "Counties and Unitary Authorities" names and codes and the Code History Database, checked against
public copies of both.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AreaKind(StrEnum):
    COUNTY = "county"
    UNITARY = "unitary authority"
    METROPOLITAN = "metropolitan district"
    LONDON = "London borough"
    WALES = "Welsh authority"
    ELSEWHERE = "elsewhere"


_ENGLISH = (AreaKind.COUNTY, AreaKind.UNITARY, AreaKind.METROPOLITAN, AreaKind.LONDON)


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """`former_codes` are earlier GSS codes of the same place, `also` other names for it.

    `ended` is the first day on which it no longer was an authority.
    """

    gss_code: str
    name: str
    kind: AreaKind
    former_codes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ended: date | None = None

    @property
    def may_have_panel(self) -> bool:
        """Whether a child death overview panel may be responsible for it: England, and the Isle of Man, whose
        deaths the Merseyside panel reviews."""
        return self.kind in _ENGLISH or self.gss_code == "Z-IOM"


# One authority a line: code, name, then earlier codes of the same place. A new code came with a change of
# boundary (Northumberland and Gateshead 2013, Barnsley and Sheffield 2025) or when a county council became a
# unitary authority under the same name (Dorset 2019, where Christchurch left it; Buckinghamshire 2020; North
# Yorkshire, Somerset 2023).
_COUNTIES = """
E10000003 Cambridgeshire
E10000007 Derbyshire
E10000008 Devon
E10000011 East Sussex
E10000012 Essex
E10000013 Gloucestershire
E10000014 Hampshire
E10000015 Hertfordshire
E10000016 Kent
E10000017 Lancashire
E10000018 Leicestershire
E10000019 Lincolnshire
E10000020 Norfolk
E10000024 Nottinghamshire
E10000025 Oxfordshire
E10000028 Staffordshire
E10000029 Suffolk
E10000030 Surrey
E10000031 Warwickshire
E10000032 West Sussex
E10000034 Worcestershire
"""
_UNITARY = """
E06000001 Hartlepool
E06000002 Middlesbrough
E06000003 Redcar and Cleveland
E06000004 Stockton-on-Tees
E06000005 Darlington
E06000006 Halton
E06000007 Warrington
E06000008 Blackburn with Darwen
E06000009 Blackpool
E06000010 Kingston upon Hull, City of
E06000011 East Riding of Yorkshire
E06000012 North East Lincolnshire
E06000013 North Lincolnshire
E06000014 York
E06000015 Derby
E06000016 Leicester
E06000017 Rutland
E06000018 Nottingham
E06000019 Herefordshire, County of
E06000020 Telford and Wrekin
E06000021 Stoke-on-Trent
E06000022 Bath and North East Somerset
E06000023 Bristol, City of
E06000024 North Somerset
E06000025 South Gloucestershire
E06000026 Plymouth
E06000027 Torbay
E06000030 Swindon
E06000031 Peterborough
E06000032 Luton
E06000033 Southend-on-Sea
E06000034 Thurrock
E06000035 Medway
E06000036 Bracknell Forest
E06000037 West Berkshire
E06000038 Reading
E06000039 Slough
E06000040 Windsor and Maidenhead
E06000041 Wokingham
E06000042 Milton Keynes
E06000043 Brighton and Hove
E06000044 Portsmouth
E06000045 Southampton
E06000046 Isle of Wight
E06000047 County Durham
E06000049 Cheshire East
E06000050 Cheshire West and Chester
E06000051 Shropshire
E06000052 Cornwall
E06000053 Isles of Scilly
E06000054 Wiltshire
E06000055 Bedford
E06000056 Central Bedfordshire
E06000057 Northumberland < E06000048
E06000058 Bournemouth, Christchurch and Poole
E06000059 Dorset < E10000009
E06000060 Buckinghamshire < E10000002
E06000061 North Northamptonshire
E06000062 West Northamptonshire
E06000063 Cumberland
E06000064 Westmorland and Furness
E06000065 North Yorkshire < E10000023
E06000066 Somerset < E10000027
"""
_METROPOLITAN = """
E08000001 Bolton
E08000002 Bury
E08000003 Manchester
E08000004 Oldham
E08000005 Rochdale
E08000006 Salford
E08000007 Stockport
E08000008 Tameside
E08000009 Trafford
E08000010 Wigan
E08000011 Knowsley
E08000012 Liverpool
E08000013 St. Helens
E08000014 Sefton
E08000015 Wirral
E08000017 Doncaster
E08000018 Rotherham
E08000021 Newcastle upon Tyne
E08000022 North Tyneside
E08000023 South Tyneside
E08000024 Sunderland
E08000025 Birmingham
E08000026 Coventry
E08000027 Dudley
E08000028 Sandwell
E08000029 Solihull
E08000030 Walsall
E08000031 Wolverhampton
E08000032 Bradford
E08000033 Calderdale
E08000034 Kirklees
E08000035 Leeds
E08000036 Wakefield
E08000037 Gateshead < E08000020
E08000038 Barnsley < E08000016
E08000039 Sheffield < E08000019
"""
_LONDON = """
E09000001 City of London
E09000002 Barking and Dagenham
E09000003 Barnet
E09000004 Bexley
E09000005 Brent
E09000006 Bromley
E09000007 Camden
E09000008 Croydon
E09000009 Ealing
E09000010 Enfield
E09000011 Greenwich
E09000012 Hackney
E09000013 Hammersmith and Fulham
E09000014 Haringey
E09000015 Harrow
E09000016 Havering
E09000017 Hillingdon
E09000018 Hounslow
E09000019 Islington
E09000020 Kensington and Chelsea
E09000021 Kingston upon Thames
E09000022 Lambeth
E09000023 Lewisham
E09000024 Merton
E09000025 Newham
E09000026 Redbridge
E09000027 Richmond upon Thames
E09000028 Southwark
E09000029 Sutton
E09000030 Tower Hamlets
E09000031 Waltham Forest
E09000032 Wandsworth
E09000033 Westminster
"""
_WALES = """
W06000005 Flintshire
W06000006 Wrexham
"""

_OTHER_NAMES = {
    "E06000010": ("Hull",),
    "E06000011": ("East Riding",),
    "E06000047": ("Durham",),
    "E06000050": ("Cheshire West",),
    "E06000053": ("Scilly", "Scilly Isles"),
    "E06000058": ("BCP",),
    "E08000021": ("Newcastle-on-Tyne",),
    "E09000001": ("City of London Corporation", "Corporation of London"),
}

PREDECESSORS = (
    LocalAuthority("E10000006", "Cumbria", AreaKind.COUNTY, ended=date(2023, 4, 1)),
    LocalAuthority("E10000021", "Northamptonshire", AreaKind.COUNTY, ended=date(2021, 4, 1)),
    LocalAuthority("E06000028", "Bournemouth", AreaKind.UNITARY, ended=date(2019, 4, 1)),
    LocalAuthority("E06000029", "Poole", AreaKind.UNITARY, ended=date(2019, 4, 1)),
)
"""Authorities that ended and whose area is now divided or joined with another's, for registers of their time.
"""

ELSEWHERE = (
    LocalAuthority("Z-WAL", "Elsewhere in Wales", AreaKind.ELSEWHERE, also=("Wales",)),
    LocalAuthority("Z-SCO", "Scotland", AreaKind.ELSEWHERE),
    LocalAuthority("Z-NIR", "Northern Ireland", AreaKind.ELSEWHERE),
    LocalAuthority("Z-IOM", "Isle of Man", AreaKind.ELSEWHERE),
    LocalAuthority("Z-OVE", "Overseas", AreaKind.ELSEWHERE, also=("Outside the United Kingdom",)),
    LocalAuthority("Z-NK", "Area not known", AreaKind.ELSEWHERE),
)
"""Codes of our own for children who lived where no English panel is responsible."""


def _table(text: str, kind: AreaKind) -> tuple[LocalAuthority, ...]:
    rows = []
    for line in text.strip().splitlines():
        code, _, rest = line.partition(" ")
        name, _, former = rest.partition(" < ")
        rows.append(LocalAuthority(code, name, kind, tuple(former.split()), _OTHER_NAMES.get(code, ())))
    return tuple(rows)


ENGLISH_AUTHORITIES = (
    *_table(_COUNTIES, AreaKind.COUNTY),
    *_table(_UNITARY, AreaKind.UNITARY),
    *_table(_METROPOLITAN, AreaKind.METROPOLITAN),
    *_table(_LONDON, AreaKind.LONDON),
)
"""Every upper-tier authority of England in force."""
WELSH_AUTHORITIES = _table(_WALES, AreaKind.WALES)
AUTHORITIES = (*ENGLISH_AUTHORITIES, *WELSH_AUTHORITIES, *PREDECESSORS, *ELSEWHERE)
"""Everything a register may name."""

_NOISE = re.compile(r"[.,'\N{RIGHT SINGLE QUOTATION MARK}]")
_STYLE_BEFORE = re.compile(r"^(?:the )?(?:(?:london|royal|metropolitan) )?(?:city|borough|county|council) of (?:the )?")
_STYLE_AFTER = re.compile(
    r" (?:(?:city|county|borough) of|(?:(?:(?:metropolitan |london )?borough|county|city) )?council)$"
)


def _folded(text: str) -> str:
    """A name without capitals, points, commas, hyphens or doubled spaces, and with "and" for "&"."""
    return " ".join(_NOISE.sub("", text.casefold()).replace("&", " and ").replace("-", " ").split())


def _plain(folded: str) -> str:
    """A folded name without its style: "city of bristol", "bristol city of", "bristol city council" are
    "bristol".
    """
    return _STYLE_BEFORE.sub("", _STYLE_AFTER.sub("", folded))


_BY_CODE = {
    code.casefold(): authority for authority in AUTHORITIES for code in (authority.gss_code, *authority.former_codes)
}
_BY_NAME = {_folded(name): authority for authority in AUTHORITIES for name in (authority.name, *authority.also)}
# "London" alone is no authority, so that the City keeps its style.
_BY_PLAIN_NAME = {_plain(name): authority for name, authority in _BY_NAME.items() if authority.gss_code != "E09000001"}


def parse(text: str) -> LocalAuthority:
    """Return the authority of that name or GSS code, current or former.

    Capitals, "&", points, hyphens and styles such as "City of" or "County Council" make no difference.
    Raises ValueError, with a message for the person who typed it, where there is none.
    """
    folded = _folded(text)
    authority = _BY_CODE.get(text.strip().casefold()) or _BY_NAME.get(folded) or _by_plain_name(folded)
    if authority is None:
        raise ValueError(
            "The area is the name or GSS code of an English county, unitary, metropolitan or London borough "
            "council, of Flintshire or of Wrexham; a district council is not one."
        )
    return authority


def _by_plain_name(folded: str) -> LocalAuthority | None:
    """The authority of a name in another style. "Derby County Council" may mean Derbyshire: it is neither."""
    plain = _plain(folded)
    if "county" in folded and f"{plain}shire" in _BY_NAME:
        return None
    return _BY_PLAIN_NAME.get(plain)


def authority(gss_code: str) -> LocalAuthority:
    """Return the authority of a GSS code, current or former. Raises KeyError for an unknown one."""
    return _BY_CODE[gss_code.casefold()]
