"""Small multiples: a small chart of bars for each of several places, all on one scale, so that they can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cdop.documents.charts import WIDTH, Axis, Bar, Layout, Shape, Words, breadth, wrapped

HIGH = 4.6
"""The height of the longest bar in heights of the words."""
APART = 1.6
"""Between two charts in heights of the words."""


@dataclass(frozen=True, slots=True)
class Multiple:
    """One of the charts: a value for each step, None where it is withheld."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Multiples:
    """What they show; `steps` are what each bar stands for, in order. The same numbers are always in a table."""

    title: str
    description: str
    steps: tuple[str, ...]
    multiples: tuple[Multiple, ...]
    shades: int = 1

    @property
    def largest(self) -> int:
        """The largest value of all, at least 1, to which every bar is drawn."""
        return max([1, *(value for each in self.multiples for value in each.values if value is not None)])

    def titled(self, title: str) -> "Multiples":
        """Return the same charts under another title."""
        return replace(self, title=title)

    def laid_out(self, width: float, text: float) -> Layout:
        """Return where everything stands: three beside each other on paper, or two where a row would lack two."""
        abreast, y = 3 if width >= WIDTH and len(self.multiples) % 3 != 1 else 2, 0.0
        room = (width - APART * text * (abreast - 1)) / abreast
        shapes: list[Shape] = []
        for first in range(0, len(self.multiples), abreast):
            row = self.multiples[first : first + abreast]
            names = [wrapped(each.name, room, text) for each in row]
            base = y + text * (1.26 * max(map(len, names)) + 1.4 + HIGH)
            for place, (each, lines) in enumerate(zip(row, names, strict=True)):
                x = place * (room + APART * text)
                shapes += [Words(x, y + text * (1 + 1.26 * n), line, size=text) for n, line in enumerate(lines)]
                shapes += self._drawn(each, x, base, room, text)
            y = base + text * 2.9
        return Layout(width, y - text, tuple(shapes))

    def _drawn(self, one: Multiple, x: float, base: float, room: float, text: float) -> Iterator[Shape]:
        """The bars of one, each with its number above it where that is wide enough, and the first and the last step."""
        each = room / len(self.steps)
        for at, value in enumerate(one.values):
            high = (value or 0) / self.largest * HIGH * text
            if high:
                yield Bar(x + each * (at + 0.14), base - high, each * 0.72, high, 0)
            if value is not None and breadth(f"{value}", text) <= each * 1.15:
                yield Words(x + each * (at + 0.5), base - high - text * 0.3, f"{value}", "middle", text)
        yield Axis(x, base, x + room, base)
        yield Words(x, base + text * 1.2, self.steps[0], size=text)
        yield Words(x + room, base + text * 1.2, self.steps[-1], "end", text)
