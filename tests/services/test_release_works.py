"""Releases that take a while: one work whoever asks, made once, taken up again where whoever made it is gone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, DataRelease, ReleaseWork
from cdop.queries import releases as queries
from cdop.rules import releases as rules
from cdop.rules.audit_verbs import AuditVerb
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.releases import Selection
from cdop.services import forgetting, release_proposals, release_works, releases, works
from cdop.services.errors import BeingMade, Blocked, Forbidden, Stale
from tests import example_year
from tests.agencies import mark
from tests.databases import ON_BOTH
from tests.personas import Cast
from tests.services.test_release_proposals import APPLIED

pytestmark = ON_BOTH

YEAR = FinancialYear(2013).period
SEXES, AGES = (Selection(YEAR, Profile.RELEASE, f"reviewed.{name}") for name in ("sex", "category_by_age_band"))


@pytest.fixture
def example(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A panel that released a table of a year, beside which any other of it is large."""
    example_year.bring(cast, meetings=False)
    monkeypatch.setattr(rules, "AT_ONCE", (0, 0))
    of(cast, SEXES, now)
    return cast


def of(cast: Cast, selection: Selection, now: datetime, *, who: str = "analyst") -> dict[str, Any]:
    return release_works.figures_of(cast.person(who), cast.panel_id, selection, purpose="Workspace", now=now)


def signed_by_the_job(cast: Cast, proposal: str, now: datetime) -> str | None:
    """Sign what the coordinator proposed, which takes long, and return the public id of what the job released."""
    chair = cast.person("chair")
    for _ in range(2):
        with pytest.raises(BeingMade):
            release_works.sign(chair, proposal, now=now)
        db.session.rollback()
        with pytest.raises(BeingMade):
            release_works.faults_of_signing(chair, proposal, what="An extract", now=now)
        db.session.rollback()
    assert release_works.do_next(now=now)
    assert not release_works.do_next(now=now)
    assert release_works.faults_of_signing(chair, proposal, what="An extract", now=now) == []
    found = queries.register(chair, 1).releases[0]
    db.session.rollback()
    assert (found.released_by_name, found.signed_by_name) == (cast.person("coordinator").name, chair.name)
    return found.public_id


def waits(cast: Cast, now: datetime, *, who: str = "analyst") -> BeingMade:
    with pytest.raises(BeingMade) as waiting:
        of(cast, AGES, now, who=who)
    db.session.rollback()
    return waiting.value


def every(column: Any) -> list[Any]:
    found = list(db.session.scalars(select(column).order_by(column.class_.id)))
    db.session.rollback()
    return found


def test_two_who_ask_share_one_work_and_its_release_is_that_of_a_page(example: Cast, now: datetime) -> None:
    (wanted,) = releases.would_leave(example.person("chair"), example.panel_id, [AGES], now=now)
    first, second = waits(example, now), waits(example, now, who="chair")
    assert [(each.done, each.whole, each.is_late, each.reasons) for each in (first, second)] == [(0, 0, False, [])] * 2
    assert waits(example, now + timedelta(minutes=3)).is_late
    assert len(every(ReleaseWork.id)) == 1
    assert release_works.do_next(now=now)
    assert not release_works.do_next(now=now)
    assert of(example, AGES, now, who="chair") == wanted
    assert every(DataRelease.released_by_name) == [example.person("analyst").name] * 2
    (done,), (whole,) = every(ReleaseWork.done_count), every(ReleaseWork.whole_count)
    assert done == whole > 2
    verbs = [verb for verb in every(AuditEntry.verb) if verb in (AuditVerb.FIGURES_ASKED, AuditVerb.FIGURES_RELEASED)]
    assert verbs == [AuditVerb.FIGURES_RELEASED, AuditVerb.FIGURES_ASKED, AuditVerb.FIGURES_RELEASED]
    with pytest.raises(Forbidden):
        of(example, AGES, now, who="auditor")


def test_work_whose_process_is_gone_is_taken_up_again_and_releases_nothing_twice(example: Cast, now: datetime) -> None:
    waits(example, now)
    assert works.begin(release_works.JOB, ReleaseWork, now=now) is not None
    releases.figures_of(example.person("analyst"), example.panel_id, AGES, purpose="Workspace", now=now)
    assert not release_works.do_next(now=now + works.STANDS_STILL)
    assert release_works.do_next(now=now + works.STANDS_STILL + timedelta(seconds=1))
    assert len(every(DataRelease.id)) == 2
    assert every(ReleaseWork.reasons) == [None]


def test_work_that_fails_says_so_and_is_begun_anew_for_whoever_asks_later(example: Cast, now: datetime) -> None:
    waits(example, now)
    for _ in range(works.MOST_TRIES):
        works.begin(release_works.JOB, ReleaseWork, now=now)
        now += works.STANDS_STILL + timedelta(seconds=1)
    assert not release_works.do_next(now=now)
    assert waits(example, now + release_works.AGAIN_AFTER).reasons == [works.FAILED]
    now += release_works.AGAIN_AFTER + timedelta(seconds=1)
    assert waits(example, now).reasons == []
    assert release_works.do_next(now=now)
    assert of(example, AGES, now)["measures"]
    assert forgetting.forget(now=now + timedelta(days=1, seconds=1))["releases"] == 1


def test_work_that_others_overtook_is_begun_again_at_once_and_given_up_after_three_times(
    example: Cast, now: datetime
) -> None:
    def overtaken(_work_id: int) -> None:
        raise Stale

    assert not waits(example, now).reasons
    for tries in (1, 2, 3):
        assert works.do_next(release_works.JOB, ReleaseWork, overtaken, not_open=works.FAILED, now=now)
        assert (every(ReleaseWork.tries), every(ReleaseWork.finished_at)) == ([tries], [None])
    assert not works.do_next(release_works.JOB, ReleaseWork, overtaken, not_open=works.FAILED, now=now)
    assert waits(example, now).reasons == [works.FAILED]


def test_who_is_overtaken_each_time_by_what_others_release_waits_for_the_job(
    example: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as overtaken:
        overtaken.setattr(releases, "TRIES", 0)
        assert not waits(example, now).reasons
    assert release_works.do_next(now=now)
    assert of(example, AGES, now)["measures"]


def test_figures_released_anew_beside_much_are_released_by_the_job_in_the_name_of_who_signed(
    example: Cast, now: datetime
) -> None:
    releases.figures_of(example.person("analyst"), example.panel_id, AGES, purpose="Workspace", now=now)
    old = queries.register(example.person("chair"), 1).releases[0].public_id
    db.session.rollback()
    coordinator = example.person("coordinator")
    proposal = release_proposals.propose_renewal(coordinator, old, "An error", submission_id=mark(), now=now)
    with pytest.raises(Blocked, match="Somebody else has to sign"):
        release_works.sign(coordinator, proposal, now=now)
    db.session.rollback()
    assert signed_by_the_job(example, proposal, now) != old
    (done,), (whole,) = every(ReleaseWork.done_count), every(ReleaseWork.whole_count)
    assert done == whole > 2, "whoever signed was shown how far it was"


def test_extract_beside_much_is_looked_at_by_the_job_once_it_is_signed(example: Cast, now: datetime) -> None:
    proposal = release_proposals.propose_extract(example.person("coordinator"), APPLIED, submission_id=mark(), now=now)
    shown = queries.proposal(example.person("chair"), proposal)
    assert shown
    foreseen = release_proposals.outlook_of(example.person("chair"), shown)
    assert foreseen
    assert not foreseen.is_audited
    released = signed_by_the_job(example, proposal, now)
    assert released
    left = release_proposals.take(example.person("chair"), released, now=now)
    assert left["columns"] == [*APPLIED.columns]


def test_what_whoever_signed_may_sign_no_more_is_not_released(example: Cast, now: datetime) -> None:
    proposal = release_proposals.propose_extract(example.person("coordinator"), APPLIED, submission_id=mark(), now=now)
    with pytest.raises(BeingMade):
        release_works.sign(example.person("chair"), proposal, now=now)
    db.session.rollback()
    release_proposals.refuse(example.person("coordinator"), proposal, now=now)
    assert release_works.do_next(now=now)
    told = release_works.faults_of_signing(example.person("chair"), proposal, what="An extract", now=now)
    assert told == [release_proposals.DECIDED]
    db.session.rollback()
    assert len(every(DataRelease.id)) == 1


def test_months_of_many_years_are_made_by_the_job_also_where_nothing_was_released(cast: Cast, now: datetime) -> None:
    until = FinancialYear(2013)
    year, years = (
        Selection(Period(date(first, 4, 1), until.period.end, "Invented"), Profile.RELEASE, "notified.month")
        for first in (2013, 2009)
    )
    assert of(cast, year, now)["measures"]
    with pytest.raises(BeingMade):
        of(cast, years, now)
    db.session.rollback()
    assert release_works.do_next(now=now)
    assert of(cast, years, now)["measures"]
