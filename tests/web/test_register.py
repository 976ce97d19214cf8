"""The register's page: a file comes in, its faults are listed beside their rows, the register goes out.

All children here are invented.
"""

import base64
import csv
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from cdop.extensions import db
from cdop.models import AuditEntry, Case, PanelMeeting
from cdop.rules import csv_columns, csv_table, meetings_register
from cdop.rules import register as register_rules
from cdop.rules.csv_columns import Column
from cdop.rules.register import REGISTER_COLUMNS
from cdop.rules.vocabulary import AuditVerb
from tests.client import Browserless, assert_good_html, hidden_fields
from tests.registers import (
    EXAMPLE,
    FAULTS,
    NAMED,
    SIXTY,
    digest_of_database,
    meetings_file,
    register_file,
    row,
)

PAGE = "/register/"
UNSAVED = ("user_session", "sign_in_attempt")


def sent(client: Browserless, raw: bytes, **fields: str) -> TestResponse:
    """The answer to a file that was chosen and sent."""
    file = (io.BytesIO(raw), "register.csv")
    response = client.submit(PAGE, **{"file": file, "content": "cases"} | fields)
    assert_good_html(response.text)
    return response


def words(html: str) -> list[list[str]]:
    """The cells of the table rows of a page."""
    rows = re.findall(r"<tr.*?</tr>", html, re.S)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", one, re.S)]
            for one in rows]  # fmt: skip


def facts(html: str) -> dict[str, str]:
    """The pairs of a page's summary list."""
    pairs = re.findall(r"<dt.*?>(.*?)</dt>\s*<dd.*?>(.*?)</dd>", html, re.S)
    return {unescape(key).strip(): unescape(value).strip() for key, value in pairs}


def counted(model: type) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def test_import_example_shows_what_came_of_it(client: Browserless) -> None:
    response = sent(client.sign_in("coordinator"), (EXAMPLE / "register.csv").read_bytes())
    assert response.status_code == 200
    assert facts(response.text) == {
        "Rows read": "78",
        "Cases added": "78",
        "Rows linked to a case already held": "0",
        "Rows left out because their case is already held": "0",
        "Case review meetings added for review dates": "4",
    }
    assert counted(Case) == 78


@pytest.mark.parametrize(
    ("what", "columns"), [("cases", register_rules.COLUMNS), ("meetings", meetings_register.COLUMNS)]
)
def test_page_tells_every_column_and_gives_an_empty_file_that_is_read(
    what: str, columns: tuple[Column, ...], client: Browserless
) -> None:
    page = client.sign_in("coordinator").get(PAGE).text
    assert_good_html(page)
    told = facts(page)
    for column in columns:
        assert told[column.name + (" (needed)" if column.required else "")] == (column.holds or "Any text.")
    href = re.search(rf'href="data:text/csv;charset=utf-8;base64,([^"]+)">Save an empty file of {what}<', page)
    assert href is not None
    table = csv_table.read_table(base64.b64decode(href[1]), csv_columns.names(columns), csv_columns.names(columns))
    assert (table.faults, table.ignored_columns, list(table.entries)) == ((), (), [])


def test_import_meetings_shows_what_came_of_it(client: Browserless) -> None:
    client.sign_in("coordinator")
    response = sent(client, meetings_file("2014-02-20,,neonatal", "2014-02-20,business,"), content="meetings")
    assert facts(response.text) == {
        "Meetings read": "2",
        "Meetings added": "2",
        "Meetings whose theme changed": "0",
    }
    assert counted(PanelMeeting) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_import_file_with_fault_lists_it_and_leaves_the_database(fault: str, client: Browserless) -> None:
    content, line = FAULTS[fault]
    client.sign_in("coordinator")
    before = digest_of_database(without=UNSAVED)
    response = sent(client, content)
    assert response.status_code == 422
    (_, cells) = words(response.text)
    columns = {csv_columns.label(name): name for name in REGISTER_COLUMNS}
    place = [
        f"line {cells[0]}" if cells[0] != "Whole file" else "",
        columns[cells[2]] if cells[2] else "",
        f'"{cells[3]}"' if cells[3] else "",
    ]
    start = ", ".join(part for part in place if part)
    assert f"{start}: {cells[4]}".removeprefix(": ") == line
    assert digest_of_database(without=UNSAVED) == before


def test_import_faults_are_listed_beside_their_rows_and_can_be_saved(client: Browserless) -> None:
    client.sign_in("coordinator")
    response = sent(client, SIXTY, link_duplicates="yes")
    rule = "One of: female, male, indeterminate, not known."
    _, *listed = words(response.text)
    assert listed == [[str(n + 2), f"INV/{n:03d}", "Sex", "unsure", rule] for n in range(60)]
    assert "60 faults. Nothing was imported" in response.text
    assert re.search(r'name="link_duplicates"[^>]* checked', response.text), "the choices stay"
    assert "Choose the file again" in response.text
    href = re.search(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', response.text)
    assert href is not None
    content = base64.b64decode(href[1]).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(content))) == [
        {"line": str(n + 2), "column": "sex", "value": "unsure", "rule": rule} for n in range(60)
    ]


def test_import_very_many_faults_shows_the_first_and_saves_all(client: Browserless) -> None:
    client.sign_in("coordinator")
    response = sent(client, register_file(*(row(f"INV/{n:03d}", sex="x") for n in range(300))))
    assert len(words(response.text)) == 201
    assert "300 faults. Nothing was imported" in response.text
    assert "The first 200 faults are shown here." in response.text


def test_import_value_with_markup_is_shown_as_typed(client: Browserless) -> None:
    client.sign_in("coordinator")
    response = sent(client, register_file(row("<b>1</b>", sex="<script>alert(1)</script>")))
    assert words(response.text)[1][1:4] == ["<b>1</b>", "Sex", "<script>alert(1)</script>"]
    assert "<script>alert" not in response.text


def test_import_duplicates_are_linked_where_the_box_is_ticked(client: Browserless) -> None:
    client.sign_in("coordinator")
    sent(client, register_file(NAMED))
    again = register_file(row("INV/002", nhs_number="9990000018"))
    refused = sent(client, again)
    assert words(refused.text)[1][4].startswith("Possible duplicate of case INV/001: the same NHS number.")
    linked = sent(client, again, link_duplicates="yes")
    assert facts(linked.text)["Rows linked to a case already held"] == "1"
    assert counted(Case) == 1


def test_import_without_a_file_asks_for_it(client: Browserless) -> None:
    response = client.sign_in("coordinator").submit(PAGE, content="cases")
    assert response.status_code == 422
    assert "Choose the file" in response.text


def test_import_sent_ten_times_at_once_adds_once_and_answers_the_same(client: Browserless) -> None:
    client.sign_in("coordinator")
    hidden = hidden_fields(client.get(PAGE).text)
    cookies = client.http.get_cookie("cdop")
    assert cookies is not None

    def post(_: int) -> tuple[int, str]:
        http = client.app.test_client()
        http.set_cookie("cdop", cookies.value)
        file = (io.BytesIO(register_file(NAMED, row("INV/002", themes="own-theme"))), "register.csv")
        response = http.post(PAGE, data=hidden | {"content": "cases", "file": file})
        return response.status_code, str(facts(response.text))

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(post, range(10)))
    assert answers == {(200, str({
        "Rows read": "2", "Cases added": "2", "Rows linked to a case already held": "0",
        "Rows left out because their case is already held": "0",
        "Case review meetings added for review dates": "0",
    }))}  # fmt: skip
    assert counted(Case) == 2


def test_export_sends_a_zip_of_the_files_and_is_on_record(client: Browserless) -> None:
    client.sign_in("coordinator")
    sent(client, (EXAMPLE / "register.csv").read_bytes())
    response = client.submit(PAGE, "/register/export")
    assert (response.status_code, response.mimetype) == (200, "application/zip")
    assert re.fullmatch(r"attachment; filename=register-\d{4}-\d\d-\d\d\.zip", response.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.namelist() == ["register.csv", "meetings.csv", "areas.csv"]
        exported = archive.read("register.csv")
    response.close()
    assert exported.count(b"\r\n") == 79
    again = sent(client, exported)
    assert facts(again.text)["Rows left out because their case is already held"] == "78"
    by = select(AuditEntry.actor_name).where(AuditEntry.verb == AuditVerb.REGISTER_EXPORTED)
    assert db.session.scalars(by).all() == ["Coordinator"]


@pytest.mark.parametrize("name", ["chair", "panel member", "analyst", "administrator"])
def test_register_is_the_coordinators_alone(name: str, client: Browserless) -> None:
    client.sign_in(name)
    assert client.http.get(PAGE).status_code == 403
    hidden = hidden_fields(client.get("/").text)
    assert client.http.post("/register/export", data=hidden).status_code == 403


def test_page_is_found_with_and_without_its_last_stroke(client: Browserless) -> None:
    client.sign_in("coordinator")
    assert client.get("/register").text.count("<h1") == 1
    assert "at most 20 MB" in client.get(PAGE).text or "up to 20 MB" in client.get(PAGE).text


def test_import_file_over_the_limit_says_how_large_it_may_be(app: Flask, client: Browserless) -> None:
    client.sign_in("coordinator")
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    response = sent(client, b"x" * 1024 * 1024)
    response.request.environ["wsgi.input"].close()  # the test client's own copy of a large file
    assert response.status_code == 413
    assert "The most that can be sent at once is 1 MB" in response.text
