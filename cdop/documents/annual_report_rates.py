"""Rates in the annual report: a table as it was kept, with its chart and what to know of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cdop.documents import kept
from cdop.documents.annual_report_tables import parts_of
from cdop.documents.blocks import Block, Chart, Heading, Note, Paragraph, Table

Rates = Mapping[str, Any]


def by_area(rates: Rates) -> list[Block]:
    """The rates by local authority, which stand beside others: without the chart, in which few areas say little."""
    return [*_table(rates, "deaths.area"), Note(" ".join([*rates.get("said", ()), *rates["notes"]]))]


def over_years(by_year: Sequence[Rates], by_fifth: Rates) -> Iterator[Block]:
    """The rates of years and those by deprivation; nothing where none are known."""
    if by_year:
        yield Heading("Rates of deaths", "years-rates", 3)
        for place, rates in enumerate(by_year):
            yield from _drawn(rates, f"rates-years-{place}", "deaths.total")
    if by_fifth:
        yield Heading("Rates of deaths by deprivation", "years-rates-deprivation", 3)
        yield from _drawn(by_fifth, "rates-fifths", "deaths.total")


def _drawn(rates: Rates, key: str, measure: str) -> Iterator[Block]:
    if rates["said"]:
        yield Paragraph(" ".join(rates["said"]))
    if rates["chart"]:
        yield Chart(key, kept.read(rates["chart"]).titled(rates["title"]))
    yield from _table(rates, measure)
    yield Note(" ".join(rates["notes"]))


def _table(rates: Rates, measure: str) -> list[Block]:
    rows = tuple(tuple(row) for row in rates["rows"])
    return [parts_of(Table(rates["title"], tuple(rates["head"]), rows), measure)]
