"""Somebody senior at an agency releases its forms; who sent and who released them is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = "ck_form_request_status"
SENT_BY_SOMEBODY = "ck_form_request_waiting_sent_by_somebody"
BEFORE = "'to send', 'sent', 'opened', 'in progress', "
AFTER = "'returned', 'nothing held', 'sent back', 'declined', 'waived'"


def upgrade() -> None:
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f(NAME), type_="check")
        requests.create_check_constraint(op.f(NAME), f"status IN ({BEFORE}'waiting for release', {AFTER})")
        requests.add_column(sa.Column("sent_by", sa.String(length=120), nullable=True))
        requests.add_column(sa.Column("released_by", sa.String(length=120), nullable=True))
        requests.add_column(sa.Column("release_note", sa.Text(), nullable=True))
        requests.create_check_constraint(
            op.f(SENT_BY_SOMEBODY), "status <> 'waiting for release' or sent_by is not null"
        )


def downgrade() -> None:
    # What waits for release was not given to the panel.
    op.execute("update form_request set status = 'in progress' where status = 'waiting for release'")
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f(SENT_BY_SOMEBODY), type_="check")
        requests.drop_column("release_note")
        requests.drop_column("released_by")
        requests.drop_column("sent_by")
        requests.drop_constraint(op.f(NAME), type_="check")
        requests.create_check_constraint(op.f(NAME), f"status IN ({BEFORE}{AFTER})")
