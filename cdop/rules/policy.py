"""Who may do what: one row per action, read by the gate, the services, the templates and the list queries.

`tests/rules/permissions.csv` says the same in a table that people can read and sign.
"""

from collections.abc import Callable

from cdop.rules.actors import COMMAND_LINE, PROGRAM, Actor
from cdop.rules.facts import CaseSubject, RequestSubject, Subject
from cdop.rules.vocabulary import Action, ActorKind, Role

Predicate = Callable[[Actor, Subject | None], bool]
# Named, so that no question builds it anew: a page asks many.
_OfACase = CaseSubject | RequestSubject


def either(*predicates: Predicate) -> Predicate:
    """Return a predicate that holds where any of `predicates` does."""
    return lambda actor, thing: any(holds(actor, thing) for holds in predicates)


def unless(exception: Predicate, predicate: Predicate) -> Predicate:
    """Return a predicate that holds where `predicate` does and `exception` does not."""
    return lambda actor, thing: predicate(actor, thing) and not exception(actor, thing)


def has(*roles: Role) -> Predicate:
    """Return a predicate that holds for anyone with one of `roles`."""
    return lambda actor, thing: not actor.roles.isdisjoint(roles)


def signed_in(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the actor is a person who has signed in, whatever their roles."""
    return actor.kind is ActorKind.PERSON


def on_the_server(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the actor is a command typed on the server itself."""
    return actor.kind is ActorKind.JOB and actor.name == COMMAND_LINE


def with_a_token(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the actor is another program that asks with a token of the panel."""
    return actor.kind is ActorKind.JOB and actor.name.startswith(PROGRAM)


def taking_no_part(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the actor was told to take no part in this case (a conflict of interest)."""
    return isinstance(thing, _OfACase) and thing.case_id in actor.excluded_case_ids


def invited(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the actor opened an invitation, and, of a request, the one that opens it now."""
    opened = thing is None or getattr(thing, "invitation_id", None) == actor.invitation_id
    return actor.kind is ActorKind.INVITATION and opened


def elsewhere(actor: Actor, thing: Subject | None) -> bool:
    """Say whether the thing belongs to a panel that is not the actor's."""
    return thing is not None and thing.panel_id != actor.panel_id


coordinator = has(Role.COORDINATOR)
officers = has(Role.COORDINATOR, Role.CHAIR)
case_readers = has(Role.COORDINATOR, Role.CHAIR, Role.DESIGNATED_DOCTOR)
reviewers = has(Role.COORDINATOR, Role.DESIGNATED_DOCTOR)
chair = has(Role.CHAIR)
panel = has(Role.COORDINATOR, Role.CHAIR, Role.DESIGNATED_DOCTOR, Role.PANEL_MEMBER)
# An expert comes for named cases only: the papers and the agenda show them no other.
panel_and_experts = either(panel, has(Role.EXPERT))
administrator = has(Role.ADMINISTRATOR)


def total(policy: dict[Action, Predicate]) -> dict[Action, Predicate]:
    """Return `policy` if it has a row for every action; raises LookupError naming those without."""
    if missing := set(Action) - set(policy):
        raise LookupError(f"No policy for {', '.join(sorted(missing))}")
    return policy


POLICY: dict[Action, Predicate] = total(
    {
        Action.HOME_VIEW: signed_in,
        Action.ACCOUNT_VIEW: signed_in,
        Action.CASE_LIST: unless(taking_no_part, case_readers),
        Action.CASE_VIEW: unless(taking_no_part, case_readers),
        Action.CASE_CORRECT: unless(taking_no_part, coordinator),
        Action.CASE_NOTE: unless(taking_no_part, case_readers),
        Action.CASE_MOVE: unless(taking_no_part, officers),
        Action.CASE_EXCLUDE: unless(taking_no_part, officers),
        Action.CASE_HOLD: unless(taking_no_part, officers),
        Action.CASE_MARK_SENSITIVE: unless(taking_no_part, officers),
        Action.CASE_JOIN: unless(taking_no_part, coordinator),
        Action.NATIONAL_SUBMIT: unless(taking_no_part, coordinator),
        Action.NOTIFICATION_LIST: reviewers,
        Action.NOTIFICATION_TRIAGE: unless(taking_no_part, coordinator),
        Action.ALERT_HANDLE: reviewers,
        Action.AWAITED_LIST: reviewers,
        Action.AWAITED_EDIT: either(coordinator, on_the_server),
        Action.DEATH_LIST_VIEW: either(reviewers, on_the_server),
        Action.DEATH_LIST_IMPORT: either(coordinator, on_the_server),
        Action.FORM_READ: unless(taking_no_part, case_readers),
        Action.FORM_B_REQUEST: unless(taking_no_part, coordinator),
        Action.FORM_B_READ: unless(taking_no_part, case_readers),
        Action.FORM_B_ANSWER: invited,
        Action.OWN_REQUEST_LIST: has(Role.AGENCY_RESPONDENT, Role.AGENCY_LEAD),
        Action.ANSWER_AGREE: unless(taking_no_part, coordinator),
        Action.AGENCY_LIST: case_readers,
        Action.AGENCY_EDIT: either(coordinator, on_the_server),
        Action.ROUTING_EDIT: coordinator,
        Action.REVIEW_MEETING_RECORD: unless(taking_no_part, reviewers),
        Action.MEETING_PLAN: officers,
        Action.AGENDA_EDIT: unless(taking_no_part, officers),
        Action.ANALYSIS_VIEW: unless(taking_no_part, case_readers),
        Action.ANALYSIS_DRAFT: unless(taking_no_part, case_readers),
        Action.ANALYSIS_SIGN: unless(taking_no_part, chair),
        Action.ACTION_LIST: unless(taking_no_part, case_readers),
        Action.ACTION_EDIT: unless(taking_no_part, officers),
        Action.THEME_LIST: unless(taking_no_part, case_readers),
        Action.THEME_DECIDE: unless(taking_no_part, case_readers),
        Action.THEME_EDIT: officers,
        Action.GROUP_VIEW: case_readers,
        Action.GROUP_EDIT: case_readers,
        Action.RECOMMENDATION_LIST: unless(taking_no_part, case_readers),
        Action.RECOMMENDATION_EDIT: unless(taking_no_part, officers),
        Action.LETTER_VIEW: unless(taking_no_part, case_readers),
        Action.LETTER_EDIT: unless(taking_no_part, coordinator),
        Action.LETTER_RELEASE: unless(taking_no_part, officers),
        # It says what the law lets the partners do (Children Act 2004, section 16N): the chair signs it.
        Action.DUTY_LETTER_RELEASE: unless(taking_no_part, chair),
        Action.MESSAGE_LIST: coordinator,
        Action.MESSAGE_SETTLE: coordinator,
        Action.MESSAGE_WORD: coordinator,
        Action.JOB_VIEW: has(Role.COORDINATOR, Role.ADMINISTRATOR),
        # The full edition of the figures is confidential: its small numbers could point to a child.
        Action.FIGURES_VIEW: either(panel, on_the_server),
        # What has passed disclosure control.
        Action.FIGURES_PUBLIC: either(panel, has(Role.ANALYST), on_the_server, with_a_token),
        Action.API_TOKEN_EDIT: has(Role.COORDINATOR, Role.ADMINISTRATOR),
        Action.FIGURES_RENEW: officers,
        Action.REGISTER_IMPORT: either(coordinator, on_the_server),
        Action.REGISTER_EXPORT: either(coordinator, on_the_server),
        Action.REPORT_VIEW: either(panel, on_the_server),
        Action.REPORT_BUILD: either(officers, on_the_server),
        Action.REPORT_WRITE: officers,
        Action.REPORT_APPROVE: chair,
        Action.MEETING_LIST: panel,
        Action.PACK_PREPARE: unless(taking_no_part, officers),
        Action.PACK_PASS: unless(taking_no_part, case_readers),
        Action.PACK_READ: unless(taking_no_part, panel_and_experts),
        Action.MINUTES_EDIT: unless(taking_no_part, officers),
        Action.MINUTES_READ: unless(taking_no_part, panel),
        Action.CONFLICT_DECLARE: unless(taking_no_part, panel_and_experts),
        Action.CONFLICT_DECIDE: unless(taking_no_part, chair),
        Action.AUDIT_VIEW: has(Role.AUDITOR),
        Action.DEADLINE_VIEW: has(Role.COORDINATOR, Role.CHAIR, Role.DESIGNATED_DOCTOR, Role.ADMINISTRATOR),
        Action.DEADLINE_EDIT: either(has(Role.COORDINATOR, Role.ADMINISTRATOR), on_the_server),
        Action.FACTOR_VIEW: either(case_readers, administrator),
        Action.FACTOR_EDIT: has(Role.COORDINATOR, Role.ADMINISTRATOR),
        Action.PEOPLE_EDIT: either(administrator, on_the_server),
        Action.PANEL_EDIT: either(administrator, on_the_server),
    }
)


def can(actor: Actor, action: Action, thing: Subject | None = None) -> bool:
    """Say whether `actor` may do `action` to `thing`, or, without a thing, to anything in their panel.

    Raises TypeError for a thing that is no Subject: a stored row would slip past the rules on cases.
    """
    if thing is not None and not isinstance(thing, Subject):
        raise TypeError(f"{type(thing).__name__} is no subject of the policy")
    return not elsewhere(actor, thing) and POLICY[action](actor, thing)
