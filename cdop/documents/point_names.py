"""The names of points: beside them or, where it is crowded, a little away at the end of a line that leads there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from cdop.documents.charts import Axis, Dot, Shape, Words, breadth
from cdop.documents.point_values import Box, Sides, box_of, covered, crosses

RINGS = 12
"""How often a place is looked for, each half a height of the words farther from the point than the last."""
WAYS = tuple(turn * pi / 6 for turn in (0, 6, 11, 1, 7, 5, 10, 2, 8, 4, 9, 3))
"""In which directions, those first in which a name is looked for: to the right, to the left, then aslant."""
LEADS_FROM = 0.8
"""How many heights of the words a name stands from its point where a line leads there."""
COVERED, LED_ACROSS, UNCLEAR = 4, 200, 5
"""What it weighs to cover a line, to be led to across another name or point, or to stand as near another point as its
own, beside half a height of distance.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """Where names may stand: from `top` down to the axis, within the sides; `text` is how high their words are."""

    top: float
    sides: Sides
    text: float


def names(named: Sequence[tuple[Dot, str]], drawn: Sequence[Shape], field: Field) -> Iterator[Shape]:
    """Yield the name of each point, with the line that leads to it.

    Long names go first, as short ones find room between them. A name stands as near its point as it can without
    covering a name, point or line of what is `drawn`. Where it cannot, it covers as little as can be.
    """
    words = [box_of(shape) for shape in drawn if isinstance(shape, Words)]
    dots = [shape for shape in drawn if isinstance(shape, Dot)]
    so_far = _Drawn(words, dots, [shape for shape in drawn if isinstance(shape, Axis)], [])
    for dot, name in sorted(named, key=lambda each: -len(each[1])):
        box = _best(dot, breadth(name, field.text), so_far, field)
        so_far.taken.append(box)
        yield Words(box[0], box[1] + field.text * 0.86, name, "start", field.text)
        if leader := _leader(dot, box, field.text):
            so_far.leaders.append(leader)
            yield leader


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What stands already."""

    taken: list[Box]
    dots: list[Dot]
    lines: list[Axis]
    leaders: list[Axis]


def _best(dot: Dot, wide: float, drawn: _Drawn, field: Field) -> Box:
    best, least = _placed(dot, wide, WAYS[0], 0, field), float("inf")
    for ring in range(RINGS):
        if least <= ring:
            break
        for way in WAYS:
            box = _placed(dot, wide, way, ring, field)
            cost = ring + COVERED * covered(box, drawn.taken, drawn.dots, drawn.lines)
            if cost < least:
                cost += _astray(dot, box, drawn, field.text)
            if cost < least:
                best, least = box, cost
    return best


def _placed(dot: Dot, wide: float, way: float, ring: int, field: Field) -> Box:
    """The place of a name in a direction from its point, moved into the field where it would leave it."""
    far = dot.radius + field.text * (0.25 + ring / 2)
    across, down = cos(way), sin(way)
    x = dot.x + far * across - wide * (0.5 - across / 2 if abs(across) < 0.6 else float(across < 0))
    y = dot.y + far * down - field.text * (0.5 - down / 2)
    left, right, base = field.sides
    return max(min(x, right - wide), left + 2), min(max(y, field.top), base - field.text - 1), wide, field.text


def _leader(dot: Dot, box: Box, text: float) -> Axis | None:
    """The line from the edge of a point to the nearest of its name, None where they stand next to each other."""
    far, to_x, to_y = _way(dot, box)
    if far <= dot.radius + LEADS_FROM * text:
        return None
    part = dot.radius / far
    return Axis(dot.x + (to_x - dot.x) * part, dot.y + (to_y - dot.y) * part, to_x, to_y)


def _way(dot: Dot, box: Box) -> tuple[float, float, float]:
    """How far a name is from a point, and the nearest of it."""
    x, y, wide, high = box
    to_x, to_y = min(max(dot.x, x), x + wide), min(max(dot.y, y), y + high)
    return hypot(to_x - dot.x, to_y - dot.y), to_x, to_y


def _astray(dot: Dot, box: Box, drawn: _Drawn, text: float) -> int:
    """What it weighs that a name may be read as another point's, or is led to across others."""
    leader, crossed = _leader(dot, box, text), sum(crosses(box, each) for each in drawn.leaders)
    others = [other for other in drawn.dots if other is not dot]
    if leader is None:
        far = _way(dot, box)[0] + text / 4
        return LED_ACROSS * crossed + UNCLEAR * any(_way(other, box)[0] < far for other in others)
    points = ((o.x - o.radius, o.y - o.radius, 2 * o.radius, 2 * o.radius) for o in others)
    return LED_ACROSS * (crossed + sum(crosses(each, leader) for each in (*drawn.taken, *points)))
