"""How complete the forms of a case are, agency by agency and section by section.

Of a form that came back it is told which questions lack an answer; of a draft, which is its agency's own, only how
many are answered.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cdop.queries.form_b import RequestRow, requests_with_forms
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires.completeness import Asked, asked
from cdop.questionnaires.spec import FormSpec
from cdop.questionnaires.words import Need, NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import RequestStatus


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How much of a section is answered, None of it where the agency is not asked for it.

    `lacking` are the questions that are needed or expected and blank, in words; `not_known` is how many were answered
    with "not known". Both are told only of a form that came back.
    """

    answered: int
    asked: int
    lacking: tuple[str, ...] = ()
    not_known: int = 0


@dataclass(frozen=True, slots=True)
class FormProgress:
    """One form of one agency. `sections` are in the order of the form's sections, None where one is not asked for."""

    request: RequestRow
    sections: tuple[SectionProgress | None, ...]

    @property
    def is_back(self) -> bool:
        """Whether it is told what is missing."""
        return self.request.status is RequestStatus.RETURNED

    @property
    def lacking(self) -> tuple[str, ...]:
        """Every question that is needed or expected and blank."""
        return tuple(words for section in self.sections if section for words in section.lacking)

    @property
    def not_known(self) -> int:
        """How many answers are "not known"."""
        return sum(section.not_known for section in self.sections if section)


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
    counts = {count.section.key: count for count in form.completeness.sections}
    is_back = row.status is RequestStatus.RETURNED
    every = asked(form.spec, form.answered.answers, row.agency_kind) if is_back else ()
    not_known = Counter(one.section.key for one in every if one.answer.non_answer is NonAnswer.NOT_KNOWN)
    sections = []
    for key in keys:
        count = counts.get(key)
        lacking = tuple(_words(one) for one in every if one.section.key == key and _is_lacking(one))
        told = SectionProgress(count.answered, count.asked, lacking, not_known[key]) if count else None
        sections.append(told)
    return FormProgress(row, tuple(sections))


def _is_lacking(one: Asked) -> bool:
    return one.answer.is_blank and one.question.need is not Need.OPTIONAL


def _words(one: Asked) -> str:
    return f"{one.question.number}. {one.question.text}" if one.question.number else one.question.text
