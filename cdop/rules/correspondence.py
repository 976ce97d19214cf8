"""What becomes of messages and letters, in words that the database keeps."""

from enum import StrEnum


class MessageStatus(StrEnum):
    """Where a message is. In doubt: it was being sent when the process ended, so a person decides.

    Held: it is so old that the database may be a restored backup, and it may have been sent long ago.
    """

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in doubt"
    WITHDRAWN = "withdrawn"
    FOR_DIGEST = "for the digest"
    IN_DIGEST = "in a digest"
    HELD = "held"
    CAME_BACK = "came back"


class LetterKind(StrEnum):
    """Letters to a family (domain reference 1.10)."""

    FIRST_LETTER = "first letter"
    INVITATION = "invitation"
    PANEL_DATE = "date of the panel"
    OUTCOME = "what the panel learned"
    DELAY = "delay"


class OfficialKind(StrEnum):
    """Letters to agencies, and to boards and trusts."""

    REMINDER = "reminder to an agency"
    DUTY = "the duty to give information"
    LEARNING = "learning"
    RECOMMENDATION = "recommendation"


class SentBy(StrEnum):
    POST = "post"
    EMAIL = "e-mail"


class NoContact(StrEnum):
    """Why a family is not written to (domain reference 1.10)."""

    SUSPECT = "a parent is suspected or charged"
    NO_RESPONSIBILITY = "adopted, or without parental responsibility"
    UNSAFE = "the address is not safe"
    ASKED = "the family asked not to be written to"


class Language(StrEnum):
    """Languages of letters, by their code; the panel gives the words of all but English."""

    ENGLISH = "en"
    ARABIC = "ar"
    BENGALI = "bn"
    POLISH = "pl"
    PUNJABI = "pa"
    ROMANIAN = "ro"
    SOMALI = "so"
    URDU = "ur"
    WELSH = "cy"

    @property
    def label(self) -> str:
        """What it is called in English."""
        return self.name.capitalize()


class LetterStatus(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    POSTED = "posted"
