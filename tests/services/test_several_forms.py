"""A request for several forms: each keeps its own answers, all are judged, and one sending sends all of them."""

from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, FormResponse, OutboundMessage, RequestedForm
from cdop.queries import form_b as form_b_queries
from cdop.queries.form_b import OpenForms
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.rules.actors import Actor
from cdop.rules.form_b import FORM_B, Records, WantedForm
from cdop.rules.vocabulary import RequestStatus, ResponseStatus
from cdop.services import form_b, form_b_returns, request_contents
from cdop.services.errors import Blocked, Invalid, NotFound
from tests.agencies import MadeRequest, ask, respondent
from tests.factories import add_case
from tests.personas import Cast

SECOND = WantedForm("notification", ("child", "family"))
CHILD = {"given_names": "Canarianna", "family_name": "Invented"}


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), WantedForm(FORM_B), SECOND, now=now)


@pytest.fixture
def manager(request_: MadeRequest, cast: Cast, now: datetime) -> Actor:
    return respondent(request_, panel_id=cast.panel_id, now=now)


def opened(actor: Actor) -> OpenForms:
    found = form_b_queries.open_forms(actor)
    assert found is not None
    return found


def save(actor: Actor, form: str, section: str, now: datetime, **typed: object) -> None:
    answers = {(key, NOT_IN_A_GROUP): Answer(value) for key, value in typed.items()}
    form_b_returns.save(actor, form, section, answers, seen={}, now=now)


def statuses(request: MadeRequest) -> set[ResponseStatus]:
    of_request = RequestedForm.request_id == request.id
    joined = select(FormResponse.status).join(RequestedForm, RequestedForm.response_id == FormResponse.id)
    found = set(db.session.scalars(joined.where(of_request)))
    db.session.rollback()
    return found


def test_forms_come_in_their_order_and_only_the_sections_that_are_wanted(manager: Actor) -> None:
    first, second = opened(manager).forms
    assert (first.key, second.key) == (FORM_B, "notification")
    assert [section.key for section in second.spec.sections] == ["child", "family"]
    assert len(first.spec.sections) == 7


def test_each_form_keeps_its_own_answers(cast: Cast, request_: MadeRequest, manager: Actor, now: datetime) -> None:
    save(manager, "notification", "child", now, **CHILD)
    save(manager, FORM_B, "reporting", now, contact_summary="Registered since birth")
    first, second = opened(manager).forms
    assert ("contact_summary", NOT_IN_A_GROUP) in first.answered.answers
    assert {key for key, _row in second.answered.answers} == set(CHILD)
    row, _case = form_b_queries.request_row(cast.person("coordinator"), request_.public_id) or (None, None)
    assert row is not None
    assert row.answered == first.completeness.answered + second.completeness.answered
    assert row.asked == opened(manager).completeness.asked


def test_section_that_is_not_asked_for_takes_no_answer(manager: Actor, now: datetime) -> None:
    for form, section in (("notification", "notifier"), ("analysis", "child"), (FORM_B, "nowhere")):
        with pytest.raises(NotFound):
            save(manager, form, section, now)


def test_all_forms_are_judged_and_sent_at_once(request_: MadeRequest, manager: Actor, now: datetime) -> None:
    with pytest.raises(Blocked) as blocked:
        form_b_returns.submit(manager, reason="No time", now=now)
    said = " ".join(blocked.value.reasons)
    assert ("Whose records did you search?" in said, "First names" in said) == (True, True)
    save(manager, FORM_B, "reporting", now, records_searched=("child",))
    with pytest.raises(Blocked):
        form_b_returns.submit(manager, reason="No time", now=now)
    assert statuses(request_) == {ResponseStatus.STARTED}
    save(manager, "notification", "child", now, **CHILD)
    form_b_returns.submit(manager, reason="No time", now=now)
    assert statuses(request_) == {ResponseStatus.SUBMITTED}
    assert db.session.get_one(FormRequest, request_.id).status is RequestStatus.RETURNED


def test_nothing_else_is_asked_of_an_agency_from_which_nothing_is_needed_or_of_sections_there_are_not(
    cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    coordinator = cast.person("coordinator")

    def change(*wanted: WantedForm) -> None:
        version = db.session.get_one(FormRequest, request_.id).version
        request_contents.change_contents(
            coordinator, request_.public_id, wanted, [Records.CHILD], version=version, now=now
        )

    with pytest.raises(Invalid):
        change(WantedForm(FORM_B, ("nowhere",)))
    change(WantedForm(FORM_B, ("reporting", "child")))
    form_b.withdraw(coordinator, request_.public_id, reason="The child was never seen there", now=now)
    with pytest.raises(Blocked):
        change(WantedForm(FORM_B))


def take_off(cast: Cast, request: MadeRequest, *keys: str, now: datetime, more: tuple[WantedForm, ...] = ()) -> None:
    version = db.session.get_one(FormRequest, request.id).version
    wanted, records = (WantedForm(FORM_B), SECOND, *more), [Records.CHILD]
    change = partial(request_contents.change_contents, cast.person("coordinator"), request.public_id, wanted, records)
    change(taken_off=keys, version=version, now=now)


def test_form_asked_for_by_mistake_is_taken_off_and_its_agency_told_without_its_name(
    cast: Cast, request_: MadeRequest, manager: Actor, now: datetime
) -> None:
    third = WantedForm("supplement_fire")
    take_off(cast, request_, "notification", now=now, more=(third,))
    agency = respondent(request_, panel_id=cast.panel_id, now=now)
    assert [form.key for form in opened(agency).forms] == [FORM_B, "supplement_fire"]
    take_off(cast, request_, now=now, more=(WantedForm("supplement_cardiac"),))
    take_off(cast, request_, "supplement_fire", now=now)
    agency = respondent(request_, panel_id=cast.panel_id, now=now)
    assert [form.key for form in opened(agency).forms] == [FORM_B, "notification", "supplement_cardiac"]
    told = select(OutboundMessage.context).where(OutboundMessage.template == "form_b_less")
    assert [set(context) for context in db.session.scalars(told)] == [{"invitation"}]
    assert (
        db.session.scalars(select(FormResponse.id)).all()
        == db.session.scalars(select(RequestedForm.response_id).order_by(RequestedForm.response_id)).all()
    )


def test_form_on_which_the_agency_has_answered_or_that_is_the_reporting_form_stays(
    cast: Cast, request_: MadeRequest, manager: Actor, now: datetime
) -> None:
    save(manager, "notification", "child", now, **CHILD)
    for key in ("notification", FORM_B, "supplement_fire"):
        with pytest.raises(Invalid):
            take_off(cast, request_, key, now=now)
    save(manager, FORM_B, "reporting", now, records_searched=("child",))
    form_b_returns.submit(manager, reason="No time", now=now)
    with pytest.raises(Invalid):
        take_off(cast, request_, "notification", now=now)
    assert statuses(request_) == {ResponseStatus.SUBMITTED}


def test_answer_on_any_form_means_that_something_is_held(manager: Actor, now: datetime) -> None:
    save(manager, "notification", "child", now, **CHILD)
    with pytest.raises(Blocked):
        form_b_returns.hold_nothing(manager, now=now)


def test_all_forms_are_open_again_once_sent_back(
    cast: Cast, request_: MadeRequest, manager: Actor, now: datetime
) -> None:
    save(manager, FORM_B, "reporting", now, records_searched=("child",))
    save(manager, "notification", "child", now, **CHILD)
    form_b_returns.submit(manager, reason="No time", now=now)
    form_b.send_back(cast.person("coordinator"), request_.public_id, reason="Which ward?", now=now)
    assert statuses(request_) == {ResponseStatus.STARTED}


@pytest.mark.parametrize("wanted", [WantedForm("nothing"), WantedForm(FORM_B, ("nowhere",))])
def test_form_or_section_that_there_is_not_is_refused(wanted: WantedForm, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    with pytest.raises(Invalid):
        ask(coordinator, case, wanted, now=now)
    assert form_b_queries.requests_of_case(coordinator, case.id) == ()
