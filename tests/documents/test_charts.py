"""One chart, two renderings: the same words and lengths on the page and on paper."""

from dataclasses import replace
from datetime import date
from math import hypot
from xml.etree import ElementTree

import pytest

from cdop.documents import paper
from cdop.documents.charts import (
    PAGE_TEXT,
    PAGE_WIDTH,
    TEXT,
    WIDTH,
    Axis,
    Bar,
    BarChart,
    Dot,
    Series,
    Words,
    drawing,
    layout,
    shades,
    svg,
)
from cdop.documents.multiples import Multiple, Multiples
from cdop.documents.point_charts import Curve, Point, PointChart
from cdop.documents.point_values import box_of, covered
from cdop.documents.typesetting import Style, natural_width
from cdop.rules.colour import WHITE, contrast
from tests.documents.reading import Said, read
from tests.documents.structure import problems

SHEET = paper.Sheet("Charts", "Charts", "", "A panel", date(2026, 11, 3))
CHART = BarChart(
    "Deaths <by> area",
    "Halton 3; Warrington & district 0.",
    (
        "Halton",
        "Warrington & district",
        "A local authority with an uncommonly long name, and more than one line",
    ),
    (Series("notified", (3, 0, 12), ("3 (20%)", "0 (0%)", "12 (80%)")),),
)
TWO = replace(CHART, series=(Series("with", (1, 0, None)), Series("all", (3, 0, 12))))


MONTHS = replace(
    CHART,
    categories=tuple(f"{month}\n2013" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep")),
    series=(Series("n", (3, 0, 1, 2, 4, 3)),),
    direction="vertical",
)
YEARS = replace(MONTHS, categories=("2024-25", "2025-26", "2026-27 so far"), series=(Series("n", (3, 0, 1)),))


@pytest.mark.parametrize("size", [(), (PAGE_WIDTH, PAGE_TEXT), (700, 20)])
@pytest.mark.parametrize(
    "chart", [CHART, TWO, replace(TWO, direction="vertical"), replace(CHART, direction="vertical"), MONTHS, YEARS]
)
def test_draw_chart_keeps_every_shape_inside_it(chart: BarChart, size: tuple[float, ...]) -> None:
    drawn = layout(chart, *size)
    bars = [shape for shape in drawn.shapes if isinstance(shape, Bar)]
    said = [shape for shape in drawn.shapes if isinstance(shape, Words)]
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width and bar.y + bar.height <= drawn.height for bar in bars)
    assert all(0 <= line.x <= drawn.width and 0 < line.y <= drawn.height for line in said)
    for line in said:
        broad = natural_width(line.text, Style(size=line.size))
        left = line.x - broad * {"start": 0, "middle": 0.5, "end": 1}[line.anchor]
        assert left >= 0
        assert left + broad <= drawn.width


def test_draw_chart_on_a_page_has_words_that_a_phone_of_320_pixels_shows_at_12_or_more() -> None:
    """A column of the page is 290 pixels wide there, and 275 where two columns begin."""
    for chart in (CHART, TWO, MONTHS, YEARS):
        root = ElementTree.fromstring(svg(chart, key="a"))  # noqa: S314  our own SVG
        across = float(root.attrib["viewBox"].split()[2])
        sizes = [float(text.attrib["font-size"]) for text in root.iter() if text.tag.endswith("text")]
        assert min(sizes) * 275 / across >= 12
        assert min(sizes) * float(root.attrib["width"]) / across <= 19


def test_draw_chart_on_a_page_puts_long_names_above_their_bars_and_short_ones_beside() -> None:
    long, short = (layout(chart, PAGE_WIDTH, PAGE_TEXT).shapes for chart in (CHART, MONTHS))
    assert {bar.x for bar in long if isinstance(bar, Bar)} == {1}
    assert [words.text for words in short if isinstance(words, Words) and words.anchor == "end"] == [
        f"{month} 2013" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep")
    ]
    widths = [bar.width for bar in long if isinstance(bar, Bar)]
    assert widths[1] == pytest.approx(4 * widths[0])


def test_draw_chart_makes_lengths_that_are_in_proportion_and_no_bar_of_zero() -> None:
    bars = [shape.width for shape in layout(CHART).shapes if isinstance(shape, Bar)]
    assert [round(width / bars[0], 6) for width in bars] == [1, 4]


@pytest.mark.parametrize("chart", [replace(CHART, categories=(), series=(Series("n", ()),)), CHART, TWO])
def test_draw_chart_as_svg_uses_presentation_attributes_only(chart: BarChart) -> None:
    root = ElementTree.fromstring(svg(chart, key="areas"))  # noqa: S314  our own SVG
    used = {name for element in root.iter() for name in element.attrib}
    assert (root.attrib["role"], used & {"style", "class"}) == ("img", set())
    assert [element.text for element in root[:2]] == [chart.title, chart.description]
    assert root.attrib["aria-labelledby"].split() == [element.attrib["id"] for element in root[:2]]


def test_draw_chart_as_svg_says_the_labels_of_every_bar() -> None:
    root = ElementTree.fromstring(svg(CHART, key="a"))  # noqa: S314  our own SVG
    said = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert said[0] == "Halton"
    assert [text for text in said if text and "%" in text] == ["3 (20%)", "0 (0%)", "12 (80%)"]
    assert "Warrington & district" in said


def test_draw_chart_of_withheld_value_says_withheld() -> None:
    assert "withheld" in [shape.text for shape in layout(TWO).shapes if isinstance(shape, Words)]


def test_draw_chart_on_paper_gives_its_words_and_its_alternative() -> None:
    pdf = paper.write(SHEET, lambda _: [drawing(CHART)])
    assert problems(pdf) == []
    assert read(pdf) == [
        Said(
            "Figure",
            "Halton3 (20%)Warrington & district0 (0%)"
            "A local authority with an uncommonly long name,and more than one line12 (80%)",
        )
    ]


@pytest.mark.parametrize("accent", ["#1d406e", "#ffdd00", "#ffffff", "#000000", "#00ff88"])
def test_choose_shades_gives_a_dark_one_that_stands_out_and_others_that_differ_in_grey(accent: str) -> None:
    dark, light = shades(accent, 2)
    assert contrast(dark, WHITE) >= 4.5
    assert contrast(dark, light) >= 2


STEEP = PointChart(
    "Years", "In words", tuple(Point(n, y, f"20{n + 10}", said=f"{y}") for n, y in enumerate((42, 58, 3, 49, 60, 0))),
    "Year", "Deaths", lines=((0, 1), (2, 3, 4, 5)), breaks=(1.5,),
)  # fmt: skip


@pytest.mark.parametrize("size", [(WIDTH, TEXT), (PAGE_WIDTH, PAGE_TEXT)])
def test_values_stand_at_their_points_and_cover_no_point_no_line_and_no_other_value(size: tuple[float, float]) -> None:
    shapes = STEEP.laid_out(*size).shapes
    said = {point.said for point in STEEP.points}
    last = next(n for n, shape in enumerate(shapes) if isinstance(shape, Dot))
    values = [each for each in shapes[last:] if isinstance(each, Words) and each.text in said]
    assert {value.text for value in values} == said
    boxes = [(v.x - natural_width(v.text, Style(size=v.size)) / 2, v.y - v.size * 0.7, v) for v in values]
    dots = [shape for shape in shapes if isinstance(shape, Dot)]
    for left, top, value in boxes:
        right = 2 * value.x - left
        assert not any(left < dot.x < right and top < dot.y < value.y for dot in dots)
        near = min(dots, key=lambda dot: abs(dot.x - value.x) + abs(dot.y - value.y))
        assert STEEP.points[dots.index(near)].said == value.text
        others = [box for box in boxes if box[2] is not value]
        assert not any(left < 2 * o.x - x and x < right and top < o.y and y < value.y for x, y, o in others)
        lines = [line for line in shapes if isinstance(line, Axis) and line.x1 < line.x2]
        for along in (left, value.x, right):
            heights = [
                line.y1 + (line.y2 - line.y1) * (along - line.x1) / (line.x2 - line.x1)
                for line in lines
                if line.x1 <= along <= line.x2
            ]
            assert not any(top < height < value.y for height in heights)


SMALL = Multiples(
    "Areas", "In words", ("2020-21", "2025-26"),
    tuple(Multiple(f"A local authority with a long name, {n}", (n * 9, None)) for n in range(5)),
)  # fmt: skip


@pytest.mark.parametrize(("size", "abreast"), [((WIDTH, TEXT), 3), ((PAGE_WIDTH, PAGE_TEXT), 2)])
def test_small_multiples_are_on_one_scale_within_their_width(size: tuple[float, float], abreast: int) -> None:
    drawn = SMALL.laid_out(*size)
    bars = [shape for shape in drawn.shapes if isinstance(shape, Bar)]
    assert [round(bar.height / bars[0].height, 6) for bar in bars] == [1, 2, 3, 4]
    names = [shape for shape in drawn.shapes if isinstance(shape, Words) and shape.text.startswith("A local")]
    assert len({name.x for name in names}) == abreast
    even = replace(SMALL, multiples=SMALL.multiples[:4]).laid_out(*size)
    assert len({shape.x for shape in even.shapes if isinstance(shape, Words) and shape.text.startswith("A local")}) == 2
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width and bar.y + bar.height < drawn.height for bar in bars)


AREAS = [("Cheshire East", 237_000, 16.9), ("Cheshire West and Chester", 209_000, 14.3), ("Warrington", 130_000, 11.5)]
FUNNEL = PointChart(
    "Funnel", "In words", tuple(Point(of, rate, name, rate - 2, rate + 2) for name, of, rate in AREAS),
    "Children", "Rate", curves=(Curve("England", ((100_000, 30.7), (260_000, 30.7))),), names_beside=True,
)  # fmt: skip


def test_points_are_the_same_on_the_page_and_on_paper() -> None:
    page = str(svg(FUNNEL, key="funnel"))
    assert [page.count(f"<{name}") for name in ("circle", "title", "desc")] == [3, 1, 1]
    pdf = paper.write(SHEET, lambda _: [drawing(FUNNEL)])
    (said,) = read(pdf)
    assert all(name in said.text for name, _, _ in AREAS)
    assert problems(pdf) == []


CROWDED = [
    AREAS,
    [("Camden", 40_000, 30), ("Islington", 41_000, 31), ("Hackney", 60_000, 29.5), ("City of London", 2_000, 0),
     ("Tower Hamlets", 70_000, 30.5), ("Newham", 90_000, 33)],
    [("Bolton", 70_000, 31), ("Bury", 45_000, 31), ("Oldham", 66_000, 33), ("Rochdale", 60_000, 34),
     ("Wigan", 68_000, 31), ("Salford", 62_000, 32.5), ("Stockport", 63_000, 25), ("Tameside", 50_000, 32),
     ("Trafford", 55_000, 26)],
    [("Bath and North East Somerset", 36_000, 22), ("Bristol, City of", 92_000, 24), ("North Somerset", 43_000, 21),
     ("South Gloucestershire", 60_000, 22.5), ("Bournemouth, Christchurch and Poole", 70_000, 22.8)],
]  # fmt: skip


@pytest.mark.parametrize("areas", CROWDED)
@pytest.mark.parametrize("size", [(PAGE_WIDTH, PAGE_TEXT), (WIDTH, TEXT)])
def test_names_at_points_cover_no_point_and_no_name_and_stand_at_their_own_or_at_a_line_to_it(
    areas: list[tuple[str, int, float]], size: tuple[float, float]
) -> None:
    points = tuple(Point(of, rate, name) for name, of, rate in areas)
    drawn = replace(FUNNEL, points=points, curves=()).laid_out(*size)
    dots = [shape for shape in drawn.shapes if isinstance(shape, Dot)]
    last_dot = drawn.shapes.index(dots[-1])
    leaders = [shape for shape in drawn.shapes[last_dot:] if isinstance(shape, Axis)]
    names = {shape.text: box_of(shape) for shape in drawn.shapes if isinstance(shape, Words)}
    below = size[1] * 0.14  # of a line is under its base
    boxes = [(x, y + below, wide, high) for x, y, wide, high in (names[name] for name, _, _ in areas)]
    assert not any(covered(box, boxes[:n] + boxes[n + 1 :], dots, []) for n, box in enumerate(boxes))
    assert all(x >= 0 and x + wide <= drawn.width and y > 0 for x, y, wide, _ in boxes)
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in dots)
    for dot, box in zip(dots, boxes, strict=True):
        x, y, wide, high = box
        far = hypot(min(max(dot.x, x), x + wide) - dot.x, min(max(dot.y, y), y + high) - dot.y)
        is_led_to = any(abs(hypot(line.x1 - dot.x, line.y1 - dot.y) - dot.radius) < 0.01 for line in leaders)
        assert far < dot.radius + size[1] or is_led_to
