"""Awaited notifications: deaths that the panel knows of from somebody else, and that nobody has notified yet.

The coroner and the registrar have their own time to tell the panel; an agency that is asked to notify has days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cdop.rules import ages, nhs_number
from cdop.rules.case_words import listed_name
from cdop.rules.deadlines import Basis, Deadline, Setting, Unit, day_in_england, every_case, falls, in_force
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import AwaitedSource
from cdop.rules.working_days import add_working_days

CORONER_NOTICE = Deadline(
    key="coroner_notice_wd",
    label="Coroner's notice to the panel",
    starts="coroner_decided",
    length=3,
    unit=Unit.WORKING_DAYS,
    met="coroner_told",
    source="Coroners (Investigations) Regulations 2013, regulation 24: from the decision to investigate or to examine",
    basis=Basis.SEEN,
    applies=every_case,
)
REGISTRAR_NOTICE = Deadline(
    key="registrar_notice_days",
    label="Registrar's notice to the panel",
    starts="death_registered",
    length=7,
    unit=Unit.DAYS,
    met="registrar_told",
    source="Children and Young Persons Act 2008, section 31: from the registration",
    basis=Basis.SEEN,
    applies=every_case,
)
ANSWER_WORKING_DAYS = 2
"""How long an agency has that is asked to notify. Proposed: the death was to be notified within 24 hours."""

SOURCES: Mapping[AwaitedSource, str] = {
    AwaitedSource.CORONER: "A coroner’s notice",
    AwaitedSource.REGISTRAR: "A registrar’s notice",
    AwaitedSource.LIST: "A list of deaths",
    AwaitedSource.OTHER: "Somebody else, for example a telephone call",
}
WHY_ENDED: Mapping[str, str] = {
    "elsewhere": "Another panel reviews the death and has been told",
    "adult": "The person was 18 or older",
    "stillbirth": "It was a stillbirth, or a termination within the law",
    "same": "It is a child who is already awaited or notified, under other details",
    "mistake": "It was entered by mistake, or the source was mistaken",
    "notified": "It was notified in another way, and the panel has all it needs",
}
"""Why a notification is not awaited any more although none came; an explanation is kept with it."""

DATES = ("told_on", "event_on", "born_on", "died_on")


@dataclass(frozen=True, slots=True)
class AwaitedDeath:
    """What the panel knows of such a death, and how. None, or "", is "not known".

    `source_name` says which coroner, registrar or list; `told_on` is the day the panel was told, `event_on` that of the
    coroner's decision or of the registration.
    """

    source: AwaitedSource
    told_on: date
    source_name: str = ""
    event_on: date | None = None
    given_names: str = ""
    family_name: str = ""
    nhs_number: str | None = None
    born_on: date | None = None
    died_on: date | None = None
    postcode: str | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """The child's name as a list shows it."""
        return listed_name(self.given_names or None, self.family_name or None)

    @property
    def child(self) -> Child:
        """What is known of the child, to be compared with other accounts."""
        return Child(
            given_names=self.given_names or None,
            family_name=self.family_name or None,
            nhs_number=self.nhs_number,
            born_on=self.born_on,
            died_on=self.died_on,
            postcode=self.postcode,
        )

    @property
    def shown_number(self) -> str:
        """The NHS number as it is printed, "" where it is not known."""
        return nhs_number.display(self.nhs_number) if self.nhs_number else ""


def faults(death: AwaitedDeath, *, today: date) -> dict[str, str]:
    """Return what cannot stand, by field, in words for whoever typed it."""
    found = {name: "This day has not come yet" for name in DATES if _is_ahead(getattr(death, name), today)}
    if not (death.given_names or death.family_name or death.nhs_number or death.died_on):
        found["family_name"] = "Enter a name, the NHS number or the date of death: one of them at least"
    if death.born_on and death.died_on:
        if death.died_on < death.born_on:
            found.setdefault("died_on", "The date of death is before the date of birth")
        elif not ages.is_child(death.born_on, death.died_on):
            found.setdefault("born_on", "With these dates the person was 18 or older, whose death is not reviewed")
    if death.event_on and death.died_on and death.event_on < death.died_on:
        found.setdefault("event_on", "This is before the date of death")
    if death.event_on and death.told_on < death.event_on:
        found.setdefault("told_on", "The panel cannot be told before that")
    return found


def notice_due_on(source: AwaitedSource, event_on: date | None, settings: Iterable[Setting] = ()) -> date | None:
    """Return the day by which a coroner or registrar is to tell the panel; None where nothing says.

    `settings` are the panel's own lengths.
    """
    rule = _NOTICES.get(source)
    if rule is None or event_on is None:
        return None
    (rule,) = in_force((rule,), settings, event_on)
    return day_in_england(falls(rule, event_on))


def notice_days_late(
    source: AwaitedSource, event_on: date | None, told_on: date, settings: Iterable[Setting] = ()
) -> int | None:
    """Return by how many days such a notice was late, 0 where it was in time; None where nothing can be said."""
    due_on = notice_due_on(source, event_on, settings)
    return None if due_on is None else max(0, (told_on - due_on).days)


def answer_due_on(asked_on: date) -> date:
    """Return the day by which an agency is to notify that was asked to on a day."""
    return add_working_days(asked_on, ANSWER_WORKING_DAYS)


def _is_ahead(day: date | None, today: date) -> bool:
    return day is not None and day > today


_NOTICES = {AwaitedSource.CORONER: CORONER_NOTICE, AwaitedSource.REGISTRAR: REGISTRAR_NOTICE}
