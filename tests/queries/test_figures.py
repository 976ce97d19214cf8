from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from cdop.extensions import db
from cdop.models import Case, CaseStatusChange, CaseTheme, Panel, PanelArea, PanelMeeting, Theme
from cdop.queries.figures import figures
from cdop.rules import cases as case_rules
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.ages import is_child
from cdop.rules.ethnicity import EthnicGroup
from cdop.rules.figures import published
from cdop.rules.periods import FinancialYear, period_between
from cdop.rules.places import PLACES
from cdop.rules.vocabulary import CaseStatus, Expectedness, Modifiable, Sex
from tests.databases import ON_BOTH
from tests.queries.counting import Child, shown
from tests.queries.counting import count as counted
from tests.statements import statements

pytestmark = ON_BOTH

AREAS = {"Halton": "E06000006", "Warrington": "E06000007", "Cheshire East": "E06000049"}
THEMES = ["neonatal", "safe-sleep", "sepsis"]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
YEAR = FinancialYear(2013).period
_numbers = count(1)


class Filling:
    """Adds a new panel and what belongs to it by plain inserts: far more panels than the verbs could make."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        panel = {"name": f"Panel {next(_numbers)}", "public_id": f"p{next(_numbers)}", "colour": "#1d3c6e"}
        self.panel_id = self.add(Panel, panel | {"data_sum": 0, "created_at": NOON, "version": 1})
        for name, code in AREAS.items():
            self.add(PanelArea, self.of_panel(gss_code=code, name=name))
        for key in THEMES:
            self.add(Theme, self.of_panel(key=key, label=key.capitalize(), is_active=True))

    def of_panel(self, **values: Any) -> dict[str, Any]:
        return {"panel_id": self.panel_id, "figures_digest": 0} | values

    def add(self, model: Any, values: dict[str, Any]) -> int:
        key = self.connection.execute(insert(model.__table__), values).inserted_primary_key
        return key[0] if key else 0

    def child(self, child: Child) -> None:
        found = case_rules.worked_out(child.born_on, child.died_on, child.notified_on, child.reviewed_on)
        number = next(_numbers)
        facts = {
            name: value for name, value in vars(child).items() if name not in ("area", "themes", "steps", "is_out")
        }
        worked_out = {name: getattr(found, name) for name in found.__slots__}
        names = {
            "public_id": f"c{number}",
            "reference": f"{number}",
            "reference_folded": f"{number}",
            "name_folded": "",
        }
        status = CaseStatus.REVIEWED if child.reviewed_on else CaseStatus.NOTIFIED
        status = CaseStatus.NOT_FOR_REVIEW if child.is_out else status
        made = {"area_code": AREAS[child.area], "status": status, "created_at": NOON, "version": 1}
        case_id = self.add(Case, self.of_panel(**facts, **worked_out, **names, **made))
        for theme in sorted(child.themes):
            self.add(CaseTheme, self.of_panel(case_id=case_id, theme_key=theme))
        for at, status in child.steps:
            step = {"step": "step", "to_status": status, "at": at, "by_name": "A test"}
            self.add(CaseStatusChange, self.of_panel(case_id=case_id, **step))

    def meeting(self, held_on: date, kind: str, theme: str | None) -> None:
        made = {"public_id": f"m{next(_numbers)}", "created_at": NOON, "version": 1}
        self.add(PanelMeeting, self.of_panel(held_on=held_on, kind=kind, theme=theme, **made))


def panel_of(children: list[Child], meetings: Sequence[tuple[date, str, str | None]] = ()) -> int:
    """The id of a new panel with these cases and meetings."""
    db.session.rollback()
    with db.engine.begin() as connection:
        filling = Filling(connection)
        for child in children:
            filling.child(child)
        for meeting in meetings:
            filling.meeting(*meeting)
    return filling.panel_id


EARLIEST = datetime(2011, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2011, 1, 1), date(2016, 12, 31)) | st.sampled_from(
    [
        date(2012, 2, 29),
        date(2016, 2, 29),
        date(2013, 3, 31),
        date(2013, 4, 1),
        date(2014, 3, 31),
        date(2012, 8, 31),
    ]
)
AGES = st.one_of(st.integers(0, 40), st.integers(300, 400), st.integers(0, 6573))
LAGS = st.one_of(st.integers(0, 3), st.integers(0, 40))


def perhaps(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(values)


@st.composite
def children(draw: st.DrawFn) -> Child:
    died_on = draw(DAYS)
    born_on = died_on - timedelta(days=draw(AGES))
    if not is_child(born_on, died_on):
        born_on = died_on
    notified_on = died_on + timedelta(days=draw(LAGS))
    reviewed_on = draw(st.none() | st.integers(0, 900).map(lambda days: notified_on + timedelta(days=days)))
    findings = {"category": draw(st.integers(1, 10)), "modifiable": draw(st.sampled_from(Modifiable)).value}
    moments = st.integers(0, 6 * 365 * 24 * 3600).map(lambda seconds: EARLIEST + timedelta(seconds=seconds))
    return Child(
        born_on,
        died_on,
        notified_on,
        reviewed_on,
        residency=draw(st.sampled_from(["resident", "resident", "resident", "elsewhere"])),
        area=draw(st.sampled_from(list(AREAS))),
        notified_by=draw(perhaps(list(AGENCY_TYPES)[:3])),
        sex=draw(perhaps([sex.value for sex in Sex])),
        ethnic_group=draw(perhaps([group.value for group in EthnicGroup])),
        expectedness=draw(perhaps([word.value for word in Expectedness])),
        deprivation_quintile=draw(perhaps([1, 2, 3, 4, 5])),
        place_of_death=draw(perhaps([place.code for place in PLACES])),
        themes=draw(st.frozensets(st.sampled_from(THEMES))),
        is_out=draw(st.sampled_from([False, False, True])),
        steps=tuple(draw(st.lists(st.tuples(moments, st.sampled_from([s.value for s in CaseStatus])), max_size=3))),
        **(findings if reviewed_on else {}),
    )


MEETINGS = st.lists(
    st.tuples(DAYS, st.sampled_from(["case review", "business"]), perhaps(THEMES)),
    max_size=4,
    unique_by=lambda meeting: meeting[:2],
)
PERIODS = st.tuples(DAYS, st.one_of(st.just(0), st.integers(0, 800))).map(
    lambda found: period_between(found[0], found[0] + timedelta(days=found[1]))
)


# Each example is a database of children: twenty in `make test`, in `make soak` four hundred.
@settings(
    max_examples=settings.default.max_examples * 2 // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(children(), max_size=12), MEETINGS, PERIODS, st.lists(children(), max_size=2))
def test_figures_of_any_panel_and_period_are_those_of_plain_counting(app, mine, meetings, period, others):
    panel_id = panel_of(mine, meetings)
    panel_of(others, meetings[:1])
    found = shown(published(figures(panel_id, period)))
    assert found == counted(mine, meetings, period)


BABY = Child(date(2013, 5, 1), date(2013, 5, 2), date(2013, 5, 3))


def figures_of(child: Child, period=YEAR) -> dict[str, Any]:
    return published(figures(panel_of([child]), period))


def test_figures_of_a_panel_without_cases_are_nought(app):
    found = published(figures(panel_of([]), YEAR))
    assert shown(found) == counted([], [], YEAR)
    assert [row["key"] for row in found["notified.area"]["rows"]] == sorted(AREAS)


def test_figures_of_one_day_count_that_day_alone(app):
    day = date(2012, 2, 29)
    child = Child(date(2012, 2, 29), day, day, date(2012, 2, 29), category=8, modifiable="no")
    found = figures_of(child, period_between(day, day))
    totals = {name: found[name]["n"] for name in ("notified.total", "reviewed.total", "deaths.total", "open.total")}
    assert totals == {"notified.total": 1, "reviewed.total": 1, "deaths.total": 1, "open.total": 0}
    assert shown(figures_of(child, period_between(date(2012, 3, 1), date(2013, 2, 28)))) == counted([], [], YEAR)


@pytest.mark.parametrize(
    ("end", "at", "expected"),
    [
        # London is an hour ahead of UTC on 31 March 2013, when summer time has just begun.
        (date(2013, 3, 31), datetime(2013, 3, 31, 22, 59, 59, 999999, tzinfo=UTC), "gathering information"),
        (date(2013, 3, 31), datetime(2013, 3, 31, 23, 0, tzinfo=UTC), "notified"),
        (date(2014, 1, 31), datetime(2014, 1, 31, 23, 59, 59, tzinfo=UTC), "gathering information"),
        (date(2014, 1, 31), datetime(2014, 2, 1, 0, 0, tzinfo=UTC), "notified"),
    ],
)
def test_stage_of_an_open_case_is_that_before_midnight_in_london(app, end, at, expected):
    child = Child(
        date(2013, 1, 1),
        date(2013, 1, 2),
        date(2013, 1, 2),
        steps=((datetime(2013, 1, 2, tzinfo=UTC), "notified"), (at, "gathering information")),
    )
    found = figures_of(child, period_between(date(2013, 1, 1), end))
    assert shown(found)["open.stage"] == {expected: 1}


def test_open_cases_are_found_however_long_their_review_took(app):
    child = Child(date(2005, 1, 1), date(2005, 1, 1), date(2005, 1, 1), date(2016, 1, 1), category=1, modifiable="no")
    found = figures_of(child)
    assert shown(found)["open.duration"] == {"over 12 months": 1}


@pytest.mark.parametrize("size", [1, 300])
def test_figures_take_five_statements_whatever_the_number_of_cases(app, size):
    panel_id = panel_of([BABY] * size)
    db.session.connection()
    with statements() as sent:
        found = published(figures(panel_id, YEAR))
    assert (len(sent), found["notified.total"]["n"]) == (5, size)


def test_figures_on_sqlite_read_every_case_from_an_index_alone(sqlite_app):
    panel_id = panel_of([BABY])
    plans = []
    db.session.connection()
    with statements() as sent:
        figures(panel_id, YEAR)
    for statement in sent:
        values = (1,) * statement.count("?")
        plan = db.session.connection().exec_driver_sql(f"explain query plan {statement}", values)
        plans += [row.detail for row in plan if "child_case" in row.detail]
    assert plans
    assert [plan for plan in plans if "USING COVERING INDEX" not in plan] == []
