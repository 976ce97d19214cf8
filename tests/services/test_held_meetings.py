"""A meeting that is planned is not one that was held: it is in no figure, on no list of those held, in no export."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import PanelMeeting
from cdop.queries import home
from cdop.rules.dates import LONDON
from cdop.rules.periods import financial_year_of
from cdop.rules.vocabulary import MeetingStatus
from cdop.services import figures, meetings, meetings_register, register, register_export
from tests.personas import Cast
from tests.registers import NAMED, REVIEWED, exported, register_file


@pytest.fixture
def planned(cast: Cast, now: datetime) -> datetime:
    """The moment for which a meeting of the panel is planned."""
    at = now + timedelta(days=14)
    meetings.plan_meeting(cast.person("coordinator"), starts_at=at, submission_id="m" * 20, now=now)
    return at


def statuses() -> list[MeetingStatus]:
    db.session.rollback()
    found = list(db.session.scalars(select(PanelMeeting.status)))
    db.session.rollback()
    return found


def test_planned_meeting_is_in_no_figure_list_or_export(
    cast: Cast, planned: datetime, tmp_path: Path, now: datetime
) -> None:
    actor = cast.person("coordinator")
    period = financial_year_of(planned.date()).period
    counted = figures.figures_json(actor, cast.panel_id, period, now=now)["measures"]["meetings.held"]
    assert sum(row["n"] for row in counted["rows"]) == 0
    assert home.home(actor, now=now).held == ()
    register_export.export_register(cast.command_line, tmp_path, now=now)
    assert exported(tmp_path)["meetings.csv"].splitlines()[1:] == []


def test_meeting_that_a_file_says_was_held_counts_from_then_on(cast: Cast, planned: datetime, now: datetime) -> None:
    day = planned.astimezone(LONDON).date()
    line = f"date,kind,theme\r\n{day.isoformat()},case review,\r\n".encode()
    later = planned + timedelta(days=1)
    done = meetings_register.import_meetings(cast.command_line, line, now=later)
    assert (done.added, done.updated) == (0, 1)
    assert statuses() == [MeetingStatus.HELD]
    assert meetings_register.import_meetings(cast.command_line, line, now=later).updated == 0


def test_meeting_at_which_a_register_has_a_review_was_held(cast: Cast, planned: datetime, now: datetime) -> None:
    day = planned.astimezone(LONDON).date()
    reviewed = NAMED | REVIEWED | {"date_reviewed": day.isoformat()}
    register.import_register(cast.command_line, register_file(reviewed), now=planned + timedelta(days=1))
    assert statuses() == [MeetingStatus.HELD]
