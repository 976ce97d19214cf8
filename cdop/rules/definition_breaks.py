"""The financial years from which deaths were recorded by another definition: none before stands beside one after."""

from collections.abc import Iterable, Mapping

BREAKS: Mapping[int, str] = {2010: "the national forms of April 2010", 2018: "the statutory guidance of 2018"}
"""Financial years by their first, and what changed with each."""


def changes_within(years: Iterable[int]) -> tuple[str, ...]:
    """Return the changes of definition that lie between some of these financial years, given by their first."""
    known = tuple(years)
    return tuple(what for year, what in BREAKS.items() if known and min(known) < year <= max(known))


def are_apart(years: Iterable[int]) -> bool:
    """Say whether financial years, by their first, are of more than one definition."""
    return bool(changes_within(years))
