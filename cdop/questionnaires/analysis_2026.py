"""The analysis form as it was given out in November 2026: the registered cause beside the panel's, which form says so
of a factor, and why the panel judges otherwise than its factors speak for.
"""

from datetime import date

from cdop.questionnaires.amending import Items, amended
from cdop.questionnaires.analysis_2024_2 import ANALYSIS_2
from cdop.questionnaires.analysis_2024_checks import difference_is_explained
from cdop.questionnaires.analysis_2024_domains import PREFIXES
from cdop.questionnaires.ask import Ask
from cdop.questionnaires.spec import Choice

_sure = Ask()
SOURCES = (
    Choice("notification", "Notification"),
    Choice("reporting form", "Reporting form of an agency"),
    Choice("supplementary form", "Supplementary form"),
    Choice("post-mortem", "Report of the post-mortem examination"),
    Choice("review meeting", "Child death review meeting"),
    Choice("investigation", "Another investigation or review"),
    Choice("family", "The family"),
    Choice("panel", "The panel’s own discussion"),
)


def _source(prefix: str, number: int) -> Items:
    """The question which form or report speaks of a factor."""
    words = "Which form or report says so?"
    return (_sure.choices(f"{prefix}_factor_source", f"{number}.3ea", words, SOURCES),)


ANALYSIS_2026 = amended(
    ANALYSIS_2,
    "2026-1",
    date(2026, 11, 1),
    {
        "documents_available": (
            _sure.text(
                "registered_cause",
                "1.4a",
                "Cause of death as it is registered",
                hint="As the registrar has it, with I(a), I(b), I(c) and II. Leave it blank while it is not registered",
            ),
        ),
        **{
            f"{prefix}_factor_modifiable": _source(prefix, number)
            for number, prefix in enumerate(PREFIXES.values(), start=2)
        },
        "modifiable_note": (
            _sure.long_text(
                "modifiable_otherwise",
                "7.4",
                "Why does the panel judge otherwise than its factors speak for?",
                hint="Only where it does",
            ),
        ),
    },
    checks=(difference_is_explained,),
    until_on=date(2026, 11, 28),
)
"""Reviews from 1 to 28 November 2026."""
