"""The job process: one is at work, any others stand by.

APScheduler only says when to look; the database says what is due. So a job that fell due while nobody
was at work runs as soon as somebody is, and two processes never do one thing twice.
"""

import logging
import os
import secrets
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from cdop import clock
from cdop.jobs import metrics
from cdop.jobs.schedule import (
    JOBS,
    MESSAGES,
    MESSAGES_EVERY,
    MESSAGES_NOTED_EVERY,
    PACKS,
    RELEASES,
    REPORTS,
    RETURNED_MAIL,
    RETURNED_MAIL_EVERY,
    WORKS_EVERY,
    Job,
)
from cdop.log_lines import kind_of, where
from cdop.queries.jobs import last_runs
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import JobOutcome
from cdop.services import (
    attachments,
    delivery,
    jobs,
    pack_works,
    release_works,
    reminders,
    report_works,
    returned_mail,
    unit,
)
from cdop.services.delivery import Delivery
from cdop.services.smtp import Transport, transport_for

LOOK_EVERY_SECONDS = 30
LOOK_FOR_STOP_SECONDS = 0.2
STOP = (signal.SIGTERM, signal.SIGINT)
# One job of each name at a time; what was missed while it ran, or while the machine slept, is looked at once.
OPTIONS = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}


class JobProcess:
    """One process that takes its turn at the jobs."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.noted_at: datetime | None = None

    def run(self) -> None:
        """Work until a signal to stop comes; then finish the message in hand and give the lease back."""
        # Held back in every thread and never taken: from the instant it was sent whoever looks for it sees it.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
        scheduler = BackgroundScheduler(timezone=LONDON, job_defaults=OPTIONS)
        scheduler.add_job(self.messages, "interval", seconds=MESSAGES_EVERY.total_seconds(), next_run_time=clock.now())
        scheduler.add_job(self.timetable, "interval", seconds=LOOK_EVERY_SECONDS, next_run_time=clock.now())
        scheduler.add_job(self.files, "interval", seconds=LOOK_EVERY_SECONDS, next_run_time=clock.now())
        for works in (self.packs, self.releases, self.reports):
            scheduler.add_job(works, "interval", seconds=WORKS_EVERY.total_seconds(), next_run_time=clock.now())
        if self.app.config["CDOP"].returned_mail_url:
            every = RETURNED_MAIL_EVERY.total_seconds()
            scheduler.add_job(self.returned_mail, "interval", seconds=every, next_run_time=clock.now())
        scheduler.add_listener(lambda event: log(event.job_id, event.exception), EVENT_JOB_ERROR)
        keep_quiet()
        self._show_figures()
        scheduler.start()
        while not is_told_to_stop():
            time.sleep(LOOK_FOR_STOP_SECONDS)
        scheduler.shutdown(wait=True)
        with self.app.app_context():
            jobs.release(jobs.JOB, self.holder, now=clock.now())

    def _show_figures(self) -> None:
        """Answer who watches over the service, where an address is set; another process may have it already."""
        address = self.app.config["CDOP"].metrics
        if address is not None:
            try:
                metrics.serve(self.app, address)
            except OSError as fault:
                log("metrics", fault)

    def timetable(self) -> None:
        """Run, one after another, the jobs that have not run since they were to."""
        for job in JOBS:
            with self.app.app_context():
                if self.fence() is not None and is_due(job, clock.now()):
                    run_job(job)

    def files(self) -> None:
        """Have the files scanned that came while the scanner was away."""
        with self.app.app_context():
            if self.fence() is not None:
                attachments.scan_waiting(now=clock.now())

    def packs(self) -> None:
        """Do the work on packs that people wait for, one after another."""
        self._works(PACKS, pack_works.do_next)

    def releases(self) -> None:
        """Make the releases that people wait for, one after another."""
        self._works(RELEASES, release_works.do_next)

    def reports(self) -> None:
        """Build the reports that people wait for, one after another."""
        self._works(REPORTS, report_works.do_next)

    def _works(self, name: str, do_next: Callable[..., bool]) -> None:
        with self.app.app_context():
            try:
                while self.fence() is not None and do_next(now=clock.now()):
                    pass
            except Exception as fault:  # whoever waits is told; the next look is in a second
                log(name, fault)

    def returned_mail(self) -> None:
        """Read which messages came back, and note that it was done."""
        with self.app.app_context():
            if self.fence() is None:
                return
            started, counts = clock.now(), dict[str, object]()
            try:
                counts |= returned_mail.read(self.app.config["CDOP"].returned_mail_url, now=started)
                outcome = JobOutcome.DONE
            except Exception as fault:  # the next look is in five minutes
                log(RETURNED_MAIL, fault)
                counts, outcome = {"fault": kind_of(fault)}, JobOutcome.FAILED
            jobs.note_run(jobs.JOB, RETURNED_MAIL, outcome, counts, started=started, now=clock.now())

    def messages(self) -> None:
        """Send what is due, if this process is the one at work."""
        with self.app.app_context():
            started = clock.now()
            try:
                if (fence := self.fence()) is not None:
                    self._note(JobOutcome.DONE, self._deliver(fence), started)
            except Exception as fault:  # the next look is in two seconds
                log(MESSAGES, fault)
                self._note(JobOutcome.FAILED, {"fault": kind_of(fault)}, started)

    def fence(self) -> int | None:
        """Return the fence of the lease, renewed on the way; None while another process holds it or this one ends."""
        if is_told_to_stop():
            return None
        return jobs.hold(self.holder, beside=self.app.config["CDOP"].witness, now=clock.now())

    def _deliver(self, fence: int) -> Mapping[str, int]:
        counts = Counter(reminders.send_due(now=clock.now()))
        counts["in doubt"] += delivery.doubt_cut_off(fence=fence, now=clock.now())
        transport = transport_for(self.app.config["CDOP"])
        if transport is not None:
            counts += self._send_all(transport)
        return +counts

    def _send_all(self, transport: Transport) -> Counter[str]:
        """Send one message after another until none is due; count how many were sent and how many not."""
        counts: Counter[str] = Counter()
        try:
            while (fence := self.fence()) is not None:
                became = delivery.deliver_next(transport, self.app.config["CDOP"], fence=fence, now=clock.now())
                if became not in (Delivery.SENT, Delivery.NOT_SENT):
                    break
                counts[became.value] += 1
        finally:
            transport.close()
        return counts

    def _note(self, outcome: JobOutcome, counts: Mapping[str, object], started: datetime) -> None:
        """Note a look at the messages where it did something; of those that found nothing, one in ten minutes."""
        is_news = bool(counts) and outcome is JobOutcome.DONE
        if is_news or self.noted_at is None or started - self.noted_at >= MESSAGES_NOTED_EVERY:
            self.noted_at = started
            jobs.note_run(jobs.JOB, MESSAGES, outcome, counts, started=started, now=clock.now())


def is_told_to_stop() -> bool:
    """Say whether a signal to stop has been sent to this process."""
    return not signal.sigpending().isdisjoint(STOP)


def is_due(job: Job, now: datetime) -> bool:
    """Say by the database whether a job has not run since it was to."""
    last = last_runs([job.name])[job.name]
    unit.end_reads()
    return job.is_due(last, now)


def run_job(job: Job) -> JobOutcome:
    """Run one job now and note what became of it. Within an application context."""
    run_id = jobs.begin_run(jobs.JOB, job.name, now=clock.now())
    try:
        counts: Mapping[str, object] = job.run(clock.now())
        outcome = JobOutcome.DONE
    except Exception as fault:  # one job that fails keeps no other from running
        log(job.name, fault)
        counts, outcome = {"fault": kind_of(fault)}, JobOutcome.FAILED
    jobs.end_run(jobs.JOB, run_id, outcome, counts, now=clock.now())
    return outcome


def keep_quiet() -> None:
    """Have APScheduler say nothing itself: its report of an error repeats values."""
    logger = logging.getLogger("apscheduler")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def log(job: str, fault: BaseException | None) -> None:
    """Write what went wrong into the log: kind and place, no values."""
    structlog.get_logger().error("job", job=job, error=kind_of(fault), where=where(fault))
