"""One short way to write a question of each kind, so that a definition reads as a list of questions."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from cdop.questionnaires.conditions import Is, When
from cdop.questionnaires.sources import RECONSTRUCTED
from cdop.questionnaires.spec import EVERYONE, Choice, Question
from cdop.questionnaires.words import Basis, Domain, EarlierDomain, Kind, Need, NonAnswer

REQUIRED, EXPECTED = Need.REQUIRED, Need.EXPECTED
NOT_KNOWN, NOT_APPLICABLE, NOT_HELD = NonAnswer.NOT_KNOWN, NonAnswer.NOT_APPLICABLE, NonAnswer.NOT_HELD
NO_OTHER_WAY: tuple[NonAnswer, ...] = ()
"""Nothing is offered beside the answer: the person who is asked knows it."""


class Details(TypedDict, total=False):
    """What a question may say beyond its key, number and wording; see `Question`."""

    need: Need
    hint: str
    when: When | None
    non_answers: tuple[NonAnswer, ...]
    is_identifying: bool
    is_past: bool
    is_own: bool
    is_fact: bool
    is_folded: bool
    agencies: frozenset[str]
    domain: Domain | EarlierDomain | None
    export_key: str
    source: str
    max_length: int | None


def yes(key: str) -> Is:
    """Return the condition that a yes or no question was answered yes."""
    return Is(key, ("yes",))


def no(key: str) -> Is:
    """Return the condition that a yes or no question was answered no."""
    return Is(key, ("no",))


@dataclass(frozen=True, slots=True)
class Ask:
    """Makes questions that share their domain, their agencies and the ways of not answering that are `offered`.

    Each question may say otherwise. One with a source was seen in print, one without is reconstructed.
    """

    offered: tuple[NonAnswer, ...] = ()
    domain: Domain | EarlierDomain | None = None
    agencies: frozenset[str] = EVERYONE

    def text(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered in one line."""
        return self._question(Kind.TEXT, key, number, text, details)

    def long_text(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered in the respondent's own words."""
        return self._question(Kind.LONG_TEXT, key, number, text, details)

    def more(self, key: str, number: str, text: str, when: When, hint: str = "") -> Question:
        """Return the words asked for after an answer; leaving them out needs no reason."""
        return self._question(Kind.LONG_TEXT, key, number, text, {"when": when, "hint": hint, "non_answers": ()})

    def yes_no(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered yes or no."""
        return self._question(Kind.YES_NO, key, number, text, details)

    def choice(
        self, key: str, number: str, text: str, choices: tuple[Choice, ...], **details: Unpack[Details]
    ) -> Question:
        """Return a question with one answer out of several."""
        return self._question(Kind.CHOICE, key, number, text, details, choices=choices)

    def choices(
        self, key: str, number: str, text: str, choices: tuple[Choice, ...], **details: Unpack[Details]
    ) -> Question:
        """Return a question with any number of answers out of several."""
        return self._question(Kind.CHOICES, key, number, text, details, choices=choices)

    def number(
        self, key: str, number: str, text: str, lowest: int, highest: int, unit: str = "", **details: Unpack[Details]
    ) -> Question:
        """Return a question answered by a whole number from `lowest` to `highest`, in `unit`."""
        return self._question(Kind.NUMBER, key, number, text, details, lowest=lowest, highest=highest, unit=unit)

    def decimal(
        self, key: str, number: str, text: str, lowest: int, highest: int, unit: str = "", **details: Unpack[Details]
    ) -> Question:
        """Return a question answered by a number with decimal places from `lowest` to `highest`, in `unit`."""
        return self._question(Kind.DECIMAL, key, number, text, details, lowest=lowest, highest=highest, unit=unit)

    def date(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by a day."""
        return self._question(Kind.DATE, key, number, text, details)

    def time(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by a time of day."""
        return self._question(Kind.TIME, key, number, text, details)

    def nhs_number(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by an NHS number; it always identifies."""
        return self._question(Kind.NHS_NUMBER, key, number, text, {"is_identifying": True, **details})

    def postcode(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by a postcode; it always identifies."""
        return self._question(Kind.POSTCODE, key, number, text, {"is_identifying": True, **details})

    def email(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by an e-mail address; it always identifies."""
        return self._question(Kind.EMAIL, key, number, text, {"is_identifying": True, **details})

    def telephone(self, key: str, number: str, text: str, **details: Unpack[Details]) -> Question:
        """Return a question answered by a telephone number; it always identifies."""
        return self._question(Kind.TELEPHONE, key, number, text, {"is_identifying": True, **details})

    def _question(
        self,
        kind: Kind,
        key: str,
        number: str,
        text: str,
        details: Details,
        *,
        choices: tuple[Choice, ...] = (),
        lowest: int | None = None,
        highest: int | None = None,
        unit: str = "",
    ) -> Question:
        shared: Details = {
            "non_answers": self.offered,
            "domain": self.domain,
            "agencies": self.agencies,
            "source": RECONSTRUCTED,
        }
        said: Details = {**shared, **details}
        return Question(
            key,
            number,
            text,
            kind,
            choices=choices,
            lowest=lowest,
            highest=highest,
            unit=unit,
            basis=Basis.RECONSTRUCTED if said["source"] == RECONSTRUCTED else Basis.SEEN,
            **said,
        )
