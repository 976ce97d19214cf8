"""What agencies ask to change about their requests."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "change_kind",
            sa.Enum(
                "more time", "another person", name="change_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("asked", "agreed", "declined", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
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
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(change_kind = 'more time') = (until_on is not null)", name=op.f("ck_request_change_time_with_day")
        ),
        sa.CheckConstraint(
            "(change_kind = 'another person') = (email is not null)", name=op.f("ck_request_change_person_with_address")
        ),
        sa.CheckConstraint(
            "(status = 'asked') = (settled_at is null)", name=op.f("ck_request_change_settled_with_time")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_request_change_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "request_id"],
            ["form_request.panel_id", "form_request.id"],
            name=op.f("fk_request_change_panel_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_change")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_request_change_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_request_change_public_id")),
    )
    op.create_index("ix_request_change_panel_id_status", "request_change", ["panel_id", "status"])
    op.create_index("ix_request_change_request_id", "request_change", ["request_id"])


def downgrade() -> None:
    op.drop_table("request_change")
