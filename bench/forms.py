"""Statutory forms: a section, the whole form to check, and the comparison of twelve agencies' answers.

Each stands beside the same page as a static Jinja template fed with constants by a plain Flask app. Twice: with the
Design System's own macros for the same fields, which is what a service of government would use, and with our own lean
template, so that what is compared is reading, asking and building the form alone.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench.autosaves import AUTOSAVE, autosaving, inserts
from bench.pages import BASE_URL, caller, same_page, signed_in
from bench.population import PANEL_ID
from bench.rounds import Ratio, compare
from cdop import clock
from cdop.extensions import db
from cdop.forms import components
from cdop.models import Case, FormRequest, Invitation, InvitationCode, RequestedForm, User
from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.completeness import is_for
from cdop.questionnaires.kinds import choices
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.words import Kind
from cdop.rules.actors import Actor
from cdop.rules.lifecycle import COMPLETED
from cdop.rules.vocabulary import ActorKind, ContactWay, Role
from cdop.services import agencies, form_b, invitations, request_contacts
from cdop.services.form_b import Ask
from cdop.services.request_contacts import Contact

KINDS = ("gp", "health visiting", "midwifery", "hospital trust", "police", "children's social care")
AGENCIES = 12
REPEATS, SAVES = 5, 20
PUBLISHED = "the same page as a static template of the Design System's macros"
LEAN = "the same page as a static template"
OURS_ALONE = frozenset({"answer"})
SUMMARY_LISTS = Path(__file__).with_name("summary_lists.html").read_text()
"""The answers to read once more as the Design System's own summary lists, from the same rows."""


def measure(app: Flask, folder: Path) -> Iterator[tuple[str, Ratio]]:
    """Yield the ratio of each page to its counterparts, and of an autosave to inserts in this folder."""
    with app.app_context():
        coordinator, case = _coordinator(), _open_case()
        spec = registry.current(form_b.FORM_B, clock.today())
        for number in range(AGENCIES):
            _returned(coordinator, case, spec, number)
        token, spec = _asked(coordinator, case, spec)
        db.session.remove()
    desk = signed_in(app)
    yield from _beside(f"comparison of {AGENCIES} agencies", app, f"/cases/{case}/comparison/?show=all", desk)
    respondent = _opened(app, token)
    longest = max(spec.sections, key=lambda section: len(list(section.questions())))
    section = f"/form-b/sections/{spec.key}/{longest.key}"
    yield from _beside(f"longest section ({len(list(longest.questions()))} questions)", app, section, respondent)
    saving = autosaving(app, section, respondent)
    for other, insert in inserts(folder):
        yield f"{AUTOSAVE}, beside {other}", compare(saving, insert, repeats=SAVES)
    whole = f"whole form ({len(list(spec.questions()))} questions), to check"
    yield from _beside(whole, app, "/form-b/check", respondent)


def _beside(name: str, app: Flask, path: str, cookie: str) -> Iterator[tuple[str, Ratio]]:
    """Yield how long our page takes beside each of its counterparts."""
    ours, lean = caller(app, path, cookie), same_page(app, path, cookie)
    published = same_page(app, path, cookie, drawn_by={"answers/check.html": SUMMARY_LISTS})
    for other, theirs in ((PUBLISHED, with_published_macros(published)), (LEAN, lean)):
        yield f"{name}, beside {other}", compare(ours, theirs, repeats=REPEATS)


def with_published_macros(page: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a caller of a page whose fields the Design System's own macros draw, from the same parameters."""

    def call() -> bytes:
        lean, components.LEAN = components.LEAN, OURS_ALONE
        try:
            return page()
        finally:
            components.LEAN = lean

    return call


def _coordinator() -> Actor:
    user = db.session.scalars(select(User).order_by(User.id)).first()
    assert user is not None
    roles = frozenset({Role.COORDINATOR})
    return Actor(ActorKind.PERSON, user_id=user.id, panel_id=PANEL_ID, roles=roles, name=user.name)


def _open_case() -> str:
    """A case whose agencies can still be asked."""
    waiting = select(Case.public_id).where(Case.status.not_in(COMPLETED)).order_by(Case.id)
    found = db.session.scalars(waiting).first()
    assert found is not None
    return found


def _new_request(coordinator: Actor, case: str, number: int) -> FormRequest:
    now = clock.now()
    told = {"name": f"Agency {number}", "kind": KINDS[number % len(KINDS)], "email": f"agency{number}@example.com"}
    agency = agencies.add_agency(coordinator, told, panel_id=PANEL_ID, now=now)
    mark = f"mark-of-the-bench-{number:06}"
    form_b.send_requests(coordinator, case, [Ask(agency, "Every child")], submission_id=mark, now=now)
    request = db.session.scalars(select(FormRequest).order_by(FormRequest.id.desc())).first()
    assert request is not None
    return request


def _returned(coordinator: Actor, case: str, spec: FormSpec, number: int) -> None:
    """One more agency whose return was filed and entered, with every question answered that it is asked."""
    request, now = _new_request(coordinator, case, number), clock.now()
    request_id, spec = request.public_id, _as_asked(spec, request)
    told = Contact(ContactWay.EMAIL, clock.today(), "Invented Person", "manager", "")
    request_contacts.file_return(coordinator, request_id, told, now=now)
    for section in spec.sections:
        typed: dict[AnswerKey, Answer] = {
            (question.key, NOT_IN_A_GROUP): Answer(_value(question, number))
            for group, question in section.questions()
            if group is None and is_for(question.agencies, KINDS[number % len(KINDS)])
        }
        request_contacts.enter(coordinator, request_id, spec.key, section.key, typed, seen={}, now=now)


def _as_asked(spec: FormSpec, request: FormRequest) -> FormSpec:
    """The form as a request asks for it: without what makes no sense of the child's age."""
    asked = db.session.scalars(select(RequestedForm).where(RequestedForm.request_id == request.id)).one()
    return registry.asked(spec.key, spec.version, asked.section_keys, asked.age_years)


def _value(question: Question, number: int) -> object:
    """An answer of the question's kind; agencies differ now and then."""
    other = number % 5 == 0
    if question.kind in (Kind.YES_NO, Kind.CHOICE):
        return choices(question)[-1 if other else 0].value
    if question.kind is Kind.CHOICES:
        return (question.choices[-1 if other else 0].value,)
    if question.kind is Kind.NUMBER:
        return (question.lowest or 0) + other
    if question.kind is Kind.DATE:
        return date(2020, 1, 1) + timedelta(days=number)
    return None if question.kind not in (Kind.TEXT, Kind.LONG_TEXT) else f"What agency {number} holds on this"


def _asked(coordinator: Actor, case: str, spec: FormSpec) -> tuple[str, FormSpec]:
    """The secret of a link to a form that nobody has answered, and the form as it is asked for."""
    request = _new_request(coordinator, case, AGENCIES + KINDS.index("midwifery"))
    of_request = select(Invitation).where(Invitation.request_id == request.id)
    return invitations.link_secret(db.session.scalars(of_request).one()), _as_asked(spec, request)


def _opened(app: Flask, token: str) -> str:
    """Open the form by its link and code; return the cookie."""
    client = app.test_client()

    def send(path: str, **typed: str) -> None:
        page = client.get(path, base_url=BASE_URL).text
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        answer = client.post(path, data=hidden | typed, base_url=BASE_URL)
        assert answer.status_code == 302, answer.text

    send(f"/r/{token}")
    with app.app_context():
        code = db.session.scalars(select(InvitationCode).order_by(InvitationCode.id.desc())).first()
        assert code is not None
        digits = invitations.code_of(code)
        db.session.remove()
    send(f"/r/{token}/code", code=digits, name="Invented Person", role="manager")
    cookie = client.get_cookie("cdop", domain="127.0.0.1")
    assert cookie is not None
    return f"cdop={cookie.value}"
