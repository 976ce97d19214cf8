"""Agencies, requests and opened forms for tests, made by the same verbs as in life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, FormRequest, Invitation, InvitationCode, RequestedForm
from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.rules.actors import Actor, public
from cdop.rules.form_b import FORM_B, WantedForm
from cdop.rules.vocabulary import ActorKind
from cdop.services import agencies, form_b, form_b_returns, invitations, respondents
from cdop.services.form_b import Ask
from tests.beginnings import first_step
from tests.factories import MadeCase

BROWSER = "a browser of the tests"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class MadeRequest:
    """How a test names the request it made."""

    id: int
    public_id: str
    response_id: int
    """Of the first of its forms."""


def mark() -> str:
    """A fresh one-time mark of a form."""
    return f"mark-of-the-tests-{next(_numbers):08}"


@first_step
def add_agency(actor: Actor, *, now: datetime, **told: str) -> str:
    """Add an agency to the actor's panel; return its public id."""
    number = next(_numbers)
    facts: Mapping[str, str] = {"name": f"Practice {number}", "kind": "gp", "email": f"gp{number}@example.com"} | told
    return agencies.add_agency(actor, facts, panel_id=actor.panel_id or 0, now=now)


@first_step
def ask(
    actor: Actor, case: MadeCase, *forms: WantedForm, agency_id: str | None = None, now: datetime, **told: str
) -> MadeRequest:
    """Ask an agency, a new one by default, for its forms on a case: the reporting form, unless others are named."""
    agency = agency_id or add_agency(actor, now=now, **told)
    wanted = Ask(agency, "Every child", forms=forms or (WantedForm(FORM_B),))
    form_b.send_requests(actor, case.public_id, [wanted], submission_id=mark(), now=now)
    request = db.session.scalars(select(FormRequest).order_by(FormRequest.id.desc())).first()
    assert request is not None
    of_request = select(RequestedForm.response_id).where(RequestedForm.request_id == request.id)
    made = MadeRequest(
        request.id, request.public_id, db.session.scalars(of_request.order_by(RequestedForm.position)).first() or 0
    )
    db.session.rollback()
    return made


@first_step
def let_release(actor: Actor, request: MadeRequest, *, is_wanted: bool = True, now: datetime) -> None:
    """Say whether the agency of a request releases its forms itself before the panel has them."""
    joined = select(Agency).join(FormRequest, FormRequest.agency_id == Agency.id)
    agency = db.session.scalars(joined.where(FormRequest.id == request.id)).one()
    told = {name: getattr(agency, name) for name in ("name", "kind", "email")}
    public_id, version = agency.public_id, agency.version
    db.session.rollback()
    steps = {"is_active": True, "has_release_step": is_wanted}
    agencies.change_agency(actor, public_id, told, **steps, version=version, now=now)


def token_of(request: MadeRequest) -> str:
    """The secret of the link that was sent last, as its message would say it."""
    of_request = select(Invitation).where(Invitation.request_id == request.id).order_by(Invitation.id.desc())
    invitation = db.session.scalars(of_request).first()
    assert invitation is not None
    token = invitations.link_secret(invitation)
    db.session.rollback()
    return token


def last_code() -> str:
    """The code that was sent last, as its message would say it."""
    code = db.session.scalars(select(InvitationCode).order_by(InvitationCode.id.desc())).first()
    assert code is not None
    digits = invitations.code_of(code)
    db.session.rollback()
    return digits


@first_step
def answered(actor: Actor, case: MadeCase, *, now: datetime, told: Mapping[str, object], **agency: str) -> MadeRequest:
    """Ask a new agency, and let it send its form with these answers to questions outside groups, by their keys."""
    request = ask(actor, case, now=now, **agency)
    sender = respondent(request, panel_id=case.panel_id, now=now)
    fill_in(sender, {"records_searched": ("child",)} | dict(told), now=now)
    form_b_returns.submit(sender, reason="All we hold", now=now)
    return request


def fill_in(actor: Actor, told: Mapping[str, object], *, now: datetime) -> None:
    """Save answers on the reporting form that somebody has open."""
    spec = registry.current("form_b", now.date())
    sections = {question.key: section.key for section, _group, question in spec.questions()}
    for key in sections:
        if key in told:
            given = told[key] if isinstance(told[key], Answer) else Answer(told[key])
            form_b_returns.save(actor, "form_b", sections[key], {(key, NOT_IN_A_GROUP): given}, seen={}, now=now)


@first_step
def open_form(request: MadeRequest, *, now: datetime, name: str = "Pat Manager", role: str = "practice manager") -> str:
    """Open the form as its recipient would; return the session's token."""
    token = token_of(request)
    respondents.send_code(public(), token, BROWSER, submission_id=mark(), now=now)
    return respondents.open_form(token, BROWSER, code=last_code(), name=name, role=role, now=now)


@first_step
def respondent(request: MadeRequest, *, panel_id: int, now: datetime, name: str = "Pat Manager") -> Actor:
    """Somebody who has the form open."""
    open_form(request, now=now, name=name)
    of_request = select(Invitation.id).where(Invitation.request_id == request.id, Invitation.ended_at.is_(None))
    invitation_id = db.session.scalar(of_request)
    db.session.rollback()
    return Actor(
        ActorKind.INVITATION, panel_id=panel_id, invitation_id=invitation_id, name=f"{name} (practice manager)"
    )
