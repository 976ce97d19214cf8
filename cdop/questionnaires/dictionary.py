"""The data dictionary: every question of every form, with all that is known about it, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cdop.questionnaires.ages_asked import ages_in_words
from cdop.questionnaires.condition_words import only_if
from cdop.questionnaires.conditions import All, When
from cdop.questionnaires.kinds import NON_ANSWER_LABELS, choices
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.rules import agencies
from cdop.rules.csv_table import guarded
from cdop.rules.dates import written_date

COLUMNS = (
    "form",
    "version",
    "title",
    "given_out_from",
    "given_out_until",
    "section",
    "section_title",
    "group",
    "number",
    "question",
    "wording",
    "hint",
    "kind",
    "choices",
    "limits",
    "ways_of_not_answering",
    "need",
    "asked_if",
    "identifying",
    "about_the_agency",
    "plain_fact",
    "agencies",
    "domain",
    "export_key",
    "source",
    "basis",
)
"""The columns of the dictionary as a table."""

EVERY_AGENCY = "every agency"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question. `asked_if` is in words of which children and under which condition it is asked, "" where always.

    `choices` pair value and label. `group` is what its repeating group is called, "" outside one.
    """

    question: Question
    group: str
    choices: tuple[tuple[str, str], ...]
    limits: str
    ways_of_not_answering: tuple[str, ...]
    asked_if: str
    agencies: str


@dataclass(frozen=True, slots=True)
class DescribedSection:
    """A section with its questions."""

    section: Section
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DescribedForm:
    """A form in one version. `given_out` says when in words, `anchor` is its place on a page."""

    spec: FormSpec
    given_out: str
    anchor: str
    sections: tuple[DescribedSection, ...]


def described(spec: FormSpec) -> DescribedForm:
    """Return all there is to say about a form."""
    sections = tuple(
        DescribedSection(section, tuple(_entry(spec, section, *each) for each in section.questions()))
        for section in spec.sections
    )
    return DescribedForm(spec, given_out(spec), f"{spec.key}-{spec.version}", sections)


def lines(specs: Iterable[FormSpec]) -> Iterator[dict[str, str]]:
    """Yield the cells of one row for each question, under COLUMNS; no spreadsheet takes one for a formula."""
    for form in map(described, specs):
        for section in form.sections:
            yield from (_line(form.spec, section.section, entry) for entry in section.entries)


def given_out(spec: FormSpec) -> str:
    """Say in words from when until when a form is given out."""
    until = f" to {written_date(spec.until_on)}" if spec.until_on else ""
    return f"{'From ' if not until else ''}{written_date(spec.from_on)}{until}"


def _entry(spec: FormSpec, section: Section, group: Group | None, question: Question) -> Entry:
    when = _both(group.when if group else None, question.when)
    return Entry(
        question=question,
        group=group.text if group else "",
        choices=tuple((each.value, each.label) for each in choices(question)),
        limits=_limits(question),
        ways_of_not_answering=tuple(NON_ANSWER_LABELS[each] for each in question.non_answers),
        asked_if=" ".join(filter(None, (ages_in_words(spec.key, question.key), only_if(spec, when) if when else ""))),
        agencies=_agencies(question.agencies or section.agencies),
    )


def _both(outer: When | None, inner: When | None) -> When | None:
    """The condition of a question with that of the group it is in."""
    return All((outer, inner)) if outer and inner else outer or inner


def _limits(question: Question) -> str:
    """What an answer may be beside its kind."""
    lowest, highest = question.lowest, question.highest
    bounds = f"{lowest} to {highest}" if lowest is not None and highest is not None else ""
    length = f"at most {question.max_length} characters" if question.max_length else ""
    past = "not in the future" if question.is_past else ""
    return "; ".join(filter(None, (f"{bounds} {question.unit}".strip(), length, past)))


def _agencies(types: frozenset[str]) -> str:
    named = [label for key, label in agencies.AGENCY_TYPES.items() if key in types]
    return "; ".join(named) if named else EVERY_AGENCY


def _line(spec: FormSpec, section: Section, entry: Entry) -> dict[str, str]:
    question = entry.question
    told: Mapping[str, str] = {
        "form": spec.key,
        "version": spec.version,
        "title": spec.title,
        "given_out_from": spec.from_on.isoformat(),
        "given_out_until": spec.until_on.isoformat() if spec.until_on else "",
        "section": section.letter,
        "section_title": section.title,
        "group": entry.group,
        "number": question.number,
        "question": question.key,
        "wording": question.text,
        "hint": question.hint,
        "kind": question.kind,
        "choices": "; ".join(f"{value} = {label}" for value, label in entry.choices),
        "limits": entry.limits,
        "ways_of_not_answering": "; ".join(entry.ways_of_not_answering),
        "need": question.need,
        "asked_if": entry.asked_if,
        "identifying": _yes(question.is_identifying),
        "about_the_agency": _yes(question.is_own),
        "plain_fact": _yes(question.is_fact),
        "agencies": entry.agencies,
        "domain": question.domain or "",
        "export_key": question.exported_as,
        "source": question.source,
        "basis": question.basis,
    }
    return {column: guarded(str(told[column])) for column in COLUMNS}


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
