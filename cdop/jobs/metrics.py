"""Figures of the service for Prometheus, at an address of their own: read from the database whenever they are asked.

They count messages, reminders and runs of jobs in all panels together, and nothing of any case.
"""

from collections.abc import Iterator
from datetime import datetime
from wsgiref.simple_server import WSGIServer

from flask import Flask
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cdop import clock
from cdop.jobs.schedule import Standing, standings
from cdop.queries.standing import Queues, queues
from cdop.services import unit


class Figures(Collector):
    """The figures as they are at the moment they are asked for."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def describe(self) -> list[Metric]:
        """Return nothing: to be put on the list asks nothing of the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield each figure. Where the database does not answer the whole asking fails, which the monitor sees."""
        with self.app.app_context():
            now = clock.now()
            jobs, waiting = standings(now), queues(now=now)
            unit.end_reads()
        yield from _of_jobs(jobs)
        yield from _of_queues(waiting, now)


def serve(app: Flask, address: tuple[str, int]) -> WSGIServer:
    """Answer at an address, in a thread, until the process ends; return what does. Raises OSError if it is taken."""
    registry = CollectorRegistry()
    registry.register(Figures(app))
    host, port = address
    server, _thread = start_http_server(port, host, registry)
    return server


def _of_jobs(jobs: tuple[Standing, ...]) -> Iterator[Metric]:
    done = GaugeMetricFamily("cdop_job_last_done_seconds", "When a job last began a run that succeeded", labels=["job"])
    failed = GaugeMetricFamily("cdop_job_last_failed_seconds", "When a job last began one that failed", labels=["job"])
    late = GaugeMetricFamily("cdop_job_late", "1 where a job should have run and has not", labels=["job"])
    for job in jobs:
        late.add_metric([job.name], float(job.is_late))
        for family, at in ((done, job.last.done_at), (failed, job.last.failed_at)):
            if at is not None:
                family.add_metric([job.name], at.timestamp())
    yield from (done, failed, late)


def _of_queues(waiting: Queues, now: datetime) -> Iterator[Metric]:
    messages = GaugeMetricFamily("cdop_messages", "Messages by what became of them", labels=["status"])
    for status, number in waiting.messages.items():
        messages.add_metric([status.value], number)
    since = waiting.oldest_due_at
    waited = (now - since).total_seconds() if since else 0
    yield messages
    yield GaugeMetricFamily("cdop_oldest_due_message_wait_seconds", "How long the oldest due message waits", waited)
    yield GaugeMetricFamily("cdop_reminders_due", "Reminders whose time has come", waiting.reminders_due)
    yield GaugeMetricFamily("cdop_job_takeovers", "How often a job process took over", waiting.leases)
