"""Agencies are asked for their reporting form (Form B), asked again, given more time, or told that none is needed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, DeadlineSetting, FormRequest
from cdop.queries import form_b as requests
from cdop.queries import routing
from cdop.queries.answers import answers_of
from cdop.queries.form_b import Returned
from cdop.questionnaires.circumstances import TOLD
from cdop.rules import email_addresses, form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.form_b import FORM_B, Records, WantedForm, proposed
from cdop.rules.lifecycle import ENDED
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb, RequestStatus
from cdop.services import drafts, invitations, requested_forms, submissions, unit
from cdop.services.access import case_to_change, request_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.form_b_returns import has_answers
from cdop.services.unit import writes

LONGEST_EMAIL, LONGEST_REASON = 254, 2000
LONGEST_TIME = timedelta(days=366)
"""No link to a form lives for years by a slip of a digit."""
COMPLETE = "The panel's review of this case is complete"
ANSWERED = "The agency has answered already"
WITHDRAWN = "The agency was told that no form is needed"


@dataclass(frozen=True, slots=True)
class Ask:
    """An agency to ask, by its public id: why, for what, and whose records it is to search.

    `email` is "" for the address in the directory.
    """

    agency_id: str
    reason: str
    email: str = ""
    forms: tuple[WantedForm, ...] = (WantedForm(FORM_B),)
    records: tuple[Records, ...] = (Records.CHILD,)


@dataclass(frozen=True, slots=True)
class More:
    """A supplementary form to ask for in a request that was sent before, by the request's public id."""

    request_id: str
    form_key: str


@writes(AuditVerb.FORM_B_REQUESTED)
def send_requests(
    actor: Actor, case_id: str, asks: Sequence[Ask], more: Sequence[More] = (), *, submission_id: str, now: datetime
) -> str:
    """Ask agencies about a case (by its public id), and some for `more` forms: all or none; return the case's id.

    Raises Invalid, with a fault for each agency that cannot be asked, and Blocked where the review is complete.
    """
    case = case_to_change(actor, case_id, Action.FORM_B_REQUEST)

    def act() -> str:
        if case.status in ENDED:
            raise Blocked([COMPLETE])
        if not asks and not more:
            raise Invalid({"asks": "Choose at least one agency to ask"})
        for agency, ask in _chosen(case, asks):
            _send(actor, case, agency, ask, now)
        for request_id, wanted in _by_request(more).items():
            _add_forms(actor, case, request_id, wanted, now)
        case.agencies_asked_at = case.agencies_asked_at or now
        _keep_seen(case, now)
        return case.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(case_id, tuple(asks), tuple(more)))


@writes(AuditVerb.CIRCUMSTANCES_TOLD)
def tell_circumstances(actor: Actor, case_id: str, circumstances: Collection[str], *, now: datetime) -> None:
    """Keep what is said of a death that no notification asks, so that whom to ask is proposed by it. Raises Invalid."""
    case = case_to_change(actor, case_id, Action.FORM_B_REQUEST)
    if not TOLD.keys() >= set(circumstances):
        raise Invalid({"circumstances": "Choose from the list"})
    case.circumstances_told = [key for key in TOLD if key in circumstances] or None


@writes(AuditVerb.PROPOSALS_DECLINED)
def decline_proposals(actor: Actor, case_id: str, *, reason: str, now: datetime) -> None:
    """Keep that nobody else of those proposed now is to be asked, and why. Raises Invalid."""
    case = case_to_change(actor, case_id, Action.FORM_B_REQUEST)
    _reason(reason, "Say why nobody else is asked")
    _keep_seen(case, now)
    case.proposals_declined = sorted({*(case.proposals_declined or ()), *(case.proposals_seen or ())})
    unit.record("child_case", case.id, case_id=case.id)


@writes(AuditVerb.FORM_B_REISSUED)
def reissue(actor: Actor, request_id: str, *, email: str, submission_id: str | None = None, now: datetime) -> None:
    """Send a new link to `email`; the one before is dead. An agency whose form was not needed is asked again.

    Raises Invalid for an address that cannot be used, Blocked where the agency has answered.
    """
    request = _to_change(actor, request_id)

    def act() -> str:
        _require_review(request)
        if request.status in form_b.SETTLED:
            raise Blocked([ANSWERED])
        request.recipient_email = usable_address(email)
        if request.status is RequestStatus.WAIVED:
            request.status, request.status_reason = RequestStatus.SENT, None
        if request.due_on is None or request.due_on < now.astimezone(LONDON).date():
            request.due_on = _due_on(request.panel_id, now)
        return invitations.issue(actor, request, now=now).public_id

    submissions.once(actor, submission_id, act, now=now, said=("new link", request_id, email))


@writes(AuditVerb.FORM_B_EXTENDED)
def extend(actor: Actor, request_id: str, *, due_on: date, now: datetime) -> None:
    """Give an agency time until `due_on`; its link lives as much longer.

    Raises Invalid for a day that is past or more than a year away.
    """
    request = _to_change(actor, request_id)
    _require_review(request)
    _require_open(request)
    if not timedelta() <= due_on - now.astimezone(LONDON).date() <= LONGEST_TIME:
        raise Invalid({"due_on": "Choose today or a later day, not more than a year from now"})
    request.due_on, request.purge_on = due_on, None
    if (invitation := invitations.live(request)) is not None:
        invitation.expires_at = form_b.link_ends_at(due_on)


@writes(AuditVerb.FORM_B_WITHDRAWN)
def withdraw(actor: Actor, request_id: str, *, reason: str, submission_id: str | None = None, now: datetime) -> None:
    """Tell an agency that no form is needed from it any more; its link is dead at once. Raises Invalid, Blocked."""
    request = _to_change(actor, request_id)

    def act() -> str:
        _require_open(request)
        request.status_reason = _reason(reason, "Say why the form is not needed any more")
        request.status = RequestStatus.WAIVED
        invitation = invitations.live(request)
        invitations.end_all(request, invitations.NO_LONGER_NEEDED, now=now)
        if invitation is not None:
            invitations.tell("form_b_withdrawn", request, invitation, now=now)
        return request_id

    submissions.once(actor, submission_id, act, now=now, said=("withdraw", request_id, reason))


@writes(AuditVerb.FORM_B_SENT_BACK)
def send_back(actor: Actor, request_id: str, *, reason: str, submission_id: str | None = None, now: datetime) -> None:
    """Ask an agency to look at its form again, with a question; it gets a new link. Raises Invalid, Blocked."""
    request = _to_change(actor, request_id)

    def act() -> str:
        _require_review(request)
        if request.status not in form_b.SETTLED:
            raise Blocked(["Only a form that came back can be sent back"])
        request.status_reason = _reason(reason, "Say what you ask")
        request.status, request.returned_at = RequestStatus.SENT_BACK, None
        request.accepted_at = request.accepted_by = None
        request.due_on = _due_on(request.panel_id, now)
        requested_forms.reopen(request)
        drafts.give_back(actor, request, now=now)
        return invitations.issue(actor, request, now=now).public_id

    submissions.once(actor, submission_id, act, now=now, said=("send back", request_id, reason))


@writes(AuditVerb.FORM_B_ACCEPTED)
def accept(actor: Actor, request_id: str, *, now: datetime) -> None:
    """Accept what an agency returned: nothing more is asked of it, and no answers are entered for it any more.

    Accepted again, it stays as it is. Raises Blocked where nothing came back.
    """
    request = _to_change(actor, request_id)
    if request.status not in form_b.SETTLED:
        raise Blocked(["Only a form that came back can be accepted"])
    if request.accepted_at is None:
        request.accepted_at, request.accepted_by = now, actor.name
        _count_entered(request)
        requested_forms.close(request, now=now)


def _count_entered(request: FormRequest) -> None:
    """Count the answers that were entered for an agency; a return that is only a document says nothing of questions."""
    parts = requested_forms.parts_of(request).values()
    if request.sent_by is None and has_answers(answers_of(part.response.id, part.spec) for part in parts):
        requested_forms.count(request, db.session.get_one(Agency, request.agency_id).kind)


@writes(AuditVerb.FORM_B_DECLINED)
def decline(actor: Actor, request_id: str, *, reason: str, submission_id: str | None = None, now: datetime) -> None:
    """Record that an agency declines to answer, and remind it of its duty; its link goes on working.

    The panel goes on waiting for it. Raises Invalid, Blocked.
    """
    request = _to_change(actor, request_id)

    def act() -> str:
        _require_review(request)
        _require_open(request)
        request.status_reason = _reason(reason, "Say why the agency declines")
        request.status = RequestStatus.DECLINED
        invitation = invitations.live(request) or invitations.issue(actor, request, now=now)
        invitations.tell("form_b_duty", request, invitation, now=now)
        return request_id

    submissions.once(actor, submission_id, act, now=now, said=("decline", request_id, reason))


def read_forms(actor: Actor, request_id: str, *, now: datetime) -> Returned:
    """Return the forms that an agency sent, once the reading is on record. Raises NotFound, Blocked for a draft."""
    returned = requests.returned(actor, request_id)
    if returned is None:
        raise NotFound
    require(actor, Action.FORM_B_READ, returned.request.subject)
    if returned.request.status not in form_b.SETTLED:
        raise Blocked(["The agency has not sent its form yet: until then only the agency reads it"])
    _record_reading(actor, returned.request.id, returned.request.case_id, now=now)
    return returned


@writes(AuditVerb.FORM_B_READ)
def _record_reading(actor: Actor, request_id: int, case_id: int, *, now: datetime) -> None:
    unit.record("form_request", request_id, case_id=case_id)


def _chosen(case: Case, asks: Sequence[Ask]) -> list[tuple[Agency, Ask]]:
    """The agencies with what is asked of each. Raises Invalid naming every fault."""
    named = {ask.agency_id for ask in asks}
    of_panel = (Agency.panel_id == case.panel_id) & Agency.is_active & Agency.public_id.in_(named)
    found = {agency.public_id: agency for agency in db.session.scalars(select(Agency).where(of_panel))}
    asked = set(db.session.scalars(select(FormRequest.agency_id).where(FormRequest.case_id == case.id)))
    faults = {}
    for ask in asks:
        agency = found.get(ask.agency_id)
        if fault := _ask_fault(ask, agency, asked):
            faults[ask.agency_id] = fault
        if agency is not None:
            asked.add(agency.id)
    if faults:
        raise Invalid(faults)
    return [(found[ask.agency_id], ask) for ask in asks]


def _ask_fault(ask: Ask, agency: Agency | None, asked: set[int]) -> str | None:
    if agency is None:
        return "One of the agencies is no longer in the directory"
    if agency.id in asked:
        return f"{agency.name} was asked already"
    if ask.email:
        try:
            email_addresses.parse(ask.email)
        except ValueError as unusable:
            return f"{agency.name}: {unusable}"
    if not ask.records:
        return f"{agency.name}: choose whose records it is to search"
    return None if ask.reason.strip() else f"{agency.name}: say why it is asked"


def _send(actor: Actor, case: Case, agency: Agency, ask: Ask, now: datetime) -> None:
    request = FormRequest(
        panel_id=case.panel_id,
        case_id=case.id,
        agency_id=agency.id,
        recipient_email=ask.email.lower() or agency.email,
        reason=ask.reason.strip(),
        records=[*ask.records],
        status=RequestStatus.SENT,
        sent_at=now,
        due_on=_due_on(case.panel_id, now),
        created_at=now,
        created_by_id=actor.user_id,
    )
    db.session.add(request)
    db.session.flush()
    requested_forms.start(actor, request, ask.forms, now=now)
    invitations.issue(actor, request, now=now)


def _by_request(more: Sequence[More]) -> dict[str, list[WantedForm]]:
    wanted: dict[str, list[WantedForm]] = {}
    for each in more:
        wanted.setdefault(each.request_id, []).append(WantedForm(each.form_key))
    return wanted


def _add_forms(actor: Actor, case: Case, request_id: str, wanted: Sequence[WantedForm], now: datetime) -> None:
    """Add forms to a request of this case."""
    request = _to_change(actor, request_id)
    if request.case_id != case.id:
        raise NotFound
    ask_for_more(actor, request, requested_forms.add(actor, request, wanted, now=now), now=now)


def ask_for_more(actor: Actor, request: FormRequest, titles: Sequence[str], *, now: datetime) -> None:
    """Tell an agency that more is asked of it, by its titles: it gets a new link, and what came back is open again.

    Not a verb: part of one, within its unit of work.
    """
    if request.status in form_b.SETTLED:
        request.status, request.returned_at = RequestStatus.SENT_BACK, None
        request.status_reason = f"Please fill in as well: {', '.join(titles)}"
        request.accepted_at = request.accepted_by = None
        requested_forms.reopen(request)
        drafts.give_back(actor, request, now=now)
    elif request.status is RequestStatus.WAIVED:
        request.status, request.status_reason = RequestStatus.SENT, None
    request.due_on = _due_on(request.panel_id, now)
    invitations.issue(actor, request, now=now)


def _keep_seen(case: Case, now: datetime) -> None:
    """What is proposed now was seen by whoever asks: what is proposed later for the first time is new."""
    routes = routing.routes_of(case.panel_id, today=now.astimezone(LONDON).date())
    case.proposals_seen = sorted({key for each in proposed(routing.facts_of(case), routes) for key in each.keys})


def _due_on(panel_id: int, now: datetime) -> date:
    settings = select(DeadlineSetting.key, DeadlineSetting.from_on, DeadlineSetting.length)
    rows = db.session.execute(settings.where(DeadlineSetting.panel_id == panel_id))
    return form_b.due_on(now.astimezone(LONDON).date(), [(row.key, row.from_on, row.length) for row in rows])


def _to_change(actor: Actor, request_id: str) -> FormRequest:
    return request_to_change(actor, request_id, Action.FORM_B_REQUEST)


def require_wanted(request: FormRequest) -> None:
    """Return where an agency may be asked for something else than before. Raises Blocked."""
    _require_review(request)
    if request.status is RequestStatus.WAIVED:
        raise Blocked([WITHDRAWN])


def _require_review(request: FormRequest) -> None:
    """Nobody is asked for more once the review is complete; what still comes in is kept."""
    if db.session.get_one(Case, request.case_id).status in ENDED:
        raise Blocked([COMPLETE])


def _require_open(request: FormRequest) -> None:
    if request.status in form_b.SETTLED:
        raise Blocked([ANSWERED])
    if request.status not in form_b.OPEN:
        raise Blocked([WITHDRAWN])


def usable_address(typed: str) -> str:
    """Return an e-mail address as it is kept. Raises Invalid for one that cannot be used."""
    email = tidy(typed, lines=False).lower()
    try:
        email_addresses.parse(email)
    except ValueError:
        raise Invalid({"email": "Enter an e-mail address in the correct format, like name@example.nhs.uk"}) from None
    if fault := text_fault(email, "The e-mail address", LONGEST_EMAIL):
        raise Invalid({"email": fault})
    return email


def _reason(typed: str, missing: str) -> str:
    reason = tidy(typed, lines=True)
    fault = text_fault(reason, "The reason", LONGEST_REASON, lines=True) if reason else missing
    if fault:
        raise Invalid({"reason": fault})
    unit.reason(reason)
    return reason
