"""A release that takes two people, extracts with their conditions, and the proof that one was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("data_release") as releases:
        releases.add_column(sa.Column("applicant", sa.String(length=200), nullable=True))
        releases.add_column(sa.Column("conditions", sa.Text(), nullable=True))
        releases.add_column(sa.Column("signed_by_name", sa.String(length=120), nullable=True))
        releases.add_column(sa.Column("deleted_on", sa.Date(), nullable=True))
        releases.add_column(sa.Column("deletion_proof", sa.Text(), nullable=True))
    op.create_table(
        "release_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("applicant", sa.String(length=200), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_name", sa.String(length=120), nullable=True),
        sa.Column("is_signed", sa.Boolean(), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_release_proposal_reason_present")),
        sa.CheckConstraint(
            "(decided_at is null) = (is_signed is null)", name=op.f("ck_release_proposal_decided_with_answer")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_release_proposal_panel_id")),
        sa.ForeignKeyConstraint(["release_id"], ["data_release.id"], name=op.f("fk_release_proposal_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_release_proposal_public_id")),
    )
    op.create_index("ix_release_proposal_panel_id_decided_at", "release_proposal", ["panel_id", "decided_at"])


def downgrade() -> None:
    op.drop_table("release_proposal")
    with op.batch_alter_table("data_release") as releases:
        for column in ("deletion_proof", "deleted_on", "signed_by_name", "conditions", "applicant"):
            releases.drop_column(column)
