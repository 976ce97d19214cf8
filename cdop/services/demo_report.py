"""What the demonstration's panel has written so far for the report of the last whole year. All of it is invented."""

from datetime import datetime

from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.services import report_drafts

FOREWORD = """In {period} the panel completed {reviewed.total} reviews. Behind each is a child, and a family who grieve.

This foreword is invented, as are the panel and everybody in it. It shows how a number in the text is the name of a
figure, which the report prints as it counts it.

- {reviewed.under_1} of the reviews were of children under one year
- modifiable factors were found in {reviewed.modifiable: yes, percent} of them
"""
LEARNING = """## Safer sleep

Midwives and health visitors now talk about safer sleep at every visit in the first 12 weeks.

## When nobody brings a child

Practices ring a family after two missed appointments."""


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> str:
    """Write the foreword and some of the learning, with numbers left to settle; return the draft's public id."""
    last_whole_year = FinancialYear(financial_year_of(now.astimezone(LONDON).date()).first_year - 1)
    draft = report_drafts.start(coordinator, coordinator.panel_id or 0, last_whole_year.period, now=now)
    report_drafts.write(chair, draft, "foreword", text=FOREWORD, version=1, now=now)
    report_drafts.make_public(chair, draft, "foreword", is_public=True, version=2, now=now)
    report_drafts.write(coordinator, draft, "learning", text=LEARNING, version=1, now=now)
    report_drafts.remark(chair, draft, "learning", text="Who owns the second of these?", submission_id=None, now=now)
    return draft
