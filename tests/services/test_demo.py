"""The demonstration's cases: each has a history that could have been. All children here are invented."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.cli.demo_register import demo_register
from cdop.extensions import db
from cdop.models import Case, CaseStatusChange, CaseTheme
from cdop.rules.dates import LONDON
from cdop.rules.register import RegisterRow, read_register
from cdop.rules.vocabulary import CaseStatus, Residency
from cdop.rules.working_days import is_working_day
from cdop.services import demo
from tests.personas import Cast

DAYS = [date(2026, 11, 20), date(2027, 1, 4), date(2027, 4, 3), date(2028, 2, 29)]


def rows_of(today: date) -> tuple[RegisterRow, ...]:
    return read_register(demo_register(today).cases, today=today).rows


def is_in_office_hours(at: datetime) -> bool:
    there = at.astimezone(LONDON)
    return is_working_day(there.date()) and time(9) <= there.time() < time(17)


@pytest.mark.parametrize("today", DAYS)
def test_every_story_runs_forward_in_office_hours_up_to_now(today: date) -> None:
    now = datetime.combine(today, time(9, 30), LONDON)
    rows = rows_of(today)
    assert len(rows) > 100
    for row in rows:
        told = demo.story(row, now=now)
        instants = [told.entered_at, *(at for _, at in told.steps)]
        assert told.entered_at.date() == row.date_notified
        assert all(earlier < later for earlier, later in pairwise(instants)), row
        assert all(is_in_office_hours(at) and at < now for at in instants), row
        assert [step for step, _ in told.steps] == [*demo.STEPS, demo.REVIEW][: len(told.steps)]


@pytest.mark.parametrize("today", DAYS)
def test_a_review_is_completed_on_its_day_and_as_time_goes_on_the_past_stays(today: date) -> None:
    before, after = (datetime.combine(today, time(18), LONDON) - timedelta(days=days) for days in (30, 0))
    for row in rows_of(today):
        told = demo.story(row, now=after)
        assert {at.date() for step, at in told.steps if step == demo.REVIEW} == {row.date_reviewed} - {None}
        earlier = demo.story(row, now=before).steps
        assert told.steps[: len(earlier)] == earlier


def test_loaded_cases_have_their_story_and_their_findings(sqlite_app: Flask, now: datetime) -> None:
    cast = Cast(now)
    assert cast.person("coordinator")
    today = now.astimezone(LONDON).date()
    invented = demo_register(today)
    demo.load_cases(cast.command_line, cast.panel_id, invented.cases, invented.meetings, now=now)
    rows = {row.case_ref: row for row in rows_of(today)}
    stored = db.session.scalars(select(Case)).all()
    assert {case.reference for case in stored} == rows.keys()
    for case in stored:
        row = rows[case.reference]
        query = select(CaseStatusChange).where(CaseStatusChange.case_id == case.id).order_by(CaseStatusChange.id)
        history = list(db.session.scalars(query))
        told = demo.story(row, now=now)
        assert [(change.step, change.at) for change in history] == [
            ("entered", told.entered_at.astimezone(UTC)),
            *((step, at.astimezone(UTC)) for step, at in told.steps),
        ]
        assert [change.from_status for change in history] == [None, *(change.to_status for change in history[:-1])]
        assert case.status == history[-1].to_status
        found = (case.reviewed_on, case.category, case.modifiable, case.nhs_number, case.notified_by)
        assert found == (row.date_reviewed, row.category, row.modifiable, row.nhs_number, row.notified_by)
        assert case.review_meeting_id is not None or not case.reviewed_on
        themes = select(CaseTheme.theme_key).where(CaseTheme.case_id == case.id)
        assert set(db.session.scalars(themes)) == set(row.themes)
    stages = {case.status for case in stored if case.residency is Residency.RESIDENT}
    assert {CaseStatus.GATHERING, CaseStatus.READY, CaseStatus.REVIEWED} <= stages
    assert CaseStatus.ON_AGENDA not in stages, "only a meeting's agenda has a case on it"
