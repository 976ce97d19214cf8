"""`flask demo …`: an invented panel with two whole years and some open cases, and only in a demonstration."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.cli.demo_register import FAMILY_NAMES, demo_register
from cdop.extensions import db
from cdop.models import User
from cdop.rules.register import read_register
from tools.demo import reset


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2027, 4, 1), date(2028, 2, 29)])
def test_demo_register_has_no_fault_and_says_that_its_people_are_invented(today: date) -> None:
    reading = read_register(demo_register(today).cases, today=today)
    assert reading.faults == ()
    assert {row.family_name for row in reading.rows} <= set(FAMILY_NAMES.split())
    assert all(row.nhs_number is None or row.nhs_number.startswith("999") for row in reading.rows)
    years = Counter(row.date_of_death.year for row in reading.rows)
    assert len(reading.rows) >= 110, "two years, but for those of the last days of whom nobody has told yet"
    assert len(years) >= 2


def test_demo_is_refused_to_a_real_panel_in_one_line(sqlite_app: Flask) -> None:
    refused = sqlite_app.test_cli_runner().invoke(args=["demo", "load"])
    told = "Only a demonstration has invented people and cases: set CDOP_DEMO=1.\n"
    assert (refused.exit_code, refused.output) == (1, told)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_reset_of_data_that_cannot_be_deleted_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "running").mkdir()
    monkeypatch.setenv("CDOP_DEMO_FOLDER", str(tmp_path))
    with pytest.raises(SystemExit) as told:
        reset()
    assert str(told.value) == f"The demonstration's data in {tmp_path} cannot be deleted (Is a directory)."
    assert tmp_path.is_dir()
