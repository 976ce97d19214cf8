"""The one gate by which numbers leave: kept as they left, audited beside all that left before."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.documents.blocks import Table
from cdop.extensions import db
from cdop.models import AuditEntry, DataRelease
from cdop.queries import releases as queries
from cdop.rules.audit_verbs import AuditVerb
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear, Period, period_between
from cdop.rules.releases import Selection, digest
from cdop.rules.vocabulary import Sex
from cdop.services import releases, reports
from cdop.services.errors import Blocked, Forbidden, NotFound, Stale
from tests import example_year
from tests.factories import FINDINGS, add_case
from tests.personas import Cast
from tests.registers import EXAMPLE

YEAR = FinancialYear(2013).period
REPORT = Selection(YEAR, Profile.REPORT)


@pytest.fixture
def example(cast: Cast, now: datetime) -> Cast:
    """A panel that brought the year 2013-14."""
    example_year.bring(cast)
    return cast


def of(cast: Cast, selection: Selection, now: datetime, *, who: str = "analyst") -> dict:
    return releases.figures_of(cast.person(who), cast.panel_id, selection, purpose="Figures page", now=now)


def kept() -> list[DataRelease]:
    found = list(db.session.scalars(select(DataRelease).order_by(DataRelease.id)))
    db.session.expunge_all()
    db.session.rollback()
    return found


def test_release_for_the_report_keeps_the_totals_that_panels_publish(example: Cast, now: datetime) -> None:
    wanted = json.loads((EXAMPLE / "published.json").read_text())["measures"]
    found = of(example, REPORT, now)["measures"]
    assert found["notified.total"] == wanted["notified.total"] == {"n": 58}
    assert found["reviewed.total"] == wanted["reviewed.total"] == {"n": 35}
    under_1 = found["reviewed.under_1"]
    assert {name: under_1[name] for name in wanted["reviewed.under_1"]} == wanted["reviewed.under_1"]
    males = next(row for row in found["reviewed.sex"]["rows"] if row["key"] == "male")
    assert (males["n"], males["percent"]) == (22, 63)


def test_of_the_few_deaths_of_a_withheld_whole_no_nought_tells_what_they_were(cast: Cast, now: datetime) -> None:
    """All other categories, ages and months would be nought, and so the one that is not would be the child's."""
    days = {"born_on": date(2014, 1, 1), "died_on": date(2014, 2, 1), "notified_on": date(2014, 2, 1)}
    add_case(cast.command_line, now=now, **{**FINDINGS, **days, "reviewed_on": date(2014, 3, 1), "category": 1})
    measures = of(cast, REPORT, now)["measures"]
    assert (measures["notified.total"]["n"], measures["reviewed.total"]["n"]) == (None, None)
    divided = [each for each in measures.values() if "rows" in each and each.get("of", 0) is None]
    assert len(divided) > 15
    assert {number for each in divided for row in each["rows"] for number in numbers(row)} == {None}
    report = reports.build(cast.person("chair"), cast.panel_id, YEAR, edition="public", now=now)
    told = [block.caption for block in report.document.blocks if isinstance(block, Table)]
    assert [caption for caption in told if "eaths reviewed" in caption or "eaths notified" in caption] == []


def numbers(row: dict) -> list[int | None]:
    return [row["n"], row.get("of"), *(n for part in row.get("rows", ()) for n in numbers(part))]


def test_release_is_kept_with_its_digest_and_asked_for_again_is_the_same(example: Cast, now: datetime) -> None:
    first = of(example, REPORT, now)
    add_case(
        example.command_line, now=now, notified_on=date(2013, 5, 1), born_on=date(2013, 4, 9), died_on=date(2013, 5, 1)
    )
    again = of(example, REPORT, now + timedelta(days=1), who="chair")
    assert again == first
    (release,) = kept()
    left = {name: value for name, value in first.items() if name not in ("generated_at", "data_version")}
    assert release.digest == first["data_version"] == digest(left)
    assert (release.title, release.profile, release.purpose) == ("All figures", "report", "Figures page")
    assert release.withheld > 20
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.FIGURES_RELEASED)).all()
    assert [entry.changes["digest"] for entry in entries] == [[None, release.digest]]
    assert "58" not in json.dumps(entries[0].changes["bundle"])


def test_release_of_overlapping_years_is_audited_beside_the_first(example: Cast, now: datetime) -> None:
    """Eleven months and then the year, exactly: the month between would be the difference."""
    months = Selection(period_between(YEAR.start, date(2014, 2, 28)), Profile.REPORT)
    assert of(example, months, now)["measures"]["notified.total"] == {"n": 57}
    assert of(example, REPORT, now)["measures"]["notified.total"] == {"n": 60, "rounded": True}


def test_release_in_place_of_another_needs_a_right_and_a_reason_that_the_register_shows(
    example: Cast, now: datetime
) -> None:
    of(example, REPORT, now)
    old = kept()[0]
    add_case(
        example.command_line,
        now=now,
        notified_on=date(2013, 5, 1),
        born_on=date(2013, 4, 9),
        died_on=date(2013, 5, 1),
        sex=Sex.MALE,
    )
    with pytest.raises(Forbidden):
        releases.renew(
            example.person("analyst"), old.public_id, "I want to", proposed_by="Invented Coordinator", now=now
        )
    with pytest.raises(Blocked):
        releases.renew(example.person("chair"), old.public_id, " ", proposed_by="Invented Coordinator", now=now)
    releases.renew(
        example.person("chair"),
        old.public_id,
        "A notification was found in the archive.",
        proposed_by="Invented Coordinator",
        now=now,
    )
    assert of(example, REPORT, now)["measures"]["notified.total"] == {"n": 59}
    with pytest.raises(Blocked):
        releases.renew(example.person("chair"), old.public_id, "Twice", proposed_by="Invented Coordinator", now=now)
    newest, before = queries.register(example.person("analyst"), 1).releases
    assert (newest.reason, newest.ended_at) == ("A notification was found in the archive.", None)
    assert (before.public_id, before.ended_at) == (old.public_id, now)


def test_release_beside_one_that_came_meanwhile_is_made_anew(example: Cast, now: datetime) -> None:
    gathered = releases._gathered(example.panel_id, REPORT)
    made = releases._made(gathered, now=now)
    of(example, Selection(YEAR, Profile.RELEASE), now)
    with pytest.raises(Stale):
        releases._keep(
            example.person("analyst"),
            example.panel_id,
            REPORT,
            made,
            gathered.seen,
            purpose="Figures page",
            by="Invented Analyst",
            now=now,
        )
    assert [release.profile for release in kept()] == ["release"]


@pytest.mark.parametrize("who", ["auditor", "administrator", "key worker"])
def test_release_is_forbidden_to_those_who_see_no_figures(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(Forbidden):
        of(cast, REPORT, now, who=who)


def test_release_of_another_panel_is_not_found(example: Cast, now: datetime) -> None:
    of(example, REPORT, now)
    stranger = example.person("chair", panel_id=example.other_panel_id)
    with pytest.raises(NotFound):
        releases.renew(stranger, kept()[0].public_id, "Why not", proposed_by="Invented Coordinator", now=now)
    assert queries.register(stranger, 1).releases == ()


def test_release_of_a_period_that_is_not_over_is_blocked(cast: Cast, now: datetime) -> None:
    today = now.date()
    with pytest.raises(Blocked, match="a period that is over"):
        of(cast, Selection(Period(today - timedelta(days=30), today, "so far"), Profile.RELEASE), now)


def test_what_would_leave_follows_the_records_however_often_somebody_looks(cast: Cast, now: datetime) -> None:
    example_year.bring(cast, meetings=False)
    chair, wanted = cast.person("chair"), [Selection(YEAR, Profile.RELEASE, "reviewed.sex")]

    def looked_at() -> dict[str, Any]:
        (found,) = releases.would_leave(chair, cast.panel_id, wanted, now=now)
        db.session.rollback()
        return found

    first = looked_at()
    assert looked_at() == first
    for number in range(10):
        days = {"died_on": date(2013, 5, 1), "born_on": date(2013, 1, 1), "notified_on": date(2013, 5, 2)}
        told = {**FINDINGS, **days, "reviewed_on": date(2014, 3, 1), "sex": Sex.MALE, "family_name": f"Child{number}"}
        add_case(cast.command_line, now=now, **told)
    assert looked_at()["measures"] != first["measures"]
