"""What each kind of question takes for an answer: read, kept, shown and exported. One object per kind.

What is typed comes as a tuple: one text for each box of the control, or the values that were chosen.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.spec import Choice, Question
from cdop.questionnaires.words import Kind, NonAnswer
from cdop.rules import email_addresses, nhs_number, postcodes, telephones, times, typed_dates
from cdop.rules.csv_table import guarded
from cdop.rules.dates import written_date
from cdop.rules.typed_dates import UnreadableDate
from cdop.rules.typed_text import text_fault, tidy

YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))
NON_ANSWER_LABELS = {
    NonAnswer.NOT_KNOWN: "Not known",
    NonAnswer.NOT_APPLICABLE: "Not applicable",
    NonAnswer.NOT_HELD: "Nothing held on this",
}
NOT_ANSWERED = "Not answered"
"""What is shown for a question that nobody has answered."""

WITHHELD = "Withheld"
"""What is shown for an answer that is kept from the reader."""

LONGEST_LINE, LONGEST_TEXT = 200, 20_000
"""How many characters an answer may have where its question does not say."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2099


class Unreadable(ValueError):
    """What was typed is no answer to the question; `boxes` are the ones to look at, by their place."""

    def __init__(self, text: str, boxes: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.boxes = boxes


class AnswerKind(ABC):
    """What all kinds share: one box, whose text is the answer."""

    boxes: ClassVar[int] = 1
    lines: ClassVar[bool] = False
    holds: ClassVar[type] = str

    def tidied(self, typed: Sequence[str]) -> tuple[str, ...]:
        """Return the text of each box without what nobody meant to type."""
        given = [*typed, *[""] * self.boxes][: self.boxes]
        return tuple(tidy(text, lines=self.lines) for text in given)

    @abstractmethod
    def parse(self, question: Question, typed: tuple[str, ...]) -> Any:
        """Return the value that was typed, tidied and not blank. Raises Unreadable."""

    def typed(self, value: Any) -> tuple[str, ...]:
        """Return a value as it would be typed."""
        return (str(value),)

    def store(self, value: Any) -> Any:
        """Return a value as JSON can hold it."""
        return value

    def load(self, stored: Any) -> Any:
        """Return the value that was stored."""
        return stored

    def show(self, question: Question, value: Any) -> str:
        """Return a value as people read it."""
        return str(value)

    def export(self, value: Any) -> str:
        """Return a value as the cell of a table, which no spreadsheet takes for a formula."""
        return guarded(str(value))


class TextKind(AnswerKind):
    """Words: one line, or several."""

    def __init__(self, longest: int, *, lines: bool = False) -> None:
        self.longest = longest
        self.lines = lines  # type: ignore[misc]

    def parse(self, question: Question, typed: tuple[str, ...]) -> str:
        longest = question.max_length or self.longest
        if fault := text_fault(typed[0], "The answer", longest, lines=self.lines):
            raise Unreadable(fault)
        return typed[0]


class WrittenKind(AnswerKind):
    """Text of a known form. `parse_text` raises ValueError with a message for the person who typed it."""

    def __init__(
        self, parse_text: Callable[[str], Any], show_value: Callable[[Any], str] = str, holds: type = str
    ) -> None:
        self._parse, self._show = parse_text, show_value
        self.holds = holds  # type: ignore[misc]

    def parse(self, question: Question, typed: tuple[str, ...]) -> Any:
        try:
            return self._parse(typed[0])
        except ValueError as error:
            raise Unreadable(str(error).removesuffix(".")) from None

    def show(self, question: Question, value: Any) -> str:
        return self._show(value)


class TimeKind(WrittenKind):
    """A time of day, to the minute."""

    def __init__(self) -> None:
        super().__init__(times.parse, times.written_time, time)

    def typed(self, value: time) -> tuple[str, ...]:
        return (self.store(value),)

    def store(self, value: time) -> str:
        return value.strftime("%H:%M")

    def load(self, stored: str) -> time:
        return time.fromisoformat(stored)

    def export(self, value: time) -> str:
        return self.store(value)


class NumberKind(AnswerKind):
    """A whole number, in the question's unit."""

    holds: ClassVar[type] = int
    form: ClassVar[re.Pattern[str]] = re.compile(r"[+-]?[0-9]{1,9}")
    said: ClassVar[str] = "a whole number, like 12"

    def parse(self, question: Question, typed: tuple[str, ...]) -> Any:
        bare = typed[0].removesuffix(question.unit).replace(",", "").replace(" ", "")
        if not self.form.fullmatch(bare):
            raise Unreadable(f"The answer must be {self.said}")
        number = self.holds(bare)
        lowest, highest = question.lowest, question.highest
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            raise Unreadable(f"The answer must be {_bounds(question)}")
        return number

    def show(self, question: Question, value: Any) -> str:
        return f"{value} {question.unit}".rstrip()

    def export(self, value: Any) -> str:
        return str(value)


class DecimalKind(NumberKind):
    """A number with up to three decimal places, kept as it was measured: 7.10 is not shortened to 7.1."""

    holds = Decimal
    form = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,3})?")
    said = "a number, like 7.15"

    def parse(self, question: Question, typed: tuple[str, ...]) -> Any:
        if "," in typed[0]:
            raise Unreadable("Write the number with a full stop, like 7.15")
        return super().parse(question, typed)

    def store(self, value: Decimal) -> str:
        return str(value)

    def load(self, stored: str) -> Decimal:
        return Decimal(stored)


class DateKind(AnswerKind):
    """A day, in three boxes."""

    boxes = 3
    holds = date

    def parse(self, question: Question, typed: tuple[str, ...]) -> date:
        try:
            found = typed_dates.read(*typed)
        except UnreadableDate as error:
            boxes = tuple(typed_dates.PARTS.index(part) for part in error.parts)
            raise Unreadable(f"The date {error}", boxes) from None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise Unreadable(f"The date must have a year between {EARLIEST_YEAR} and {LATEST_YEAR}", (2,))
        return found

    def typed(self, value: date) -> tuple[str, ...]:
        return str(value.day), str(value.month), str(value.year)

    def store(self, value: date) -> str:
        return value.isoformat()

    def load(self, stored: str) -> date:
        return date.fromisoformat(stored)

    def show(self, question: Question, value: date) -> str:
        return written_date(value)

    def export(self, value: date) -> str:
        return value.isoformat()


class ChoiceKind(AnswerKind):
    """One of the choices, by its value."""

    def tidied(self, typed: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in typed if value))

    def parse(self, question: Question, typed: tuple[str, ...]) -> Any:
        if not set(typed) <= {choice.value for choice in choices(question)} or len(typed) > 1:
            raise Unreadable("Select one of the answers shown")
        return typed[0]

    def show(self, question: Question, value: Any) -> str:
        return _labels(question)[value]

    def export(self, value: Any) -> str:
        return str(value)


class ChoicesKind(ChoiceKind):
    """Any of the choices, by their values, in the order in which they are offered."""

    holds = tuple

    def parse(self, question: Question, typed: tuple[str, ...]) -> tuple[str, ...]:
        offered = [choice.value for choice in question.choices]
        if not set(typed) <= set(offered):
            raise Unreadable("Select from the answers shown")
        return tuple(value for value in offered if value in typed)

    def typed(self, value: tuple[str, ...]) -> tuple[str, ...]:
        return value

    def store(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def load(self, stored: list[str]) -> tuple[str, ...]:
        return tuple(stored)

    def show(self, question: Question, value: tuple[str, ...]) -> str:
        return "; ".join(_labels(question)[each] for each in value)

    def export(self, value: tuple[str, ...]) -> str:
        return "; ".join(value)


KINDS: dict[Kind, AnswerKind] = {
    Kind.TEXT: TextKind(LONGEST_LINE),
    Kind.LONG_TEXT: TextKind(LONGEST_TEXT, lines=True),
    Kind.YES_NO: ChoiceKind(),
    Kind.CHOICE: ChoiceKind(),
    Kind.CHOICES: ChoicesKind(),
    Kind.NUMBER: NumberKind(),
    Kind.DECIMAL: DecimalKind(),
    Kind.DATE: DateKind(),
    Kind.TIME: TimeKind(),
    Kind.NHS_NUMBER: WrittenKind(nhs_number.parse, nhs_number.display),
    Kind.POSTCODE: WrittenKind(postcodes.parse),
    Kind.EMAIL: WrittenKind(email_addresses.parse),
    Kind.TELEPHONE: WrittenKind(telephones.parse),
}


def choices(question: Question) -> tuple[Choice, ...]:
    """Return what the question offers to choose from, without the ways of not answering."""
    return YES_OR_NO if question.kind is Kind.YES_NO else question.choices


def read(question: Question, typed: Sequence[str], ticked: Sequence[str] = ()) -> Answer:
    """Return the answer that was typed, BLANK where nothing was. `ticked` are the ways of not answering.

    Where there is something to choose from they may stand among the choices. Raises Unreadable.
    """
    if not ticked and not any(typed):  # as most of a page that is saved while somebody types on it
        return BLANK
    kind = KINDS[question.kind]
    values = kind.tidied(typed)
    if isinstance(kind, ChoiceKind):
        ticked = [*ticked, *(value for value in values if value in question.non_answers)]
        values = tuple(value for value in values if value not in question.non_answers)
    non_answers = tuple(dict.fromkeys(ticked))
    if not set(non_answers) <= set(question.non_answers):
        raise Unreadable("Select one of the answers shown")
    if len(non_answers) > 1 or (non_answers and any(values)):
        names = " or ".join(f"“{NON_ANSWER_LABELS[NonAnswer(each)]}”" for each in non_answers)
        raise Unreadable(
            f"Give an answer or select {names}, not both" if any(values) else f"Select only one of {names}"
        )
    if non_answers:
        return Answer(non_answer=NonAnswer(non_answers[0]))
    return Answer(kind.parse(question, values)) if any(values) else BLANK


def fault(question: Question, given: Answer) -> str:
    """Say why a question cannot have this answer, "" where it can."""
    kind = KINDS[question.kind]
    if given.is_blank:
        return ""
    if given.is_withheld:
        return "An answer that is withheld is none that can be kept"
    if given.non_answer is not None:
        can = given.non_answer in question.non_answers and given.value is None
        return "" if can else "This way of not answering is not offered"
    if type(given.value) is not kind.holds:
        return "The answer is not of the kind that is asked for"
    try:
        reread = read(question, kind.typed(given.value))
    except Unreadable as error:
        return str(error)
    return "" if reread == given else "The answer is not written as it is kept"


def show(question: Question, given: Answer) -> str:
    """Return an answer as people read it: a blank, what is not known and what is not held are told apart."""
    if given.non_answer is not None:
        return NON_ANSWER_LABELS[given.non_answer]
    if given.is_withheld:
        return WITHHELD
    return NOT_ANSWERED if given.is_blank else KINDS[question.kind].show(question, given.value)


def export(question: Question, given: Answer) -> str:
    """Return an answer as the cell of a table, "" where it is blank."""
    if given.non_answer is not None:
        return given.non_answer.value
    if given.is_withheld:
        return WITHHELD.lower()
    return "" if given.is_blank else KINDS[question.kind].export(given.value)


def _labels(question: Question) -> dict[str, str]:
    return {choice.value: choice.label for choice in choices(question)}


def _bounds(question: Question) -> str:
    if question.lowest is None:
        return f"{question.highest} or less"
    if question.highest is None:
        return f"{question.lowest} or more"
    return f"between {question.lowest} and {question.highest}"
