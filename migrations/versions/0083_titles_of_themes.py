"""A release of a theme is called by the theme's name; the extracts to be deleted are found by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

_TITLES = "select id, panel_id, selection, title from data_release where title like '%, %'"
_LABELS = "select panel_id, key, label from theme"


def upgrade() -> None:
    op.create_index("ix_data_release_panel_id_expires_on", "data_release", ["panel_id", "expires_on"])
    connection = op.get_bind()
    labels = {(panel_id, key): label for panel_id, key, label in connection.execute(sa.text(_LABELS))}
    for id_, panel_id, selection, title in connection.execute(sa.text(_TITLES)).all():
        key = selection.rpartition("|")[2]
        before, _, called = title.rpartition(", ")
        if (panel_id, key) in labels and called in (key, f"theme {key}"):
            named = {"title": f"{before}, {labels[panel_id, key]}", "id": id_}
            connection.execute(sa.text("update data_release set title = :title where id = :id"), named)


def downgrade() -> None:
    op.drop_index("ix_data_release_panel_id_expires_on", table_name="data_release")
