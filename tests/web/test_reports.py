"""The pages of the annual report."""

import io
import re
from datetime import date, datetime

import pytest
from flask import Flask
from markupsafe import escape
from pypdf import PdfReader

from cdop import clock
from cdop.services import panels, report_works
from tests import example_year
from tests.client import Browserless, shown_text
from tests.documents_sent import logo
from tests.factories import add_case
from tests.personas import Cast
from tests.web.built_reports import built_report

LOGO = re.compile(r'<img class="cdop-logo" src="([^"]+)" alt="">')


@pytest.fixture
def year(app: Flask, cast: Cast, now: datetime) -> None:
    """The panel brought the year 2013-14."""
    example_year.bring(cast)


@pytest.mark.usefixtures("year")
def test_build_report_opens_it_as_a_page_and_as_a_pdf(client: Browserless) -> None:
    client.sign_in("coordinator")
    built = built_report(client, "2013-14")
    page = client.get(built)
    pdf = client.http.get(f"{built}/annual-report.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="annual-report-2013-14.pdf"'
    printed = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.data)).pages)
    for text in (page.text, printed):
        for number in ("58", "35", "63%", "37%", "74%", "31%", "21 (36%)"):
            assert number in text
        assert "78" not in shown_text(text)
    (groups,) = re.findall(r"The four groups of deaths</caption>(.*?)</table>", page.text, re.DOTALL)
    assert re.findall(r"--numeric[^>]*>([^<]*)<", groups) == ["Number", "58", "35", "58", "43"], "numbers stand right"
    assert "2013-14" in client.get("/reports/").text


@pytest.mark.parametrize("year", ["", "2013", "2013-15", "13-14", "next year", "<b>"])
def test_build_report_of_what_is_no_year_says_so_and_keeps_it(client: Browserless, year: str) -> None:
    client.sign_in("coordinator")
    refused = client.submit("/reports/", year=year, edition="full")
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert "No report was built yet." in refused.text
    assert f'value="{escape(year)}"' in refused.text


@pytest.mark.usefixtures("year")
def test_a_report_says_what_it_lacks_and_the_page_of_reports_by_which_command_that_is_imported(
    client: Browserless,
) -> None:
    client.sign_in("coordinator")
    assert "<code>flask reference import births FILE</code>" in client.get("/reports/").text
    printed = shown_text(client.get(built_report(client, "2013-14")).text)
    assert "Rates of deaths below one year of age, of live births" in printed
    assert "flask reference" not in printed


def test_member_may_read_reports_but_not_build_one(client: Browserless) -> None:
    client.sign_in("panel member")
    listed = client.get("/reports/").text
    assert ("Build a report" in listed, "flask reference import" in listed) == (False, False)
    assert client.submit("/", "/reports/", year="2013-14").status_code == 403


@pytest.mark.usefixtures("year")
def test_build_report_of_a_year_that_has_not_begun_is_refused_beside_the_field(client: Browserless) -> None:
    client.sign_in("coordinator")
    refused = client.submit("/reports/", year="2030-31", edition="full")
    assert refused.status_code == 422
    assert refused.text.count("2030-31 has not begun: its first day is 1 April 2030.") == 2
    assert 'value="2030-31"' in refused.text
    assert "No report was built yet." in refused.text


@pytest.mark.usefixtures("year")
def test_building_says_how_far_it_is_and_which_numbers_contradict_each_other(client: Browserless, cast: Cast) -> None:
    client.sign_in("chair")
    report = built_report(client, "2013-14")
    assert client.submit(report, f"{report}/approve").status_code == 302
    late = {"died_on": date(2013, 5, 1), "born_on": date(2013, 1, 1), "notified_on": date(2013, 6, 1)}
    add_case(cast.command_line, now=cast.now, reviewed_on=None, **late)
    asked = client.submit("/reports/", year="2014-15").location
    assert "It is about to begin" in client.get(asked).text
    assert "it is being built" in client.get("/reports/").text
    report_works.do_next(now=cast.now)
    page = client.get(asked)
    assert "2013-14, Deaths notified: 58 in the approved report, 59 now" in page.text
    assert 'href="/reports/restated">Numbers restated</a>' in page.text
    assert "it could not be built" in client.get("/reports/").text
    assert client.submit("/reports/restated", reason="A death was told latte").status_code == 302
    again = "/reports/restated?year=2013-14"
    assert f'href="{again}"' in client.get("/reports/restated").text  # a slip can be put right
    assert 'value="A death was told latte"' in client.get(again).text
    assert client.submit(again, "/reports/restated", reason="A death was told late").status_code == 302
    assert "latte" not in client.get("/reports/restated").text
    doubted = client.submit(again, "/reports/restated", reason="The girl who died on 3 May 2013 was told late")
    assert doubted.status_code == 422
    assert "“on 3 May 2013” is a date; “The girl who” is the story of a single child" in doubted.text


@pytest.mark.usefixtures("year")
def test_build_report_of_the_year_that_runs_says_so_far(client: Browserless) -> None:
    client.sign_in("coordinator")
    built = built_report(client, "2026-27")
    page = client.get(built)
    assert "Annual report 2026-27 so far</h1>" in page.text
    assert "The year is not over: the numbers are those so far and will change." in page.text
    pdf = client.http.get(f"{built}/annual-report.pdf")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="annual-report-2026-27-so-far.pdf"'
    cover = PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert "Annual report 2026-27 so far" in cover
    assert "The year is not over" in cover


@pytest.mark.parametrize("path", ["/", "/cases/", "/figures", "/reports/", "/register"])
def test_pages_do_not_mind_words_of_the_address_that_they_do_not_know(client: Browserless, path: str) -> None:
    client.sign_in("coordinator")
    plain, asked = client.get(path), client.get(f"{path}?foo=bar&utm_source=a&self=b&endpoint=c&_anchor=d")
    assert (plain.status_code, asked.status_code) == (200, 200)


def test_public_edition_of_a_year_that_runs_is_refused_on_its_form(client: Browserless) -> None:
    client.sign_in("coordinator")
    answer = client.submit("/reports/", year="2026-27", edition="public")
    assert answer.status_code == 422
    assert "Figures are released of a period that is over" in answer.text


@pytest.mark.usefixtures("year")
def test_public_edition_is_read_by_everybody_once_published_and_gives_a_notice_once_withdrawn(
    client: Browserless, app: Flask, cast: Cast
) -> None:
    client.sign_in("chair")
    panels.change_panel(cast.command_line, cast.panel_id, {}, logo=logo(), now=clock.now())
    address = built_report(client, "2013-14", edition="public")
    assert "the records have others by now" not in shown_text(client.get(address).text)
    late = {"died_on": date(2013, 5, 1), "born_on": date(2013, 1, 1), "notified_on": date(2013, 6, 1)}
    add_case(cast.command_line, now=cast.now, **late)
    assert "the records have others by now" in shown_text(client.get(address).text)
    report = address.rsplit("/", 1)[1]
    visitor = Browserless(app, cast)
    visitor.get(f"/public/reports/{report}", status=404)
    for press in ("approve", "publish"):
        assert client.submit(address, action=f"{address}/{press}").status_code == 302
    assert "Published " in shown_text(client.get("/reports/").text)
    page = visitor.get(f"/public/reports/{report}")
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "58 deaths of children were notified to the panel" in shown_text(page.text)
    assert "<form" not in page.text
    picture = visitor.http.get(LOGO.findall(page.text)[0])
    assert (picture.mimetype, picture.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in picture.headers
    assert visitor.http.get(f"/brand/{'0' * 64}.png").status_code == 404
    for name, media_type in (("annual-report.pdf", "pdf"), ("tables.xlsx", "spreadsheet"), ("tables.zip", "zip")):
        file = visitor.http.get(f"/public/reports/{report}/{name}")
        assert (file.status_code, media_type in file.mimetype) == (200, True)
    for kind in ("children", "easy-read"):
        short = visitor.get(f"/public/reports/{report}/short/{kind}")
        assert "35" in shown_text(short.text)
        assert visitor.http.get(f"{short.request.path}.pdf").mimetype == "application/pdf"
    assert client.submit(address, action=f"{address}/withdraw", reason="").status_code == 409
    assert client.submit(address, action=f"{address}/withdraw", reason="A table was wrong.").status_code == 302
    assert "Withdrawn " in shown_text(client.get("/reports/").text)
    assert "A table was wrong." in visitor.get(f"/public/reports/{report}", status=410).text
    assert visitor.http.get(f"/public/reports/{report}/annual-report.pdf").status_code == 404
