"""The register of themes: what rules propose, what people decide, and what changing a rule would change."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import CaseTheme, ThemeProposal, ThemeRule
from cdop.queries import themes as queries
from cdop.queries.themes import Standing
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.rules.actors import Actor
from cdop.rules.triage import NotForReview
from cdop.rules.vocabulary import CaseStatus
from cdop.services import scope, themes
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.themes import Told
from tests.agencies import mark
from tests.factories import MadeCase, add_case
from tests.filled_forms import add_form
from tests.personas import Cast

BORN, DIED = date(2026, 5, 1), date(2026, 7, 20)
KEY = "smoking-in-pregnancy"
SENDER = {(f"completed_by_{part}", ""): Answer("Invented") for part in ("name", "role", "agency")}
SMOKED = {("smoking_at_booking", ""): Answer("yes")}


@pytest.fixture
def officer(app: Flask, now: datetime) -> Actor:
    return Cast(now).person("coordinator")


def smoking_told_of(officer: Actor, *, now: datetime, is_sent: bool = True) -> MadeCase:
    """A case of which the form on a newborn baby says that the mother smoked at booking."""
    case = add_case(officer, now=now, born_on=BORN, died_on=DIED, notified_on=DIED)
    form = registry.get("supplement_neonatal", "2024-1")
    add_form(officer, case, form, SENDER | SMOKED, now=now, is_sent=is_sent)
    db.session.rollback()
    return case


def standing(officer: Actor, case: MadeCase, key: str = KEY) -> str | None:
    """How a case stands to a theme, None where it does not."""
    db.session.rollback()
    return next((each.standing.value for each in queries.themes_of_case(case.id) if each.key == key), None)


def test_rule_proposes_what_was_sent_and_a_person_decides_with_a_reason(officer: Actor, now: datetime) -> None:
    case, draft = smoking_told_of(officer, now=now), smoking_told_of(officer, now=now, is_sent=False)
    assert standing(officer, case) is None
    themes.compare_all(now=now)
    assert (standing(officer, case), standing(officer, draft)) == ("proposed", None)
    for is_in, stands in ((True, "in"), (False, "out"), (True, "in")):
        mine = {"is_in": is_in, "submission_id": mark(), "now": now}
        themes.decide(officer, KEY, [case.public_id], reason=f"It {stands}", **mine)
        assert standing(officer, case) == stands
        assert bool(db.session.get(CaseTheme, (case.id, KEY))) is is_in
    decisions = queries.themes_of_case(case.id)[0].decisions
    assert [(each.is_in, each.reason, each.rule_number) for each in decisions] == [
        (True, "It in", 0),
        (False, "It out", 0),
        (True, "It in", 0),
    ]


def test_form_of_earlier_years_proposes_in_its_own_words(officer: Actor, now: datetime) -> None:
    case = add_case(officer, now=now, born_on=date(2014, 1, 5), died_on=DIED, notified_on=DIED)
    said = {("asthma", ""): Answer("yes"), ("epilepsy", ""): Answer("no"), ("events", ""): Answer(("road traffic",))}
    sender = {(key, ""): Answer("Invented") for key in ("child_name", "completed_by_agency")}
    add_form(officer, case, registry.get("form_b", "2010-1"), sender | said, now=now)
    themes.compare_all(now=now)
    stands = {key: standing(officer, case, key) for key in ("asthma", "epilepsy", "road-traffic")}
    assert stands == {"asthma": "proposed", "epilepsy": None, "road-traffic": "proposed"}
    page = queries.theme_page(officer, "road-traffic", Standing.PROPOSED, 1, today=now.date())
    assert page
    assert [each.because for each in page.cases] == [("Suspected: Vehicle collision",)]


def test_changed_rule_says_what_it_would_change_and_decisions_keep_the_number_of_theirs(
    officer: Actor, now: datetime
) -> None:
    told, other = (
        smoking_told_of(officer, now=now),
        add_case(officer, now=now, died_on=DIED, born_on=BORN, notified_on=DIED),
    )
    themes.compare_all(now=now)
    themes.decide(officer, KEY, [told.public_id], is_in=True, reason="Seen", submission_id=mark(), now=now)
    found = themes.outcome(officer, KEY, "age under 6 months\nnone of\n  smoked at booking is yes\n  debt is yes")
    assert (found.proposed, found.against, found.fitting, found.undecided) == ((), (told.public_id,), 0, 1)
    found = themes.outcome(officer, KEY, "age under 6 months")
    assert (found.proposed, found.dropped, found.fitting) == ((other.public_id,), (), 2)
    assert db.session.scalar(select(ThemeRule.id)) is None
    db.session.rollback()
    change = {"reason": "All babies", "now": now}
    assert themes.change_rule(officer, KEY, "age under 6 months", number=0, **change) == 1
    with pytest.raises(Stale):
        themes.change_rule(officer, KEY, "age under 7 months", number=0, **change)
    with pytest.raises(Invalid, match="there is no fact"):
        themes.change_rule(officer, KEY, "agee under 7 months", number=1, **change)
    assert (standing(officer, told), standing(officer, other)) == ("in", "proposed")
    themes.decide(officer, KEY, [other.public_id], is_in=False, reason="A cot", submission_id=mark(), now=now)
    numbers = {each.id: queries.themes_of_case(each.id)[0].decisions[0].rule_number for each in (told, other)}
    assert numbers == {told.id: 0, other.id: 1}
    themes.compare_all(now=now)
    assert standing(officer, other) == "out"  # a decision outlasts the proposal


def test_what_a_reader_takes_no_part_in_is_neither_listed_nor_counted(officer: Actor, now: datetime) -> None:
    case, far = smoking_told_of(officer, now=now), smoking_told_of(officer, now=now)
    themes.compare_all(now=now)
    without = replace(officer, excluded_case_ids=frozenset({case.id}))
    page = queries.theme_page(without, KEY, Standing.PROPOSED, 1, today=now.date())
    assert page is not None
    assert ([each.reference for each in page.cases], page.theme.counts) == ([far.reference], {Standing.PROPOSED: 1})
    assert themes.outcome(without, KEY, "age under 1 year").fitting == 1
    db.session.rollback()
    with pytest.raises(NotFound):
        themes.decide(without, KEY, [case.public_id], is_in=True, reason="x", submission_id=mark(), now=now)


def test_case_out_of_review_is_proposed_nowhere(officer: Actor, now: datetime) -> None:
    case = add_case(officer, now=now, born_on=BORN, died_on=BORN, status=CaseStatus.NOTIFIED)
    themes.compare_all(now=now)
    assert standing(officer, case, "neonatal") == "proposed"
    scope.take_out(officer, case.public_id, NotForReview.STILLBIRTH, note="A letter", now=now)
    themes.compare_all(now=now)
    assert db.session.scalars(select(ThemeProposal.theme_key)).all() == []


def test_register_takes_own_and_shipped_themes_and_refuses_what_is_wrong(officer: Actor, now: datetime) -> None:
    own = Told("Button batteries", "Swallowed batteries", "Invented Owner, public health", date(2026, 1, 1))
    key = themes.add(officer, own, submission_id=mark(), now=now)
    page = queries.theme_page(officer, key, Standing.IN, 1, today=now.date())
    assert page is not None
    assert (key, page.theme.owner, page.rule.text) == ("button-batteries", "Invented Owner, public health", "")
    db.session.rollback()
    with pytest.raises(Blocked):
        themes.add(officer, own, submission_id=mark(), now=now)
    with pytest.raises(Invalid):
        themes.add(officer, replace(own, label=" "), submission_id=mark(), now=now)
    with pytest.raises(Blocked):
        themes.follow(officer, KEY, now=now)
    with pytest.raises(NotFound):
        themes.follow(officer, "sepsis", now=now)
    themes.change(officer, key, replace(own, owner="", is_active=False), version=page.theme.version, now=now)
    with pytest.raises(Stale):
        themes.change(officer, key, own, version=page.theme.version, now=now)
    with pytest.raises(Forbidden):
        themes.add(replace(officer, roles=frozenset()), own, submission_id=mark(), now=now)


def test_comparison_in_blocks_finds_and_drops_what_one_of_all_does(
    officer: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes, "AT_ONCE", 2)
    told = {"born_on": BORN, "died_on": BORN, "status": CaseStatus.NOTIFIED}
    cases = [add_case(officer, now=now, **told) for _ in range(5)]
    assert themes.compare(officer, officer.panel_id or 0, now=now) >= 5
    assert [standing(officer, case, "neonatal") for case in cases] == ["proposed"] * 5
    for gone in (cases[0], cases[3]):
        scope.take_out(officer, gone.public_id, NotForReview.STILLBIRTH, note="A letter", now=now)
    assert themes.compare(officer, officer.panel_id or 0, now=now) == 0
    left = set(db.session.scalars(select(ThemeProposal.case_id).where(ThemeProposal.theme_key == "neonatal")))
    assert left == {case.id for case in cases} - {cases[0].id, cases[3].id}


def test_lists_and_the_nightly_comparison_take_as_many_statements_whatever_the_number_of_cases(
    officer: Actor, now: datetime
) -> None:
    def statements() -> list[int]:
        counted: list[str] = []
        listen = (db.engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
        db.session.rollback()
        event.listen(*listen)
        taken = []
        for act in (
            lambda: themes.compare_all(now=now),
            lambda: queries.theme_page(officer, KEY, Standing.PROPOSED, 1, today=now.date()),
            lambda: queries.theme_list(officer, 1),
        ):
            act()
            taken.append(len(counted))
        event.remove(*listen)
        db.session.rollback()
        return taken

    smoking_told_of(officer, now=now)
    before = statements()
    for _ in range(3):
        smoking_told_of(officer, now=now)
    assert statements() == before
