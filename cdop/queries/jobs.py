"""What the jobs did when, for the pages, the health check and the job process itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import JobRun
from cdop.rules.vocabulary import JobOutcome

MOST_FAILURES = 3000


@dataclass(frozen=True, slots=True)
class LastRuns:
    """When a job last began a run that it finished, and one in which it failed."""

    done_at: datetime | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a job failed, and what went wrong the last time: the kind of fault, which the log tells more of."""

    number: int
    fault: str


def failures(*, since: datetime) -> dict[str, Failures]:
    """Return the jobs that failed since an instant, by name."""
    failed = (JobRun.outcome == JobOutcome.FAILED) & (JobRun.started_at >= since)
    query = select(JobRun.name, JobRun.counts).where(failed).order_by(JobRun.started_at.desc(), JobRun.id.desc())
    found: dict[str, Failures] = {}
    for name, counts in db.session.execute(query.limit(MOST_FAILURES)):
        known = found.get(name)
        number = 1 + (known.number if known else 0)
        found[name] = Failures(number, known.fault if known else str(counts.get("fault", "")))
    return found


def last_runs(names: Iterable[str]) -> dict[str, LastRuns]:
    """Return the last runs of each of these jobs."""
    newest = (
        select(JobRun.name, JobRun.outcome, func.max(JobRun.started_at).label("at"))
        .where(JobRun.name.in_(list(names)))
        .group_by(JobRun.name, JobRun.outcome)
    )
    at = {(row.name, row.outcome): row.at for row in db.session.execute(newest)}
    return {name: LastRuns(at.get((name, JobOutcome.DONE)), at.get((name, JobOutcome.FAILED))) for name in names}
