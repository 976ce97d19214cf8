"""Forms that were filled in elsewhere, on whatever version, come to their cases: as they were, and all or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormResponse
from cdop.queries.factors import changes_of_panel
from cdop.queries.own_lists import themes_of_panel
from cdop.questionnaires.imports import ReadForm, Unfit, read_object
from cdop.rules.actors import Actor
from cdop.rules.csv_table import clean
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb, ResponseStatus
from cdop.services import answers
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

HERE_ALREADY = "The case has this form already, sent at the same time"


@writes(AuditVerb.FORMS_IMPORTED)
def import_forms(actor: Actor, told: Sequence[Any], *, now: datetime) -> int:
    """Add forms, each an object as an export makes it, to the cases that they name; return how many were added.

    A form that was sent elsewhere counts as sent, however much of it is blank. Raises Invalid, naming everything
    that is wrong; then none is added.
    """
    if actor.panel_id is None:
        raise NotFound("There is no panel yet.")
    require(actor, Action.REGISTER_IMPORT, PanelSubject(actor.panel_id))
    faults: dict[str, str] = {}
    for number, each in enumerate(told, start=1):
        try:
            _add(actor, actor.panel_id, each, now)
        except Unfit as unfit:
            faults[f"form {number}"] = " ".join(unfit.faults)
    if faults:
        raise Invalid(faults)
    return len(told)


def _add(actor: Actor, panel_id: int, told: Any, now: datetime) -> None:
    if not isinstance(told, Mapping):
        raise Unfit(["It is no object."])
    read = read_object(told, changes_of_panel(panel_id), themes_of_panel(panel_id))
    sent_at = _sent_at(told, now)
    reference = clean(str(told.get("case", "")))
    case_id = db.session.scalar(select(Case.id).where(Case.panel_id == panel_id, Case.reference == reference))
    if case_id is None:
        raise Unfit([f"There is no case {reference!r}."])
    if _is_held(case_id, read, sent_at):
        raise Unfit([f"{HERE_ALREADY}."])
    response = answers.start(actor, read.spec, panel_id=panel_id, case_id=case_id, now=now)
    answers.save_section(actor, response, read.spec, read.answers, seen={}, now=now)
    response.status, response.submitted_at = ResponseStatus.SUBMITTED, sent_at
    db.session.flush()


def _sent_at(told: Mapping[str, Any], now: datetime) -> datetime:
    try:
        sent_at = datetime.fromisoformat(str(told.get("sent_at")))
    except ValueError:
        sent_at = None
    if sent_at is None or sent_at.tzinfo is None or sent_at > now:
        raise Unfit(["`sent_at` must be a time in the past with its zone, like 2014-03-20T10:00:00+00:00."])
    return sent_at


def _is_held(case_id: int, read: ReadForm, sent_at: datetime) -> bool:
    same = (FormResponse.form_key == read.spec.key) & (FormResponse.form_version == read.spec.version)
    of_case = select(FormResponse.id).where(FormResponse.case_id == case_id, same)
    return db.session.scalar(of_case.where(FormResponse.submitted_at == sent_at).limit(1)) is not None
