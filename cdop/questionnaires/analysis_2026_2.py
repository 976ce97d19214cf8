"""The analysis form as it is given out since 29 November 2026: of what is recommended or agreed on it asks, for whoever
opens it, how strong it is, what it is to change and what would show that.
"""

from datetime import date

from cdop.questionnaires.amending import Items, amended
from cdop.questionnaires.analysis_2024 import LEVELS
from cdop.questionnaires.analysis_2026 import ANALYSIS_2026
from cdop.questionnaires.ask import Ask
from cdop.questionnaires.spec import Choice
from cdop.rules.recommendations import STRENGTHS

_sure = Ask()
_STRENGTHS = tuple(Choice(strength.value, label) for strength, label in STRENGTHS.items())


def _aim(key: str, *numbers: str) -> Items:
    """What the register knows of a recommendation or an action beside what it says, for whom and by when."""
    first, second, third = numbers
    return (
        _sure.choice(f"{key}_strength", first, "How strong is it?", _STRENGTHS, is_folded=True),
        _sure.long_text(f"{key}_expected_change", second, "What is expected to change?", is_folded=True),
        _sure.long_text(
            f"{key}_indicator",
            third,
            "What would show it?",
            hint="A figure or a finding, and where it comes from",
            is_folded=True,
        ),
    )


ANALYSIS_2026_2 = amended(
    ANALYSIS_2026,
    "2026-2",
    date(2026, 11, 29),
    {
        "recommendation_answer_on": _aim("recommendation", "9.1da", "9.1db", "9.1dc"),
        "action_due_on": (
            _sure.choice("action_level", "9.2da", "Where is it to be done?", LEVELS, is_folded=True),
            *_aim("action", "9.2db", "9.2dc", "9.2dd"),
        ),
    },
)
"""Reviews from 29 November 2026."""
