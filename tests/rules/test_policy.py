"""The permissions, cell by cell, against the table that people read and sign.

`python -m tests.rules.test_policy` writes docs/permissions.md from that table.
"""

import ast
import csv
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from cdop.rules import policy
from cdop.rules.actors import COMMAND_LINE, PROGRAM, Actor, command_line, job, program, public
from cdop.rules.facts import CaseSubject, PanelSubject, RequestSubject, Subject
from cdop.rules.policy import can, total
from cdop.rules.vocabulary import Action, ActorKind, Role

Can = Callable[[Actor, Action, Subject | None], bool]

TABLE = Path(__file__).with_name("permissions.csv")
PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
OURS, THEIRS = 1, 2
THE_CASE, ANOTHER_CASE = 10, 11

ANYTHING = "anything in the panel"
OWN = "own panel"
OTHER = "another panel"
NO_PART = "told to take no part in the case"
NO_PART_ELSEWHERE = "told to take no part in a different case"
THE_INVITATION, ANOTHER_INVITATION = 3, 4
OWN_INVITATION = "opened by the invitation"
OTHER_INVITATION = "opened by another invitation"
# Actions of a panel, not of one of its cases.
OF_PANEL = frozenset(
    (
        "home own_request awaited alert death_list account figures register report meeting audit people panel agency "
        "routing message job notification:list deadline factor theme:edit group api_token"
    ).split()
)
EXCLUDED_FROM = {NO_PART: frozenset({THE_CASE}), NO_PART_ELSEWHERE: frozenset({ANOTHER_CASE})}
# What stands for a dropped argument: a role nobody holds, a predicate that never holds.
NEVER = "lambda actor, thing: False"
NEUTRAL = {"has": "None", "either": NEVER, "unless": NEVER}
OTHERS = ("signed in without a role", "anonymous", "invitation", "command line", "job", "program")


def situations(action: Action) -> tuple[str, ...]:
    """Return the situations that `action` is to be decided in."""
    everywhere = (ANYTHING, OWN, OTHER)
    if action is Action.FORM_B_ANSWER:
        return (*everywhere, OWN_INVITATION, OTHER_INVITATION)
    return (*everywhere, NO_PART, NO_PART_ELSEWHERE) if is_of_case(action) else everywhere


def is_of_case(action: Action) -> bool:
    """Return whether the action is done to a case or to something of one."""
    return OF_PANEL.isdisjoint({action, action.split(":")[0]})


@cache
def subject(action: Action, situation: str) -> Subject | None:
    """Return the thing that `action` is asked for in `situation`."""
    if situation == ANYTHING:
        return None
    panel_id = THEIRS if situation == OTHER else OURS
    if action is Action.FORM_B_ANSWER:
        invitation = {OWN_INVITATION: THE_INVITATION, OTHER_INVITATION: ANOTHER_INVITATION}.get(situation)
        return RequestSubject(20, THE_CASE, panel_id, invitation)
    return CaseSubject(THE_CASE, panel_id) if is_of_case(action) else PanelSubject(panel_id)


def person(*roles: Role, situation: str = OWN) -> Actor:
    """Return a person of our panel with `roles`, named as only the server may be."""
    excluded = EXCLUDED_FROM.get(situation, frozenset())
    return Actor(ActorKind.PERSON, 7, OURS, frozenset(roles), excluded_case_ids=excluded, name=COMMAND_LINE)


@cache
def actor_named(column: str, situation: str) -> Actor:
    """Return the actor that a column of the table is about."""
    if column in set(Role):
        return person(Role(column), situation=situation)
    return {
        "signed in without a role": person(situation=situation),
        "anonymous": public(),
        # Named as only a program is.
        "invitation": Actor(ActorKind.INVITATION, panel_id=OURS, invitation_id=THE_INVITATION, name=f"{PROGRAM}x"),
        "command line": command_line(OURS),
        "job": job("send reminders", OURS),
        "program": program(OURS, "Dashboard"),
    }[column]


def rows() -> list[dict[str, str]]:
    """Return the rows of the signed table."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def answers(can: Can, row: dict[str, str]) -> dict[str, str]:
    """Return the row that `can` gives for the action and situation of `row`."""
    action, situation = Action(row["action"]), row["situation"]
    thing = subject(action, situation)
    decided = {
        column: "yes" if can(actor_named(column, situation), action, thing) else "no" for column in list(row)[2:]
    }
    return {"action": row["action"], "situation": situation} | decided


def who_may(row: dict[str, str]) -> str:
    """Return the columns of a row that say yes, in words."""
    may = [column for column in list(row)[2:] if row[column] == "yes"]
    if {*Role, OTHERS[0]} <= set(may):
        return "anyone signed in"
    return ", ".join(may) or "nobody"


def page() -> str:
    """Return docs/permissions.md: the table as sentences that a Caldicott guardian can read."""
    lines = [
        "# Who may do what",
        "",
        "Written from `tests/rules/permissions.csv`, which the tests hold against the running rules, cell by",
        "cell. A person with several roles may do what any of them may. Nobody reaches into another panel.",
        "",
        "| Action | Situation | Who may |",
        "|---|---|---|",
    ]
    for row in rows():
        lines.append(f"| `{row['action']}` | {row['situation']} | {who_may(row)} |")
    return "\n".join(lines) + "\n"


def test_can_in_each_situation_answers_as_signed() -> None:
    signed = rows()
    assert [(got, row) for row in signed if (got := answers(can, row)) != row] == []


def test_table_names_every_action_role_and_situation_once() -> None:
    decided = [(row["action"], row["situation"]) for row in rows()]

    assert decided == [(action, situation) for action in Action for situation in situations(action)]
    assert list(rows()[0]) == ["action", "situation", *Role, *OTHERS]
    assert {cell for row in rows() for cell in list(row.values())[2:]} == {"yes", "no"}


def test_can_with_two_roles_answers_as_either_alone() -> None:
    differing = [
        (row["action"], row["situation"], first, second)
        for row in rows()
        for first, second in combinations(Role, 2)
        if can(
            person(first, second, situation=row["situation"]),
            Action(row["action"]),
            subject(Action(row["action"]), row["situation"]),
        )
        != ("yes" in (row[first], row[second]))
    ]

    assert differing == []


def test_can_for_an_actor_without_a_panel_reaches_nothing_in_one() -> None:
    reached = [
        (actor.name, action)
        for actor in (public(), job("send reminders"), command_line())
        for action in Action
        if can(actor, action, subject(action, OWN))
    ]

    assert reached == []


def test_can_for_a_thing_that_is_no_subject_is_refused() -> None:
    with pytest.raises(TypeError, match="str is no subject"):
        can(person(Role.CHAIR), Action.CASE_VIEW, "2026/001")  # type: ignore[arg-type]


def test_total_without_an_action_names_it() -> None:
    incomplete: dict[Action, policy.Predicate] = {
        action: policy.signed_in for action in Action if action is not Action.PANEL_EDIT
    }

    with pytest.raises(LookupError, match="No policy for panel:edit"):
        total(incomplete)


@pytest.mark.parametrize(("kind", "panel_id"), [(ActorKind.PUBLIC, OURS), (ActorKind.PERSON, None)])
def test_actor_with_roles_that_are_not_held_in_a_panel_is_refused(kind: ActorKind, panel_id: int | None) -> None:
    with pytest.raises(ValueError, match="Only a person holds roles"):
        Actor(kind, panel_id=panel_id, roles=frozenset({Role.CHAIR}))


def test_permissions_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: python -m tests.rules.test_policy"


def conditions(tree: ast.Module) -> list[tuple[list[ast.expr], int, str]]:
    """Return where each condition of the policy stands, and what to put there so that it decides nothing."""
    found: list[tuple[list[ast.expr], int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            found += [(node.values, place, "True") for place in range(len(node.values))]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NEUTRAL:
            found += [(node.args, place, NEUTRAL[node.func.id]) for place in range(len(node.args))]
    return found


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the policy with one role, predicate, exception or half of an `and` dropped at a time."""
    for number in range(len(conditions(ast.parse(source)))):
        tree = ast.parse(source)
        siblings, place, neutral = conditions(tree)[number]
        dropped = siblings[place]
        siblings[place] = ast.copy_location(ast.parse(neutral, mode="eval").body, dropped)
        yield f"line {dropped.lineno}: without {ast.unparse(dropped)}", ast.fix_missing_locations(tree)


def notices(tree: ast.Module) -> bool:
    """Say whether the table disagrees with a changed policy, or cannot be decided by it at all."""
    changed: dict[str, Can] = {}
    exec(compile(tree, "policy", "exec"), changed)  # noqa: S102 (our own source)
    try:
        return any(answers(changed["can"], row) != row for row in rows())
    except (AttributeError, TypeError):
        return True


def test_table_notices_every_condition_dropped_from_the_policy() -> None:
    source = Path(policy.__file__).read_text(encoding="utf-8")
    noticed = [(name, notices(tree)) for name, tree in mutants(source)]

    assert len(noticed) > 40
    assert [name for name, seen in noticed if not seen] == []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
