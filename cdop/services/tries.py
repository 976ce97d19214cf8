"""Tries that are counted so that nobody guesses or floods. Not verbs: each is a part of one, within its unit of work.

They stand in the table of refused sign-ins, each under a keyed mark of its own.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import SignInAttempt


def count(marks: Mapping[str, int], *, within: timedelta, now: datetime) -> bool:
    """Count a try under each of these marks, and say whether any now has more than its number in that time."""
    db.session.add_all(SignInAttempt(subject_digest=mark, at=now) for mark in marks)
    db.session.flush()
    of_them = SignInAttempt.subject_digest.in_(marks) & (SignInAttempt.at > now - within)
    counted = select(SignInAttempt.subject_digest, func.count()).where(of_them)
    found = dict(db.session.execute(counted.group_by(SignInAttempt.subject_digest)).all())
    return any(found.get(mark, 0) > limit for mark, limit in marks.items())


def forget(marks: Mapping[str, int]) -> None:
    """Forget the tries under these marks: the right word was found."""
    for attempt in db.session.scalars(select(SignInAttempt).where(SignInAttempt.subject_digest.in_(marks))):
        db.session.delete(attempt)
