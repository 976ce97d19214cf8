"""The themes that the panel chose in an analysis, beside what people decided of the same case on the theme's page."""

from collections.abc import Set
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AnalysisVersion, Case, CaseTheme, Theme, ThemeDecision
from cdop.queries import themes as queries
from cdop.queries.themes import LeftOut
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date

CHOSEN = "Chosen in the analysis of the case, version {number}"


def last_version(case_id: int) -> AnalysisVersion | None:
    """Return the analysis of a case that was signed last, None where none was."""
    of_case = select(AnalysisVersion).where(AnalysisVersion.case_id == case_id)
    return db.session.scalar(of_case.order_by(AnalysisVersion.number.desc()).limit(1))


def chosen_in(version: AnalysisVersion | None) -> Set[str]:
    """Return the keys of the themes that were chosen in a signed analysis."""
    told = version.answers if version else []
    return {key for each in told if each["question"] == "themes" for key in each["value"] or ()}


def still_out(case_id: int, chosen: Set[str]) -> tuple[LeftOut, ...]:
    """Return the themes that are chosen, as they were when the analysis was signed before, but were taken out since."""
    left_out = [each for each in queries.left_out(case_id) if each.key in chosen]
    earlier = chosen_in(last_version(case_id)) if left_out else frozenset()
    return tuple(each for each in left_out if each.key in earlier)


def still_out_words(each: LeftOut) -> str:
    """Return in words that a theme stays out although it is chosen, and how it comes in again."""
    day = written_date(each.at.astimezone(LONDON).date())
    return (
        f"{each.label}: {each.by_name} took the case out of this theme on {day}: “{each.reason}”. It stays out when "
        "the analysis is signed, until somebody puts it in again on the theme’s page"
    )


def change(
    actor: Actor, case: Case, chosen: Set[str], version: AnalysisVersion, before: Set[str], now: datetime
) -> None:
    """Write the themes chosen now in place of those chosen `before`; those that a register brought stay.

    What a person took out stays out where it was chosen before already. Chosen anew it goes in, which is a decision.
    """
    held = {row.theme_key: row for row in db.session.scalars(select(CaseTheme).where(CaseTheme.case_id == case.id))}
    known = set(db.session.scalars(select(Theme.key).where(Theme.panel_id == case.panel_id)))
    left_out = {each.key for each in queries.left_out(case.id)}
    for key in sorted((before - chosen) & held.keys()):
        db.session.delete(held[key])
    for key in sorted((chosen - held.keys() - (left_out & before)) & known):
        db.session.add(CaseTheme(case_id=case.id, theme_key=key, panel_id=case.panel_id))
        if key in left_out:
            _decide(actor, case, key, version, now)


def _decide(actor: Actor, case: Case, key: str, version: AnalysisVersion, now: datetime) -> None:
    decision = ThemeDecision(panel_id=case.panel_id, case_id=case.id, theme_key=key, is_in=True)
    decision.reason, decision.at, decision.by_name = CHOSEN.format(number=version.number), now, actor.name
    decision.rule_number = queries.rules_of(case.panel_id, key)[0].number
    db.session.add(decision)
