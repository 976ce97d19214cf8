"""Seals over the audit log: each is a keyed digest of the entries since the last seal, chained on that seal.

The key comes from the settings. Whoever alters, removes or swaps an entry in the database cannot make the
seal again. Whoever cuts off the tail with its seals is found by a digest that was written down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, text

from cdop.extensions import db
from cdop.models import AuditEntry, AuditSeal
from cdop.queries.reading import in_pieces
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import audit
from cdop.services.unit import writes

JOB = "audit seal"
FIRST = "the first seal"
# Below every number that an entry can have, so that nothing can be put before the first one.
BEGINNING = -(2**31)


def seal(*, now: datetime) -> int:
    """Seal the entries that no seal covers and return how many there were."""
    return _seal(actors.job(JOB), now=now)


def newest() -> str | None:
    """Return the digest of the newest seal, to be kept outside the database; None where there is none."""
    return db.session.scalar(select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1))


def first_fault(*, known: str | None = None) -> str | None:
    """Return in words the first seal that does not hold, None where all do.

    `known` is the digest of a seal that was written down: a log without that seal was cut off.
    """
    previous, digest, found = BEGINNING, FIRST, known is None
    for stored in db.session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        if _digest(digest, previous, stored.last_entry_id) != stored.digest:
            first, last = max(previous, 0) + 1, stored.last_entry_id
            return f"Between the entries {first} and {last} the audit log was altered."
        previous, digest = stored.last_entry_id, stored.digest
        found = found or digest == known
    return None if found else f"The seal {known} is missing: the audit log was cut off."


@writes(AuditVerb.AUDIT_SEALED)
def _seal(actor: Actor, *, now: datetime) -> int:
    _wait_for_writers()
    last = db.session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    since = last.last_entry_id if last else BEGINNING
    ids = list(db.session.scalars(select(AuditEntry.id).where(AuditEntry.id > since).order_by(AuditEntry.id)))
    if ids:
        digest = _digest(last.digest if last else FIRST, since, ids[-1])
        db.session.add(AuditSeal(last_entry_id=ids[-1], digest=digest, at=now))
    return len(ids)


def _wait_for_writers() -> None:
    """Until every entry that has its number is there: on PostgreSQL a later one may be committed earlier."""
    if db.session().connection().dialect.name == "postgresql":
        db.session.execute(text("lock table audit_entry, audit_seal in share row exclusive mode"))


def _digest(previous: str, since: int, last: int) -> str:
    chain = hashlib.sha256(previous.encode())
    for entry in _entries(since, last):
        chain.update(_line(entry))
    return audit.keyed_digest(chain.hexdigest())


def _entries(since: int, last: int) -> Iterator[Row[Any]]:
    columns = AuditEntry.__table__.columns
    query = select(*columns).where(AuditEntry.id > since, AuditEntry.id <= last).order_by(AuditEntry.id)
    yield from in_pieces(query, 1000)


def _line(entry: Row[Any]) -> bytes:
    told = {name: str(value) if name == "at" else value for name, value in entry._mapping.items()}
    return json.dumps(told, sort_keys=True, default=str).encode() + b"\n"
