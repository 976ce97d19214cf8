"""The audit log and the seals that show it was not altered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base, UtcDateTime, enum_column, enum_type
from cdop.rules.vocabulary import ActorKind, AuditVerb


class AuditEntry(Base):
    """Who did what to which row. Triggers on both databases refuse to change or delete one."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_case_id", "case_id", "id"),
        Index("ix_audit_entry_panel_id_at", "panel_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[ActorKind] = enum_column(ActorKind, "actor_kind")
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(120))
    panel_id: Mapped[int | None]
    # No CHECK: the list of verbs grows, and this table is never rebuilt.
    verb: Mapped[AuditVerb] = mapped_column(enum_type(AuditVerb, "verb", is_checked=False))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(120))
    case_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(40))


class AuditSeal(Base):
    """A keyed digest over all audit entries up to one, chained on the seal before. The key is not in the database."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
