"""Writing in a report on its pages: a section, its numbers, a remark, somebody else's words, the approval."""

import re

import pytest
from flask import Flask

from tests import example_year
from tests.client import Browserless, form_fields, hidden_fields, shown_text
from tests.personas import Cast
from tests.web.built_reports import built_report


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    example_year.bring(cast)
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def draft(desk: Browserless) -> str:
    sent = desk.submit("/reports/", "/reports/write", year="2013-14")
    assert sent.status_code == 302, sent.text
    return sent.location


def test_report_is_written_its_numbers_settled_built_and_approved(
    desk: Browserless, draft: str, app: Flask, cast: Cast
) -> None:
    foreword = f"{draft}/sections/foreword"
    assert desk.submit(foreword, text="In 2013-14 we reviewed 35 deaths.\n\n- Thank you").status_code == 302
    assert "2 numbers are taken from no figure" in shown_text(desk.get(draft).text)
    number = f"{foreword}/numbers/1"
    assert "What is “2013-14”?" in desk.get(number).text
    refused = desk.submit(number, figure="plain", reason="")
    assert (refused.status_code, "Say what kind of number it is" in refused.text) == (422, True)
    assert "The period of the report" in desk.get(number).text
    assert desk.submit(number, figure="plain", reason="The year of the report").status_code == 302
    assert "Reviews completed" in desk.get(number).text
    assert desk.submit(number, figure="{reviewed.total}").status_code == 302
    assert "2013-14, in “In 2013-14 we reviewed {reviewed.total} deaths.”: The year of the report (Coordinator" in (
        shown_text(desk.get(foreword).text)
    )
    preview = desk.get(f"{draft}/preview").text
    assert "In 2013-14 we reviewed 35 deaths." in preview
    assert "This section is not in the public edition." in preview
    built = built_report(desk, "2013-14")
    assert "It waits for the chair" in desk.get(built).text
    chair = Browserless(app, cast).sign_in("chair")
    assert chair.submit(built, f"{built}/approve").status_code == 302
    assert "Approved by Chair" in shown_text(chair.get(built).text)


def test_report_with_a_number_of_nobody_is_not_approved_and_says_which(
    desk: Browserless, draft: str, app: Flask, cast: Cast
) -> None:
    learning = f"{draft}/sections/learning"
    desk.submit(learning, text="{reviewed.sex: male} boys. Of 44 deaths {many.were} of babies.")
    told = shown_text(desk.get(learning).text).partition("Names of no figure")[2].partition("Public edition")[0]
    assert ("{many.were}" in told, "{reviewed.sex: male}" in told) == (True, False)
    built = built_report(desk, "2013-14")
    chair = Browserless(app, cast).sign_in("chair")
    page = chair.get(built).text
    assert ("“44” is no figure" in page, f'href="{draft}"' in page) == (True, True)
    refused = chair.submit(built, f"{built}/approve")
    assert (refused.status_code, "There is a problem" in refused.text) == (409, True)


def test_words_of_somebody_else_are_shown_beside_ones_own_and_neither_is_lost(
    desk: Browserless, draft: str, app: Flask, cast: Cast
) -> None:
    foreword = f"{draft}/sections/foreword"
    opened = re.findall(r'name="version" value="(\d+)"', desk.get(foreword).text)[0]
    chair = Browserless(app, cast).sign_in("chair")
    assert chair.submit(foreword, text="The words of the chair").status_code == 302
    page = desk.submit(foreword, text="The words of the coordinator", version=opened)
    assert page.status_code == 409
    assert all(words in page.text for words in ("The words of the chair", "The words of the coordinator"))
    again = re.findall(r'name="version" value="(\d+)"', page.text)[0]
    assert desk.submit(foreword, text="Both", version=again).status_code == 302
    assert all(words in desk.get(f"{foreword}/versions").text for words in ("Both", "The words of the chair"))


def test_remark_is_made_and_settled(desk: Browserless, draft: str) -> None:
    foreword = f"{draft}/sections/foreword"
    assert desk.submit(foreword, f"{foreword}/remarks", remark="").status_code == 422
    assert desk.submit(foreword, f"{foreword}/remarks", remark="Too long").status_code == 302
    settle = re.findall(r'formaction="([^"]+/settle)"', desk.get(foreword).text)[0]
    assert desk.submit(foreword, settle).status_code == 302
    assert "settled by Coordinator" in shown_text(desk.get(foreword).text)


@pytest.mark.parametrize("button", ["remarks", "public", "start", "settle"])
def test_whichever_button_of_the_page_is_pressed_nothing_typed_on_it_is_lost(
    desk: Browserless, draft: str, button: str
) -> None:
    foreword = f"{draft}/sections/foreword"
    desk.submit(foreword, f"{foreword}/remarks", remark="The first remark")
    if button == "settle":
        button = re.findall(r'formaction="[^"]+/(remarks/[^"]+/settle)"', desk.get(foreword).text)[0]
    sent = desk.submit(foreword, f"{foreword}/{button}", text="Typed words", remark="Typed remark", press="public")
    page = sent.text if sent.status_code == 422 else desk.get(foreword).text
    assert sent.status_code == (422 if button == "start" else 302)
    assert "Typed words</textarea>" in page
    assert ("Typed remark" in page, "The section was saved" in shown_text(page)) == (True, True)
    assert ("prints these words as well" in page) == (button == "public")
    assert ("settled by Coordinator" in page) == ("settle" in button)


def test_other_button_does_not_write_over_what_somebody_else_saved(
    desk: Browserless, draft: str, app: Flask, cast: Cast
) -> None:
    foreword = f"{draft}/sections/foreword"
    desk.submit(foreword, text="The first words")
    opened = form_fields(desk.get(foreword).text)
    Browserless(app, cast).sign_in("chair").submit(foreword, text="The words of the chair")
    refused = desk.http.post(f"{foreword}/remarks", data=opened | {"text": "Mine", "remark": "Why?"})
    assert refused.status_code == 409
    assert all(words in refused.text for words in ("The words of the chair", "Mine</textarea>", "Why?</textarea>"))
    # Who typed nothing of the section is not asked to bring anything together; but published is only what they saw.
    assert desk.http.post(f"{foreword}/public", data=opened | {"press": "public"}).status_code == 409
    assert desk.http.post(f"{foreword}/remarks", data=opened | {"remark": "Why so?"}).status_code == 302
    page = desk.get(foreword).text
    assert ("The words of the chair</textarea>" in page, "Why so?" in page) == (True, True)


def test_section_that_is_left_out_is_not_in_the_report(desk: Browserless, draft: str) -> None:
    # Of two values of one name a browser sends both, and the first counts: the button's must be the only one.
    assert "press" not in hidden_fields(desk.get(draft).text)
    assert desk.submit(draft, f"{draft}/sections/meetings/place", press="leave").status_code == 302
    assert "The panel’s meetings" not in desk.get(f"{draft}/preview").text
    assert desk.submit(draft, f"{draft}/sections/meetings/place", press="sideways").status_code == 404


def test_words_are_public_once_what_should_not_be_was_let_stand(desk: Browserless, draft: str) -> None:
    section = f"{draft}/sections/foreword"
    desk.submit(section, text="One boy who drew this cover.")
    assert "press" not in hidden_fields(desk.get(section).text)
    assert desk.submit(section, f"{section}/public", press="public").status_code == 302
    assert "1 place to look at first." in shown_text(desk.get(draft).text)
    refused = desk.submit("/reports/", year="2013-14", edition="public")
    assert refused.status_code == 422
    assert "“One boy who” is the story of a single child" in refused.text
    assert desk.submit(f"{section}/words/1", reason="").status_code == 422
    assert desk.submit(f"{section}/words/1", reason="He is an artist of 40").status_code == 302
    built = built_report(desk, "2013-14", edition="public")
    assert "One boy who drew this cover." in desk.get(built).text
    assert "“One boy who drew this cover.”: He is an artist of 40 (Coordinator" in shown_text(desk.get(section).text)
