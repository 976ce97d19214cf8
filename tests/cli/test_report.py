"""`flask report …`: the figures as JSON and the annual report as files."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from cdop.extensions import db
from cdop.queries import reports as report_queries
from cdop.services import report_publishing, reports
from tests import example_year
from tests.personas import OTHER_PANEL, PANEL, Cast

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_app: Flask, sqlite_cast: Cast) -> Run:
    """Runs `flask report …` where one panel brought the year 2013-14."""
    example_year.bring(sqlite_cast)
    runner = sqlite_app.test_cli_runner()
    return lambda *words: runner.invoke(args=["report", *map(str, words)], catch_exceptions=False)


def test_figures_are_printed_as_json_in_the_published_shape(run: Run) -> None:
    result = run("figures", "2013-14")
    figures = json.loads(result.stdout)
    assert list(figures) == ["panel", "period", "edition", "generated_at", "data_version", "measures"]
    assert figures["period"] == {"label": "2013-14", "from": "2013-04-01", "to": "2014-03-31"}
    assert figures["measures"]["reviewed.under_1"] == {"n": 22, "of": 35, "percent": 63, "ci95": [46.3, 76.8]}


def test_figures_of_a_year_by_its_days_are_those_of_the_year(run: Run) -> None:
    by_days = json.loads(run("figures", "--from", "2013-04-01", "--to", "31/03/2014").stdout)
    by_year = json.loads(run("figures", "2013-14").stdout)
    assert {**by_days, "generated_at": ""} == {**by_year, "generated_at": ""}


def test_public_edition_has_passed_disclosure_control(run: Run) -> None:
    figures = json.loads(run("figures", "2013-14", "--edition", "public").stdout)
    assert list(figures)[:3] == ["panel", "period", "edition"]
    assert figures["edition"] == "public"
    assert figures["measures"]["notified.total"] == {"n": 58}
    ages = {row["key"]: row for row in figures["measures"]["reviewed.age_band"]["rows"]}
    assert ages["1-4 years"] == {"key": "1-4 years", "label": "1-4 years", "n": None, "withheld": True, "percent": None}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Name a financial year such as 2013-14, or both --from and --to."),
        (("2013",), "Write a financial year as 2013-14"),
        (("2013-14", "--from", "2013-04-01"), "Name a financial year such as 2013-14, or both"),
        (("--from", "2014-04-01", "--to", "2013-04-01"), "The period ends before it starts."),
        (("2013-14", "--panel", "Nowhere"), "There is no panel named Nowhere."),
    ],
)
def test_figures_of_what_is_no_period_or_panel_say_so(run: Run, words: tuple[str, ...], told: str) -> None:
    refused = run("figures", *words)
    assert refused.exit_code in (1, 2)
    assert told in refused.stderr
    assert refused.stdout == ""


def test_several_panels_must_be_named(run: Run, now: datetime) -> None:
    assert Cast(now).other_panel_id
    refused = run("figures", "2013-14")
    assert refused.exit_code == 1
    assert "name one with --panel" in refused.stderr
    assert OTHER_PANEL in refused.stderr
    assert run("figures", "2013-14", "--panel", PANEL).exit_code == 0


def test_build_writes_the_report_as_pdf_and_as_a_page_that_stands_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    result = run("build", "2013-14", "--out", folder)
    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["annual-report-2013-14.html", "annual-report-2013-14.pdf"]
    page = (folder / "annual-report-2013-14.html").read_text()
    assert (folder / "annual-report-2013-14.pdf").read_bytes().startswith(b"%PDF-")
    assert '<html lang="en-GB">' in page
    assert "Modifiable factors were identified in 11 (31%) of the 35 deaths reviewed." in page
    assert not any(mark in page for mark in ("src=", "<script", "<link", "url("))


def test_build_into_a_file_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run("build", "2013-14", "--out", tmp_path / "file")
    assert refused.exit_code == 2
    assert "is a file" in refused.stderr


def test_build_of_a_year_that_has_not_begun_is_refused_in_one_line_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    refused = run("build", "2998-99", "--out", tmp_path / "reports")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "2998-99 has not begun: its first day is 1 April 2998.\n"
    assert list((tmp_path / "reports").iterdir()) == []


def test_build_of_a_period_that_runs_says_so_far_and_ends_today(run: Run, tmp_path: Path) -> None:
    assert run("build", "--from", "2013-04-01", "--to", "2998-03-31", "--out", tmp_path).exit_code == 0
    (page,) = tmp_path.glob("*.html")
    assert "Annual report 1 April 2013 to 31 March 2998 so far</h1>" in page.read_text()
    assert "2998-03-31" not in page.name


def test_verify_knows_a_report_that_was_built_and_one_that_was_changed(run: Run, tmp_path: Path) -> None:
    assert run("build", "2013-14", "--out", tmp_path).exit_code == 0
    file = tmp_path / "annual-report-2013-14.pdf"
    known = run("verify", file)
    assert (known.exit_code, "Unaltered: the annual report 2013-14, full edition" in known.stdout) == (0, True)
    file.write_bytes(file.read_bytes() + b"\n")
    changed = run("verify", file)
    assert (changed.exit_code, "but it was changed" in changed.stderr) == (1, True)
    file.write_bytes(b"something else")
    assert (run("verify", file).exit_code, run("verify", file).stdout) == (1, "")


def test_verify_tells_who_approved_a_report_and_that_it_is_public_or_was_withdrawn(
    run: Run, tmp_path: Path, now: datetime
) -> None:
    assert run("build", "2013-14", "--edition", "public", "--out", tmp_path).exit_code == 0
    file = tmp_path / "annual-report-2013-14-public.pdf"
    chair = Cast(now).person("chair")
    (built,) = report_queries.built_reports(chair)

    def told() -> str:
        db.session.rollback()
        return run("verify", file).stdout.partition("; ")[2]

    assert told() == "not approved yet.\n"
    reports.approve(chair, built.public_id, now=now)
    assert told() == "approved by Chair.\n"
    report_publishing.publish(chair, built.public_id, now=now)
    assert told() == "approved by Chair; published 20 November 2026 at 10:00am.\n"
    report_publishing.withdraw(chair, built.public_id, reason="A table was wrong.", now=now)
    assert told() == "approved by Chair; it was withdrawn 20 November 2026 at 10:00am.\n"
