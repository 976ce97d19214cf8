"""Whatever is done at a meeting, in whatever order: whoever was told to leave for a case finds it nowhere after."""

import re
from datetime import datetime, timedelta
from itertools import count

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ConflictOfInterest, MeetingInvitation
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, ConflictDecision, ConflictKind, Role
from cdop.services import conflicts, meeting_invitations, meetings, minutes, pack_readers, packs
from cdop.services.meeting_invitations import Guest
from tests.client import Browserless, shown_text
from tests.factories import add_case
from tests.meetings import mark
from tests.packed_cases import PackedCase, confirm_all, packed_case
from tests.personas import Cast, address
from tests.signed_cases import attend

PEOPLE = ("designated doctor", "panel member", "second coordinator")
_numbers = count(1)
WHO = st.sampled_from(PEOPLE)


class Meeting(RuleBasedStateMachine):
    """A meeting with one case of which people are told to leave, while its papers and minutes are made."""

    app: Flask
    cast: Cast
    now: datetime

    @initialize()
    def begin(self) -> None:
        self.officer, self.chair = self.cast.person("coordinator"), self.cast.person("chair")
        self.cast.person("second coordinator", roles=(Role.COORDINATOR,))
        number = self.days = next(_numbers)
        self.packed = packed_case(
            self.officer, now=self.now, nhs_number=None, surgery=f"Invented Surgery {number}", days=number
        )
        self.case, self.meeting = self.packed.case, self.packed.meeting
        for who in PEOPLE:
            self.cast.person(who)
            guest = Guest(who.capitalize(), address(who), Part.LAY)
            meeting_invitations.invite(self.officer, self.meeting, guest, submission_id=mark(), now=self.now)
        self.left: set[str] = set()
        self.is_held = False
        self.cases = [self.case]

    @rule(who=WHO, decision=st.sampled_from(ConflictDecision))
    def declare_and_decide(self, who: str, decision: ConflictDecision) -> None:
        if who in self.left:
            return
        query = select(MeetingInvitation).where(MeetingInvitation.email == address(who))
        invitation = db.session.scalars(query.order_by(MeetingInvitation.id.desc())).first()
        assert invitation is not None
        told = {"invitation_id": invitation.public_id, "kind": ConflictKind.RELATIVE, "submission_id": mark()}
        db.session.rollback()
        declared = conflicts.declare(self.officer, self.meeting, self.case.public_id, **told, now=self.now)
        row = db.session.scalars(select(ConflictOfInterest).where(ConflictOfInterest.public_id == declared)).one()
        version = row.version
        db.session.rollback()
        conflicts.decide(self.chair, self.meeting, declared, decision, version=version, now=self.now)
        if decision is ConflictDecision.LEAVES:
            self.left.add(who)

    @rule()
    def release_the_pack(self) -> None:
        packs.draft_pack(self.officer, self.meeting, now=self.now)
        for case in self.cases:
            confirm_all(self.officer, PackedCase(case, self.meeting), now=self.now)
        packs.release_pack(self.officer, self.meeting, now=self.now)
        pack_readers.give_to_new(self.officer, self.meeting, now=self.now)

    @rule()
    def share_the_minutes(self) -> None:
        after = self.now + timedelta(days=self.days + 1)
        attend(self.officer, self.meeting, now=after)
        minutes.draft_minutes(self.officer, self.meeting, now=after)
        minutes.share_minutes(self.officer, self.meeting, now=after)
        self.is_held = True

    @precondition(lambda self: not self.is_held)
    @rule()
    def put_another_case_on_the_agenda(self) -> None:
        other = add_case(self.officer, now=self.now, status=CaseStatus.READY)
        meetings.put_on_agenda(self.officer, self.meeting, other.public_id, now=self.now)
        self.cases.append(other)

    def teardown(self) -> None:
        """In the end there is everything: papers and minutes; one who stays finds the case in both."""
        if not hasattr(self, "left"):
            return
        if not self.is_held:
            self.put_another_case_on_the_agenda()
        self.release_the_pack()
        self.share_the_minutes()
        if "panel member" not in self.left:
            browser = Browserless(self.app, self.cast).sign_in("panel member")
            at = f"/meetings/{self.meeting}"
            assert [self.names_it(browser.get(path).text) for path in (f"{at}/pack", f"{at}/minutes")] == [True, True]
        self.whoever_left_finds_the_case_nowhere()

    @invariant()
    def whoever_left_finds_the_case_nowhere(self) -> None:
        for who in getattr(self, "left", ()):
            browser = Browserless(self.app, self.cast).sign_in(who)
            found = {path: browser.http.get(path) for path in self.paths()}
            found["search"] = browser.http.get("/cases/") if who == "panel member" else self.searched(browser)
            assert [path for path, page in found.items() if self.names_it(page.text)] == [], who
            closed = [page.status_code for path, page in found.items() if self.case.public_id in path]
            assert {*closed} <= {403, 404, 409}, who
        db.session.rollback()

    def paths(self) -> tuple[str, ...]:
        at = f"/meetings/{self.meeting}"
        return (
            *("/", "/cases/", "/inbox/", "/actions/", "/recommendations/", "/messages/", "/calendar/", "/ready/"),
            *(at, f"{at}/pack", f"{at}/pack/prepare", f"{at}/minutes", f"{at}/conflicts/", "/register/export"),
            *(self.case.path, f"{at}/pack/cases/{self.case.public_id}"),
        )

    def searched(self, browser: Browserless) -> object:
        return browser.search("cases", self.case.reference)

    def names_it(self, html: str) -> bool:
        shown = re.search(rf"(?<!\d){re.escape(self.case.reference)}(?!\d)", shown_text(html))
        return self.case.public_id in html.replace(f"/cases/{self.case.public_id}", "") or shown is not None


def test_who_was_told_to_leave_finds_the_case_nowhere_whatever_is_done(app: Flask, cast: Cast, now: datetime) -> None:
    limits = settings(
        max_examples=4, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    here = type("MeetingHere", (Meeting,), {"app": app, "cast": cast, "now": now})
    run_state_machine_as_test(here, settings=limits)
