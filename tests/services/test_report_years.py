"""A report beside the years before it: equal to what was approved for them, or restated with a reason."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from cdop.documents.blocks import Chart, Heading, Paragraph, Table
from cdop.documents.point_charts import PointChart
from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.queries import releases as release_queries
from cdop.rules.periods import FinancialYear, Period, years_together
from cdop.rules.report_contents import contradictions_beside
from cdop.rules.report_years import earlier_periods
from cdop.services import releases, report_contents, report_restatements, reports
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from tests import example_year
from tests.documents.structure import problems
from tests.factories import add_case
from tests.personas import Cast

YEAR, NEXT = FinancialYear(2013).period, FinancialYear(2014).period
WHY = "A death was notified late."
DOUBTED = "What came late was told on 3 May 2013."
LATE = {"died_on": date(2013, 5, 1), "born_on": date(2013, 1, 1), "notified_on": date(2013, 6, 1)}


@pytest.fixture
def cast(cast: Cast, now: datetime) -> Cast:
    example_year.bring(cast)
    return cast


def table(built: reports.Built, caption: str) -> Table:
    return next(b for b in built.document.blocks if isinstance(b, Table) and b.caption.endswith(caption))


def test_changed_number_of_an_approved_year_stops_the_next_report_until_it_is_explained(
    cast: Cast, now: datetime
) -> None:
    chair = cast.person("chair")
    published = example_year.build(cast)
    reports.approve(chair, published.public_id, now=now)
    shown = table(reports.build(chair, cast.panel_id, NEXT, now=now), "Deaths and reviews, by year").rows
    assert (shown[-2][0], shown[-2][1], shown[-2][3]) == ("2013-14", "58", "35")
    assert report_restatements.changed_years(chair, cast.panel_id) == ()

    add_case(cast.command_line, now=now, reviewed_on=None, **LATE)
    with pytest.raises(Blocked) as refused:
        reports.build(chair, cast.panel_id, NEXT, now=now)
    assert refused.value.reasons[0] == "2013-14, Deaths notified: 58 in the approved report, 59 now"
    assert refused.value.reasons[-1] == "Say why these numbers changed, on the page Numbers restated"
    with pytest.raises(Blocked, match="58 in the approved report, 59 now"):
        reports.build(chair, cast.panel_id, YEAR, now=now)
    with pytest.raises(Invalid):
        report_restatements.restate(chair, cast.panel_id, "2013-14", reason=" ", now=now)
    with pytest.raises(Forbidden):
        report_restatements.restate(cast.person("panel member"), cast.panel_id, "2013-14", reason=WHY, now=now)
    with pytest.raises(Invalid, match="“on 3 May 2013” is a date"):
        report_restatements.restate(chair, cast.panel_id, "2013-14", reason=DOUBTED, now=now)
    told = {"reason": DOUBTED, "because": "The day on which all late notifications came"}
    report_restatements.restate(chair, cast.panel_id, "2013-14", **told, now=now)
    assert (
        db.session.scalars(select(AuditEntry.reason).order_by(AuditEntry.id.desc()).limit(1)).one() == told["because"]
    )
    db.session.rollback()
    report_restatements.restate(chair, cast.panel_id, "2013-14", reason=WHY, now=now)  # the newest is given
    with pytest.raises(NotFound):
        report_restatements.restate(chair, cast.panel_id, "2014-15", reason=WHY, now=now)

    built = reports.build(chair, cast.panel_id, NEXT, now=now)
    assert ("2013-14", "Deaths notified", "58", "59") in table(built, "Numbers restated").rows
    assert f"approved before. {WHY}" in str(built.document.blocks)
    assert reports.read(chair, built.public_id, now=now)[1] == built.document
    anew = reports.build(chair, cast.panel_id, YEAR, now=now)
    assert ("2013-14", "Deaths notified", "58", "59") in table(anew, "Numbers restated").rows
    reports.approve(chair, anew.public_id, now=now)
    last = reports.build(chair, cast.panel_id, NEXT, now=now).document
    assert "Numbers restated" not in str(last.blocks)


def test_public_edition_tells_what_it_says_otherwise_than_the_one_approved_before(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    first = reports.build(chair, cast.panel_id, YEAR, edition="public", now=now)
    reports.approve(chair, first.public_id, now=now)
    add_case(cast.command_line, now=now, reviewed_on=None, **LATE)
    same = reports.build(chair, cast.panel_id, YEAR, edition="public", now=now)
    assert "Numbers restated" not in str(same.document.blocks)  # what was released stands
    (released,) = release_queries.register(chair, 1).releases
    releases.renew(chair, released.public_id, "A death was notified late", proposed_by="Coordinator", now=now)
    anew = reports.build(chair, cast.panel_id, YEAR, edition="public", now=now)
    assert ("2013-14", "Deaths notified", "58", "59") in table(anew, "Numbers restated").rows
    assert report_contents.RELEASED_ANEW in str(anew.document.blocks)


def test_report_has_its_appendices_and_they_agree_with_its_tables(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    built = example_year.build(cast)
    quarters = table(built, "The quarters of the period").rows
    assert [row[0] for row in quarters][::3] == ["April to June 2013", "January to March 2014"]
    assert [sum(int(row[column]) for row in quarters) for column in (1, 3, 5)] == [58, 35, 5]
    keys = [block.key for block in built.document.blocks if isinstance(block, Heading)]
    assert {"areas", "how-reviews-work", "quarters"} <= {*keys}
    frozen, _ = reports.read(chair, built.public_id, now=now)
    measures, contents = frozen.figures["measures"], frozen.contents
    assert contradictions_beside(measures, contents) == ()
    contents["quarters"][0]["measures"]["reviewed.total"]["n"] += 1
    contents["areas"]["Cheshire East"]["notified.sex"]["rows"][0]["n"] += 1
    contents["measures"]["reviewed.category_by_ethnicity"]["rows"][7]["rows"][0]["n"] += 1
    contents["measures"]["notified.elsewhere_area"]["of"] += 1
    found = contradictions_beside(measures, contents)
    crossed = "reviewed.category_by_ethnicity, Perinatal/neonatal event: 13, its cells add up to 14"
    assert f"{crossed}, and reviewed.category has 13" in found
    assert f"notified.elsewhere_area adds up to {measures['notified.elsewhere']['n'] + 1}" in " ".join(found)
    assert any(each.startswith("Cheshire East: Notifications by sex: the rows add up to") for each in found)
    assert "Appendix of quarters: the deaths reviewed add up to 36, not to 35" in found


def test_public_edition_shows_no_year_that_was_not_released_and_no_appendix(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    built = reports.build(chair, cast.panel_id, NEXT, edition="public", now=now)
    keys = {block.key for block in built.document.blocks if isinstance(block, Heading)}
    assert not {"years", "areas", "quarters"} & keys
    reports.build(chair, cast.panel_id, YEAR, edition="public", now=now)
    later = FinancialYear(2016).period
    again = reports.build(chair, cast.panel_id, later, edition="public", now=now)
    assert [row[:2] for row in table(again, "Deaths and reviews, by year").rows] == [
        ("2013-14", "58"),
        ("2014-15", "0"),
        ("2016-17", "0"),
    ]
    said = [block.text for block in again.document.blocks if isinstance(block, Paragraph)]
    assert "Of 2015-16 no figures were released, so they are not shown." in said


def test_report_of_two_years_looks_back_in_twos_and_ten_years_stand_in_its_tables(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    both = reports.build(chair, cast.panel_id, years_together(FinancialYear(2014), 2), now=now)
    assert table(both, "Deaths and reviews, by year").rows[-1][:2] == ("2013-14 to 2014-15", "58")
    ten = reports.build(chair, cast.panel_id, FinancialYear(2021).period, now=now)
    assert [row[0] for row in table(ten, "Deaths and reviews, by year").rows] == [
        FinancialYear(year).label for year in range(2012, 2022)
    ]
    assert problems(ten.pdf) == []
    drawn = next(b.chart for b in ten.document.blocks if isinstance(b, Chart) and "by year" in b.chart.title)
    assert isinstance(drawn, PointChart)
    assert [point.name for point in drawn.points] == [FinancialYear(year).label for year in range(2012, 2022)]
    # Guidance changed for 2018-19, and the four years since then are too few to join.
    assert (drawn.lines, drawn.breaks) == (((0, 1, 2, 3, 4, 5),), (5.5,))


@pytest.mark.parametrize(
    ("period", "first_day", "labels"),
    [
        (YEAR, None, []),
        (YEAR, date(2012, 3, 31), ["2011-12", "2012-13"]),
        (FinancialYear(2025).period, date(2001, 1, 1), [FinancialYear(year).label for year in range(2016, 2025)]),
        (years_together(FinancialYear(2014), 2), date(2010, 4, 1), ["2009-10 to 2010-11", "2011-12 to 2012-13"]),
        (Period(date(2014, 1, 1), date(2014, 12, 31), "2014"), date(2001, 1, 1), []),
    ],
)
def test_earlier_periods_are_as_long_and_reach_back_to_the_first_notification(
    period: Period, first_day: date | None, labels: list[str]
) -> None:
    found = earlier_periods(period, first_day)
    assert [each.label for each in found] == labels
