"""How far an action is can be said by officers, once, with the day where it is over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, AuditEntry, OutboundMessage, Recommendation
from cdop.questionnaires.answer import Answer
from cdop.rules.actions import Level
from cdop.rules.actors import Actor, public
from cdop.rules.vocabulary import ActionStatus, AuditVerb, Verdict
from cdop.services import actions, cases
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.owner_links import link_secret
from tests.analyses import ROW
from tests.personas import Cast, address
from tests.recommended import TOLD
from tests.signed_cases import SignedCase, signed_case

TO_OTHERS = {"text": "Ask about sleep at every contact", "addressee": "Invented service: its head"}


@pytest.fixture
def signed(cast: Cast, now: datetime) -> SignedCase:
    return signed_case(cast.person("coordinator"), now=now)


def change(actor: Actor, signed: SignedCase, now: datetime, *, version: int = 1, mark: str = "a" * 20) -> None:
    actions.change(
        actor,
        signed.action,
        status=ActionStatus.DONE,
        evidence=" Audited ",
        closed_on=now.date(),
        version=version,
        submission_id=mark,
        now=now,
    )


def test_change_keeps_status_evidence_and_day_and_is_audited(cast: Cast, signed: SignedCase, now: datetime) -> None:
    change(cast.person("chair"), signed, now)
    db.session.rollback()
    action = db.session.scalars(select(ActionItem)).one()
    assert (action.status, action.evidence, action.closed_on) == (ActionStatus.DONE, "Audited", now.date())
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.ACTION_CHANGED)).one()
    assert (entry.case_id, entry.changes["status"]) == (signed.case.id, ["open", "done"])
    assert "Audited" not in str(entry.changes)


def test_change_sent_twice_is_one_and_another_of_an_old_version_is_stale(
    cast: Cast, signed: SignedCase, now: datetime
) -> None:
    chair = cast.person("chair")
    change(chair, signed, now)
    change(chair, signed, now)
    with pytest.raises(Stale):
        change(chair, signed, now, mark="b" * 20)


def test_change_by_somebody_without_the_right_or_who_takes_no_part(
    cast: Cast, signed: SignedCase, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        change(cast.person("designated doctor"), signed, now)
    with pytest.raises(NotFound):
        change(cast.person("panel member"), signed, now)
    chair = cast.person("chair")
    coordinator = cast.person("coordinator")
    cases.exclude(coordinator, signed.case.public_id, email=address("chair"), reason="Knew them", now=now)
    excluded = Actor(
        chair.kind,
        user_id=chair.user_id,
        panel_id=chair.panel_id,
        roles=chair.roles,
        excluded_case_ids=frozenset({signed.case.id}),
    )
    with pytest.raises(NotFound):
        change(excluded, signed, now)
    theirs = cast.person("chair", panel_id=cast.other_panel_id)
    with pytest.raises(NotFound):
        change(theirs, signed, now)


def test_change_to_a_day_that_has_not_come_is_refused(cast: Cast, signed: SignedCase, now: datetime) -> None:
    with pytest.raises(Invalid, match="not come yet"):
        actions.change(
            cast.person("chair"),
            signed.action,
            status=ActionStatus.PASSED_ON,
            evidence="To the network",
            closed_on=now.date() + timedelta(days=1),
            version=1,
            submission_id="c" * 20,
            now=now,
        )


def test_what_it_is_to_change_and_the_verdict_are_kept_and_the_day_is_not_to_come(
    cast: Cast, signed: SignedCase, now: datetime
) -> None:
    chair = cast.person("chair")
    told = replace(TOLD, level=Level.REGIONAL, expected_change=" Fewer smoke ", indicator="Smoking at delivery")
    with pytest.raises(Invalid):
        actions.aim(chair, signed.action, replace(told, owner=" ", due_on=None), version=1, now=now)
    actions.aim(chair, signed.action, told, version=1, now=now)
    with pytest.raises(Stale):
        actions.judge(chair, signed.action, Verdict.MOVED, verdict_on=now.date(), note="", version=1, now=now)
    late = now.date() + timedelta(days=1)
    with pytest.raises(Invalid):
        actions.judge(chair, signed.action, Verdict.MOVED, verdict_on=late, note="", version=2, now=now)
    actions.judge(chair, signed.action, Verdict.NOT_MOVED, verdict_on=now.date(), note="As before", version=2, now=now)
    db.session.rollback()
    kept = db.session.scalars(select(ActionItem)).one()
    assert kept.level is Level.REGIONAL
    assert (kept.strength, kept.expected_change, kept.indicator) == ("medium", "Fewer smoke", "Smoking at delivery")
    assert (kept.verdict, kept.verdict_on, kept.verdict_note) == ("not moved", now.date(), "As before")
    with pytest.raises(Forbidden):
        actions.aim(cast.person("designated doctor"), signed.action, told, version=3, now=now)


def test_what_the_analysis_says_of_an_action_is_in_the_register(cast: Cast, now: datetime) -> None:
    said = {"level": "regional", "strength": "strong", "expected_change": "Fewer smoke", "indicator": "An audit"}
    more = {(f"action_{key}", ROW): Answer(value) for key, value in said.items()}
    more |= {(f"recommendation_{key}", ROW): Answer(value) for key, value in (said | TO_OTHERS).items()}
    signed_case(cast.person("coordinator"), now=now + timedelta(days=12), more=more)
    db.session.rollback()
    for row in (*db.session.scalars(select(ActionItem)), *db.session.scalars(select(Recommendation))):
        assert {key: getattr(row, key) for key in said} == said


def test_owner_outside_answers_an_action_by_their_link_until_it_is_over(
    cast: Cast, signed: SignedCase, now: datetime
) -> None:
    chair, name = cast.person("chair"), "Invented Head"
    actions.aim(chair, signed.action, replace(TOLD, text="Ring 07700 900123", owner_email=""), version=1, now=now)
    with pytest.raises(Blocked) as blocked:
        actions.send(chair, signed.action, now=now)
    assert blocked.value.reasons[0] == "Enter the owner’s e-mail address"
    assert "07700 900123" in blocked.value.reasons[1]
    actions.aim(chair, signed.action, TOLD, version=2, now=now)
    actions.send(chair, signed.action, now=now)
    first = link_secret(stored(signed))
    db.session.rollback()
    actions.send(chair, signed.action, now=now)
    token = link_secret(stored(signed))
    messages = list(db.session.scalars(select(OutboundMessage).where(OutboundMessage.template == "action_sent")))
    assert [(each.to_address, sorted(each.context)) for each in messages] == [
        ("head@example.com", ["action", "reference"])
    ] * 2
    db.session.rollback()
    with pytest.raises(NotFound):
        actions.answer(public(), first, ActionStatus.DONE, response="Done", name=name, now=now)
    with pytest.raises(Invalid) as invalid:
        actions.answer(public(), token, ActionStatus.NOT_ACCEPTED, response=" ", name="", now=now)
    assert set(invalid.value.faults) == {"response", "name"}
    with pytest.raises(Invalid):
        actions.answer(public(), token, ActionStatus.PASSED_ON, response="Not ours", name=name, now=now)
    actions.answer(public(), token, ActionStatus.IN_PROGRESS, response="", name=name, now=now)
    late = now + timedelta(days=500)
    with pytest.raises(NotFound):
        actions.answer(public(), token, ActionStatus.DONE, response="Audited", name=name, now=late)
    actions.answer(public(), token, ActionStatus.DONE, response="Audited", name=name, now=now)
    kept = stored(signed)
    assert (kept.status, kept.response, kept.responded_by) == (ActionStatus.DONE, "Audited", name)
    assert (kept.evidence, kept.closed_on) == ("Audited", now.date())
    db.session.rollback()
    with pytest.raises(Blocked):
        actions.answer(public(), token, ActionStatus.DONE, response="Again", name=name, now=now)
    with pytest.raises(Blocked):
        actions.send(chair, signed.action, now=now)


def stored(signed: SignedCase) -> ActionItem:
    """The action as it is kept."""
    db.session.rollback()
    return db.session.scalars(select(ActionItem).where(ActionItem.public_id == signed.action)).one()
