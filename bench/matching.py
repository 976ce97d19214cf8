"""One account of a child among 100,000 cases: what may be the same child, beside a look-up of one number by its index.

The look-up is the least that could be asked: it finds nothing but the equal number. Ours reads the keys of the account,
compares those that share one, and finds names that were misspelled and dates that were mistyped as well.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from bench.population import PANEL_ID
from bench.rounds import Ratio, compare
from cdop.extensions import db
from cdop.models import Case, CaseMatchKey
from cdop.queries.same_child import alike
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import ActorKind, Role

REPEATS, CHUNK = 20, 5_000
LOOK_UP = "select id, public_id, reference from child_case where panel_id = ? and nhs_number = ?"


def measure(app: Flask, file: Path) -> Iterator[tuple[str, Ratio]]:
    """Yield the ratio of matching an account, as it was told and with its mistakes, to the look-up."""
    with app.app_context():
        add_keys(app)
        row = db.session.execute(select(*_facts()).where(Case.nhs_number.is_not(None)).limit(1)).one()
        child = same_child.of_case(row._asdict())
        db.session.rollback()
        actor = Actor(ActorKind.PERSON, user_id=1, panel_id=PANEL_ID, roles=frozenset({Role.COORDINATOR}))
        plain = sqlite3.connect(file)
        mistaken = replace(
            child, nhs_number=None, given_names=f"{child.given_names}h", died_on=_day_off(child), postcode=None
        )
        for name, told in (("the same number", child), ("no number, a name and a date mistaken", mistaken)):
            found = alike(actor, [told])[0]
            if not any(each.public_id == row.public_id for each in found):
                raise AssertionError(f"the case was not found by {name}")
            yield name, compare(lambda told=told: _ask(actor, told), lambda: _look_up(plain, child), repeats=REPEATS)  # type: ignore[misc]
        plain.close()


def add_keys(app: Flask) -> None:
    """Give every case the keys that accounts of it are found by."""
    with db.engine.begin() as connection:
        rows = iter(connection.execute(select(Case.id, *_facts())).all())
        while chunk := list(islice(rows, CHUNK)):
            keys = [
                {"panel_id": PANEL_ID, "case_id": row.id, "key": key}
                for row in chunk
                for key in same_child.keys(same_child.of_case(row._asdict()))
            ]
            connection.execute(insert(CaseMatchKey.__table__), keys)  # type: ignore[arg-type]


def _facts() -> tuple[Any, ...]:
    return (Case.public_id, *(getattr(Case, name) for name in same_child.OF_CASE))


def _day_off(child: Child) -> Any:
    return child.died_on + timedelta(days=1) if child.died_on else None


def _ask(actor: Actor, told: Child) -> None:
    alike(actor, [told])
    db.session.rollback()


def _look_up(plain: sqlite3.Connection, child: Child) -> None:
    plain.execute(LOOK_UP, (PANEL_ID, child.nhs_number)).fetchall()
