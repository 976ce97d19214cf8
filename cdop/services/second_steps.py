"""The second step of signing in: an app is given its key, confirmed by its first code, asked for codes, taken away.

Who has one signs in with it from then on. Where the panel says so, everybody of it sets one up at the next sign-in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Membership, Panel, SecondStep, User
from cdop.queries.accounts import works_elsewhere
from cdop.rules import second_steps as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, ActorKind, AuditVerb
from cdop.services import audit, invitations, keys, people, tries, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

WRONG = "This code is not right, or was used before. Wait for the next one in the app and type that"
WRONG_RECOVERY = "This code is not right, or was used before"
TOO_MANY = "There have been too many tries. Wait 15 minutes, or ask your panel's administrator for help"
EXPECTED = "Your panel expects a second step of everybody, so it cannot be taken away"
OF_SEVERAL = (
    "This person also works for another panel, so no panel by itself takes their second step away: "
    "they do with a code that they wrote down, or whoever runs this service does"
)
OVER = "Too much time went by. Sign in again with your password"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an app is given: its key, and the same as the address that the picture holds."""

    key: str
    address: str


@writes(AuditVerb.SECOND_STEP_BEGUN)
def begin(actor: Actor, *, now: datetime) -> None:
    """Make the key of an app that is still to be confirmed. One that is confirmed stays."""
    require(actor, Action.ACCOUNT_VIEW)
    ensure(actor.user_id or 0, now)


def ensure(user_id: int, now: datetime) -> None:
    """See that there is a key for the app of a person. Within the open unit.

    One that was not confirmed in time is made anew: whoever had the password meanwhile has seen it.
    """
    step = db.session.get(SecondStep, user_id)
    if step is not None and step.confirmed_at is None and step.created_at <= now - rules.TYPED_WITHIN:
        step.nonce, step.created_at = invitations.new_nonce(), now
    if step is None:
        step = SecondStep(user_id=user_id, nonce=invitations.new_nonce(), created_at=now, created_by_id=user_id)
        db.session.add(step)
        db.session.flush()


def forget_unconfirmed(user_id: int) -> None:
    """Forget a key that was shown but not confirmed. Within the open unit, at each sign-in.

    Whoever had the password may have seen it: a second step that they hold as well would keep nobody out.
    """
    step = db.session.get(SecondStep, user_id, with_for_update=True)
    if step is not None and step.confirmed_at is None:
        db.session.delete(step)
        db.session.flush()


def is_awaited_of(user_id: int, now: datetime) -> bool:
    """Say whether this person signs in with a second step: they have one, or a panel of theirs expects it by now."""
    return is_confirmed(user_id) or is_expected_of(user_id, now)


def is_confirmed(user_id: int) -> bool:
    """Say whether this person has a second step."""
    step = db.session.get(SecondStep, user_id)
    return step is not None and step.confirmed_at is not None


def is_expected_of(user_id: int, now: datetime) -> bool:
    """Say whether a panel in which this person holds a role expects a second step of everybody by now."""
    today = now.astimezone(LONDON).date()
    of_theirs = select(Panel.id).join(Membership, Membership.panel_id == Panel.id)
    of_theirs = of_theirs.where(Membership.user_id == user_id, people.counts_on(today), Panel.second_step_from <= today)
    return db.session.scalar(of_theirs.limit(1)) is not None


def set_up(user_id: int, panel_id: int) -> SetUp | None:
    """Return what the app of a person is given while it is not confirmed; None where it is, or where none was begun."""
    step = db.session.get(SecondStep, user_id)
    if step is None or step.confirmed_at is not None:
        return None
    email = db.session.scalars(select(User.email).where(User.id == user_id)).one()
    panel = db.session.scalars(select(Panel.name).where(Panel.id == panel_id)).one()
    return SetUp(_key(step), rules.address_of(_key(step), email, panel))


@writes(AuditVerb.SECOND_STEP_CONFIRMED)
def confirm(actor: Actor, code: str, *, now: datetime) -> tuple[str, ...]:
    """Confirm the app by its first code; return the codes to write down. Raises Invalid, Blocked."""
    require(actor, Action.ACCOUNT_VIEW)
    step = db.session.get(SecondStep, actor.user_id or 0, with_for_update=True)
    if step is None or step.confirmed_at is not None:
        raise Blocked(["The second step is set up already"])
    return _confirmed(step, code, now)


@writes(AuditVerb.PANEL_CHANGED)
def expect(actor: Actor, panel_id: int, since: date | None, *, now: datetime) -> None:
    """Expect a second step of everybody of a panel from a day on; None expects it of nobody. Raises Forbidden."""
    require(actor, Action.PANEL_EDIT, PanelSubject(panel_id))
    db.session.get_one(Panel, panel_id, with_for_update=True).second_step_from = since


def expected_from(panel_id: int) -> date | None:
    """Return from when a panel expects a second step of everybody."""
    return db.session.scalar(select(Panel.second_step_from).where(Panel.id == panel_id))


def take_away(actor: Actor, code: str, *, now: datetime) -> None:
    """Take the second step away, by a code of it. Raises Invalid, Blocked where the panel expects it of everybody."""
    count_try(actor.user_id or 0, now)
    with refusal_on_record(actor, now=now):
        _take_away(actor, code, now=now)


@writes(AuditVerb.SECOND_STEP_TAKEN_AWAY)
def _take_away(actor: Actor, code: str, *, now: datetime) -> None:
    require(actor, Action.ACCOUNT_VIEW)
    step = db.session.get(SecondStep, actor.user_id or 0, with_for_update=True)
    if step is None:
        return
    if is_expected_of(step.user_id, now):
        raise Blocked([EXPECTED])
    _use(step, code, now)
    db.session.delete(step)


@writes(AuditVerb.SECOND_STEP_TAKEN_AWAY)
def reset(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Take away the second step of somebody whose telephone is lost, and end their sessions.

    It keeps the papers of every panel that the person works for: of several, nobody but the command line takes it away.
    Raises NotFound, Blocked.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(actor.panel_id or 0))
    held = select(Membership.user_id).where(Membership.panel_id == actor.panel_id)
    user_id = db.session.scalar(select(User.id).where(User.public_id == public_id, User.id.in_(held)))
    if user_id is None:
        raise NotFound
    if user_id == actor.user_id:
        raise Blocked(["Nobody takes away their own second step here: ask another administrator"])
    today = now.astimezone(LONDON).date()
    if actor.kind is ActorKind.PERSON and works_elsewhere(public_id, actor.panel_id or 0, today):
        raise Blocked([OF_SEVERAL])
    if step := db.session.get(SecondStep, user_id):
        db.session.delete(step)
        people.end_sessions(user_id, now)


def pass_on(user_id: int, code: str, *, now: datetime) -> tuple[str, ...]:
    """Take the code with which a person signs in. Within the open unit. Raises Invalid.

    Returns the codes to write down where it was the first one of their app, which is confirmed by it.
    """
    step = db.session.get(SecondStep, user_id, with_for_update=True)
    if step is None:
        raise Invalid({"code": OVER})
    tries.forget(_marks(user_id))
    if step.confirmed_at is None:
        return _confirmed(step, code, now)
    _use(step, code, now)
    return ()


def count_try(user_id: int, now: datetime) -> None:
    """Count a try before it is looked at: of any number at once, no more than the limit are looked into.

    Raises Invalid.
    """
    actor = Actor(ActorKind.PERSON, user_id=user_id)
    with refusal_on_record(actor, now=now):
        if _count(actor, now=now):
            raise Invalid({"code": TOO_MANY})


@contextmanager
def refusal_on_record(actor: Actor, *, now: datetime) -> Iterator[None]:
    """Put on record that a code was refused, where it is: the unit that refused it keeps nothing."""
    try:
        yield
    except Invalid:
        _refuse(actor, now=now)
        raise


@writes(AuditVerb.SIGN_IN_REFUSED)
def _refuse(actor: Actor, *, now: datetime) -> None:
    unit.record("user_account", actor.user_id or 0)


@writes(AuditVerb.SIGN_IN_REFUSED)
def _count(actor: Actor, *, now: datetime) -> bool:
    return tries.count(_marks(actor.user_id or 0), within=rules.WINDOW, now=now)


def _confirmed(step: SecondStep, code: str, now: datetime) -> tuple[str, ...]:
    used = rules.matching(_key(step), code, after=step.last_step, now=now)
    if used is None:
        raise Invalid({"code": WRONG})
    step.last_step, step.confirmed_at = used, now
    return tuple(_recovery_code(step, number) for number in range(rules.RECOVERY_CODES))


def _use(step: SecondStep, code: str, now: datetime) -> None:
    """Take a code of the app, or one that was written down, each once. Raises Invalid."""
    if not rules.is_recovery_code(code):
        used = rules.matching(_key(step), code, after=step.last_step, now=now)
        if used is None:
            raise Invalid({"code": WRONG})
        step.last_step = used
        return
    left = [number for number in range(rules.RECOVERY_CODES) if number not in step.used_codes]
    found = next((number for number in left if rules.same(code, _recovery_code(step, number))), None)
    if found is None:
        raise Invalid({"code": WRONG_RECOVERY})
    step.used_codes = [*step.used_codes, found]


def _key(step: SecondStep) -> str:
    return rules.key_of(_derived(step, "app"))


def _recovery_code(step: SecondStep, number: int) -> str:
    return rules.recovery_code(_derived(step, f"written down {number}"))


def _derived(step: SecondStep, purpose: str) -> bytes:
    return keys.worked_out("second steps", f"{step.user_id}:{step.nonce}:{purpose}")


def _marks(user_id: int) -> dict[str, int]:
    return {audit.keyed_digest(f"second step:{user_id}"): rules.TRIES}
