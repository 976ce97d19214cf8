"""The demonstration as `make run` starts it: it is there, once, with the accounts that it tells of."""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop import create_app
from cdop.cli import demo
from cdop.extensions import db
from cdop.models import AgencyMember, Case, FormResponse, User
from cdop.rules.vocabulary import CaseStatus
from tests.databases import config_for
from tools.demo import reset


@pytest.fixture
def app(site: str, folder: Path) -> Iterator[Flask]:
    """The application beside the demonstration that runs, on its database."""
    app = create_app(replace(config_for(f"sqlite:///{folder / 'cdop.sqlite'}"), is_demo=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_its_token_opens_the_interface_for_other_programs(site: str, folder: Path) -> None:
    told = re.search(r"A token for another program, told this once: (\S+)", (folder / "log").read_text())
    assert told, "the interface for other programs can be tried"
    asked = urllib.request.Request(f"{site}/api/v1/releases", headers={"Authorization": f"Bearer {told[1]}"})  # noqa: S310  (ours)
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  (our own address)
        assert json.load(answer)


def test_it_is_loaded_once_and_has_cases_at_every_stage_forms_of_every_time_and_its_accounts(app: Flask) -> None:
    first = db.session.scalar(select(func.count()).select_from(Case))
    stages = set(db.session.scalars(select(Case.status)))
    emails = set(db.session.scalars(select(User.email)))
    db.session.rollback()
    again = app.test_cli_runner().invoke(args=["demo", "load"])
    assert again.exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Case)) == first
    assert {CaseStatus.GATHERING, CaseStatus.READY, CaseStatus.ON_AGENDA, CaseStatus.REVIEWED} <= stages
    forms = {tuple(row) for row in db.session.execute(select(FormResponse.form_key, FormResponse.form_version))}
    assert {("notification", "2008-1"), ("form_b", "2010-1"), ("analysis", "2010-1")} <= forms
    assert db.session.scalar(select(func.count()).select_from(AgencyMember)) == len(demo.OWN_AGENCIES)
    assert emails == {email for email, _, _ in demo.ACCOUNTS}
    assert "A token for another program" not in again.output
    assert [email for email in emails if f"\n  {email} " not in again.output] == []


def test_its_data_are_not_forgotten_while_it_runs(site: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDOP_DEMO_FOLDER", str(folder))
    with pytest.raises(SystemExit, match="The demonstration is running"):
        reset()
    assert (folder / "cdop.sqlite").is_file()
