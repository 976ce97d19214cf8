"""Few people, named by their job. All are invented."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cached_property, partial
from typing import TypeVar

from sqlalchemy import select

from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.local_authorities import parse
from cdop.rules.vocabulary import ActorKind, Role
from cdop.services import panels, passwords, people
from tests import beginnings

T = TypeVar("T")
PASSWORD = "three words together"
PANEL = "Test panel"
OTHER_PANEL = "Another panel"
AREAS = ("Cheshire East", "Cheshire West and Chester", "Halton", "Warrington")
PEOPLE: dict[str, tuple[Role, ...]] = {
    "coordinator": (Role.COORDINATOR,),
    "chair": (Role.CHAIR,),
    "designated doctor": (Role.DESIGNATED_DOCTOR,),
    "panel member": (Role.PANEL_MEMBER,),
    "expert": (Role.EXPERT,),
    "analyst": (Role.ANALYST,),
    "analyst and member": (Role.ANALYST, Role.PANEL_MEMBER),
    "administrator": (Role.ADMINISTRATOR,),
    "auditor": (Role.AUDITOR,),
    "key worker": (Role.KEY_WORKER,),
    "agency respondent": (Role.AGENCY_RESPONDENT,),
    "agency lead": (Role.AGENCY_LEAD,),
    "notifier": (Role.NOTIFIER,),
}


def address(name: str) -> str:
    """The e-mail address of one of the people."""
    return name.replace(" ", ".") + "@example.com"


class Cast:
    """Makes people when a test first asks for them, so that a test pays only for those it names."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._made: dict[tuple[str, int], Actor] = {}

    @cached_property
    def panel_id(self) -> int:
        """The panel of four areas, which a test's database may hold already."""
        return beginnings.look("the panel", _panel_there) or beginnings.take("adds the panel", self._add_panel)

    def _add_panel(self) -> int:
        areas = [parse(name) for name in AREAS]
        return panels.add_panel(actors.command_line(), name=PANEL, areas=areas, now=self.now)

    @cached_property
    def other_panel_id(self) -> int:
        return panels.add_panel(actors.command_line(), name=OTHER_PANEL, areas=[parse("Shropshire")], now=self.now)

    @property
    def command_line(self) -> Actor:
        return actors.command_line(self.panel_id)

    def person(self, name: str, *, panel_id: int | None = None, roles: tuple[Role, ...] | None = None) -> Actor:
        """The actor of a person who now has an account and may sign in with PASSWORD."""
        panel_id = panel_id or self.panel_id
        if (name, panel_id) not in self._made:
            given = roles or PEOPLE[name]
            self._made[name, panel_id] = self.begin(
                ("is added", name, panel_id, given), partial(self._add, name, panel_id, given)
            )
        return self._made[name, panel_id]

    def begin(self, step: Hashable, act: Callable[[], T]) -> T:
        """Return what `act` returns, as a step of a test's beginning where the test has just begun."""
        return beginnings.take(step, act)

    def _add(self, name: str, panel_id: int, roles: tuple[Role, ...]) -> Actor:
        from cdop.extensions import db
        from cdop.models import User

        public_id = people.add_user(
            actors.command_line(panel_id),
            email=address(name),
            name=name.capitalize(),
            password=PASSWORD,
            roles=list(roles),
            panel_id=panel_id,
            today=self.now.date(),
            now=self.now,
        )
        user = db.session.query(User).filter_by(public_id=public_id).one()
        actor = Actor(ActorKind.PERSON, user_id=user.id, panel_id=panel_id, roles=frozenset(roles), name=user.name)
        db.session.rollback()
        return actor


def _panel_there() -> int | None:
    from cdop.extensions import db
    from cdop.models import Panel

    found = db.session.scalar(select(Panel.id).where(Panel.name == PANEL))
    db.session.rollback()
    return found


def quick_hashing() -> None:
    """Make Argon2 cheap for a test run: the strength of the hash is the library's own test."""
    passwords._hasher = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
