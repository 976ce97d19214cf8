"""What was entered in the national database of a case, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "national_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("national_reference", sa.String(length=60), nullable=True),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("answered_at", AT, nullable=True),
        sa.Column("query", sa.Text(), nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('notification', 'review')", name=op.f("ck_national_submission_kind")),
        sa.CheckConstraint("status IN ('sent', 'accepted', 'queried')", name=op.f("ck_national_submission_status")),
        sa.CheckConstraint(
            "(status = 'sent') = (answered_at is null)", name=op.f("ck_national_submission_answered_with_time")
        ),
        sa.CheckConstraint(
            "status <> 'queried' or coalesce(length(query), 0) > 0", name=op.f("ck_national_submission_query_present")
        ),
        sa.CheckConstraint(
            "(kind = 'review') = (version_number is not null)", name=op.f("ck_national_submission_review_of_a_version")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_national_submission_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_submission")),
        sa.UniqueConstraint("public_id", name=op.f("uq_national_submission_public_id")),
    )
    op.create_index("ix_national_submission_case_id", "national_submission", ["case_id", "kind"])


def downgrade() -> None:
    op.drop_table("national_submission")
