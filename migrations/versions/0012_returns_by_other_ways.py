"""Returns that come by e-mail, post or telephone: contacts with agencies, forms that are declined or accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "ck_form_request_status"
BEFORE = "'to send', 'sent', 'opened', 'in progress', 'returned', 'nothing held', 'sent back', 'waived'"
AFTER = "'to send', 'sent', 'opened', 'in progress', 'returned', 'nothing held', 'sent back', 'declined', 'waived'"


def upgrade() -> None:
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f(NAME), type_="check")
        requests.create_check_constraint(op.f(NAME), f"status IN ({AFTER})")
        requests.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        requests.add_column(sa.Column("accepted_by", sa.String(length=120), nullable=True))
        requests.create_check_constraint(
            op.f("ck_form_request_accepted_once_returned"),
            "accepted_at is null or status in ('returned', 'nothing held')",
        )
        requests.create_check_constraint(
            op.f("ck_form_request_accepted_by_somebody"), "(accepted_at is null) = (accepted_by is null)"
        )
    op.create_table(
        "request_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "telephone",
                "e-mail",
                "letter",
                "meeting",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("with_name", sa.String(length=70), nullable=False),
        sa.Column("with_role", sa.String(length=45), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_return", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(with_name) > 0", name=op.f("ck_request_contact_with_somebody")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_request_contact_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "request_id"],
            ["form_request.panel_id", "form_request.id"],
            name=op.f("fk_request_contact_panel_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_contact")),
    )
    op.create_index("ix_request_contact_request_id", "request_contact", ["request_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("request_contact")
    # Whoever declined had still been asked.
    op.execute("update form_request set status = 'sent' where status = 'declined'")
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f("ck_form_request_accepted_once_returned"), type_="check")
        requests.drop_constraint(op.f("ck_form_request_accepted_by_somebody"), type_="check")
        requests.drop_column("accepted_by")
        requests.drop_column("accepted_at")
        requests.drop_constraint(op.f(NAME), type_="check")
        requests.create_check_constraint(op.f(NAME), f"status IN ({BEFORE})")
