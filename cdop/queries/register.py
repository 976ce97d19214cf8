"""What the register needs to know of a panel, and the panel's cases as rows of a register."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy import text as sql

from cdop.extensions import db
from cdop.models import Case, CaseLink, CaseTheme, PanelArea, PanelMeeting, Theme
from cdop.queries.reading import in_pieces
from cdop.rules import not_known
from cdop.rules.actors import Actor
from cdop.rules.areas_register import AreaRow
from cdop.rules.matching import Death
from cdop.rules.meetings_register import MeetingRow
from cdop.rules.register import RegisterRow, register_line
from cdop.rules.vocabulary import CaseStatus, MeetingKind, MeetingStatus

CHUNK = 500
"""Rows that one statement takes."""

T = TypeVar("T")

_ROW_COLUMNS: dict[str, Any] = {
    "case_ref": Case.reference,
    "date_of_birth": Case.born_on,
    "date_of_death": Case.died_on,
    "date_notified": Case.notified_on,
    "area": Case.area_code,
    "nhs_number": Case.nhs_number,
    "given_names": Case.given_names,
    "family_name": Case.family_name,
    "notified_by": Case.notified_by,
    "sex": Case.sex,
    "ethnicity": Case.ethnicity,
    "residency": Case.residency,
    "postcode": Case.postcode,
    "deprivation_quintile": Case.deprivation_quintile,
    "place_of_death": Case.place_of_death,
    "died_in_area": Case.died_in_area,
    "expectedness": Case.expectedness,
    "joint_agency_response": Case.joint_agency_response,
    "gestation_weeks": Case.gestation_weeks,
    "gestation_not_known": Case.gestation_not_known,
    "birth_weight_g": Case.birth_weight_g,
    "birth_weight_not_known": Case.birth_weight_not_known,
    "date_reviewed": Case.reviewed_on,
    "panel_theme": PanelMeeting.theme,
    "category": Case.category,
    "modifiable": Case.modifiable,
}
"""Where each column of a register comes from; the themes are rows of their own."""


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the rows a chunk at a time."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def area_codes(panel_id: int | None) -> tuple[str, ...]:
    """Return the GSS codes of the panel's local authorities, in order."""
    query = select(PanelArea.gss_code).where(PanelArea.panel_id == panel_id).order_by(PanelArea.gss_code)
    return tuple(db.session.scalars(query))


def theme_keys(panel_id: int | None) -> frozenset[str]:
    """Return the keys of the panel's list of themes."""
    return frozenset(db.session.scalars(select(Theme.key).where(Theme.panel_id == panel_id)))


def review_meetings(panel_id: int | None) -> dict[date, str | None]:
    """Return the themes of the panel's case review meetings by their date."""
    query = select(PanelMeeting.held_on, PanelMeeting.theme).where(
        PanelMeeting.panel_id == panel_id, PanelMeeting.kind == MeetingKind.CASE_REVIEW
    )
    return dict(db.session.execute(query).all())


def deaths_like(panel_id: int | None, deaths: Sequence[Death]) -> list[Death]:
    """Return the deaths held that share a reference, an NHS number or a name with any of `deaths`."""
    if panel_id is None:
        return []
    found: dict[tuple[int, str], Death] = {}
    for chunk in chunks(deaths):
        for death in _held_like(panel_id, chunk):
            found[death.case_id or 0, death.reference] = death
    return list(found.values())


def _held_like(panel_id: int, deaths: Sequence[Death]) -> Iterator[Death]:
    """One statement for each kind of key, each on its own index."""
    references = {death.reference.casefold() for death in deaths}
    keys: tuple[tuple[Any, set[str]], ...] = (
        (Case.reference_folded, references),
        (Case.nhs_number, {death.nhs_number for death in deaths if death.nhs_number}),
        (Case.name_folded, {death.name for death in deaths if death.name}),
    )
    columns = (Case.reference, Case.nhs_number, Case.name_folded, Case.born_on, Case.died_on, Case.id)
    for column, wanted in keys:
        if wanted:
            query = select(*columns).where(Case.panel_id == panel_id, column.in_(wanted))
            yield from (Death(*row) for row in db.session.execute(query))
    yield from _linked_like(panel_id, references)


def _linked_like(panel_id: int, references: set[str]) -> Iterator[Death]:
    """Rows that were linked to a case before: the same row again is known by its reference."""
    query = select(CaseLink.reference, CaseLink.row, CaseLink.case_id).where(
        CaseLink.panel_id == panel_id, CaseLink.reference_folded.in_(references)
    )
    for reference, row, case_id in db.session.execute(query):
        born, died = (date.fromisoformat(row[column]) for column in ("date_of_birth", "date_of_death"))
        yield Death(reference, row["nhs_number"] or None, "", born, died, case_id)


@contextmanager
def one_state() -> Iterator[None]:
    """All that is read within is of one instant, also on PostgreSQL, whatever is saved meanwhile."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sql("set transaction isolation level repeatable read, read only"))
    try:
        yield
    finally:
        db.session.rollback()


def case_count(actor: Actor) -> int:
    """Return how many cases an export by this actor has."""
    return db.session.scalar(select(func.count()).select_from(Case).where(*_exported(actor))) or 0


def register_rows(actor: Actor) -> Iterator[RegisterRow]:
    """Yield the panel's cases by reference, in the order of its characters on every database."""
    query = (
        select(Case.id, *_ROW_COLUMNS.values())
        .outerjoin(PanelMeeting, and_(*_review_meeting_of_case()))
        .where(*_exported(actor))
        .order_by(_bytewise(Case.reference_folded))
    )
    for part in _parts(query):
        themes = _themes_of([row[0] for row in part])
        for case_id, *values in part:
            yield _register_row(values, themes.get(case_id, ()))


def row_of_case(case_id: int) -> dict[str, str]:
    """Return one case as the cells of its row in the register."""
    joined = select(*_ROW_COLUMNS.values()).outerjoin(PanelMeeting, and_(*_review_meeting_of_case()))
    row = db.session.execute(joined.where(Case.id == case_id)).one()
    return register_line(_register_row(row, _themes_of([case_id]).get(case_id, ())))


def _register_row(values: Iterable[Any], themes: tuple[str, ...]) -> RegisterRow:
    found = dict(zip(_ROW_COLUMNS, values, strict=True))
    told = {name: not_known.told(found, name) for name in found if name not in not_known.BESIDE.values()}
    return RegisterRow(**told, themes=themes)


def link_rows(actor: Actor) -> Iterator[dict[str, str]]:
    """Yield the rows linked to a case: their own cells, the case's reference and why they were linked."""
    query = (
        select(CaseLink.row, Case.reference, CaseLink.evidence)
        .join(Case, and_(Case.panel_id == CaseLink.panel_id, Case.id == CaseLink.case_id))
        .where(*_exported(actor))
        .order_by(_bytewise(CaseLink.reference_folded))
    )
    for part in _parts(query):
        for row, reference, evidence in part:
            yield row | {"linked_to": reference, "evidence": evidence}


def has_links(actor: Actor) -> bool:
    """Say whether `link_rows` has any."""
    return next(link_rows(actor), None) is not None


def meeting_rows(actor: Actor) -> Iterator[MeetingRow]:
    """Yield the meetings that the panel held, by date and kind."""
    query = select(PanelMeeting.held_on, PanelMeeting.kind, PanelMeeting.theme).where(
        PanelMeeting.panel_id == actor.panel_id, PanelMeeting.status == MeetingStatus.HELD
    )
    for part in _parts(query.order_by(PanelMeeting.held_on, _bytewise(PanelMeeting.kind))):
        yield from (MeetingRow(*row) for row in part)


def area_rows(actor: Actor) -> Iterator[AreaRow]:
    """Yield the panel's local authorities by code."""
    query = select(PanelArea.name, PanelArea.gss_code).where(PanelArea.panel_id == actor.panel_id)
    for part in _parts(query.order_by(PanelArea.gss_code)):
        yield from (AreaRow(*row) for row in part)


def _exported(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The panel's cases, without those in which this person takes no part.

    A register has no word for a death that is not for review, and would count it: those stay here.
    """
    panel: tuple[ColumnElement[bool], ...] = (
        Case.panel_id == actor.panel_id,
        Case.status != CaseStatus.NOT_FOR_REVIEW,
    )
    return (*panel, Case.id.not_in(sorted(actor.excluded_case_ids))) if actor.excluded_case_ids else panel


def _review_meeting_of_case() -> tuple[ColumnElement[bool], ...]:
    return PanelMeeting.panel_id == Case.panel_id, PanelMeeting.id == Case.review_meeting_id


def _parts(query: Any) -> Iterator[Sequence[Any]]:
    """The rows of a statement a part at a time, so that memory does not grow with them."""
    return in_pieces(query, CHUNK).partitions()


def _themes_of(case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = select(CaseTheme.case_id, CaseTheme.theme_key).where(CaseTheme.case_id.in_(case_ids))
    found: dict[int, list[str]] = {}
    for case_id, key in db.session.execute(query):
        found.setdefault(case_id, []).append(key)
    return {case_id: tuple(sorted(keys)) for case_id, keys in found.items()}


def _bytewise(column: Any) -> Any:
    """The order of the characters' numbers: PostgreSQL's own depends on where it was set up."""
    collation = "C" if db.engine.dialect.name == "postgresql" else "BINARY"
    return column.collate(collation)
