"""Messages: the weekly digest and who chose what for it, a panel's own words, what came back, what was read here."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE = "outbound_message"
STATUS, SENT = "ck_outbound_message_status", "ck_outbound_message_sent_with_time"
BEFORE = ("due", "sending", "sent", "failed", "in doubt", "withdrawn")
NEW = ("for the digest", "in a digest", "held", "came back")
AT_ONCE = 1000


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as messages:
        messages.add_column(sa.Column("mark", sa.String(length=32), nullable=True))
        messages.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        _replace(messages, (*BEFORE, *NEW), "(status in ('sent', 'came back')) = (sent_at is not null)")
    _mark_all()
    with op.batch_alter_table(TABLE) as messages:
        messages.alter_column("mark", existing_type=sa.String(length=32), nullable=False)
    op.create_index("ix_outbound_message_mark", TABLE, ["mark"], unique=False)
    op.create_index("ix_outbound_message_panel_id_to_address", TABLE, ["panel_id", "to_address", "id"], unique=False)
    op.create_table(
        "digest_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_digest_choice_panel_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_digest_choice_user_id")),
        sa.PrimaryKeyConstraint("user_id", "panel_id", "template", name=op.f("pk_digest_choice")),
    )
    op.create_table(
        "message_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(subject is null) = (text is null)", name=op.f("ck_message_wording_subject_with_text")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_message_wording_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wording")),
    )
    op.create_index(
        "ix_message_wording_panel_id_template", "message_wording", ["panel_id", "template", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("message_wording")
    op.drop_table("digest_choice")
    # What waited for a digest or for a word waits no longer; what came back was refused.
    op.execute("update outbound_message set status = 'due' where status in ('for the digest', 'held')")
    op.execute("update outbound_message set status = 'withdrawn' where status = 'in a digest'")
    with op.batch_alter_table(TABLE) as messages:
        messages.drop_index("ix_outbound_message_panel_id_to_address")
        messages.drop_index("ix_outbound_message_mark")
        messages.drop_column("read_at")
        messages.drop_column("mark")
        messages.drop_constraint(op.f(SENT), type_="check")
        messages.drop_constraint(op.f(STATUS), type_="check")
    op.execute("update outbound_message set status = 'failed', sent_at = null where status = 'came back'")
    with op.batch_alter_table(TABLE) as messages:
        _create(messages, BEFORE, "(status = 'sent') = (sent_at is not null)")


def _replace(messages: BatchOperations, words: tuple[str, ...], sent: str) -> None:
    messages.drop_constraint(op.f(SENT), type_="check")
    messages.drop_constraint(op.f(STATUS), type_="check")
    _create(messages, words, sent)


def _create(messages: BatchOperations, words: tuple[str, ...], sent: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    messages.create_check_constraint(op.f(STATUS), f"status IN ({listed})")
    messages.create_check_constraint(op.f(SENT), sent)


def _mark_all() -> None:
    """What a Message-ID is made of, from the key of each message."""
    connection = op.get_bind()
    table = sa.table(TABLE, sa.column("id"), sa.column("key"), sa.column("mark"))
    after = 0
    page = sa.select(table.c.id, table.c.key).order_by(table.c.id).limit(AT_ONCE)
    put = table.update().where(table.c.id == sa.bindparam("at")).values(mark=sa.bindparam("told"))
    while rows := connection.execute(page.where(table.c.id > after)).all():
        connection.execute(put, [{"at": row.id, "told": _mark(row.key)} for row in rows])
        after = rows[-1].id


def _mark(key: str) -> str:
    return sha256(key.partition("#")[0].encode()).hexdigest()[:32]
