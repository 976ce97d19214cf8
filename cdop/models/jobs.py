"""The job process: who is at work, and what each job did when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base, UtcDateTime, enum_column
from cdop.rules.vocabulary import JobOutcome


class JobLease(Base):
    """Which job process is at work. `fence` grows with each new holder.

    `expires` and `seen`, when one was last known to be at work, are in the database's seconds. What fell due up to
    `doubtful_until` may have left before this database was put back.
    """

    __tablename__ = "job_lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    fence: Mapped[int] = mapped_column(BigInteger)
    expires: Mapped[float] = mapped_column(Float(53))
    seen: Mapped[float | None] = mapped_column(Float(53))
    doubtful_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobRun(Base):
    """One run of a job."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_name_started_at", "name", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[JobOutcome] = enum_column(JobOutcome, "outcome")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
