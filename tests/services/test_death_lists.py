"""Lists of deaths: what each line comes to, kept once and whole; what is missing is awaited once a person says so."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AwaitedNotification, DeathList, DeathListFile, DeathListRow, OutboundMessage
from cdop.queries import death_lists as queries
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AwaitedSource, ListOutcome, ListStatus
from cdop.services import awaited, cases, death_lists, forgetting, list_reminders
from cdop.services.death_lists import ListFaults
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.agencies import add_agency, mark
from tests.death_lists import HEAD, ROWS, bring, csv_of, keep, keep_list, lines_of, preview, workbook_of
from tests.factories import add_case
from tests.live_cases import send_notification
from tests.personas import Cast, address


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def outcomes(list_id: str) -> list[tuple[str | None, str]]:
    return [(line.given_names, line.outcome.value) for line in lines_of(list_id)]


def test_lines_are_matched_possible_or_missing_with_the_evidence_in_words(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    told = {"family_name": "Invented", "born_on": date(2026, 3, 1), "died_on": date(2026, 5, 1)}
    numbered = add_case(coordinator, now=now, given_names="Ada", nhs_number="9990000018", **told)
    add_case(coordinator, now=now, given_names="Bob", **told)
    send_notification(cast.panel_id, now=now, given_names="Cy", family_name="Invented", born_on=told["born_on"])
    rows = (
        ("9990000018", "INVENTED", "Adah", "01/03/2026", "01/05/2026"),
        ("", "INVENTED", "Bob", "01/03/2026", "01/05/2026"),
        ("", "INVENTED", "Cy", "01/03/2026", "18/11/2026"),
        ("", "ELSEWHERE", "Dee", "02/02/2011", "03/09/2026"),
    )
    list_id = keep_list(coordinator, rows, now=now)[1]
    lines = lines_of(list_id)
    assert [line.outcome for line in lines] == ["matched", "matched", "possible", "missing"]
    assert lines[0].case_id == numbered.id
    assert "the same NHS number" in lines[0].evidence
    assert "a date of death one day apart" in lines[2].evidence
    assert lines[3].evidence == ["nothing that the panel holds looks like this death"]


def test_unnamed_twins_on_a_list_do_not_pass_for_the_one_that_was_notified(coordinator: Actor, now: datetime) -> None:
    told = {"family_name": "Invented", "born_on": date(2026, 11, 1), "died_on": date(2026, 11, 1)}
    add_case(coordinator, now=now, given_names="Baby", **told | {"notified_on": date(2026, 11, 2)})
    row = ("", "INVENTED", "Baby", "01/11/2026", "01/11/2026")
    list_id = keep_list(coordinator, (row, row), now=now)[1]
    assert outcomes(list_id) == [("Baby", "possible"), ("Baby", "possible")]
    again = bring(coordinator, csv_of((row, row, row)), now=now)
    assert (preview(coordinator, again, now=now).repeated, len(preview(coordinator, again, now=now).found)) == (2, 1)


def test_two_lines_of_one_child_are_looked_at_and_not_both_matched(coordinator: Actor, now: datetime) -> None:
    add_case(coordinator, now=now, given_names="Ada", family_name="Invented", nhs_number="9990000018")
    rows = (ROWS[0], ("999 000 0018", "INVENTED", "Ada Jane", "01/03/2026", "01/11/2026"))
    lines = lines_of(keep_list(coordinator, rows, now=now)[1])
    assert [line.outcome for line in lines] == [ListOutcome.POSSIBLE] * 2
    assert "another line of this list fits the same child" in lines[0].evidence


def test_same_list_again_changes_nothing_and_a_longer_one_adds_what_is_new(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    source, first, _line = keep_list(coordinator, ROWS, now=now)
    again = death_lists.bring(coordinator, source, csv_of(ROWS), now=now + timedelta(days=1))
    assert again == first
    with pytest.raises(Blocked):
        preview(coordinator, again, now=now)
    other = ("", "INVENTED", "Eve", "05/05/2020", "06/10/2026")
    later = bring(coordinator, workbook_of([HEAD, *reversed(ROWS), other]), now=now)
    keep(coordinator, later, now=now)
    assert (outcomes(first), outcomes(later)) == ([("Ada", "missing"), ("Bea", "missing")], [("Eve", "missing")])
    head = queries.head(coordinator, later)
    assert head is not None
    assert (head.row_count, head.repeated_count) == (3, 2)


def test_kept_list_has_no_file_and_its_columns_are_remembered(coordinator: Actor, now: datetime) -> None:
    odd = ("Ref", "Kind", "Who", "When", "Born when")
    rows = (("1", "x", "INVENTED, Ada", "01/11/2026", "01/03/2026"),)
    list_id = bring(coordinator, csv_of(rows, odd), now=now)
    head = queries.head(coordinator, list_id)
    assert head is not None
    assert preview(coordinator, list_id, now=now).found == ()
    choice = death_lists.Choice("", 1, {"name": 2, "died_on": 3, "born_on": 4})
    death_lists.keep(coordinator, head, death_lists.preview(coordinator, head, choice, now=now), now=now)
    assert db.session.scalar(select(func.count()).select_from(DeathListFile)) == 0
    more = (("2", "y", "Bea INVENTED", "02/11/2026", "02/04/2010"),)
    later = bring(coordinator, csv_of(more, odd), now=now)
    found = preview(coordinator, later, now=now).found
    assert [(death.given_names, death.family_name, death.died_on) for death, _found in found] == [
        ("Bea", "INVENTED", date(2026, 11, 2))
    ]


def test_missing_deaths_are_awaited_once_a_person_says_so(cast: Cast, coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now, email="ward@example.com")
    _source, list_id, line = keep_list(coordinator, ROWS, now=now)
    assert db.session.scalar(select(func.count()).select_from(AwaitedNotification)) == 0
    with pytest.raises(Invalid):
        death_lists.await_missing(coordinator, list_id, [], now=now)
    told = {"agency_id": agency, "submission_id": mark(), "now": now}
    assert [death_lists.await_missing(coordinator, list_id, [line], **told) for _time in range(2)] == [1, 1]
    made = db.session.scalars(select(AwaitedNotification)).one()
    assert (made.given_names, made.source, made.source_name) == ("Ada", AwaitedSource.LIST, "Registrar of Halton")
    assert outcomes(list_id) == [("Ada", "awaited"), ("Bea", "missing")]
    later = bring(coordinator, csv_of(ROWS), sender="Invented Hospital", kind="hospital", now=now)
    keep(coordinator, later, now=now)
    assert outcomes(later) == [("Ada", "awaited"), ("Bea", "missing")]


def test_line_that_waited_is_matched_once_the_case_is_there(coordinator: Actor, now: datetime) -> None:
    _source, list_id, _line = keep_list(coordinator, ROWS, now=now)
    case = add_case(coordinator, now=now, given_names="Ada", nhs_number="9990000018")
    assert [death_lists.look_again(coordinator, list_id, now=now) for _time in range(2)] == [1, 0]
    assert (outcomes(list_id)[0], lines_of(list_id)[0].case_id) == (("Ada", "matched"), case.id)


def test_person_settles_a_line_with_a_reference_or_a_reason(coordinator: Actor, now: datetime) -> None:
    _source, list_id, line = keep_list(coordinator, ROWS, now=now)
    case = add_case(coordinator, now=now)
    version = lines_of(list_id)[0].version
    with pytest.raises(Invalid):
        death_lists.settle(coordinator, line, ListOutcome.MATCHED, reference="none", version=version, now=now)
    with pytest.raises(Invalid):
        death_lists.settle(coordinator, line, ListOutcome.NOT_OURS, note=" ", version=version, now=now)
    with pytest.raises(Stale):
        death_lists.settle(coordinator, line, ListOutcome.NOT_OURS, note="x", version=version + 1, now=now)
    told = {"reference": case.reference, "version": version, "now": now}
    death_lists.settle(coordinator, line, ListOutcome.MATCHED, **told)
    assert (lines_of(list_id)[0].case_id, lines_of(list_id)[0].settled_by) == (case.id, coordinator.name)
    with pytest.raises(Blocked):
        death_lists.settle(coordinator, line, ListOutcome.MATCHED, **told)


FAULTY = [
    b"",
    b"\x00\x01",
    "Surname,Date of Death\nInvent\xe9,1/1/2026\n".encode("latin-1"),
    b"PK\x03\x04 no workbook",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an older one",
    b'Surname,"Date of Death\n',
    b"%PDF-1.4",
    b"x" * 5_000_001,
]


@pytest.mark.parametrize("raw", FAULTY, ids=range(len(FAULTY)))
def test_file_that_cannot_be_read_changes_nothing(coordinator: Actor, raw: bytes, now: datetime) -> None:
    with pytest.raises(ListFaults) as found:
        bring(coordinator, raw, now=now)
    assert found.value.faults
    assert db.session.scalar(select(func.count()).select_from(DeathList)) == 0


def test_sixty_faults_are_listed_beside_their_lines_and_nothing_is_kept(coordinator: Actor, now: datetime) -> None:
    rows = [("", "INVENTED", f"Child {number}", "x", "31/02/2026") for number in range(30)]
    list_id = bring(coordinator, csv_of([*rows, ROWS[0]]), now=now)
    faults = preview(coordinator, list_id, now=now).reading.faults
    assert (len(faults), {fault.line for fault in faults}) == (60, set(range(2, 32)))
    with pytest.raises(ListFaults):
        keep(coordinator, list_id, now=now)
    assert db.session.scalar(select(func.count()).select_from(DeathListRow)) == 0


def test_list_that_nobody_keeps_is_forgotten_after_a_day(coordinator: Actor, now: datetime) -> None:
    bring(coordinator, csv_of(ROWS), now=now)
    kept = bring(coordinator, csv_of(ROWS[:1]), now=now)
    keep(coordinator, kept, now=now)
    forgotten = [forgetting.forget(now=now + timedelta(hours=hours))["lists"] for hours in (23, 25, 26)]
    assert forgotten == [0, 1, 0]
    assert db.session.scalars(select(DeathList.status)).all() == [ListStatus.KEPT]
    assert db.session.scalar(select(func.count()).select_from(DeathListFile)) == 0


def test_line_of_a_case_that_is_not_for_somebody_is_neither_missing_nor_shown(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    case = add_case(coordinator, now=now, given_names="Ada", nhs_number="9990000018")
    cases.exclude(cast.person("chair"), case.public_id, email=address("coordinator"), reason="Knew them", now=now)
    told_off = replace(coordinator, excluded_case_ids=frozenset({case.id}))
    _source, list_id, _line = keep_list(told_off, ROWS, now=now)
    head = queries.head(told_off, list_id)
    assert head is not None
    shown = queries.lines(told_off, head.id, outcome=queries.EVERY, page=1)
    assert [line.given_names for line in shown.rows] == ["Bea"]
    assert outcomes(list_id) == [("Ada", "matched"), ("Bea", "missing")]
    line = lines_of(list_id)[0].public_id
    with pytest.raises(NotFound):
        death_lists.settle(told_off, line, ListOutcome.NOT_OURS, note="x", version=1, now=now)


def test_doctor_reads_and_does_not_import_and_a_chair_sees_nothing(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    source, list_id, _line = keep_list(coordinator, ROWS, now=now)
    doctor = cast.person("designated doctor")
    assert death_lists.read_list(doctor, list_id, now=now).public_id == list_id
    with pytest.raises(Forbidden):
        death_lists.bring(doctor, source, csv_of(ROWS[:1]), now=now)
    with pytest.raises(NotFound):
        death_lists.read_list(cast.person("chair"), list_id, now=now)
    known = queries.source(coordinator, source)
    assert known is not None
    death_lists.change_source(coordinator, source, gaps="Twins", is_monthly=False, version=known.version, now=now)
    found = queries.source(coordinator, source)
    assert found is not None
    assert (found.gaps, found.is_due(now.date()), found.open_count) == ("Twins", False, 2)


def test_what_was_ended_by_a_person_is_not_missing_on_the_next_list(coordinator: Actor, now: datetime) -> None:
    _source, list_id, line = keep_list(coordinator, ROWS, now=now)
    death_lists.await_missing(coordinator, list_id, [line], now=now)
    made = db.session.scalars(select(AwaitedNotification)).one()
    public_id, version = made.public_id, made.version
    awaited.end(coordinator, public_id, "elsewhere", note="Their panel rang", version=version, now=now)
    later = bring(coordinator, csv_of(ROWS), sender="Invented Hospital", kind="hospital", now=now)
    keep(coordinator, later, now=now)
    assert outcomes(later)[0] == ("Ada", "not for the panel")


def test_line_that_adds_up_the_others_keeps_no_list_back(coordinator: Actor, now: datetime) -> None:
    totals = [("", "Total", "2", "", ""), ("Total deaths:", "", "", "2", ""), ("", "", "", "Grand total", "12")]
    list_id = keep_list(coordinator, [*ROWS, *totals], now=now)[1]
    assert [line.given_names for line in lines_of(list_id)] == ["Ada", "Bea"]
    head = queries.head(coordinator, list_id)
    assert head is not None
    assert head.note_count == 3
    for child in (("", "TOTAL", "Ann", "", "2/11/2026"), ("", "Count", "Bo", "", "3/11/2026")):
        reading = preview(coordinator, bring(coordinator, csv_of([child]), now=now), now=now).reading
        assert (len(reading.deaths), reading.notes) == (1, 0)


def test_coordinators_are_reminded_once_a_month_of_a_list_that_has_not_come(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    def reminded(day: datetime) -> list[str]:
        list_reminders.remind(actors.job("ask for lists"), now=day)
        db.session.rollback()
        ours = OutboundMessage.template == "list_not_come"
        return list(db.session.scalars(select(OutboundMessage.key).where(ours).order_by(OutboundMessage.id)))

    assert reminded(now) == []
    add_case(coordinator, now=now, notified_at=now)
    assert len(reminded(now)) == 1
    assert len(reminded(now + timedelta(days=3))) == 1
    keep_list(coordinator, ROWS, now=now)
    assert len(reminded(now + timedelta(days=20))) == 1
    assert len(reminded(now + timedelta(days=60))) == 2
    assert len(reminded(now + timedelta(days=62))) == 2
