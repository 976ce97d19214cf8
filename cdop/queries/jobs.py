"""What the jobs did when, for the pages, the health check and the job process itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import JobRun
from cdop.rules.vocabulary import JobOutcome


@dataclass(frozen=True, slots=True)
class LastRuns:
    """When a job last began a run that it finished, and one in which it failed."""

    done_at: datetime | None = None
    failed_at: datetime | None = None


def last_runs(names: Iterable[str]) -> dict[str, LastRuns]:
    """Return the last runs of each of these jobs."""
    newest = (
        select(JobRun.name, JobRun.outcome, func.max(JobRun.started_at).label("at"))
        .where(JobRun.name.in_(list(names)))
        .group_by(JobRun.name, JobRun.outcome)
    )
    at = {(row.name, row.outcome): row.at for row in db.session.execute(newest)}
    return {name: LastRuns(at.get((name, JobOutcome.DONE)), at.get((name, JobOutcome.FAILED))) for name in names}
