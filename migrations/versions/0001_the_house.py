"""The house: panels, people, cases, meetings, audit, reports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The audit log is added to and never altered: the database itself refuses, whoever asks.
SQLITE_TRIGGERS = (
    """create trigger audit_entry_no_update before update on audit_entry
    begin select raise(abort, 'audit entries are never changed'); end""",
    """create trigger audit_entry_no_delete before delete on audit_entry
    begin select raise(abort, 'audit entries are never deleted'); end""",
)
POSTGRESQL_TRIGGERS = (
    """create function refuse_audit_change() returns trigger language plpgsql as
    $$ begin raise exception 'audit entries are never changed or deleted'; end $$""",
    """create trigger audit_entry_no_change before update or delete or truncate on audit_entry
    for each statement execute function refuse_audit_change()""",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "person",
                "job",
                "invitation",
                "public",
                name="actor_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=True),
        sa.Column(
            "verb",
            sa.Enum(
                "signed in",
                "sign-in refused",
                "signed out",
                "panel added",
                "user added",
                "user disabled",
                "register imported",
                "meetings imported",
                "register exported",
                "case viewed",
                "case printed",
                "case corrected",
                "case note added",
                "case moved",
                "member excluded from a case",
                "figures viewed",
                "report built",
                "report read",
                "demonstration loaded",
                name="verb",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_case_id", "audit_entry", ["case_id", "id"], unique=False)
    op.create_index("ix_audit_entry_panel_id_at", "audit_entry", ["panel_id", "at"], unique=False)

    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("data_sum", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(colour) = 7 and colour like '#%'", name=op.f("ck_panel_colour_is_hex")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_panel_name_present")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("name", name=op.f("uq_panel_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_panel_public_id")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_subject_digest_at", "sign_in_attempt", ["subject_digest", "at"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("effect", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_account_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_account_public_id")),
    )
    op.create_table(
        "annual_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("edition", sa.String(length=10), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("panel_details", sa.JSON(), nullable=False),
        sa.Column("data_version", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_digest", sa.String(length=64), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_by_name", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_annual_report_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_annual_report_public_id")),
    )
    op.create_index("ix_annual_report_panel_id_built_at", "annual_report", ["panel_id", "built_at"], unique=False)

    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["last_entry_id"], ["audit_entry.id"], name=op.f("fk_audit_seal_last_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("last_entry_id", name=op.f("uq_audit_seal_last_entry_id")),
    )
    op.create_table(
        "deadline_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length > 0", name=op.f("ck_deadline_setting_length_positive")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_deadline_setting_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_setting")),
        sa.UniqueConstraint("panel_id", "key", "from_on", name=op.f("uq_deadline_setting_panel_id_key_from_on")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "notifier",
                "agency respondent",
                "agency lead",
                "coordinator",
                "designated doctor",
                "chair",
                "panel member",
                "analyst",
                "key worker",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("until_on is null or until_on >= from_on", name=op.f("ck_membership_ends_after_start")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_membership_panel_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "panel_id", "role", name=op.f("uq_membership_user_id_panel_id_role")),
    )
    op.create_index("ix_membership_panel_id", "membership", ["panel_id"], unique=False)

    op.create_table(
        "panel_area",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_area_panel_id")),
        sa.PrimaryKeyConstraint("panel_id", "gss_code", name=op.f("pk_panel_area")),
    )
    op.create_table(
        "panel_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("case review", "business", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_meeting_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meeting")),
        sa.UniqueConstraint("panel_id", "held_on", "kind", name=op.f("uq_panel_meeting_panel_id_held_on_kind")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_panel_meeting_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_panel_meeting_public_id")),
    )
    op.create_index("ix_panel_meeting_panel_id_held_on", "panel_meeting", ["panel_id", "held_on"], unique=False)

    op.create_table(
        "theme",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_theme_panel_id")),
        sa.PrimaryKeyConstraint("panel_id", "key", name=op.f("pk_theme")),
    )
    op.create_table(
        "user_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_seen_at >= started_at", name=op.f("ck_user_session_seen_after_start")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_user_session_panel_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_user_session")),
    )
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"], unique=False)

    op.create_table(
        "child_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("reference_folded", sa.String(length=180), nullable=False),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("given_names", sa.String(length=500), nullable=True),
        sa.Column("family_name", sa.String(length=500), nullable=True),
        sa.Column("name_folded", sa.String(length=1000), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("notified_by", sa.String(length=40), nullable=True),
        sa.Column(
            "sex",
            sa.Enum(
                "female",
                "male",
                "indeterminate",
                "not known",
                name="sex",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ethnicity", sa.String(length=80), nullable=True),
        sa.Column("ethnic_group", sa.String(length=20), nullable=True),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column(
            "residency",
            sa.Enum(
                "resident",
                "elsewhere",
                name="residency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("deprivation_quintile", sa.SmallInteger(), nullable=True),
        sa.Column("place_of_death", sa.String(length=30), nullable=True),
        sa.Column(
            "died_in_area",
            sa.Enum("yes", "no", name="died_in_area", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "expectedness",
            sa.Enum(
                "expected",
                "unexpected",
                "not known",
                name="expectedness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "joint_agency_response",
            sa.Enum(
                "held",
                "met but not held",
                "not met",
                "not known",
                name="joint_agency_response",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("gestation_weeks", sa.SmallInteger(), nullable=True),
        sa.Column("birth_weight_g", sa.SmallInteger(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "notified",
                "gathering information",
                "review meeting",
                "ready for panel",
                "on an agenda",
                "reviewed",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_meeting_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.SmallInteger(), nullable=True),
        sa.Column(
            "modifiable",
            sa.Enum(
                "yes",
                "no",
                "inadequate information",
                name="modifiable",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("days_to_notification", sa.Integer(), nullable=False),
        sa.Column("year_of_death", sa.String(length=7), nullable=False),
        sa.Column("days_to_review", sa.Integer(), nullable=True),
        sa.Column("duration_band", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status in ('reviewed', 'closed')) = (reviewed_on is not null)",
            name=op.f("ck_child_case_status_agrees_with_review"),
        ),
        sa.CheckConstraint(
            "(reviewed_on is null) = (category is null) and (reviewed_on is null) = (modifiable is null)",
            name=op.f("ck_child_case_reviewed_with_findings"),
        ),
        sa.CheckConstraint(
            "birth_weight_g is null or birth_weight_g between 100 and 8000",
            name=op.f("ck_child_case_birth_weight_range"),
        ),
        sa.CheckConstraint("born_on <= died_on", name=op.f("ck_child_case_born_before_death")),
        sa.CheckConstraint("category is null or category between 1 and 10", name=op.f("ck_child_case_category_range")),
        sa.CheckConstraint(
            "deprivation_quintile is null or deprivation_quintile between 1 and 5",
            name=op.f("ck_child_case_quintile_range"),
        ),
        sa.CheckConstraint(
            "gestation_weeks is null or gestation_weeks between 15 and 45",
            name=op.f("ck_child_case_gestation_range"),
        ),
        sa.CheckConstraint("notified_on >= died_on", name=op.f("ck_child_case_notified_after_death")),
        sa.CheckConstraint(
            "reviewed_on is null or reviewed_on >= notified_on",
            name=op.f("ck_child_case_reviewed_after_notified"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "review_meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_child_case_panel_id_review_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_child_case_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_case")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_child_case_panel_id_id")),
        sa.UniqueConstraint("panel_id", "reference_folded", name=op.f("uq_child_case_panel_id_reference_folded")),
        sa.UniqueConstraint("public_id", name=op.f("uq_child_case_public_id")),
    )
    op.create_index(
        "ix_child_case_figures_notified",
        "child_case",
        [
            "panel_id",
            "notified_on",
            "residency",
            "reviewed_on",
            "died_on",
            "area_code",
            "age_band",
            "sex",
            "ethnic_group",
            "expectedness",
            "days_to_notification",
            "notified_by",
        ],
        unique=False,
    )
    op.create_index(
        "ix_child_case_figures_reviewed",
        "child_case",
        [
            "panel_id",
            "reviewed_on",
            "residency",
            "notified_on",
            "died_on",
            "area_code",
            "age_band",
            "sex",
            "ethnic_group",
            "expectedness",
            "year_of_death",
            "place_of_death",
            "deprivation_quintile",
            "category",
            "modifiable",
            "duration_band",
            "days_to_review",
        ],
        unique=False,
    )
    op.create_index("ix_child_case_panel_id_days_to_review", "child_case", ["panel_id", "days_to_review"], unique=False)
    op.create_index(
        "ix_child_case_panel_id_died_on",
        "child_case",
        ["panel_id", "died_on", "residency", "area_code", "age_band", "notified_on"],
        unique=False,
    )
    op.create_index("ix_child_case_panel_id_name_folded", "child_case", ["panel_id", "name_folded"], unique=False)
    op.create_index("ix_child_case_panel_id_notified_on", "child_case", ["panel_id", "notified_on"], unique=False)
    op.create_index("ix_child_case_panel_id_status", "child_case", ["panel_id", "status", "notified_on"], unique=False)
    op.create_index("uq_child_case_panel_id_nhs_number", "child_case", ["panel_id", "nhs_number"], unique=True)

    op.create_table(
        "case_exclusion",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_exclusion_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_case_exclusion_user_id")),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_case_exclusion")),
    )
    op.create_index("ix_case_exclusion_user_id", "case_exclusion", ["user_id"], unique=False)

    op.create_table(
        "case_fact_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_fact_history_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_fact_history")),
    )
    op.create_index("ix_case_fact_history_case_id", "case_fact_history", ["case_id", "at"], unique=False)

    op.create_table(
        "case_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("reference_folded", sa.String(length=180), nullable=False),
        sa.Column("evidence", sa.String(length=120), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_link_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint("panel_id", "reference_folded", name=op.f("uq_case_link_panel_id_reference_folded")),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_case_note_text_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_note_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_note_public_id")),
    )
    op.create_index("ix_case_note_case_id", "case_note", ["case_id", "created_at"], unique=False)

    op.create_table(
        "case_search_term",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column(
            "term",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_search_term_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("panel_id", "term", "case_id", name=op.f("pk_case_search_term")),
    )
    op.create_index("ix_case_search_term_case_id", "case_search_term", ["case_id"], unique=False)

    op.create_table(
        "case_status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "notified",
                "gathering information",
                "review meeting",
                "ready for panel",
                "on an agenda",
                "reviewed",
                "closed",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "notified",
                "gathering information",
                "review meeting",
                "ready for panel",
                "on an agenda",
                "reviewed",
                "closed",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_status_change_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_status_change")),
    )
    op.create_index(
        "ix_case_status_change_case_id_at",
        "case_status_change",
        ["case_id", "at", "id", "to_status"],
        unique=False,
    )

    op.create_table(
        "case_theme",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_theme_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "theme_key"],
            ["theme.panel_id", "theme.key"],
            name=op.f("fk_case_theme_panel_id_theme_key"),
        ),
        sa.PrimaryKeyConstraint("case_id", "theme_key", name=op.f("pk_case_theme")),
    )
    op.create_index("ix_case_theme_panel_id_theme_key", "case_theme", ["panel_id", "theme_key"], unique=False)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_TRIGGERS if is_postgresql else SQLITE_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("case_theme")
    op.drop_table("case_status_change")
    op.drop_table("case_search_term")
    op.drop_table("case_note")
    op.drop_table("case_link")
    op.drop_table("case_fact_history")
    op.drop_table("case_exclusion")
    op.drop_table("child_case")
    op.drop_table("user_session")
    op.drop_table("theme")
    op.drop_table("panel_meeting")
    op.drop_table("panel_area")
    op.drop_table("membership")
    op.drop_table("deadline_setting")
    op.drop_table("audit_seal")
    op.drop_table("annual_report")
    op.drop_table("user_account")
    op.drop_table("submission")
    op.drop_table("sign_in_attempt")
    op.drop_table("panel")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_audit_change()")
