"""A case is put right after figures were released: who asks, and who answers for the register, is told what to do."""

import re

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.services import outdated_releases
from tests import example_year
from tests.client import form_fields, shown_text
from tests.web.test_figures import cells

WHOLE = "/workspace?measure=reviewed.sex&year=2013-14&years=1"
OF_ONE_AREA = f"{WHOLE}&area=Cheshire+East"
CHANGED = "The numbers of reviewed deaths are withheld: the records have changed"


@pytest.fixture
def corrected(client, cast):
    """The sex of a child was thought to be known when the whole was released: the path of that release."""
    example_year.bring(cast)
    client.sign_in("analyst").get(WHOLE)
    (whole,) = re.findall(r'href="(/releases/[^"?]+)"', client.get("/releases/").text)
    chosen = select(Case).where(Case.reviewed_on.between("2013-04-01", "2014-03-31"), Case.area_code == "E06000049")
    found = db.session.scalars(chosen).first().public_id
    db.session.rollback()
    client.sign_in("coordinator")
    page = shown_text(client.get(whole).text)
    assert "The records give other numbers now" not in page
    path = f"/cases/{found}/correct"
    right = form_fields(client.get(path).text) | {"sex": "not known"}
    assert client.http.post(path, data=right).status_code == 302
    return whole


def test_table_that_the_records_contradict_says_so_above_it_and_offers_no_others(client, corrected):
    html = client.sign_in("analyst").get(OF_ONE_AREA).text
    assert html.index(CHANGED) < html.index("<table")
    assert html.count(CHANGED) == 1
    assert "The coordinator can say whether the earlier figures are to be released anew" in shown_text(html)
    assert "may show more" not in html
    assert {cells(html, "reviewed.sex", sex)[0] for sex in ("Female", "Male", "Not known")} == {"withheld"}


def test_its_release_leads_the_coordinator_to_what_is_released_anew_first_and_then_it_has_numbers(client, corrected):
    client.sign_in("analyst").get(OF_ONE_AREA)
    newest = re.findall(r'href="(/releases/[^"?]+)"', client.get("/releases/").text)[0]
    assert "Release them anew first" not in client.get(newest).text, "an analyst sees no more than the register"
    page = client.sign_in("coordinator").get(newest).text
    assert CHANGED in page
    assert re.findall(r'href="(/releases/[^"?]+)">Reviews by sex, 2013-14</a>', page) == [corrected]
    assert "The records give other numbers now." in shown_text(client.get(corrected).text)
    for path in (corrected, newest):
        client.sign_in("coordinator").submit(path, f"{path}/renew", reason="The sex of a child was wrong.")
        (proposed,) = re.findall(r'href="(/releases/proposals/[^"?]+)"', client.sign_in("chair").get("/").text)
        renewed = client.submit(proposed, f"{proposed}/sign").location
        assert "The records" not in shown_text(client.get(renewed).text)
    html = client.sign_in("analyst").get(OF_ONE_AREA).text
    assert CHANGED not in html
    assert [cells(html, "reviewed.sex", sex)[0] for sex in ("Not recorded", "Not known")] == ["0", "withheld"]


def test_only_releases_of_the_same_deaths_are_looked_at_and_it_is_said_where_there_are_too_many(
    client, corrected, monkeypatch
):
    client.sign_in("analyst").get(OF_ONE_AREA)
    newest = re.findall(r'href="(/releases/[^"?]+)"', client.get("/releases/").text)[0]
    client.get("/workspace?measure=notified.area&year=2013-14&years=1")
    monkeypatch.setattr(outdated_releases, "MOST", 1)
    page = client.sign_in("coordinator").get(newest).text
    assert re.findall(r'href="(/releases/[^"?]+)">Reviews by sex, 2013-14</a>', page) == [corrected]
    assert "Older ones may differ too" not in page
    client.sign_in("analyst").get("/workspace?measure=reviewed.area&year=2013-14&years=1")
    page = client.sign_in("coordinator").get(newest).text
    assert corrected not in page
    assert "Older ones may differ too" in page
