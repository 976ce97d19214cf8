"""Every list of fixed words: stored as these strings, shown through the labels beside the tables that use them."""

from enum import StrEnum

from cdop.rules.audit_verbs import AuditVerb as AuditVerb  # a long list, in a file of its own


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    INDETERMINATE = "indeterminate"
    NOT_KNOWN = "not known"


class Expectedness(StrEnum):
    EXPECTED = "expected"
    UNEXPECTED = "unexpected"
    NOT_KNOWN = "not known"


class Residency(StrEnum):
    """Whether the child normally lived in the panel's area (Children Act 2004 s16M(1))."""

    RESIDENT = "resident"
    ELSEWHERE = "elsewhere"


class JointAgencyResponse(StrEnum):
    HELD = "held"
    MET_NOT_HELD = "met but not held"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


class Modifiable(StrEnum):
    """The panel's judgement on modifiable factors."""

    YES = "yes"
    NO = "no"
    INADEQUATE = "inadequate information"


class NationalKind(StrEnum):
    """What of a case is entered in the national database."""

    NOTIFICATION = "notification"
    REVIEW = "review"


class NationalStatus(StrEnum):
    """What became of an entry in the national database."""

    SENT = "sent"
    ACCEPTED = "accepted"
    QUERIED = "queried"


class MeetingKind(StrEnum):
    CASE_REVIEW = "case review"
    BUSINESS = "business"


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class AgendaItemStatus(StrEnum):
    """A case on an agenda; `signed` is the end of it."""

    LISTED = "listed"
    ADJOURNED = "adjourned"
    SIGNED = "signed"


class MeetingChangeKind(StrEnum):
    MOVED = "moved"
    CANCELLED = "cancelled"


class InvitedStatus(StrEnum):
    """What became of an invitation to a meeting. Withdrawn: the panel took it back."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Expertise(StrEnum):
    """What somebody knows that a themed meeting needs (domain reference 6.6)."""

    OBSTETRICS = "obstetrics"
    MIDWIFERY = "midwifery"
    NEONATOLOGY = "neonatology"
    CARDIOLOGY = "cardiology"
    MENTAL_HEALTH = "mental health"
    ROADS = "road safety"
    RESPIRATORY = "respiratory medicine"
    NEUROLOGY = "neurology"
    PALLIATIVE = "palliative care"
    INFECTION = "infectious disease"
    EMERGENCY = "emergency medicine"
    GENETICS = "genetics"


class ConflictKind(StrEnum):
    """What connects somebody with a case (domain reference 6.4)."""

    TREATED = "treated the child"
    KNEW_FAMILY = "knew the family"
    EMPLOYER = "employer is involved in the case"
    RELATIVE = "relative"
    PROVIDED_FORM = "filled in a form"
    LED = "led the care or the review meeting"
    FINANCIAL = "legal or financial interest"
    OTHER = "other"


class ConflictDecision(StrEnum):
    """What the chair decided about somebody's conflict (domain reference 6.4)."""

    STAYS = "stays"
    NO_CONTRIBUTION = "stays and says nothing"
    DOES_NOT_LEAD = "stays and does not lead"
    LEAVES = "leaves for the case"


class YesNoUncertain(StrEnum):
    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"


class ActionStatus(StrEnum):
    """How far something agreed to be done is (domain reference 5.9)."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    NOT_ACCEPTED = "not accepted"
    PASSED_ON = "passed on"


class RecommendationStatus(StrEnum):
    """How far a recommendation is with whom it is addressed to."""

    MADE = "made"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"


class Strength(StrEnum):
    """How much a recommendation can change by itself: advice is weak, a new rule or design strong."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


class Verdict(StrEnum):
    """Whether what a recommendation was to change has changed, at its day."""

    MOVED = "moved"
    NOT_MOVED = "not moved"
    CANNOT_TELL = "cannot tell"


class HoldKind(StrEnum):
    """What a case waits for outside the panel (domain reference 1.8)."""

    INQUEST = "inquest"
    POST_MORTEM = "post-mortem report"
    CRIMINAL = "criminal investigation"
    PATIENT_SAFETY = "patient safety investigation"
    PERINATAL_REVIEW = "perinatal mortality review"
    MATERNITY_INVESTIGATION = "maternity safety investigation"
    SAFEGUARDING_REVIEW = "safeguarding practice review"
    CUSTODY = "prisons or police conduct investigation"
    REGULATOR = "regulator's investigation"
    GENETICS = "genetic results"
    OVERSEAS = "information from abroad"
    FAMILY_REQUEST = "time asked for by the family"
    THEMED_PANEL = "themed panel"


class ResponseStatus(StrEnum):
    STARTED = "started"
    SUBMITTED = "submitted"


class RequestStatus(StrEnum):
    """How far an agency is with its reporting form. Overdue is worked out, never stored."""

    TO_SEND = "to send"
    SENT = "sent"
    OPENED = "opened"
    IN_PROGRESS = "in progress"
    WAITING_FOR_RELEASE = "waiting for release"
    RETURNED = "returned"
    NOTHING_HELD = "nothing held"
    SENT_BACK = "sent back"
    DECLINED = "declined"
    WAIVED = "waived"


class ContactWay(StrEnum):
    """How an agency told something outside its form."""

    TELEPHONE = "telephone"
    EMAIL = "e-mail"
    LETTER = "letter"
    MEETING = "meeting"


class AttachmentKind(StrEnum):
    RECORD_SUMMARY = "record summary"
    POST_MORTEM = "post-mortem report"
    ROOT_CAUSE = "root cause analysis"
    MINUTES = "minutes"
    OTHER = "other"


class ScanStatus(StrEnum):
    """What the virus scanner said of a file. Not scanned: no scanner was set up when it came."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"


class HandlingMark(StrEnum):
    """Whom the agency that gave an answer or a document keeps it from."""

    NOT_FAMILY = "not for the family"
    NOT_AGENCIES = "not for other agencies"
    NOT_PACK = "not for the pack"
    PROCEEDINGS = "may prejudice proceedings"


class ChangeKind(StrEnum):
    """What an agency asks to change about its request."""

    MORE_TIME = "more time"
    ANOTHER_PERSON = "another person"


class ChangeStatus(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class NotificationSource(StrEnum):
    PUBLIC_FORM = "public form"
    TELEPHONE = "telephone"
    REGISTER = "register"
    SYSTEM = "another system"


class NotificationStatus(StrEnum):
    BEING_WRITTEN = "being written"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    LINKED = "linked"
    NOT_FOR_REVIEW = "not for review"


class AwaitedSource(StrEnum):
    """How the panel learnt of a death that nobody has notified yet."""

    CORONER = "coroner's notice"
    REGISTRAR = "registrar's notice"
    LIST = "list"
    OTHER = "another source"


class AwaitedStatus(StrEnum):
    """Whether a notification is still awaited; `ended` is by a person, with a reason."""

    AWAITED = "awaited"
    ARRIVED = "arrived"
    ENDED = "ended"


class ListStatus(StrEnum):
    """A list of deaths that was brought in: looked at, or kept with what each of its lines comes to."""

    DRAFT = "draft"
    KEPT = "kept"


class ListOutcome(StrEnum):
    """What a line of a list of deaths comes to."""

    MATCHED = "matched"
    POSSIBLE = "possible"
    MISSING = "missing"
    AWAITED = "awaited"
    NOT_OURS = "not for the panel"


class ReferenceKind(StrEnum):
    """The published tables that an administrator imports."""

    POSTCODES = "postcodes"
    DEPRIVATION = "deprivation"
    POPULATION = "population"
    BIRTHS = "births"
    SMALL_AREAS = "small-areas"
    ENGLAND = "england"
    COMPARISON = "comparison"
    PLACES = "places"
    ETHNICITY = "ethnicity"


class ReminderStatus(StrEnum):
    PLANNED = "planned"
    QUEUED = "queued"
    NOT_NEEDED = "no longer needed"


class JobOutcome(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PackPart(StrEnum):
    """The parts of a case in a pack, in their order."""

    SUMMARY = "summary"
    DISPUTES = "agreed facts and disputes"
    TIMELINE = "timeline"
    FINDINGS = "what agencies and reviews found"
    FAMILY = "the family's view"
    ANALYSIS = "draft analysis"


class PackPlace(StrEnum):
    """Where a passage of a case stands: on its pages, behind a link of the reader on screen, or nowhere."""

    PAGES = "on the pages"
    BEHIND = "behind a link"
    OUT = "left out"


class PackWay(StrEnum):
    """In which way a pack was read or taken."""

    SCREEN = "on screen"
    FILE = "as a file"
    PRINTED = "printed copy"


class PackWorkKind(StrEnum):
    """What the job process does for a pack when somebody asks for it."""

    DRAFT = "draft"
    RELEASE = "release"
    FILE = "file"
    PRINTED = "printed copy"


class SheetKind(StrEnum):
    """The sheets of minutes, in their order; learning stands apart from the case that it came of."""

    ATTENDANCE = "who came"
    EARLIER = "minutes of the last meeting"
    CASE = "case"
    LEARNING = "learning"
    OTHER = "other business"


class CaseStatus(StrEnum):
    """The stages of a case, in the panel's words and in their usual order; the last stands apart from it."""

    NOTIFIED = "notified"
    GATHERING = "gathering information"
    REVIEW_MEETING = "review meeting"
    READY = "ready for panel"
    ON_AGENDA = "on an agenda"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    NOT_FOR_REVIEW = "not for review"


class Role(StrEnum):
    """The roles of a panel (domain reference 6.9). A person may hold several at once."""

    NOTIFIER = "notifier"
    AGENCY_RESPONDENT = "agency respondent"
    AGENCY_LEAD = "agency lead"
    COORDINATOR = "coordinator"
    DESIGNATED_DOCTOR = "designated doctor"
    CHAIR = "chair"
    PANEL_MEMBER = "panel member"
    ANALYST = "analyst"
    KEY_WORKER = "key worker"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    EXPERT = "expert"


class ActorKind(StrEnum):
    PERSON = "person"
    JOB = "job"
    INVITATION = "invitation"
    PUBLIC = "public"


class Action(StrEnum):
    """Everything that can be asked for, as `resource:verb`. `rules.policy.POLICY` says who may."""

    HOME_VIEW = "home:view"
    ACCOUNT_VIEW = "account:view"
    CASE_LIST = "case:list"
    CASE_VIEW = "case:view"
    CASE_CORRECT = "case:correct"
    CASE_NOTE = "case:note"
    CASE_MOVE = "case:move"
    CASE_EXCLUDE = "case:exclude"
    CASE_HOLD = "case:hold"
    CASE_MARK_SENSITIVE = "case:mark_sensitive"
    CASE_JOIN = "case:join"
    NATIONAL_SUBMIT = "national:submit"
    NOTIFICATION_LIST = "notification:list"
    NOTIFICATION_TRIAGE = "notification:triage"
    ALERT_HANDLE = "alert:handle"
    AWAITED_LIST = "awaited:list"
    AWAITED_EDIT = "awaited:edit"
    DEATH_LIST_VIEW = "death_list:view"
    DEATH_LIST_IMPORT = "death_list:import"
    FORM_READ = "form:read"
    FORM_B_REQUEST = "form_b:request"
    FORM_B_READ = "form_b:read"
    FORM_B_ANSWER = "form_b:answer"
    OWN_REQUEST_LIST = "own_request:list"
    ANSWER_AGREE = "answer:agree"
    AGENCY_LIST = "agency:list"
    AGENCY_EDIT = "agency:edit"
    ROUTING_EDIT = "routing:edit"
    REVIEW_MEETING_RECORD = "review_meeting:record"
    MEETING_PLAN = "meeting:plan"
    AGENDA_EDIT = "agenda:edit"
    ANALYSIS_VIEW = "analysis:view"
    ANALYSIS_DRAFT = "analysis:draft"
    ANALYSIS_SIGN = "analysis:sign"
    ACTION_LIST = "action:list"
    ACTION_EDIT = "action:edit"
    THEME_LIST = "theme:list"
    THEME_DECIDE = "theme:decide"
    THEME_EDIT = "theme:edit"
    GROUP_VIEW = "group:view"
    GROUP_EDIT = "group:edit"
    RECOMMENDATION_LIST = "recommendation:list"
    RECOMMENDATION_EDIT = "recommendation:edit"
    LETTER_VIEW = "letter:view"
    LETTER_EDIT = "letter:edit"
    LETTER_RELEASE = "letter:release"
    DUTY_LETTER_RELEASE = "duty_letter:release"
    MESSAGE_LIST = "message:list"
    MESSAGE_SETTLE = "message:settle"
    MESSAGE_WORD = "message:word"
    JOB_VIEW = "job:view"
    FIGURES_VIEW = "figures:view"
    FIGURES_PUBLIC = "figures:public"
    API_TOKEN_EDIT = "api_token:edit"  # noqa: S105  (words, not a token)
    FIGURES_RENEW = "figures:renew"
    REGISTER_IMPORT = "register:import"
    REGISTER_EXPORT = "register:export"
    PACK_PREPARE = "pack:prepare"
    PACK_PASS = "pack:pass"  # noqa: S105  (a verb, not a password)
    PACK_READ = "pack:read"
    MINUTES_EDIT = "minutes:edit"
    MINUTES_READ = "minutes:read"
    REPORT_VIEW = "report:view"
    REPORT_BUILD = "report:build"
    REPORT_WRITE = "report:write"
    REPORT_APPROVE = "report:approve"
    MEETING_LIST = "meeting:list"
    CONFLICT_DECLARE = "conflict:declare"
    CONFLICT_DECIDE = "conflict:decide"
    AUDIT_VIEW = "audit:view"
    DEADLINE_VIEW = "deadline:view"
    DEADLINE_EDIT = "deadline:edit"
    FACTOR_VIEW = "factor:view"
    FACTOR_EDIT = "factor:edit"
    PEOPLE_EDIT = "people:edit"
    PANEL_EDIT = "panel:edit"
