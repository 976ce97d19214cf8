"""What of a case goes into a pack, as it stands in the case's records, before anything is taken out of it.

What an agency keeps from the pack is left out here, and so by every way into a pack. The caller asks who may know.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Agency, Attachment, Case, FormAnswer, FormRequest, FormResponse, Notification, ReviewMeeting
from cdop.queries import analysis
from cdop.queries.case_head import CaseHead
from cdop.queries.comparison import CaseComparison, Line, every_comparison
from cdop.queries.marked_facts import marked_facts
from cdop.queries.plain_facts import are_proceedings_open
from cdop.queries.responses import CaseForm, responses_of, with_answers
from cdop.questionnaires import registry
from cdop.questionnaires.analysis_2024_page import AnalysisPage, DomainPart, analysis_page
from cdop.questionnaires.kinds import show
from cdop.questionnaires.words import Kind
from cdop.rules import agencies, ages, attachments, case_words, handling, not_known
from cdop.rules.actors import Actor
from cdop.rules.dates_in_texts import told_from_death
from cdop.rules.handling import Reader
from cdop.rules.vocabulary import PackPart, PackPlace

ON_PAGES = frozenset("circumstances chronology issues learning scene_findings family_voice child_as_a_person".split())
"""The accounts of agencies that stand on a case's pages unless somebody moves them; the rest is behind a link."""
NOT_IN_THE_PAPERS = (
    "It is with the panel’s officers. It may name the child, so it is not in these papers: ask them what it says."
)
"""What is told of a document until somebody writes what it says."""
TOLD_IN_TIME = frozenset("chronology social_care_history".split())
OF_FAMILY = frozenset("family_voice family_contribution child_as_a_person family_follow_up".split())
_SHOWN_FACTS = (
    "sex ethnicity area_code deprivation_quintile place_of_death expectedness joint_agency_response gestation_weeks "
    "birth_weight_g"
).split()
_FACTS: tuple[Any, ...] = tuple(
    getattr(Case, name) for name in (*_SHOWN_FACTS, *not_known.BESIDE.values(), "born_on", "died_on", "notified_on")
)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage before it is anonymised. `key` names it for good, however its words change."""

    key: str
    part: PackPart
    title: str
    text: str
    place: PackPlace = PackPlace.PAGES


def sources_of(actor: Actor, case: CaseHead, *, today: date) -> tuple[Source, ...]:
    """Return the passages of a case that the actor may know of, in the order of a pack."""
    are_open = are_proceedings_open(case.id)
    compared = every_comparison(actor, case.public_id)
    found = (
        *_summary(case, are_open=are_open),
        *_disputes(compared, are_open=are_open),
        *_comparison(compared, are_open=are_open),
        *_accounts(case, are_open=are_open),
        *_documents(case, are_open=are_open),
        *_review_meetings(case),
        *_analysis(case, today),
    )
    order = [*PackPart]
    return tuple(sorted((each for each in found if each.text.strip()), key=lambda each: order.index(each.part)))


def withheld_sources(case_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return by case the keys of the passages that agencies keep from the pack today, whenever they said so."""
    marked = (FormAnswer.case_id.in_([*case_ids])) & FormAnswer.marks.is_not(None)
    every = [(row.case_id, row.marks, _of_marked(row)) for row in db.session.execute(_MARKED.where(marked))]
    documents = _DOCUMENTS.where(_OF_DOCUMENT.in_([*case_ids]), Attachment.marks.is_not(None))
    for row in db.session.execute(documents):
        every.append((row.case_id, row.marks, {_of_document(row.public_id)}))
    found: dict[int, set[str]] = {}
    proceedings: dict[int, bool] = {}
    for case_id, marks, keys in every:
        if case_id not in proceedings:
            proceedings[case_id] = are_proceedings_open(case_id)
        if not handling.may_show(handling.loaded(marks), Reader.PACK, are_proceedings_open=proceedings[case_id]):
            found.setdefault(case_id, set()).update(keys)
    return {case_id: frozenset(keys) for case_id, keys in found.items()}


def _of_marked(row: Any) -> set[str]:
    """The keys of the passages in which an answer stands."""
    compared = {
        _of_comparison(row.form_key, section.key)
        for section, _group, question in registry.get(row.form_key, row.form_version).questions()
        if question.key == row.question_key and question.kind is not Kind.LONG_TEXT
    }
    return {_of_answer(row.response_id, row.question_key, row.row_key), _of_dispute(row.question_key), *compared}


def is_withheld(source: str, keys: Container[str]) -> bool:
    """Say whether a passage is among those that are kept back; of a question that differs, with every agency's."""
    return source in keys or f"{source.rpartition(':')[0]}:" in keys


def _summary(case: CaseHead, *, are_open: bool) -> Iterator[Source]:
    """The facts of the case, without those that agencies keep from the pack."""
    facts = db.session.execute(select(*_FACTS).where(Case.id == case.id)).one()._mapping
    marks = marked_facts(case.id)
    shown = {key for key in facts if handling.may_show(marks.get(key, ()), Reader.PACK, are_proceedings_open=are_open)}
    lines = []
    if shown >= {"born_on", "died_on"}:
        lines.append(("Age at death", ages.age_in_words(facts["born_on"], facts["died_on"])))
    for key in _SHOWN_FACTS:
        if key in shown and (told := not_known.told(facts, key)) is not None:
            lines.append(case_words.fact(key, told))
    notified = told_from_death(facts["notified_on"], born_on=None, died_on=facts["died_on"])
    lines.append(("The panel was notified", notified))
    yield Source("facts", PackPart.SUMMARY, "The child", _lines(lines))


def _disputes(compared: Iterable[CaseComparison], *, are_open: bool) -> Iterator[Source]:
    for form in compared:
        for line in form.lines:
            question = line.compared.question
            is_told = line.compared.is_conflict or bool(line.agreed)
            if is_told and not question.is_identifying and _may_show(line, are_open=are_open):
                yield Source(
                    _of_dispute(question.key, line.compared.row),
                    PackPart.DISPUTES,
                    question.text,
                    _lines(_said(form, line)),
                )


def _comparison(compared: Iterable[CaseComparison], *, are_open: bool) -> Iterator[Source]:
    """Section by section what several agencies said of the same, without their accounts and what is in dispute.

    A section of which an agency keeps an answer from the pack is not compared, now or later: `withheld_sources`.
    """
    for form in compared:
        by_section: dict[str, list[Line]] = {}
        for line in form.lines:
            if line.compared.question.kind is not Kind.LONG_TEXT:
                by_section.setdefault(line.compared.section.key, []).append(line)
        for section, lines in by_section.items():
            if all(_may_show(line, are_open=are_open) for line in lines):
                words = [_side_by_side(form, line) for line in lines if _is_compared(line)]
                title = f"Comparison of agencies: {lines[0].compared.section.title}"
                key = _of_comparison(form.spec.key, section)
                yield Source(key, PackPart.DISPUTES, title, "\n\n".join(words), PackPlace.BEHIND)


def _is_compared(line: Line) -> bool:
    """Whether several agencies said something of the child, which is not among what is in dispute or agreed."""
    given = [each for each in line.compared.cells if each and not each.is_blank]
    is_told = line.compared.is_conflict or bool(line.agreed)
    return len(given) > 1 and line.can_be_agreed and not (line.compared.question.is_identifying or is_told)


def _side_by_side(form: CaseComparison, line: Line) -> str:
    row = f" ({line.compared.row_title})" if line.compared.row_title else ""
    return f"{line.compared.question.text}{row}\n{_lines(_of_agencies(form, line))}"


def _may_show(line: Line, *, are_open: bool) -> bool:
    kept = line.every_mark.union(*(each.marks for each in line.agreed[:1]))
    return handling.may_show(kept, Reader.PACK, are_proceedings_open=are_open)


def _said(form: CaseComparison, line: Line) -> Iterator[tuple[str, str]]:
    """What each agency said of a question, and what was agreed."""
    yield from _of_agencies(form, line)
    if line.agreed:
        yield "Agreed", show(line.compared.question, line.agreed[0].answer)
        yield "Why", line.agreed[0].note
    else:
        yield "Agreed", "Nothing yet"


def _of_agencies(form: CaseComparison, line: Line) -> Iterator[tuple[str, str]]:
    for row, given in zip(form.returned, line.compared.cells, strict=True):
        if given is not None and not given.is_blank:
            yield agencies.label(row.agency_kind), show(line.compared.question, given)


def _accounts(case: CaseHead, *, are_open: bool) -> Iterator[Source]:
    """What agencies and the notifier told in their own words."""
    rows = [row for row in responses_of(case) if row.is_readable and not row.is_of_the_panel]
    seen = Counter(row.agency_type for row in rows if row.agency_type)
    numbers: Counter[str] = Counter()
    for form in with_answers(case, rows):
        kind = form.row.agency_type or ""
        numbers[kind] += 1
        letter = f" {chr(64 + numbers[kind])}" if seen[kind] > 1 else ""
        who = f"{agencies.label(kind)}{letter}" if kind else form.row.spec.neutral_title()
        yield from _of_form(form, who, are_open=are_open)


def _of_form(form: CaseForm, who: str, *, are_open: bool) -> Iterator[Source]:
    given, questions = form.answered, form.row.spec.by_key()
    order = {key: number for number, key in enumerate(questions)}
    for key, row in sorted(given.answers, key=lambda name: (order[name[0]], name[1])):
        answer, question = given.answers[key, row], questions[key]
        marks = given.marks.get((key, row), frozenset())
        is_account = question.kind is Kind.LONG_TEXT and answer.non_answer is None and not _is_address(key)
        if is_account and handling.may_show(marks, Reader.PACK, are_proceedings_open=are_open):
            yield Source(
                _of_answer(form.row.id, key, row),
                _part(key),
                f"{who}: {question.text}",
                str(answer.value),
                PackPlace.PAGES if key in ON_PAGES else PackPlace.BEHIND,
            )


def _is_address(key: str) -> bool:
    return "address" in key or "contact" in key.split("_")[-1:] or key == "people_present"


def _part(key: str) -> PackPart:
    if key in OF_FAMILY:
        return PackPart.FAMILY
    return PackPart.TIMELINE if key in TOLD_IN_TIME else PackPart.FINDINGS


def _documents(case: CaseHead, *, are_open: bool) -> Iterator[Source]:
    """That agencies and notifiers gave documents, and what they are.

    What is in one is for whoever prepares the pack to tell.
    """
    is_given = Attachment.given_at.is_not(None) | Attachment.notification_id.is_not(None)
    for row in db.session.execute(_DOCUMENTS.where(_OF_DOCUMENT.in_([case.id]), is_given).order_by(Attachment.id)):
        marks, is_whole = handling.loaded(row.marks), row.scan_status in attachments.OPENABLE
        if is_whole and handling.may_show(marks, Reader.PACK, are_proceedings_open=are_open):
            title = "Document that came with a notification"
            if row.agency_kind is not None:
                title = f"Document of {agencies.label(row.agency_kind)}: {attachments.KINDS[row.kind]}"
            yield Source(_of_document(row.public_id), PackPart.FINDINGS, title, NOT_IN_THE_PAPERS, PackPlace.BEHIND)


def _review_meetings(case: CaseHead) -> Iterator[Source]:
    query = select(ReviewMeeting.id, ReviewMeeting.summary).where(ReviewMeeting.case_id == case.id)
    for meeting_id, summary in db.session.execute(query.order_by(ReviewMeeting.id)):
        key, title = f"review meeting:{meeting_id}", "Child death review meeting"
        yield Source(key, PackPart.FINDINGS, title, summary or "")


def _analysis(case: CaseHead, today: date) -> Iterator[Source]:
    draft = analysis.draft(case.id, today)
    page = analysis_page(draft.spec, draft.answers)
    texts = dict(page.summary)
    family = draft.spec.question("family_contribution").text
    summary = draft.spec.question("case_summary").text
    if summary in texts:
        yield Source("analysis:summary", PackPart.SUMMARY, "Summary", texts.pop(summary))
    if family in texts:
        yield Source("analysis:family", PackPart.FAMILY, family, texts.pop(family))
    yield Source("analysis:known", PackPart.SUMMARY, "What is known", _lines(texts.items()))
    for domain in page.domains:
        yield Source(f"analysis:{domain.section}", PackPart.ANALYSIS, domain.title, _lines(_domain(domain)))
    for key, title, lines in _conclusions(page):
        yield Source(f"analysis:{key}", PackPart.ANALYSIS, title, _lines(lines))


def _domain(domain: DomainPart) -> Iterator[tuple[str, str]]:
    if domain.score and (domain.factors or domain.lines):
        yield "Score of influence", domain.score
    yield from domain.lines
    for factor in domain.factors:
        words = f"{factor.label}. Score of influence: {factor.score or 'not given yet'}. Could it be changed: "
        more = "".join(f"\n{label}: {told}" for label, told in factor.more)
        yield "Factor", f"{words}{(factor.modifiable or 'not said yet').lower()}.{more}"


def _conclusions(page: AnalysisPage) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    category = [("Primary category", page.primary)] if page.primary else []
    yield "category", "Category of death", [*category, *page.category]
    modifiable = [("Modifiable factors", page.modifiable)] if page.modifiable else []
    yield "modifiability", "Modifiable factors", [*modifiable, *page.modifiability]
    yield "learning", "Learning", [*page.learning, *(("Learning point", each) for each in page.learning_points)]
    actions = [("Action", f"{each.text} ({each.agency or 'owner on record'})") for each in page.actions]
    yield "actions", "Recommendations and actions", [*page.recommendations, *actions]


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {words}" for label, words in pairs)


def _of_answer(response_id: int, key: str, row: str) -> str:
    return f"answer:{response_id}:{key}:{row}"


def _of_dispute(key: str, row: str = "") -> str:
    return f"dispute:{key}:{row}"


def _of_comparison(form_key: str, section: str) -> str:
    return f"compared:{form_key}:{section}"


def _of_document(public_id: str) -> str:
    return f"document:{public_id}"


_OF_DOCUMENT = func.coalesce(Attachment.case_id, Notification.case_id)
"""The case of a document: one that came with a notification has none of its own."""
_DOCUMENTS = (
    select(
        _OF_DOCUMENT.label("case_id"),
        Attachment.public_id,
        Attachment.kind,
        Attachment.scan_status,
        Attachment.marks,
        Agency.kind.label("agency_kind"),
    )
    .outerjoin(FormRequest, FormRequest.id == Attachment.request_id)
    .outerjoin(Agency, Agency.id == FormRequest.agency_id)
    .outerjoin(Notification, Notification.id == Attachment.notification_id)
)
_MARKED = select(
    FormAnswer.case_id,
    FormAnswer.response_id,
    FormAnswer.question_key,
    FormAnswer.row_key,
    FormAnswer.marks,
    FormResponse.form_key,
    FormResponse.form_version,
).join(FormResponse, FormResponse.id == FormAnswer.response_id)
