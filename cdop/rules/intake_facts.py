"""What is told of a death when it comes in, and what the rules of intake ask of it (`intake_checks`)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cdop.rules import ages, nhs_number, postcodes
from cdop.rules.birth_weights import is_plausible
from cdop.rules.dates import LONDON
from cdop.rules.durations import months_after


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFacts:
    """What is told of a death. None is nothing told; `not_known` names what is said to be not known, or not to apply.

    `asked` names the questions that the form or file has. Places are codes (`places`), areas GSS codes. `notified_at`
    is the instant of the notification, where it is known; `area_of_postcode` is None where no table has the postcode,
    and `is_postcode_known` is None where none was looked in.
    """

    today: date
    asked: frozenset[str] = frozenset()
    not_known: frozenset[str] = frozenset()
    nhs_number: str | None = None
    nhs_number_held: str | None = None
    born_on: date | None = None
    born_at: datetime | None = None
    died_on: date | None = None
    died_at: datetime | None = None
    notified_on: date | None = None
    notified_at: datetime | None = None
    sex: str | None = None
    ethnicity: str | None = None
    postcode: str | None = None
    is_postcode_known: bool | None = None
    area_of_postcode: str | None = None
    residency: str | None = None
    area_code: str | None = None
    panel_areas: frozenset[str] | None = None
    gestation_weeks: int | None = None
    birth_weight_g: int | None = None
    plurality: str | None = None
    place_of_death: str | None = None
    place_of_death_name: str | None = None
    place_of_event: str | None = None
    country_of_death: str | None = None
    suspected_stillbirth_at_home: str | None = None
    jar_criteria_met: str | None = None
    jar_criteria: tuple[str, ...] = ()
    is_jar_settled: bool = False
    coroner_referred: str | None = None
    post_mortem_type: str | None = None
    parents: frozenset[str] = frozenset()
    children: int = 0
    learning_disability: str | None = None
    autism: str | None = None

    def asks(self, name: str) -> bool:
        """Say whether the form or file has this question."""
        return name in self.asked

    def is_missing(self, name: str) -> bool:
        """Say whether a question that is asked has neither an answer nor "not known"."""
        return name in self.asked and name not in self.not_known and getattr(self, name) in (None, "", ())


NO_NUMBER = ("not available", "not resident")
"""The two reasons for which there is no NHS number: not yet to be had, or the child did not live in England."""
REVIEWS_SINCE = date(2008, 4, 1)
LATE_AFTER = timedelta(hours=48)
_FIRST_DAYS, ADMITTED_WEEKS, ADMITTED_GRAMS = 2, (20, 44), (200, 7000)
_VIABLE_WEEKS = 22
_NEARLY_ADULT_MONTHS = ages.ADULT_AT * 12 - 1


def not_nhs_number(facts: IntakeFacts) -> bool:
    return _is_refused(facts.nhs_number, nhs_number.parse)


def not_postcode(facts: IntakeFacts) -> bool:
    return _is_refused(facts.postcode, postcodes.parse)


def _is_refused(text: str | None, parse: Callable[[str], str]) -> bool:
    if text:
        try:
            parse(text)
        except ValueError:
            return True
    return False


def number_without_reason(facts: IntakeFacts) -> bool:
    """Neither a number nor one of the two reasons; a notifier who does not know it has it not available."""
    has_reason = facts.nhs_number_held in NO_NUMBER or "nhs_number_held" in facts.not_known
    return facts.asks("nhs_number_held") and not facts.nhs_number and not has_reason


def is_after(later: date | None, earlier: date | None) -> bool:
    return later is not None and earlier is not None and later > earlier


def is_later_today(facts: IntakeFacts) -> bool:
    """Whether the time given is one of today that is still to come when the death is notified."""
    if facts.died_at is None or facts.notified_at is None:
        return False
    return facts.died_on == facts.today and facts.died_at > facts.notified_at


def _has_ages(facts: IntakeFacts) -> tuple[date, date] | None:
    """Birth and death, where both are known and can be."""
    born, died = facts.born_on, facts.died_on
    return None if born is None or died is None or born > died else (born, died)


def _days_old(facts: IntakeFacts) -> int | None:
    both = _has_ages(facts)
    return None if both is None else (both[1] - both[0]).days


def _is_younger_than(facts: IntakeFacts, days: int) -> bool:
    old = _days_old(facts)
    return old is not None and old < days


def _is_infant(facts: IntakeFacts) -> bool:
    both = _has_ages(facts)
    return both is not None and ages.completed_years(*both) < 1


def is_adult(facts: IntakeFacts) -> bool:
    both = _has_ages(facts)
    return both is not None and not ages.is_child(*both)


def is_nearly_adult(facts: IntakeFacts) -> bool:
    both = _has_ages(facts)
    return both is not None and ages.is_child(*both) and both[1] > months_after(both[0], _NEARLY_ADULT_MONTHS)


def has_no_time_of_death(facts: IntakeFacts) -> bool:
    if "died_at_time" not in facts.asked or "died_at_time" in facts.not_known:
        return False
    return facts.died_at is None and _is_younger_than(facts, _FIRST_DAYS)


def died_before_birth_by_the_clock(facts: IntakeFacts) -> bool:
    return facts.born_at is not None and facts.died_at is not None and facts.born_at > facts.died_at


def is_late(facts: IntakeFacts) -> bool:
    """48 hours from the death where its time is known; else the end of the second day after it."""
    if facts.died_at is not None and facts.notified_at is not None:
        return facts.notified_at - facts.died_at > LATE_AFTER
    day = facts.notified_at.astimezone(LONDON).date() if facts.notified_at else facts.notified_on
    return day is not None and facts.died_on is not None and (day - facts.died_on).days > LATE_AFTER.days


def lived_elsewhere_by_postcode(facts: IntakeFacts) -> bool:
    return None not in (facts.area_of_postcode, facts.area_code) and facts.area_of_postcode != facts.area_code


def is_no_area_of_the_panel(facts: IntakeFacts) -> bool:
    is_resident = facts.residency == "resident" and facts.panel_areas is not None
    return is_resident and bool(facts.area_code) and facts.area_code not in (facts.panel_areas or ())


def misses_birth(name: str) -> Callable[[IntakeFacts], bool]:
    return lambda facts: _is_infant(facts) and facts.is_missing(name)


def is_outside(value: int | None, bounds: tuple[int, int]) -> bool:
    return value is not None and not bounds[0] <= value <= bounds[1]


def is_before_viability(facts: IntakeFacts) -> bool:
    return facts.gestation_weeks is not None and facts.gestation_weeks < _VIABLE_WEEKS


def weight_does_not_fit(facts: IntakeFacts) -> bool:
    weeks, grams = facts.gestation_weeks, facts.birth_weight_g
    return weeks is not None and grams is not None and not is_plausible(weeks, grams)


def hospital_without_name(facts: IntakeFacts) -> bool:
    return (facts.place_of_death or "").startswith("HOSP-") and facts.is_missing("place_of_death_name")


def may_be_stillborn(facts: IntakeFacts) -> bool:
    """A newborn baby at home, or a stillbirth with nobody there: whether it lived is asked."""
    is_unattended = facts.place_of_death == "HOME" or "unattended stillbirth" in facts.jar_criteria
    is_new = _is_younger_than(facts, _FIRST_DAYS) or "unattended stillbirth" in facts.jar_criteria
    return is_unattended and is_new and facts.is_missing("suspected_stillbirth_at_home")


def is_response_open(facts: IntakeFacts) -> bool:
    return bool(facts.jar_criteria) and facts.asks("joint_agency_response") and not facts.is_jar_settled


def misses_parent(parent: str, also: Collection[str]) -> Callable[[IntakeFacts], bool]:
    return lambda facts: facts.asks("parents") and facts.parents.isdisjoint({parent, *also})


def misses_children(facts: IntakeFacts) -> bool:
    return facts.asks("children") and not facts.children and "children" not in facts.not_known


def is_for_learning_disability_programme(facts: IntakeFacts) -> bool:
    both = _has_ages(facts)
    return both is not None and ages.completed_years(*both) >= 4 and "yes" in (facts.learning_disability, facts.autism)
