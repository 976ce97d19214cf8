"""`flask demo …`: an invented panel with two whole years and some open cases, and only in a demonstration."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.cli import demo
from cdop.cli.demo_register import FAMILY_NAMES, demo_register
from cdop.extensions import db
from cdop.models import AgencyMember, Case, FormResponse, User
from cdop.rules.register import read_register
from cdop.rules.vocabulary import CaseStatus


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2027, 4, 1), date(2028, 2, 29)])
def test_demo_register_has_no_fault_and_says_that_its_people_are_invented(today: date) -> None:
    reading = read_register(demo_register(today).cases, today=today)
    assert reading.faults == ()
    assert {row.family_name for row in reading.rows} <= set(FAMILY_NAMES.split())
    assert all(row.nhs_number is None or row.nhs_number.startswith("999") for row in reading.rows)
    years = Counter(row.date_of_death.year for row in reading.rows)
    assert len(reading.rows) >= 110, "two years, but for those of the last days of whom nobody has told yet"
    assert len(years) >= 2


def test_demo_loads_once_and_people_can_sign_in_to_it(sqlite_app: Flask) -> None:
    sqlite_app.config["CDOP"] = replace(sqlite_app.config["CDOP"], is_demo=True)
    runner = sqlite_app.test_cli_runner()
    loaded = runner.invoke(args=["demo", "load"], catch_exceptions=False)
    assert loaded.exit_code == 0
    _, told, secret = loaded.output.partition("A token for another program, told this once: ")
    bearer = {"Authorization": f"Bearer {secret.strip()}"}
    assert told, "the interface for other programs can be tried"
    assert sqlite_app.test_client().get("/api/v1/releases", headers=bearer).status_code == 200
    first = db.session.scalar(select(func.count()).select_from(Case))
    stages = set(db.session.scalars(select(Case.status)))
    emails = set(db.session.scalars(select(User.email)))
    db.session.rollback()
    again = runner.invoke(args=["demo", "load"])
    assert again.exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Case)) == first
    assert {CaseStatus.GATHERING, CaseStatus.READY, CaseStatus.ON_AGENDA, CaseStatus.REVIEWED} <= stages
    forms = {tuple(row) for row in db.session.execute(select(FormResponse.form_key, FormResponse.form_version))}
    assert {("notification", "2008-1"), ("form_b", "2010-1"), ("analysis", "2010-1")} <= forms
    assert db.session.scalar(select(func.count()).select_from(AgencyMember)) == len(demo.OWN_AGENCIES)
    assert emails == {email for email, _, _ in demo.ACCOUNTS}
    assert told not in again.output
    assert [email for email in emails if f"\n  {email} " not in again.output] == []


def test_demo_is_refused_to_a_real_panel_in_one_line(sqlite_app: Flask) -> None:
    refused = sqlite_app.test_cli_runner().invoke(args=["demo", "load"])
    told = "Only a demonstration has invented people and cases: set CDOP_DEMO=1.\n"
    assert (refused.exit_code, refused.output) == (1, told)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0
