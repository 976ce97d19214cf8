"""The answers of a case's agencies side by side, what was agreed of them, and how complete each form is.

Only what came back is compared: a draft is its agency's own, of which nothing but its progress is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.agreed_answers import Agreed, Place, agreed_answers
from cdop.queries.cases import visible_to
from cdop.queries.form_b import RequestRow, RequestWithForms, requests_with_forms
from cdop.queries.plain_facts import ToldToPanel, told_to_panel
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires import registry
from cdop.questionnaires.answer import AnswerKey, place_of
from cdop.questionnaires.comparison import Compared, Respondent, State, comparison
from cdop.questionnaires.kinds import show
from cdop.questionnaires.plain_facts import fact_questions
from cdop.questionnaires.spec import FormSpec
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.facts import CaseSubject
from cdop.rules.handling import Marks
from cdop.rules.vocabulary import RequestStatus

CONFLICTS, MISSING, EVERY = "conflicts", "missing", "all"
SHOWN = (CONFLICTS, MISSING, EVERY)
"""What the page can be narrowed to."""
OF_THE_SENDER = "completed_by_"
"""What the keys of the questions begin with that ask who fills a form in."""
TOLD_BEFORE = "Told to the panel before"
"""Whose words what was told before any agency answered is called."""
LACKING = frozenset({State.MISSING, State.EXPECTED_BLANK, State.NOT_KNOWN, State.NOT_HELD})


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """The case whose forms are compared."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    name: str

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A question with every agency's answer and its handling marks, and what was agreed of it: the newest first."""

    compared: Compared
    marks: tuple[Marks, ...]
    agreed: tuple[Agreed, ...]
    originals: Mapping[str, str]

    @property
    def place(self) -> Place:
        """What the question is known by with every agency."""
        return self.compared.question.key, self.compared.row

    @property
    def told_before(self) -> str:
        """What the panel was told before any agency answered and anything was agreed, in words."""
        return self.originals.get(TOLD_BEFORE, "")

    @property
    def address(self) -> str:
        """What it is called in an address."""
        return place_of(self.place)

    @property
    def can_be_agreed(self) -> bool:
        """Whether it is one question with every agency, and not about the agency that answers."""
        question = self.compared.question
        return self.compared.is_shared and not question.is_own and not question.key.startswith(OF_THE_SENDER)

    @property
    def is_open(self) -> bool:
        """Whether its answers contradict each other and nothing is agreed."""
        return self.compared.is_conflict and not self.agreed

    @property
    def every_mark(self) -> Marks:
        """From whom any agency keeps its answer."""
        return frozenset().union(*self.marks)

    @property
    def is_marked(self) -> bool:
        """Whether an agency keeps its answer from somebody."""
        return bool(self.every_mark)

    @property
    def is_lacking(self) -> bool:
        """Whether no agency told."""
        return self.compared.state in LACKING and not self.agreed

    @property
    def has_changed(self) -> bool:
        """Whether an agency says something else than when the answer was agreed."""
        return bool(self.agreed) and _of_agencies(self.agreed[0].originals) != _of_agencies(self.originals)


@dataclass(frozen=True, slots=True)
class CaseComparison:
    """One form of a case, compared. `forms` are the key and title of every form that came back."""

    case: ComparedCase
    spec: FormSpec
    forms: tuple[tuple[str, str], ...]
    returned: tuple[RequestRow, ...]
    others: tuple[RequestRow, ...]
    lines: tuple[Line, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many questions there are under each of `SHOWN`."""
        return {key: len(self.shown(key)) for key in SHOWN}

    def shown(self, key: str) -> tuple[Line, ...]:
        """Return the questions that are shown under one of `SHOWN`: conflicts first, then in the form's order."""
        if key == CONFLICTS:
            return tuple(line for line in self.lines if line.compared.is_conflict)
        return self.lines if key == EVERY else tuple(line for line in self.lines if line.is_lacking)

    def line_at(self, address: str) -> Line | None:
        """Return one question by what it is called in an address; None where there is none that can be agreed."""
        return next((self.line(line.place) for line in self.lines if line.address == address), None)

    def line(self, place: Place) -> Line | None:
        """Return one question; None where there is none that can be agreed."""
        found = (line for line in self.lines if line.can_be_agreed and line.place == place)
        return next(found, None)


def compared_case(actor: Actor, public_id: str) -> ComparedCase | None:
    """Return a case, None where the actor may not know of it."""
    columns = (Case.id, Case.panel_id, Case.public_id, Case.reference, Case.given_names, Case.family_name)
    row = db.session.execute(select(*columns).where(*visible_to(actor), Case.public_id == public_id)).one_or_none()
    if row is None:
        return None
    name = listed_name(row.given_names, row.family_name)
    return ComparedCase(row.id, row.panel_id, row.public_id, row.reference, name)


def case_comparison(actor: Actor, case: ComparedCase, form_key: str = "") -> CaseComparison | None:
    """Return one form of a case compared, by default the first that came back; None where none did.

    Seven statements, however many agencies there are.
    """
    return _of_form(case, requests_with_forms(actor, case.id), form_key, told_to_panel(case.id))


def open_conflicts(actor: Actor, public_id: str) -> int:
    """Return on how many questions of a case's forms agencies contradict each other and nothing is agreed."""
    return len(disputed(actor, public_id))


def disputed(actor: Actor, public_id: str) -> tuple[Line, ...]:
    """Return these questions themselves, form by form."""
    return tuple(line for found in every_comparison(actor, public_id) for line in found.lines if line.is_open)


def every_comparison(actor: Actor, public_id: str) -> tuple[CaseComparison, ...]:
    """Return every form of a case that came back, compared; none where the actor may not know of the case."""
    case = compared_case(actor, public_id)
    if case is None:
        return ()
    asked = requests_with_forms(actor, case.id)
    told = told_to_panel(case.id)
    every = (_of_form(case, asked, key, told) for key in _forms_back(asked))
    return tuple(found for found in every if found)


def _forms_back(asked: Sequence[RequestWithForms]) -> dict[str, str]:
    """The key and title of every form that came back."""
    return {form.key: form.spec.title for row, forms in asked if _is_back(row) for form in forms}


def _is_back(row: RequestRow) -> bool:
    return row.status is RequestStatus.RETURNED


def _of_form(
    case: ComparedCase, asked: Sequence[RequestWithForms], form_key: str, told: ToldToPanel
) -> CaseComparison | None:
    """What `case_comparison` returns, of forms that were read. One statement."""
    titles = _forms_back(asked)
    key = form_key or next(iter(titles), "")
    if key not in titles:
        return None
    of_form = {row.id: form for row, forms in asked if _is_back(row) for form in forms if form.key == key}
    columns = tuple(row for row, _forms in asked if row.id in of_form)
    spec = _whole(of_form)
    respondents = [_respondent(row, of_form[row.id]) for row in columns]
    found = comparison(spec, respondents, told.of(fact_questions(spec)))
    agreed = agreed_answers(case.id, spec)
    marks = [of_form[row.id].answered.marks for row in columns]
    lines = [_line(compared, columns, marks, agreed) for compared in found.rows]
    lines.sort(key=lambda line: not line.is_open)
    others = tuple(row for row, _forms in asked if row.id not in of_form)
    return CaseComparison(case, spec, tuple(titles.items()), columns, others, tuple(lines))


def _whole(of_form: Mapping[int, FormOfRequest]) -> FormSpec:
    """The newest version that an agency filled in, with all its sections."""
    newest = max(of_form.values(), key=lambda form: form.spec.from_on).spec
    return registry.get(newest.key, newest.version)


def _respondent(row: RequestRow, form: FormOfRequest) -> Respondent:
    return Respondent(row.agency, row.agency_kind, form.answered.answers, form.spec)


def _line(
    compared: Compared,
    columns: tuple[RequestRow, ...],
    marks: Sequence[Mapping[AnswerKey, Marks]],
    agreed: Mapping[Place, tuple[Agreed, ...]],
) -> Line:
    place = compared.question.key, compared.row
    told = zip(compared.names, marks, strict=True)
    shown = tuple(frozenset() if name is None else of_agency.get(name, frozenset()) for name, of_agency in told)
    before = agreed.get(place, ()) if compared.is_shared else ()
    return Line(compared, shown, before, originals(compared, columns, before))


def originals(compared: Compared, columns: tuple[RequestRow, ...], agreed: Sequence[Agreed] = ()) -> dict[str, str]:
    """Return in words what each agency answered that was asked and did, and what the panel was told before.

    What was told is read where the first agreed answer kept it: that answer has become the fact of the case.
    """
    told: Any = zip(columns, compared.cells, strict=True)
    said = {
        row.agency: show(compared.question, given) for row, given in told if given is not None and not given.is_blank
    }
    if agreed:
        told_before = agreed[-1].originals.get(TOLD_BEFORE)
    else:
        told_before = None if compared.told.is_blank else show(compared.question, compared.told)
    return {TOLD_BEFORE: told_before, **said} if told_before else said


def _of_agencies(originals: Mapping[str, str]) -> dict[str, str]:
    """What agencies said: what the panel was told is put right by what it agrees on."""
    return {who: said for who, said in originals.items() if who != TOLD_BEFORE}
