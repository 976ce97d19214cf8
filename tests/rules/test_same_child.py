"""Same child or not: against frozen pairs that were labelled before the matcher was written, and on generated families.

`python -m tests.rules.test_same_child` measures the matcher on the pairs and writes docs/matching.md.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cdop.models.same_child import LONGEST_KEY
from cdop.rules.same_child import LIKELY, POSSIBLE, Child, Likeness, best, compare, keys

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
PAIRS = Path(__file__).parents[1] / "matching"
SETS = {"known": "looked at while the points were chosen", "unseen": "looked at only afterwards, with other names"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts, of one child or of two; `kind` says what happened to the second."""

    kind: str
    is_same: bool
    one: Child
    other: Child

    @property
    def likeness(self) -> Likeness:
        """What the pair comes to; two accounts without a key in common never meet."""
        return compare(self.one, self.other).likeness if keys(self.one) & keys(self.other) else Likeness.NONE

    @property
    def is_proposed(self) -> bool:
        """Whether a person would be asked."""
        return self.likeness in (Likeness.NUMBER, Likeness.LIKELY, Likeness.POSSIBLE)


def pairs(name: str) -> list[Pair]:
    """The pairs of a set, from its file."""
    with (PAIRS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Pair(row["kind"], row["same"] == "yes", child(row, "a_"), child(row, "b_")) for row in rows]


def child(row: dict[str, str], side: str) -> Child:
    told: dict[str, str | None] = {key.removeprefix(side): value or None for key, value in row.items() if side in key}
    days = {name: date.fromisoformat(day) for name in ("born_on", "died_on") if (day := told[name])}
    plurality, order = told.pop("plurality"), told.pop("birth_order")
    shape = {"order": int(order) if order else None, "is_single": plurality and plurality == "single"}
    return Child(**told | {"born_on": None, "died_on": None} | days | shape)  # type: ignore[arg-type]


def figures(found: list[Pair]) -> tuple[int, int, int, int]:
    """How many pairs were proposed rightly and wrongly, and missed; and how many pairs of one child there are."""
    counts = Counter((pair.is_same, pair.is_proposed) for pair in found)
    return counts[True, True], counts[False, True], counts[True, False], counts[True, True] + counts[True, False]


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f}%)"


def page() -> str:
    """The page that tells how matching works and what was measured."""
    return "\n".join([*_how(), *_measured(), *_by_kind(), *_misses(), ""])


def _how() -> Iterator[str]:
    yield "# How notifications of one child are found"
    yield ""
    yield "Written by `python -m tests.rules.test_same_child`; a test fails while a figure is not the one measured."
    yield ""
    yield "Every notification that comes in gets keys (`cdop/rules/same_child.py`): its NHS number, the mother's, how"
    yield "each name sounds with each date, each two names, the postcode with each year, both dates. Every case has"
    yield "those of its facts and of its notifications. Whatever shares a key is compared, field by field; what agrees"
    yield "adds points, what differs takes some away, and the page says which in words."
    yield ""
    yield "- **The same valid NHS number** links on its own, unless the first names, or the places among twins, are"
    yield "  of two: a twin's number is easily written down for the other. Then a person is asked. Nothing else links."
    yield f"- **{LIKELY} points or more**: likely the same child. **{POSSIBLE} or more**: possibly. A person decides."
    yield "- **Two first names, or two places among twins**: never proposed as the same child, however much agrees;"
    yield "  shown apart, as perhaps a twin, brother or sister. After a single birth a baby may have been renamed."
    yield ""


def _measured() -> Iterator[str]:
    yield "## What was measured"
    yield ""
    yield "Invented pairs in `tests/matching/`, labelled and kept before the matcher was written. They were made from"
    yield "lists of families by the mistakes that people make: they say how it does on such mistakes, not how often"
    yield "those happen."
    yield ""
    yield "| pairs | of one child | proposed | precision | recall | linked on their own | two children among these |"
    yield "|---|---|---|---|---|---|---|"
    for name, words in SETS.items():
        found = pairs(name)
        right, wrong, _, same = figures(found)
        alone = [pair for pair in found if pair.likeness is Likeness.NUMBER]
        two = sum(not pair.is_same for pair in alone)
        yield (
            f"| {len(found)}, {words} | {same} | {right + wrong} | {share(right, right + wrong)} | {share(right, same)}"
            f" | {len(alone)} | {two} |"
        )
    yield ""


def _by_kind() -> Iterator[str]:
    yield "## By what was done to the second account"
    yield ""
    yield "| | pairs | the same child? | proposed | shown as perhaps a twin, brother or sister | not shown |"
    yield "|---|---|---|---|---|---|"
    every = [pair for name in SETS for pair in pairs(name)]
    for kind in dict.fromkeys(pair.kind for pair in every):
        mine = [pair for pair in every if pair.kind == kind]
        proposed = sum(pair.is_proposed for pair in mine)
        siblings = sum(pair.likeness is Likeness.SIBLING for pair in mine)
        told = "yes" if mine[0].is_same else "no"
        yield f"| {kind} | {len(mine)} | {told} | {proposed} | {siblings} | {len(mine) - proposed - siblings} |"
    yield ""


def _misses() -> Iterator[str]:
    yield "## Every pair that it got wrong"
    yield ""
    for name in SETS:
        for pair in pairs(name):
            if pair.is_same is not pair.is_proposed:
                names = " / ".join(f"{each.given_names} {each.family_name}" for each in (pair.one, pair.other))
                yield f"- {name}, {pair.kind}: {names}: {pair.likeness}"


def test_page_tells_what_is_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: python -m tests.rules.test_same_child"


@pytest.mark.parametrize("name", SETS)
def test_hardly_a_pair_is_missed_or_wrongly_proposed_and_no_two_children_are_linked(name: str) -> None:
    found = pairs(name)
    right, wrong, _, same = figures(found)
    assert right / same > 0.98
    assert right / (right + wrong) > 0.98
    assert [pair for pair in found if not pair.is_same and pair.likeness is Likeness.NUMBER] == []
    assert [pair for pair in found if pair.kind.startswith("twins") and pair.is_proposed and not pair.is_same] == []


# Generated families. The first names sound and look like nobody else's in the list.
FIRST = ("Amelia", "Barnaby", "Constance", "Dexter", "Florence", "Gethin", "Harriet", "Ibrahim", "Jadwiga", "Winston")
FAMILY = ("Ackroyd", "Brocklehurst", "Khan", "Lewandowska", "Okonkwo", "Patel", "Shufflebotham", "Williams-Rhys")
SPELLINGS = (
    ("Mohammed", "Muhammad", "Mohamed", "Мухаммед", "محمد"),
    ("Yusuf", "Youssef", "Yousuf", "Юсуф"),
    ("Aisha", "Ayesha", "Aïcha", "Айша"),
    ("Zoë", "Zoe", "ZOE", "Zoé"),
    ("Łukasz", "Lukasz", "łukasz"),
    ("Seán", "Sean", "SEAN"),
)
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042")


@st.composite
def children(draw: st.DrawFn) -> Child:
    """A child of whom everything is known but the NHS number."""
    died = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 320)))
    born = died - timedelta(days=draw(st.sampled_from((0, 1, 3, 27, 28, 200, 900, 3000, 6000))))
    return Child(
        given_names=draw(st.sampled_from(FIRST)),
        family_name=draw(st.sampled_from(FAMILY)),
        born_on=born,
        died_on=died,
        postcode=draw(st.sampled_from(("CW1 2AB", "WA8 6TJ", "CH65 9HQ", None))),
        sex=draw(st.sampled_from(("female", "male", None))),
    )


@st.composite
def slips(draw: st.DrawFn) -> tuple[Child, Child]:
    """A child, and the same as somebody else writes it: one mistake, or what is not known there."""
    told = draw(children())
    assert told.died_on is not None
    name = draw(st.sampled_from(("given_names", "family_name")))
    word = getattr(told, name)
    place = draw(st.integers(1, len(word) - 2))
    changes = (
        {name: word[:place] + word[place + 1 :]},
        {name: word[:place] + word[place] + word[place:]},
        {name: word[:place] + word[place + 1] + word[place] + word[place + 2 :]},
        {"given_names": told.family_name, "family_name": told.given_names},
        {"family_name": f"{told.family_name}-Extra"},
        {"given_names": f"{told.given_names} Joy"},
        {"died_on": told.died_on + timedelta(days=1)},
        {"born_on": None},
        {"postcode": None},
        {"nhs_number": NUMBERS[0]},
        {"given_names": f"Baby of {draw(st.sampled_from(('Nadia', 'Grace')))}"},
        {"given_names": "Baby"},
    )
    return told, replace(told, **draw(st.sampled_from(changes)))


@settings(max_examples=100, deadline=None)
@given(slips())
def test_one_mistake_hides_no_child_and_the_order_of_the_two_is_no_matter(both: tuple[Child, Child]) -> None:
    found = compare(*both)
    assert found.is_proposed
    assert keys(both[0]) & keys(both[1])
    back = compare(both[1], both[0])
    assert (back.likeness, back.score) == (found.likeness, found.score)
    assert (set(back.agrees), set(back.differs)) == (set(found.agrees), set(found.differs))


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_name_in_another_spelling_or_script_is_the_same_name(spellings: tuple[str, ...]) -> None:
    told = Child(spellings[0], "Khan", born_on=date(2020, 5, 17), died_on=date(2026, 3, 1))
    for other in spellings[1:]:
        found = compare(told, replace(told, given_names=other))
        assert (found.likeness, found.differs) == (Likeness.LIKELY, ()), other


@settings(max_examples=100, deadline=None)
@given(told=children(), other=st.sampled_from(FIRST), numbers=st.tuples(*[st.sampled_from((None, *NUMBERS[:2]))] * 2))
def test_twins_are_never_linked_on_their_own_nor_proposed_as_one_child(
    told: Child, other: str, numbers: tuple[str | None, str | None]
) -> None:
    assume(other != told.given_names)
    one = replace(told, nhs_number=numbers[0], mothers_number=NUMBERS[2])
    twin = replace(one, given_names=other, nhs_number=numbers[1])
    found = compare(one, twin)
    assert not found.links_on_its_own
    # Where somebody wrote down one number for both, a person is asked.
    has_one_number = numbers[0] is not None and numbers[0] == numbers[1]
    assert found.likeness is (Likeness.POSSIBLE if has_one_number else Likeness.SIBLING)


@settings(max_examples=40, deadline=None)
@given(told=children(), names=st.sampled_from((("Baby 1", "Baby 2"), ("Twin one", "Twin two"), ("Baby A", "Baby B"))))
def test_twins_without_names_are_told_apart_by_their_place(told: Child, names: tuple[str, str]) -> None:
    one, other = (replace(told, given_names=name, mothers_number=NUMBERS[2]) for name in names)
    assert compare(one, other).likeness is Likeness.SIBLING


def test_twins_whose_names_sound_alike_are_at_most_possibly_one_child() -> None:
    one = Child(
        "Hassan", "Khan", born_on=date(2026, 3, 1), died_on=date(2026, 3, 1), postcode="CW1 2AB", is_single=False
    )
    assert compare(one, replace(one, given_names="Hussein")).likeness is Likeness.POSSIBLE
    single = replace(one, is_single=True)
    assert compare(single, replace(single, given_names="Hussein")).likeness is Likeness.LIKELY


def test_number_of_one_child_links_whatever_else_was_mistyped() -> None:
    one = Child("Ada", "Invented", nhs_number=NUMBERS[0], born_on=date(2026, 3, 1), died_on=date(2026, 11, 19))
    for told in (
        replace(one, family_name="Invernted", died_on=None, born_on=None),
        replace(one, given_names="Baby of Grace", family_name="Other"),
        Child(nhs_number=NUMBERS[0]),
    ):
        assert compare(one, told).links_on_its_own
    assert not compare(one, replace(one, nhs_number=NUMBERS[1])).links_on_its_own


def test_likeness_is_that_of_the_account_that_is_most_like() -> None:
    told = Child("Ada", "Invented", born_on=date(2026, 3, 1), died_on=date(2026, 11, 19))
    accounts = [Child("Somebody", "Else"), told, replace(told, born_on=None)]
    assert best(told, accounts) == compare(told, told)


ANYTHING = st.one_of(st.none(), st.text(max_size=60), st.text("אبЖé ́\u200f\U0001f600'’-/", max_size=30))
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2099, 12, 31)))


ACCOUNTS = st.builds(
    Child, given_names=ANYTHING, family_name=ANYTHING, other_names=ANYTHING, born_on=DAYS, died_on=DAYS
)


@settings(max_examples=150, deadline=None)
@given(st.tuples(ACCOUNTS, ACCOUNTS))
def test_whatever_is_written_is_compared_and_has_keys_that_can_be_kept(both: tuple[Child, Child]) -> None:
    found = compare(*both)
    assert (found.likeness, found.score) == (compare(*both[::-1]).likeness, compare(*both[::-1]).score)
    assert all(0 < len(key) <= LONGEST_KEY and key.isprintable() for each in both for key in keys(each))


def test_names_without_end_are_compared_by_their_beginning() -> None:
    endless = Child("Ada " * 4000, "x" * 20_000, "é\u0301" * 9000, died_on=date(2026, 11, 19), born_on=date(2026, 1, 1))
    assert compare(endless, endless).likeness is Likeness.LIKELY
    assert len(keys(endless)) < 80


def test_nothing_known_is_no_child_and_has_no_keys() -> None:
    assert compare(Child(), Child()).likeness is Likeness.NONE
    assert keys(Child()) == frozenset()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
