"""A request that is about another child goes to that child's case with all that came of it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseNote, FormAnswer, FormRequest, FormResponse, RequestContact, RequestedForm
from cdop.rules.vocabulary import CaseStatus
from tests.agencies import MadeRequest, add_agency, ask
from tests.client import Browserless
from tests.factories import FINDINGS, MadeCase, add_case
from tests.personas import Cast

WHY = "The surgery was asked about the twin"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, agency_id=add_agency(cast.person("coordinator"), now=now), now=now)


def cases_of_its_rows() -> set[int | None]:
    db.session.rollback()
    found = {
        case_id
        for model in (FormRequest, RequestedForm, FormResponse, FormAnswer, RequestContact)
        for case_id in db.session.scalars(select(model.case_id))
    }
    db.session.rollback()
    return found


def test_request_is_moved_with_all_that_is_of_it_and_both_cases_say_why(
    desk: Browserless, cast: Cast, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    twin = add_case(cast.person("coordinator"), now=now, given_names="Zwilling", status=CaseStatus.GATHERING)
    page = f"/requests/{request_.public_id}/another-case"
    for reference, reason in ((twin.reference, ""), ("nobody", WHY), (case.reference, WHY)):
        assert desk.submit(page, case=reference, reason=reason).status_code == 422
    assert cases_of_its_rows() == {case.id}
    assert desk.submit(page, case=twin.reference, reason=WHY).location == f"/requests/{request_.public_id}"
    assert cases_of_its_rows() == {twin.id}
    assert f"Case {twin.reference}, request" in desk.get(f"/requests/{request_.public_id}").text
    notes = db.session.execute(select(CaseNote.case_id, CaseNote.text))
    assert {(row.case_id, WHY in row.text) for row in notes} == {(case.id, True), (twin.id, True)}


def test_request_is_not_moved_to_a_case_whose_review_is_complete(
    desk: Browserless, cast: Cast, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    reviewed = add_case(cast.person("coordinator"), now=now, status=CaseStatus.REVIEWED, **FINDINGS)
    told = desk.submit(f"/requests/{request_.public_id}/another-case", case=reviewed.reference, reason=WHY)
    assert (told.status_code, "is complete" in told.text) == (422, True)
    assert cases_of_its_rows() == {case.id}
