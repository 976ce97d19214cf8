"""All tables. Importing this registers them."""

from cdop.models.audit import AuditEntry, AuditSeal
from cdop.models.cases import (
    Case,
    CaseExclusion,
    CaseFactHistory,
    CaseLink,
    CaseNote,
    CaseSearchTerm,
    CaseStatusChange,
    CaseTheme,
)
from cdop.models.meetings import PanelMeeting
from cdop.models.panels import DeadlineSetting, Panel, PanelArea, Theme
from cdop.models.people import Membership, SignInAttempt, User, UserSession
from cdop.models.reports import AnnualReport
from cdop.models.submissions import Submission

__all__ = [
    "AnnualReport",
    "AuditEntry",
    "AuditSeal",
    "Case",
    "CaseExclusion",
    "CaseFactHistory",
    "CaseLink",
    "CaseNote",
    "CaseSearchTerm",
    "CaseStatusChange",
    "CaseTheme",
    "DeadlineSetting",
    "Membership",
    "Panel",
    "PanelArea",
    "PanelMeeting",
    "SignInAttempt",
    "Submission",
    "Theme",
    "User",
    "UserSession",
]
