"""The analysis of a case: drafted by the review meeting, completed by the panel, signed by the chair."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AgendaItem,
    AnalysisVersion,
    Case,
    ContributoryFactor,
    FormResponse,
    PanelMeeting,
    Recommendation,
)
from cdop.queries import analysis, care_status, discussions
from cdop.queries.analysis import FORM, IS_OF_TODAY, Draft, ListedMeeting, SignedVersion
from cdop.queries.answers import answers_of
from cdop.queries.cases import subject_of
from cdop.queries.causes import Causes, causes_of
from cdop.queries.own_lists import with_own_lists
from cdop.questionnaires import registry
from cdop.questionnaires.analysis_2024_checks import findings_of, learning_is_told
from cdop.questionnaires.analysis_2024_domains import FACTOR_GROUPS, PREFIXES
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.obstacles import Obstacle
from cdop.questionnaires.obstacles import obstacles as obstacles_of
from cdop.questionnaires.spec import FormSpec, Group
from cdop.rules import findings as rules
from cdop.rules import other_families, pitfalls, quorum
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.lifecycle import COMPLETED
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import (
    Action,
    ActionStatus,
    AgendaItemStatus,
    AuditVerb,
    RecommendationStatus,
    ResponseStatus,
    Strength,
    YesNoUncertain,
)
from cdop.services import answers as form_answers
from cdop.services import audit, cases, chosen_themes, lifecycle, meetings, submissions, unit
from cdop.services.access import case_to_change, require
from cdop.services.answers import Saved
from cdop.services.errors import Blocked, NotFound, Stale
from cdop.services.unit import writes

NOT_ON_AGENDA = "The case is on no meeting's agenda"
STILL_TO_COME = "The meeting is still to come"
NOBODY_CAME = "Who came to the meeting is not recorded yet, so nobody can say whether it is quorate"
NOT_BEGUN = "The analysis form is not begun"
NO_LATER_FORM = "This analysis is signed, or on the form that is given out today"
SIGNED = "The analysis is signed. Review the case again to write another version"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an analysis stands: its draft, the meeting whose agenda it is on, and whether it can be signed now.

    `digest` is of the answers in the draft: a page that shows them carries it. Warnings may stand.
    """

    draft: Draft
    meeting: ListedMeeting | None
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[str, ...]
    causes: Causes
    digest: str


def standing(actor: Actor, case_id: str, *, now: datetime) -> Standing:
    """Return how the analysis of a case stands. `case_id` is its public id. Raises NotFound and Forbidden."""
    subject = _readable(actor, case_id)
    today = now.astimezone(LONDON).date()
    draft, meeting = analysis.draft(subject.case_id, today), analysis.listed_meeting(subject.case_id)
    causes = causes_of(subject.case_id, draft)
    texts = [each.value for each in draft.answers.values() if isinstance(each.value, str)]
    named = other_families.named(texts, discussions.others_on_agenda(actor, subject.case_id))
    others = filter(None, [other_families.warning(named)])
    return Standing(
        draft,
        meeting,
        obstacles(draft, meeting, today),
        (
            *warnings(draft, causes, is_care_told=care_status.is_care_told(subject.case_id)),
            *map(chosen_themes.still_out_words, chosen_themes.still_out(subject.case_id, chosen(draft.answers))),
            *others,
        ),
        causes,
        shown_digest(draft.spec, draft.answers),
    )


def warnings(draft: Draft, causes: Causes, *, is_care_told: bool) -> tuple[str, ...]:
    """Return in words what a panel looks at twice before it signs; all of it may stand (rules 33 to 42, and 52)."""
    found = findings_of(draft.answers)
    more = (
        rules.care_is_looked_at(found.primary, is_told=is_care_told),
        learning_is_told(draft.answers) if draft.is_begun else None,
    )
    return (
        *rules.problems(found).warnings,
        *pitfalls.warnings(found.primary, causes.text, age_years=causes.age, secondary=found.secondary),
        *(words for words in more if words),
    )


def read_version(actor: Actor, case_id: str, version_id: str, *, now: datetime) -> SignedVersion:
    """Return a signed analysis, once the reading is on record. Both ids are public ids. Raises NotFound, Forbidden."""
    subject = _readable(actor, case_id)
    version = analysis.version(subject.case_id, version_id)
    if version is None:
        raise NotFound
    _record_reading(actor, version_id, subject.case_id, now=now)
    return version


def chosen(found: AnswerSet) -> Set[str]:
    """Return the keys of the themes that are chosen in an analysis."""
    return set(answer(found, "themes").value or ())


def is_as_sealed(version: SignedVersion) -> bool:
    """Say whether a version is what was sealed: the seal is worked out again from what is stored."""
    return version.digest == seal(
        version.spec, version.told, number=version.number, signed_at=version.signed_at, signed_by=version.signed_by
    )


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
        raise Blocked([SIGNED])
    return form_answers.save_section(actor, response, _offering(response, now), typed, seen=seen, now=now)


def later_form(draft: Draft, today: date) -> FormSpec | None:
    """Return the form that is given out today, where an analysis was begun on an earlier one and nothing would be lost.

    None where it is signed, or where today's form does not ask for something that was answered.
    """
    later = registry.current(FORM, today)
    if not draft.is_begun or draft.is_signed or later.version == draft.spec.version:
        return None
    was, now = draft.spec.by_key(), later.by_key()
    kept = all(key in now and now[key].kind is was[key].kind for key, _row in draft.answers)
    return later if kept else None


@writes(AuditVerb.ANALYSIS_SAVED)
def take_later_form(actor: Actor, case_id: str, *, now: datetime) -> None:
    """Go on with an analysis on the form that is given out today; every answer stays. `case_id` is a public id.

    Raises NotFound, Forbidden, and Blocked where there is no later form for it.
    """
    case = case_to_change(actor, case_id, Action.ANALYSIS_DRAFT)
    today = now.astimezone(LONDON).date()
    response, later = current_response(case.id), later_form(analysis.draft(case.id, today), today)
    if response is None or later is None:
        raise Blocked([NO_LATER_FORM])
    response.form_version = later.version


@writes(AuditVerb.ANALYSIS_SIGNED)
def sign(actor: Actor, case_id: str, *, digest: str, submission_id: str, now: datetime) -> str:
    """Sign the analysis of a case on an agenda: seal it as a version, and complete the review.

    `digest` is of what the page showed (`shown_digest`), so that nobody signs what they have not read. Returns the
    version's public id. Raises Stale, and Blocked with every reason why it cannot be signed.
    """
    case = case_to_change(actor, case_id, Action.ANALYSIS_SIGN)

    def act() -> str:
        today = now.astimezone(LONDON).date()
        listed, draft = meetings.listed_item(case), analysis.draft(case.id, today)
        if draft.is_signed:
            raise Blocked([SIGNED])
        reasons = obstacles(draft, analysis.listed_meeting(case.id), today)
        if reasons or listed is None:
            raise Blocked([each.text for each in reasons])
        if shown_digest(draft.spec, draft.answers) != digest:
            raise Stale
        return _sign(actor, case, _response(actor, case, now), *listed, now)

    return submissions.once(actor, submission_id, act, now=now, said=(case_id, digest))


def obstacles(draft: Draft, meeting: ListedMeeting | None, today: date) -> tuple[Obstacle, ...]:
    """Return everything that keeps an analysis from being signed; `meeting` is the one on whose agenda the case is."""
    found = [Obstacle(text) for text in meeting_obstacles(meeting, today)]
    if not draft.is_begun:
        return (*found, Obstacle(NOT_BEGUN))
    return (*found, *faults(draft.spec, draft.answers, today))


def meeting_obstacles(meeting: ListedMeeting | None, today: date, *, is_settled: bool = False) -> tuple[str, ...]:
    """Return what of a case's meeting keeps the panel from agreeing: it is not quorate without those who left, say.

    Source: rule 44 of the domain reference, section 9. `is_settled`: what an agreement waits for is not asked.
    """
    if meeting is None:
        return (NOT_ON_AGENDA,)
    if meeting.held_on > today:
        return (STILL_TO_COME,)
    found = []
    if not meeting.is_attended:
        found.append(NOBODY_CAME)
    elif not (standing := quorum.quorum(meeting.parts)).is_quorate:
        found.append(quorum.sentence(standing).rstrip("."))
    if meeting.undecided:
        found.append(f"{counted(meeting.undecided, 'conflict')} of interest declared, and the chair has not decided")
    if meeting.awaits and not is_settled:
        found.append(f"It was agreed subject to one thing that has not come: {meeting.awaits}")
    return tuple(found)


def faults(spec: FormSpec, found: AnswerSet, today: date) -> tuple[Obstacle, ...]:
    """Return what is missing of an analysis and what does not hang together.

    The form asks for all that the rules of findings do; they are asked again where the form has nothing to say.
    """
    return obstacles_of(spec, found, today=today) or tuple(
        Obstacle(text) for text in rules.problems(findings_of(found)).faults
    )


def current_response(case_id: int) -> FormResponse | None:
    """Return the case's analysis form that is being written or was written last."""
    of_case = (FormResponse.case_id == case_id) & (FormResponse.form_key == FORM) & IS_OF_TODAY
    query = select(FormResponse).where(of_case)
    return db.session.scalar(query.order_by(FormResponse.id.desc()).limit(1))


def spec_of(response: FormResponse) -> FormSpec:
    """Return the definition a response was begun on."""
    return registry.get(response.form_key, response.form_version)


def _offering(response: FormResponse, now: datetime) -> FormSpec:
    """The same with what the panel's lists of factors and themes offer now."""
    spec, today = spec_of(response), now.astimezone(LONDON).date()
    return with_own_lists(spec, response.case_id, today) if response.case_id else spec


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
    """Return what seals a version: a keyed digest of its answers, its form, and who signed it when.

    The key is not in the database: whoever alters the row there cannot seal it anew.
    """
    whole = {
        "form": f"{spec.key} {spec.version}",
        "number": number,
        "signed_at": signed_at.isoformat(),
        "signed_by": signed_by,
        "answers": told,
    }
    return audit.keyed_digest(_canonical(whole).decode())


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _readable(actor: Actor, case_id: str) -> CaseSubject:
    subject = subject_of(actor, case_id)
    if subject is None:
        raise NotFound
    require(actor, Action.ANALYSIS_VIEW, subject)
    return subject


@writes(AuditVerb.ANALYSIS_READ)
def _record_reading(actor: Actor, version_id: str, case_id: int, *, now: datetime) -> None:
    unit.record("analysis_version", version_id, case_id=case_id)


def _response(actor: Actor, case: Case, now: datetime) -> FormResponse:
    """The analysis form to write on. A case that is reviewed again goes on from what was signed, in a new response."""
    response = current_response(case.id)
    if response is None:
        spec = registry.current(FORM, now.astimezone(LONDON).date())
        return form_answers.start(actor, spec, panel_id=case.panel_id, case_id=case.id, now=now)
    if response.status is ResponseStatus.SUBMITTED and case.status not in COMPLETED:
        return form_answers.start_from(actor, response, now=now)
    return response


def _sign(
    actor: Actor,
    case: Case,
    response: FormResponse,
    item: AgendaItem,
    meeting: PanelMeeting,
    now: datetime,
) -> str:
    form_answers.submit(actor, response, _offering(response, now), now=now)
    db.session.flush()
    found = answers_of(response.id, spec_of(response)).answers
    before = chosen_themes.last_version(case.id)
    version = _version(actor, case, response, found, meeting, number=before.number + 1 if before else 1, now=now)
    _replace_factors(version, found)
    _add_actions(actor, case, meeting, response, found, before, now)
    _add_recommendations(actor, case, meeting, response, found, before, now)
    chosen_themes.change(actor, case, chosen(found), version, chosen_themes.chosen_in(before), now=now)
    if case.reviewed_on is None:  # a later version corrects what was found, not the day of the review
        case.reviewed_on, case.review_meeting_id = meeting.held_on, meeting.id
    case.category, case.modifiable = version.category, version.modifiable
    cases.work_out(case)
    lifecycle.advance(actor, case, "complete the review", now=now)
    item.status = AgendaItemStatus.SIGNED
    meetings.mark_held(meeting)
    return version.public_id


def _version(
    actor: Actor,
    case: Case,
    response: FormResponse,
    found: AnswerSet,
    meeting: PanelMeeting,
    *,
    number: int,
    now: datetime,
) -> AnalysisVersion:
    spec, judged = spec_of(response), findings_of(found)
    version = AnalysisVersion(panel_id=case.panel_id, case_id=case.id, meeting_id=meeting.id, number=number)
    version.form_version, version.answers = response.form_version, plain(spec, found)
    if judged.primary is None or judged.modifiable is None:
        raise Blocked([each.text for each in faults(spec, found, now.astimezone(LONDON).date())])
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
    actor: Actor,
    case: Case,
    meeting: PanelMeeting,
    response: FormResponse,
    found: AnswerSet,
    before: AnalysisVersion | None,
    now: datetime,
) -> None:
    """The actions agreed now. One that the version before has already goes on as it is, in what words ever."""
    agreed = _told_before(before, "action_text", "action_owner", "action_due_on")
    for row in rows_of(_group(spec_of(response), "actions"), found):
        action = ActionItem(panel_id=case.panel_id, case_id=case.id, meeting_id=meeting.id, status=ActionStatus.OPEN)
        action.text, action.owner = (answer(found, f"action_{part}", row).value for part in ("text", "owner"))
        action.agency = answer(found, "action_agency", row).value or None
        action.due_on = answer(found, "action_due_on", row).value
        action.level = answer(found, "action_level", row).value or None
        _keep_aim(action, "action", found, row)
        action.created_at, action.created_by_id = now, actor.user_id
        if (action.text, action.owner, action.due_on.isoformat()) not in agreed:
            db.session.add(action)


def _add_recommendations(
    actor: Actor,
    case: Case,
    meeting: PanelMeeting,
    response: FormResponse,
    found: AnswerSet,
    before: AnalysisVersion | None,
    now: datetime,
) -> None:
    """The recommendations made now. One that the version before has already goes on as it is."""
    made = _told_before(before, "recommendation_text", "recommendation_addressee")
    for row in rows_of(_group(spec_of(response), "recommendations"), found):
        text, addressee = (answer(found, f"recommendation_{part}", row).value for part in ("text", "addressee"))
        if (text, addressee) not in made:
            one = Recommendation(panel_id=case.panel_id, case_id=case.id, meeting_id=meeting.id, text=text)
            one.addressee, one.level = addressee, answer(found, "recommendation_level", row).value or None
            one.due_on = answer(found, "recommendation_answer_on", row).value
            _keep_aim(one, "recommendation", found, row)
            one.status, one.created_at, one.created_by_id = RecommendationStatus.MADE, now, actor.user_id
            db.session.add(one)


def _keep_aim(row: ActionItem | Recommendation, key: str, found: AnswerSet, row_key: str) -> None:
    """How strong it is, what it is to change, and what would show that."""
    strength = answer(found, f"{key}_strength", row_key).value
    row.strength = Strength(strength) if strength else None
    row.expected_change = answer(found, f"{key}_expected_change", row_key).value or None
    row.indicator = answer(found, f"{key}_indicator", row_key).value or None


def _told_before(version: AnalysisVersion | None, *keys: str) -> set[tuple[Any, ...]]:
    """The answers to these questions in a signed version, row by row: the register's may have changed since."""
    rows: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in version.answers if version else []:
        rows[each["row"]][each["question"]] = each["value"]
    return {tuple(row.get(key) for key in keys) for row in rows.values()}


def _group(spec: FormSpec, key: str) -> Group:
    return next(group for _section, group, _question in spec.questions() if group is not None and group.key == key)
