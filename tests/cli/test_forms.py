"""`flask forms …`: the definitions as a list, as a check and as a data dictionary; forms of elsewhere come in."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormResponse
from cdop.queries.answers import answers_of
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.dictionary import COLUMNS
from cdop.questionnaires.exports import answer_object
from cdop.questionnaires.soundness import digest
from cdop.questionnaires.words import NonAnswer
from cdop.rules.vocabulary import ResponseStatus
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.questionnaires.sample import PLACES, SAMPLE, SECTION_A

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_app: Flask) -> Run:
    runner = sqlite_app.test_cli_runner()
    return lambda *words: runner.invoke(args=["forms", *map(str, words)], catch_exceptions=False)


def test_list_names_every_form_in_every_version_with_its_days(run: Run) -> None:
    told = run("list").stdout.splitlines()
    assert [line.split("  ")[0] for line in told] == [f"{spec.key} {spec.version}" for spec in registry.published()]
    assert "form_b 2010-1  Agency report form (Form B). 1 April 2010 to 31 March 2019. 165 questions." in told
    assert any(line.startswith("supplement_fire 2024-1  ") and ". From 1 April 2024. " in line for line in told)


def test_list_of_a_day_names_the_forms_of_that_day(run: Run) -> None:
    told = [line.split("  ")[0] for line in run("list", "--on", "2014-06-01").stdout.splitlines()]
    assert {"form_b 2010-1", "notification 2008-1", "analysis 2010-1"} <= set(told)
    assert not any(line.endswith("2024-1") for line in told)


def test_check_names_each_form_as_sound_with_its_digest(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(registry.published()) + 1
    spec = registry.get("form_b", "2024-1")
    assert f"form_b 2024-1  sound, {digest(spec)[:16]}" in result.stdout


def test_check_of_an_unsound_form_names_its_problems(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    place, *others = SECTION_A.items
    unsound = replace(SAMPLE, sections=(replace(SECTION_A, items=(replace(place, choices=PLACES[:1]), *others)),))
    monkeypatch.setattr(registry, "_PUBLISHED", (unsound,))
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "sample 2024-1: place: there is nothing to choose from." in result.stderr.splitlines()


def test_dictionary_is_a_table_with_a_row_for_every_question(run: Run) -> None:
    rows = [*csv.DictReader(io.StringIO(run("dictionary", "--form", "form_b").stdout))]
    specs = [spec for spec in registry.published() if spec.key == "form_b"]
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len([*spec.questions()]) for spec in specs)
    barriers = next(row for row in rows if row["version"] == "2024-1" and row["question"] == "barrier_kinds")
    told = {column: barriers[column] for column in ("number", "kind", "need", "asked_if", "identifying", "domain")}
    assert told == {
        "number": "D18",
        "kind": "any of several",
        "need": "expected",
        "asked_if": "Answer this only if the answer to D17 is “Yes”.",
        "identifying": "no",
        "domain": "social environment",
    }
    assert ("charges = Charges for care" in barriers["choices"], "General practice" in barriers["agencies"]) == (
        True,
        True,
    )
    assert (barriers["basis"], barriers["ways_of_not_answering"]) == (
        "seen in print",
        "Not known; Nothing held on this",
    )


def test_dictionary_tells_eras_and_what_is_reconstructed(run: Run) -> None:
    rows = [*csv.DictReader(io.StringIO(run("dictionary").stdout))]
    assert {(row["form"], row["version"]) for row in rows} == {(s.key, s.version) for s in registry.published()}
    score = next(row for row in rows if row["version"] == "2010-1" and row["question"] == "parenting_score")
    assert (score["domain"], score["given_out_until"]) == ("parenting capacity, 2008 to 2019", "2019-03-31")
    in_a_group = next(row for row in rows if row["question"] == "sibling_age" and row["version"] == "2024-1")
    assert (in_a_group["group"], in_a_group["limits"]) == (
        "Brothers, sisters and other children in the home",
        "0 to 30 years",
    )
    assert in_a_group["basis"] == "reconstructed"


def test_dictionary_as_a_page_can_be_read_by_everybody(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dictionary.html"
    assert run("dictionary", "--as", "html", "--form", "notification", "--out", path).stdout.strip() == str(path)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(path.read_text("utf-8"))
    assert page.find("head/title").text == "Data dictionary of the forms"
    assert (page.get("lang"), len(page.findall(".//h1"))) == ("en-GB", 1)
    tables = page.findall(".//table")
    specs = [spec for spec in registry.published() if spec.key == "notification"]
    assert len(tables) == sum(len(spec.sections) for spec in specs)
    assert all(
        table.find("caption") is not None and table.find("tbody/tr/th").get("scope") == "row" for table in tables
    )
    asked = sum(len(table.findall("tbody/tr")) for table in tables)
    assert asked == sum(len([*spec.questions()]) for spec in specs)
    targets = {link.get("href").removeprefix("#") for link in page.findall(".//nav//a")}
    assert targets == {heading.get("id") for heading in page.findall(".//h2")}


def test_dictionary_of_no_form_and_into_no_folder_says_so_in_a_line(run: Run, tmp_path: Path) -> None:
    unknown = run("dictionary", "--form", "form_z")
    assert (unknown.exit_code, unknown.stderr) == (1, "There is no form form_z. See `flask forms list`.\n")
    nowhere = run("dictionary", "--out", tmp_path / "missing" / "dictionary.csv")
    assert (nowhere.exit_code, len(nowhere.stderr.splitlines())) == (1, 1)


@pytest.fixture
def case(sqlite_app: Flask, now: datetime) -> MadeCase:
    return add_case(Cast(now).person("coordinator"), now=now, born_on=date(2013, 9, 1), died_on=date(2014, 3, 2))


def old_form(case: MadeCase) -> dict[str, Any]:
    """Form C of an old case, as another system tells it."""
    spec = registry.get("analysis", "2010-1")
    given = {("child_score", ""): Answer("1*"), ("recommendation_text", "7"): Answer("Tell everybody")}
    told = answer_object(spec, {**given, ("sex", ""): Answer(non_answer=NonAnswer.NOT_KNOWN)})
    return {"case": case.reference, "sent_at": "2014-09-30T10:00:00+00:00", **told}


def stored(case: MadeCase) -> list[Any]:
    rows = [*db.session.scalars(select(FormResponse).where(FormResponse.case_id == case.id))]
    found = [(row.form_version, row.status, answers_of(row.id, registry.get("analysis", "2010-1"))) for row in rows]
    db.session.rollback()
    return [(version, status, answered.answers) for version, status, answered in found]


def test_import_adds_an_old_form_as_it_was(run: Run, case: MadeCase, tmp_path: Path) -> None:
    path = tmp_path / "forms.json"
    path.write_text(json.dumps([old_form(case)]))
    assert run("import", path).stdout == "1 form added.\n"
    answers = {
        ("child_score", ""): Answer("1*"),
        ("sex", ""): Answer(non_answer=NonAnswer.NOT_KNOWN),
        ("recommendation_text", "01"): Answer("Tell everybody"),
    }
    assert stored(case) == [("2010-1", ResponseStatus.SUBMITTED, answers)]
    again = run("import", path)
    assert (again.exit_code, "has this form already" in again.stderr, len(stored(case))) == (1, True, 1)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"case": "NONE/1"}, "There is no case 'NONE/1'"),
        ({"version": "1066-1"}, "There is no form 'analysis' in version '1066-1'"),
        ({"sent_at": None}, "`sent_at` must be a time in the past"),
        ({"sent_at": "2099-01-01T00:00:00+00:00"}, "`sent_at` must be a time in the past"),
        ({"answers": None}, "It has no list of answers"),
        ({"answers": [{"question": "shoe_size"}]}, "shoe_size: The form has no such question"),
        ({"answers": [{"question": "child_score", "row": 1}]}, "child_score: Its row must be"),
        ({"answers": [{"question": "child_score", "state": "perhaps"}]}, "“perhaps” is no state of an answer"),
        (
            {"answers": [{"question": "child_score", "state": "answered", "value": "4"}]},
            "child_score: Select one of the answers shown",
        ),
        (
            {"answers": [{"question": "meeting_on", "state": "answered", "value": "yesterday"}]},
            "meeting_on: The value is not of the kind that is asked for",
        ),
        (
            {"answers": [{"question": "referred_on", "state": "answered", "value": [["coroner"]]}]},
            "referred_on: The value is not of the kind that is asked for",
        ),
        ({"answers": [{"question": ["sex"], "state": "not known"}]}, "The form has no such question"),
        ({"answers": [{"question": "child_score", "state": "not known"}]}, "This way of not answering is not offered"),
    ],
)
def test_import_of_what_is_wrong_names_it_and_adds_none(
    changes: dict[str, Any], named: str, run: Run, case: MadeCase, tmp_path: Path
) -> None:
    path = tmp_path / "forms.json"
    path.write_text(json.dumps([old_form(case), {**old_form(case), **changes}]))
    refused = run("import", path)
    assert (refused.exit_code, stored(case)) == (1, [])
    assert refused.stderr.startswith("form 2: ")
    assert named in refused.stderr


@pytest.mark.parametrize("content", [b"no json", b"\xff", b"3"])
def test_import_of_another_file_says_so(content: bytes, run: Run, case: MadeCase, tmp_path: Path) -> None:
    path = tmp_path / "forms.json"
    path.write_bytes(content)
    refused = run("import", path)
    assert (refused.exit_code, len(refused.stderr.splitlines()), stored(case)) == (1, 1, [])
