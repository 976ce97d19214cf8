"""The rows of a register become cases: many at once, in the open unit of work."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert, text

from cdop.extensions import db
from cdop.models import Case, CaseSearchTerm, CaseTheme
from cdop.queries.register import chunks
from cdop.rules import cases as case_rules
from cdop.rules import corrections
from cdop.rules.actors import Actor
from cdop.rules.register import RegisterRow
from cdop.rules.vocabulary import CaseStatus
from cdop.services import lifecycle
from cdop.services.cases import work_out

IMPORTED = "imported"
"""The first step of a case that came with a register: it has no history before that."""

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done."""


def add_cases(
    actor: Actor,
    rows: Sequence[RegisterRow],
    meeting_ids: Mapping[date, int],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> dict[int, int]:
    """Add a case for each row, with its first status, its themes and its search words.

    `meeting_ids` has the case review meeting of each review date. Returns the id of the case of each line.
    """
    ids: dict[int, int] = {}
    for chunk in chunks(rows):
        cases = [_case(actor, row, meeting_ids, now) for row in chunk]
        db.session.add_all(cases)
        db.session.flush()
        if not ids and len(rows) > len(chunk):
            _count_rows()
        _add_what_belongs(actor, cases, chunk, now)
        ids.update((row.line, case.id) for row, case in zip(chunk, cases, strict=True))
        if progress is not None:
            progress(len(ids), len(rows))
    return ids


def _count_rows() -> None:
    """Tell PostgreSQL what a table that was empty holds now.

    Else it checks each row that belongs to a case by reading through the panel's cases, and 5,000 cases take
    five times as long.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("analyze child_case, panel_meeting"))


def _add_what_belongs(actor: Actor, cases: Sequence[Case], rows: Sequence[RegisterRow], now: datetime) -> None:
    terms: list[dict[str, object]] = []
    for case, row in zip(cases, rows, strict=True):
        lifecycle.enter(actor, case, case.status, step=IMPORTED, now=now)
        db.session.add_all(CaseTheme(case_id=case.id, theme_key=key, panel_id=case.panel_id) for key in row.themes)
        words = case_rules.search_terms(row.case_ref, row.nhs_number, row.given_names, row.family_name)
        terms += [{"panel_id": case.panel_id, "term": word, "case_id": case.id} for word in sorted(words)]
    db.session.flush()
    db.session.execute(insert(CaseSearchTerm), terms)


def _case(actor: Actor, row: RegisterRow, meeting_ids: Mapping[date, int], now: datetime) -> Case:
    reviewed = row.date_reviewed
    case = Case(
        panel_id=actor.panel_id,
        reference=row.case_ref,
        nhs_number=row.nhs_number,
        given_names=row.given_names,
        family_name=row.family_name,
        born_on=row.date_of_birth,
        died_on=row.date_of_death,
        notified_on=row.date_notified,
        notified_by=row.notified_by,
        sex=row.sex,
        ethnicity=row.ethnicity,
        ethnic_group=corrections.ethnic_group(row.ethnicity),
        area_code=row.area,
        residency=row.residency,
        postcode=row.postcode,
        deprivation_quintile=row.deprivation_quintile,
        place_of_death=row.place_of_death,
        died_in_area=row.died_in_area,
        expectedness=row.expectedness,
        joint_agency_response=row.joint_agency_response,
        gestation_weeks=row.gestation_weeks,
        birth_weight_g=row.birth_weight_g,
        status=CaseStatus.REVIEWED if reviewed else CaseStatus.NOTIFIED,
        reviewed_on=reviewed,
        review_meeting_id=meeting_ids[reviewed] if reviewed else None,
        category=row.category,
        modifiable=row.modifiable,
        created_at=now,
        created_by_id=actor.user_id,
    )
    work_out(case)
    return case
