import json
from datetime import date
from itertools import count

import pytest
from sqlalchemy import event

from cdop.extensions import db
from cdop.models import Case
from cdop.rules.figures import MEASURES
from cdop.rules.periods import FinancialYear, period_between
from cdop.rules.vocabulary import AuditVerb, CaseStatus, Sex
from cdop.services import cases, meetings_register
from cdop.services.errors import Forbidden
from cdop.services.figures import figures_json
from cdop.services.unit import writes
from tests import example_year
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.registers import EXAMPLE

YEAR = FinancialYear(2013).period
EXCLUSIVE = [m.id for m in MEASURES if m.shape == "breakdown" and m.id not in ("reviewed.theme", "meetings.theme")]
TOTALS = {
    "notified": "notified.total",
    "reviewed": "reviewed.total",
    "deaths": "deaths.total",
    "open": "open.total",
}


@pytest.fixture
def example(cast, now):
    """The actor of a panel that holds the example: published totals, invented rows."""
    actor = cast.command_line
    example_year.bring(cast)
    return actor


@ON_BOTH
def test_figures_of_the_example_have_the_published_totals(example, now):
    wanted = json.loads((EXAMPLE / "published.json").read_text())["measures"]
    found = figures_json(example, example.panel_id, YEAR, now=now)["measures"]
    assert {name: like(values, found[name]) for name, values in wanted.items()} == wanted


def like(wanted, measure):
    """What a measure says of each thing that was published of it."""
    rows = {row["key"]: row for row in measure.get("rows", [])}
    return {
        key: {name: rows[key][name] for name in value} if isinstance(value, dict) else measure[key]
        for key, value in wanted.items()
    }


@ON_BOTH
def test_figures_of_the_example_agree_with_themselves(example, now):
    found = figures_json(example, example.panel_id, YEAR, now=now)["measures"]
    for name in EXCLUSIVE:
        measure = found[name]
        assert sum(row["n"] for row in measure["rows"]) == measure["of"], name
        total = TOTALS.get(name.split(".")[0])
        assert total is None or measure["of"] == found[total]["n"], name
    for row in found["reviewed.category_by_age_band"]["rows"]:
        assert sum(cell["n"] for cell in row["rows"]) == row["n"]


def test_figures_say_whose_they_are_and_of_what_period(cast, now):
    found = figures_json(cast.command_line, cast.panel_id, period_between(date(2013, 4, 1), date(2013, 4, 1)), now=now)
    assert list(found) == ["panel", "period", "edition", "generated_at", "data_version", "measures"]
    assert found["panel"] == "Test panel"
    assert found["period"] == {
        "label": "1 April 2013 to 1 April 2013",
        "from": "2013-04-01",
        "to": "2013-04-01",
    }
    assert (found["edition"], found["generated_at"]) == ("full", "2026-11-20T10:00:00Z")
    assert list(found["measures"]) == [measure.id for measure in MEASURES]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", ["analyst", "auditor", "administrator"])
def test_figures_are_forbidden_to_those_who_may_not_see_numbers(cast, now, name):
    with pytest.raises(Forbidden):
        figures_json(cast.person(name), cast.panel_id, YEAR, now=now)


def test_figures_of_another_panel_are_forbidden(cast, now):
    with pytest.raises(Forbidden):
        figures_json(cast.person("coordinator"), cast.other_panel_id, YEAR, now=now)


@ON_BOTH
def test_figures_within_a_unit_of_work_are_refused(cast, now):
    @writes(AuditVerb.REPORT_BUILT)
    def build(actor, *, now):
        return figures_json(actor, actor.panel_id, YEAR, now=now)

    with pytest.raises(RuntimeError, match="before a unit of work"):
        build(cast.command_line, now=now)


@pytest.fixture
def correct(cast, now):
    """Corrects facts of one case and returns the data version after it."""
    actor = cast.person("coordinator")
    case = add_case(actor, now=now, status=CaseStatus.GATHERING, sex=Sex.MALE)
    marks = count()

    def act(**facts):
        version = db.session.get_one(Case, case.id).version
        db.session.rollback()
        mark = f"correction-number-{next(marks)}"
        cases.correct(actor, case.public_id, facts, version=version, submission_id=mark, now=now)
        return figures_json(actor, actor.panel_id, YEAR, now=now)["data_version"]

    return act


@ON_BOTH
def test_data_version_changes_with_a_figure_and_comes_back_when_undone(correct):
    first = correct()
    assert correct(sex=Sex.FEMALE) != first
    assert correct(sex=Sex.MALE) == first


@ON_BOTH
@pytest.mark.parametrize(
    "facts",
    [
        {"given_names": "Another"},
        {"postcode": "CW1 2AB"},
        {"gestation_weeks": 30},
        {"born_on": date(2026, 3, 2)},
    ],
)
def test_data_version_stays_when_no_figure_could_change(correct, facts):
    assert correct(**facts) == correct()


@ON_BOTH
def test_data_version_changes_with_a_step_and_with_a_meeting(cast, now):
    actor = cast.person("coordinator")
    versions = [figures_json(actor, actor.panel_id, YEAR, now=now)["data_version"]]
    add_case(actor, now=now)
    versions.append(figures_json(actor, actor.panel_id, YEAR, now=now)["data_version"])
    meetings_register.import_meetings(actor, b"date,kind,theme\r\n2013-05-16,business,\r\n", now=now)
    versions.append(figures_json(actor, actor.panel_id, YEAR, now=now)["data_version"])
    assert len(set(versions)) == 3


@pytest.fixture
def writes_meanwhile(app):
    """Somebody else makes every child one from elsewhere, just after the panel has been read."""
    others = []

    def write(_connection, _cursor, statement, *_rest):
        if "data_sum" in statement and not others:
            others.append(statement)
            with db.engine.begin() as connection:
                connection.exec_driver_sql("update child_case set residency = 'elsewhere'")

    event.listen(db.engine, "after_cursor_execute", write)
    yield others
    event.remove(db.engine, "after_cursor_execute", write)


@ON_BOTH
def test_figures_read_one_state_of_the_database(cast, now, request):
    actor = cast.person("coordinator")
    day = date(2013, 5, 1)
    add_case(actor, now=now, notified_on=day, died_on=day, born_on=day)
    others = request.getfixturevalue("writes_meanwhile")
    before = figures_json(actor, actor.panel_id, YEAR, now=now)["measures"]
    after = figures_json(actor, actor.panel_id, YEAR, now=now)["measures"]
    assert len(others) == 1
    assert (before["notified.total"], before["notified.elsewhere"]) == ({"n": 1}, {"n": 0})
    assert (after["notified.total"], after["notified.elsewhere"]) == ({"n": 0}, {"n": 1})
