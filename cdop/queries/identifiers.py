"""What the system knows of a case that identifies anybody in it. Whether the reader may know is asked by the caller."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AgendaItem,
    Attendance,
    Case,
    CaseLink,
    FormRequest,
    FormResponse,
    JoinedCase,
    RelatedCases,
    ReviewMeeting,
)
from cdop.queries.answers import Answered, answers_of_each
from cdop.questionnaires import registry
from cdop.questionnaires.identifying import CHILD, identifiers_of
from cdop.rules import agencies, quorum
from cdop.rules.identifiers import A_PROFESSIONAL, Identifier, IdentifierKind, Known, name_words

NAME, PLACE, NUMBER = IdentifierKind.NAME, IdentifierKind.PLACE, IdentifierKind.NUMBER
THE_CASE = "the case"
ANOTHER_CHILD, CHILD_OF_FAMILY = "[another child]", "another child of the family"


def known_of(case_id: int) -> Known:
    """Return what is on record of a case: its facts, its forms, its agencies and its meetings, and the children of its
    agendas, who may be named in the wrong text. Nine statements.
    """
    case = db.session.execute(select(*_CASE).where(Case.id == case_id)).one()
    found = (*_of_facts(case._mapping), *_of_belongings(case_id), *_of_forms(case_id), *_of_others(case_id))
    told = {_compared(each): each for each in reversed(found) if each.words.strip()}
    return Known(tuple(told.values()), case.born_on, case.died_on)


def known_at_meeting(case_id: int, meeting_id: int) -> Known:
    """Return the same, and who came to a meeting by their parts: its minutes are not of who said what. Ten statements.

    Source: domain reference 6.7.
    """
    known = known_of(case_id)
    query = select(Attendance.name, Attendance.part).where(Attendance.meeting_id == meeting_id, Attendance.is_present)
    told = {_compared(each) for each in known.identifiers if each.replacement != A_PROFESSIONAL}
    came = [Identifier(NAME, name, quorum.called(part)) for name, part in db.session.execute(query)]
    return replace(known, identifiers=(*known.identifiers, *(each for each in came if _compared(each) not in told)))


def _compared(identifier: Identifier) -> tuple[IdentifierKind, str]:
    """Names with and without a title are one."""
    is_name = identifier.kind is NAME
    return identifier.kind, " ".join(name_words(identifier.words)) if is_name else identifier.words.casefold()


def _of_facts(facts: Any) -> Iterator[Identifier]:
    whole = " ".join(part for part in (facts["given_names"], facts["family_name"]) if part)
    yield Identifier(NAME, whole, CHILD)
    for key, kind, words in (
        ("nhs_number", NUMBER, "[NHS number]"),
        ("postcode", NUMBER, "[postcode]"),
        ("key_worker_name", NAME, "the key worker"),
        ("jar_lead", NAME, A_PROFESSIONAL),
        ("key_worker_contact", NUMBER, "[contact of the key worker]"),
    ):
        if facts[key]:
            yield Identifier(kind, facts[key], words)


def _of_belongings(case_id: int) -> Iterator[Identifier]:
    for name, kind in db.session.execute(_AGENCIES.where(FormRequest.case_id == case_id)):
        yield Identifier(PLACE, name, called(kind))
    for present in db.session.scalars(select(ReviewMeeting.present).where(ReviewMeeting.case_id == case_id)):
        for each in present:
            yield Identifier(NAME, each["name"], f"the {each['role']}" if each.get("role") else A_PROFESSIONAL)
    for reference in db.session.scalars(select(CaseLink.reference).where(CaseLink.case_id == case_id)):
        yield Identifier(NUMBER, reference, THE_CASE)
    for reference, facts in db.session.execute(_JOINED.where(JoinedCase.case_id == case_id)):
        yield Identifier(NUMBER, reference, THE_CASE)
        yield Identifier(NAME, f"{facts.get('given_names') or ''} {facts.get('family_name') or ''}", CHILD)


def _of_forms(case_id: int) -> Iterator[Identifier]:
    rows = db.session.execute(_FORMS.where(FormResponse.case_id == case_id)).all()
    specs = {row.id: registry.get(row.form_key, row.form_version) for row in rows}
    for response_id, answered in answers_of_each(specs).items():
        yield from identifiers_of(specs[response_id], answered.answers)
        yield from _authors(answered)


def _of_others(case_id: int) -> Iterator[Identifier]:
    """Each child of the family who died, by every name; of each who is reviewed with this one, the whole name.

    With their numbers (domain reference 9, rule 55).
    """
    meetings = select(AgendaItem.meeting_id).where(AgendaItem.case_id == case_id)
    others = _OTHERS.where(AgendaItem.meeting_id.in_(meetings), AgendaItem.case_id != case_id).distinct()
    family = _OTHERS_OF_FAMILY.where(
        or_(
            and_(RelatedCases.first_case_id == case_id, Case.id == RelatedCases.second_case_id),
            and_(RelatedCases.second_case_id == case_id, Case.id == RelatedCases.first_case_id),
        )
    )
    for given_names, family_name, nhs_number in db.session.execute(family):
        yield Identifier(NAME, f"{given_names or ''} {family_name or ''}", CHILD_OF_FAMILY)
        if nhs_number:
            yield Identifier(NUMBER, nhs_number, ANOTHER_CHILD)
    for given_names, family_name, nhs_number in db.session.execute(others):
        if given_names and family_name:
            yield Identifier(NUMBER, f"{given_names} {family_name}", ANOTHER_CHILD)
        if nhs_number:
            yield Identifier(NUMBER, nhs_number, ANOTHER_CHILD)


def _authors(answered: Answered) -> Iterator[Identifier]:
    """Whoever filled a form in, without what they are there."""
    for name in {author.name.partition("(")[0].strip() for author in answered.authors.values()}:
        yield Identifier(NAME, name, A_PROFESSIONAL)


def called(kind: str) -> str:
    """Return what a pack calls an agency of this type: "the police"."""
    label = {"gp": "GP practice", "other": "agency"}.get(kind) or agencies.label(kind)
    return f"the {label if label[:2].isupper() else label[:1].lower() + label[1:]}"


_CASE: tuple[Any, ...] = tuple(
    getattr(Case, name)
    for name in (
        "given_names family_name nhs_number postcode key_worker_name key_worker_contact jar_lead born_on died_on"
    ).split()
)
_AGENCIES = select(Agency.name, Agency.kind).join(FormRequest, FormRequest.agency_id == Agency.id)
_OTHERS = select(Case.given_names, Case.family_name, Case.nhs_number).join(AgendaItem, AgendaItem.case_id == Case.id)
_OTHERS_OF_FAMILY = select(Case.given_names, Case.family_name, Case.nhs_number)
_JOINED = select(JoinedCase.reference, JoinedCase.closed)
_FORMS = select(FormResponse.id, FormResponse.form_key, FormResponse.form_version)
