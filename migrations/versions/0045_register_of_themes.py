"""Themes have a definition, an owner and rules that propose their cases, and decisions with reasons."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

OF_THEME, THEME = ["panel_id", "theme_key"], ["theme.panel_id", "theme.key"]
OF_CASE, CASE = ["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]


def upgrade() -> None:
    with op.batch_alter_table("theme") as themes:
        themes.add_column(sa.Column("definition", sa.Text(), nullable=True))
        themes.add_column(sa.Column("owner", sa.String(length=120), nullable=True))
        themes.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        themes.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("theme") as themes:
        themes.alter_column("version", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "theme_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_theme_rule_number_positive")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_theme_rule_text_present")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_theme_rule_reason_present")),
        sa.ForeignKeyConstraint(OF_THEME, THEME, name=op.f("fk_theme_rule_panel_id_theme_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_rule")),
        sa.UniqueConstraint(*OF_THEME, "number", name=op.f("uq_theme_rule_panel_id_theme_key_number")),
    )
    op.create_table(
        "theme_proposal",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("rule_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(OF_THEME, THEME, name=op.f("fk_theme_proposal_panel_id_theme_key")),
        sa.ForeignKeyConstraint(OF_CASE, CASE, name=op.f("fk_theme_proposal_panel_id_case_id")),
        sa.PrimaryKeyConstraint("case_id", "theme_key", name=op.f("pk_theme_proposal")),
    )
    op.create_index("ix_theme_proposal_panel_id_theme_key", "theme_proposal", OF_THEME)
    op.create_table(
        "theme_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("is_in", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_theme_decision_reason_present")),
        sa.ForeignKeyConstraint(OF_THEME, THEME, name=op.f("fk_theme_decision_panel_id_theme_key")),
        sa.ForeignKeyConstraint(OF_CASE, CASE, name=op.f("fk_theme_decision_panel_id_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_decision")),
    )
    op.create_index("ix_theme_decision_panel_id_theme_key", "theme_decision", OF_THEME)
    op.create_index("ix_theme_decision_case_id", "theme_decision", ["case_id"])


def downgrade() -> None:
    for table in ("theme_decision", "theme_proposal", "theme_rule"):
        op.drop_table(table)
    with op.batch_alter_table("theme") as themes:
        for column in ("version", "started_on", "owner", "definition"):
            themes.drop_column(column)
