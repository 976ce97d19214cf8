"""Whether two accounts of a death are of one child: what agrees, what differs, and how much it weighs.

Only an equal valid NHS number links on its own, and not even that where the first names are two; all else is proposed
to a person, who sees the evidence in words (decision 21, domain reference section 9, rule 2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Any

from cdop.rules import child_names
from cdop.rules.child_names import Names
from cdop.rules.vocabulary import Sex

LIKELY, POSSIBLE = 15, 9
"""From so many points on two accounts are likely of one child, or possibly. How often that is right and wrong is
measured in docs/matching.md."""
MOST_SOUNDS = 4
NEWBORN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Child:
    """What an account of a death tells of the child. What is not known is None or "".

    `mothers_number` is the mother's NHS number, `order` the place among twins, `is_single` whether it was a single
    birth, None where nobody said.
    """

    given_names: str | None = None
    family_name: str | None = None
    other_names: str | None = None
    nhs_number: str | None = None
    mothers_number: str | None = None
    born_on: date | None = None
    died_on: date | None = None
    postcode: str | None = None
    sex: str | None = None
    order: int | None = None
    is_single: bool | None = None

    def with_more(self, other: "Child") -> "Child":
        """Return the same account, with what it leaves open as another account of the same child tells it."""
        missing = [name for name in self.__slots__ if getattr(self, name) in (None, "")]
        return replace(self, **{name: getattr(other, name) for name in missing})


def of_case(facts: Mapping[str, Any]) -> Child:
    """Return what the facts of a case, by column, tell of the child."""
    return Child(**{name: facts.get(name) for name in OF_CASE})


OF_CASE = ("given_names", "family_name", "nhs_number", "born_on", "died_on", "postcode", "sex")
"""The columns of a case that `of_case` reads."""


class Likeness(StrEnum):
    """What a comparison comes to, as it is said on the page."""

    NUMBER = "the same NHS number"
    LIKELY = "likely the same child"
    POSSIBLE = "possibly the same child"
    SIBLING = "perhaps a twin, brother or sister"
    NONE = "another child"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was compared: in words, and its points, below 0 where it differs."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts beside each other. `score` is the sum of the points."""

    likeness: Likeness
    score: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether a person is asked if it is the same child."""
        return self.likeness in (Likeness.NUMBER, Likeness.LIKELY, Likeness.POSSIBLE)

    @property
    def links_on_its_own(self) -> bool:
        """Whether nobody need be asked: the valid NHS number is equal, and no first name speaks against it."""
        return self.likeness is Likeness.NUMBER


def keys(child: Child) -> frozenset[str]:
    """Return what an account is found by: two accounts of one child almost always have one of these in common."""
    first = child_names.first_names(child.given_names, child.family_name)
    given = (*first.words, *child_names.words(child.other_names))
    family = child_names.words(child.family_name)
    sounds = sorted({child_names.sound(word) for word in (*family[:MOST_SOUNDS], *given[:MOST_SOUNDS])})
    found = {f"b{heard} {child.born_on}" for heard in sounds if child.born_on}
    found |= {f"d{heard} {child.died_on}" for heard in sounds if child.died_on}
    found |= {f"p{one} {other}" for one, other in combinations(sounds, 2)}
    if child.postcode:
        found |= {f"h{child.postcode} {day.year}" for day in (child.born_on, child.died_on) if day}
    if child.born_on and child.died_on:
        found.add(f"t{child.born_on} {child.died_on}")
    if child.nhs_number:
        found.add(number_key(child.nhs_number))
    if child.mothers_number:
        found.add(f"m{child.mothers_number}")
    return frozenset(found)


KEYS_WITH_DATES = ("b", "d", "t")
"""How the keys begin that have a date in them: with how a name sounds, or both dates."""


def number_key(nhs_number: str) -> str:
    """Return the key of the child's NHS number."""
    return f"n{nhs_number}"


def compare(told: Child, held: Child) -> Comparison:
    """Return what agrees and what differs of two accounts, and what it comes to. The order of the two is no matter."""
    one, other = _given(told), _given(held)
    signs = [sign for sign in _signs(told, held, one, other) if sign is not None]
    score = sum(sign.points for sign in signs)
    agreeing = tuple(sign.words for sign in sorted(signs, key=lambda each: -each.points) if sign.points >= 0)
    differing = tuple(sign.words for sign in sorted(signs, key=lambda each: each.points) if sign.points < 0)
    return Comparison(_likeness(told, held, one, other, score), score, agreeing, differing)


def best(told: Child, accounts: Iterable[Child]) -> Comparison:
    """Return the comparison with that of several accounts of one child which is most like what was told."""
    order = list(Likeness)
    return min(
        (compare(told, each) for each in accounts), key=lambda found: (order.index(found.likeness), -found.score)
    )


def _likeness(told: Child, held: Child, one: Names, other: Names, score: int) -> Likeness:
    are_two_names = _are_two_names(told, held, one, other)
    orders = {told.order or one.order, held.order or other.order} - {None}
    if told.nhs_number and told.nhs_number == held.nhs_number:
        return Likeness.POSSIBLE if are_two_names or len(orders) > 1 else Likeness.NUMBER
    is_apart = len(orders) > 1 or (are_two_names and not (told.is_single or held.is_single))
    if is_apart:
        return Likeness.SIBLING if _is_of_one_family(told, held) else Likeness.NONE
    if score < POSSIBLE:
        return Likeness.NONE
    return Likeness.LIKELY if score >= LIKELY and not _may_be_twins(told, held, one, other) else Likeness.POSSIBLE


def _may_be_twins(told: Child, held: Child, one: Names, other: Names) -> bool:
    """Twins are given names that sound alike, and have numbers of their own: such a likeness is only possible."""
    has_two_numbers = bool(told.nhs_number and held.nhs_number)
    is_multiple = told.is_single is False or held.is_single is False
    return has_two_numbers or (is_multiple and not set(one.words) & set(other.words))


def _is_of_one_family(told: Child, held: Child) -> bool:
    if told.mothers_number and told.mothers_number == held.mothers_number:
        return True
    has_one_home = bool(told.postcode) and told.postcode == held.postcode
    has_one_day = _same(told.died_on, held.died_on) or _same(told.born_on, held.born_on)
    has_one_name = child_names.share(child_names.words(told.family_name), child_names.words(held.family_name))
    return has_one_day and (has_one_home or has_one_name)


def _given(child: Child) -> Names:
    """The first names with other names that the child was known by."""
    first = child_names.first_names(child.given_names, child.family_name)
    more = child_names.words(child.other_names)
    if not more or first.is_missing:
        return first
    return replace(first, words=(*first.words, *more))


def _are_two_names(told: Child, held: Child, one: Names, other: Names) -> bool:
    """Whether both have a first name, and no word of one is like any of the other, nor were the names swapped."""
    if one.is_missing or other.is_missing or not one.words or not other.words:
        return False
    is_initial = one.words[0][:1] == other.words[0][:1] and 1 in (len(one.words[0]), len(other.words[0]))
    return not (is_initial or child_names.share(one.words, other.words) or _are_swapped(told, held, one, other))


def _are_swapped(told: Child, held: Child, one: Names, other: Names) -> bool:
    mine, theirs = child_names.words(told.family_name), child_names.words(held.family_name)
    return child_names.share(one.words, theirs) and child_names.share(other.words, mine)


def _signs(told: Child, held: Child, one: Names, other: Names) -> Iterable[Sign | None]:
    yield _equal_or_not(told.nhs_number, held.nhs_number, "NHS number", 30, -12)
    yield _equal_or_not(told.mothers_number, held.mothers_number, "mother’s NHS number", 10, -8)
    if _are_swapped(told, held, one, other) and not child_names.share(one.words, other.words):
        yield Sign("first and family names, the other way round", 9)
    else:
        yield _family_sign(told, held)
        yield _first_sign(told, held, one, other)
    yield _day_sign(told.born_on, held.born_on, "date of birth", 3 if _is_newborn(told, held) else 6)
    yield _day_sign(told.died_on, held.died_on, "date of death", 6)
    yield _postcode_sign(told.postcode, held.postcode)
    yield _sex_sign(told.sex, held.sex)
    yield _equal_or_not(told.order or one.order, held.order or other.order, "place among twins", 1, -10)


def _equal_or_not(told: object, held: object, what: str, equal: int, unequal: int) -> Sign | None:
    if not told or not held:
        return None
    return Sign(f"the same {what}", equal) if told == held else Sign(f"another {what}", unequal)


def _family_sign(told: Child, held: Child) -> Sign | None:
    mine, theirs = child_names.words(told.family_name), child_names.words(held.family_name)
    if not mine or not theirs:
        return None
    if mine == theirs or "".join(mine) == "".join(theirs):
        return Sign("the same family name", 5)
    if set(mine) & set(theirs):
        return Sign("a part of the family name", 4)
    if child_names.share(mine, theirs):
        return Sign("a family name spelled much the same", 4)
    return Sign("another family name", -4)


def _first_sign(told: Child, held: Child, one: Names, other: Names) -> Sign | None:
    if not one.words or not other.words:
        return None
    if one.is_missing and other.is_missing:
        is_same = child_names.share(one.words, other.words)
        return Sign("“Baby of” the same name", 3) if is_same else Sign("“Baby of” another name", -4)
    if one.is_missing or other.is_missing:
        return Sign("the name given to the baby", 3) if child_names.share(one.words, other.words) else None
    if one.words == other.words or "".join(one.words) == "".join(other.words):
        return Sign("the same first names", 5)
    if set(one.words) & set(other.words):
        return Sign("one of the first names", 4)
    if child_names.share(one.words, other.words):
        return Sign("a first name spelled or said much the same", 4)
    if not _are_two_names(told, held, one, other):
        return Sign("the same first letter of the first name", 2)
    return Sign("another first name", -3 if told.is_single or held.is_single else -6)


def _is_newborn(told: Child, held: Child) -> bool:
    """Whether the day of death follows from that of birth, so that both say little more than one."""
    return any(
        each.born_on is not None and each.died_on is not None and each.died_on - each.born_on < NEWBORN
        for each in (told, held)
    )


def _day_sign(told: date | None, held: date | None, what: str, points: int) -> Sign | None:
    if told is None or held is None:
        return None
    if told == held:
        return Sign(f"the same {what}", points)
    if (told.year, told.month, told.day) == (held.year, held.day, held.month):
        return Sign(f"the {what} with day and month swapped", points - 1)
    if abs((told - held).days) == 1:
        return Sign(f"a {what} one day apart", points - 2)
    figures = zip(f"{told:%Y%m%d}", f"{held:%Y%m%d}", strict=True)
    if sum(one != other for one, other in figures) == 1:
        return Sign(f"a {what} with one figure that differs", points - 2)
    return Sign(f"another {what}", -6)


def _postcode_sign(told: str | None, held: str | None) -> Sign | None:
    if not told or not held:
        return None
    if told == held:
        return Sign("the same postcode", 4)
    one, other = told.replace(" ", ""), held.replace(" ", "")
    if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return Sign("a postcode with one letter or figure that differs", 2)
    if told.split()[0] == held.split()[0]:
        return Sign("another postcode in the same district", 0)
    return Sign("another postcode", -2)


def _sex_sign(told: str | None, held: str | None) -> Sign | None:
    known = (Sex.FEMALE, Sex.MALE)
    if told not in known or held not in known:
        return None
    return Sign("the same sex", 1) if told == held else Sign("the other sex", -3)


def _same(told: date | None, held: date | None) -> bool:
    return told is not None and told == held
