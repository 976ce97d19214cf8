"""A notification that another system sent as text: of each line, which question it answers, or why none.

Nothing is guessed in silence. A line whose label is not known, or whose words are no answer to its question, is kept
as it is and shown; what was taken with a choice of ours has a note.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cdop.questionnaires import kinds
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.kinds import Unreadable
from cdop.questionnaires.notification_labels import (
    FIRST_NAMES,
    HEADINGS,
    LABELS,
    MOTHERS_HOME,
    NAME_PARTS,
    NOT_KNOWN_WORDS,
    PARENTS,
    REPORTERS,
    VALUES,
    WHOLE_NAME,
)
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.words import Kind, NonAnswer
from cdop.rules import typed_dates
from cdop.rules.typed_text import tidy

LONGEST, MOST_LINES = 40_000, 1000
NO_LABEL = "No question of the form goes with this line"
NO_SUCH_ANSWER = "It is none of the answers to choose from"
NOT_OFFERED = "“Not known” is no answer to this question"
SAID_TWICE = "Another line answers this question differently"
DIVIDED = "The name was divided before its last word"
FROM_MOTHER = "Taken as the child’s home, from the mother’s details"
NUMBER_GIVEN = "Taken as “Yes”, since the number is given"

_LABELLED = re.compile(r"\s*(?P<label>[^:=\t|]{2,80}?)\s*(?::|=|\t+|\|)\s*(?P<words>.*?)[\s|]*")
_NUMBERED = re.compile(r"^\(?[A-Za-z]?[0-9]{1,2}[a-z]?[.)]\s+")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_DATE_AND_TIME = re.compile(r"(?P<day>.+?)(?:,?\s+at\s+|,\s*|T|\s+)(?P<at>[0-9]{1,2}[:.][0-9]{2}.*)")
_WEEKS_AND_DAYS = re.compile(
    r"(?P<weeks>[0-9]{1,2})\s*(?:\+|weeks?(?:\s+and|,)?)\s*(?P<days>[0-6])\s*(?:d|days?|weeks?|wks?)?"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that a line gives."""

    question: Question
    name: AnswerKey
    answer: Answer
    note: str = ""

    @property
    def shown(self) -> str:
        """The answer as people read it."""
        return kinds.show(self.question, self.answer)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the text: what it gives, or why nothing. A heading says of whom the lines below it tell."""

    number: int
    text: str
    taken: tuple[Taken, ...] = ()
    why_not: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class ReadText:
    """A whole text, line by line."""

    lines: tuple[ReadLine, ...]

    @property
    def answers(self) -> dict[AnswerKey, Answer]:
        """What all lines give together."""
        return {each.name: each.answer for line in self.lines for each in line.taken}

    @property
    def unknown(self) -> tuple[ReadLine, ...]:
        """The lines that give nothing and are no headings."""
        return tuple(line for line in self.lines if not line.taken and not line.is_heading)


class _Refused(ValueError):
    """Why a line gives nothing, in words for whoever reads it."""


@dataclass
class _Reader:
    """What is known while the lines are read: the person of whom they tell, and what was answered so far."""

    spec: FormSpec
    person: str = "child"
    answers: dict[AnswerKey, Answer] = field(default_factory=dict)

    def read(self, label: str, words: str) -> tuple[Taken, ...]:
        """What a labelled line gives. Raises _Refused."""
        person, key = _meant(label, self.person, self.spec)
        if folded(label) in REPORTERS:
            self.person = "notifier"
        if key in NAME_PARTS:
            words = self._joined(PARENTS[person], key, words)
            key = "parent_name"
        taken = tuple(self._taken(person, key, words))
        for each in taken:
            if self.answers.get(each.name, each.answer) != each.answer:
                raise _Refused(SAID_TWICE)
        self.answers |= {each.name: each.answer for each in taken}
        return taken

    def _joined(self, row: str, part: str, words: str) -> str:
        """A parent's name with the part of it that another line gave; the form asks for the whole in one."""
        other = self.answers.pop(("parent_name", row), Answer(""))
        parts = (words, str(other.value)) if part == FIRST_NAMES else (str(other.value), words)
        return " ".join(each for each in parts if each)

    def _taken(self, person: str, key: str, words: str) -> Iterator[Taken]:
        row = PARENTS.get(person, NOT_IN_A_GROUP)
        if row:
            yield self._one("parent_relationship", row, person)
        if key == WHOLE_NAME:
            yield from self._whole_name(words)
            return
        question = self._question(key)
        if question.kind is Kind.DATE and (both := _DATE_AND_TIME.fullmatch(words)) and (at := _TIMES.get(key)):
            yield self._one(key, row, both["day"])
            yield self._one(at, row, both["at"])
        elif key == "gestation_weeks" and (both := _WEEKS_AND_DAYS.fullmatch(words)):
            yield self._one(key, row, both["weeks"])
            yield self._one("gestation_days", row, both["days"])
        elif key == "nhs_number":
            yield from self._number(words)
        elif person == MOTHERS_HOME:
            yield replace(self._one(key, row, words), note=FROM_MOTHER)
        else:
            yield self._one(key, row, words)

    def _number(self, words: str) -> Iterator[Taken]:
        """The number, or the reason for which there is none."""
        held = self._question("nhs_number_held")
        if not any(each.isdigit() for each in words):
            yield self._one(held.key, NOT_IN_A_GROUP, words)
            return
        yield self._one("nhs_number", NOT_IN_A_GROUP, words)
        yield Taken(held, (held.key, NOT_IN_A_GROUP), Answer("held"), NUMBER_GIVEN)

    def _whole_name(self, words: str) -> Iterator[Taken]:
        family, comma, given = (part.strip() for part in words.partition(","))
        note = ""
        if not comma:
            given, _space, family = words.rpartition(" ")
            note = DIVIDED
        if not given or not family:
            raise _Refused("It cannot be seen which are the first names and which the family name")
        yield replace(self._one("given_names", NOT_IN_A_GROUP, given), note=note)
        yield replace(self._one("family_name", NOT_IN_A_GROUP, family), note=note)

    def _one(self, key: str, row: str, words: str) -> Taken:
        question = self._question(key)
        return Taken(question, (key, row), _answer(question, words))

    def _question(self, key: str) -> Question:
        try:
            return self.spec.question(key)
        except LookupError:
            raise _Refused(NO_LABEL) from None


def read(spec: FormSpec, text: str) -> ReadText:
    """Return what a text says to the questions of a notification form, line by line; every line that is not blank."""
    reader, found = _Reader(spec), list[ReadLine]()
    lines = [*enumerate(_as_lines(text[:LONGEST]), start=1)][:MOST_LINES]
    waiting: tuple[int, str] | None = None
    for (number, line), (_next, following) in pairwise([*lines, (0, "")]):
        if not line.strip():
            continue
        if waiting is not None and not _is_labelled(spec, reader, line):
            found[-1] = _read_line(reader, waiting[0], f"{waiting[1]} {line.strip()}")
            waiting = None
            continue
        waiting = None
        if person := HEADINGS.get(folded(line)):
            reader.person = person
            found.append(ReadLine(number, line.strip(), why_not=f"What follows is about the {person}", is_heading=True))
        elif _is_continued(found, line):
            found[-1:] = _continued(reader, found[-1], number, line.strip())
        else:
            found.append(_read_line(reader, number, line.strip()))
            if _is_label_alone(spec, reader, line) and following.strip():
                waiting = number, line.strip().rstrip(":") + ":"
    return ReadText(tuple(found))


def folded(label: str) -> str:
    """Return a label as labels are compared: without numbering, brackets, capitals and punctuation."""
    bare = _IN_BRACKETS.sub(" ", _NUMBERED.sub("", label.strip()))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", bare.casefold().replace("’", "").replace("'", "")).split())


def _as_lines(text: str) -> list[str]:
    """The lines of a text; a table of one row below its headings is turned, so that each cell stands at its heading."""
    lines = tidy(text, lines=True).split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) == 2 and filled[0].count(",") >= 3:
        headings, cells = csv.reader(filled)
        return [f"{heading}: {cell}" for heading, cell in zip(headings, cells, strict=False)]
    return lines


def _read_line(reader: _Reader, number: int, line: str) -> ReadLine:
    parts = _LABELLED.fullmatch(line)
    if parts is None:
        return ReadLine(number, line, why_not=NO_LABEL)
    if not parts["words"]:
        return ReadLine(number, line, why_not="It has no answer")
    try:
        return ReadLine(number, line, reader.read(parts["label"], parts["words"]))
    except _Refused as refused:
        return ReadLine(number, line, why_not=str(refused))


def _meant(label: str, person: str, spec: FormSpec) -> tuple[str, str]:
    """Of whom a label tells, and the key of its question. Raises _Refused."""
    name = folded(label)
    for found in ((name, person), (name, "")):
        if found in LABELS:
            return LABELS[found]
    asked = {folded(question.text): question.key for question in spec.by_key().values()}
    if person == "child" and name in asked and not asked[name].startswith(("parent_", "sibling_", "professional_")):
        return "child", asked[name]
    raise _Refused(NO_LABEL)


def _is_labelled(spec: FormSpec, reader: _Reader, line: str) -> bool:
    """Whether a line has a label that is known, with an answer or without."""
    parts = _LABELLED.fullmatch(line)
    try:
        return bool(_meant(parts["label"] if parts else line, reader.person, spec))
    except _Refused:
        return folded(line) in HEADINGS


def _is_label_alone(spec: FormSpec, reader: _Reader, line: str) -> bool:
    parts = _LABELLED.fullmatch(line)
    return (parts is None or not parts["words"]) and _is_labelled(spec, reader, line)


def _is_continued(found: list[ReadLine], line: str) -> bool:
    """Whether a line without a label goes on with the account of the line before."""
    last = found[-1].taken[-1:] if found else ()
    is_account = bool(last) and last[0].question.kind is Kind.LONG_TEXT and isinstance(last[0].answer.value, str)
    return is_account and _LABELLED.fullmatch(line) is None


def _continued(reader: _Reader, last: ReadLine, number: int, line: str) -> tuple[ReadLine, ...]:
    (taken,) = last.taken
    try:
        longer = replace(taken, answer=_answer(taken.question, f"{taken.answer.value}\n{line}"))
    except _Refused as refused:
        return last, ReadLine(number, line, why_not=str(refused))
    reader.answers[taken.name] = longer.answer
    return (replace(last, text=f"{last.text}\n{line}", taken=(longer,)),)


def _answer(question: Question, words: str) -> Answer:
    """The answer that words give to a question. Raises _Refused."""
    if folded(words) in NOT_KNOWN_WORDS:
        if NonAnswer.NOT_KNOWN not in question.non_answers:
            raise _Refused(NOT_OFFERED)
        return Answer(non_answer=NonAnswer.NOT_KNOWN)
    typed = _TYPED.get(question.kind)
    try:
        return kinds.read(question, typed(question, words) if typed else (words,))
    except (Unreadable, typed_dates.UnreadableDate) as error:
        raise _Refused(f"{question.text}: {error}") from None


def _date(_question: Question, words: str) -> tuple[str, ...]:
    return kinds.KINDS[Kind.DATE].typed(typed_dates.read_line(words))


def _number(question: Question, words: str) -> tuple[str, ...]:
    units = {"weeks": ("completed weeks", "weeks", "wks"), "g": ("grams", "grammes", "g")}.get(question.unit, ())
    bare = words.casefold()
    return (next((bare.removesuffix(unit).strip() for unit in units if bare.endswith(unit)), words),)


def _choice(question: Question, words: str) -> tuple[str, ...]:
    offered = kinds.choices(question)
    known = {folded(word): each.value for each in offered for word in (each.label, each.value)}
    known |= {folded(word): value for word, value in VALUES.get(question.key, {}).items()}
    known |= {"y": "yes", "n": "no"} if question.kind is Kind.YES_NO else {}
    if folded(words) not in known:
        raise _Refused(f"{question.text}: {NO_SUCH_ANSWER[0].lower()}{NO_SUCH_ANSWER[1:]}")
    return (known[folded(words)],)


def _choices(question: Question, words: str) -> tuple[str, ...]:
    return tuple(value for part in re.split(r"\s*;\s*", words) if part for value in _choice(question, part))


_TIMES = {"born_on": "born_at_time", "died_on": "died_at_time"}
_TYPED: dict[Kind, Callable[[Question, str], tuple[str, ...]]] = {
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _choice,
    Kind.CHOICES: _choices,
}
