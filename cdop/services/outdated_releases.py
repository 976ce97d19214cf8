"""Releases that the records no longer give, since somebody changed a case: what is asked later may fail beside them.

For those who may see cases and release figures anew, and see by this which to begin with.
"""

from dataclasses import dataclass

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DataRelease
from cdop.queries import releases as queries
from cdop.queries.releases import Release
from cdop.rules.actors import Actor
from cdop.rules.figures import measure
from cdop.rules.releases import Selection, asked, contradicts, read_back
from cdop.rules.vocabulary import Action
from cdop.services import figures, releases
from cdop.services.access import require

MOST = 50
"""Of so many releases of the same deaths and time, the newest, it is looked at whether the records still give them."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The releases beside which another is withheld, newest first; `are_all` where no more were there to look at."""

    releases: tuple[Release, ...]
    are_all: bool


def is_outdated(actor: Actor, release: Release) -> bool:
    """Say whether the records give other numbers now than a release that stands. Raises Forbidden."""
    require(actor, Action.FIGURES_RENEW, release.subject)
    selection = queries.selection(release.id)
    return selection is not None and _is_outdated(release.panel_id, release.id, selection)


def in_the_way(actor: Actor, release: Release) -> InTheWay:
    """Return the releases of the same deaths and time that the records no longer give. Raises Forbidden."""
    require(actor, Action.FIGURES_RENEW, release.subject)
    counted = _selection(release).measure
    beside = [each for each in queries.beside(release.id) if _are_counted_by_both(counted, _selection(each).measure)]
    outdated = (each for each in beside[:MOST] if _is_outdated(each.panel_id, each.id, _selection(each)))
    return InTheWay(tuple(outdated), len(beside) <= MOST)


def _are_counted_by_both(one: str, other: str) -> bool:
    """Whether two measures count the same deaths; one that is not named stands for all of them."""
    return not one or not other or measure(one).cohort == measure(other).cohort


def _selection(release: Release) -> Selection:
    return Selection.of_key(release.selection, release.label)


def _is_outdated(panel_id: int, release_id: int, selection: Selection) -> bool:
    figures.begin_snapshot()
    told = read_back(db.session.scalars(select(DataRelease.told).where(DataRelease.id == release_id)).one())
    return contradicts(told, asked(*releases.counted(panel_id, selection), selection).cells)
