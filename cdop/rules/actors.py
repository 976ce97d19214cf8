"""Who asks: a person, a job, someone with an invitation, or the public."""

from dataclasses import dataclass

from cdop.rules.vocabulary import ActorKind, Role

COMMAND_LINE = "command line"
PROGRAM = "program: "
"""How the names of actors begin that are other programs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever a request or a job acts for, in one panel; all that `policy.can` needs to know of them.

    Raises ValueError where roles are given to anyone but a person in a panel.
    """

    kind: ActorKind
    user_id: int | None = None
    panel_id: int | None = None
    roles: frozenset[Role] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    invitation_id: int | None = None
    excluded_case_ids: frozenset[int] = frozenset()
    name: str = ""

    def __post_init__(self) -> None:
        if self.roles and (self.kind is not ActorKind.PERSON or self.panel_id is None):
            raise ValueError("Only a person holds roles, and holds them in a panel.")

    @property
    def comes_for_named_cases(self) -> bool:
        """Whether they are an expert and nothing else: of a meeting they see the cases for which they were invited."""
        return self.roles == {Role.EXPERT}


def public(panel_id: int | None = None) -> Actor:
    """Return the actor of a request that nobody has signed in for, at a panel's door where they stand at one."""
    return Actor(ActorKind.PUBLIC, panel_id=panel_id, name="the public")


def job(name: str, panel_id: int | None = None) -> Actor:
    """Return the actor of a job that runs by the clock."""
    return Actor(ActorKind.JOB, panel_id=panel_id, name=name)


def program(panel_id: int, name: str) -> Actor:
    """Return the actor of another program that asks with a token of the panel, which `name` says."""
    return job(f"{PROGRAM}{name}", panel_id)


def command_line(panel_id: int | None = None) -> Actor:
    """Return the actor of a command typed on the server; `policy.POLICY` names the few actions it may do."""
    return job(COMMAND_LINE, panel_id)
