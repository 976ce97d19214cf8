"""From a notification to a case: sent once, checked once, nothing of it lost, and nothing told to who sent it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormAnswer, FormResponse, Notification
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.triage import FirstCheck, NotForReview
from cdop.rules.vocabulary import (
    ActorKind,
    CaseStatus,
    JointAgencyResponse,
    NotificationSource,
    NotificationStatus,
    Residency,
    Sex,
)
from cdop.services import intake, triage
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from tests.factories import CHESHIRE_EAST, SHROPSHIRE, add_case
from tests.live_cases import WHY
from tests.personas import Cast

CODE = "a secret of the notifier's browser"
DAY = date(2026, 11, 19)
RESIDENT = FirstCheck(Residency.RESIDENT, CHESHIRE_EAST, key_worker_name="Invented Key-Worker")


def told(**changes: Any) -> dict[AnswerKey, Answer]:
    """What an invented notifier writes."""
    values: dict[str, Any] = {
        "notifier_name": "Invented Doctor",
        "notifier_email": "doctor@example.com",
        "given_names": "Ada",
        "family_name": "Invented",
        "born_on": date(2026, 3, 1),
        "died_on": DAY,
        "died_at_time": time(6, 30),
        "sex": "female",
        "nhs_number_held": "not available",
        "place_of_death": "HOSP-ED",
        "place_of_death_name": "Invented Hospital",
        "place_of_event": "HOME",
    } | changes
    return {(key, ""): value if isinstance(value, Answer) else Answer(value) for key, value in values.items()}


def sent(cast: Cast, now: datetime, *, code: str = CODE, **changes: Any) -> str:
    """Send a notification and return its public id."""
    somebody = Actor(ActorKind.PUBLIC, panel_id=cast.panel_id, name="the public")
    intake.begin(somebody, panel_id=cast.panel_id, code=code, source=NotificationSource.PUBLIC_FORM, now=now)
    intake.save_page(somebody, code, told(**changes), seen={}, now=now)
    intake.give_reasons(somebody, code, WHY, now=now)
    reference = intake.send(somebody, code, submission_id=code[:20].replace(" ", "-"), now=now)
    db.session.rollback()
    public_id = db.session.scalars(select(Notification.public_id).where(Notification.reference == reference)).one()
    db.session.rollback()
    return public_id


def case_of(public_id: str) -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def opened(cast: Cast, notification: str, now: datetime, check: FirstCheck = RESIDENT, **facts: Any) -> Case:
    coordinator = cast.person("coordinator")
    mark = f"open-{notification[:15]}"
    return case_of(triage.open_case(coordinator, notification, check, facts, submission_id=mark, now=now))


def test_open_case_takes_over_what_was_written_and_begins_to_gather(cast: Cast, now: datetime) -> None:
    case = opened(cast, sent(cast, now), now)
    assert (case.reference, case.given_names, case.died_on, case.sex) == ("2026/001", "Ada", DAY, Sex.FEMALE)
    assert (case.status, case.triaged_on, case.notified_at) == (CaseStatus.GATHERING, now.date(), now)
    assert case.died_at == datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
    assert case.key_worker_name == "Invented Key-Worker"
    notification = db.session.scalars(select(Notification)).one()
    assert (notification.status, notification.case_id) == (NotificationStatus.ACCEPTED, case.id)
    assert set(db.session.scalars(select(FormResponse.case_id))) == {case.id}


def test_open_case_twice_is_one_case_and_another_check_is_refused(cast: Cast, now: datetime) -> None:
    notification = sent(cast, now)
    first = opened(cast, notification, now).public_id
    assert opened(cast, notification, now).public_id == first
    with pytest.raises(Blocked, match="checked already"):
        triage.set_aside(cast.person("coordinator"), notification, NotForReview.STILLBIRTH, now=now)


def test_open_case_numbers_the_cases_of_a_year(cast: Cast, now: datetime) -> None:
    add_case(cast.person("coordinator"), now=now, reference="2026/041")
    references = [opened(cast, sent(cast, now, code=f"code number {n} of the browser"), now).reference for n in (1, 2)]
    assert references == ["2026/042", "2026/043"]


def test_open_case_without_a_date_of_birth_asks_for_it(cast: Cast, now: datetime) -> None:
    notification = sent(cast, now, born_on=Answer(non_answer=NonAnswer.NOT_KNOWN))
    with pytest.raises(Invalid, match="Enter the date of birth"):
        opened(cast, notification, now)
    assert opened(cast, notification, now, born_on=date(2026, 1, 1)).born_on == date(2026, 1, 1)


def test_open_case_keeps_not_known_apart_from_what_was_not_said(cast: Cast, now: datetime) -> None:
    unknown = Answer(non_answer=NonAnswer.NOT_KNOWN)
    three = dict.fromkeys(("sex", "ethnicity", "place_of_death"), unknown)
    said = opened(cast, sent(cast, now, gestation_weeks=unknown, **three), now)
    assert (said.sex, said.ethnicity, said.place_of_death) == (Sex.NOT_KNOWN, "not known", "NK")
    assert (said.ethnic_group, said.expectedness) == ("not known", None)
    assert (said.gestation_not_known, said.birth_weight_not_known, said.birth_weight_g) == (True, False, None)


@pytest.mark.parametrize(
    ("check", "field"),
    [
        (FirstCheck(Residency.RESIDENT, SHROPSHIRE), "area_code"),
        (FirstCheck(Residency.RESIDENT, CHESHIRE_EAST, jar_criteria=("sudden",)), "jar_criteria"),
        (
            FirstCheck(
                Residency.RESIDENT,
                CHESHIRE_EAST,
                jar_criteria=("sudden",),
                joint_agency_response=JointAgencyResponse.MET_NOT_HELD,
            ),
            "jar_not_held_reason",
        ),
        (
            FirstCheck(
                Residency.RESIDENT,
                CHESHIRE_EAST,
                jar_criteria=("sudden",),
                joint_agency_response=JointAgencyResponse.HELD,
            ),
            "jar_triggered_at",
        ),
        (FirstCheck(Residency.RESIDENT, CHESHIRE_EAST, forwarded_on=DAY), "forwarded_on"),
        (FirstCheck(Residency.RESIDENT, CHESHIRE_EAST, key_worker_contact="01632 960 001"), "key_worker_contact"),
    ],
)
def test_open_case_with_a_check_that_cannot_stand_names_the_field_and_opens_nothing(
    cast: Cast, now: datetime, check: FirstCheck, field: str
) -> None:
    notification = sent(cast, now)
    with pytest.raises(Invalid) as invalid:
        opened(cast, notification, now, check)
    assert list(invalid.value.faults) == [field]
    db.session.rollback()
    assert db.session.scalars(select(Case)).all() == []


def test_open_case_of_a_child_from_elsewhere_stays_notified_and_is_passed_on(cast: Cast, now: datetime) -> None:
    case = opened(cast, sent(cast, now), now, FirstCheck(Residency.ELSEWHERE, SHROPSHIRE, forwarded_on=now.date()))
    assert (case.status, case.forwarded_on) == (CaseStatus.NOTIFIED, now.date())


def test_the_same_nhs_number_links_on_its_own_and_the_receipt_says_nothing(cast: Cast, now: datetime) -> None:
    number = {"nhs_number_held": "held", "nhs_number": "9990000018"}
    case = opened(cast, sent(cast, now, **number), now)
    second = sent(cast, now + timedelta(hours=1), code="another browser of another person", **number)
    held = db.session.scalars(select(Notification).where(Notification.public_id == second)).one()
    assert (held.status, held.case_id) == (NotificationStatus.LINKED, case.id)


def test_link_to_case_keeps_both_and_the_earlier_one_counts(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    early = sent(cast, now - timedelta(hours=20), code="the first browser that wrote")
    late = sent(cast, now, code="the second browser that wrote")
    case = opened(cast, late, now)
    triage.link_to_case(coordinator, early, case.public_id, now=now)
    case = case_of(case.public_id)
    assert case.notified_at == now - timedelta(hours=20)
    assert case.days_to_notification == 0
    assert set(db.session.scalars(select(Notification.case_id))) == {case.id}


def test_set_aside_keeps_the_notification_without_a_case(cast: Cast, now: datetime) -> None:
    notification = sent(cast, now)
    triage.set_aside(
        cast.person("coordinator"), notification, NotForReview.STILLBIRTH, note="Seen by a midwife", now=now
    )
    db.session.rollback()
    assert db.session.scalars(select(Notification.status)).one() is NotificationStatus.NOT_FOR_REVIEW


def test_send_without_what_is_required_says_everything_and_keeps_what_was_typed(cast: Cast, now: datetime) -> None:
    somebody = Actor(ActorKind.PUBLIC, panel_id=cast.panel_id, name="the public")
    intake.begin(somebody, panel_id=cast.panel_id, code=CODE, source=NotificationSource.PUBLIC_FORM, now=now)
    intake.save_page(somebody, CODE, {("given_names", ""): Answer("Ada")}, seen={}, now=now)
    with pytest.raises(Blocked) as blocked:
        intake.send(somebody, CODE, submission_id="x" * 20, now=now)
    assert len(blocked.value.reasons) >= 4
    db.session.rollback()
    assert [row.value for row in db.session.scalars(select(FormAnswer))] == ["Ada"]


def test_a_code_that_is_not_in_use_finds_nothing(cast: Cast, now: datetime) -> None:
    somebody = Actor(ActorKind.PUBLIC, panel_id=cast.panel_id, name="the public")
    with pytest.raises(NotFound):
        intake.send(somebody, "never given out", submission_id="x" * 20, now=now)
    sent(cast, now)
    with pytest.raises(NotFound):
        intake.save_page(somebody, CODE, told(), seen={}, now=now)


def test_the_first_check_by_the_designated_doctor_or_from_another_panel_is_refused(cast: Cast, now: datetime) -> None:
    notification = sent(cast, now)
    with pytest.raises(Forbidden):
        triage.set_aside(cast.person("designated doctor"), notification, NotForReview.STILLBIRTH, now=now)
    with pytest.raises(NotFound):
        triage.set_aside(
            cast.person("coordinator", panel_id=cast.other_panel_id), notification, NotForReview.STILLBIRTH, now=now
        )


def test_change_check_puts_it_right(cast: Cast, now: datetime) -> None:
    case = opened(cast, sent(cast, now), now)
    began = now - timedelta(hours=5)
    check = FirstCheck(
        Residency.RESIDENT,
        CHESHIRE_EAST,
        jar_criteria=("sudden",),
        joint_agency_response=JointAgencyResponse.HELD,
        jar_triggered_at=began,
        jar_planned_at=now - timedelta(hours=1),
    )
    triage.change_check(cast.person("coordinator"), case.public_id, check, version=case.version, now=now)
    case = case_of(case.public_id)
    assert (case.jar_criteria, case.jar_triggered_at, case.key_worker_name) == (["sudden"], began, None)


def test_the_first_check_of_a_case_from_a_register_takes_it_on(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    made = add_case(coordinator, now=now)
    triage.change_check(coordinator, made.public_id, RESIDENT, version=case_of(made.public_id).version, now=now)
    case = case_of(made.public_id)
    assert (case.status, case.triaged_on) == (CaseStatus.GATHERING, now.date())
    triage.change_check(coordinator, made.public_id, RESIDENT, version=case.version, now=now + timedelta(days=9))
    assert case_of(made.public_id).triaged_on == now.date()


def test_open_case_with_the_number_of_a_case_that_one_may_not_know_of_does_not_name_it(
    cast: Cast, now: datetime
) -> None:
    coordinator, notification = cast.person("coordinator"), sent(cast, now)
    other = add_case(coordinator, now=now, nhs_number="9990000018")
    outsider = replace(coordinator, excluded_case_ids=frozenset({other.id}))
    facts = {"nhs_number": "9990000018"}
    for actor, is_named in ((coordinator, True), (outsider, False)):
        with pytest.raises(Invalid) as refused:
            triage.open_case(actor, notification, RESIDENT, facts, submission_id=f"open-{actor.name}-12345", now=now)
        assert (set(refused.value.faults), other.reference in str(refused.value)) == ({"nhs_number"}, is_named)
