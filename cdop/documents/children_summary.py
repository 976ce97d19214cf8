"""What the summary for children and young people says of a year's numbers, and of what was learned."""

from cdop.documents.blocks import Idea
from cdop.documents.figures import Figures
from cdop.rules.numbers import agreeing

PRIVATE = "Some numbers are too small to print: somebody could guess who the children were."
HELPS = "These things help to keep children safe:"
MATTERED = "Each of these children mattered."
MESSAGES = {
    "safe-sleep": "Babies sleep safest on their back, in a bed of their own.",
    "asthma": "Children with asthma are safer with a plan, and with their inhaler near.",
    "road-traffic": "Children are safer where cars drive slowly.",
    "drowning": "Small children need a grown-up close by whenever there is water.",
    "recognition-of-the-sick-child": "When a child is ill and gets worse, ask for help again.",
    "sepsis": "When a child is ill and gets worse, ask for help again.",
    "smoking-in-pregnancy": "Babies grow better where nobody smokes around them.",
    "communication-between-agencies": "Doctors, nurses and teachers need to tell each other what they know.",
}
"""What can be said to a child of a theme. Of the others nothing is said."""


def numbers(figures: Figures) -> list[Idea]:
    """Return the year in a few large numbers; those that are withheld are left out, and it is said why."""
    total = figures.count("reviewed.total")
    if total == 0:
        return [Idea("In this time the panel did not finish looking at the death of any child.")]
    young, modifiable = figures.share("reviewed.under_1"), figures.row("reviewed.modifiable", "yes")
    told = [
        (total, "child’s death was looked at with care.", "children’s deaths were looked at with care."),
        (young.n, "of them was a baby, less than one year old.", "of them were babies, less than one year old."),
        (
            modifiable.n,
            "time the panel found something that could be different for another child.",
            "times the panel found something that could be different for another child.",
        ),
    ]
    found = [Idea(agreeing(n, one, many), figure=f"{n:g}") for n, one, many in told if n]
    private = [Idea(PRIVATE)] if any(n is None for n, _, _ in told) else []
    return [*found, *private, Idea(MATTERED)]


def learned(figures: Figures) -> list[Idea]:
    """Return what can be said to a child of the themes whose numbers are printed in the report."""
    themes = [row.key for row in figures.rows_if_known("reviewed.theme") if row.n]
    said = [Idea(words) for words in dict.fromkeys(MESSAGES[key] for key in themes if key in MESSAGES)]
    return [Idea(HELPS), *said] if said else []
