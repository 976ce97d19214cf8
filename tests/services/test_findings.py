"""An analysis is drafted, judged as a whole, signed once, sealed, and never changed again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AnalysisVersion,
    Case,
    CaseTheme,
    ContributoryFactor,
    FormAnswer,
    FormResponse,
    PanelMeeting,
    ThemeDecision,
)
from cdop.queries import analysis as queries
from cdop.queries.answers import answers_of
from cdop.questionnaires import merging
from cdop.questionnaires.answer import BLANK, Answer
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, MeetingStatus, Modifiable
from cdop.services import actions, findings, lifecycle, meetings, themes
from cdop.services.errors import Blocked, Forbidden, Stale
from tests.analyses import analysis
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.recommended import TOLD
from tests.signed_cases import attend

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
def day(cast: Cast, case: MadeCase, now: datetime) -> datetime:
    """The day of the meeting, to which enough people came."""
    day = now + timedelta(days=1, hours=2)
    attend(cast.person("coordinator"), db.session.scalars(select(PanelMeeting.public_id)).one(), now=day)
    return day


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
    with pytest.raises(Blocked, match="The analysis is signed"):
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


def redrafted(cast: Cast, who: str, case: MadeCase, now: datetime, **changes: object) -> str:
    """Change what was signed, on a page that showed it, and return the digest of what a page would show."""
    person = cast.person(who)
    draft = findings.standing(person, case.public_id, now=now).draft
    db.session.rollback()
    typed = {(key, ""): BLANK if value is None else Answer(value) for key, value in changes.items()}
    seen = merging.seen(draft.spec, draft.answers)
    findings.save_section(person, case.public_id, typed, seen=seen, now=now)
    return shown(case)


@pytest.fixture
def again(cast: Cast, case: MadeCase, day: datetime) -> datetime:
    """A case that was signed, closed and is on the agenda of a later meeting, and that meeting's day."""
    coordinator, later = cast.person("coordinator"), day + timedelta(days=30)
    findings.sign(cast.person("chair"), case.public_id, digest=drafted(cast, case, day), submission_id=MARK, now=day)
    for number, (step, reason) in enumerate([("close", ""), ("reopen", "New"), ("review again", "A new report came")]):
        lifecycle.take_step(coordinator, case.public_id, step, reason, submission_id=f"{number:020}", now=day)
    meeting = meetings.plan_meeting(coordinator, starts_at=later, submission_id="n" * 20, now=day)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=day)
    attend(coordinator, meeting, now=later)
    db.session.rollback()
    return later


def test_reviewing_again_goes_on_from_what_was_signed_and_the_first_review_stands(
    cast: Cast, case: MadeCase, again: datetime, day: datetime
) -> None:
    standing = findings.standing(cast.person("chair"), case.public_id, now=again)
    held = db.session.get_one(Case, case.id)
    assert (held.status, held.category, held.reviewed_on) == (CaseStatus.ON_AGENDA, 10, day.date())
    assert standing.draft.answers[("primary_category", "")].value == "10"
    assert (standing.draft.is_signed, standing.obstacles) == (False, ())


def test_sign_again_seals_a_second_version_and_leaves_the_first(
    cast: Cast, case: MadeCase, again: datetime, day: datetime
) -> None:
    # An action whose words were changed since stays one.
    agreed = db.session.scalars(select(ActionItem.public_id)).one()
    db.session.rollback()
    actions.aim(cast.person("chair"), agreed, TOLD, version=1, now=again)
    digest = redrafted(cast, "chair", case, again, primary_category="9", themes=None)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id="t" * 20, now=again)
    db.session.rollback()
    versions = db.session.scalars(select(AnalysisVersion).order_by(AnalysisVersion.number)).all()
    assert [(each.number, each.category, each.signed_at) for each in versions] == [(1, 10, day), (2, 9, again)]
    held = db.session.get_one(Case, case.id)
    assert (held.status, held.category, held.reviewed_on) == (CaseStatus.REVIEWED, 9, day.date())
    assert held.review_meeting_id == versions[0].meeting_id
    assert len(db.session.scalars(select(ActionItem)).all()) == 1
    assert [each.analysis_id for each in db.session.scalars(select(ContributoryFactor))] == [versions[1].id]
    assert list(db.session.scalars(select(CaseTheme))) == []
    assert len(db.session.scalars(select(FormResponse).where(FormResponse.form_key == "analysis")).all()) == 2


def test_sign_again_without_a_change_is_another_version(cast: Cast, case: MadeCase, again: datetime) -> None:
    digest = shown(case)
    findings.sign(cast.person("chair"), case.public_id, digest=digest, submission_id="t" * 20, now=again)
    db.session.rollback()
    versions = db.session.scalars(select(AnalysisVersion).order_by(AnalysisVersion.number)).all()
    assert [each.number for each in versions] == [1, 2]
    assert versions[0].answers == versions[1].answers


def test_theme_that_a_person_took_out_stays_out_when_the_analysis_is_signed_again(
    cast: Cast, case: MadeCase, again: datetime
) -> None:
    chair, told = cast.person("chair"), {"is_in": False, "reason": "The surface was safe", "submission_id": None}
    themes.decide(chair, "safe-sleep", [case.public_id], now=again, **told)
    (said,) = [each for each in findings.standing(chair, case.public_id, now=again).warnings if "theme" in each]
    assert "“The surface was safe”. It stays out" in said
    findings.sign(chair, case.public_id, digest=shown(case), submission_id="t" * 20, now=again)
    db.session.rollback()
    assert list(db.session.scalars(select(CaseTheme.theme_key))) == []
    db.session.rollback()
    themes.decide(chair, "safe-sleep", [case.public_id], now=again, **told | {"is_in": True})
    assert not [each for each in findings.standing(chair, case.public_id, now=again).warnings if "theme" in each]


def test_theme_that_a_person_took_out_before_goes_in_when_the_panel_chooses_it(
    cast: Cast, case: MadeCase, day: datetime
) -> None:
    chair, digest = cast.person("chair"), drafted(cast, case, day)
    themes.decide(
        chair, "safe-sleep", [case.public_id], is_in=False, reason="Not known yet", submission_id=None, now=day
    )
    findings.sign(chair, case.public_id, digest=digest, submission_id=MARK, now=day)
    db.session.rollback()
    assert list(db.session.scalars(select(CaseTheme.theme_key))) == ["safe-sleep"]
    last = db.session.scalars(select(ThemeDecision).order_by(ThemeDecision.id.desc())).first()
    assert last is not None
    assert (last.is_in, last.reason) == (True, "Chosen in the analysis of the case, version 1")


def test_answers_of_another_review_keep_their_authors_and_the_signed_ones_stay(
    cast: Cast, case: MadeCase, again: datetime
) -> None:
    redrafted(cast, "coordinator", case, again, case_summary="A new report came")
    db.session.rollback()
    rows = db.session.scalars(
        select(FormAnswer).join(FormResponse, FormResponse.id == FormAnswer.response_id).order_by(FormResponse.id)
    )
    told = [(row.value, row.by_name) for row in rows if row.question_key in ("case_summary", "primary_category")]
    assert sorted(told) == [
        ("10", "Chair"),
        ("10", "Chair"),
        ("A new report came", "Coordinator"),
        ("The baby was found unresponsive in the morning.", "Chair"),
    ]


def test_analysis_begun_on_an_earlier_form_goes_on_with_todays_and_loses_nothing(
    cast: Cast, case: MadeCase, day: datetime
) -> None:
    chair, before = cast.person("chair"), datetime(2026, 10, 1, 9, tzinfo=UTC)
    with pytest.raises(Blocked):
        findings.take_later_form(chair, case.public_id, now=day)
    findings.save_section(chair, case.public_id, analysis(), seen={}, now=before)
    was = draft_of(case, day)
    assert (was.spec.version, "modifiable_otherwise" in was.spec.by_key()) == ("2024-2", False)
    with pytest.raises(Blocked):
        findings.take_later_form(chair, case.public_id, now=before)
    findings.take_later_form(chair, case.public_id, now=day)
    now = draft_of(case, day)
    assert (now.answers, "modifiable_otherwise" in now.spec.by_key()) == (was.answers, True)
    with pytest.raises(Blocked):
        findings.take_later_form(chair, case.public_id, now=day)


def draft_of(case: MadeCase, day: datetime) -> queries.Draft:
    draft = queries.draft(case.id, day.date())
    db.session.rollback()
    return draft
