"""The pages of themes: the register, one with its cases, its rule before and after, the themes of a case."""

import re
from datetime import date, datetime

import pytest
from flask import Flask

from cdop.services import themes
from tests.client import Browserless, form_fields, shown_text
from tests.factories import add_case
from tests.personas import Cast

BORN = date(2026, 5, 1)


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


def test_proposed_cases_are_put_in_and_left_out_on_the_page_of_their_theme(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    cases = [add_case(cast.person("coordinator"), now=now, born_on=BORN, died_on=BORN) for _ in range(2)]
    themes.compare_all(now=now)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    assert "Neonatal care and place of birth" in shown_text(desk.get("/themes/").text)
    page = "/themes/neonatal"
    words = " ".join(shown_text(desk.get(page).text).split())
    assert "Of the 2 deaths of the last two years" in words
    assert words.count("Fits by Age") == 2
    refused = desk.submit(page, f"{page}/decide", belongs="in", reason="Born in the wrong place")
    assert (refused.status_code, "Born in the wrong place" in refused.text) == (422, True)
    assert "Choose at least one case" in refused.text
    chosen = {"cases": cases[0].public_id, "belongs": "in", "reason": "Born in the wrong place"}
    assert desk.submit(page, f"{page}/decide", **chosen).status_code == 302
    assert "Born in the wrong place" in shown_text(desk.get(f"{page}?show=in").text)
    assert "Themes: 1 proposed" in shown_text(desk.get(cases[1].path).text)
    assert (between := "/figures/between?kind=theme-neonatal") in desk.get(page).text
    assert "Theme: Neonatal care and place of birth, 10 years" in shown_text(desk.get(between).text)
    mine = f"{cases[1].path}/themes"
    assert "Proposed by a rule" in shown_text(desk.get(mine).text)
    assert desk.submit(mine, theme="neonatal", belongs="out", reason="Planned care").status_code == 302
    assert "Left out: Planned care" in shown_text(desk.get(mine).text)


def test_deaths_near_each_other_are_looked_at_and_their_theme_says_so(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    for _ in range(2):
        add_case(cast.person("coordinator"), now=now, born_on=BORN, died_on=BORN)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    told = {"label": "Neonatal", "is_active": "yes", "tells_of_near": "yes"}
    assert desk.submit("/themes/neonatal/change", **told).status_code == 302
    themes.compare_all(now=now)
    assert "Nobody yet; found" in shown_text(desk.get("/near-deaths/").text)
    refused = desk.submit("/near-deaths/", thought="Two hospitals")
    assert (refused.status_code, "Choose at least one pair" in refused.text) == (422, True)
    assert "Two hospitals" in refused.text
    pair = re.search(r'name="pairs" [^>]*value="([\w-]{22})"', refused.text)
    assert pair
    told = {"pairs": pair[1], "thought": "Two hospitals"}
    assert desk.submit("/near-deaths/", **told).status_code == 302
    assert "Two hospitals" in shown_text(desk.get("/themes/neonatal").text)
    assert "0 pairs" in shown_text(desk.get("/near-deaths/").text)
    assert "Two hospitals" in shown_text(desk.get("/near-deaths/?show=all").text)


def test_rule_is_saved_only_once_what_it_changes_was_shown(sqlite_app: Flask, cast: Cast, now: datetime) -> None:
    add_case(cast.person("coordinator"), now=now, born_on=BORN, died_on=BORN)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    added = desk.submit("/themes/new", label="Water at home", is_active="yes")
    assert (added.status_code, added.location) == (302, "/themes/water-at-home/rule")
    page = "/themes/drowning/rule"
    wrong = desk.submit(page, rule="agee under 2 days", reason="Try", press="save")
    assert (wrong.status_code, "Did you mean “age”?" in wrong.text) == (422, True)
    shown = desk.submit(page, rule="age under 2 days", reason="Try", press="save")
    assert (shown.status_code, "1 case would newly be proposed" in shown_text(shown.text)) == (200, True)
    typed = form_fields(shown.text) | {"rule": "age under 3 days\nage under 4 days", "press": "save"}
    changed = desk.http.post(page, data=typed)
    assert (changed.status_code, "Save this rule" in changed.text) == (200, True)
    kept = form_fields(changed.text) | {"press": "save"}
    typed = {name: value.replace("\n", "\r\n") for name, value in kept.items()}  # as every browser sends them
    assert desk.http.post(page, data=typed).status_code == 302
    assert desk.http.post(page, data=typed).status_code == 409
    assert "Rule 1, from 20 November 2026, in force" in shown_text(desk.get("/themes/drowning").text)
