"""What the rules are told of a case: values only, so that every rule can be decided without a database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cdop.rules.messages import Audience
from cdop.rules.vocabulary import CaseStatus, HoldKind, JointAgencyResponse, Modifiable, Residency, Sex


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """A case as `policy.can` sees it: which one, and whose."""

    case_id: int
    panel_id: int


@dataclass(frozen=True, slots=True)
class PanelSubject:
    """Anything else that belongs to a panel (a report, a meeting, an account), as `policy.can` sees it."""

    panel_id: int


@dataclass(frozen=True, slots=True)
class RequestSubject:
    """A request for a reporting form as `policy.can` sees it: on which case, and by whose invitation it is open.

    `invitation_id` is of the invitation that opens it now, None where none does.
    """

    request_id: int
    case_id: int
    panel_id: int
    invitation_id: int | None = None


Subject = CaseSubject | PanelSubject | RequestSubject


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the lifecycle and the deadlines see it; None is "not known" or "has not happened".

    `…_on` is a civil date in England, `…_at` an aware instant in UTC. `forms_asked` and `forms_outstanding` count
    the reporting forms, `conflicts` the questions on which agencies contradict each other and nothing is agreed;
    `named_unasked` and `supplements_unasked` count the types of agency that a notification names and the supplementary
    forms for what is suspected that nobody was asked for without saying why; `holds` are those that run.
    """

    status: CaseStatus
    died_on: date | None = None
    notified_on: date | None = None
    reviewed_on: date | None = None
    category: int | None = None
    modifiable: Modifiable | None = None
    residency: Residency = Residency.RESIDENT
    joint_agency_response: JointAgencyResponse | None = None
    died_at: datetime | None = None
    notified_at: datetime | None = None
    ncmd_submitted_at: datetime | None = None
    forwarded_on: date | None = None
    triaged_on: date | None = None
    agencies_asked_at: datetime | None = None
    jar_triggered_at: datetime | None = None
    jar_planned_at: datetime | None = None
    jar_visited_at: datetime | None = None
    abuse_known_on: date | None = None
    serious_incident_notified_on: date | None = None
    rapid_review_on: date | None = None
    rapid_response_discussed_on: date | None = None
    rapid_response_concluded_on: date | None = None
    family_letter_on: date | None = None
    review_meeting_on: date | None = None
    ready_on: date | None = None
    key_worker_name: str | None = None
    nhs_number: str | None = None
    forms_asked: int = 0
    forms_outstanding: int = 0
    conflicts: int = 0
    named_unasked: int = 0
    supplements_unasked: int = 0
    holds: frozenset[HoldKind] = frozenset()
    born_on: date | None = None
    sex: Sex | None = None
    ethnicity: str | None = None
    gestation_weeks: int | None = None
    gestation_not_known: bool = False
    birth_weight_g: int | None = None
    birth_weight_not_known: bool = False
    place_of_death: str | None = None
    jar_not_held_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """A thing that somebody may have to be reminded of. `asked_at` is when it was last asked for.

    `case_id` is None where it is about no case.
    """

    subject: str
    subject_id: int
    panel_id: int
    case_id: int | None
    asked_at: datetime
    addresses: tuple[tuple[Audience, str], ...] = ()

    def recipients(self, audiences: Collection[Audience]) -> tuple[str, ...]:
        """Return the addresses of those whom a rule speaks of, each once."""
        return tuple(dict.fromkeys(address for kind, address in self.addresses if kind in audiences))

    def context(self) -> dict[str, str]:
        """Return what a message about it has to know: references and names of rows, nothing of a child."""
        return {}


@dataclass(frozen=True, slots=True)
class RequestFacts(ReminderFacts):
    """A request for a reporting form as the reminders see it. `reminded_on` is the day of the last reminder."""

    due_on: date | None = None
    reminded_on: date | None = None
    is_awaited: bool = False
    invitation: str = ""
    request: str = ""

    def context(self) -> dict[str, str]:
        """Return what a message about it has to know."""
        return {"invitation": self.invitation, "request": self.request}


@dataclass(frozen=True, slots=True)
class LetterFacts(ReminderFacts):
    """A letter to a family as the reminders see it. Held back: a criminal investigation is open."""

    drafted_on: date | None = None
    is_waiting: bool = False
    is_held_back: bool = False
    case: str = ""
    reference: str = ""

    def context(self) -> dict[str, str]:
        """Return what a message about it has to know."""
        return {"case": self.case, "reference": self.reference}


@dataclass(frozen=True, slots=True)
class AwaitedFacts(ReminderFacts):
    """An awaited notification as the reminders see it. No `due_on`: nobody was asked for it yet."""

    known_on: date | None = None
    due_on: date | None = None
    is_awaited: bool = False
    awaited: str = ""

    def context(self) -> dict[str, str]:
        """Return what a message about it has to know."""
        return {"awaited": self.awaited}


@dataclass(frozen=True, slots=True)
class WorkFacts(ReminderFacts):
    """Work of the panel's own: what is due when, by name, of what is not done. `path` is the page that shows it.

    `named` is what a message to somebody outside has to know beside, names of rows.
    """

    due: Mapping[str, date | datetime] = field(default_factory=dict)
    about: str = ""
    path: str = ""
    named: Mapping[str, str] = field(default_factory=dict)

    def context(self) -> dict[str, str]:
        """Return what a message about it has to know."""
        return {"about": self.about, "path": self.path, **self.named}
