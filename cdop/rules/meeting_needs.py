"""Whom a meeting needs for the cases it is about, against those who were invited and who accepted.

Sources: the quorum's (`rules.quorum`); for a neonatal meeting obstetric, midwifery and neonatal expertise (NCMD,
guidance on themed reviews), for a cardiac one a cardiologist (pan-Cheshire annual report 2013-14); the other themes are
accepted practice. Somebody of the local authority of each case's area should be there (local terms of reference).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cdop.rules import quorum
from cdop.rules.numbers import counted
from cdop.rules.quorum import NO_MEMBERS, Part
from cdop.rules.vocabulary import Expertise, InvitedStatus

OF_THEME: dict[str, tuple[Expertise, ...]] = {
    "neonatal": (Expertise.OBSTETRICS, Expertise.MIDWIFERY, Expertise.NEONATOLOGY),
    "cardiac": (Expertise.CARDIOLOGY,),
    "suicide": (Expertise.MENTAL_HEALTH,),
    "road-traffic": (Expertise.ROADS,),
    "asthma": (Expertise.RESPIRATORY,),
    "epilepsy": (Expertise.NEUROLOGY,),
    "life-limiting": (Expertise.PALLIATIVE,),
    "consanguinity": (Expertise.GENETICS,),
    "sepsis": (Expertise.INFECTION,),
    "trauma": (Expertise.EMERGENCY,),
    "knife-crime": (Expertise.EMERGENCY,),
}
"""Theme to the expertise that a meeting on it needs. Another theme needs none."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invited to a meeting, as the needs see them."""

    name: str
    part: str
    status: InvitedStatus
    expertise: Expertise | None = None
    area_code: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody whom a meeting needs: who of those accepted it is, or, where nobody has, who was asked and is silent.

    `is_required`: without them the meeting is not quorate.
    """

    words: str
    is_required: bool
    accepted: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether somebody accepted."""
        return bool(self.accepted)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a meeting needs, the required first. `members` of the panel accepted."""

    needs: tuple[Need, ...]
    members: int

    @property
    def lacking(self) -> tuple[str, ...]:
        """What keeps it from being quorate, were it held with those who accepted."""
        found = [f"no {need.words}" for need in self.needs if need.is_required and not need.is_met]
        if self.members < quorum.AT_LEAST:
            found.insert(0, f"{counted(self.members, 'member')} of at least {quorum.AT_LEAST}")
        return tuple(found)


def needs(people: Iterable[Invited], theme: str | None, areas: Mapping[str, str]) -> Needs:
    """Return what a meeting on a theme needs; `areas` are those of the cases on its agenda, name by code."""
    invited = [*people]
    wanted: list[tuple[str, bool, Callable[[Invited], bool]]] = [
        *((part.value, True, _has_part(part)) for part in quorum.REQUIRED),
        *((part.value, False, _has_part(part)) for part in quorum.USUAL),
        *((f"expert in {each}", False, _has_expertise(each)) for each in OF_THEME.get(theme or "", ())),
        *((f"local authority of {name}", False, _speaks_for(code)) for code, name in areas.items()),
    ]
    members = sum(each.status is InvitedStatus.ACCEPTED and each.part not in NO_MEMBERS for each in invited)
    return Needs(tuple(_need(*each, invited) for each in wanted), members)


def _need(words: str, is_required: bool, fits: Callable[[Invited], bool], invited: list[Invited]) -> Need:
    accepted, asked = (
        tuple(each.name for each in invited if each.status is status and fits(each))
        for status in (InvitedStatus.ACCEPTED, InvitedStatus.INVITED)
    )
    return Need(words, is_required, accepted, asked)


def _has_part(part: Part) -> Callable[[Invited], bool]:
    return lambda each: each.part == part


def _has_expertise(expertise: Expertise) -> Callable[[Invited], bool]:
    return lambda each: each.expertise is expertise


def _speaks_for(code: str) -> Callable[[Invited], bool]:
    return lambda each: each.part == Part.LOCAL_AUTHORITY and each.area_code == code
