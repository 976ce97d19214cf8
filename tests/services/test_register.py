"""The register comes in and goes out, on each database. All children here are invented."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop import create_app
from cdop.extensions import db
from cdop.models import (
    AuditEntry,
    Case,
    CaseLink,
    CaseSearchTerm,
    CaseStatusChange,
    CaseTheme,
    Panel,
    PanelArea,
    PanelMeeting,
    Theme,
)
from cdop.rules import actors
from cdop.rules.csv_table import Fault
from cdop.rules.vocabulary import AuditVerb, CaseStatus, MeetingKind, Modifiable, Residency, Sex
from cdop.services import meetings_register, register, register_export
from cdop.services.errors import Forbidden, NotFound
from cdop.services.meetings_register import MeetingsSummary
from cdop.services.register import ImportSummary, KeptTheme, RegisterFaults
from tests.databases import ON_BOTH, config_for
from tests.forked import fork
from tests.personas import PANEL, Cast
from tests.registers import (
    EXAMPLE,
    NAMED,
    REVIEWED,
    SOUND,
    digest_of_database,
    exported,
    many,
    meetings_file,
    register_file,
    row,
)

REGISTER = (EXAMPLE / "register.csv").read_bytes()
MEETINGS = (EXAMPLE / "meetings.csv").read_bytes()
MARK = "a-mark-of-sixteen-letters"
DUPLICATE_NUMBER = (
    "Possible duplicate of case INV/001: the same NHS number. Link duplicates, or take the row out. "
    "Where they are two children, put right the number that is wrong."
)
DUPLICATE_NAMES = (
    "Possible duplicate of case INV/001: the same names and dates of birth and death. "
    "Link duplicates, or take the row out. Twins need given names that differ, such as Twin 1 and Twin 2."
)


def faults_of(raised: pytest.ExceptionInfo[RegisterFaults]) -> list[tuple[int | None, str | None, str, str]]:
    return [(fault.line, fault.column, fault.value, fault.rule) for fault in raised.value.faults]


def counted(model: Any) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


@ON_BOTH
def test_import_example_adds_every_case_with_its_stage(cast: Cast, now: datetime) -> None:
    done = register.import_register(cast.command_line, REGISTER, now=now)
    stages = db.session.execute(
        select(CaseStatusChange.step, CaseStatusChange.to_status, func.count()).group_by(
            CaseStatusChange.step, CaseStatusChange.to_status
        )
    )
    assert done == ImportSummary(read=78, added=78, linked=0, left_out=0, meetings_added=4)
    assert sorted(tuple(stage) for stage in stages) == [
        ("imported", CaseStatus.NOTIFIED, 43),
        ("imported", CaseStatus.REVIEWED, 35),
    ]


@ON_BOTH
def test_import_full_row_stores_its_facts_and_what_follows(cast: Cast, now: datetime) -> None:
    full = NAMED | REVIEWED | {
        "sex": "Female", "ethnicity": "Indian", "themes": "own-theme;safe-sleep", "panel_theme": "neonatal"
    }  # fmt: skip
    done = register.import_register(cast.command_line, register_file(full), now=now)
    case = db.session.scalars(select(Case)).one()
    assert done.new_themes == ("own-theme",)
    assert (case.reference, case.reference_folded, case.nhs_number) == ("INV/001", "inv/001", "9990000018")
    assert (case.given_names, case.family_name, case.name_folded) == (
        "Zoë Invented", "O’Example", "o example zoe invented"
    )  # fmt: skip
    assert (case.sex, case.ethnicity, case.ethnic_group) == (Sex.FEMALE, "Indian", "Asian")
    assert (case.area_code, case.residency) == ("E06000006", Residency.RESIDENT)
    assert (case.status, case.reviewed_on, case.category, case.modifiable) == (
        CaseStatus.REVIEWED, date(2014, 2, 20), 8, Modifiable.NO
    )  # fmt: skip
    assert (case.age_band, case.days_to_notification, case.year_of_death) == ("0-27 days", 1, "2012-13")
    assert (case.days_to_review, case.duration_band, case.created_at) == (337, "6 to 12 months", now)
    meeting = db.session.get_one(PanelMeeting, case.review_meeting_id)
    assert (meeting.held_on, meeting.kind, meeting.theme) == (
        date(2014, 2, 20), MeetingKind.CASE_REVIEW, "neonatal"
    )  # fmt: skip
    assert set(db.session.scalars(select(CaseTheme.theme_key))) == {"own-theme", "safe-sleep"}
    assert db.session.scalar(select(Theme.label).where(Theme.key == "own-theme")) == "Own theme"
    assert set(db.session.scalars(select(CaseSearchTerm.term))) == {
        "inv/001", "inv", "001", "9990000018", "zoe", "invented", "o", "example"
    }  # fmt: skip


@ON_BOTH
def test_import_leaves_an_audit_entry_for_every_row_and_one_with_the_counts(cast: Cast, now: datetime) -> None:
    register.import_register(cast.command_line, register_file(SOUND), now=now)
    entries = db.session.execute(
        select(AuditEntry.subject_kind, AuditEntry.panel_id).where(AuditEntry.verb == AuditVerb.REGISTER_IMPORTED)
    )
    counts = select(AuditEntry.changes).where(
        AuditEntry.verb == AuditVerb.REGISTER_IMPORTED, AuditEntry.subject_kind == "panel"
    )
    assert sorted(tuple(entry) for entry in entries) == [
        ("case_status_change", cast.panel_id), ("child_case", cast.panel_id), ("panel", cast.panel_id)
    ]  # fmt: skip
    assert db.session.scalar(counts) == {"read": [None, 1], "added": [None, 1], "linked": [None, 0],
                                         "left_out": [None, 0]}  # fmt: skip


@ON_BOTH
def test_import_names_that_fold_to_far_more_letters_are_kept_whole(cast: Cast, now: datetime) -> None:
    name = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 400
    register.import_register(cast.command_line, register_file(NAMED | {"family_name": name}), now=now)
    assert db.session.scalars(select(Case.family_name)).one() == name


@pytest.mark.parametrize("name", ["chair", "panel member", "analyst", "administrator"])
def test_import_and_export_by_anyone_but_the_coordinator_are_refused(
    name: str, cast: Cast, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        register.import_register(cast.person(name), register_file(SOUND), now=now)
    with pytest.raises(Forbidden):
        register_export.export_register(cast.person(name), tmp_path / "out", now=now)
    assert counted(Case) == 0
    assert not (tmp_path / "out").exists()


def test_check_says_what_an_import_would_do_and_changes_nothing(cast: Cast, now: datetime) -> None:
    file = register_file(NAMED | REVIEWED, row("INV/002", themes="own-theme"), also=("shoe size",))
    actor = cast.command_line
    before = digest_of_database()
    would = register.check_register(actor, file, now=now)
    assert digest_of_database() == before
    assert would == register.import_register(actor, file, now=now)
    assert would == ImportSummary(2, 2, 0, 0, 1, new_themes=("own-theme",), ignored_columns=("shoe size",))


@ON_BOTH
def test_import_twice_leaves_out_what_is_held(cast: Cast, now: datetime) -> None:
    register.import_register(cast.command_line, REGISTER, now=now)
    done = register.import_register(cast.command_line, REGISTER.replace(b"PAN/", b"pan/"), now=now)
    assert done == ImportSummary(read=78, added=0, linked=0, left_out=78, meetings_added=0)
    assert counted(Case) == 78


@ON_BOTH
def test_import_looks_like_deaths_held_tells_all_beside_the_files_own_faults(cast: Cast, now: datetime) -> None:
    register.import_register(cast.command_line, register_file(NAMED), now=now)
    names = {"given_names": "ZOE invented", "family_name": "o'example"}
    file = register_file(
        row("INV/002", nhs_number="9990000018"),
        row("INV/003", sex="unsure", **names),
        row("INV/004", **names),
        row("INV/001", date_of_birth="2012-01-01"),
    )
    before = digest_of_database()
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(cast.command_line, file, now=now)
    assert faults_of(raised) == [
        (2, "nhs_number", "9990000018", DUPLICATE_NUMBER),
        (3, "sex", "unsure", "One of: female, male, indeterminate, not known."),
        (3, "family_name", "o'example", DUPLICATE_NAMES),
        (4, "family_name", "o'example", DUPLICATE_NAMES),
        (5, "case_ref", "INV/001", "The panel holds another death under this reference: "
                                   "its dates of birth and death are not these."),
    ]  # fmt: skip
    assert raised.value.references == {2: "INV/002", 3: "INV/003", 4: "INV/004", 5: "INV/001"}
    assert digest_of_database() == before


def test_import_rows_alike_within_the_file_are_told(cast: Cast, now: datetime) -> None:
    names = {"given_names": "Zoë", "family_name": "Example"}
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(
            cast.command_line, register_file(row("INV/001", **names), row("INV/002", **names)), now=now
        )
    rule = DUPLICATE_NAMES.replace("of case INV/001", "of line 2, case INV/001")
    assert faults_of(raised) == [(3, "family_name", "Example", rule)]


def test_import_nhs_number_twice_in_the_file_gives_advice_that_can_be_followed(cast: Cast, now: datetime) -> None:
    first, second = row("INV/001", nhs_number="9990000018"), row("INV/002", nhs_number="999 000 0018")
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(cast.command_line, register_file(first, second), now=now)
    rule = DUPLICATE_NUMBER.replace("of case INV/001", "of line 2, case INV/001")
    assert faults_of(raised) == [(3, "nhs_number", "9990000018", rule)]
    number = second | {"nhs_number": "9990000026"}
    assert register.check_register(cast.command_line, register_file(first, number), now=now).added == 2
    assert register.check_register(cast.command_line, register_file(first), now=now).added == 1
    file = register_file(first, second)
    done = register.import_register(cast.command_line, file, link_duplicates=True, now=now)
    assert (done.added, done.linked, counted(Case)) == (1, 1, 1)


@pytest.mark.parametrize("link", [True, False])
@pytest.mark.parametrize("cells", [{}, {"sex": "male"}])
def test_import_reference_twice_in_the_file_is_told_once(
    link: bool, cells: dict[str, str], cast: Cast, now: datetime
) -> None:
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(cast.command_line, register_file(NAMED, NAMED | cells), link_duplicates=link, now=now)
    rule = (
        "Line 2 has the same reference: give one of the two another, or take it out."
        if cells
        else "The row repeats line 2 in full: take it out."
    )
    assert faults_of(raised) == [(3, "case_ref", "INV/001", rule)]


@ON_BOTH
def test_import_linking_duplicates_keeps_their_rows_and_adds_no_case(cast: Cast, now: datetime) -> None:
    names = {"given_names": "Zoë", "family_name": "Example"}
    register.import_register(cast.command_line, register_file(NAMED), now=now)
    file = register_file(row("B/1", nhs_number="999 000 0018"), row("B/2", **names), row("B/3", **names))
    done = register.import_register(cast.command_line, file, link_duplicates=True, now=now)
    again = register.import_register(cast.command_line, file, now=now)
    links = db.session.execute(
        select(CaseLink.reference, Case.reference, CaseLink.evidence)
        .join(Case, Case.id == CaseLink.case_id)
        .order_by(CaseLink.id)
    )
    assert done == ImportSummary(read=3, added=1, linked=2, left_out=0, meetings_added=0)
    assert again == ImportSummary(read=3, added=0, linked=0, left_out=3, meetings_added=0)
    assert [tuple(link) for link in links] == [
        ("B/1", "INV/001", "the same NHS number"),
        ("B/3", "B/2", "the same names and dates of birth and death"),
    ]


def test_import_by_someone_who_takes_no_part_tells_nothing_of_the_case(cast: Cast, now: datetime) -> None:
    register.import_register(cast.command_line, register_file(NAMED), now=now)
    case_id = db.session.scalars(select(Case.id)).one()
    actor = replace(cast.person("coordinator"), excluded_case_ids=frozenset({case_id}))
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(
            actor, register_file(row("INV/002", nhs_number="9990000018")), link_duplicates=True, now=now
        )
    rule = "This row cannot be imported from your account. Ask the panel's chair to arrange it."
    assert faults_of(raised) == [(2, "case_ref", "INV/002", rule)]


@ON_BOTH
def test_import_meetings_before_or_after_cases_comes_to_the_same(
    cast: Cast, new_database: Callable[[str], str], tmp_path: Path, now: datetime
) -> None:
    cases = register_file(
        row("INV/001", panel_theme="sepsis", **REVIEWED),
        row("INV/002", panel_theme="suicide", **REVIEWED | {"date_reviewed": "2014-03-20"}),
        row("INV/003", panel_theme="suicide", **REVIEWED | {"date_reviewed": "2014-04-17"}),
    )
    meetings = meetings_file("2014-02-20,,neonatal", "2014-03-20,case review,", "2014-03-20,business,trauma")
    actor = cast.command_line
    assert register.import_register(actor, cases, now=now).meetings_added == 3
    assert meetings_register.import_meetings(actor, meetings, now=now) == MeetingsSummary(3, added=1, updated=1)
    register_export.export_register(actor, tmp_path / "first", now=now)
    db.session.remove()
    with create_app(config_for(new_database("sqlite"))).app_context():
        meetings_register.import_meetings(actors.command_line(), meetings, new_panel=PANEL, now=now)
        actor = actors.command_line(db.session.scalar(select(Panel.id)))
        areas = exported(tmp_path / "first")["areas.csv"]
        done = register.import_register(actor, cases, areas_raw=areas, now=now)
        register_export.export_register(actor, tmp_path / "second", now=now)
        db.session.remove()
        db.engine.dispose()
    assert exported(tmp_path / "second") == exported(tmp_path / "first")
    assert exported(tmp_path / "first")["meetings.csv"] == meetings_file(
        "2014-02-20,case review,neonatal",
        "2014-03-20,business,trauma",
        "2014-03-20,case review,suicide",
        "2014-04-17,case review,suicide",
    )
    assert done.kept_themes == (KeptTheme(date(2014, 2, 20), "neonatal", "sepsis"),)


def test_import_meetings_with_a_fault_changes_nothing(cast: Cast, now: datetime) -> None:
    actor = cast.command_line
    before = digest_of_database()
    with pytest.raises(RegisterFaults) as raised:
        meetings_register.import_meetings(
            actor, meetings_file("2014-02-20,,", "2014-02-30,,", "2014-02-20,party,"), now=now
        )
    assert [(fault.line, fault.column) for fault in raised.value.faults] == [(3, "date"), (4, "kind")]
    assert digest_of_database() == before


@ON_BOTH
def test_import_without_a_panel_makes_one_for_the_areas_of_the_file(app: Flask, now: datetime) -> None:
    file = register_file(SOUND, row("INV/002", area="Kent"), row("INV/003", area="Essex", residency="elsewhere"))
    done = register.import_register(actors.command_line(), file, new_panel="Halton and Kent", now=now)
    assert done.new_panel == "Halton and Kent"
    assert set(db.session.scalars(select(PanelArea.name))) == {"Halton", "Kent"}
    assert db.session.scalars(select(Case.panel_id).distinct()).all() == [db.session.scalar(select(Panel.id))]


def test_import_without_a_panel_takes_areas_from_their_own_file_alone(app: Flask, now: datetime) -> None:
    areas = b"name,gss_code\r\nHalton,E06000006\r\nWarrington,E06000007\r\n"
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(
            actors.command_line(),
            register_file(row("INV/001", area="Kent")),
            new_panel="P",
            areas_raw=areas,
            now=now,
        )
    assert [fault.column for fault in raised.value.faults] == ["area"]
    register.import_register(actors.command_line(), register_file(SOUND), new_panel="P", areas_raw=areas, now=now)
    assert set(db.session.scalars(select(PanelArea.name))) == {"Halton", "Warrington"}


def test_import_without_a_panel_tells_the_faults_of_both_files(app: Flask, now: datetime) -> None:
    with pytest.raises(RegisterFaults) as raised:
        register.check_register(
            actors.command_line(), register_file(row("INV/001", sex="unsure")), new_panel="P",
            areas_raw=b"name,gss_code\r\nHalton,E99999999\r\n", now=now,
        )  # fmt: skip
    assert [fault.line for fault in raised.value.faults] == [None, 2]
    assert raised.value.faults[0].rule.startswith('In areas.csv, line 2, gss_code, "E99999999": ')


def test_import_without_a_panel_of_no_resident_child_is_refused(app: Flask, now: datetime) -> None:
    file = register_file(row("INV/001", residency="elsewhere"))
    with pytest.raises(RegisterFaults) as raised:
        register.import_register(actors.command_line(), file, new_panel="P", now=now)
    rule = "No row is of a resident child, so the panel has no areas. Add the panel with `flask panel add`."
    assert raised.value.faults == (Fault(None, None, "", rule),)
    assert counted(Panel) == 0


def test_import_without_a_panel_or_a_name_for_one_is_refused(app: Flask, now: datetime) -> None:
    with pytest.raises(NotFound, match="name the new one with --panel"):
        register.import_register(actors.command_line(), register_file(SOUND), now=now)


@ON_BOTH
def test_import_of_one_form_sent_twice_adds_once_and_answers_the_same(cast: Cast, now: datetime) -> None:
    actor, file = cast.person("coordinator"), register_file(NAMED, row("INV/002", themes="a-b;c-d"))
    first = register.import_register(actor, file, submission_id=MARK, now=now)
    second = register.import_register(actor, file, submission_id=MARK, now=now)
    assert first == second == ImportSummary(2, 2, 0, 0, 0, new_themes=("a-b", "c-d"))
    assert counted(Case) == 2


@ON_BOTH
def test_import_of_one_form_sent_again_with_another_file_adds_that_too(cast: Cast, now: datetime) -> None:
    actor = cast.person("coordinator")
    register.import_register(actor, register_file(NAMED), submission_id=MARK, now=now)
    done = register.import_register(actor, register_file(row("INV/002")), submission_id=MARK, now=now)
    assert done.added == 1


@ON_BOTH
def test_import_that_fails_half_way_leaves_no_row(cast: Cast, now: datetime) -> None:
    actor = cast.command_line
    before = digest_of_database()

    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        register.import_register(actor, many(600), progress=fail, now=now)
    assert digest_of_database() == before


def import_until_killed(database_url: str, panel_id: int) -> None:
    """Be a program that brings a register and is killed half way."""

    def die(done: int, total: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with create_app(config_for(database_url)).app_context():
        actor, now = actors.command_line(panel_id), datetime(2026, 11, 20, tzinfo=UTC)
        register.import_register(actor, many(600), progress=die, now=now)


@ON_BOTH
def test_import_whose_program_is_killed_half_way_leaves_no_row(cast: Cast, database_url: str) -> None:
    panel_id, before = cast.panel_id, digest_of_database()
    program = fork(import_until_killed, database_url, panel_id)
    program.join()
    assert program.exitcode == -signal.SIGKILL
    assert digest_of_database() == before


@ON_BOTH
def test_import_of_two_at_the_same_instant_adds_each_case_once(app: Flask, cast: Cast, now: datetime) -> None:
    actor, file = cast.command_line, many(40, named=True)
    done = at_once(app, lambda: register.import_register(actor, file, now=now))
    assert sorted((one.added, one.left_out) for one in done) == [(0, 40), (40, 0)]
    assert counted(Case) == 40


@ON_BOTH
def test_import_of_two_first_registers_at_the_same_instant_makes_one_panel(app: Flask, now: datetime) -> None:
    file = many(40, named=True)
    done = at_once(app, lambda: register.import_register(actors.command_line(), file, new_panel=PANEL, now=now))
    assert {(one.added, one.left_out, one.new_panel) for one in done} == {(0, 40, None), (40, 0, PANEL)}
    assert (counted(Case), counted(Panel)) == (40, 1)


@ON_BOTH
def test_import_of_rows_alike_at_the_same_instant_lets_one_in(app: Flask, cast: Cast, now: datetime) -> None:
    actor = cast.command_line
    files = [register_file(NAMED | {"case_ref": f"INV/{number}", "nhs_number": ""}) for number in (1, 2)]

    def import_one() -> ImportSummary | int:
        try:
            return register.import_register(actor, files.pop(), now=now)
        except RegisterFaults as found:
            return len(found.faults)

    done = at_once(app, import_one)
    assert sorted(str(type(one).__name__) for one in done) == ["ImportSummary", "int"]
    assert counted(Case) == 1


def at_once(app: Flask, act: Callable[[], Any]) -> list[Any]:
    """What `act` returns in two threads that begin together, each with its own connection."""
    together = Barrier(2)

    def run() -> Any:
        with app.app_context():
            together.wait()
            try:
                return act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(run) for _ in range(2)]
        return [one.result() for one in running]
