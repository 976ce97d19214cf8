"""The public edition leaves for everybody: published once it is approved, withdrawn with a notice, replaced by another.

What was published stays: a withdrawn report says why on its page, and one that a newer report of the same period
replaces leads to it.
"""

from datetime import datetime

from cdop.documents.blocks import Document
from cdop.extensions import db
from cdop.models import AnnualReport
from cdop.queries import published_reports as queries
from cdop.queries import reports as report_queries
from cdop.queries.published_reports import PublishedReport
from cdop.queries.reports import FrozenReport
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import report_papers, report_snapshots
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.figures import PUBLIC
from cdop.services.unit import writes

LONGEST_REASON = 300


@writes(AuditVerb.REPORT_PUBLISHED)
def publish(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Publish an approved public edition; published again it stays as it is.

    Raises NotFound, Forbidden, and Blocked where it is not approved, not public, or was withdrawn.
    """
    report = _own(actor, public_id)
    if report.edition != PUBLIC:
        raise Blocked(["Only the public edition can be published."])
    if report.approved_at is None:
        raise Blocked(["It is not approved yet."])
    if report.withdrawn_at is not None:
        raise Blocked(["It was withdrawn. Build the report again, and publish that."])
    if report.published_at is None:
        report.published_at, report.published_by_name = now, actor.name


@writes(AuditVerb.REPORT_WITHDRAWN)
def withdraw(actor: Actor, public_id: str, *, reason: str, now: datetime) -> None:
    """Withdraw a published report; its page then gives the reason. Raises NotFound, Forbidden, Blocked and Invalid."""
    report = _own(actor, public_id)
    if report.published_at is None or report.withdrawn_at is not None:
        raise Blocked(["It is not published."])
    if not reason.strip():
        raise Invalid({"reason": "Say why it is withdrawn"})
    report.withdrawn_at, report.withdrawn_because = now, reason.strip()[:LONGEST_REASON]


def _own(actor: Actor, public_id: str) -> AnnualReport:
    """A report of the actor's panel, locked within the open unit."""
    found = report_queries.frozen_report(actor, public_id)
    if found is None:
        raise NotFound
    require(actor, Action.REPORT_APPROVE, found.report.subject)
    return db.session.get_one(AnnualReport, found.report.id, with_for_update=True)


def page(public_id: str) -> tuple[PublishedReport, Document | None]:
    """Return a published report and what it says, None in place of that where it was withdrawn. Raises NotFound."""
    published = _published(public_id)
    if published.withdrawn_at is not None:
        return published, None
    return published, _document(published)


def pdf(public_id: str) -> tuple[PublishedReport, bytes]:
    """Return a published report and its PDF as it was built. Raises NotFound, for a withdrawn one as well."""
    published = _standing(public_id)
    return published, queries.pdf(published.id)


def document(public_id: str) -> tuple[PublishedReport, Document]:
    """Return a published report and what it says. Raises NotFound, for a withdrawn one as well."""
    published = _standing(public_id)
    return published, _document(published)


def paper(public_id: str, what: str) -> tuple[PublishedReport, bytes]:
    """Return a published report and a shorter paper of it. Raises NotFound, for a withdrawn one as well."""
    published = _standing(public_id)
    return published, report_papers.content(_frozen(published), what)


def short(public_id: str, kind: str) -> tuple[PublishedReport, Document]:
    """Return a published report and a short version of it. Raises NotFound, for a withdrawn one as well."""
    published = _standing(public_id)
    return published, report_snapshots.short_of(_frozen(published), kind)


def _published(public_id: str) -> PublishedReport:
    published = queries.published_report(public_id)
    if published is None:
        raise NotFound
    return published


def _standing(public_id: str) -> PublishedReport:
    published = _published(public_id)
    if published.withdrawn_at is not None:
        raise NotFound
    return published


def _document(published: PublishedReport) -> Document:
    return report_snapshots.document_of(_frozen(published))


def _frozen(published: PublishedReport) -> FrozenReport:
    frozen = queries.frozen(published)
    if frozen is None:
        raise NotFound
    return frozen
