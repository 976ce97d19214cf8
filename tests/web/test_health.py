"""What a load balancer and a monitor are told: alive, able to serve, and figures that name nobody."""

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from cdop import create_app
from cdop.extensions import db
from cdop.jobs import metrics
from cdop.jobs.runner import run_job
from cdop.jobs.schedule import JOBS, MESSAGES
from cdop.queries.jobs import last_runs
from cdop.rules.correspondence import MessageStatus
from tests.databases import ON_BOTH, config_for
from tests.messages import queue
from tests.personas import Cast


@contextmanager
def served_figures(app: Flask) -> Iterator[str]:
    server = metrics.serve(app, ("127.0.0.1", 0))
    yield f"http://127.0.0.1:{server.server_port}/metrics"
    server.shutdown()
    server.server_close()


def asked(app: Flask, path: str) -> tuple[int, str]:
    answer = app.test_client().get(path)
    return answer.status_code, answer.text.strip()


@ON_BOTH
def test_program_is_alive_and_ready_on_its_database(app: Flask) -> None:
    assert [asked(app, path) for path in ("/healthz", "/readyz")] == [(200, "ok"), (200, "ready")]


@ON_BOTH
def test_program_is_not_ready_on_a_database_of_another_version(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    assert asked(app, "/readyz") == (503, "the database is of another version")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_program_without_a_database_is_alive_and_not_ready(kind: str, new_database: Callable[[str], str]) -> None:
    url = new_database(kind)
    gone = create_app(config_for(url.replace(url.rpartition("/")[2], "nowhere/at/all")))
    assert asked(gone, "/healthz") == (200, "ok")
    assert asked(gone, "/readyz") == (503, "the database does not answer")
    with gone.app_context():
        db.engine.dispose()


@ON_BOTH
def test_figures_of_the_service_are_those_of_the_database_and_name_nobody(app: Flask, cast: Cast) -> None:
    coordinator = cast.person("coordinator")
    queue(coordinator, "one@example.com", now=cast.now)
    run_job(JOBS[0])
    done_at = last_runs([JOBS[0].name])[JOBS[0].name].done_at
    db.session.rollback()
    with served_figures(app) as address, urllib.request.urlopen(address) as answer:  # noqa: S310
        said = answer.read().decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(said)
        for sample in family.samples
    }
    assert found["cdop_messages", MessageStatus.DUE.value] == 1
    assert found["cdop_messages", MessageStatus.SENT.value] == 0
    assert found["cdop_job_last_done_seconds", JOBS[0].name] == (done_at and done_at.timestamp())
    assert (found["cdop_job_late", JOBS[0].name], found["cdop_job_late", MESSAGES]) == (0, 1)
    assert "example.com" not in said
