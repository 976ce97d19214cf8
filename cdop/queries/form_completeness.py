"""How complete the forms of a case are, agency by agency and section by section.

Of a form that came back it is told which questions lack an answer, and how many have one that is none; of a draft,
which is its agency's own, only how many are answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cdop.queries.form_b import RequestRow, requests_with_forms
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires.completeness import Asked, asked
from cdop.questionnaires.spec import FormSpec
from cdop.questionnaires.words import Need, NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import RequestStatus

MISSING, EXPECTED = "Missing", "Expected but blank"
GAPS: dict[str, Need | NonAnswer] = {
    MISSING: Need.REQUIRED,
    EXPECTED: Need.EXPECTED,
    "Not known": NonAnswer.NOT_KNOWN,
    "Not applicable": NonAnswer.NOT_APPLICABLE,
    "Not held": NonAnswer.NOT_HELD,
}
"""What is counted of the questions of a form that came back, as it is called: of the blank, and of those not answered
with a value."""


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How much of a section is answered. `gaps` counts by `GAPS`; it is told only of a form that came back."""

    answered: int
    asked: int
    gaps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FormProgress:
    """One form of one agency. `sections` are in the order of the form's sections, None where one is not asked for.

    `blank` are the questions that lack an answer, in words, under `MISSING` and `EXPECTED`.
    """

    request: RequestRow
    sections: tuple[SectionProgress | None, ...]
    blank: Mapping[str, tuple[str, ...]]

    @property
    def is_back(self) -> bool:
        """Whether it is told what is missing."""
        return self.request.status is RequestStatus.RETURNED

    @property
    def is_counted(self) -> bool:
        """Whether there is anything to count: not where the agency holds nothing or no form is needed."""
        return self.request.status not in (RequestStatus.NOTHING_HELD, RequestStatus.WAIVED)

    @property
    def answered(self) -> int:
        """How many questions of all sections are answered."""
        return sum(section.answered for section in self.sections if section)

    @property
    def asked(self) -> int:
        """How many questions are asked in all sections."""
        return sum(section.asked for section in self.sections if section)

    @property
    def gaps(self) -> dict[str, int]:
        """How many there are of each of `GAPS` in all sections."""
        return {key: sum(section.gaps.get(key, 0) for section in self.sections if section) for key in GAPS}


@dataclass(frozen=True, slots=True)
class FormsProgress:
    """A form with every agency that was asked for it."""

    spec: FormSpec
    rows: tuple[FormProgress, ...]


def form_completeness(actor: Actor, case_id: int) -> tuple[FormsProgress, ...]:
    """Return the forms of a case that the actor may know of, in the order in which they were first asked for."""
    by_key: dict[str, list[tuple[RequestRow, FormOfRequest]]] = {}
    for row, forms in requests_with_forms(actor, case_id):
        for form in forms:
            by_key.setdefault(form.key, []).append((row, form))
    return tuple(_of_form(pairs) for pairs in by_key.values())


def _of_form(pairs: list[tuple[RequestRow, FormOfRequest]]) -> FormsProgress:
    widest = max((form.spec for _row, form in pairs), key=lambda spec: (len(spec.sections), spec.from_on))
    keys = [section.key for section in widest.sections]
    return FormsProgress(widest, tuple(_progress(row, form, keys) for row, form in pairs))


def _progress(row: RequestRow, form: FormOfRequest, keys: Iterable[str]) -> FormProgress:
    is_back = row.status is RequestStatus.RETURNED
    every = asked(form.spec, form.answered.answers, row.agency_kind) if is_back else ()
    counts = {count.section.key: count for count in form.completeness.sections}
    gaps = {key: Counter(gap for one in every if one.section.key == key and (gap := _gap(one))) for key in counts}
    sections = tuple(
        SectionProgress(counts[key].answered, counts[key].asked, gaps[key]) if key in counts else None for key in keys
    )
    blank = {gap: tuple(_words(one) for one in every if _gap(one) == gap) for gap in (MISSING, EXPECTED)}
    return FormProgress(row, sections, blank)


def _gap(one: Asked) -> str:
    """Which of `GAPS` a question is, "" where it is none."""
    what = one.question.need if one.answer.is_blank else one.answer.non_answer
    return next((key for key, gap in GAPS.items() if gap is what), "")


def _words(one: Asked) -> str:
    return f"{one.question.number}. {one.question.text}" if one.question.number else one.question.text
