"""What an audit entry says of a row: old and new, digests in place of personal values."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import Base, db
from cdop.models import Case, Panel
from cdop.models.base import PERSONAL, Audited
from cdop.rules import actors
from cdop.rules.vocabulary import CaseStatus
from cdop.services import audit, keys
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH

# Free text and whatever names, dates or numbers a person: by name, so that a new column is thought about.
NAMES_A_PERSON = ("name", "email", "nhs", "postcode", "born_on", "died_on", "reason", "text", "password", "by_name")
# The names of panels, authorities, themes and published tables are nobody's, nor is why a type of agency is asked.
NOBODYS = {
    "panel.name",
    "panel.email",
    "panel_area.name",
    "agency.name",
    "list_source.name",
    "routing_rule.reason",
    "theme_rule.text",
    "theme_rule.reason",
    "case_place.postcodes_edition",
    "api_token.name",
}


def test_diff_tells_old_and_new_and_leaves_out_what_did_not_change(cast: Cast, now: datetime) -> None:
    case = db.session.get_one(Case, add_case(cast.person("coordinator"), now=now).id)
    case.notified_on, case.status, case.birth_weight_g = date(2026, 5, 9), CaseStatus.GATHERING, 3000
    told = audit.diff(case)
    db.session.rollback()
    assert told == {
        "notified_on": ["2026-05-02", "2026-05-09"],
        "status": ["notified", "gathering information"],
        "birth_weight_g": [None, 3000],
    }


def test_diff_of_a_personal_value_is_its_length_and_a_keyed_digest(cast: Cast, now: datetime) -> None:
    case = db.session.get_one(Case, add_case(cast.person("coordinator"), now=now).id)
    case.given_names = "Other"
    told = audit.diff(case)
    db.session.rollback()
    assert told == {
        "given_names": [
            {"changed": 8, "digest": audit.keyed_digest("Invented")[:16]},
            {"changed": 5, "digest": audit.keyed_digest("Other")[:16]},
        ]
    }


def test_diff_of_a_row_that_goes_tells_what_it_was(cast: Cast) -> None:
    panel = db.session.scalars(select(Panel).where(Panel.id == cast.panel_id)).one()
    told = audit.diff(panel, deleted=True)
    assert told["name"] == ["Test panel", None]


def test_digest_cannot_be_made_without_the_key() -> None:
    told = audit.keyed_digest("2026-05-01")
    keys.use_secret("another secret")
    other = audit.keyed_digest("2026-05-01")
    keys.use_secret("a secret of the tests, long enough to pass")
    assert (told == other, told == audit.keyed_digest("2026-05-01"), len(told)) == (False, True, 64)


def test_who_names_an_invitation_by_its_own_number() -> None:
    assert audit.who(actors.command_line(3)) == {
        "actor_kind": "job",
        "actor_id": None,
        "actor_name": "command line",
        "panel_id": 3,
    }


def test_every_column_that_could_name_a_person_is_marked() -> None:
    unmarked = {
        f"{table.name}.{column.name}"
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Audited)
        for table in [mapper.local_table]
        for column in table.columns
        if any(word in column.name for word in NAMES_A_PERSON) and column.info != PERSONAL
    }
    assert unmarked - NOBODYS - {"annual_report.built_by_name"} == set()
