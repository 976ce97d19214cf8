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
    FIGURES_VIEW = "figures:view"
    FIGURES_DEFINE = "figures:define"
    REGISTER_IMPORT = "register:import"
    REGISTER_EXPORT = "register:export"
    REPORT_VIEW = "report:view"
    REPORT_BUILD = "report:build"
    MEETING_LIST = "meeting:list"
    AUDIT_VIEW = "audit:view"
    PEOPLE_EDIT = "people:edit"
    PANEL_EDIT = "panel:edit"


class AuditVerb(StrEnum):
    """What an audit entry says was done."""

    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNED_OUT = "signed out"
    PANEL_ADDED = "panel added"
    USER_ADDED = "user added"
    USER_DISABLED = "user disabled"
    REGISTER_IMPORTED = "register imported"
    MEETINGS_IMPORTED = "meetings imported"
    REGISTER_EXPORTED = "register exported"
    CASE_VIEWED = "case viewed"
    CASE_PRINTED = "case printed"
    CASE_CORRECTED = "case corrected"
    CASE_NOTE_ADDED = "case note added"
    CASE_MOVED = "case moved"
    MEMBER_EXCLUDED = "member excluded from a case"
    REPORT_BUILT = "report built"
    REPORT_READ = "report read"
    DEMO_LOADED = "demonstration loaded"
    AUDIT_SEALED = "audit sealed"
