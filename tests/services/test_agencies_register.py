"""The directory as a file: out and in again the same to the byte, all of it or nothing."""

from datetime import datetime

import pytest
from flask import Flask

from cdop.queries import agencies as queries
from cdop.rules.actors import Actor
from cdop.rules.agencies_register import AGENCY_COLUMNS, read_agencies
from cdop.services import agencies_register as register
from cdop.services.errors import Forbidden
from cdop.services.register import RegisterFaults
from tests.agencies import add_agency, mark
from tests.personas import Cast

HEADER = ",".join(AGENCY_COLUMNS)
POLICE = "Invented Police,police,desk@example.police.uk,01632 960001,Invented Lead,lead@example.police.uk,yes,yes"
LINES = (
    HEADER,
    f"{POLICE},Sgt One,Officer,one@example.police.uk,101,Out of hours",
    f"{POLICE},=Sgt Two,,,,",
    "Invented Surgery,gp,surgery@example.com,,,,no,no,,,,,",
    "",
)
FILE = "\r\n".join(LINES).encode()


@pytest.fixture
def coordinator(sqlite_app: Flask, now: datetime) -> Actor:
    return Cast(now).person("coordinator")


def exported(actor: Actor) -> bytes:
    return "".join(register.export_lines(actor)).encode()


def counts(done: register.AgenciesSummary) -> tuple[int, int, int]:
    return done.read, done.added, done.changed


def test_what_goes_out_comes_in_the_same_to_the_byte(coordinator: Actor, now: datetime) -> None:
    assert counts(register.import_agencies(coordinator, FILE, now=now)) == (2, 2, 0)
    once = exported(coordinator)
    assert once == FILE.replace(b",=Sgt Two", b",'=Sgt Two")
    assert counts(register.import_agencies(coordinator, once, now=now)) == (2, 0, 0)
    assert exported(coordinator) == once


def test_file_brings_up_to_date_what_it_names_and_leaves_the_rest(coordinator: Actor, now: datetime) -> None:
    add_agency(coordinator, now=now, name="Invented Hospice", kind="hospice", email="h@example.com")
    register.import_agencies(coordinator, FILE, now=now)
    without_contacts = b"name,kind,email\r\nInvented Police,police,new@example.police.uk\r\n"
    assert counts(register.import_agencies(coordinator, without_contacts, now=now)) == (1, 0, 1)
    found = {agency.name: agency for agency in queries.directory(coordinator.panel_id or 0)}
    assert set(found) == {"Invented Hospice", "Invented Police", "Invented Surgery"}
    police = found["Invented Police"]
    assert (police.email, [each.name for each in police.contacts or ()]) == (
        "new@example.police.uk",
        ["Sgt One", "=Sgt Two"],
    )


def test_any_fault_keeps_the_whole_file_out_and_every_fault_is_named(coordinator: Actor, now: datetime) -> None:
    before = exported(coordinator)
    wrong = (
        FILE
        + b"Other,nobody,nowhere,ring me,,,perhaps,no,,,,,\r\nInvented Surgery,gp,other@example.com,,,,no,no,,,,,\r\n"
    )
    wrong += b"Third,gp,third@example.com,,,,yes,no,,Nurse,,,\r\n"
    with pytest.raises(RegisterFaults) as found:
        register.import_agencies(coordinator, wrong, now=now)
    assert [(each.line, each.column) for each in found.value.faults] == [
        (5, "kind"),
        (5, "email"),
        (5, "telephone"),
        (5, "can_be_asked"),
        (6, "name"),
        (7, "contact_name"),
    ]
    assert exported(coordinator) == before


def test_file_sent_twice_is_taken_once(coordinator: Actor, now: datetime) -> None:
    one = mark()
    results = [counts(register.import_agencies(coordinator, FILE, submission_id=one, now=now)) for _ in range(2)]
    assert results == [(2, 2, 0)] * 2


def test_only_who_keeps_the_directory_takes_files_in_or_out(sqlite_app: Flask, now: datetime) -> None:
    chair = Cast(now).person("chair")
    for act in (lambda: register.import_agencies(chair, FILE, now=now), lambda: register.export_lines(chair)):
        with pytest.raises(Forbidden):
            act()


def test_no_fault_is_found_in_what_is_sound() -> None:
    reading = read_agencies(FILE)
    assert (reading.faults, len(reading.rows)) == ((), 2)
    assert read_agencies(HEADER.encode()).rows == ()
