"""A live case: agencies and their reporting forms, notifications, messages and jobs, meetings, findings, letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# What the chair signed is never altered or taken away; a reopened case gets another version.
SQLITE_TRIGGERS = (
    """create trigger analysis_version_no_update before update on analysis_version
    begin select raise(abort, 'a signed analysis is never changed'); end""",
    """create trigger analysis_version_no_delete before delete on analysis_version
    begin select raise(abort, 'a signed analysis is never deleted'); end""",
    """create trigger analysis_version_no_replace before insert on analysis_version
    when exists (select 1 from analysis_version where id = new.id
      or public_id = new.public_id or (case_id = new.case_id and number = new.number))
    begin select raise(abort, 'UNIQUE constraint failed: analysis_version.id, analysis_version.public_id, analysis_version.case_id, analysis_version.number: a signed analysis is never replaced'); end""",
)
POSTGRESQL_TRIGGERS = (
    """create function refuse_analysis_change() returns trigger language plpgsql as
    $$ begin raise exception 'a signed analysis is never changed or deleted'; end $$""",
    """create trigger analysis_version_no_change before update or delete or truncate on analysis_version
    for each statement execute function refuse_analysis_change()""",
)


def upgrade() -> None:
    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("running", "done", "failed", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    op.create_index("ix_job_run_name_started_at", "job_run", ["name", "started_at"], unique=False)
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column("lead_name", sa.String(length=120), nullable=True),
        sa.Column("lead_email", sa.String(length=254), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_agency_email_lower")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_agency_name_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_agency_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_agency_panel_id_id")),
        sa.UniqueConstraint("panel_id", "name", name=op.f("uq_agency_panel_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agency_public_id")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_attendance_panel_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_attendance_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "name", name=op.f("uq_attendance_meeting_id_name")),
    )
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("agency", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "in progress",
                "done",
                "not accepted",
                "passed on",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status in ('done', 'not accepted', 'passed on')) = (closed_on is not null)",
            name=op.f("ck_action_item_closed_with_day"),
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_action_item_text_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_action_item_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_action_item_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_item_public_id")),
    )
    op.create_index("ix_action_item_case_id", "action_item", ["case_id"], unique=False)
    op.create_index("ix_action_item_panel_id_status", "action_item", ["panel_id", "status", "due_on"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "listed", "adjourned", "signed", name="status", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'adjourned' or reason is not null", name=op.f("ck_agenda_item_adjourned_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_agenda_item_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_agenda_item_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "case_id", name=op.f("uq_agenda_item_meeting_id_case_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
    )
    op.create_index("ix_agenda_item_case_id", "agenda_item", ["case_id"], unique=False)
    op.create_index("ix_agenda_item_meeting_id", "agenda_item", ["meeting_id", "position"], unique=False)
    op.create_table(
        "analysis_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("category", sa.SmallInteger(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("category between 1 and 10", name=op.f("ck_analysis_version_category_range")),
        sa.CheckConstraint("number > 0", name=op.f("ck_analysis_version_number_positive")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_analysis_version_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_analysis_version_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_version")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_analysis_version_case_id_number")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_analysis_version_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_analysis_version_public_id")),
    )
    op.create_table(
        "case_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inquest",
                "post-mortem report",
                "criminal investigation",
                "patient safety investigation",
                "perinatal mortality review",
                "maternity safety investigation",
                "safeguarding practice review",
                "prisons or police conduct investigation",
                "regulator's investigation",
                "genetic results",
                "information from abroad",
                "time asked for by the family",
                "themed panel",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ended_on is null or ended_on >= started_on", name=op.f("ck_case_hold_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_hold_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hold")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_hold_public_id")),
    )
    op.create_index("ix_case_hold_case_id", "case_hold", ["case_id"], unique=False)
    op.create_table(
        "family_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("first letter", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("draft", "released", "posted", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("addressee", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=120), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'draft') = (released_at is null)", name=op.f("ck_family_letter_released_with_time")
        ),
        sa.CheckConstraint(
            "(status = 'posted') = (posted_on is not null)", name=op.f("ck_family_letter_posted_with_day")
        ),
        sa.CheckConstraint(
            "(released_at is null) = (released_by is null)", name=op.f("ck_family_letter_released_by_someone")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_family_letter_text_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_family_letter_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_letter")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_family_letter_case_id_kind")),
        sa.UniqueConstraint("public_id", name=op.f("uq_family_letter_public_id")),
    )
    op.create_index("ix_family_letter_panel_id_status", "family_letter", ["panel_id", "status"], unique=False)
    op.create_table(
        "form_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum("started", "submitted", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'submitted') = (submitted_at is not null)", name=op.f("ck_form_response_submitted_with_time")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_form_response_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_form_response_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_response")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_form_response_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_form_response_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_form_response_case_id", "form_response", ["case_id", "form_key"], unique=False)
    op.create_table(
        "outbound_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "due",
                "sending",
                "sent",
                "failed",
                "in doubt",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.String(length=200), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_at is not null)", name=op.f("ck_outbound_message_sent_with_time")
        ),
        sa.CheckConstraint(
            "status <> 'sending' or fence is not null", name=op.f("ck_outbound_message_sending_with_fence")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_outbound_message_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_outbound_message_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbound_message_key")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_outbound_message_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outbound_message_public_id")),
    )
    op.create_index("ix_outbound_message_case_id", "outbound_message", ["case_id"], unique=False)
    op.create_index("ix_outbound_message_status_due_at", "outbound_message", ["status", "due_at"], unique=False)
    op.create_table(
        "review_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_review_meeting_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_meeting")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_review_meeting_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_meeting_public_id")),
    )
    op.create_index("ix_review_meeting_case_id", "review_meeting", ["case_id"], unique=False)
    op.create_table(
        "scheduled_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "queued",
                "no longer needed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'planned') = (closed_at is null)", name=op.f("ck_scheduled_reminder_closed_with_time")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_scheduled_reminder_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_scheduled_reminder_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_reminder")),
        sa.UniqueConstraint(
            "rule",
            "subject_kind",
            "subject_id",
            "recipient",
            "due_at",
            name=op.f("uq_scheduled_reminder_rule_subject_kind_subject_id_recipient_due_at"),
        ),
    )
    op.create_index("ix_scheduled_reminder_case_id", "scheduled_reminder", ["case_id"], unique=False)
    op.create_index("ix_scheduled_reminder_status_due_at", "scheduled_reminder", ["status", "due_at"], unique=False)
    op.create_table(
        "contributory_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column(
            "is_modifiable",
            sa.Enum(
                "yes", "no", "uncertain", name="is_modifiable", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("score between 0 and 3", name=op.f("ck_contributory_factor_score_range")),
        sa.ForeignKeyConstraint(
            ["panel_id", "analysis_id"],
            ["analysis_version.panel_id", "analysis_version.id"],
            name=op.f("fk_contributory_factor_panel_id_analysis_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_contributory_factor_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributory_factor")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contributory_factor_case_id", "contributory_factor", ["case_id"], unique=False)
    op.create_index("ix_contributory_factor_panel_id_code", "contributory_factor", ["panel_id", "code"], unique=False)
    op.create_table(
        "form_answer",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("row_key", sa.String(length=40), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("non_answer", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "by_kind",
            sa.Enum(
                "person",
                "job",
                "invitation",
                "public",
                name="by_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("value is null or non_answer is null", name=op.f("ck_form_answer_value_or_non_answer")),
        sa.ForeignKeyConstraint(
            ["panel_id", "response_id"],
            ["form_response.panel_id", "form_response.id"],
            name=op.f("fk_form_answer_panel_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("response_id", "question_key", "row_key", name=op.f("pk_form_answer")),
    )
    op.create_table(
        "form_answer_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("row_key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("non_answer", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "by_kind",
            sa.Enum(
                "person",
                "job",
                "invitation",
                "public",
                name="by_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "response_id"],
            ["form_response.panel_id", "form_response.id"],
            name=op.f("fk_form_answer_history_panel_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_answer_history")),
    )
    op.create_index(
        "ix_form_answer_history_response_id",
        "form_answer_history",
        ["response_id", "question_key", "row_key", "replaced_at"],
        unique=False,
    )
    op.create_table(
        "form_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("recipient_email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "to send",
                "sent",
                "opened",
                "in progress",
                "returned",
                "nothing held",
                "sent back",
                "waived",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'to send') = (sent_at is null)", name=op.f("ck_form_request_sent_with_time")),
        sa.CheckConstraint(
            "(status in ('returned', 'nothing held')) = (returned_at is not null)",
            name=op.f("ck_form_request_returned_with_time"),
        ),
        sa.CheckConstraint(
            "status not in ('waived', 'sent back') or status_reason is not null",
            name=op.f("ck_form_request_status_with_reason"),
        ),
        sa.CheckConstraint("(sent_at is null) = (due_on is null)", name=op.f("ck_form_request_due_once_sent")),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"], ["agency.panel_id", "agency.id"], name=op.f("fk_form_request_panel_id_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_form_request_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "response_id"],
            ["form_response.panel_id", "form_response.id"],
            name=op.f("fk_form_request_panel_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_request")),
        sa.UniqueConstraint("case_id", "agency_id", name=op.f("uq_form_request_case_id_agency_id")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_form_request_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_form_request_public_id")),
    )
    op.create_index("ix_form_request_case_id", "form_request", ["case_id"], unique=False)
    op.create_index("ix_form_request_panel_id_status", "form_request", ["panel_id", "status", "due_on"], unique=False)
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "public form",
                "telephone",
                "register",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "being written",
                "received",
                "accepted",
                "linked",
                "not for review",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=120), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'being written') = (received_at is null)", name=op.f("ck_notification_received_with_time")
        ),
        sa.CheckConstraint(
            "status not in ('accepted', 'linked') or case_id is not null",
            name=op.f("ck_notification_accepted_with_case"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_notification_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "response_id"],
            ["form_response.panel_id", "form_response.id"],
            name=op.f("fk_notification_panel_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_notification_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_notification_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notification_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_notification_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notification_case_id", "notification", ["case_id"], unique=False)
    op.create_index(
        "ix_notification_panel_id_status", "notification", ["panel_id", "status", "received_at"], unique=False
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=60), nullable=True),
        sa.Column("opened_late_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_because is null)", name=op.f("ck_invitation_ended_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "request_id"],
            ["form_request.panel_id", "form_request.id"],
            name=op.f("fk_invitation_panel_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_invitation_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index("ix_invitation_request_id", "invitation", ["request_id"], unique=False)
    op.create_table(
        "invitation_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("browser_digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries between 0 and 5", name=op.f("ck_invitation_code_tries_range")),
        sa.ForeignKeyConstraint(
            ["panel_id", "invitation_id"],
            ["invitation.panel_id", "invitation.id"],
            name=op.f("fk_invitation_code_panel_id_invitation_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_invitation_code_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitation_code_invitation_id", "invitation_code", ["invitation_id", "sent_at"], unique=False)
    op.create_table(
        "respondent_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=True),
        sa.Column("person_role", sa.String(length=120), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_seen_at >= started_at", name=op.f("ck_respondent_session_seen_after_start")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_respondent_session_invitation_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_respondent_session")),
    )
    op.create_index("ix_respondent_session_invitation_id", "respondent_session", ["invitation_id"], unique=False)
    op.add_column("child_case", sa.Column("died_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("triaged_on", sa.Date(), nullable=True))
    op.add_column("child_case", sa.Column("forwarded_on", sa.Date(), nullable=True))
    op.add_column("child_case", sa.Column("ncmd_submitted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("jar_criteria", sa.JSON(), nullable=True))
    op.add_column("child_case", sa.Column("jar_triggered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("jar_planned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("jar_visited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("jar_not_held_reason", sa.Text(), nullable=True))
    op.add_column("child_case", sa.Column("key_worker_name", sa.String(length=120), nullable=True))
    op.add_column("child_case", sa.Column("key_worker_role", sa.String(length=120), nullable=True))
    op.add_column("child_case", sa.Column("key_worker_contact", sa.String(length=254), nullable=True))
    op.add_column("child_case", sa.Column("family_letter_on", sa.Date(), nullable=True))
    op.add_column("child_case", sa.Column("review_meeting_on", sa.Date(), nullable=True))
    op.add_column("child_case", sa.Column("ready_on", sa.Date(), nullable=True))
    # The meetings of a register were held: until now there were no others.
    status = sa.Enum(
        "planned", "held", "cancelled", name="status", native_enum=False, create_constraint=True, length=40
    )
    with op.batch_alter_table("panel_meeting") as meetings:
        meetings.add_column(sa.Column("status", status, nullable=False, server_default="held"))
        meetings.add_column(sa.Column("place", sa.String(length=200), nullable=True))
        meetings.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("panel_meeting") as meetings:
        meetings.alter_column("status", server_default=None)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_TRIGGERS if is_postgresql else SQLITE_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("panel_meeting") as meetings:
        meetings.drop_constraint(op.f("ck_panel_meeting_status"), type_="check")
        meetings.drop_column("starts_at")
        meetings.drop_column("place")
        meetings.drop_column("status")
    op.drop_column("child_case", "ready_on")
    op.drop_column("child_case", "review_meeting_on")
    op.drop_column("child_case", "family_letter_on")
    op.drop_column("child_case", "key_worker_contact")
    op.drop_column("child_case", "key_worker_role")
    op.drop_column("child_case", "key_worker_name")
    op.drop_column("child_case", "jar_not_held_reason")
    op.drop_column("child_case", "jar_visited_at")
    op.drop_column("child_case", "jar_planned_at")
    op.drop_column("child_case", "jar_triggered_at")
    op.drop_column("child_case", "jar_criteria")
    op.drop_column("child_case", "ncmd_submitted_at")
    op.drop_column("child_case", "forwarded_on")
    op.drop_column("child_case", "triaged_on")
    op.drop_column("child_case", "notified_at")
    op.drop_column("child_case", "died_at")
    op.drop_table("respondent_session")
    op.drop_table("invitation_code")
    op.drop_table("invitation")
    op.drop_table("notification")
    op.drop_table("form_request")
    op.drop_table("form_answer_history")
    op.drop_table("form_answer")
    op.drop_table("contributory_factor")
    op.drop_table("scheduled_reminder")
    op.drop_table("review_meeting")
    op.drop_table("outbound_message")
    op.drop_table("form_response")
    op.drop_table("family_letter")
    op.drop_table("case_hold")
    op.drop_table("analysis_version")
    op.drop_table("agenda_item")
    op.drop_table("action_item")
    op.drop_table("attendance")
    op.drop_table("agency")
    op.drop_table("job_run")
    op.drop_table("job_lease")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_analysis_change()")
