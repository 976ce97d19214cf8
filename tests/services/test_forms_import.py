"""Forms of elsewhere come to their cases by those who may bring a register, and are on record."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, FormResponse
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.exports import answer_object
from cdop.rules.vocabulary import AuditVerb, ResponseStatus
from cdop.services.errors import Forbidden, Invalid
from cdop.services.forms_import import import_forms
from tests.databases import ON_BOTH
from tests.factories import MadeCase, add_case
from tests.personas import Cast

pytestmark = ON_BOTH

FORM_D = registry.get("rapid_response_audit", "2008-1")
SENT_AT = datetime(2014, 9, 30, 10, 0, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast) -> MadeCase:
    coordinator = cast.person("coordinator")
    return add_case(coordinator, now=cast.now, born_on=date(2013, 9, 1), died_on=date(2014, 3, 2))


def told(case: MadeCase) -> dict[str, object]:
    answers = {("died_on", ""): Answer(date(2014, 3, 2)), ("examined", ""): Answer("yes")}
    return {"case": case.reference, "sent_at": SENT_AT.isoformat(), **answer_object(FORM_D, answers)}


def test_import_forms_keeps_when_a_form_was_sent_and_is_on_record(cast: Cast, case: MadeCase) -> None:
    assert import_forms(cast.person("coordinator"), [told(case)], now=cast.now) == 1
    response = db.session.scalars(select(FormResponse).where(FormResponse.case_id == case.id)).one()
    assert (response.form_key, response.form_version) == (FORM_D.key, FORM_D.version)
    assert (response.status, response.submitted_at) == (ResponseStatus.SUBMITTED, SENT_AT)
    entries = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.case_id == case.id)).all()
    assert AuditVerb.FORMS_IMPORTED in entries
    db.session.rollback()


def test_import_forms_is_only_for_those_who_bring_a_register(cast: Cast, case: MadeCase) -> None:
    with pytest.raises(Forbidden):
        import_forms(cast.person("chair"), [told(case)], now=cast.now)


def test_import_forms_finds_no_case_of_another_panel(cast: Cast, case: MadeCase) -> None:
    stranger = cast.person("coordinator", panel_id=cast.other_panel_id)
    with pytest.raises(Invalid, match=f"There is no case '{case.reference}'"):
        import_forms(stranger, [told(case)], now=cast.now)
    assert db.session.scalars(select(FormResponse).where(FormResponse.case_id == case.id)).all() == []
    db.session.rollback()
