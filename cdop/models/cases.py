"""The review of one child's death: facts, stages, notes, themes and who takes no part."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import (
    IDS_GIVEN_ONCE,
    PERSONAL,
    Audited,
    Base,
    Dated,
    Figured,
    Public,
    UtcDateTime,
    enum_column,
    enum_type,
)
from cdop.rules.vocabulary import (
    CaseStatus,
    Expectedness,
    HoldKind,
    JointAgencyResponse,
    Modifiable,
    Residency,
    Sex,
    YesNo,
)


def _belongs_to_case() -> ForeignKeyConstraint:
    """A row of a case is of the case's own panel."""
    return ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"])


# What the figures read of a cohort, after its date: they look into the index alone, never at the cases. First what
# every table asks for, then what most do: SQLite reads a row of an index up to the last column that it needs.
_FIGURES_NOTIFIED = (
    "panel_id notified_on residency status age_band sex area_code days_to_notification notified_by ethnic_group "
    "expectedness place_of_death reviewed_on died_on"
).split()
_FIGURES_REVIEWED = (
    "panel_id reviewed_on residency status category modifiable age_band sex area_code deprivation_quintile "
    "ethnic_group expectedness place_of_death year_of_death duration_band days_to_review notified_on died_on"
).split()
_FIGURES_DIED = "panel_id died_on residency status age_band deprivation_quintile area_code notified_on".split()


class Case(Public, Figured, Audited, Dated, Base):
    """One child. The columns from `age_band` on are worked out from the facts each time they are written."""

    __tablename__ = "child_case"
    figured = tuple(
        (
            "age_band died_on notified_on notified_by sex ethnic_group area_code residency deprivation_quintile "
            "place_of_death expectedness status reviewed_on category modifiable"
        ).split()
    )
    __table_args__ = (
        UniqueConstraint("panel_id", "reference_folded"),
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "review_meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("born_on <= died_on", name="born_before_death"),
        CheckConstraint("notified_on >= died_on", name="notified_after_death"),
        CheckConstraint("reviewed_on is null or reviewed_on >= notified_on", name="reviewed_after_notified"),
        CheckConstraint("category is null or category between 1 and 10", name="category_range"),
        CheckConstraint("deprivation_quintile is null or deprivation_quintile between 1 and 5", name="quintile_range"),
        CheckConstraint(
            "(reviewed_on is null) = (category is null) and (reviewed_on is null) = (modifiable is null)",
            name="reviewed_with_findings",
        ),
        # A case that is reviewed again keeps the review it has.
        CheckConstraint(
            "status not in ('reviewed', 'closed') or reviewed_on is not null", name="status_agrees_with_review"
        ),
        CheckConstraint("gestation_weeks is null or gestation_weeks between 15 and 45", name="gestation_range"),
        CheckConstraint("birth_weight_g is null or birth_weight_g between 100 and 8000", name="birth_weight_range"),
        CheckConstraint("not gestation_not_known or gestation_weeks is null", name="gestation_known_or_not"),
        CheckConstraint("not birth_weight_not_known or birth_weight_g is null", name="birth_weight_known_or_not"),
        Index("uq_child_case_panel_id_nhs_number", "panel_id", "nhs_number", unique=True),
        Index("ix_child_case_panel_id_notified_on", "panel_id", "notified_on"),
        Index("ix_child_case_panel_id_died_on", *_FIGURES_DIED),
        Index("ix_child_case_figures_notified", *_FIGURES_NOTIFIED),
        Index("ix_child_case_figures_reviewed", *_FIGURES_REVIEWED),
        Index("ix_child_case_panel_id_status", "panel_id", "status", "notified_on"),
        Index("ix_child_case_panel_id_days_to_review", "panel_id", "days_to_review"),
        Index("ix_child_case_panel_id_name_folded", "panel_id", "name_folded"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    reference: Mapped[str] = mapped_column(String(60))
    reference_folded: Mapped[str] = mapped_column(String(180))
    nhs_number: Mapped[str | None] = mapped_column(String(10), info=PERSONAL)
    given_names: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    family_name: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    name_folded: Mapped[str] = mapped_column(String(1000), info=PERSONAL)
    born_on: Mapped[date] = mapped_column(info=PERSONAL)
    died_on: Mapped[date] = mapped_column(info=PERSONAL)
    notified_on: Mapped[date]
    notified_by: Mapped[str | None] = mapped_column(String(40))
    sex: Mapped[Sex | None] = enum_column(Sex, "sex")
    ethnicity: Mapped[str | None] = mapped_column(String(80))
    ethnic_group: Mapped[str | None] = mapped_column(String(20))
    area_code: Mapped[str] = mapped_column(String(9))
    residency: Mapped[Residency] = enum_column(Residency, "residency")
    postcode: Mapped[str | None] = mapped_column(String(8), info=PERSONAL)
    deprivation_quintile: Mapped[int | None] = mapped_column(SmallInteger)
    place_of_death: Mapped[str | None] = mapped_column(String(30))
    died_in_area: Mapped[YesNo | None] = enum_column(YesNo, "died_in_area")
    expectedness: Mapped[Expectedness | None] = enum_column(Expectedness, "expectedness")
    joint_agency_response: Mapped[JointAgencyResponse | None] = enum_column(
        JointAgencyResponse, "joint_agency_response"
    )
    gestation_weeks: Mapped[int | None] = mapped_column(SmallInteger)
    gestation_not_known: Mapped[bool] = mapped_column(default=False)
    birth_weight_g: Mapped[int | None] = mapped_column(SmallInteger)
    birth_weight_not_known: Mapped[bool] = mapped_column(default=False)
    status: Mapped[CaseStatus] = enum_column(CaseStatus, "status")
    reviewed_on: Mapped[date | None]
    review_meeting_id: Mapped[int | None]
    category: Mapped[int | None] = mapped_column(SmallInteger)
    modifiable: Mapped[Modifiable | None] = enum_column(Modifiable, "modifiable")

    # What the work on the case recorded, for its deadlines.
    died_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=PERSONAL)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    triaged_on: Mapped[date | None]
    agencies_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposals_seen: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    proposals_declined: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    circumstances_told: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
    forwarded_on: Mapped[date | None]
    ncmd_submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jar_criteria: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    jar_triggered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jar_planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jar_visited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    abuse_known_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    serious_incident_notified_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    rapid_review_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    rapid_response_discussed_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    rapid_response_concluded_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    jar_lead: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    jar_not_held_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    key_worker_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    key_worker_role: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    key_worker_contact: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    family_letter_on: Mapped[date | None]
    sensitive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sensitive_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    review_meeting_on: Mapped[date | None]
    ready_on: Mapped[date | None]

    age_band: Mapped[str] = mapped_column(String(20))
    # Personal, because with the day of notification or review it gives the day of death.
    days_to_notification: Mapped[int] = mapped_column(info=PERSONAL)
    year_of_death: Mapped[str] = mapped_column(String(7))
    days_to_review: Mapped[int | None] = mapped_column(info=PERSONAL)
    duration_band: Mapped[str | None] = mapped_column(String(20))

    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseHold(Public, Audited, Dated, Base):
    """Why a case waits for somebody outside the panel (domain reference 1.8). No statute stops the clock.

    `owner` looks after it; `evidence` is how the panel knows. `checked_on` is when it was last looked at again.
    """

    __tablename__ = "case_hold"
    __table_args__ = (
        _belongs_to_case(),
        CheckConstraint("ended_on is null or ended_on >= started_on", name="ends_after_start"),
        Index("ix_case_hold_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    kind: Mapped[HoldKind] = enum_column(HoldKind, "kind")
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    owner: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    evidence: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    next_check_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseStatusChange(Figured, Audited, Base):
    """One step of a case. Never changed: the newest row is the case's status."""

    __tablename__ = "case_status_change"
    figured = ("to_status", "at")
    __table_args__ = (
        _belongs_to_case(),
        Index("ix_case_status_change_case_id_at", "case_id", "at", "id", "to_status"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(40))
    from_status: Mapped[CaseStatus | None] = mapped_column(enum_type(CaseStatus, "from_status"))
    to_status: Mapped[CaseStatus] = enum_column(CaseStatus, "to_status")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)


class CaseFactHistory(Base):
    """The value that a correction replaced: read by the case's history, erased with the case."""

    __tablename__ = "case_fact_history"
    __table_args__ = (_belongs_to_case(), Index("ix_case_fact_history_case_id", "case_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120))


class CaseNote(Public, Audited, Dated, Base):
    """What somebody wrote on a case. Notes are added, never changed."""

    __tablename__ = "case_note"
    __table_args__ = (
        _belongs_to_case(),
        CheckConstraint("length(text) > 0", name="text_present"),
        Index("ix_case_note_case_id", "case_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class CaseTheme(Figured, Audited, Base):
    """A theme found in a case."""

    __tablename__ = "case_theme"
    figured = ("theme_key",)
    __table_args__ = (
        _belongs_to_case(),
        ForeignKeyConstraint(["panel_id", "theme_key"], ["theme.panel_id", "theme.key"]),
        Index("ix_case_theme_panel_id_theme_key", "panel_id", "theme_key"),
    )

    case_id: Mapped[int] = mapped_column(primary_key=True)
    theme_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    panel_id: Mapped[int]


class CaseLink(Audited, Dated, Base):
    """A register row that a person said is of a child already held: kept whole, counted once."""

    __tablename__ = "case_link"
    __table_args__ = (
        _belongs_to_case(),
        UniqueConstraint("panel_id", "reference_folded"),
        Index("ix_case_link_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(60))
    reference_folded: Mapped[str] = mapped_column(String(180))
    evidence: Mapped[str] = mapped_column(String(120))
    row: Mapped[dict[str, str]] = mapped_column(JSON, info=PERSONAL)


class CaseExclusion(Audited, Dated, Base):
    """A person who was told to take no part in a case: from then on the case does not exist for them."""

    __tablename__ = "case_exclusion"
    __table_args__ = (_belongs_to_case(), Index("ix_case_exclusion_user_id", "user_id"))

    case_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    panel_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)


class CaseSearchTerm(Base):
    """A folded word of a child's names, reference or NHS number: what a search by the first letters looks in.

    Terms are compared by code point on both databases: a search is a range of terms, and in the order of a
    language "pere{" comes before "perez".
    """

    __tablename__ = "case_search_term"
    __table_args__ = (_belongs_to_case(), Index("ix_case_search_term_case_id", "case_id"))

    panel_id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(
        String(120).with_variant(String(120, collation="C"), "postgresql"), primary_key=True
    )
    case_id: Mapped[int] = mapped_column(primary_key=True)
