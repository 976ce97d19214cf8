"""Every list of fixed words: stored as these strings, shown through the labels beside the tables that use them."""

from enum import StrEnum


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


class MessageStatus(StrEnum):
    """Where a message is. In doubt: it was being sent when the process ended, so a person decides."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in doubt"
    WITHDRAWN = "withdrawn"


class ReminderStatus(StrEnum):
    PLANNED = "planned"
    QUEUED = "queued"
    NOT_NEEDED = "no longer needed"


class JobOutcome(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class LetterKind(StrEnum):
    FIRST_LETTER = "first letter"


class LetterStatus(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    POSTED = "posted"


class CaseStatus(StrEnum):
    """The stages of a case, in the panel's words and in their usual order."""

    NOTIFIED = "notified"
    GATHERING = "gathering information"
    REVIEW_MEETING = "review meeting"
    READY = "ready for panel"
    ON_AGENDA = "on an agenda"
    REVIEWED = "reviewed"
    CLOSED = "closed"


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
    LETTER_VIEW = "letter:view"
    LETTER_EDIT = "letter:edit"
    LETTER_RELEASE = "letter:release"
    MESSAGE_LIST = "message:list"
    MESSAGE_SETTLE = "message:settle"
    JOB_VIEW = "job:view"
    FIGURES_VIEW = "figures:view"
    FIGURES_DEFINE = "figures:define"
    REGISTER_IMPORT = "register:import"
    REGISTER_EXPORT = "register:export"
    REPORT_VIEW = "report:view"
    REPORT_BUILD = "report:build"
    MEETING_LIST = "meeting:list"
    AUDIT_VIEW = "audit:view"
    DEADLINE_VIEW = "deadline:view"
    DEADLINE_EDIT = "deadline:edit"
    PEOPLE_EDIT = "people:edit"
    PANEL_EDIT = "panel:edit"


class AuditVerb(StrEnum):
    """What an audit entry says was done."""

    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNED_OUT = "signed out"
    PANEL_ADDED = "panel added"
    PANEL_CHANGED = "panel changed"
    DEADLINE_SET = "length of a deadline set"
    USER_ADDED = "user added"
    AGENCY_JOINED = "person joined an agency"
    AGENCY_LEFT = "person left an agency"
    USER_DISABLED = "user disabled"
    USER_ENABLED = "user enabled"
    USER_RENAMED = "user renamed"
    CALENDAR_OPENED = "calendar address made"
    CALENDAR_CLOSED = "calendar address ended"
    PASSWORD_SET = "password set"  # noqa: S105  (words, not a password)
    REGISTER_IMPORTED = "register imported"
    MEETINGS_IMPORTED = "meetings imported"
    REGISTER_EXPORTED = "register exported"
    CASE_VIEWED = "case viewed"
    CASE_PRINTED = "case printed"
    CASE_CORRECTED = "case corrected"
    CASE_NOTE_ADDED = "case note added"
    CASE_MOVED = "case moved"
    CASES_REINDEXED = "search words brought up to date"
    CASE_MARKED_SENSITIVE = "case marked as sensitive"
    CASE_NOT_SENSITIVE = "case no longer sensitive"
    HOLD_STARTED = "hold started"
    HOLD_CHECKED = "hold looked at again"
    HOLD_ENDED = "hold ended"
    REMINDERS_PAUSED = "reminders of a case paused"
    REMINDERS_RESUMED = "reminders of a case resumed"
    NOTIFICATION_STARTED = "notification started"
    NOTIFICATION_READ_IN = "notification taken from another system"
    NOTIFICATION_SAVED = "notification saved"
    NOTIFICATION_READ = "notification read"
    NOTIFICATION_CODE_MADE = "private code of a notification made"
    NOTIFICATION_CODE_TRIED = "private code of a notification tried"
    NOTIFICATION_RETURNED = "notifier came back"
    NOTIFIER_ASKED = "notifier asked a question"
    NOTIFIER_ANSWERED = "notifier answered a question"
    NO_MORE_NEEDED = "notifier needed no more"
    DEATH_NOTIFIED = "death notified"
    CASE_TRIAGED = "case triaged"
    NOTIFICATION_LINKED = "notification linked"
    CASES_JOINED = "cases of one child joined"
    CASES_TAKEN_APART = "joined cases taken apart"
    CASES_TOLD_APART = "cases said to be of two children"
    CHILDREN_TOLD_APART = "notification said to be of another child"
    ALERT_CALL_RECORDED = "alert call recorded"
    ALERT_CLOSED = "alert closed"
    ALERT_READ = "alert read"
    NOTIFICATION_RECONSIDERED = "notification reconsidered"
    NOTIFICATION_DELAY_RECORDED = "delay of a notification recorded"
    NOTIFICATION_SET_ASIDE = "notification not for review"
    AWAITED_ADDED = "awaited notification added"
    AWAITED_READ = "awaited notification read"
    AWAITED_ASKED = "awaited notification asked for"
    AWAITED_ARRIVED = "awaited notification arrived"
    AWAITED_ENDED = "awaited notification ended"
    LIST_SOURCE_CHANGED = "sender of lists of deaths changed"
    LIST_BROUGHT = "list of deaths brought in"
    LIST_KEPT = "list of deaths kept"
    LIST_READ = "list of deaths read"
    LIST_COMPARED = "list of deaths compared again"
    LIST_SETTLED = "line of a list of deaths settled"
    AGENCY_ADDED = "agency added"
    AGENCY_CHANGED = "agency changed"
    AGENCIES_IMPORTED = "agencies imported"
    SECURE_ADDRESSES_CHANGED = "secure addresses changed"
    ROUTING_CHANGED = "list of whom to ask changed"
    ROUTING_RESTORED = "list of whom to ask restored"
    CIRCUMSTANCES_TOLD = "circumstances of a death told"
    PROPOSALS_DECLINED = "proposed agencies declined"
    FORM_B_REQUESTED = "reporting form requested"
    FORM_B_CHANGED = "what a reporting form asks for changed"
    FORM_B_WITHDRAWN = "reporting form no longer needed"
    FORM_B_REISSUED = "invitation sent again"
    FORM_B_EXTENDED = "time to return extended"
    FORM_B_SENT_BACK = "reporting form sent back"
    FORM_B_MOVED = "reporting form moved to another case"
    FORM_B_DECLINED = "reporting form declined"
    FORM_B_ACCEPTED = "reporting form accepted"
    FORM_B_FILED = "return filed for an agency"
    FORM_B_ENTERED = "answers entered for an agency"
    DRAFT_KEPT_APART = "agency's unsent answers kept apart"
    DRAFT_GIVEN_BACK = "agency's unsent answers given back to it"
    CONTACT_LOGGED = "contact with an agency logged"
    DRAFT_PURGE_ANNOUNCED = "deletion of unsent answers announced"
    DRAFT_PURGED = "unsent answers of an agency deleted"
    FORM_B_REMINDED = "reminder of a reporting form sent"
    FORM_B_OPENED = "reporting form opened"
    FORM_B_SAVED = "reporting form saved"
    ANSWER_MARKED = "answer or document marked"
    FORM_B_SENT_FOR_RELEASE = "reporting form sent for release"
    FORM_B_GIVEN_BACK = "reporting form not released"
    FORM_B_RELEASED = "reporting form released"
    FORM_B_RETURNED = "reporting form returned"
    FORM_B_COPIED = "copy of a reporting form made"
    FORM_B_READ = "reporting form read"
    FORM_READ = "form read"
    FORM_PRINTED = "form printed"
    FORM_EXPORTED = "form exported"
    FORMS_IMPORTED = "forms imported"
    FORM_B_COMPARED = "reporting forms of a case compared"
    ANSWER_AGREED = "answer agreed"
    FILE_ATTACHED = "file attached"
    FILE_SCANNED = "file scanned"
    FILE_READ = "file read"
    FILE_REMOVED = "file removed"
    CHANGE_ASKED = "change of a request asked for"
    CHANGE_SETTLED = "change of a request settled"
    CODE_SENT = "code sent"
    CODE_READ_OUT = "code made to be read out"
    CODE_REFUSED = "code refused"
    INVITATION_OPENED = "invitation opened"
    INVITATION_OPENED_LATE = "invitation opened after its end"
    RESPONDENT_LEFT = "respondent left"
    REVIEW_MEETING_RECORDED = "review meeting recorded"
    MEETING_PLANNED = "meeting planned"
    MEETING_CHANGED = "meeting changed"
    AGENDA_CHANGED = "agenda changed"
    ANALYSIS_SAVED = "analysis saved"
    ANALYSIS_READ = "analysis read"
    ANALYSIS_SIGNED = "analysis signed"
    ACTION_CHANGED = "action changed"
    LETTER_DRAFTED = "letter drafted"
    LETTER_CHANGED = "letter changed"
    LETTER_READ = "letter read"
    LETTER_RELEASED = "letter released"
    LETTER_POSTED = "letter posted"
    REMINDERS_PLANNED = "reminders planned"
    REMINDERS_SENT = "reminders sent"
    MESSAGE_SENDING = "message being sent"
    MESSAGE_SENT = "message sent"
    MESSAGE_FAILED = "message failed"
    MESSAGE_IN_DOUBT = "message in doubt"
    MESSAGE_SETTLED = "message settled"
    JOB_RAN = "job ran"
    FORGOTTEN = "no longer needed, so deleted"
    MEMBER_EXCLUDED = "member excluded from a case"
    REFERENCE_IMPORTED = "reference table imported"
    REFERENCE_ROWS_WRITTEN = "rows of a reference table written"
    PLACE_LOOKED_UP = "place of a postcode looked up"
    REPORT_BUILT = "report built"
    REPORT_READ = "report read"
    DEMO_LOADED = "demonstration loaded"
    AUDIT_SEALED = "audit sealed"
