import re
from datetime import date, timedelta
from html import unescape

import pytest

from cdop.rules.categories import CATEGORIES
from cdop.rules.dates import written_date
from cdop.rules.figure_shapes import Cohort
from cdop.rules.figures import COHORT_DEFINITIONS, MEASURES
from cdop.rules.periods import FinancialYear
from cdop.rules.vocabulary import Modifiable
from cdop.services import reports
from tests import example_year
from tests.client import shown_text
from tests.factories import add_case
from tests.queries.test_figures import statements


@pytest.fixture
def example(cast, now):
    """The panel holds the example: published totals, invented rows."""
    example_year.bring(cast)


def cells(html, measure_id, label):
    """The numbers of one row of a measure's table."""
    table = html.split(f'id="table-{measure_id.replace(".", "-")}"')[1].split("</table>")[0].replace("<wbr>", "")
    row = next(row for row in table.split("<tr")[1:] if f">{label}</th>" in row)
    row = re.sub(r'<span class="cdop-told__words".*?</span>', "", row)
    return [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<td[^>]*>(.*?)</td>", row)]


def test_figures_page_shows_the_published_figures(client, example):
    html = client.sign_in("coordinator").get("/figures?year=2013-14").text
    assert cells(html, "notified.area", "Cheshire East") == ["21", "36%"]
    assert cells(html, "reviewed.under_1", "Children under one year") == ["22", "63%", "46.3% to 76.8%"]
    assert cells(html, "reviewed.sex", "Male") == ["22", "63%"]
    assert cells(html, "reviewed.category", "Perinatal/neonatal event") == ["13", "37%"]
    assert cells(html, "reviewed.expectedness", "Unexpected") == ["26", "74%"]
    assert cells(html, "reviewed.modifiable", "Yes") == ["11", "31%"]
    assert cells(html, "meetings.held", "Case review") == ["4", "80%"]


def test_figures_page_keeps_the_cohorts_apart_each_with_its_definition(client, example):
    html = client.sign_in("chair").get("/figures?year=2013-14").text
    headings = re.findall(r'<h[23][^>]*id="([^"]+)"', html.split("<main")[1].split("</main>")[0])
    wanted = []
    for cohort in Cohort:
        shown = [m.id.replace(".", "-") for m in MEASURES if m.cohort is cohort and m.shape != "count"]
        wanted += [cohort.value, *shown]
    assert [heading for heading in headings if heading != "contents"] == wanted
    assert [html.count(definition) for definition in COHORT_DEFINITIONS.values()] == [1] * len(Cohort)
    assert html.count("<svg") > 20


def test_figures_page_without_a_period_shows_the_last_whole_year(client):
    html = client.sign_in("panel member").get("/figures").text
    assert '<h1 class="govuk-heading-l">Figures, 2025-26</h1>' in html
    assert 'value="2025-26"' in html


def test_figures_page_of_two_dates_names_them(client, example):
    html = client.sign_in("coordinator").get("/figures?year=&from=2013-04-01&to=30/06/2013").text
    assert "Figures, 1 April 2013 to 30 June 2013" in html
    assert cells(html, "notified.month", "June 2013") == ["1", "8%"]
    assert 'value="30/06/2013"' in html


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("year=2013", ["Write a financial year as 2013-14, for 1 April 2013 to 31 March 2014."]),
        ("year=", ["Write a financial year as 2013-14, for 1 April 2013 to 31 March 2014."]),
        ("from=2013-04-01", ["Enter both dates of the period"]),
        ("from=x&to=31/02/2014", ["First day must be a date, like 1/4/2013", "Last day must be a real date"]),
        ("from=1/4/13&to=1 Smarch 2014", ["First day must have a year of 4 numbers", "Last day must be a real date"]),
        ("from=1/4/1066&to=1/4/2014", ["First day must be in the years 1900 to 2999"]),
        ("from=2013-04-02&to=2013-04-01", ["The last day is before the first"]),
        ("from=2013-04-01&to=9999-12-31", ["Last day must be in the years 1900 to 2999"]),
        ("year=2013-14&from=2013-04-01", ["Enter both dates of the period"]),
        ("year=2027-28", ["2027-28 has not begun: its first day is 1 April 2027."]),
        ("from=2026-11-21&to=2026-11-22", ["has not begun: its first day is 21 November 2026."]),
    ],
)
def test_figures_page_of_a_period_that_is_none_says_so_beside_the_field(client, query, faults):
    html = client.sign_in("coordinator").get(f"/figures?{query}", status=422).text
    assert "There is a problem" in html
    assert [html.count(fault) for fault in faults] == [2] * len(faults)
    assert "<table" not in html
    typed = [part.split("=")[1] for part in query.split("&") if part.split("=")[1]]
    assert [value in html for value in typed] == [True] * len(typed)


def test_figures_page_shows_an_analyst_protected_figures_as_they_were_released(client, example, cast, now):
    client.sign_in("analyst")
    html = client.get("/figures?year=2013-14").text
    assert "Protected figures, as they were released on 20 November 2026" in html
    assert cells(html, "notified.area", "Cheshire East") == ["20", "33%"]
    assert cells(html, "reviewed.sex", "Male") == ["20", "57%"]
    assert cells(html, "reviewed.age_band", "1-4 years") == ["withheld", "–"]
    assert cells(html, "reviewed.under_1", "Children under one year") == ["20", "57%", "40.9% to 72.0%"]
    add_case(
        cast.command_line, now=now, notified_on=date(2013, 5, 1), born_on=date(2013, 4, 9), died_on=date(2013, 5, 1)
    )
    assert cells(client.get("/figures?year=2013-14").text, "notified.area", "Cheshire East") == ["20", "33%"]


def test_figures_page_of_an_analyst_is_of_whole_years_that_are_over(client):
    client.sign_in("analyst")
    html = client.get("/figures?year=2026-27", status=422).text
    assert html.count("2026-27 is not over: figures are released of years that are") == 2
    assert "Figures, 2025-26</h1>" in client.get("/figures?from=2013-04-01&to=2013-04-02&year=2025-26").text
    assert 'name="from"' not in html


@pytest.mark.parametrize("name", ["auditor", "administrator", "key worker"])
def test_figures_page_is_forbidden_to_others(client, name):
    assert "Figures, " not in client.sign_in(name).get("/figures", status=403).text


def test_figures_page_takes_as_many_statements_whatever_the_year_holds(client, example):
    client.sign_in("coordinator").get("/figures?year=2013-14")
    taken = []
    for year in ("2013-14", "1999-00"):
        with statements() as sent:
            client.get(f"/figures?year={year}")
        taken.append(len([statement for statement in sent if not statement.startswith("BEGIN")]))
    assert taken[0] == taken[1] <= 9


def test_figures_of_two_dates_win_over_the_year_that_the_page_offers(client):
    client.sign_in("coordinator")
    html = client.get("/figures?year=2025-26&from=2013-04-01&to=2013-06-30").text
    assert "1 April 2013 to 30 June 2013" in html
    assert 'value="2025-26"' not in html


@pytest.mark.parametrize("first", ["1/4/2013", "01/04/2013", "1.4.2013", "1 April 2013", "01 apr 2013", "2013-04-01"])
def test_figures_of_two_dates_take_the_dates_as_people_write_them(client, first):
    html = client.sign_in("coordinator").get(f"/figures?year=2025-26&from={first}&to=30/6/2013").text
    assert "Figures, 1 April 2013 to 30 June 2013" in html
    assert f'value="{first}"' in html


def test_figures_page_does_not_mind_words_of_the_address_that_it_does_not_know(client):
    client.sign_in("coordinator")
    assert "Figures, 2025-26</h1>" in client.get("/figures?foo=bar").text
    assert "Figures, 2013-14</h1>" in client.get("/figures?foo=bar&year=2013-14&year=x").text


def test_figures_page_leads_to_no_year_that_has_not_begun(client):
    client.sign_in("coordinator")
    assert "year=2026-27" in client.get("/figures?year=2025-26").text
    assert "year=2027-28" not in client.get("/figures?year=2026-27").text


def test_time_between_deaths_is_charted_and_says_how_often_chance_marks_one(client, cast, now):
    died = now.date() - timedelta(days=900)
    for number, gap in enumerate((0, 100, 80, 120, 60, 140, 90, 2, 2, 2)):
        died += timedelta(days=gap)
        case = {"born_on": died - timedelta(days=40), "died_on": died, "notified_on": died}
        case |= {"reviewed_on": now.date(), "category": 8, "modifiable": Modifiable.NO}
        add_case(cast.command_line, now=now, reference=f"2026/b{number}", **case)
    html = client.sign_in("coordinator").get("/figures/between?kind=category-8&years=5").text
    text = shown_text(html)
    assert "1 death came sooner than chance alone explains" in text
    assert re.search(r"chance alone marks a point on the chart of days about 0\.\d\d times a year", text)
    assert html.index("Days since the one before") < html.index("<svg")
    assert html.count("<circle") == 2 * 9 + 1, "two charts of nine, and in the legend of the one what a ring is"
    assert f"Rings are marked: {written_date(died)}." in html
    assert "fewer than two such deaths" in client.get("/figures/between?kind=category-1").text
    client.get("/figures/between?kind=category-99", status=422)
    client.sign_in("analyst").get("/figures/between", status=403)


def test_who_has_both_roles_sees_the_editions_side_by_side_and_never_in_one_file(client, example, cast):
    consultant = client.sign_in("coordinator")
    full, protected = (consultant.get(f"/figures{path}?year=2013-14").text for path in ("", "/protected"))
    assert cells(full, "reviewed.sex", "Male") == ["22", "63%"]
    assert cells(protected, "reviewed.sex", "Male")[0] in ("20", "withheld")
    assert "/figures/protected?year=2013-14" in full
    assert "/figures?year=2013-14" in protected
    told = consultant.get("/workspace/table.csv?measure=reviewed.sex&year=2013-14&years=1").text
    assert "Male,22," not in told
    assert 'action="/figures/protected"' in consultant.get("/figures/protected?year=2030", status=422).text
    assert "The full edition" not in client.sign_in("analyst").get("/figures/protected?year=2013-14").text


def test_figure_of_a_report_opens_its_meaning_and_its_cases_as_they_are_now(client, cast, example, now):
    chair = cast.person("chair")
    built = example_year.build(cast)
    member = client.sign_in("chair")
    report = member.get(f"/reports/{built.public_id}").text
    meaning = report.split("Deaths reviewed, by category</caption>")[1].split("</details>")[0]
    assert "The panel’s primary category of the ten national ones." in meaning
    assert "Percentages are of" in meaning
    address = unescape(re.search(r'href="([^"]*/figures/cases[^"]*)"', meaning)[1])
    page = member.get(address).text
    listed = re.findall(r"<tr.*?<td[^>]*>[^<]*</td><td[^>]*>([^<]*)</td>", page, re.DOTALL)
    assert "35 cases" in shown_text(page)
    assert (len(listed), listed.count("Perinatal/neonatal event"), listed) == (35, 13, sorted(listed, key=by_category))
    member.get("/figures/cases?measure=meetings.held&year=2013-14", status=404)
    built = reports.build(chair, cast.panel_id, FinancialYear(2013).period, edition="public", now=now)
    public = member.get(f"/reports/{built.public_id}").text
    assert ("How this is counted" in public, "/figures/cases" in public) == (True, False)


def by_category(name):
    return [category.name for category in CATEGORIES].index(name)
