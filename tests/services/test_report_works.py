"""Reports built by the job process: once, with what whoever asked may do by then, whatever becomes of the process."""

from datetime import datetime, timedelta

import pytest

from cdop.extensions import db
from cdop.models import ReportWork
from cdop.queries.report_works import OwnReportWork, not_done, own_work
from cdop.queries.reports import built_reports
from cdop.rules.actors import Actor
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.services import forgetting, people, report_works, reports, works
from cdop.services.errors import Blocked, Forbidden
from tests import example_year
from tests.databases import ON_BOTH
from tests.personas import Cast, address

pytestmark = ON_BOTH

YEAR = FinancialYear(2013).period


@pytest.fixture
def chair(cast: Cast, now: datetime) -> Actor:
    """The chair of a panel that brought a year."""
    example_year.bring(cast, meetings=False)
    return cast.person("chair")


def asked(actor: Actor, now: datetime, *, edition: str = "full", mark: str | None = None) -> str:
    return report_works.ask(actor, actor.panel_id or 0, YEAR, edition=edition, submission_id=mark, now=now)


def seen(actor: Actor, work: str) -> OwnReportWork:
    found = own_work(actor, work)
    db.session.rollback()
    assert found is not None
    return found


def report_count(actor: Actor) -> int:
    found = len(built_reports(actor))
    db.session.rollback()
    return found


@pytest.mark.parametrize("edition", ["full", "public"])
def test_report_is_asked_for_once_and_built_in_the_name_of_whoever_asked(
    cast: Cast, chair: Actor, now: datetime, edition: str
) -> None:
    work = asked(chair, now, edition=edition)
    assert asked(chair, now, edition=edition) == work
    assert [each.public_id for each in not_done(chair)] == [work]
    assert report_works.do_next(now=now)
    assert not report_works.do_next(now=now)
    found = seen(chair, work)
    assert (found.is_done, found.done == found.whole >= reports.OWN_STEPS) == (True, True)
    (report,) = built_reports(chair)
    db.session.rollback()
    assert (report.public_id, report.edition, report.built_by_name) == (found.report_id, edition, chair.name)
    assert not_done(chair) == ()
    assert own_work(cast.person("coordinator"), work) is None
    assert forgetting.forget(now=now + timedelta(days=1, seconds=1))["reports"] == 1
    assert report_count(chair) == 1


def test_form_sent_twice_is_one_work_and_another_press_once_it_was_begun_is_another(
    chair: Actor, now: datetime
) -> None:
    work = asked(chair, now, mark="a-mark-of-one-form-1")
    assert works.begin(report_works.JOB, ReportWork, now=now) is not None
    assert asked(chair, now, mark="a-mark-of-one-form-1") == work
    assert asked(chair, now, mark="a-mark-of-one-form-2") != work


def test_work_whose_process_was_killed_once_it_kept_the_report_leads_to_that_report(
    chair: Actor, now: datetime
) -> None:
    work = asked(chair, now)
    assert works.begin(report_works.JOB, ReportWork, now=now) is not None
    kept = reports.build(chair, chair.panel_id or 0, YEAR, submission_id=work, now=now)
    assert not report_works.do_next(now=now + works.STANDS_STILL)
    assert report_works.do_next(now=now + works.STANDS_STILL + timedelta(seconds=1))
    assert seen(chair, work).report_id == kept.public_id
    assert report_count(chair) == 1


def test_report_is_built_with_what_the_person_may_do_by_then(cast: Cast, chair: Actor, now: datetime) -> None:
    work = asked(chair, now)
    people.disable_user(cast.command_line, email=address("chair"), panel_id=cast.panel_id, now=now)
    assert report_works.do_next(now=now)
    assert seen(chair, work).reasons == [report_works.NOT_OPEN]
    assert report_count(chair) == 0


def test_what_can_be_told_at_once_is_refused_at_once(cast: Cast, chair: Actor, now: datetime) -> None:
    running, coming = financial_year_of(now.date()), FinancialYear(financial_year_of(now.date()).first_year + 1)
    for year, edition in ((running, "public"), (coming, "full")):
        with pytest.raises(Blocked):
            report_works.ask(chair, cast.panel_id, year.period, edition=edition, now=now)
    with pytest.raises(Forbidden):
        asked(cast.person("panel member"), now)
    assert not report_works.do_next(now=now)
