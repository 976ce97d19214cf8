"""The list of cases: what it finds, how it pages, and that it shows nobody more than policy allows."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries import case_page, cases, home
from cdop.queries.cases import CaseFilter, CaseList, case_list, visible_to
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, ActorKind, CaseStatus, Residency, Role
from cdop.services import cases as verbs
from tests.beginnings import first_step
from tests.databases import ON_BOTH
from tests.factories import CHESHIRE_EAST, SHROPSHIRE, MadeCase, add_case, add_cases
from tests.personas import Cast

pytestmark = ON_BOTH

# Names that a panel of England meets. All are invented.
NAMES = {
    "Polish": "Łucja Żółć",
    "Vietnamese": "Ngọc Ánh",
    "Welsh": "Siân ŵ",
    "Greek": "Ioannis Ωμέγα",
    "Ukrainian": "Олександра",
    "Arabic": "محمد",
    "Hebrew": "אברהם",
    "Chinese": "张伟",
    "Hindi": "नेहा",
    "Tamil": "தமிழ்",
    "accents that combine": "Zoe\u0308 A\u030akesson",
    "apostrophe": "Niamh O’Brien-D'Souza",
    "ends in z": "Inez Perez",
    "German": "Weiß",
}


@contextmanager
def statements() -> Any:
    """The statements that the database was sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def references(found: CaseList) -> list[str]:
    return [row.reference for row in found.rows]


@pytest.fixture
def population(cast: Cast, now: datetime) -> list[MadeCase]:
    """Cases of both panels in every stage."""
    ours = cast.person("coordinator")
    theirs = cast.person("coordinator", panel_id=cast.other_panel_id)
    return [
        add_case(actor, now=now, status=status, area_code=area)
        for actor, area in ((ours, CHESHIRE_EAST), (theirs, SHROPSHIRE))
        for status in CaseStatus
    ]


def everybody(panel_ids: tuple[int, int], excluded: frozenset[int]) -> list[Actor]:
    """Every kind of actor, with each role and pair of roles, in each panel, with and without exclusions."""
    roles = [frozenset[Role](), *(frozenset(c) for n in (1, 2) for c in combinations(Role, n))]
    people = [
        Actor(ActorKind.PERSON, user_id=1, panel_id=panel, roles=held, excluded_case_ids=barred)
        for panel in panel_ids
        for held in roles
        for barred in (frozenset[int](), excluded)
    ]
    others = [actors.public(), actors.job("reminders", panel_ids[0]), actors.command_line(panel_ids[0])]
    return [*people, *others, Actor(ActorKind.INVITATION, panel_id=panel_ids[0], invitation_id=1)]


def test_cases_that_sql_shows_are_those_that_policy_allows(cast: Cast, population: list[MadeCase]) -> None:
    excluded = frozenset(case.id for case in population[::3])
    shown, allowed = {}, {}
    for actor in everybody((cast.panel_id, cast.other_panel_id), excluded):
        shown[actor] = set(db.session.scalars(select(Case.id).where(*visible_to(actor))))
        allowed[actor] = {case.id for case in population if can(actor, Action.CASE_VIEW, case.subject)}
    assert shown == allowed
    sizes = {len(found) for found in allowed.values()}
    assert sizes == {0, 5, 8}


def test_page_list_and_counts_agree_with_policy(cast: Cast, population: list[MadeCase]) -> None:
    excluded = frozenset(case.id for case in population[::3])
    for actor in everybody((cast.panel_id, cast.other_panel_id), excluded):
        allowed = [case for case in population if can(actor, Action.CASE_VIEW, case.subject)]
        assert case_list(actor, CaseFilter()).total == len(allowed)
        assert sum(cases.counts_by_status(actor).values()) == len(allowed)
        pages = [case for case in population if case_page.case_page(actor, case.public_id) is not None]
        assert pages == allowed


def test_search_filter_and_home_show_no_case_of_an_excluded_member(
    cast: Cast, population: list[MadeCase], now: datetime
) -> None:
    chair = cast.person("chair")
    barred = population[0]
    told_off = replace(chair, excluded_case_ids=frozenset({barred.id}))
    for wanted in (
        CaseFilter(search=barred.reference),
        CaseFilter(search="Invented"),
        CaseFilter(status=CaseStatus.NOTIFIED),
        CaseFilter(area_code=CHESHIRE_EAST),
    ):
        assert barred.reference in references(case_list(chair, wanted))
        assert barred.reference not in references(case_list(told_off, wanted))
    due = [case.public_id for case in home.home(told_off, now=now).due]
    assert barred.public_id not in due
    assert barred.public_id in [case.public_id for case in home.home(chair, now=now).due]


def test_search_by_each_part_of_a_name_finds_the_child(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    add_case(coordinator, now=now, given_names="Qqqq", family_name="Qqqq", reference="9/9")
    missed = []
    for name in NAMES.values():
        given_names, _, family_name = name.rpartition(" ")
        case = add_case(coordinator, now=now, given_names=given_names or None, family_name=family_name)
        for tried in (name, name.upper(), *(part for word in name.split() for part in (word, word[:2]))):
            found = references(case_list(coordinator, CaseFilter(search=tried)))
            missed += [(name, tried, found)] if case.reference not in found or "9/9" in found else []
    assert missed == []


def test_search_by_reference_and_number_finds_the_case(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, reference="CDOP 26/014", nhs_number="9990000018")
    add_case(coordinator, now=now)
    tries = ("CDOP 26/014", "cdop 26/014", "26/014", "014", "9990000018", "99900")
    assert {tried: references(case_list(coordinator, CaseFilter(search=tried))) for tried in tries} == (
        {tried: [case.reference] for tried in tries}
    )


def test_search_that_matches_nobody_finds_nobody(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    add_case(coordinator, now=now)
    for tried in ("zzz", "Invented zzz", "' or 1=1 --", "%", "_____x", "\x00zzz", "\U0010ffffzzz"):
        wanted = CaseFilter(search=tried)
        assert case_list(coordinator, wanted).total == 0, tried


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(max_size=60))
def test_search_for_any_text_answers(typed: str, cast: Cast) -> None:
    found = case_list(cast.person("coordinator"), CaseFilter(search=typed))
    assert (found.rows, found.total, found.page, found.pages) == ((), 0, 1, 1)


@first_step
def add_sixty(coordinator: Actor, *, now: datetime) -> None:
    for number in range(60):
        day = date(2026, 1, 1) + timedelta(days=number * 7 % 50)
        add_case(coordinator, now=now, born_on=date(2025, 1, 1), died_on=day, notified_on=day)


def test_pages_hold_every_case_once_in_the_order_asked_for(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    add_sixty(coordinator, now=now)
    for sort in cases.SORTS:
        for descending in (True, False):
            pages = [
                case_list(coordinator, CaseFilter(sort=sort, descending=descending, page=page)) for page in (1, 2, 3)
            ]
            rows = [row for page in pages for row in page.rows]
            assert [len(page.rows) for page in pages] == [25, 25, 10]
            assert len({row.public_id for row in rows}) == 60
            if sort in ("died", "notified"):
                days = [row.died_on for row in rows]
                assert days == sorted(days, reverse=descending)


@pytest.mark.parametrize("page", [-5, 0, 99])
def test_page_that_is_not_there_is_the_nearest(page: int, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    add_cases(coordinator, 26, now=now)
    assert case_list(coordinator, CaseFilter(page=page)).page == (1 if page < 1 else 2)


def test_filters_narrow_together(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    ready, elsewhere = {"status": CaseStatus.READY}, {"residency": Residency.ELSEWHERE}
    wanted = add_case(coordinator, now=now, area_code=CHESHIRE_EAST, **ready, **elsewhere)
    add_case(coordinator, now=now, area_code=SHROPSHIRE, **ready, **elsewhere)
    add_case(coordinator, now=now, area_code=CHESHIRE_EAST, **ready)
    add_case(coordinator, now=now, area_code=CHESHIRE_EAST, **elsewhere)
    found = case_list(
        coordinator,
        CaseFilter(
            search="child",
            status=CaseStatus.READY,
            area_code=CHESHIRE_EAST,
            residency=Residency.ELSEWHERE,
            notified_from=date(2026, 5, 2),
            notified_to=date(2026, 5, 2),
        ),
    )
    assert references(found) == [wanted.reference]


def test_area_of_another_panel_narrows_nothing(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, area_code=CHESHIRE_EAST)
    found = case_list(coordinator, CaseFilter(area_code=SHROPSHIRE))
    assert references(found) == [case.reference]
    assert (CHESHIRE_EAST in found.areas, SHROPSHIRE in found.areas) == (True, False)


def count_of(read: Callable[[], object]) -> int:
    db.session.rollback()
    with statements() as sent:
        read()
    return len(sent)


def test_list_takes_as_many_statements_for_a_hundred_cases_as_for_one(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    counts = []
    for size in (1, 30, 100):
        add_cases(coordinator, size - case_list(coordinator, CaseFilter()).total, now=now)
        counts.append(count_of(lambda: case_list(coordinator, CaseFilter(search="child", page=2))))
    assert counts == [3, 3, 3]


def test_case_page_and_home_take_as_many_statements_whatever_they_hold(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    reads = (
        lambda: case_page.case_page(coordinator, case.public_id),
        lambda: home.home(coordinator, now=now),
    )
    before = [count_of(read) for read in reads]
    for number in range(20):
        verbs.add_note(coordinator, case.public_id, "Text", submission_id=f"{number:020d}", now=now)
        add_case(coordinator, now=now)
    assert [count_of(read) for read in reads] == before
    assert before == [2, 5]


def test_subject_of_the_page_is_the_case(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    page = case_page.case_page(coordinator, case.public_id)
    assert page is not None
    assert page.subject == CaseSubject(case.id, cast.panel_id)


def test_search_of_ten_thousand_words_costs_no_more_than_one_of_six(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, given_names="Ada Bo Cy Di Ed", family_name="Fox Gil")
    long = "ada bo cy di ed fox " + "no such word " * 10_000
    db.session.rollback()
    with statements() as sent:
        found = case_list(coordinator, CaseFilter(search=long))
    assert references(found) == [case.reference]
    assert max(map(len, sent)) < 5000
