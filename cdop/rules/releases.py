"""A release of figures: what was asked for, and what leaves of it after disclosure control."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdop.rules.disclosure import OnStep, Profile, Protected, Told, protect, unwatched
from cdop.rules.disclosure_balance import balanced, is_tied
from cdop.rules.disclosure_cells import Cell
from cdop.rules.figure_cells import (
    Outline,
    Picked,
    completing,
    counted,
    is_of_children,
    outline,
    shown_figure,
    silent,
    theme,
)
from cdop.rules.figure_dimensions import AREA
from cdop.rules.figure_shapes import Cohort, Count, Counts, Figure, Measure
from cdop.rules.figures import FURTHER, measure, of_cohort
from cdop.rules.periods import Period

COUNTED = {Cohort.DEATHS.value: "deaths by date of death", Cohort.OPEN.value: "open cases"}
"""What is counted of a population, where its name does not say it."""
Written = list[Any]
"""What a number told, as it is kept: population, first and last day, values, least and most."""
AT_ONCE = 500, 4
"""Beside at most so many other numbers, or at most so many periods, an audit is done while a page waits for it.

Measured at the size of one panel, 180 audits of two registers, with the largest tables and, in one of them, reports: of
those within either, none took longer than 0.7 seconds of processor time; of those beyond both most took one to five,
some up to 17. What is asked for counts for less, and so do all the numbers of one annual report: they hang together in
one way only.
"""
PERIODS_AT_ONCE = 40
"""A table of more periods than that (three years have 36 months) is large by itself: that of the months of five years
took two seconds of processor time, that of ten years twelve, beside nothing at all.
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a release is of: one measure or, without, all of them; a period; of one area or theme or of all."""

    period: Period
    profile: Profile
    measure: str = ""
    area: str = ""
    theme: str = ""

    @property
    def key(self) -> str:
        """What tells two selections apart, whatever their periods are called."""
        days = (self.period.start.isoformat(), self.period.end.isoformat())
        return "|".join((self.profile, *days, self.measure, self.area, self.theme))

    @classmethod
    def of_key(cls, key: str, label: str) -> "Selection":
        """Return the selection of a key, whose period is called `label`."""
        profile, start, end, *rest = key.split("|")
        return cls(Period(date.fromisoformat(start), date.fromisoformat(end), label), Profile(profile), *rest)

    def title(self, themes: Mapping[str, str]) -> str:
        """Return what the selection is called in the register, with its theme as it is called by then, by its key."""
        what = measure(self.measure).title if self.measure else "All figures"
        return ", ".join(filter(None, (what, self.area, themes.get(self.theme, self.theme))))

    @property
    def picked(self) -> Picked:
        """The values by which cases are chosen."""
        return {
            **({"area_code": (self.area,)} if self.area else {}),
            **({theme(self.theme): ("yes",)} if self.theme else {}),
        }


@dataclass(frozen=True, slots=True)
class Bundle:
    """What leaves, and what it tells whoever compares it with other releases."""

    measures: dict[str, Figure]
    told: tuple[Told, ...]
    refused: frozenset[str]
    """The populations whose records have changed since they were released: tables that would show it are withheld."""
    given_away: frozenset[str]
    """The populations that would give a small number away together with what was told of others."""

    @property
    def notes(self) -> list[str]:
        """In plain words, which numbers are not shown, and why."""
        changed = (
            "the records have changed since numbers of them were released, and old and new together would show what "
            "changed. The coordinator can say whether the earlier figures are to be released anew"
        )
        told = "together with other numbers that were released they would give a small number away"
        return [
            f"{self._how_many(population)} of {COUNTED.get(population, f'{population} deaths')} are withheld: {why}."
            for populations, why in ((self.refused, changed), (self.given_away, told))
            for population in sorted(populations)
        ]

    def _how_many(self, population: str) -> str:
        is_any_told = any(bounds != (0, None) for cell, bounds in self.told if cell.population == population)
        return "Some numbers" if is_any_told else "The numbers"


def dividing() -> list[Measure]:
    """Return the measures that the workspace offers: tables of children by the day of something that happened."""
    cohorts = (Cohort.REVIEWED, Cohort.NOTIFIED, Cohort.DEATHS)
    every = [one for cohort in cohorts for one in (*of_cohort(cohort), *FURTHER) if one.cohort is cohort]
    return [one for one in every if not isinstance(one, Count)]


def divides_by_area(measure_id: str) -> bool:
    """Say whether a measure divides cases by local authority, so that it cannot be of one of them."""
    return getattr(measure(measure_id), "dimension", None) is AREA


@dataclass(frozen=True, slots=True)
class Asked:
    """What a release is asked of: the numbers of its measures, and what was told before that touches them.

    `tied` are the totals told before, of any time, that are tied together across populations.
    """

    selection: Selection
    measures: Sequence[Measure]
    figures: dict[str, Figure]
    outlines: dict[str, Outline]
    cells: dict[Cell, int]
    rest: tuple[Cell, ...]
    earlier: tuple[Told, ...]
    tied: tuple[Told, ...]

    def is_large(self) -> bool:
        """Say whether the audit may take longer than whoever asks should wait for a page."""
        own_periods = {(cell.start, cell.end) for cell in self.cells}
        return len(own_periods) > PERIODS_AT_ONCE or is_large(self.earlier, self.cells)

    def bundle(self, *, on_step: OnStep = unwatched) -> Bundle:
        """Return it as it may leave. `on_step` is told how far the audit is."""
        outlines = self.outlines
        protected = safe(self, on_step)
        leaving = {
            m.id: silent(shown_figure(outlines[m.id], protected.shown)) if m.id in outlines else self.figures[m.id]
            for m in self.measures
        }
        told = (*protected.told(), *((cell, (0, None)) for cell in self.rest))
        return Bundle(leaving, told, protected.refused, protected.given_away)


def safe(what: Asked, on_step: OnStep) -> Protected:
    """Return what is shown of its numbers, audited beside what was told before."""
    profile = what.selection.profile
    protected = protect(what.cells, profile, beside=what.rest, earlier=what.earlier, on_step=on_step)
    return balanced(protected, what.tied)


def is_large(earlier: Iterable[Told], cells: Iterable[Cell] = ()) -> bool:
    """Say whether an audit of these cells beside what was told before may take longer than a page should wait."""
    others = {cell for cell, _ in earlier} - set(cells)
    periods = {(cell.start, cell.end) for cell in others}
    return len(others) > AT_ONCE[0] and len(periods) > AT_ONCE[1]


def asked(measures: Sequence[Measure], counts: Counts, selection: Selection, earlier: Iterable[Told] = ()) -> Asked:
    """Return what a release of these measures has before it, of what was counted and of what was released before."""
    figures = {measure.id: measure.figure(counts) for measure in measures}
    outlines = {m.id: outline(m, figures[m.id], counts.scope, selection.picked) for m in measures if is_of_children(m)}
    cells = {cell: n for name, drawn in outlines.items() for cell, n in counted(drawn, figures[name])}
    rest = tuple(completing(cells, counts.scope))
    before = tuple(earlier)
    tied = tuple(told for told in before if is_tied(told[0]))
    return Asked(selection, measures, figures, outlines, cells, rest, tuple(_touching(before, cells)), tied)


def bundle(measures: Sequence[Measure], counts: Counts, selection: Selection, earlier: Iterable[Told] = ()) -> Bundle:
    """Return these measures of what was counted as they may leave, beside what was released before."""
    return asked(measures, counts, selection, earlier).bundle()


def _touching(earlier: Iterable[Told], cells: Iterable[Cell]) -> Iterator[Told]:
    """What was told of the same populations in periods that overlap with these, or with one that does."""
    spans = {(cell.population, cell.start, cell.end) for cell in cells}
    left = list(dict.fromkeys(earlier))
    while True:
        near = [told for told in left if _is_near(told[0], spans)]
        if not near:
            return
        yield from near
        left = [told for told in left if not _is_near(told[0], spans)]
        spans |= {(cell.population, cell.start, cell.end) for cell, _ in near}


def _is_near(cell: Cell, spans: set[tuple[str, date, date]]) -> bool:
    return any(
        cell.population == population and cell.start <= end and start <= cell.end for population, start, end in spans
    )


def contradicts(told: Iterable[Told], now: Mapping[Cell, int]) -> bool:
    """Say whether any number as it was told cannot be what is counted `now`; a cell that is counted no more is none."""
    return any(
        not low <= now[cell] <= (now[cell] if high is None else high) for cell, (low, high) in told if cell in now
    )


def withheld(leaving: Any) -> int:
    """Return how many numbers of what leaves are withheld."""
    if isinstance(leaving, dict):
        return bool(leaving.get("withheld")) + sum(withheld(value) for value in leaving.values())
    return sum(withheld(value) for value in leaving) if isinstance(leaving, list) else 0


def digest(leaving: dict[str, Any]) -> str:
    """Return the digest of what leaves, in hexadecimal digits: the only version that it carries."""
    return hashlib.sha256(json.dumps(leaving, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def written(told: Iterable[Told]) -> list[Written]:
    """Return what was told as it is kept."""
    return [
        [c.population, c.start.isoformat(), c.end.isoformat(), [[name, list(v)] for name, v in c.values], low, high]
        for c, (low, high) in told
    ]


def read_back(kept: Iterable[Written]) -> Iterator[Told]:
    """Return what was told from how it was kept."""
    for population, start, end, values, low, high in kept:
        named = tuple((name, tuple(each)) for name, each in values)
        yield Cell(population, date.fromisoformat(start), date.fromisoformat(end), named), (low, high)
