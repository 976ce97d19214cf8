"""What is searched for stands in no address in words."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.client import Browserless, form_fields, hidden_fields
from tests.factories import add_case
from tests.personas import Cast


@pytest.fixture
def desk(sqlite_app: Flask, now: datetime) -> Browserless:
    cast = Cast(now)
    for family_name in ("Quillonia", "Zantedeschia"):
        add_case(cast.person("coordinator"), now=now, family_name=family_name)
    return Browserless(sqlite_app, cast).sign_in("coordinator")


@pytest.mark.parametrize("name", ["cases", "requests", "awaited"])
def test_name_that_is_searched_for_is_in_the_box_and_in_no_address(name: str, desk: Browserless) -> None:
    page = desk.search(name, " Quillonia ", sort="name", status="")
    assert form_fields(page.text)["search"] == "Quillonia"
    address = page.request.full_path
    assert ("Quillonia" in address, "sort=name" in address, "status=" in address) == (False, True, False)
    assert [part for part in page.text.split('href="')[1:] if "Quillonia" in part.partition('"')[0]] == []


def test_sealed_words_find_the_case_for_whoever_has_the_address_and_may_see_it(desk: Browserless) -> None:
    found = desk.search("cases", "quillonia")
    assert ("Quillonia" in found.text, "Zantedeschia" in found.text) == (True, False)
    again = desk.get(found.request.full_path).text
    assert ("Quillonia" in again, "Zantedeschia" in again) == (True, False)
    (sealed,) = parse_qs(urlsplit(found.request.full_path).query)["search"]
    assert len(sealed) > len("quillonia")


@pytest.mark.parametrize("forged", ["Quillonia", "AAAA", "A" * 64, "é", "%FF"])
def test_words_that_were_not_sealed_here_narrow_nothing(forged: str, desk: Browserless) -> None:
    page = desk.get(f"/cases/?search={forged}").text
    assert ("Quillonia" in page, "Zantedeschia" in page) == (True, True)


def test_there_is_no_search_of_a_list_that_is_not_there(desk: Browserless) -> None:
    fields = hidden_fields(desk.get("/cases/").text) | {"search": "x"}
    assert desk.http.post("/search/nothing", data=fields).status_code == 404
