"""The pages of lists of deaths: one is looked at, kept, and what is missing on it awaited; faults are beside lines."""

import io
from datetime import datetime

import pytest
from flask import Flask

from tests.agencies import add_agency
from tests.client import Browserless
from tests.death_lists import HEAD, ROWS, csv_of, workbook_of
from tests.personas import Cast

NEW = {"source": "new", "name": "Registrar of Halton", "kind": "registrar"}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def browser(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def test_workbook_is_looked_at_kept_and_what_is_missing_awaited(
    browser: Browserless, cast: Cast, now: datetime
) -> None:
    agency = add_agency(cast.person("coordinator"), now=now, name="Invented Ward")
    raw = workbook_of([("Deaths registered in November",), (), HEAD, *ROWS, ("Total: 2",)])
    sent = browser.submit("/lists/", **NEW, file=(io.BytesIO(raw), "odd.csv"))
    assert sent.status_code == 302, sent.text
    seen = browser.get(sent.location).text
    assert "2 children: 2 missing, 0 possible, 0 matched" in seen
    columns = {"header": "3", "column_nhs_number": "0", "column_family_name": "1", "column_given_names": "2"}
    columns |= {"column_born_on": "3", "column_died_on": "4", "sheet": "Sheet", "is_kept": "yes"}
    assert browser.submit(sent.location, f"{sent.location}/columns", **columns).status_code == 302
    kept = browser.get(sent.location).text
    line = kept.split('name="rows" type="checkbox" value="')[1].split('"')[0]
    assert browser.get(f"/lists/lines/{line}").status_code == 200
    assert browser.submit(sent.location, f"{sent.location}/await", rows=line, agency=agency).status_code == 302
    assert "1 notification is awaited now" in browser.get(sent.location).text
    assert "Awaited" in browser.get(f"{sent.location}/report.csv").text
    assert "Registrar of Halton" in browser.get("/lists/").text


def test_faults_stand_beside_their_lines_and_columns_can_be_chosen_again(browser: Browserless) -> None:
    raw = csv_of([("", "INVENTED", "Ada", "x", "31/02/2026")])
    sent = browser.submit("/lists/", **NEW, file=(io.BytesIO(raw), "list.csv"))
    seen = browser.get(sent.location).text
    assert "2 faults. Nothing was kept" in seen
    again = browser.submit(sent.location, f"{sent.location}/columns", header="1", sheet="", column_family_name="1")
    assert (again.status_code, "Choose the column of the date of death" in again.text) == (200, True)
    refused = browser.submit("/lists/", **NEW, file=(io.BytesIO(b"\x00\x01"), "list.csv"))
    assert (refused.status_code, "Nothing of it was kept" in refused.text) == (422, True)
