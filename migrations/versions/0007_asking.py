"""Whom to ask becomes a list of the panel's own; contacts of agencies; whose records a request asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What the page of a form said to every agency until now.
SAID_SO_FAR = '["child", "mother in pregnancy", "siblings"]'
COUNTED = ("questions_asked", "questions_answered", "questions_not_known")
FIRST_ASKED = """
    update child_case set agencies_asked_at = (
        select min(form_request.sent_at) from form_request where form_request.case_id = child_case.id
    )
"""


def upgrade() -> None:
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_days", sa.SmallInteger(), nullable=False),
        sa.Column("under_days", sa.SmallInteger(), nullable=True),
        sa.Column("from_years", sa.SmallInteger(), nullable=False),
        sa.Column("under_years", sa.SmallInteger(), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("circumstances", sa.JSON(), nullable=False),
        sa.Column("unless", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "from_days >= 0 and from_years >= 0 and under_years between 1 and 18",
            name=op.f("ck_routing_rule_age_range"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_routing_rule_reason_present")),
        sa.CheckConstraint("until_on is null or until_on >= from_on", name=op.f("ck_routing_rule_ends_after_start")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_routing_rule_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
        sa.UniqueConstraint("panel_id", "key", name=op.f("uq_routing_rule_panel_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_routing_rule_public_id")),
    )
    op.create_table(
        "agency_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_agency_contact_name_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"],
            ["agency.panel_id", "agency.id"],
            name=op.f("fk_agency_contact_panel_id_agency_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agency_contact_public_id")),
    )
    op.create_index("ix_agency_contact_agency_id", "agency_contact", ["agency_id"], unique=False)
    op.create_table(
        "secure_domain",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_secure_domain_panel_id")),
        sa.PrimaryKeyConstraint("panel_id", "ending", name=op.f("pk_secure_domain")),
    )
    op.add_column("child_case", sa.Column("agencies_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("proposals_seen", sa.JSON(none_as_null=True), nullable=True))
    op.execute(FIRST_ASKED)
    with op.batch_alter_table("form_request") as requests:
        for name in COUNTED:
            requests.add_column(sa.Column(name, sa.Integer(), nullable=True))
        requests.add_column(sa.Column("records", sa.JSON(), nullable=False, server_default=SAID_SO_FAR))
    with op.batch_alter_table("form_request") as requests:
        requests.alter_column("records", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("form_request") as requests:
        requests.drop_column("records")
        for name in COUNTED:
            requests.drop_column(name)
    op.drop_column("child_case", "proposals_seen")
    op.drop_column("child_case", "agencies_asked_at")
    op.drop_table("secure_domain")
    op.drop_table("agency_contact")
    op.drop_table("routing_rule")
