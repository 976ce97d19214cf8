"""What the routing is told of a case, and how many statements the requests of a case take."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from cdop.extensions import db
from cdop.models import Notification
from cdop.queries import form_b
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.rules.actors import Actor
from cdop.rules.form_b import FORM_B, Circumstance, Named, WantedForm
from cdop.rules.vocabulary import AuditVerb, JointAgencyResponse, NotificationSource, NotificationStatus, Residency
from cdop.services import answers
from cdop.services import form_b as verbs
from cdop.services.unit import writes
from tests.agencies import ask
from tests.databases import ON_BOTH
from tests.factories import MadeCase, add_case
from tests.personas import Cast

pytestmark = ON_BOTH

TOLD = {
    ("suspected_types", ""): ("drowning", "other trauma", "other medical"),
    ("medical_conditions", ""): ("epilepsy",),
    ("place_of_event", ""): "PUBLIC",
    ("jar_criteria_met", ""): "yes",
    ("coroner_referred", ""): "no",
    ("known_to_social_care", ""): "yes",
    ("care_statuses", ""): ("looked after",),
    ("professional_agency_type", "01"): "gp",
    ("professional_organisation", "01"): "Invented Surgery",
    ("professional_name", "02"): "Somebody whose service nobody named",
}


@writes(AuditVerb.DEATH_NOTIFIED)
def notify(
    actor: Actor,
    case: MadeCase,
    status: NotificationStatus,
    *,
    now: datetime,
    told: Mapping[tuple[str, str], object] = TOLD,
) -> None:
    spec = registry.current("notification", date(2026, 11, 20))
    response = answers.start(actor, spec, panel_id=case.panel_id, case_id=case.id, now=now)
    answers.save_section(actor, response, spec, {name: Answer(value) for name, value in told.items()}, seen={}, now=now)
    notification = Notification(panel_id=case.panel_id, response_id=response.id, case_id=case.id, created_at=now)
    notification.reference, notification.status = "N-INVENTED", status
    notification.source, notification.received_at = NotificationSource.PUBLIC_FORM, now
    db.session.add(notification)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, place_of_death="HOSP-ED", residency=Residency.ELSEWHERE)


def test_notifications_of_a_case_say_whom_to_ask(cast: Cast, case: MadeCase, now: datetime) -> None:
    notify(cast.person("coordinator"), case, NotificationStatus.ACCEPTED, now=now)
    found = form_b.case_to_ask(cast.person("coordinator"), case.public_id, today=now.date())
    assert found is not None
    facts = found.facts
    assert (facts.age_days, facts.age_years) == (61, 0)
    assert facts.types == {"drowning", "other trauma", "other medical", "epilepsy"}
    assert facts.places == {"HOSP-ED", "PUBLIC"}
    assert facts.circumstances == {
        Circumstance.JOINT_RESPONSE,
        Circumstance.SOCIAL_CARE,
        Circumstance.LOOKED_AFTER,
        Circumstance.ELSEWHERE,
    }
    assert facts.named == (Named("gp", "Invented Surgery"),)


def test_notification_that_is_not_for_review_says_nothing(cast: Cast, case: MadeCase, now: datetime) -> None:
    notify(cast.person("coordinator"), case, NotificationStatus.NOT_FOR_REVIEW, now=now)
    found = form_b.case_to_ask(cast.person("coordinator"), case.public_id, today=now.date())
    assert found is not None
    assert (found.facts.types, found.facts.named) == (frozenset(), ())


def test_case_from_a_register_says_what_its_columns_say(cast: Cast, now: datetime) -> None:
    held = add_case(cast.person("coordinator"), now=now, joint_agency_response=JointAgencyResponse.HELD)
    found = form_b.case_to_ask(cast.person("coordinator"), held.public_id, today=now.date())
    assert found is not None
    assert (found.facts.places, found.facts.circumstances) == (frozenset(), {Circumstance.JOINT_RESPONSE})


def test_case_that_somebody_may_not_know_of_is_not_there(cast: Cast, case: MadeCase, now: datetime) -> None:
    request = ask(cast.person("coordinator"), case, now=now)
    stranger = cast.person("chair", panel_id=cast.other_panel_id)
    for actor in (stranger, cast.person("panel member")):
        assert form_b.case_to_ask(actor, case.public_id, today=now.date()) is None
        assert form_b.requests_of_case(actor, case.id) == ()
        assert form_b.request_row(actor, request.public_id) is None


@pytest.mark.parametrize("number", [1, 3])
def test_requests_of_a_case_take_three_statements(
    number: int, app: Flask, cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    for _ in range(number):
        ask(coordinator, case, now=now)
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    rows = form_b.requests_of_case(coordinator, case.id)
    event.remove(db.engine, "before_cursor_execute", note)
    assert (len(rows), sum(each.startswith("SELECT") for each in sent)) == (number, 3)


def unasked(cast: Cast, case: MadeCase, now: datetime) -> set[tuple[str, str]]:
    found = form_b.still_to_ask(cast.person("chair"), case.public_id, today=now.date()).unasked
    db.session.rollback()
    return {(each.agency_kind, each.form_key) for each in found}


def test_whoever_is_named_and_every_form_for_what_is_suspected_is_asked_or_said_why_not(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    notify(coordinator, case, NotificationStatus.ACCEPTED, now=now)
    before = unasked(cast, case, now)
    drowning = {each for each in before if each[1] == "supplement_drowning"}
    assert (("gp", "") in before, len(drowning)) == (True, 1)
    ask(coordinator, case, now=now, kind="gp")
    assert unasked(cast, case, now) == before - {("gp", "")}
    # Another agency than the one that is proposed may complete it.
    ask(coordinator, case, WantedForm(FORM_B), WantedForm("supplement_drowning"), now=now, kind="hospital trust")
    left = unasked(cast, case, now)
    assert left == before - {("gp", "")} - drowning
    assert left
    verbs.decline_proposals(coordinator, case.public_id, reason="The police ask for them", now=now)
    assert unasked(cast, case, now) == set()


def test_second_hospital_that_is_named_is_missing_until_it_is_asked_too(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    hospitals = {("professional_agency_type", row): "hospital trust" for row in ("03", "04")} | {
        ("professional_organisation", "03"): "First Hospital",
        ("professional_organisation", "04"): "Second Hospital",
    }
    notify(coordinator, case, NotificationStatus.ACCEPTED, now=now, told=TOLD | hospitals)
    ask(coordinator, case, now=now, kind="hospital trust", name="First Hospital NHS Trust")
    still = form_b.still_to_ask(cast.person("chair"), case.public_id, today=now.date()).unasked
    db.session.rollback()
    told = [each.reason for each in still if (each.agency_kind, each.form_key) == ("hospital trust", "")]
    assert told == ["Named in the notification: Second Hospital"]
    ask(coordinator, case, now=now, kind="hospital trust", name="The Second")
    assert ("hospital trust", "") not in unasked(cast, case, now)
