"""The demonstration's extract, which the coordinator proposed and the chair signed, and a token. All is invented."""

from datetime import datetime, timedelta
from typing import Any

from cdop.rules.actors import Actor
from cdop.rules.api_tokens import LASTING, ApiScope
from cdop.rules.dates import LONDON
from cdop.rules.periods import FinancialYear, financial_year_of, years_together
from cdop.services import api_tokens, release_proposals
from cdop.services.release_proposals import Applied

YEARS = 3
KEPT_FOR = timedelta(days=365)


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> str:
    """Propose and sign an extract of the last whole years; return the release's public id."""
    today = now.astimezone(LONDON).date()
    last = FinancialYear(financial_year_of(today).first_year - 1)
    told = Applied(
        years_together(last, YEARS),
        ("age_band", "sex"),
        "A study of where babies are born. The study is invented.",
        "Invented Researcher, Invented University",
        "Kept on an encrypted disk, read by the applicant only; only rates are published.",
        today + KEPT_FOR,
    )
    proposal = release_proposals.propose_extract(coordinator, told, submission_id=None, now=now)
    return release_proposals.sign(chair, proposal, now=now)


def token(coordinator: Actor, *, now: datetime) -> str:
    """Make a token for an invented dashboard and return its secret."""
    told: Any = {"name": "Public health dashboard, J. Invented", "scopes": frozenset(ApiScope), "days": max(LASTING)}
    today = now.astimezone(LONDON).date()
    return api_tokens.make(coordinator, **told, submission_id=None, today=today, now=now)[0]
