"""Whatever is written of two twins, no rule links them on its own; a person is asked."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cdop.rules import same_child
from cdop.rules.same_child import Child

# Pairs of first names that nobody takes for each other, and pairs that sound alike.
APART = (("Ada", "Grace"), ("Mohammed", "Yusuf"), ("Zofia", "Kasper"), ("Olu", "Temi"), ("Niamh", "Rory"))
ALIKE = (("Jayden", "Jaiden"), ("Mia", "Mya"), ("Aisha", "Aysha"), ("Baby", "Baby"), ("Twin", "Twin"))
NUMBERS = ("9990000018", "9990000026", None)
DAYS = st.integers(0, 900).map(lambda days: date(2025, 1, 1) + timedelta(days=days))


@st.composite
def twins(draw: st.DrawFn, names: tuple[tuple[str, str], ...]) -> tuple[Child, Child]:
    """Two children of one mother and one birth, as two people might write them down."""
    one, other = draw(st.sampled_from(names))
    born = draw(DAYS)
    first = Child(
        given_names=one,
        family_name=draw(st.sampled_from(("Khan", "O’Neill", "Smith-Jones", "Nowak"))),
        mothers_number=draw(st.sampled_from(("9990000034", None))),
        born_on=born,
        died_on=born + timedelta(days=draw(st.integers(0, 3))),
        postcode=draw(st.sampled_from(("CW1 2AB", None))),
        sex=draw(st.sampled_from(("female", "male", None))),
    )
    died = first.died_on if draw(st.booleans()) else born + timedelta(days=draw(st.integers(0, 40)))
    return first, replace(first, given_names=other, died_on=died)


@given(twins(APART), st.sampled_from(NUMBERS))
def test_twins_of_two_names_never_link_though_one_number_was_written_for_both(
    both: tuple[Child, Child], number: str | None
) -> None:
    one, other = (replace(each, nhs_number=number) for each in both)
    assert not same_child.compare(one, other).links_on_its_own
    assert not same_child.compare(other, one).links_on_its_own


@given(twins(ALIKE), st.sampled_from(((NUMBERS[0], NUMBERS[1]), (NUMBERS[0], None), (None, None))))
def test_twins_whose_names_are_alike_never_link_by_anything_but_the_number(
    both: tuple[Child, Child], numbers: tuple[str | None, str | None]
) -> None:
    one, other = (replace(each, nhs_number=number) for each, number in zip(both, numbers, strict=True))
    assert not same_child.compare(one, other).links_on_its_own
    assert not same_child.compare(other, one).links_on_its_own


@given(twins(ALIKE), st.sampled_from(NUMBERS))
def test_twins_told_apart_by_their_place_never_link_though_one_number_was_written_for_both(
    both: tuple[Child, Child], number: str | None
) -> None:
    one, other = (replace(each, nhs_number=number, order=place) for place, each in enumerate(both, 1))
    assert not same_child.compare(one, other).links_on_its_own
