"""A thematic report counts what was told of its cases in an order in which it can be read."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

import pytest
from pypdf import PdfReader

from cdop.documents import pdf
from cdop.documents.between import FEW, LATE, MANY, SOON, blocks, charts, method, summary
from cdop.documents.blocks import Chart, Document, Note, Table
from cdop.documents.charts import svg
from cdop.documents.point_charts import LIMIT_DASHES
from cdop.documents.thematic_report import BANDS, in_bands, in_order
from cdop.rules.dates import written_date
from cdop.rules.rare_events import Gap, of_gaps, time_between


def test_amounts_stand_by_their_size_and_words_by_how_often_they_were_told() -> None:
    ages = {"7 months": 1, "20 days": 2, "3 days": 2, "Not told": 9, "less than 1 day": 1, "1 year": 1, "5 weeks": 1}
    told = ["less than 1 day", "3 days", "20 days", "5 weeks", "7 months", "1 year", "Not told"]
    assert [words for words, _ in in_order(ages)] == told
    numbered = {"10. Sudden death": 1, "Not told": 3, "9. Infection": 2, "5 (least deprived)": 1}
    assert [*dict(in_order(numbered))] == ["5 (least deprived)", "9. Infection", "10. Sudden death", "Not told"]
    assert in_order({"Hospice": 1, "Home": 1, "Hospital": 3}) == [("Hospital", 3), ("Home", 1), ("Hospice", 1)]


def test_times_between_deaths_are_drawn_tabled_and_said_with_their_false_alarms() -> None:
    days = [date(2020, 1, 1) + timedelta(days=200 * n) for n in range(8)]
    told = [*blocks(time_between([*days, date(2024, 5, 31)], days), "Invented", 10)]
    charts = [each.chart for each in told if isinstance(each, Chart)]
    assert [chart.title[-9:] for chart in charts] == ["(t chart)", "(g chart)"]
    (table,) = (each for each in told if isinstance(each, Table))
    assert (len(table.rows), table.rows[-1][:2]) == (8, ("19 July 2020", "200"))
    method = next(each.text for each in told if isinstance(each, Note))
    assert "chance alone marks a point on the chart of days about" in method
    assert "times a year" in method
    paper = Document("Invented", "", "", "", (), date(2026, 1, 1), "#1d406e", tuple(told))
    drawn = b"".join(page.get_contents().get_data() for page in PdfReader(BytesIO(pdf.write(paper))).pages)
    assert all(b"[%d] 0 d" % dash in drawn for dash in LIMIT_DASHES[:2]), "middle and limits are told apart on paper"


def test_a_marked_time_is_a_ring_on_its_chart_and_its_day_is_told() -> None:
    """Thirty deaths every 40 days, then one on the day of the last: sooner than chance alone explains."""
    days = [date(2018, 6, 1) + timedelta(days=40 * n) for n in range(30)]
    days.append(days[-1])
    (_, key, t_chart), (_, _, g_chart) = charts(time_between(days, days[:-1]), "Invented")
    assert [n for n, point in enumerate(t_chart.points) if point.is_marked] == [29]
    assert not any(point.is_marked for point in g_chart.points)
    assert f"Rings are marked: {written_date(days[-1])}." in t_chart.description
    assert "Rings" not in g_chart.description
    drawn = svg(t_chart, key=key)
    assert drawn.count('fill="#ffffff" stroke=') == 2, "the point, and the ring of the legend"
    assert ">Marked<" in drawn


def test_g_chart_marks_what_passes_its_own_limits() -> None:
    """As many days between all of them, but before the last a hundred other deaths where else there were two."""
    gaps = [Gap(date(2018, 6, 1) + timedelta(days=40 * n), 40, 2) for n in range(29)]
    gaps.append(Gap(gaps[-1].day + timedelta(days=40), 40, 100))
    (_, _, t_chart), (_, _, g_chart) = charts(of_gaps(tuple(gaps)), "Invented")
    assert not any(point.is_marked for point in t_chart.points)
    assert [n for n, point in enumerate(g_chart.points) if point.is_marked] == [29]


@pytest.mark.parametrize("seed", range(5))
def test_table_and_sentences_say_of_each_chart_exactly_what_it_marks(seed: int) -> None:
    random = Random(seed)  # noqa: S311  (invented days)
    gaps = tuple(
        Gap(date(2018, 6, 1) + timedelta(days=n), int(random.expovariate(1 / 40)), int(random.expovariate(1 / 30)))
        for n in range(900)
    )
    found = of_gaps(gaps)
    drawn = charts(found, "Invented")
    (table,) = (each for each in blocks(found, "Invented", 10) if isinstance(each, Table))
    said = [row[3].split("; ") for row in reversed(table.rows)]
    for (_, _, chart), words in zip(drawn, ((SOON, LATE), (FEW, MANY)), strict=True):
        marked = [n for n, point in enumerate(chart.points) if point.is_marked]
        assert marked
        assert [n for n, told in enumerate(said) if set(words) & set(told)] == marked
        assert all((each in " ".join(summary(found))) == any(each in told for told in said) for each in words)


def test_no_line_joins_times_of_two_definitions() -> None:
    """Of deaths every 100 days from July 2016, the seventh time reaches over the change of April 2018."""
    days = [date(2016, 7, 1) + timedelta(days=100 * n) for n in range(14)]
    found = time_between(days, days)
    (_, _, chart), _ = charts(found, "Invented")
    assert chart.lines == ((0, 1, 2, 3, 4, 5), (7, 8, 9, 10, 11, 12))
    assert chart.breaks == (5.5, 6.5)
    assert any("guidance of 2018 were counted by other definitions" in said for said in method(found))


def test_amounts_are_counted_in_the_bands_of_the_figures_and_what_agencies_told_differently_after_them() -> None:
    told = {"25": 2, "24.5; 27": 1, "41": 1, "25; 31": 1, "Not told": 3, "27": 1}
    assert in_bands(told, BANDS["weeks of pregnancy"]) == [
        ("24 to 27 weeks", 4),
        ("37 weeks or more", 1),
        ("Not told", 3),
        ("25; 31", 1),
    ]
