"""The numbers in what a panel writes: each is taken from the figures, or somebody said that it is no figure.

A writer names the figure in braces, and the report prints its number: `{reviewed.total}`, `{reviewed.sex: male}`,
`{reviewed.sex: male, percent}`, `{reviewed.under_1, of}`, `{reviewed.duration, median}`, `{period}`. So no number in
the text can differ from the table beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cdop.rules.ages import ADULT_AT, AgeBand
from cdop.rules.figures import MEASURES
from cdop.rules.report_measures import BIRTH_WEIGHT, GESTATION
from cdop.rules.report_measures import MEASURES as MEASURES_OF_REPORTS

Measures = Mapping[str, Any]
"""The measures of the figures by name, as they are published."""

_REFERENCE = re.compile(r"\{([^{}\n]*)\}")
_PARTS_OF_REFERENCE = re.compile(r"\s*([\w.]+)\s*(?::\s*([^,]+?)\s*)?(?:,\s*(\w+)\s*)?")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_MANY = "dozens?|hundreds?|thousands?|half|halves|thirds?|quarters?|twice|double|doubled|trebled|tripled|halved"
_NUMBER = re.compile(
    rf"\d+(?:[.,/–-]?\d+)*\s?%?|\b(?:(?:{_TENS})(?:[ -](?:one|{_ONES}))?|{_TEENS}|{_ONES}|{_MANY})\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_COUNTED_THING = re.compile(
    r"\s+(?!(?:of|and|or|but|to|in|at|on|by|for|from|with|than|was|were|is|are|had|have|has|did|died)\b)[^\W\d]"
)
_BAND = re.compile(r"([\d,]+)(?:-| to )([\d,]+) (\w+)")


def _as_typed(label: str) -> str:
    """The ways in which people write a band of the report: "1-4 years", "1 to 4 years", "aged 1 to 4"."""
    between = _BAND.fullmatch(label)
    if between is None:
        return rf"\b{re.escape(label)}"
    low, high, unit = between.groups()
    units = rf"{unit.removesuffix('s')}s?"
    both = rf"{low}(?:\s?{units})?(?:\s?[-–]\s?|\s+(?:to|and)\s+){high}"
    aged = rf"|\b(?:aged|ages|ages of)\s+{both}" if unit == "years" else ""
    return rf"(?<![\d.,]){both}[\s-]?{units}\b{aged}\b"


_BANDS = re.compile(
    "|".join(
        (
            *map(_as_typed, (*AgeBand, *(label for label, _ in (*GESTATION, *BIRTH_WEIGHT)))),
            rf"\bunder\s+(?:the age of\s+)?(?:1|{ADULT_AT})(?![\d.,%]*\d|\s?%)",
        )
    ),
    re.IGNORECASE,
)
"""The bands that the report's own tables have, and the ends of infancy and childhood: such numbers count nothing."""
PERIOD = "period"
WITHHELD, A_SHARE = "a withheld number", "a withheld share"


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A number that no figure stands behind, and the sentence in which it was written."""

    number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure: what to write to have its number, what it counts, and the number as it is now."""

    reference: str
    counts: str
    value: str


def bound(text: str, measures: Measures, *, period: str, withheld: str = WITHHELD) -> str:
    """Return the text with the number of each figure it names; a name that stands for nothing stays as typed.

    In place of a number that is withheld it says `withheld`, and "of" after it before what it counts.
    """

    def value(found: re.Match[str]) -> str:
        try:
            said = _value(found[1], measures, period, withheld)
            return f"{said} of" if said == withheld and _COUNTED_THING.match(text, found.end()) else said
        except LookupError:
            return found[0]

    return _REFERENCE.sub(value, text)


def unknown_figures(text: str, measures: Measures, *, period: str) -> tuple[str, ...]:
    """Return what stands in braces and names no figure, as it was typed."""
    return tuple(found[0] for found in _REFERENCE.finditer(text) if not _is_known(found[1], measures, period))


def loose_numbers(text: str) -> tuple[LooseNumber, ...]:
    """Return the numbers of a text that are taken from no figure, in digits or in words, in their order."""
    found = [
        LooseNumber(number[0].strip(), sentence) for sentence in sentences(text) for number in _uncounted(sentence)
    ]
    return tuple(dict.fromkeys(found))


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences and lines of a text, without the space around them."""
    return tuple(sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip())


def of_value(number: str, figures: Iterable[NamedFigure]) -> tuple[NamedFigure, ...]:
    """Return the figures that have the value of a typed number: any of them may be what was meant."""
    digits = re.sub(r"[\s,]", "", number)
    return tuple(figure for figure in figures if figure.value == digits)


def every_figure(measures: Measures) -> tuple[NamedFigure, ...]:
    """Return every figure that can be named, in the order of the measures."""
    return tuple(_every_value(measures))


def rebound(text: str, loose: LooseNumber, reference: str) -> str:
    """Return the text with the first such number of that sentence taken from a figure; unchanged if it is not there."""
    at = text.find(loose.sentence)
    if at < 0:
        return text
    for number in _uncounted(loose.sentence):
        start, end = number.start(), number.start() + len(number[0].strip())
        if number[0].strip() == loose.number:
            return text[: at + start] + reference + text[at + end :]
    return text


def _uncounted(sentence: str) -> Iterator[re.Match[str]]:
    """The numbers of a sentence that belong neither to the name of a figure nor to a band of the report."""
    spans = [found.span() for shape in (_REFERENCE, _BANDS) for found in shape.finditer(sentence)]
    for number in _NUMBER.finditer(sentence):
        if not any(low <= number.start() < high for low, high in spans):
            yield number


def _is_known(named: str, measures: Measures, period: str) -> bool:
    try:
        _value(named, measures, period)
    except LookupError:
        return False
    return True


def _value(named: str, measures: Measures, period: str, withheld: str = WITHHELD) -> str:
    """The value of what a reference names. Raises LookupError where it names nothing."""
    parts = _PARTS_OF_REFERENCE.fullmatch(named)
    if parts is None:
        raise LookupError(named)
    name, key, part = parts.groups()
    if name == PERIOD and key is None and part is None:
        return period
    found = measures[name] if key is None else _row(measures[name], key)
    return _part(found, part or "number", withheld)


def _row(measure: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    for row in measure.get("rows", ()):
        if key.casefold() in (row["key"].casefold(), str(row.get("label", "")).casefold()):
            return dict(row) | {"of": row.get("of", measure.get("of"))}
    raise LookupError(key)


def _part(found: Mapping[str, Any], part: str, withheld: str) -> str:
    name = {"number": "n", "percent": "percent", "of": "of", "median": "median_days"}[part]
    value = found[name]
    if value is None:
        return A_SHARE if part == "percent" and withheld == WITHHELD else withheld
    return f"{value:g}%" if part == "percent" else f"{value:g}"


def _every_value(measures: Measures) -> Iterator[NamedFigure]:
    titles = {each.id: each.title for each in MEASURES} | {each.id: each.title for each in MEASURES_OF_REPORTS}
    for name, title in titles.items():
        figure = measures.get(name, {})
        yield from _values(name, title, figure)
        for row in figure.get("rows", ()):
            yield from _values(f"{name}: {row['key']}", f"{title}: {row.get('label') or row['key']}", row)


def _values(named: str, counts: str, figure: Mapping[str, Any]) -> Iterator[NamedFigure]:
    if figure.get("n") is not None:
        yield NamedFigure(f"{{{named}}}", counts, f"{figure['n']:g}")
    if figure.get("percent") is not None:
        yield NamedFigure(f"{{{named}, percent}}", f"{counts}, per cent", f"{figure['percent']:g}%")
    if figure.get("median_days") is not None:
        yield NamedFigure(f"{{{named}, median}}", f"{counts}, median days", f"{figure['median_days']:g}")
    if "n" not in figure and figure.get("of") is not None:
        yield NamedFigure(f"{{{named}, of}}", f"{counts}, all together", f"{figure['of']:g}")
