"""The financial years from which deaths were recorded by another definition: none before stands beside one after."""

from collections.abc import Iterable, Mapping

BREAKS: Mapping[int, str] = {2010: "the national forms of April 2010", 2018: "the statutory guidance of 2018"}
"""Financial years by their first, and what changed with each."""


def are_apart(years: Iterable[int]) -> bool:
    """Say whether financial years, by their first, are of more than one definition."""
    known = tuple(years)
    return any(min(known) < year <= max(known) for year in BREAKS)
