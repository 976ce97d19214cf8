"""An analysis is drafted, judged as a whole, signed once, sealed, and never changed again."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cdop.extensions import db
from cdop.models import ActionItem, AnalysisVersion, Case, CaseTheme, ContributoryFactor, PanelMeeting
from cdop.queries.answers import answers_of
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, MeetingStatus, Modifiable
from cdop.services import findings, meetings
from cdop.services.errors import Blocked, Forbidden, Stale
from tests.analyses import analysis
from tests.factories import MadeCase, add_case
from tests.personas import Cast

MARK = "s" * 20


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    """A case on the agenda of a meeting that is tomorrow."""
    coordinator = cast.person("coordinator")
    made = add_case(coordinator, now=now, status=CaseStatus.READY)
    meeting = meetings.plan_meeting(coordinator, starts_at=now + timedelta(days=1), submission_id="m" * 20, now=now)
    meetings.put_on_agenda(coordinator, meeting, made.public_id, now=now)
    return made


@pytest.fixture
def day(now: datetime) -> datetime:
    """The day of the meeting."""
    return now + timedelta(days=1, hours=2)


def drafted(cast: Cast, case: MadeCase, now: datetime, **changes: object) -> str:
    """Draft the analysis and return the digest of what a page would show."""
    findings.save_section(cast.person("chair"), case.public_id, analysis(**changes), seen={}, now=now)
    return shown(case)


def shown(case: MadeCase) -> str:
    db.session.rollback()
    response = findings.current_response(case.id)
    assert response is not None
    spec = findings.spec_of(response)
    digest = findings.shown_digest(spec, answers_of(response.id, spec).answers)
    db.session.rollback()
    return digest


def test_sign_seals_a_version_and_completes_the_review(cast: Cast, case: MadeCase, day: datetime) -> None:
    chair = cast.person("chair")
    digest = drafted(cast, case, day)
    version_id = findings.sign(chair, case.public_id, digest=digest, submission_id=MARK, now=day)
    db.session.rollback()
    held = db.session.scalars(select(Case).where(Case.id == case.id)).one()
    meeting = db.session.scalars(select(PanelMeeting)).one()
    assert (held.status, held.category, held.modifiable, held.reviewed_on) == (
        CaseStatus.REVIEWED,
        10,
        Modifiable.YES,
        meeting.held_on,
    )
    assert (held.review_meeting_id, meeting.status) == (meeting.id, MeetingStatus.HELD)
    version = db.session.scalars(select(AnalysisVersion)).one()
    assert (version.public_id, version.number, version.signed_by) == (version_id, 1, "Chair")
    response = findings.current_response(case.id)
    assert response is not None
    assert version.digest == findings.seal(
        findings.spec_of(response), version.answers, number=1, signed_at=day, signed_by="Chair"
    )


def test_sign_makes_rows_of_factors_actions_and_themes(cast: Cast, case: MadeCase, day: datetime) -> None:
    digest = drafted(cast, case, day)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=day)
    db.session.rollback()
    factor = db.session.scalars(select(ContributoryFactor)).one()
    assert (factor.domain, factor.code, factor.score, factor.is_modifiable) == ("social environment", "B02", 2, "yes")
    action = db.session.scalars(select(ActionItem)).one()
    assert (action.owner, action.due_on, action.status) == ("Invented Owner", date(2027, 3, 31), "open")
    assert list(db.session.scalars(select(CaseTheme.theme_key))) == ["safe-sleep"]


def test_sign_twice_is_one_version(cast: Cast, case: MadeCase, day: datetime) -> None:
    digest, chair = drafted(cast, case, day), cast.person("chair")
    first = findings.sign(chair, case.public_id, digest=digest, submission_id=MARK, now=day)
    assert findings.sign(chair, case.public_id, digest=digest, submission_id=MARK, now=day) == first
    with pytest.raises(Blocked, match="on no meeting's agenda"):
        findings.sign(chair, case.public_id, digest=digest, submission_id="t" * 20, now=day)


def test_sign_before_the_meeting_or_with_gaps_says_everything_and_changes_nothing(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    digest = drafted(cast, case, now, primary_category=None, modifiable="no")
    with pytest.raises(Blocked) as blocked:
        findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=now)
    said = "; ".join(blocked.value.reasons)
    assert "The meeting is still to come" in said
    assert "Primary category (not answered yet)" in said
    assert "a factor scored 2 is marked as modifiable" in said
    db.session.rollback()
    assert db.session.scalars(select(AnalysisVersion)).all() == []
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.ON_AGENDA


def test_sign_what_somebody_changed_meanwhile_is_refused(cast: Cast, case: MadeCase, day: datetime) -> None:
    digest = drafted(cast, case, day)
    drafted(cast, case, day, documents_available="A report that came late")
    with pytest.raises(Stale):
        findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=day)


@pytest.mark.parametrize("who", ["coordinator", "designated doctor"])
def test_sign_by_anyone_but_the_chair_is_forbidden(cast: Cast, case: MadeCase, day: datetime, who: str) -> None:
    digest = drafted(cast, case, day)
    with pytest.raises(Forbidden):
        findings.sign(cast.person(who), case.public_id, digest=digest, submission_id=MARK, now=day)


@pytest.mark.parametrize(
    "statement",
    [
        "update analysis_version set category = 1",
        "delete from analysis_version",
        "insert or replace into analysis_version select * from analysis_version",
    ],
)
def test_a_signed_version_cannot_be_changed_by_any_statement(
    cast: Cast, case: MadeCase, day: datetime, statement: str
) -> None:
    digest = drafted(cast, case, day)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=day)
    db.session.rollback()
    refusals = "never (changed|deleted|replaced)|syntax error"  # PostgreSQL has no "or replace"
    with pytest.raises(DBAPIError, match=refusals), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_signed_analysis_takes_no_more_answers(cast: Cast, case: MadeCase, day: datetime) -> None:
    digest = drafted(cast, case, day)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=day)
    with pytest.raises(Blocked, match="is signed"):
        drafted(cast, case, day, case_summary="Later")


def test_the_agenda_says_that_the_case_is_signed(cast: Cast, case: MadeCase, day: datetime) -> None:
    from cdop.models import AgendaItem

    digest = drafted(cast, case, day)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id=MARK, now=day)
    db.session.rollback()
    assert list(db.session.scalars(select(AgendaItem.status))) == [AgendaItemStatus.SIGNED]
