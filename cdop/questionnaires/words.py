"""The fixed words of form definitions."""

from enum import StrEnum

from cdop.rules.factors import Domain, EarlierDomain

__all__ = ["Basis", "Domain", "EarlierDomain", "Kind", "Need", "NonAnswer"]


class Kind(StrEnum):
    """What sort of answer a question takes; each has one class in `kinds`."""

    TEXT = "text"
    LONG_TEXT = "long text"
    YES_NO = "yes or no"
    CHOICE = "one of several"
    CHOICES = "any of several"
    NUMBER = "number"
    DECIMAL = "decimal number"
    DATE = "date"
    TIME = "time"
    NHS_NUMBER = "NHS number"
    POSTCODE = "postcode"
    EMAIL = "e-mail address"
    TELEPHONE = "telephone number"


class Need(StrEnum):
    """Required stops a submission while it is blank; expected asks for a reason; optional is silent."""

    REQUIRED = "required"
    EXPECTED = "expected"
    OPTIONAL = "optional"


class NonAnswer(StrEnum):
    """Ways of not answering that are answers: somebody considered the question (domain reference 3.3)."""

    NOT_KNOWN = "not known"
    NOT_APPLICABLE = "not applicable"
    NOT_HELD = "not held by this agency"


class Basis(StrEnum):
    """Whether a question's wording was seen in a published form."""

    SEEN = "seen in print"
    RECONSTRUCTED = "reconstructed"
