"""Guesses sent at once, on the server as it runs: no more of them are looked into than of guesses in a row."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from cdop import clock, create_app
from cdop.extensions import db
from cdop.models import SignInAttempt
from cdop.services.sessions import TRIES_FOR_ADDRESS
from tests.databases import ON_BOTH, config_for
from tests.personas import Cast, address
from tests.serving import Server, Visitor, serving

GUESSERS = 16
WRONG, SLOWED = "We do not know this pair", "There have been too many tries"


def prepare(url: str) -> None:
    app = create_app(config_for(url))
    with app.app_context():
        Cast(clock.now()).person("coordinator")
        db.session.remove()
        db.engine.dispose()


def guess(server: Server, start: Barrier, rounds: int) -> list[str]:
    """What each of one person's guesses was told."""
    told = []
    visitor = Visitor(server)
    visitor.get("/sign-in")
    for number in range(rounds):
        start.wait()
        answer = visitor.post("/sign-in", email=address("coordinator"), password=f"a wrong password {number}")
        told.append(next((words for words in (WRONG, SLOWED) if words in answer.text), answer.text))
    return told


def attempts(url: str) -> int:
    app = create_app(config_for(url))
    with app.app_context():
        count = len(db.session.scalars(select(SignInAttempt.id)).all())
        db.session.remove()
        db.engine.dispose()
    return count


@ON_BOTH
def test_guesses_at_once_are_counted_before_they_are_looked_into(database_url: str) -> None:
    prepare(database_url)
    start = Barrier(GUESSERS)
    with serving(database_url) as server, ThreadPoolExecutor(GUESSERS) as threads:
        told = Counter(
            words for each in threads.map(lambda _: guess(server, start, 2), range(GUESSERS)) for words in each
        )
    assert set(told) <= {WRONG, SLOWED}
    assert told[WRONG] <= TRIES_FOR_ADDRESS
    assert attempts(database_url) == told[WRONG] * 2
