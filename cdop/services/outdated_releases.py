"""Releases that the records no longer give, since somebody changed a case: what is asked later may fail beside them.

For those who may see cases and release figures anew, and see by this which to begin with.
"""

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DataRelease
from cdop.queries import releases as queries
from cdop.queries.releases import Release
from cdop.rules.actors import Actor
from cdop.rules.releases import Selection, asked, contradicts, read_back
from cdop.rules.vocabulary import Action
from cdop.services import figures, releases
from cdop.services.access import require

MOST = 25
"""Of so many releases of one time, the newest ones, it is looked at whether the records still give them."""


def is_outdated(actor: Actor, release: Release) -> bool:
    """Say whether the records give other numbers now than a release that stands. Raises Forbidden."""
    require(actor, Action.FIGURES_RENEW, release.subject)
    selection = queries.selection(release.id)
    return selection is not None and _is_outdated(release.panel_id, release.id, selection)


def in_the_way(actor: Actor, release: Release) -> tuple[Release, ...]:
    """Return the releases of an overlapping time that the records no longer give, newest first. Raises Forbidden."""
    require(actor, Action.FIGURES_RENEW, release.subject)
    found = queries.beside(release.id, most=MOST)
    return tuple(
        each for each in found if _is_outdated(each.panel_id, each.id, Selection.of_key(each.selection, each.label))
    )


def _is_outdated(panel_id: int, release_id: int, selection: Selection) -> bool:
    figures.begin_snapshot()
    told = read_back(db.session.scalars(select(DataRelease.told).where(DataRelease.id == release_id)).one())
    return contradicts(told, asked(*releases.counted(panel_id, selection), selection).cells)
