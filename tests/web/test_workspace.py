"""Public health's workspace and the register of releases: one protected table, the same in every format."""

import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import event

from cdop.cli import demo
from cdop.extensions import db
from cdop.rules import releases as releases_rules
from cdop.rules.actors import command_line
from cdop.rules.vocabulary import ReferenceKind
from cdop.services import reference, release_works, releases
from tests import example_year
from tests.client import Browserless, form_fields, shown_text
from tests.documents.structure import problems
from tests.factories import add_case
from tests.web.test_figures import cells

TABLE = "measure=reviewed.category&year=2013-14&years=1&area=&theme="


@pytest.fixture
def example(cast, now):
    """The panel holds the example: published totals, invented rows."""
    example_year.bring(cast)


def test_workspace_shows_a_table_its_chart_and_what_it_means(client, example):
    html = client.sign_in("analyst").get(f"/workspace?{TABLE}").text
    assert "Reviews by category of death, 2013-14</h2>" in html
    assert cells(html, "reviewed.category", "Perinatal/neonatal event") == ["15", "43%"]
    assert html.index("<table") < html.index("<svg")
    assert "8 rows are withheld of 10." in html
    assert "The panel’s primary category of the ten national ones." in html
    (wider,) = re.findall(r'href="([^"]+)">5 years together</a>', html)
    assert "Reviews by category of death, 2009-10 to 2013-14</h2>" in client.get(wider.replace("&amp;", "&")).text


def test_table_that_withholds_leads_to_tables_that_are_divided_less(client, example):
    crossed = "measure=reviewed.category_by_age_band&year=2013-14&years=5&area=Halton"
    html = client.sign_in("analyst").get(f"/workspace?{crossed}").text
    less = re.search(r"may show more:</p>\s*<ul[^>]*>(.*?)</ul>", html, re.DOTALL)[1]
    assert re.findall(r">([^<]+)</a>", less) == [
        "Reviews by category of death",
        "Reviews by age at death",
        "All of the panel’s area",
        "10 years together",
    ]


def test_workspace_begins_with_the_ages_and_the_home_of_an_analyst_leads_there(client, example):
    client.sign_in("analyst")
    assert all(f'href="{path}"' in client.get("/").text for path in ("/workspace", "/releases/"))
    assert "Reviews by age at death, 2025-26</h2>" in client.get("/workspace").text


def test_workspace_pools_years_and_takes_one_area(client, example):
    client.sign_in("analyst")
    html = client.get("/workspace?measure=notified.sex&year=2013-14&years=3&area=Cheshire+East&theme=").text
    assert "Notifications by sex, 2011-12 to 2013-14, Cheshire East</h2>" in html
    assert cells(html, "notified.sex", "Female")[0] in ("10", "withheld")
    html = client.get("/workspace?measure=reviewed.theme&year=2013-14&theme=safe-sleep").text
    assert "Themes of learning, 2013-14, Safer sleep</h2>" in html
    assert ">Themes of learning, Safer sleep</a>" in client.get("/releases/").text


def test_workspace_tells_how_soon_deaths_were_notified_and_no_small_number_of_it(client, cast, now):
    """Of thirty deaths at home and three on adult wards, one of which was notified after weeks."""
    died = date(2013, 6, 1)
    for place, many, days in (("HOME", 21, 1), ("HOME", 9, 5), ("HOSP-ADULT", 2, 0), ("HOSP-ADULT", 1, 40)):
        for _ in range(many):
            told = {"born_on": date(1996, 7, 1), "died_on": died, "notified_on": died + timedelta(days=days)}
            add_case(cast.command_line, now=now, place_of_death=place, **told)
    client.sign_in("analyst")
    figures = client.get("/figures?year=2013-14").text
    (path,) = re.findall(r'href="(/workspace\?measure=notified.timeliness_by_place[^"]+)"', figures)
    html = client.get(path.replace("&amp;", "&")).text
    assert cells(html, "notified.timeliness_by_place", "Home")[:3] == ["20", "30", "67%"]
    assert cells(html, "notified.timeliness_by_place", "Hospital: adult ward")[:2] == ["withheld", "withheld"]
    rows = re.findall(r"<tbody.*?</tbody>", html, re.DOTALL)[0]
    assert "Median" not in shown_text(rows)


def test_workspace_gives_the_same_numbers_in_every_format(client, example):
    client.sign_in("analyst")
    csv = client.get(f"/workspace/table.csv?{TABLE}").text
    book = load_workbook(io.BytesIO(client.get(f"/workspace/table.xlsx?{TABLE}").data))
    told = json.loads(client.get(f"/workspace/table.json?{TABLE}").text)
    assert "8. Perinatal/neonatal event,15,43%" in csv or "Perinatal/neonatal event,15,43%" in csv
    assert ("Perinatal/neonatal event", 15, "43%") in list(book["Table"].values)
    row = told["measures"]["reviewed.category"]["rows"][7]
    assert (row["n"], row["percent"], row["rounded"]) == (15, 43, True)
    for text in (csv, str(list(book["About these figures"].values)), json.dumps(told, ensure_ascii=False)):
        assert "Numbers from 1 to 7 are withheld" in text
        assert "The panel’s primary category of the ten national ones." in text


@pytest.fixture
def populated(cast, now, example):
    """The same panel with populations, births, small areas and deaths in England, all invented."""
    for kind, name, _ in demo.SAMPLES:
        reference.import_table(command_line(), kind, demo.SAMPLES_FOLDER / name, now=now)
    england = demo.SAMPLES_FOLDER / "england-2023-24.csv"
    reference.import_table(command_line(), ReferenceKind.ENGLAND, england, edition="2013-14", now=now)


def test_workspace_gives_rates_of_what_it_shows_in_every_format(client, populated):
    client.sign_in("analyst")
    query = "measure=deaths.area&year=2013-14&years=5&area=&theme="
    html = client.get(f"/workspace?{query}").text
    told = json.loads(client.get(f"/workspace/table.json?{query}").text)
    row = next(row for row in told["rates"][0]["rows"] if row["Local authority"] == "All areas")
    shown = told["measures"]["deaths.area"]["of"]
    assert (row["Deaths"], row["Per"]) == (str(shown), "100000")
    assert float(row["Rate"]) == pytest.approx(100_000 * shown / int(row["Of"]), abs=0.05)
    assert f"{row['Rate']} ({row['95% low']} to {row['95% high']})" in html
    # What the number came from stands with it: seen on hover, focus and touch, and read out as its description.
    key = re.search(r'popovertarget="([^"]+)" aria-describedby="\1">' + re.escape(row["Rate"]), html)[1]
    words = re.search(f'id="{key}" popover>([^<]+)<', html)[1]
    assert words.startswith(f"{shown} deaths of {int(row['Of']):,} children aged 0 to 17")
    assert "Byar’s method" in words
    assert "Funnel of rates by local authority" in html
    csv = client.get(f"/workspace/table.csv?{query}").text
    assert f"All areas,{shown},{row['Of']},100000,{row['Rate']},{row['95% low']},{row['95% high']}," in csv
    book = load_workbook(io.BytesIO(client.get(f"/workspace/table.xlsx?{query}").data))
    assert float(row["Rate"]) in [cell for line in book["Rates area"].values for cell in line]
    assert "Published tables: " in csv
    assert "A year of which no deaths were recorded here counts as one in which no child died" in csv
    pdf = client.get(f"/workspace/table.pdf?{query}").data
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert f"{row['Rate']} ({row['95% low']} to {row['95% high']})" in " ".join(text.split())
    assert "99.8% limits of chance" in text
    assert problems(pdf) == []
    assert client.get(f"/workspace/table.pdf?{query}").data == pdf


def test_table_asked_for_again_is_as_it_was_until_what_it_is_made_of_changes(client, cast, example, now, app):
    path = "/workspace?measure=deaths.area&year=2013-14&years=5&area=&theme="
    client.sign_in("analyst")
    first, second = shown_text(client.get(path).text), shown_text(client.get(path).text)
    sent = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *sending: sent.append(sending[2]))
    kept = client.get(path)
    assert shown_text(kept.text) == second == first
    assert len(sent) == 1  # who asks, and whether what it is drawn from is as it was
    nonce = re.search(r'<script nonce="([^"]+)"', kept.text)[1]
    assert f"'nonce-{nonce}'" in kept.headers["Content-Security-Policy"]
    assert kept.headers["Cache-Control"] == "no-store"
    other = shown_text(client.sign_in("analyst and member").get(path).text)
    assert cast.person("analyst").name in first
    assert cast.person("analyst and member").name in other
    assert "Funnel of rates" not in first
    for kind, name, _ in demo.SAMPLES:
        reference.import_table(command_line(), kind, demo.SAMPLES_FOLDER / name, now=now)
    assert "Funnel of rates" in client.get(path).text


def test_each_number_of_a_crossed_table_says_how_it_came_about(client, example):
    html = client.sign_in("analyst").get("/workspace?measure=reviewed.category_by_age_band&year=2013-14").text
    (row,) = re.findall(r">Perinatal/<wbr>neonatal event</th>(.*?)</tr>", html, re.DOTALL)
    words = re.findall(r"popover>([^<]+)<", row)
    assert len(words) == 7  # six ages and all of them
    assert words[0].startswith(("Perinatal/neonatal event, 0-27 days: ", "Withheld"))
    assert words[-1].startswith("Perinatal/neonatal event: 15, to the nearest 5, of ")
    shown = [text.split()[0] for text in re.findall(r'aria-describedby="[^"]+">([^<]+)<', row)]
    assert [text == "withheld" for text in shown] == [told.startswith("Withheld: ") for told in words]


def test_number_of_the_workspace_says_how_it_came_about(client, example):
    html = client.sign_in("analyst").get(f"/workspace?{TABLE}").text
    words = re.search(r'id="told-reviewed-category-8" popover>([^<]+)<', html)[1]
    assert words.startswith("Perinatal/neonatal event: 15, to the nearest 5, of all reviews completed: 35. 2013-14.")
    assert words.endswith("the first of them on the national list.")
    assert len(re.findall(r">Withheld: small, or it would give a small number away. 2013-14.", html)) == 8


def test_workspace_of_years_draws_rates_with_their_intervals(client, populated):
    html = client.sign_in("analyst").get("/workspace?measure=deaths.year&year=2013-14&years=10").text
    assert "Deaths per 100,000 children a year, each year" in html
    assert "England: 30.7 per 100,000 in 2013-14." in html
    assert "England: 30.7 per 100,000 in 2023-24." not in html  # it was counted by another definition
    html = client.get("/workspace?measure=deaths.year&year=2013-14&years=10&theme=safe-sleep").text
    assert "England" not in html[html.index("rates-year-1") : html.index("How the rates are worked out")]


def test_what_leaves_holds_no_reference_no_name_and_no_raw_number(client, cast, now, example):
    """D5: what was planted in the records is nowhere in the bytes, unpacked."""
    names = {"given_names": "Zebedee", "family_name": "Quillfeather"}
    days = {"born_on": date(2013, 4, 9), "died_on": date(2013, 5, 1), "notified_on": date(2013, 5, 1)}
    for number in range(3):
        add_case(cast.command_line, now=now, reference=f"ZQX/{number}", **names, **days)
    client.sign_in("analyst")
    query = "measure=notified.sex&year=2013-14&years=1&area=Halton&theme="
    book = client.get(f"/workspace/table.xlsx?{query}").data
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        left = [parts.read(name) for name in parts.namelist()]
    left += [client.get(f"/workspace{path}?{query}").data for path in ("", "/table.csv", "/table.json", "/table.pdf")]
    left.append(client.get("/figures?year=2013-14").data)
    for word in (b"Zebedee", b"Quillfeather", b"ZQX"):
        assert not any(word in bytes_ for bytes_ in left)
    assert client.get(f"/workspace/table.xlsx?{query}").data == book


def test_workspace_of_what_is_no_choice_says_so_beside_the_field(client):
    client.sign_in("analyst")
    html = client.get("/workspace?measure=reviewed.sex&year=2013&years=1", status=422).text
    assert html.count("Write a financial year as 2013-14") == 2
    assert 'value="2013"' in html
    client.get("/workspace?measure=reviewed.secret&year=2013-14", status=422)
    html = client.get("/workspace?measure=reviewed.area&year=2013-14&area=Cheshire+East", status=422).text
    assert html.count("This table has a row for each local authority") == 2
    client.get("/workspace/table.csv?measure=reviewed.secret&year=2013-14", status=404)


def test_register_lists_what_left_and_two_people_release_anew_with_a_reason(client, example):
    client.sign_in("analyst").get(f"/workspace?{TABLE}")
    listed = client.get("/releases/").text
    assert "Reviews by category of death" in listed
    page = re.search(r'href="(/releases/[^"?]+)"', listed)[1]
    html = client.get(page).text
    assert "Release these figures anew" not in html
    (table,) = re.findall(r'href="(/workspace[^"]+)">Open the table', html)
    assert "Reviews by category of death, 2013-14</h2>" in client.get(table.replace("&amp;", "&")).text
    client.sign_in("chair")
    assert "Say why the figures are released anew" in client.submit(page, f"{page}/renew", reason="").text
    assert client.submit(page, f"{page}/renew", reason="A category was corrected.").status_code == 302
    proposed = re.search(r'href="(/releases/proposals/[^"?]+)"', client.get("/releases/").text)[1]
    assert "somebody else has to sign it" in client.get(proposed).text
    client.sign_in("coordinator")
    assert client.submit(proposed, f"{proposed}/sign").status_code == 302
    assert "Signed by" in client.get(proposed).text
    listed = client.get("/releases/").text
    assert "Released anew" in listed
    assert "Replaced" in listed


def test_whoever_signs_while_others_release_is_told_so_on_the_page_and_signs_again(client, example, monkeypatch):
    client.sign_in("analyst").get(f"/workspace?{TABLE}")
    page = re.search(r'href="(/releases/[^"?]+)"', client.get("/releases/").text)[1]
    assert client.sign_in("chair").submit(page, f"{page}/renew", reason="Corrected.").status_code == 302
    proposed = re.search(r'href="(/releases/proposals/[^"?]+)"', client.get("/releases/").text)[1]
    client.sign_in("coordinator")
    replace, own = releases._replace, form_fields(client.get(proposed).text)

    def after_another(*told, **named):
        Browserless(client.app, client.cast).sign_in("analyst").get("/workspace?measure=notified.sex&year=2012-13")
        return replace(*told, **named)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(releases, "_replace", after_another)
        refused = client.http.post(f"{proposed}/sign", data=own)
    assert (refused.status_code, "Other figures were released while these" in shown_text(refused.text)) == (409, True)
    assert client.http.post(f"{proposed}/sign", data=form_fields(refused.text)).status_code == 302
    assert "Signed by" in client.get(proposed).text


def test_extract_shows_what_would_be_withheld_before_it_is_proposed_and_before_it_is_signed(client, example):
    path = "/releases/extract"
    what = {"year": "2013-14", "years": "1", "columns": ["sex", "age_band"]}
    rest = {"reason": "A study", "applicant": "Invented Researcher", "conditions": "On an encrypted disk"}
    rest |= {"expires_on-day": "31", "expires_on-month": "3", "expires_on-year": "2027"}
    client.sign_in("coordinator")
    assert ">Propose it<" not in client.get(path).text
    refused = client.submit(path, press="look", year="2013-14", years="1")
    assert (refused.status_code, "Choose at least one fact" in refused.text) == (422, True)
    many = client.submit(
        path, press="look", **what | {"columns": ["age_band", "sex", "category", "modifiable", "expectedness"]}
    )
    assert (many.status_code, "Choose between 1 and 4 facts" in many.text) == (422, True)
    assert "No extract of these cases is safe" in client.submit(path, press="look", **what | {"year": "2020-21"}).text
    looked = client.submit(path, press="look", **what)
    seen = shown_text(looked.text)
    assert (looked.status_code, "What would be withheld" in seen) == (200, True)
    assert "a row for each of 35 cases" in seen
    assert "A fact is left out altogether" not in seen
    withheld = re.findall(r"Age at death\s+(\d+)\s+(\d+)", seen)
    assert [int(told) + int(hidden) for told, hidden in withheld] == [35]
    chosen = form_fields(looked.text) | what | rest | {"press": "propose"}
    other = client.http.post(path, data=chosen | {"columns": ["sex"]})
    assert (other.status_code, "What would be withheld" in other.text) == (200, True), "another choice is shown first"
    half = client.http.post(path, data=chosen | {"reason": ""})
    assert (half.status_code, "Say what it is for" in half.text) == (422, True)
    assert client.http.post(path, data=chosen).status_code == 302
    (proposed,) = re.findall(r'href="(/releases/proposals/[^"?]+)"', client.get("/releases/").text)
    signing = shown_text(client.sign_in("chair").get(proposed).text)
    assert re.findall(r"Age at death\s+(\d+)\s+(\d+)", signing) == withheld


def test_table_beside_much_that_was_released_is_made_while_its_page_shows_how_far_it_is(
    client, example, now, monkeypatch
):
    client.sign_in("analyst").get(f"/workspace?{TABLE.replace('years=1', 'years=3')}")
    monkeypatch.setattr(releases_rules, "AT_ONCE", (0, 0))
    path = "/workspace?measure=reviewed.sex&year=2013-14&years=1"
    waiting = client.get(path, status=202)
    assert (waiting.headers["Retry-After"], "It is about to begin" in waiting.text) == ("5", True)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting.text
    assert "Reviews by sex, 2013-14</span>" in waiting.text
    assert f'href="{path.replace("&", "&amp;")}">Look again now' in waiting.text
    file = client.get(path.replace("workspace", "workspace/table.csv"), status=503)
    assert (file.headers["Retry-After"], "Content-Disposition" in file.headers) == ("5", False)
    assert f'href="{path.replace("&", "&amp;")}">See how far the table is' in file.text
    client.get("/figures/protected?year=2013-14", status=202)
    assert release_works.do_next(now=now)
    assert "Reviews by sex, 2013-14</h2>" in client.get(path).text
    assert "Male" in client.get(path.replace("workspace", "workspace/table.csv")).text
    assert release_works.do_next(now=now)
    assert "Figures" in client.get("/figures/protected?year=2013-14").text


def test_what_is_signed_beside_much_is_released_while_the_proposal_shows_how_far_it_is(
    client, example, now, monkeypatch
):
    page = "/workspace?measure=reviewed.sex&year=2013-14&years=1"
    client.sign_in("analyst").get(page)
    monkeypatch.setattr(releases_rules, "AT_ONCE", (-1, -1))
    (released,) = re.findall(r'href="(/releases/[^"?]+)"', client.sign_in("coordinator").get("/releases/").text)[-1:]
    assert client.submit(released, f"{released}/renew", reason="A category was corrected.").status_code == 302
    (proposed,) = re.findall(r'href="(/releases/proposals/[^"?]+)"', client.get("/releases/").text)
    signed = client.sign_in("chair").submit(proposed, f"{proposed}/sign")
    assert (signed.status_code, signed.location) == (302, proposed)
    assert "Reviews by sex, 2013-14</span>" in client.get(proposed, status=202).text
    assert release_works.do_next(now=now)
    assert "Signed by" in client.get(proposed).text


def test_reason_typed_for_a_note_is_kept_while_its_numbers_are_made(client, example, now, monkeypatch):
    monkeypatch.setattr(releases_rules, "AT_ONCE", (-1, -1))
    note = "/themes/safe-sleep/note"
    client.sign_in("chair").submit(note, saw="We saw 3 of them.", helps="", asks="", support="")
    waiting = client.submit(note, f"{note}/agree", because="It was looked at.")
    assert (waiting.status_code, waiting.location) == (302, f"{note}/numbers")
    assert "It is about to begin" in client.get(f"{note}/numbers", status=202).text
    assert release_works.do_next(now=now)
    assert client.get(f"{note}/numbers", status=302).location == note
    assert "It was looked at." in client.get(note).text
    assert client.submit(note, f"{note}/agree", because="It was looked at.").location == note
    assert "See it as everybody does" in client.get(note).text


def test_theme_that_was_renamed_after_a_release_keeps_its_name_there_and_what_it_is_called_now_is_said(client, example):
    path, protected = "measure=reviewed.theme&year=2013-14&years=1", "/figures/protected?year=2013-14"
    before = client.sign_in("analyst").get(f"/workspace?{path}").text + client.get(protected).text
    assert "under which they were released" not in before
    theme = "/themes/safe-sleep/change"
    own = form_fields(client.sign_in("coordinator").get(theme).text)
    assert client.http.post(theme, data=own | {"label": "Sleeping safely"}).status_code == 302
    said = "released: “Safer sleep” is called “Sleeping safely” now."
    client.sign_in("analyst")
    for told in (client.get(f"/workspace?{path}").text, client.get(protected).text):
        assert cells(told, "reviewed.theme", "Safer sleep")
        assert said in told
    assert said in client.get(f"/workspace/table.csv?{path}").text
