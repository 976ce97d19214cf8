"""What a form is: sections of questions, each with its wording, its kind and when it is asked.

One definition drives the page, the draft, completeness, comparison, paper and export. A published definition never
changes: an answer belongs to the form and version it was given on.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.conditions import When
from cdop.questionnaires.neutral import neutral_word
from cdop.questionnaires.words import Basis, Domain, EarlierDomain, Kind, Need, NonAnswer

EVERYONE: frozenset[str] = frozenset()
"""The agency types of a question that every agency is asked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered. `value` is stored and exported, `label` is shown.

    One that is offered no longer is still read and shown where it was chosen.
    """

    value: str
    label: str
    hint: str = ""
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key` is unique in the form and never changes; `number` is the one people quote.

    `non_answers` are the ways of not answering that are offered beside the answer; blank is always possible.
    `agencies` are the types of agency it is for (`EVERYONE`: all). `unit` is shown after a number ("g"). `is_past`: the
    date tells of what has happened, so it cannot be after the day on which it is given. `is_own`: it is about the
    agency that answers, so different answers of several agencies do not contradict each other. `is_fact`: it asks for a
    plain fact of the child, so an agency may confirm or correct what the panel was told of it before; never an account.
    `is_folded`: of a row of a group it is drawn behind what is asked of every row, for whoever opens it.
    """

    key: str
    number: str
    text: str
    kind: Kind
    need: Need = Need.OPTIONAL
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    when: When | None = None
    non_answers: tuple[NonAnswer, ...] = ()
    is_identifying: bool = False
    is_past: bool = False
    is_own: bool = False
    is_fact: bool = False
    is_folded: bool = False
    agencies: frozenset[str] = EVERYONE
    domain: Domain | EarlierDomain | None = None
    export_key: str = ""
    unit: str = ""
    lowest: int | None = None
    highest: int | None = None
    max_length: int | None = None
    source: str = ""
    basis: Basis = Basis.RECONSTRUCTED

    @property
    def called(self) -> str:
        """What it is called in a message: its number, or its words where it has none."""
        return self.number or self.text

    @property
    def exported_as(self) -> str:
        """The column of an export that holds its answer."""
        return self.export_key or self.key


@dataclass(frozen=True, slots=True)
class Group:
    """Questions asked again for each of several people or things: siblings, parents, professionals.

    An answer within it is named by the question's key and the row's `row_key`. `noun` is one of them ("sibling").
    """

    key: str
    number: str
    text: str
    noun: str
    questions: tuple[Question, ...]
    at_most: int = 20
    hint: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. `guidance` is what to know before answering."""

    key: str
    letter: str
    title: str
    items: tuple[Question | Group, ...]
    guidance: str = ""
    agencies: frozenset[str] = EVERYONE

    @property
    def heading(self) -> str:
        """The section as a list names it: "B. What happened"."""
        return f"{self.letter}. {self.title}" if self.letter else self.title

    def questions(self) -> Iterator[tuple[Group | None, Question]]:
        """Return every question in order, with the group it is in."""
        for item in self.items:
            if isinstance(item, Group):
                yield from ((item, question) for question in item.questions)
            else:
                yield None, item


@dataclass(frozen=True, slots=True)
class Fault:
    """Answers that cannot stand together: `keys` are the questions to look at again."""

    keys: tuple[str, ...]
    text: str


def _without(section: Section, keys: Collection[str]) -> Section:
    left = tuple(item for item in section.items if item.key not in keys)
    return section if len(left) == len(section.items) else replace(section, items=left)


Check = Callable[[AnswerSet], Fault | None]
"""A named rule about two or more questions of a form."""


@dataclass(frozen=True)  # no slots: what is looked up at each answer is worked out once
class FormSpec:
    """A form in one version, given out from `from_on` until `until_on`; until another version where that is None.

    The key names what the form is for, the version the form of its day: Form A of 2008 and the notification form of
    today are two versions of `notification`.
    """

    key: str
    version: str
    title: str
    from_on: date
    source: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    until_on: date | None = None

    @property
    def is_supplement(self) -> bool:
        """Whether it is a supplementary form, about a way in which children die."""
        return self.key.startswith("supplement_")

    def neutral_title(self, section: Section | None = None) -> str:
        """Return what a page or a paper with the form, or a section of it, is called where titles are seen by chance.

        Of a supplementary form that is not what it is about, which tells how a child died.
        """
        if not self.is_supplement:
            return section.title if section else self.title
        return f"Supplementary form, page {self.sections.index(section) + 1}" if section else "Supplementary form"

    def anchor(self, control: str) -> str:
        """Return the id of a control or a group on the page, which stands in addresses: as neutral as the title."""
        return neutral_word(self.key, control) if self.is_supplement else control

    def is_given_out(self, on: date) -> bool:
        """Say whether a day is among those of this version."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def questions(self) -> Iterator[tuple[Section, Group | None, Question]]:
        """Return every question in order, with its section and group."""
        for section in self.sections:
            yield from ((section, group, question) for group, question in section.questions())

    def by_key(self) -> Mapping[str, Question]:
        """Return every question by its key."""
        return self._by_key

    def question(self, key: str) -> Question:
        """Return the question of that key. Raises LookupError where there is none."""
        if key not in self._by_key:
            raise LookupError(f"{self.key} {self.version} has no question {key!r}")
        return self._by_key[key]

    def only(self, section_keys: Collection[str] | None, without: Collection[str] = ()) -> "FormSpec":
        """Return the form as somebody sees it who is asked for these sections of it (None: for all).

        `without` are the keys of questions outside groups that are left out.
        """
        if section_keys is None and not without:
            return self
        asked = (each for each in self.sections if section_keys is None or each.key in section_keys)
        return replace(self, sections=tuple(_without(section, without) for section in asked))

    def section(self, key: str) -> Section:
        """Return the section of that key. Raises LookupError where there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise LookupError(f"{self.key} {self.version} has no section {key!r}")

    @cached_property
    def _by_key(self) -> Mapping[str, Question]:
        return MappingProxyType({question.key: question for _section, _group, question in self.questions()})

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """The group of each question that is in one, by the question's key."""
        return {question.key: group for _section, group, question in self.questions() if group is not None}
