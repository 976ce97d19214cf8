"""Two cases of one child become one: nothing of either is lost, one child counts once, and it can be taken back."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import UniqueConstraint, inspect, select

from cdop.extensions import db
from cdop.models import (
    Case,
    CaseExclusion,
    CaseNote,
    CasePlace,
    CaseTheme,
    FamilyLetter,
    FormRequest,
    JoinedCase,
    Notification,
    Theme,
    TriageDecision,
)
from cdop.queries.cases import CaseFilter, case_list
from cdop.queries.family_contacts import family_contact
from cdop.rules import joined_cases as joined_case_rules
from cdop.rules.actors import Actor
from cdop.rules.correspondence import Language, NoContact
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import AuditVerb, CaseStatus
from cdop.services import case_belongings, cases, family_contacts, joined_cases, triage
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.unit import writes
from tests.agencies import add_agency, ask
from tests.databases import ON_BOTH
from tests.factories import CHESHIRE_EAST, FINDINGS, MadeCase, add_case
from tests.live_cases import live_case
from tests.personas import Cast, address
from tests.signed_cases import signed_case

pytestmark = ON_BOTH

NUMBERS = ("9990000018", "9990000026")
WHY = "The mother told us that it is one baby"


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """What belongs to cases, by table: every row but its versions, digests and audit."""
    db.session.rollback()
    untold = {"version", "figures_digest", "data_sum"}
    found = {}
    for model in (*case_belongings.models(), Case):
        names = [c.key for c in inspect(model).column_attrs if c.key not in untold]
        if model.__tablename__ not in ("audit_entry", "joined_case", "case_fact_history"):
            rows = db.session.execute(select(*(getattr(model, name) for name in names))).all()
            found[model.__tablename__] = sorted(map(repr, rows))
    db.session.rollback()
    return found


def two_cases(cast: Cast, now: datetime, **facts: Any) -> tuple[MadeCase, MadeCase]:
    """Two cases with work on each: notifications, agencies asked (one of them both), notes, holds, letters."""
    coordinator = cast.person("coordinator")
    surgery, hospital = (add_agency(coordinator, now=now, name=name) for name in ("Invented Surgery", "Invented Trust"))
    found = []
    died = (now - timedelta(days=30)).date()
    for number, more in ((0, {}), (1, facts)):
        told = {"born_on": died, "died_on": died, "nhs_number": NUMBERS[number]} | more
        told |= {"postcode": "ZZ99 3VZ"} if number else {}
        live = live_case(coordinator, now=now - timedelta(days=number), status=CaseStatus.GATHERING, **told)
        triage.link_to_case(coordinator, live.notification, live.case.public_id, now=now)
        cases.add_note(
            coordinator, live.case.public_id, f"Note {number}", submission_id=f"note-by-tests-{number:04}", now=now
        )
        for agency in (surgery, hospital)[: number + 1]:
            ask(coordinator, live.case, agency_id=agency, now=now)
        found.append(live.case)
    lived_at(coordinator, found[1], now=now)
    for case in found:
        decided(coordinator, case, now=now)
    return found[0], found[1]


@writes(AuditVerb.PLACE_LOOKED_UP)
def lived_at(actor: Actor, case: MadeCase, *, now: datetime) -> None:
    """Keep what the tables said of a postcode, and a theme."""
    key = db.session.scalars(select(Theme.key).order_by(Theme.key)).first()
    db.session.add(CaseTheme(case_id=case.id, panel_id=case.panel_id, theme_key=key))
    told = {"postcode": "ZZ99 3VZ", "area_code": CHESHIRE_EAST, "postcodes_edition": "invented", "by_name": actor.name}
    db.session.add(CasePlace(case_id=case.id, panel_id=case.panel_id, looked_up_at=now, **told))


@writes(AuditVerb.CASE_TRIAGED)
def decided(actor: Actor, case: MadeCase, *, now: datetime) -> None:
    """Answer a question of the first check."""
    answer = TriageDecision(panel_id=case.panel_id, case_id=case.id, topic=next(iter(DecisionTopic)), answer="yes")
    answer.is_open, answer.at, answer.by_name = False, now, actor.name
    db.session.add(answer)


def test_every_fact_that_a_case_may_lack_is_taken_over_or_is_its_own() -> None:
    own = {"proposals_seen", "proposals_declined", "notified_at", "ready_on", "created_by_id"}
    of_review = {"reviewed_on", "review_meeting_id", "category", "modifiable", "days_to_review", "duration_band"}
    may_lack = {column.name for column in Case.__table__.columns if column.nullable}
    assert may_lack - set(joined_case_rules.TAKEN_OVER) == own | of_review


@pytest.mark.parametrize(
    ("own", "theirs", "taken"),
    [
        ((None, False), (None, True), {"birth_weight_not_known": True}),
        ((None, True), (900, False), {"birth_weight_g": 900, "birth_weight_not_known": False}),
        ((900, False), (None, True), {}),
        ((None, True), (None, True), {}),
    ],
)
def test_number_that_one_case_knows_is_taken_over_rather_than_that_the_other_does_not(
    own: tuple[int | None, bool], theirs: tuple[int | None, bool], taken: dict[str, object]
) -> None:
    facts: dict[str, tuple[object, object]] = {name: (None, None) for name in joined_case_rules.TAKEN_OVER}
    facts["gestation_not_known"] = (False, False)
    facts |= zip(("birth_weight_g", "birth_weight_not_known"), zip(own, theirs, strict=True), strict=True)
    assert joined_case_rules.taken_over(facts) == taken


def test_whatever_a_case_has_one_of_is_foreseen() -> None:
    alone = {str(m.__tablename__) for m in case_belongings.models() if inspect(m).columns["case_id"].primary_key}
    of_search = {"case_search_term", "case_match_key"}
    assert (
        alone
        == {
            "case_theme",
            "case_of_group",
            "theme_proposal",
            "case_exclusion",
            "case_place",
            "expert_case",
            "family_contact",
        }
        | of_search
    )
    unique = {
        str(model.__tablename__)
        for model in case_belongings.models()
        for constraint in model.__table__.constraints
        if isinstance(constraint, UniqueConstraint) and "case_id" in constraint.columns
    }
    assert unique == {"agreed_answer", "analysis_version", "family_letter", "agenda_item", "form_request"}


def joined(cast: Cast, kept: MadeCase, closed: MadeCase, now: datetime) -> str:
    coordinator = cast.person("coordinator")
    return joined_cases.join(
        coordinator, kept.public_id, closed.public_id, WHY, submission_id=f"join-{closed.public_id}", now=now
    )


def test_join_keeps_letters_from_whom_either_case_kept_them(cast: Cast, now: datetime) -> None:
    kept, closed = two_cases(cast, now)
    for case, why in ((kept, NoContact.SUSPECT), (closed, NoContact.UNSAFE)):
        told = {"no_contact": [why], "language": Language.ENGLISH, "version": 0}
        family_contacts.change(cast.person("coordinator"), case.public_id, **told, now=now)
    joined(cast, kept, closed, now)
    assert family_contact(kept.id).no_contact == (NoContact.SUSPECT, NoContact.UNSAFE)


def test_join_loses_nothing_and_take_apart_gives_everything_back(app: Flask, cast: Cast, now: datetime) -> None:
    kept, closed = two_cases(cast, now)
    before = everything(app)
    assert joined(cast, kept, closed, now) == kept.public_id
    after = everything(app)
    goes = {"child_case", "case_status_change", "case_search_term", "case_match_key", "family_letter"}
    assert {name for name in before if len(before[name]) > len(after[name])} == goes
    assert db.session.get(CasePlace, kept.id) is not None
    assert [theme.case_id for theme in db.session.scalars(select(CaseTheme))] == [kept.id]
    case = db.session.get_one(Case, kept.id)
    assert (case.nhs_number, case.postcode, case.notified_on) == (NUMBERS[0], "ZZ99 3VZ", before_day(now))
    for model, count in ((Notification, 2), (FormRequest, 3), (CaseNote, 2), (FamilyLetter, 1)):
        assert len(db.session.scalars(select(model).where(model.case_id == kept.id)).all()) == count
    stands = select(TriageDecision.case_id).where(TriageDecision.replaced_at.is_(None))
    assert db.session.scalars(stands).all() == [kept.id]
    record = db.session.scalars(select(JoinedCase)).one().public_id
    db.session.rollback()
    coordinator = cast.person("coordinator")
    assert joined_cases.take_apart(coordinator, kept.public_id, record, "They were twins", now=now) == closed.public_id
    assert everything(app) == before


def before_day(now: datetime) -> date:
    return (now - timedelta(days=22)).date()


def test_join_leaves_one_child_who_is_found_by_both_references(cast: Cast, now: datetime) -> None:
    kept, closed = two_cases(cast, now, given_names="Adah")
    joined(cast, kept, closed, now)
    coordinator = cast.person("coordinator")
    for words in (closed.reference, kept.reference, "Adah", NUMBERS[1]):
        assert [row.reference for row in case_list(coordinator, CaseFilter(search=words)).rows] == [kept.reference]
    assert case_list(coordinator, CaseFilter()).total == 1
    assert cases.open_case(coordinator, kept.public_id, now=now).other_references == (closed.reference,)
    with pytest.raises(NotFound):
        cases.open_case(coordinator, closed.public_id, now=now)
    requests = db.session.execute(select(FormRequest.number).order_by(FormRequest.agency_id, FormRequest.number))
    assert [number for (number,) in requests] == [1, 2, 1]


def test_join_shows_the_case_to_nobody_who_takes_no_part_in_one_of_the_two(cast: Cast, now: datetime) -> None:
    kept, closed = two_cases(cast, now)
    chair = cast.person("chair")
    cases.exclude(cast.person("coordinator"), closed.public_id, email=address("chair"), reason="Knew them", now=now)
    joined(cast, kept, closed, now)
    told = db.session.execute(select(CaseExclusion.user_id, CaseExclusion.case_id))
    assert [tuple(row) for row in told] == [(chair.user_id, kept.id)]


def test_join_is_refused_with_every_reason(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    one = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    reviewed = [add_case(coordinator, now=now, status=CaseStatus.REVIEWED, **FINDINGS) for _ in range(2)]
    on_agenda = add_case(coordinator, now=now, status=CaseStatus.ON_AGENDA)
    ask(coordinator, one, now=now)
    for kept, closed, why in (
        (reviewed[0], reviewed[1], "stay two"),
        (one, reviewed[0], f"{reviewed[0].reference} was reviewed"),
        (one, on_agenda, f"{on_agenda.reference} is further"),
        (reviewed[0], one, "still asked"),
    ):
        with pytest.raises(Blocked, match=why):
            joined(cast, kept, closed, now)
    for other, reason, fault in ((one, WHY, "two cases"), (on_agenda, " ", "Say how you know")):
        with pytest.raises(Invalid, match=fault):
            joined_cases.join(coordinator, one.public_id, other.public_id, reason, submission_id="x" * 20, now=now)
    with pytest.raises(Forbidden):
        joined_cases.join(
            cast.person("chair"), on_agenda.public_id, one.public_id, WHY, submission_id="y" * 20, now=now
        )


def test_take_apart_is_refused_once_the_panel_reviewed_them_as_one(cast: Cast, now: datetime) -> None:
    signed = signed_case(cast.person("chair"), now=now)
    duplicate = add_case(cast.person("coordinator"), now=now)
    joined(cast, signed.case, duplicate, now - timedelta(days=400))
    record = db.session.scalars(select(JoinedCase)).one().public_id
    db.session.rollback()
    with pytest.raises(Blocked, match="reviewed case"):
        joined_cases.take_apart(cast.person("coordinator"), signed.case.public_id, record, WHY, now=now)


def test_join_at_one_instant_from_both_sides_happens_once(app: Flask, cast: Cast, now: datetime) -> None:
    one, other = two_cases(cast, now)
    coordinator, start, ended = cast.person("coordinator"), Barrier(4), []

    def act(kept: MadeCase, closed: MadeCase, mark: str) -> None:
        with app.app_context():
            start.wait()
            try:
                joined_cases.join(coordinator, kept.public_id, closed.public_id, WHY, submission_id=mark * 20, now=now)
                ended.append("joined")
            except (NotFound, Stale) as refused:
                ended.append(type(refused).__name__)

    pairs = ((one, other, "a"), (other, one, "b"), (one, other, "c"), (other, one, "d"))
    threads = [Thread(target=act, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count("joined") == 1
    assert len(ended) == 4
    assert len(db.session.scalars(select(Notification.case_id).distinct()).all()) == 1
    assert len(db.session.scalars(select(Notification)).all()) == 2
