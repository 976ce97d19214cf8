"""What the easy read version says of a year's numbers, and of what was learned: a picture to each idea."""

from cdop.documents.blocks import Idea
from cdop.documents.figures import Figures
from cdop.rules.numbers import agreeing

PRIVATE = Idea("Some numbers are private. They are very small.", picture="lock")
HELPS = Idea("These things help to keep children safe:", picture="heart")
MESSAGES = {
    "safe-sleep": ("A baby is safest asleep on the back, in a cot.", "baby"),
    "asthma": ("Some children have asthma. They need a plan.", "doctor"),
    "road-traffic": ("Cars must go slowly where children are.", "warning"),
    "drowning": ("Stay close to a small child near water.", "warning"),
    "recognition-of-the-sick-child": ("Is a sick child getting worse? Ask for help again.", "doctor"),
    "sepsis": ("Is a sick child getting worse? Ask for help again.", "doctor"),
    "smoking-in-pregnancy": ("Do not smoke near a baby, or when you are pregnant.", "baby"),
    "communication-between-agencies": ("People who help a child must talk to each other.", "talk"),
}
"""What can be said of a theme in few words, and its picture. Of the others nothing is said."""


def numbers(figures: Figures) -> list[Idea]:
    """Return the year in a few numbers; those that are withheld are left out, and it is said why."""
    total = figures.count("reviewed.total")
    if total == 0:
        return [Idea("We did not finish looking at the death of any child.", picture="look")]
    young, modifiable = figures.share("reviewed.under_1"), figures.row("reviewed.modifiable", "yes")
    told = [
        (total, "We looked at the death of {n} child.", "We looked at the deaths of {n} children.", "look"),
        (young.n, "{n} was a baby under 1.", "{n} were babies under 1.", "baby"),
        (
            modifiable.n,
            "For {n} child, we found a thing that could change.",
            "For {n} children, we found things that could change.",
            "idea",
        ),
    ]
    found = [Idea(agreeing(n, one, many).format(n=n), picture=name) for n, one, many, name in told if n]
    return [*found, *([PRIVATE] if any(n is None for n, *_ in told) else [])]


def learned(figures: Figures) -> list[Idea]:
    """Return what can be said of the themes whose numbers are printed in the report."""
    themes = [row.key for row in figures.rows_if_known("reviewed.theme") if row.n]
    said = [
        Idea(words, picture=name) for words, name in dict.fromkeys(MESSAGES[key] for key in themes if key in MESSAGES)
    ]
    return [HELPS, *said] if said else []
