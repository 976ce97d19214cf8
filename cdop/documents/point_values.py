"""The values of points, written where they cover nothing: no point, no line and no value before them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdop.documents.charts import Axis, Dot, Shape, Words, breadth

Box = tuple[float, float, float, float]
"""From the upper left corner: x, y, how wide and how high."""
Sides = tuple[float, float, float]
"""Of the field: left, right and below, where the axis is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point and its interval are, from `upper` to `lower`, and what to write there, if it `must` be."""

    x: float
    upper: float
    lower: float
    said: str
    must: bool


def values(spots: Sequence[Spot], drawn: Sequence[Shape], sides: Sides, text: float) -> Iterator[Words]:
    """Yield what is written at each spot, the foremost first, where it covers nothing of what is `drawn`.

    A spot for which there is no such place is left out, unless it must be there: then it covers as little as can be.
    """
    taken = [box_of(shape) for shape in drawn if isinstance(shape, Words)]
    dots = [shape for shape in drawn if isinstance(shape, Dot)]
    lines = [shape for shape in drawn if isinstance(shape, Axis)]
    for spot in spots:
        places = _places(spot, sides, text)
        costs = [covered(box, taken, dots, lines) for box in places]
        least = min(range(len(places)), key=costs.__getitem__)
        if costs[least] == 0 or spot.must:
            x, y, wide, high = places[least]
            taken.append(places[least])
            yield Words(x + wide / 2, y + high * 0.86, spot.said, "middle", text)


def _places(spot: Spot, sides: Sides, text: float) -> list[Box]:
    """Above, below and beside the spot, within the sides of the field."""
    wide, high, gap = breadth(spot.said, text), text, text * 0.5
    middle, left, right = spot.x - wide / 2, spot.x - wide - gap, spot.x + gap
    above, below, level = spot.upper - gap - high, spot.lower + gap, (spot.upper + spot.lower - high) / 2
    places = [(middle, above), (middle, below), (right, above), (left, above), (right, below), (left, below)]
    places += [(right, level), (left, level)]
    left_side, right_side, base = sides
    return [(min(max(x, left_side + 2), right_side - wide), min(y, base - high - 1), wide, high) for x, y in places]


def covered(box: Box, taken: Sequence[Box], dots: Sequence[Dot], lines: Sequence[Axis]) -> int:
    """Return how much a box covers: words weigh more than points, and points more than a line."""
    x, y, wide, high = box
    words = sum(x < x2 + w2 and x2 < x + wide and y < y2 + h2 and y2 < y + high for x2, y2, w2, h2 in taken)
    points = sum(
        x - dot.radius < dot.x < x + wide + dot.radius and y - dot.radius < dot.y < y + high + dot.radius
        for dot in dots
    )
    return words * 10000 + points * 100 + sum(crosses(box, line) for line in lines)


def crosses(box: Box, line: Axis) -> bool:
    """Say whether a line enters a box: a part of it lies between the sides, and between top and bottom as well."""
    x, y, wide, high = box
    first, last = 0.0, 1.0
    for start, end, low, top in ((line.x1, line.x2, x, x + wide), (line.y1, line.y2, y, y + high)):
        if start == end:
            if not low <= start <= top:
                return False
            continue
        into, out_of = sorted(((low - start) / (end - start), (top - start) / (end - start)))
        first, last = max(first, into), min(last, out_of)
    return first <= last


def box_of(words: Words) -> Box:
    """Return the box in which a line of words stands."""
    wide = breadth(words.text, words.size)
    return words.x - {"start": 0, "middle": 0.5, "end": 1}[words.anchor] * wide, words.y - words.size, wide, words.size
