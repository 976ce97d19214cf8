"""The fixed words of the first check and of same-day alerts: stored as these strings, as those of `vocabulary` are."""

from enum import StrEnum


class DecisionTopic(StrEnum):
    """What a decision of the first check is about."""

    SCOPE = "scope"
    RESIDENCY = "residency"
    PASSED_ON = "passed on"
    PASSED_TO_US = "passed to us"
    JOINT_AGENCY = "joint agency response"
    KEY_WORKER = "key worker"
    EXPECTEDNESS = "expectedness"
    CORONER = "coroner"
    POST_MORTEM = "post-mortem"
    CERTIFICATE = "certificate"
    LOOKED_AFTER = "looked after"
    CHILDREN_AT_RISK = "children at risk"
    POLICE = "police"
    SAFEGUARDING_REVIEW = "safeguarding review"
    PATIENT_SAFETY = "patient safety"
    PERINATAL_REVIEW = "perinatal review"
    MATERNITY_INVESTIGATION = "maternity investigation"
    LEARNING_DISABILITY = "learning disability"
    CUSTODY = "custody"
    NATIONAL_ALERT = "national alert"


class ResidencyStatus(StrEnum):
    """Where the child normally lived, as the first check finds it; only residents are this panel's to review."""

    RESIDENT = "resident"
    ELSEWHERE = "elsewhere"
    ELSEWHERE_UK = "elsewhere in the UK"
    OVERSEAS = "overseas visitor"


class AlertKind(StrEnum):
    """Why people telephone each other about a death on the day it is notified."""

    SUICIDE = "suspected suicide"
    DROWNING = "drowning"
    PRODUCT = "danger to others"
    SIMILAR = "similar death"
