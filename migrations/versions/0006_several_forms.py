"""A request carries several forms; an agency may release what its people answer in a step of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Until now every request was for one form. Going back, the first of several stays.
FORMS_OF_REQUESTS = """
    insert into requested_form (request_id, form_key, panel_id, case_id, position, response_id, section_keys)
    select form_request.id, form_response.form_key, form_request.panel_id, form_request.case_id, 0,
           form_request.response_id, null
    from form_request join form_response on form_response.id = form_request.response_id
"""
FIRST_FORM = """
    update form_request set response_id = (
        select response_id from requested_form
        where requested_form.request_id = form_request.id order by position limit 1
    )
"""


def upgrade() -> None:
    op.create_table(
        "requested_form",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("section_keys", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "request_id"],
            ["form_request.panel_id", "form_request.id"],
            name=op.f("fk_requested_form_panel_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "response_id"],
            ["form_response.panel_id", "form_response.id"],
            name=op.f("fk_requested_form_panel_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("request_id", "form_key", name=op.f("pk_requested_form")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_requested_form_request_id_position")),
        sa.UniqueConstraint("response_id", name=op.f("uq_requested_form_response_id")),
    )
    op.execute(FORMS_OF_REQUESTS)
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f("fk_form_request_panel_id_response_id"), type_="foreignkey")
        requests.drop_column("response_id")
    with op.batch_alter_table("agency") as agencies:
        agencies.add_column(sa.Column("has_release_step", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("agency") as agencies:
        agencies.alter_column("has_release_step", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("agency") as agencies:
        agencies.drop_column("has_release_step")
    op.add_column("form_request", sa.Column("response_id", sa.Integer(), nullable=True))
    op.execute(FIRST_FORM)
    with op.batch_alter_table("form_request") as requests:
        requests.alter_column("response_id", nullable=False)
        requests.create_foreign_key(
            op.f("fk_form_request_panel_id_response_id"),
            "form_response",
            ["panel_id", "response_id"],
            ["panel_id", "id"],
        )
    op.drop_table("requested_form")
