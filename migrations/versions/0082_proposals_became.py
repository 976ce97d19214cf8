"""A proposal that was signed says which release it became."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

# An extract stands under the name of its proposal; figures were released anew in the instant of the signature.
_BECAME = """
    update release_proposal set became_id = (
        select max(made.id) from data_release made left join data_release old on old.id = release_proposal.release_id
        where made.panel_id = release_proposal.panel_id and (
            made.standing = 'extract ' || release_proposal.public_id
            or (made.selection = old.selection and made.released_at = release_proposal.decided_at)
        )
    ) where is_signed
"""


def upgrade() -> None:
    with op.batch_alter_table("release_proposal") as proposals:
        proposals.add_column(sa.Column("became_id", sa.Integer(), nullable=True))
        proposals.create_foreign_key(op.f("fk_release_proposal_became_id"), "data_release", ["became_id"], ["id"])
        proposals.create_check_constraint(op.f("ck_release_proposal_became_signed"), "became_id is null or is_signed")
    op.execute(_BECAME)


def downgrade() -> None:
    with op.batch_alter_table("release_proposal") as proposals:
        proposals.drop_constraint(op.f("ck_release_proposal_became_signed"), type_="check")
        proposals.drop_constraint(op.f("fk_release_proposal_became_id"), type_="foreignkey")
        proposals.drop_column("became_id")
