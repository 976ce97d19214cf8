"""A process as boxes joined by arrows, each step with its number: three abreast on paper, else one below another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from cdop.documents.charts import WIDTH, Axis, Bar, Layout, Shape, Words, wrapped

LARGE = 1.7
"""The height of a number in heights of the words."""
LEADING = 1.26
APART, INSIDE, EDGE = 2.2, 0.8, 0.35
"""Between two boxes, within a box, and the coloured edge above it, in heights of the words."""
HEAD = 0.55
"""How far the head of an arrow reaches, in heights of the words."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what is done, its number where one is known, and what that counts."""

    name: str
    number: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps in their order; `description` is the drawing in words."""

    title: str
    description: str
    steps: tuple[Step, ...]
    shades: int = 1

    def titled(self, title: str) -> "Flow":
        """Return the same drawing under another title."""
        return replace(self, title=title)

    def laid_out(self, width: float, text: float) -> Layout:
        """Return where everything stands."""
        abreast, apart = (3 if width >= WIDTH else 1), APART * text
        room, y = (width - apart * (abreast - 1)) / abreast, 0.0
        shapes: list[Shape] = []
        for first in range(0, len(self.steps), abreast):
            row = self.steps[first : first + abreast]
            high = max(_height(step, room, text) for step in row)
            for place, step in enumerate(row):
                x = place * (room + apart)
                shapes += _box(step, x, y, room, high, text)
                if place:
                    shapes += _arrow(((x - apart, y + high / 2), (x, y + high / 2)), text)
            y += high + apart
            if first + abreast < len(self.steps):
                shapes += _arrow(_turn(len(row), room, apart, y), text)
        return Layout(width, y - apart + 1, tuple(shapes))


def _turn(abreast: int, room: float, apart: float, y: float) -> tuple[Place, ...]:
    """From the last box of a row to the first of the next, which begins at `y`."""
    last, first = (abreast - 1) * (room + apart) + room / 2, room / 2
    if abreast == 1:
        return (first, y - apart), (first, y)
    return (last, y - apart), (last, y - apart / 2), (first, y - apart / 2), (first, y)


def _lines(step: Step, room: float, text: float) -> tuple[list[str], list[str]]:
    inner = room - 2 * INSIDE * text
    return wrapped(step.name, inner, text), wrapped(step.counted, inner, text) if step.counted else []


def _height(step: Step, room: float, text: float) -> float:
    name, counted = _lines(step, room, text)
    number = LARGE * LEADING if step.number else 0
    return text * (2 * INSIDE + EDGE + LEADING * (len(name) + len(counted)) + number)


def _box(step: Step, x: float, y: float, room: float, high: float, text: float) -> Iterator[Shape]:
    yield Bar(x, y, room, EDGE * text, 0)
    for ends in ((x, y, x, y + high), (x + room, y, x + room, y + high), (x, y + high, x + room, y + high)):
        yield Axis(*ends)
    name, counted = _lines(step, room, text)
    room_left = 0 if step.number else high - _height(step, room, text)  # a name alone stands in the middle
    left, line = x + INSIDE * text, y + text * (EDGE + INSIDE + 0.97) + room_left / 2
    for words in name:
        yield Words(left, line, words, size=text)
        line += LEADING * text
    if step.number:
        line += (LARGE - 1) * text
        yield Words(left, line, step.number, size=LARGE * text)
        line += (LEADING + 0.1) * text
    for words in counted:
        yield Words(left, line, words, size=text)
        line += LEADING * text


def _arrow(course: tuple[Place, ...], text: float) -> Iterator[Shape]:
    """A line through these places with a head at the last."""
    for (x1, y1), (x2, y2) in pairwise(course):
        yield Axis(x1, y1, x2, y2)
    (x1, y1), (x2, y2) = course[-2:]
    long, across = HEAD * text, HEAD * text * 0.6
    if y1 == y2:
        yield from (Axis(x2 - long, y2 + side, x2, y2) for side in (-across, across))
    else:
        yield from (Axis(x2 + side, y2 - long, x2, y2) for side in (-across, across))
