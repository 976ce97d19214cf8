"""How soon deaths were notified: counted by who told, where, of what and at what age, beside what lists show."""

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from cdop.rules.vocabulary import Residency
from cdop.services import triage
from tests.client import Browserless
from tests.death_lists import ROWS, keep_list
from tests.factories import SHROPSHIRE, add_case
from tests.live_cases import send_notification
from tests.personas import Cast

PAGE = "/figures/timeliness?from=1/4/2026&to=20/11/2026"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def deaths(cast: Cast, now: datetime) -> None:
    """Three deaths here, one of them of a young person on an adult ward after weeks; one of a child from elsewhere."""
    coordinator, died = cast.person("coordinator"), date(2026, 5, 1)
    told = {"born_on": date(2025, 1, 1), "died_on": died, "notified_by": "gp", "place_of_death": "HOME"}
    first = add_case(coordinator, now=now, notified_on=died, **told)
    add_case(coordinator, now=now, notified_on=died + timedelta(days=5), **told)
    young = told | {"born_on": date(2009, 6, 1), "place_of_death": "HOSP-ADULT", "notified_by": None}
    add_case(coordinator, now=now, notified_on=died + timedelta(days=40), **young)
    add_case(coordinator, now=now, notified_on=died, residency=Residency.ELSEWHERE, area_code=SHROPSHIRE, **told)
    suspects = {"suspected_types": ("vehicle collision", "other trauma"), "died_on": died}
    notification = send_notification(cast.panel_id, now=now, **suspects)
    triage.link_to_case(coordinator, notification, first.public_id, now=now)
    keep_list(coordinator, ROWS, now=now)


def numbers(desk: Browserless) -> dict[tuple[str, str], tuple[str, ...]]:
    text = desk.get(PAGE.replace("timeliness?", "timeliness.csv?")).text.removeprefix("\N{BYTE ORDER MARK}")
    return {(row[0], row[1]): tuple(row[2:]) for row in csv.reader(io.StringIO(text))}


def test_deaths_are_counted_in_every_way_and_those_from_elsewhere_in_none(desk: Browserless, deaths: None) -> None:
    found = numbers(desk)
    assert found["All deaths", "All deaths"] == ("3", "1", "1", "0", "1", "5")
    assert found["Deaths that are easily missed", "Aged 16 or 17, on an adult ward"] == ("1", "0", "0", "0", "1", "40")
    assert found["Deaths that are easily missed", "Vehicle collision suspected"] == ("1", "1", "0", "0", "0", "0")
    assert found["By who notified first", "General practice"] == ("2", "1", "1", "0", "0", "2.5")
    assert found["By who notified first", "Not recorded"][0] == "1"
    assert found["By place of death", "Hospital: adult ward"][0] == "1"
    assert found["By what was suspected at first", "Vehicle collision"][0] == "1"
    assert found["By age at death", "15-17 years"][0] == "1"


def test_page_tells_what_lists_show_and_what_they_cannot(desk: Browserless, deaths: None) -> None:
    page = re.sub(r"\s+", " ", desk.get(PAGE).text)
    assert "Registrar of Halton" in page
    assert "Matched: 0. Possible: 1. Missing: 1." in page
    assert "Deaths abroad" in page
    assert "How many deaths no list holds cannot be worked out" in page
    assert desk.http.get("/figures/timeliness?from=nonsense").status_code == 422
    assert "Timeliness of notifications, 2025-26" in desk.get("/figures/timeliness?endpoint=x&year=2025-26").text
