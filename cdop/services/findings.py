"""The analysis of a case: drafted by the review meeting, completed by the panel, signed by the chair."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AgendaItem,
    AnalysisVersion,
    Case,
    CaseTheme,
    ContributoryFactor,
    FormResponse,
    PanelMeeting,
    Theme,
)
from cdop.queries.answers import answers_of
from cdop.questionnaires import registry
from cdop.questionnaires.analysis_2024_checks import findings_of
from cdop.questionnaires.analysis_2024_domains import FACTOR_GROUPS, PREFIXES
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.spec import FormSpec, Group
from cdop.rules import findings as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import (
    Action,
    ActionStatus,
    AgendaItemStatus,
    AuditVerb,
    ResponseStatus,
    YesNoUncertain,
)
from cdop.services import answers as form_answers
from cdop.services import cases, lifecycle, meetings, submissions
from cdop.services.access import case_to_change
from cdop.services.answers import Saved
from cdop.services.errors import Blocked, Stale
from cdop.services.unit import writes

FORM = "analysis"
NOT_ON_AGENDA = "The case is on no meeting's agenda"
STILL_TO_COME = "The meeting is still to come"


@writes(AuditVerb.ANALYSIS_SAVED)
def save_section(
    actor: Actor,
    case_id: str,
    typed: AnswerSet,
    *,
    seen: Seen,
    now: datetime,
) -> Saved:
    """Save a section of a case's analysis and return what became of it.

    `case_id` is the case's public id; `seen` is what the page showed. The first save begins the form.
    """
    case = case_to_change(actor, case_id, Action.ANALYSIS_DRAFT)
    response = _response(actor, case, now)
    if response.status is ResponseStatus.SUBMITTED:
        raise Blocked(["The analysis is signed. Reopen the case to write another version"])
    return form_answers.save_section(actor, response, spec_of(response), typed, seen=seen, now=now)


@writes(AuditVerb.ANALYSIS_SIGNED)
def sign(actor: Actor, case_id: str, *, digest: str, submission_id: str, now: datetime) -> str:
    """Sign the analysis of a case on an agenda: seal it as a version, and complete the review.

    `digest` is of what the page showed (`shown_digest`), so that nobody signs what they have not read. Returns the
    version's public id. Raises Stale, and Blocked with every reason why it cannot be signed.
    """
    case = case_to_change(actor, case_id, Action.ANALYSIS_SIGN)

    def act() -> str:
        response = current_response(case.id)
        found = None if response is None else answers_of(response.id, spec_of(response)).answers
        reasons, listed = blockers(case, response, found, now), meetings.listed_item(case)
        if reasons or response is None or found is None or listed is None:
            raise Blocked(reasons)
        if shown_digest(spec_of(response), found) != digest:
            raise Stale
        return _sign(actor, case, response, found, *listed, now)

    return submissions.once(actor, submission_id, act, now=now, said=(case_id, digest))


def blockers(case: Case, response: FormResponse | None, found: AnswerSet | None, now: datetime) -> list[str]:
    """Return every reason why a case's analysis cannot be signed now, in plain words."""
    listed, reasons = meetings.listed_item(case), []
    if listed is None:
        reasons.append(NOT_ON_AGENDA)
    elif listed[1].held_on > now.astimezone(LONDON).date():
        reasons.append(STILL_TO_COME)
    if response is None or found is None:
        return [*reasons, "The analysis form is not begun"]
    return [*reasons, *faults(spec_of(response), found)]


def faults(spec: FormSpec, found: AnswerSet) -> list[str]:
    """Return what keeps an analysis from being signed: what is missing, and what does not hang together."""
    return list(dict.fromkeys([*form_answers.hindrances(spec, found), *rules.problems(findings_of(found)).faults]))


def current_response(case_id: int) -> FormResponse | None:
    """Return the case's analysis form that is being written or was written last."""
    query = select(FormResponse).where(FormResponse.case_id == case_id, FormResponse.form_key == FORM)
    return db.session.scalar(query.order_by(FormResponse.id.desc()).limit(1))


def spec_of(response: FormResponse) -> FormSpec:
    """Return the definition a response was begun on."""
    return registry.get(response.form_key, response.form_version)


def plain(spec: FormSpec, found: AnswerSet) -> list[dict[str, Any]]:
    """Return answers as plain values, in the order of question and row: the same answers give the same list."""
    questions = spec.by_key()
    return [
        {
            "question": key,
            "row": row,
            "value": None if each.non_answer else KINDS[questions[key].kind].store(each.value),
            "non_answer": each.non_answer,
        }
        for (key, row), each in sorted(found.items())
        if not each.is_blank
    ]


def shown_digest(spec: FormSpec, found: AnswerSet) -> str:
    """Return a hexadecimal SHA-256 of the answers, as a page that shows them carries it."""
    return hashlib.sha256(_canonical(plain(spec, found))).hexdigest()


def seal(spec: FormSpec, told: list[dict[str, Any]], *, number: int, signed_at: datetime, signed_by: str) -> str:
    """Return the hexadecimal SHA-256 that seals a version: of its answers, its form, and who signed it when."""
    whole = {
        "form": f"{spec.key} {spec.version}",
        "number": number,
        "signed_at": signed_at.isoformat(),
        "signed_by": signed_by,
        "answers": told,
    }
    return hashlib.sha256(_canonical(whole)).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _response(actor: Actor, case: Case, now: datetime) -> FormResponse:
    response = current_response(case.id)
    if response is None:
        spec = registry.current(FORM, now.astimezone(LONDON).date())
        response = form_answers.start(actor, spec, panel_id=case.panel_id, case_id=case.id, now=now)
    return response


def _sign(
    actor: Actor,
    case: Case,
    response: FormResponse,
    found: AnswerSet,
    item: AgendaItem,
    meeting: PanelMeeting,
    now: datetime,
) -> str:
    form_answers.submit(actor, response, spec_of(response), now=now)
    db.session.flush()
    found = answers_of(response.id, spec_of(response)).answers
    version = _version(actor, case, response, found, meeting, now)
    _replace_factors(version, found)
    _add_actions(actor, case, meeting, response, found, now)
    _add_themes(case, found)
    case.reviewed_on, case.review_meeting_id = meeting.held_on, meeting.id
    case.category, case.modifiable = version.category, version.modifiable
    cases.work_out(case)
    lifecycle.advance(actor, case, "complete the review", now=now)
    item.status = AgendaItemStatus.SIGNED
    meetings.mark_held(meeting)
    return version.public_id


def _version(
    actor: Actor, case: Case, response: FormResponse, found: AnswerSet, meeting: PanelMeeting, now: datetime
) -> AnalysisVersion:
    spec, judged = spec_of(response), findings_of(found)
    last = db.session.scalar(select(func.max(AnalysisVersion.number)).where(AnalysisVersion.case_id == case.id))
    version = AnalysisVersion(panel_id=case.panel_id, case_id=case.id, meeting_id=meeting.id, number=(last or 0) + 1)
    version.form_version, version.answers = response.form_version, plain(spec, found)
    if judged.primary is None or judged.modifiable is None:
        raise Blocked(faults(spec, found))
    version.category, version.modifiable = judged.primary, judged.modifiable
    version.signed_at, version.signed_by = now, actor.name
    version.digest = seal(spec, version.answers, number=version.number, signed_at=now, signed_by=actor.name)
    version.created_at, version.created_by_id = now, actor.user_id
    db.session.add(version)
    db.session.flush()
    return version


def _replace_factors(version: AnalysisVersion, found: AnswerSet) -> None:
    """The factors of the version in force take the place of an earlier one's, which keeps its own in its answers."""
    for old in db.session.scalars(select(ContributoryFactor).where(ContributoryFactor.case_id == version.case_id)):
        db.session.delete(old)
    for domain, prefix in PREFIXES.items():
        for row in rows_of(FACTOR_GROUPS[domain], found):
            factor = ContributoryFactor(panel_id=version.panel_id, case_id=version.case_id, analysis_id=version.id)
            factor.domain, factor.code = domain, answer(found, f"{prefix}_factor_code", row).value
            other = answer(found, f"{prefix}_factor_other", row).value
            factor.text = answer(found, f"{prefix}_factor_text", row).value or other
            factor.score = int(answer(found, f"{prefix}_factor_score", row).value)
            factor.is_modifiable = YesNoUncertain(answer(found, f"{prefix}_factor_modifiable", row).value)
            db.session.add(factor)


def _add_actions(
    actor: Actor, case: Case, meeting: PanelMeeting, response: FormResponse, found: AnswerSet, now: datetime
) -> None:
    for row in rows_of(_group(spec_of(response), "actions"), found):
        action = ActionItem(panel_id=case.panel_id, case_id=case.id, meeting_id=meeting.id, status=ActionStatus.OPEN)
        action.text, action.owner = (answer(found, f"action_{part}", row).value for part in ("text", "owner"))
        action.agency = answer(found, "action_agency", row).value or None
        action.due_on = answer(found, "action_due_on", row).value
        action.created_at, action.created_by_id = now, actor.user_id
        db.session.add(action)


def _add_themes(case: Case, found: AnswerSet) -> None:
    """The themes the panel chose; those that a register brought stay."""
    chosen = set(answer(found, "themes").value or ())
    held = set(db.session.scalars(select(CaseTheme.theme_key).where(CaseTheme.case_id == case.id)))
    known = set(db.session.scalars(select(Theme.key).where(Theme.panel_id == case.panel_id)))
    for key in sorted((chosen - held) & known):
        db.session.add(CaseTheme(case_id=case.id, theme_key=key, panel_id=case.panel_id))


def _group(spec: FormSpec, key: str) -> Group:
    return next(group for _section, group, _question in spec.questions() if group is not None and group.key == key)
