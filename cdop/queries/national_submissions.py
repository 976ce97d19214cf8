"""What is entered of a case in the national database, from what the case holds, and what was entered before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, NationalSubmission
from cdop.queries import analysis
from cdop.queries.case_head import CaseHead
from cdop.queries.comparison import OF_THE_SENDER, CaseComparison, Line, every_comparison
from cdop.queries.responses import responses_of, with_answers
from cdop.questionnaires import national_record, national_schema
from cdop.questionnaires.national_record import NationalRecord, RecordLine, RecordPart, line_of
from cdop.rules import national
from cdop.rules.actors import Actor
from cdop.rules.handling import labels
from cdop.rules.national import LastSent, NationalStanding
from cdop.rules.supplements import COMPLETED_BY
from cdop.rules.vocabulary import NationalKind, NationalStatus, ResponseStatus

NOTIFICATION = "notification"
NO_NOTIFICATION = "No notification form of this case is held here"
NOT_SIGNED = "The panel’s analysis is not signed yet"
DIFFER = "Agencies differ and nothing is agreed: {}"
_FACTS = (
    "given_names family_name nhs_number born_on died_on sex ethnicity postcode place_of_death expectedness"
).split()
"""The facts of a case that stand for what its notification said, by the name that both have."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry in the national database, and what became of it."""

    public_id: str
    kind: NationalKind
    status: NationalStatus
    version_number: int | None
    digest: str
    national_reference: str | None
    sent_at: datetime
    by_name: str
    answered_at: datetime | None
    query: str | None


@dataclass(frozen=True, slots=True)
class NationalPage:
    """A case with what is entered of it of one kind, how far that is, and every entry, the last first.

    `faults` say why the record is none by its schema: a program does not get it, and it is not ready.
    """

    case: CaseHead
    kind: NationalKind
    record: NationalRecord
    standing: NationalStanding
    entries: tuple[Entered, ...]
    version_number: int | None
    faults: tuple[str, ...] = ()

    @property
    def awaits_answer(self) -> bool:
        """Whether the last entry has no answer yet."""
        return bool(self.entries) and self.entries[0].status is NationalStatus.SENT


def national_page(actor: Actor, case: CaseHead, kind: NationalKind) -> NationalPage:
    """Return what is entered of a case that the reader may know of."""
    entries, number = entries_of(case.id, kind), None
    if kind is NationalKind.REVIEW:
        signed = analysis.signed_versions(case.id)
        number = signed[0].number if signed else None
        record = _of_review(actor, case, signed[0].public_id if signed else "")
    else:
        record = _of_notification(case)
    last = LastSent(entries[0].status, entries[0].digest) if entries else None
    told = record.as_object(case=case.reference, kind=kind.value)
    faults = () if record.obstacle else national_schema.faults(told)
    stands = national.standing(last, record.digest, is_ready=not (record.obstacle or faults))
    return NationalPage(case, kind, record, stands, entries, number, faults)


def entries_of(case_id: int, kind: NationalKind) -> tuple[Entered, ...]:
    """Return what was entered of a case, the last first."""
    of_kind = (NationalSubmission.case_id == case_id) & (NationalSubmission.kind == kind)
    rows = db.session.execute(select(*_COLUMNS).where(of_kind).order_by(NationalSubmission.id.desc()))
    return tuple(Entered(*tuple(row)) for row in rows)


def _of_notification(case: CaseHead) -> NationalRecord:
    """The first notification, with the facts of the case as they were put right since."""
    rows = [row for row in responses_of(case) if row.spec.key == NOTIFICATION]
    sent = [row for row in rows if row.status is ResponseStatus.SUBMITTED][:1]
    if not sent:
        return NationalRecord((), obstacle=NO_NOTIFICATION)
    (form,) = with_answers(case, sent)
    facts = db.session.execute(select(*(getattr(Case, name) for name in _FACTS)).where(Case.id == case.id)).one()
    spec = form.row.spec
    return national_record.of_notification(
        spec, national_record.corrected(spec, form.answered.answers, dict(facts._mapping))
    )


def _of_review(actor: Actor, case: CaseHead, version_id: str) -> NationalRecord:
    """What the agencies told and was agreed, form by form, then the analysis as it was signed."""
    compared = sorted(every_comparison(actor, case.public_id), key=_place)
    parts = [part for form in compared for part in _agreed_parts(form)]
    lacks = [
        DIFFER.format(f"{line.compared.question.number} {line.compared.question.text}".strip())
        for form in compared
        for line in form.lines
        if line.is_open
    ]
    version = analysis.version(case.id, version_id) if version_id else None
    if version is None:
        return NationalRecord(tuple(parts), tuple(lacks), NOT_SIGNED)
    signed = national_record.parts_of(version.spec, version.answers, title=version.spec.title)
    return NationalRecord((*parts, *signed), tuple(lacks))


def _place(form: CaseComparison) -> int:
    """The reporting form, then the supplementary forms in the order in which they are proposed."""
    order = [*COMPLETED_BY]
    return order.index(form.spec.key) + 1 if form.spec.key in order else 0


def _agreed_parts(form: CaseComparison) -> Iterator[RecordPart]:
    order = {key: number for number, key in enumerate(form.spec.by_key())}
    lines = sorted(form.lines, key=lambda line: (order[line.compared.question.key], line.compared.row_title))
    for section in form.spec.sections:
        told = [found for line in lines if line.compared.section.key == section.key if (found := _line(line))]
        if told:
            yield RecordPart(f"{form.spec.title}: {section.title}", tuple(told))


def _line(line: Line) -> RecordLine | None:
    """One question: what was agreed, what all answers come to, or every agency's account under its name."""
    question, given = line.compared.question, line.compared.proposed
    if question.key.startswith(OF_THE_SENDER):
        return None
    given, text = (line.agreed[0].answer, "") if line.agreed else (given, "")
    if given.is_blank or question.is_own:
        text = "\n\n".join(f"{who}: {said}" for who, said in line.originals.items())
    if given.is_blank and not text:
        return None
    found = line_of(question, given, row=line.compared.row_title, text=text, note="; ".join(labels(line.every_mark)))
    return replace(found, value=None) if text else found


_COLUMNS: tuple[Any, ...] = tuple(getattr(NationalSubmission, name) for name in Entered.__slots__)
