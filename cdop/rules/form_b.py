"""Whom to ask for the reporting form (Form B) about a child, by when, and under which name it goes out.

The routing is a list of rows that a panel may change (it begins as `rules/routes.py`); who else knew the child is for
the coordinator to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from cdop.rules.dates import LONDON
from cdop.rules.deadlines import Basis, Deadline, Setting, Unit, every_case, in_force
from cdop.rules.references import reference_of
from cdop.rules.vocabulary import RequestStatus, Role
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

ENDED_BY_RETURN = "returned"
"""Why a link is said to have ended where its forms were sent."""

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
    CARE_LEAVER = "care leaver"
    EARLY_HELP = "early help"
    DISABILITY = "learning disability or autism"
    ELSEWHERE = "lived elsewhere"
    NEVER_HOME = "never went home from the hospital"
    SIBLINGS = "brothers or sisters"
    RAILWAY = "on the railway"
    OUTING = "sport, an outing or a school trip"
    MIGRATION = "asylum seeker or refugee"
    ADULT_CARE = "on an adult ward or in adult services"
    PARENT_MIND = "a parent's mental health"
    PARENT_SUBSTANCES = "a parent's use of drugs or alcohol"
    PARENT_OFFENCES = "a parent known to probation, or domestic abuse"


TOLD_BY_COORDINATOR = (
    Circumstance.RAILWAY,
    Circumstance.OUTING,
    Circumstance.MIGRATION,
    Circumstance.ADULT_CARE,
    Circumstance.PARENT_MIND,
    Circumstance.PARENT_SUBSTANCES,
    Circumstance.PARENT_OFFENCES,
)
"""What no notification asks: the coordinator says it where agencies are asked."""


class Records(StrEnum):
    """Whose records an agency is asked to search. The words are those of the reporting form's own answer."""

    CHILD = "child"
    PREGNANCY = "mother in pregnancy"
    MOTHER = "mother"
    FATHER = "father"
    SIBLINGS = "siblings"
    HOUSEHOLD = "household"


RECORDS = {
    Records.CHILD: "the child’s records",
    Records.PREGNANCY: "the mother’s records of the pregnancy",
    Records.MOTHER: "the mother’s records at other times",
    Records.FATHER: "the father’s or another parent’s records",
    Records.SIBLINGS: "brothers’ and sisters’ records",
    Records.HOUSEHOLD: "the records of other people in the home",
}
"""How each is said, in the order in which they are said."""

_PREGNANCY_KINDS = frozenset({"gp", "midwifery", "neonatal unit", "health visiting", "hospital trust"})
_HOUSEHOLD_KINDS = frozenset(
    {"police", "children's social care", "early help", "probation", "domestic abuse service", "housing"}
)


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
    """Agency types to ask, and why: where the age fits and, if anything else is named, any of that is so.

    `forms` are supplementary forms for one of these types: the first that is asked anyway, else the first.
    Where one of `unless` is so, nobody is asked. `key` names the row in the shipped list and in a panel's own.
    """

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
    unless: frozenset[Circumstance] = frozenset()
    forms: tuple[str, ...] = ()
    key: str = ""

    def holds(self, facts: RoutingFacts) -> bool:
        """Say whether these agencies are asked about such a child."""
        is_old_enough = facts.age_days >= self.from_days and facts.age_years >= self.from_years
        is_young_enough = facts.age_years < self.under_years
        if self.under_days is not None:
            is_young_enough = facts.age_days < self.under_days
        named = self.types or self.places or self.circumstances
        is_so = self.types & facts.types or self.places & facts.places or self.circumstances & facts.circumstances
        is_left_out = bool(self.unless & facts.circumstances)
        return is_old_enough and is_young_enough and (not named or bool(is_so)) and not is_left_out


@dataclass(frozen=True, slots=True)
class FormProposal:
    """A supplementary form with the reasons. `is_wanted`: of all agencies that can complete it, this one should."""

    form_key: str
    reason: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One type of agency to ask, with the reasons in words. `named` are organisations that the notification names."""

    agency_kind: str
    reason: str
    named: tuple[str, ...] = ()
    forms: tuple[FormProposal, ...] = ()
    records: tuple[Records, ...] = (Records.CHILD,)

    @property
    def keys(self) -> frozenset[str]:
        """What is proposed, in words that are kept: the type of agency, those that are named, and each wanted form."""
        wanted = (self.key_of(form) for form in self.forms if form.is_wanted)
        return frozenset((self.agency_kind, *map(self.key_of_named, self.named), *wanted))

    def key_of_named(self, organisation: str) -> str:
        """Return by what it is kept that this agency was named."""
        return f"{self.agency_kind}, {_plain(organisation)}"

    def key_of(self, form: FormProposal) -> str:
        """Return by what it is kept that this agency should complete a form."""
        return f"{self.agency_kind}: {form.form_key}"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One form that an agency was asked for."""

    agency_kind: str
    agency: str
    form_key: str


@dataclass(frozen=True, slots=True)
class NewProposal:
    """What has come to be proposed since agencies were last asked: a type of agency, or a form for one."""

    agency_kind: str
    reason: str
    form_key: str = ""


def proposed(facts: RoutingFacts, routes: Iterable[Route]) -> tuple[Proposal, ...]:
    """Return whom to ask about a child: each type of agency once, with all reasons, its forms and the records."""
    holding = [route for route in routes if route.holds(facts)]
    reasons: dict[str, list[str]] = {}
    organisations: dict[str, list[str]] = {}
    for route in holding:
        for kind in () if route.forms else route.asks:
            reasons.setdefault(kind, []).append(route.reason)
    for named in facts.named:
        words = (
            f"Named in the notification: {named.organisation}" if named.organisation else "Named in the notification"
        )
        reasons.setdefault(named.agency_kind, []).append(words)
        organisations.setdefault(named.agency_kind, []).append(named.organisation)
    forms = _forms(holding, reasons)
    return tuple(
        Proposal(
            kind,
            "; ".join(dict.fromkeys(why)),
            tuple(filter(None, organisations.get(kind, ()))),
            tuple(forms.get(kind, {}).values()),
            records_of(kind, facts),
        )
        for kind, why in reasons.items()
    )


def unseen(
    proposals: Iterable[Proposal], seen: Collection[str] | None, asked_kinds: Collection[str] = ()
) -> tuple[NewProposal, ...]:
    """Return what is proposed and was not when agencies were last asked; nothing before anybody was (None)."""
    found = []
    for each in proposals if seen is not None else ():
        if each.agency_kind not in {*(seen or ()), *asked_kinds}:
            found.append(NewProposal(each.agency_kind, each.reason))
        else:
            forms = (form for form in each.forms if form.is_wanted and each.key_of(form) not in (seen or ()))
            found += [NewProposal(each.agency_kind, form.reason, form.form_key) for form in forms]
    return tuple(found)


def unasked(
    facts: RoutingFacts,
    proposals: Iterable[Proposal],
    asked: Collection[AskedFor],
    declined: Collection[str] = (),
) -> tuple[NewProposal, ...]:
    """Return who is named in a notification, and which form for what is suspected, that nobody was asked for.

    Of two organisations of one type that are named, both are to be asked. Of what is among `declined`, by
    `Proposal.keys`, it was said why not.
    """
    forms, named = {each.form_key for each in asked}, {each.agency_kind for each in facts.named}
    found = []
    for each in proposals:
        if each.agency_kind in named:
            found += _unasked_named(
                each, {one.agency for one in asked if one.agency_kind == each.agency_kind}, declined
            )
        wanted = (form for form in each.forms if form.is_wanted and form.form_key not in forms)
        missing = (form for form in wanted if each.key_of(form) not in declined)
        found += [NewProposal(each.agency_kind, form.reason, form.form_key) for form in missing]
    return tuple(found)


def _unasked_named(proposal: Proposal, asked: Collection[str], declined: Collection[str]) -> list[NewProposal]:
    if not proposal.named:
        is_open = not asked and proposal.agency_kind not in declined
        return [NewProposal(proposal.agency_kind, proposal.reason)] if is_open else []
    left = organisations_unasked(proposal.named, asked)
    names = [name for name in left if proposal.key_of_named(name) not in declined]
    return [NewProposal(proposal.agency_kind, f"Named in the notification: {'; '.join(names)}")] if names else []


def organisations_unasked(named: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return which of the organisations of one type that are named none of the agencies asked stands for.

    The directory may call an agency by another name than a notification: each that was asked stands for one.
    """
    wanted: list[str] = []
    for name in named:
        if not any(_is_same(name, other) for other in wanted):
            wanted.append(name)
    agencies = [*asked]
    left = [name for name in wanted if not any(_is_same(name, agency) for agency in agencies)]
    others = sum(not any(_is_same(name, agency) for name in wanted) for agency in agencies)
    return tuple(left[others:])


def _is_same(one: str, other: str) -> bool:
    """Whether two names are said to be of one organisation: one may say more than the other."""
    one, other = _plain(one), _plain(other)
    return one in other or other in one


def records_of(agency_kind: str, facts: RoutingFacts) -> tuple[Records, ...]:
    """Return whose records an agency of a type is asked to search, as is proposed."""
    is_baby = facts.age_years < 1
    wanted = {
        Records.CHILD: True,
        Records.PREGNANCY: agency_kind == "midwifery" or (is_baby and agency_kind in _PREGNANCY_KINDS),
        Records.SIBLINGS: Circumstance.SIBLINGS in facts.circumstances or agency_kind in _HOUSEHOLD_KINDS,
        Records.HOUSEHOLD: agency_kind in _HOUSEHOLD_KINDS,
    }
    return tuple(records for records in Records if wanted.get(records))


def records_in_words(records: Iterable[str]) -> str:
    """Return "the child’s records and brothers’ and sisters’ records"."""
    named = [words for key, words in RECORDS.items() if key in set(records)]
    return " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)


def _forms(holding: Iterable[Route], reasons: dict[str, list[str]]) -> dict[str, dict[str, FormProposal]]:
    """The supplementary forms by type of agency and key; a type asked for nothing else is added to `reasons`."""
    found: dict[str, dict[str, FormProposal]] = {}
    for route in holding:
        for form_key in route.forms:
            wanted = next((kind for kind in route.asks if kind in reasons), route.asks[0])
            reasons.setdefault(wanted, []).append(route.reason)
            for kind in route.asks:
                earlier = found.setdefault(kind, {}).get(form_key)
                why = "; ".join(dict.fromkeys((*((earlier.reason,) if earlier else ()), route.reason)))
                is_wanted = kind == wanted or bool(earlier and earlier.is_wanted)
                found[kind][form_key] = FormProposal(form_key, why, is_wanted)
    return found


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


def may_release(person: str, sent_by: str | None) -> bool:
    """Say whether somebody may release what another sent: both are "Name (role)".

    Whoever signed in and does not lead the agency may not, nor the sender, in whatever role.
    """
    name, _, role = person.partition(" (")
    is_senior = role != f"{Role.AGENCY_RESPONDENT})"
    return is_senior and _plain(name) != _plain((sent_by or "").partition(" (")[0])


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def reference(public_id: str) -> str:
    """Return the name of a request in messages and on the telephone, such as "FB-4XQ7-M2KD": it tells nothing."""
    return reference_of("FB", f"form request {public_id}")
