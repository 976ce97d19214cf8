"""The ethnic groups of the children who died, beside those of all children of the area."""

from collections.abc import Mapping
from typing import Any

from cdop.documents.annual_report_tables import KEPT, counted_as, interval
from cdop.documents.blocks import Block, Note, Table
from cdop.documents.figures import Figures
from cdop.documents.wording import LEAST_DENOMINATOR, number
from cdop.rules import disclosure
from cdop.rules.ethnic_populations import GROUPS
from cdop.rules.statistics import percent

MEASURE = "reviewed.ethnicity"


def beside_the_children(figures: Figures, known: Mapping[str, Any]) -> list[Block]:
    """The deaths reviewed beside the children of the area; nothing without a table of these.

    Percentages are of the deaths of which a group is recorded. There are none where a number is withheld or few are
    recorded.
    """
    if not known:
        return []
    deaths = [figures.row(MEASURE, group).n for group in GROUPS]
    children = [known["groups"].get(group, 0) for group in GROUPS]
    everybody = sum(children)
    theirs = [(f"{n:,}", f"{percent(n, everybody)}%") for n in children]
    shares, note = _shares(figures, deaths)
    head = ("Ethnic group", "Deaths reviewed", *shares[0], "Children", f"%{KEPT}of{KEPT}children")
    rows = [
        (group.value, number(n), *own, *of_children)
        for group, n, own, of_children in zip(GROUPS, deaths, shares[1:], theirs, strict=True)
    ]
    table = Table("Deaths reviewed beside the children of the area, by ethnic group", head, tuple(rows))
    source = f"Children under 18. Source: {known['edition']}."
    return [counted_as(MEASURE, table), Note(f"{note} {source}")]


def _shares(figures: Figures, deaths: list[int | None]) -> tuple[list[tuple[str, ...]], str]:
    """What the columns of shares are called and their cells, row by row, or no columns; and what to know of them."""
    least = LEAST_DENOMINATOR if figures.edition == "full" else disclosure.LEAST_DENOMINATOR
    known = [n for n in deaths if n is not None]
    recorded = sum(known)
    if len(known) < len(deaths):
        return [() for _ in range(len(deaths) + 1)], "No percentages are given, because numbers are withheld."
    if recorded < least:
        why = f"No percentages are given of fewer than {least} deaths of which a group is recorded."
        return [() for _ in range(len(deaths) + 1)], why
    cells = [(f"{percent(n, recorded)}%", interval(n, recorded)) for n in known]
    note = (
        f"Percentages are of the {recorded} deaths of which one of these groups is recorded, with their 95% interval "
        "(Wilson). Where the percentage of the children lies within it, chance alone could explain the difference."
    )
    return [(f"%{KEPT}of{KEPT}deaths", f"95%{KEPT}interval"), *cells], note
