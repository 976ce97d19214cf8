"""All tables. Importing this registers them."""

from cdop.models.agencies import Agency, AgencyContact, SecureDomain
from cdop.models.agreed_answers import AgreedAnswer
from cdop.models.alerts import AlertCall, SameDayAlert
from cdop.models.answers import FormAnswer, FormAnswerHistory, FormResponse
from cdop.models.api_tokens import ApiToken
from cdop.models.attachments import Attachment, AttachmentContent
from cdop.models.audit import AuditEntry, AuditSeal
from cdop.models.awaited import AwaitedNotification
from cdop.models.case_groups import CaseGroup, CaseOfGroup
from cdop.models.cases import (
    Case,
    CaseExclusion,
    CaseFactHistory,
    CaseHold,
    CaseLink,
    CaseNote,
    CaseSearchTerm,
    CaseStatusChange,
    CaseTheme,
)
from cdop.models.death_lists import DeathList, DeathListFile, DeathListRow, ListSource
from cdop.models.findings import ActionItem, AnalysisVersion, ContributoryFactor, ReviewMeeting
from cdop.models.form_b import FormRequest, Invitation, InvitationCode, RequestedForm, RespondentSession
from cdop.models.jobs import JobLease, JobRun
from cdop.models.joined_cases import JoinedCase
from cdop.models.late_forms import LateForm
from cdop.models.learning_notes import LearningNote
from cdop.models.letters import FamilyContact, FamilyLetter, OfficialLetter
from cdop.models.logos import PanelLogo
from cdop.models.meetings import AgendaItem, Attendance, MeetingChange, PanelMeeting
from cdop.models.minutes import MeetingMinutes, MinutesSheet, MinutesSheetHistory
from cdop.models.national_submissions import NationalSubmission
from cdop.models.near_deaths import NearDeaths
from cdop.models.notifications import Notification, NotificationQuestion, NotificationReason, NotificationText
from cdop.models.outbox import DigestChoice, MessageWording, OutboundMessage
from cdop.models.pack_works import PackFile, PackWork
from cdop.models.packs import MeetingPack, PackPassage, PackReader, PackReading, PassedWords
from cdop.models.page_words import PageWords
from cdop.models.panel_people import ConflictOfInterest, ExpertCase, MeetingInvitation, PanelSeat
from cdop.models.panels import DeadlineSetting, FactorSetting, Panel, PanelArea, ReminderSetting, Theme
from cdop.models.password_links import PasswordLink
from cdop.models.people import AgencyMember, CalendarFeed, Membership, SignInAttempt, User, UserSession
from cdop.models.recommendations import Recommendation
from cdop.models.reference import (
    AreaDeprivation,
    AreaPopulation,
    CasePlace,
    ComparisonNumber,
    PostcodePlace,
    PublishedNumber,
    ReferenceTable,
    SmallPlace,
)
from cdop.models.related_cases import RelatedCases
from cdop.models.releases import DataRelease, ReleaseProposal, ReleaseWork
from cdop.models.reminders import ReminderPause, ScheduledReminder
from cdop.models.report_drafts import (
    PlainNumber,
    PublicWords,
    ReportDraft,
    ReportPassage,
    ReportPassageVersion,
    ReportRemark,
)
from cdop.models.report_papers import ReportPaper
from cdop.models.report_works import ReportWork
from cdop.models.reports import AnnualReport, ReportRestatement
from cdop.models.request_changes import RequestChange
from cdop.models.request_contacts import RequestContact
from cdop.models.routing import RoutingRule
from cdop.models.same_child import CaseMatchKey, NotificationMatchKey
from cdop.models.second_steps import SecondStep
from cdop.models.submissions import Submission
from cdop.models.themes import ThemeDecision, ThemeEarlierLabel, ThemeProposal, ThemeRule
from cdop.models.triage import TriageDecision

__all__ = [
    "ActionItem",
    "Agency",
    "AgencyContact",
    "AgencyMember",
    "AgendaItem",
    "AgreedAnswer",
    "AlertCall",
    "AnalysisVersion",
    "AnnualReport",
    "ApiToken",
    "AreaDeprivation",
    "AreaPopulation",
    "Attachment",
    "AttachmentContent",
    "Attendance",
    "AuditEntry",
    "AuditSeal",
    "AwaitedNotification",
    "CalendarFeed",
    "Case",
    "CaseExclusion",
    "CaseFactHistory",
    "CaseGroup",
    "CaseHold",
    "CaseLink",
    "CaseMatchKey",
    "CaseNote",
    "CaseOfGroup",
    "CasePlace",
    "CaseSearchTerm",
    "CaseStatusChange",
    "CaseTheme",
    "ComparisonNumber",
    "ConflictOfInterest",
    "ContributoryFactor",
    "DataRelease",
    "DeadlineSetting",
    "DeathList",
    "DeathListFile",
    "DeathListRow",
    "DigestChoice",
    "ExpertCase",
    "FactorSetting",
    "FamilyContact",
    "FamilyLetter",
    "FormAnswer",
    "FormAnswerHistory",
    "FormRequest",
    "FormResponse",
    "Invitation",
    "InvitationCode",
    "JobLease",
    "JobRun",
    "JoinedCase",
    "LateForm",
    "LearningNote",
    "ListSource",
    "MeetingChange",
    "MeetingInvitation",
    "MeetingMinutes",
    "MeetingPack",
    "Membership",
    "MessageWording",
    "MinutesSheet",
    "MinutesSheetHistory",
    "NationalSubmission",
    "NearDeaths",
    "Notification",
    "NotificationMatchKey",
    "NotificationQuestion",
    "NotificationReason",
    "NotificationText",
    "OfficialLetter",
    "OutboundMessage",
    "PackFile",
    "PackPassage",
    "PackReader",
    "PackReading",
    "PackWork",
    "PageWords",
    "Panel",
    "PanelArea",
    "PanelLogo",
    "PanelMeeting",
    "PanelSeat",
    "PassedWords",
    "PasswordLink",
    "PlainNumber",
    "PostcodePlace",
    "PublicWords",
    "PublishedNumber",
    "Recommendation",
    "ReferenceTable",
    "RelatedCases",
    "ReleaseProposal",
    "ReleaseWork",
    "ReminderPause",
    "ReminderSetting",
    "ReportDraft",
    "ReportPaper",
    "ReportPassage",
    "ReportPassageVersion",
    "ReportRemark",
    "ReportRestatement",
    "ReportWork",
    "RequestChange",
    "RequestContact",
    "RequestedForm",
    "RespondentSession",
    "ReviewMeeting",
    "RoutingRule",
    "SameDayAlert",
    "ScheduledReminder",
    "SecondStep",
    "SecureDomain",
    "SignInAttempt",
    "SmallPlace",
    "Submission",
    "Theme",
    "ThemeDecision",
    "ThemeEarlierLabel",
    "ThemeProposal",
    "ThemeRule",
    "TriageDecision",
    "User",
    "UserSession",
]
