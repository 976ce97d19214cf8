"""The rows of a register become cases: many at once, worked out before the unit of work that adds them.

On SQLite nobody else can save while a unit is open, so what a row comes to is worked out before: the unit only
gives ids and inserts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, text

from cdop.extensions import Base, db
from cdop.models import Case, CaseMatchKey, CaseSearchTerm, CaseStatusChange, CaseTheme
from cdop.queries.register import chunks
from cdop.rules import cases as case_rules
from cdop.rules import corrections, not_known, same_child
from cdop.rules.actors import Actor
from cdop.rules.register import RegisterRow
from cdop.rules.vocabulary import CaseStatus
from cdop.services import lifecycle, new_rows, unit
from cdop.services.cases import work_out
from cdop.services.new_rows import NewRow

IMPORTED = "imported"
"""The first step of a case that came with a register: it has no history before that."""

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done."""


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A row and the case it becomes, but for the ids of its panel and its meeting; `terms` are its search words,
    `keys` what other accounts of the child find it by.
    """

    row: RegisterRow
    case: NewRow
    terms: tuple[str, ...]
    keys: tuple[str, ...]


def ready(actor: Actor, row: RegisterRow, *, now: datetime) -> ReadyCase:
    """Return what a row becomes. Asks nothing of the database."""
    words = case_rules.search_terms(row.case_ref, row.nhs_number, row.given_names, row.family_name)
    case = new_rows.worked_out(_case(actor, row, now))
    keys = same_child.keys(same_child.of_case(case.values))
    return ReadyCase(row, case, tuple(sorted(words)), tuple(sorted(keys)))


def add_cases(
    actor: Actor,
    cases: Sequence[ReadyCase],
    meeting_ids: Mapping[date, int],
    *,
    step: str = IMPORTED,
    now: datetime,
    progress: Progress | None = None,
) -> dict[int, int]:
    """Add the cases to the actor's panel, each with its first status, its themes and its search words.

    `step` is what a case's history calls its beginning; `meeting_ids` has the case review meeting of each review
    date. Returns the id of the case of each line.
    """
    belongings = _Belongings(actor, step, now)
    ids: dict[int, int] = {}
    for chunk in chunks(cases):
        case_ids = unit.insert_all(Case, [_with_ids(actor, case, meeting_ids) for case in chunk])
        if not ids and len(cases) > len(chunk):
            _count_rows()
        belongings.add(dict(zip(case_ids, chunk, strict=True)))
        ids.update((case.row.line, case_id) for case, case_id in zip(chunk, case_ids, strict=True))
        if progress is not None:
            progress(len(ids), len(cases))
    return ids


def _with_ids(actor: Actor, case: ReadyCase, meeting_ids: Mapping[date, int]) -> NewRow:
    reviewed = case.row.date_reviewed
    return case.case.with_ids(panel_id=actor.panel_id, review_meeting_id=meeting_ids[reviewed] if reviewed else None)


def _count_rows() -> None:
    """Tell PostgreSQL what a table that was empty holds now.

    Else it checks each row that belongs to a case by reading through the panel's cases, and 5,000 cases take
    five times as long.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("analyze child_case, panel_meeting"))


class _Belongings:
    """What belongs to imported cases. Rows of one status or theme differ by their case alone."""

    def __init__(self, actor: Actor, step: str, now: datetime) -> None:
        self._panel_id = actor.panel_id
        self._entrances = {
            status: new_rows.worked_out(lifecycle.entrance(actor, status, step=step, now=now))
            for status in (CaseStatus.NOTIFIED, CaseStatus.REVIEWED)
        }
        self._themes: dict[str, NewRow] = {}

    def add(self, cases: Mapping[int, ReadyCase]) -> None:
        """Add the first status, the themes and the search words of cases by their id."""
        entrances = [self._of(case_id, self._entrances[case.case.values["status"]]) for case_id, case in cases.items()]
        unit.insert_all(CaseStatusChange, entrances)
        themes = [self._of(case_id, self._theme(key)) for case_id, case in cases.items() for key in case.row.themes]
        unit.insert_all(CaseTheme, themes)
        terms = [(case_id, term) for case_id, case in cases.items() for term in case.terms]
        self._add_words(CaseSearchTerm, "term", terms)
        self._add_words(CaseMatchKey, "key", [(case_id, key) for case_id, case in cases.items() for key in case.keys])

    def _add_words(self, model: type[Base], name: str, words: list[tuple[int, str]]) -> None:
        rows = [{"panel_id": self._panel_id, "case_id": case_id, name: word} for case_id, word in words]
        if rows:
            db.session().connection().execute(insert(model.__table__), rows)  # type: ignore[arg-type]

    def _of(self, case_id: int, row: NewRow) -> NewRow:
        return row.with_ids(panel_id=self._panel_id, case_id=case_id)

    def _theme(self, key: str) -> NewRow:
        if key not in self._themes:
            self._themes[key] = new_rows.worked_out(CaseTheme(theme_key=key))
        return self._themes[key]


def _case(actor: Actor, row: RegisterRow, now: datetime) -> Case:
    reviewed = row.date_reviewed
    case = Case(
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
        **not_known.stored("gestation_weeks", row.gestation_weeks),
        **not_known.stored("birth_weight_g", row.birth_weight_g),
        status=CaseStatus.REVIEWED if reviewed else CaseStatus.NOTIFIED,
        reviewed_on=reviewed,
        category=row.category,
        modifiable=row.modifiable,
        created_at=now,
        created_by_id=actor.user_id,
    )
    work_out(case)
    return case
