"""The walk of a reporting form: asked for, opened with a code, answered by two people, sent, read."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.agencies import MadeRequest, add_agency, ask, last_code, token_of
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case
from tests.personas import Cast

CHILD, NHS_NUMBER = "Canarianna", "9990000018"


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, given_names=CHILD, nhs_number=NHS_NUMBER)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now)


def opened(app: Flask, cast: Cast, request: MadeRequest, name: str = "Pat Manager", role: str = "practice manager") -> Browserless:
    """A browser in which somebody has opened the form."""
    browser, path = Browserless(app, cast), f"/r/{token_of(request)}"
    assert browser.submit(path).status_code == 302
    response = browser.submit(f"{path}/code", code=last_code(), name=name, role=role)
    assert (response.status_code, response.location) == (302, "/form-b/"), response.text
    return browser


def fill(browser: Browserless, section: str, press: str = "save", **typed: str) -> str:
    """Type into a section's page, send it, and return where it leads."""
    path = f"/form-b/sections/{section}"
    fields = form_fields(browser.get(path).text) | typed | {"press": press}
    response = browser.http.post(path, data=fields)
    assert response.status_code == 302, response.text
    return str(response.location)


def test_whole_walk_of_a_request(app: Flask, cast: Cast, case: MadeCase, now: datetime) -> None:
    coordinator = Browserless(app, cast).sign_in("coordinator")
    agency = add_agency(cast.person("coordinator"), now=now, name="Invented Surgery", kind="gp")
    page = coordinator.get(f"{case.path}/requests").text
    assert "Every child’s practice is asked" in page or "Every child's practice is asked" in page.replace("&#39;", "'")
    assert agency
    response = coordinator.submit(f"{case.path}/requests", **{"ask-gp": "yes"})
    assert response.status_code == 302, response.text
    assert "Invented Surgery" in coordinator.get(f"{case.path}/requests").text
    request_id = re.search(r"/requests/([\w-]{22})", coordinator.get(f"{case.path}/requests").text)
    assert request_id is not None
