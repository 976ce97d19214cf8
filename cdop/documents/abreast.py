"""What stands beside what on paper: a small chart and the table of its numbers, two small tables.

Each alone would take the whole width for a few short lines, and push what comes after it to the next page.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from cdop.documents.blocks import Block, Chart, Note, Table
from cdop.documents.charts import COLUMN, BarChart, breadth
from cdop.documents.paper import HALF
from cdop.documents.tables import natural_width

Unit = tuple[Block, ...]
"""What is not parted: a table or a chart with the notes said of it, any other block by itself."""
FEW = 8
"""Bars, or rows of a table beside another one: more of them make the two unlike."""
FEW_COLUMNS = int(HALF // COLUMN)


def rows(blocks: Sequence[Block]) -> Iterator[tuple[Unit, ...]]:
    """Return what stands below each other: mostly one unit, two that have room beside each other, or all halves."""
    units = list(_units(blocks))
    while units:
        many = len([*takewhile(_is_half, units)]) or 1 + _are_abreast(*(unit[0] for unit in units[:3]))
        yield tuple(units[:many])
        units = units[many:]


def _units(blocks: Sequence[Block]) -> Iterator[Unit]:
    place = 0
    while place < len(blocks):
        first = blocks[place]
        notes = takewhile(lambda each: isinstance(each, Note), blocks[place + 1 :])
        unit = (first, *(notes if isinstance(first, Table | Chart) else ()))
        yield unit
        place += len(unit)


def _is_half(unit: Unit) -> bool:
    return isinstance(unit[0], Table) and unit[0].half


def _are_abreast(*blocks: Block) -> bool:
    """Whether the second of these stands beside the first; a table stands beside its own chart, the one before it."""
    match blocks:
        case [Chart() as drawn, Table() as told, *_]:
            return _is_small(drawn) and _has_room(told)
        case [Chart() as one, Chart() as other, *after]:
            is_told = after and isinstance(after[0], Table) and _has_room(after[0])
            return _is_small(one) and _is_small(other) and not is_told
        case [Table() as one, Table() as other, *_]:
            return all(_has_room(each) and len(each.shown) <= FEW for each in (one, other))
    return False


def _is_small(block: Chart) -> bool:
    chart = block.chart
    if not isinstance(chart, BarChart):
        return False
    most = FEW_COLUMNS if chart.direction == "vertical" else FEW
    return len(chart.categories) <= most and max(map(breadth, chart.categories), default=0) <= HALF


def _has_room(table: Table) -> bool:
    return table.numbers and not table.half and natural_width(table.head, table.shown) <= HALF
