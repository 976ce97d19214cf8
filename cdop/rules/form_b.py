"""Whom to ask for the reporting form (Form B) about a child, by when, and under which name it goes out.

The routing is a list of rows that a panel may change; who else knew the child is for the coordinator to say.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from cdop.rules.dates import LONDON
from cdop.rules.deadlines import Basis, Deadline, Setting, Unit, every_case, in_force
from cdop.rules.vocabulary import RequestStatus
from cdop.rules.working_days import add_working_days

DUTY = "Children Act 2004, section 16N"
"""The law by which an agency must give a child death review partner the information it asks for."""

GRACE_DAYS = 30
"""Days for which a link still opens the form after the day it was due; proposed, no statute says."""

RETURN = Deadline(
    key="reporting_form_return_wd",
    label="Reporting form",
    starts="sent",
    length=15,
    unit=Unit.WORKING_DAYS,
    met="returned",
    source="Three weeks, as local procedures ask; length proposed",
    basis=Basis.PROPOSED,
    applies=every_case,
)

SETTLED = frozenset({RequestStatus.RETURNED, RequestStatus.NOTHING_HELD})
"""The agency has answered."""

OPEN = frozenset(RequestStatus) - SETTLED - {RequestStatus.WAIVED, RequestStatus.TO_SEND}
"""The panel waits for the agency's answer."""

FORM_B = "form_b"
"""The key of the reporting form, which every agency is asked for."""

ROUTING = "National Child Mortality Database, whom to ask (July 2020); reconstructed from practice"


class Circumstance(StrEnum):
    """What else of a death decides whom to ask."""

    JOINT_RESPONSE = "joint agency response"
    CORONER = "coroner"
    RESUSCITATION = "resuscitation"
    SOCIAL_CARE = "known to social care"
    LOOKED_AFTER = "looked after"
    EARLY_HELP = "early help"
    DISABILITY = "learning disability or autism"
    ELSEWHERE = "lived elsewhere"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a notification names as having known the child."""

    agency_kind: str
    organisation: str


@dataclass(frozen=True, slots=True)
class WantedForm:
    """A form to ask for, by its key, and the keys of its sections that are wanted; None: all."""

    key: str
    sections: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """What the routing looks at. `types` and `places` are the codes of the notification form."""

    age_days: int
    age_years: int
    types: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Agency types to ask, and why: where the age fits and, if anything else is named, any of that is so."""

    asks: tuple[str, ...]
    reason: str
    from_days: int = 0
    under_days: int | None = None
    from_years: int = 0
    under_years: int = 18
    types: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()
    source: str = ROUTING

    def holds(self, facts: RoutingFacts) -> bool:
        """Say whether these agencies are asked about such a child."""
        is_old_enough = facts.age_days >= self.from_days and facts.age_years >= self.from_years
        is_young_enough = facts.age_years < self.under_years
        if self.under_days is not None:
            is_young_enough = facts.age_days < self.under_days
        named = self.types or self.places or self.circumstances
        is_so = self.types & facts.types or self.places & facts.places or self.circumstances & facts.circumstances
        return is_old_enough and is_young_enough and (not named or bool(is_so))


@dataclass(frozen=True, slots=True)
class Proposal:
    """One type of agency to ask, with the reasons in words. `named` are organisations that the notification names."""

    agency_kind: str
    reason: str
    named: tuple[str, ...] = ()


def _any(words: str) -> frozenset[str]:
    return frozenset(words.split(", "))


_HOSPITAL = _any("HOSP-ED, HOSP-PAED, HOSP-NNU, HOSP-PICU, HOSP-LW, HOSP-THEATRE, HOSP-ADULT, HOSP-AICU, HOSP-OTHER")
_OUTSIDE = _any("HOME, OTHER-PRIVATE, FOSTER, RESIDENTIAL, PUBLIC, SCHOOL, TEMP-ACCOM, AMBULANCE/IN-TRANSIT")
_LONG_ILL = _any("life-limiting, asthma or anaphylaxis, other medical")

ROUTES = (
    Route(("gp",), "Every child's practice is asked"),
    Route(("children's social care",), "The local authority is asked about every child"),
    Route(("police",), "The police are asked about every child"),
    Route(("hospital trust",), "The death was confirmed in hospital, or the illness began there", places=_HOSPITAL),
    Route(("health visiting",), "The child was under 5", under_years=5),
    Route(("school nursing",), "The child was of school age", from_years=5),
    Route(("midwifery", "neonatal unit"), "The baby died in the first 28 days", under_days=28),
    Route(("midwifery",), "The child was under 1", from_days=28, under_years=1),
    Route(("education",), "The child may have been at nursery or with a childminder", from_years=1, under_years=5),
    Route(("early help",), "The child was between 1 and 4", from_years=1, under_years=5),
    Route(("education",), "The child was of school age", from_years=5),
    Route(("emergency department",), "The child was seen in the emergency department", places=_any("HOSP-ED")),
    Route(
        ("ambulance",),
        "An ambulance was probably called",
        places=_OUTSIDE | _any("HOSP-ED"),
        circumstances=frozenset({Circumstance.RESUSCITATION}),
    ),
    Route(("specialist centre",), "The child died in intensive care", places=_any("HOSP-PICU")),
    Route(("specialist centre", "community paediatrics"), "The child had a known illness", types=_LONG_ILL),
    Route(("hospice",), "The child had a life-limiting condition", types=_any("life-limiting")),
    Route(("hospice",), "The child died in a hospice", places=_any("HOSPICE")),
    Route(
        ("community paediatrics",),
        "The child had a learning disability or was autistic",
        circumstances=frozenset({Circumstance.DISABILITY}),
    ),
    Route(
        ("emergency department", "community paediatrics", "ambulance"),
        "The death was sudden and unexpected",
        types=_any("sudden unexpected death"),
    ),
    Route(
        ("community paediatrics",),
        "A joint agency response was considered",
        circumstances=frozenset({Circumstance.JOINT_RESPONSE}),
    ),
    Route(("coroner",), "The death was referred to the coroner", circumstances=frozenset({Circumstance.CORONER})),
    Route(("ambulance",), "There was a vehicle collision", types=_any("vehicle collision")),
    Route(("fire", "ambulance"), "The death may have been by drowning", types=_any("drowning")),
    Route(("fire", "housing"), "There was a fire, a burn or an electrical injury", types=_any("fire or burns")),
    Route(
        ("camhs", "youth justice", "voluntary"),
        "The child may have died by suicide or after self-harm",
        types=_any("suicide or self-harm"),
    ),
    Route(
        ("probation", "domestic abuse service"),
        "Abuse or neglect, or a homicide, is suspected",
        types=_any("suspected homicide"),
    ),
    Route(
        ("substance misuse service",),
        "Drugs, alcohol or a poison may have played a part",
        types=_any("substance misuse, poisoning"),
    ),
    Route(("early help",), "The family was known to early help", circumstances=frozenset({Circumstance.EARLY_HELP})),
    Route(
        ("community paediatrics", "education"),
        "The child was looked after",
        circumstances=frozenset({Circumstance.LOOKED_AFTER}),
    ),
    Route(("camhs",), "The child was an inpatient of a mental health unit", places=_any("MH-INPATIENT")),
    Route(("prison or secure", "youth justice"), "The child was in custody", places=_any("CUSTODY")),
    Route(("housing",), "The family lived in temporary accommodation", places=_any("TEMP-ACCOM")),
    Route(("out of area",), "The child lived in another area", circumstances=frozenset({Circumstance.ELSEWHERE})),
)
"""Whom to ask, in the order in which it is proposed."""


def proposed(facts: RoutingFacts, routes: Iterable[Route] = ROUTES) -> tuple[Proposal, ...]:
    """Return whom to ask about a child: each type of agency once, with all reasons for it."""
    reasons: dict[str, list[str]] = {}
    organisations: dict[str, list[str]] = {}
    for route in routes:
        if route.holds(facts):
            for kind in route.asks:
                reasons.setdefault(kind, []).append(route.reason)
    for named in facts.named:
        words = (
            f"Named in the notification: {named.organisation}" if named.organisation else "Named in the notification"
        )
        reasons.setdefault(named.agency_kind, []).append(words)
        organisations.setdefault(named.agency_kind, []).append(named.organisation)
    return tuple(
        Proposal(kind, "; ".join(dict.fromkeys(why)), tuple(filter(None, organisations.get(kind, ()))))
        for kind, why in reasons.items()
    )


def due_on(sent_on: date, settings: Iterable[Setting] = ()) -> date:
    """Return the day by which a form asked for on `sent_on` is to be returned, by the panel's own length if set."""
    (deadline,) = in_force((RETURN,), settings, sent_on)
    return add_working_days(sent_on, deadline.length)


def days_late(status: RequestStatus, due_on: date | None, today: date) -> int:
    """Return for how many days an answer that the panel waits for is late, 0 where it is not."""
    is_late = status in OPEN and due_on is not None and due_on < today
    return (today - due_on).days if is_late and due_on else 0


def days_waited(sent_on: date | None, returned_on: date | None, today: date) -> int | None:
    """Return for how many days the panel waits, or waited until the answer came; None where nobody was asked yet."""
    return None if sent_on is None else ((returned_on or today) - sent_on).days


def can_be_reminded(status: RequestStatus, *, asked_on: date | None, reminded_on: date | None, today: date) -> bool:
    """Say whether an agency may be reminded today: once a day at most, and not on the day it was asked.

    `asked_on` is the day on which the link that opens the form was sent, None where none opens it.
    """
    last = max(filter(None, (asked_on, reminded_on)), default=today)
    return status in OPEN and asked_on is not None and last < today


def link_ends_at(due: date) -> datetime:
    """Return the instant in UTC from which a link opens nothing: some days after the form was due."""
    return datetime.combine(due + timedelta(days=GRACE_DAYS + 1), time(), LONDON).astimezone(UTC)


def reference(public_id: str) -> str:
    """Return the name of a request in messages and on the telephone, such as "FB-4XQ7-M2KD": it tells nothing."""
    letters = base64.b32encode(sha256(f"form request {public_id}".encode()).digest()).decode()[:8]
    return f"FB-{letters[:4]}-{letters[4:]}"
