"""How deaths are reviewed: the process drawn with the numbers of the period, and in words."""

from cdop.documents.blocks import Block, Chart, Heading, Note, Points
from cdop.documents.figures import Figures
from cdop.documents.flow import Flow, Step
from cdop.documents.wording import number
from cdop.rules.numbers import agreeing

STEPS = (
    "The death is notified to the panel, at once and at the latest the next working day.",
    "Where the death was unexpected, a joint agency response begins within hours.",
    "Everybody who knew or cared for the child answers the questions of a reporting form.",
    "Those who knew the child meet in a child death review meeting, and draft an analysis.",
    "The panel reviews the case without names. It decides the category of death, whether anything could be changed, "
    "and what is recommended to whom.",
    "What was learned goes to agencies, to the family, and to the National Child Mortality Database.",
)
# Working Together to Safeguard Children 2010 and 2013, chapter on child death reviews.
STEPS_BEFORE_2018 = (
    "The death is notified to the panel as soon as possible.",
    "Where the death was unexpected, a rapid response begins within hours.",
    "Every agency that knew the child or the family gives what it knows, and the panel’s office puts it together.",
    "Those who knew the child discuss the case, and draft an analysis.",
    STEPS[4],
    "What was learned goes to the Local Safeguarding Children Board, to agencies and to the family, and the numbers of "
    "the year to the Department for Education.",
)
NOT_PARTS = (
    "The numbers are those of the {span}; a step has none where none is on record. They are of different deaths: one "
    "that is notified in a year may be reviewed in a later one, so no number is a part of the one before it."
)


def section(figures: Figures, *, is_before_2018: bool) -> list[Block]:
    """How deaths are reviewed, step by step; or were, before the guidance of 2018."""
    steps = _steps(figures, is_before_2018=is_before_2018)
    said = "; then ".join(" ".join(filter(None, (f"{step.name}:", step.number, step.counted))) for step in steps)
    flow = Flow("How a death is reviewed", f"A flow of {len(steps)} steps: {said}.".replace(":;", ";"), steps)
    written = STEPS_BEFORE_2018 if is_before_2018 else STEPS
    return [
        Heading("How deaths are reviewed", "how-reviews-work"),
        Points(written, first=1),
        Chart("steps", flow),
        Note(NOT_PARTS.format(span=figures.span)),
    ]


def _steps(figures: Figures, *, is_before_2018: bool) -> tuple[Step, ...]:
    """The steps with their numbers: none where none is recorded of a step."""
    asked = figures.rows_if_known("agencies.returns")
    met = [row for row in figures.rows_if_known("reviewed.review_meeting") if row.key != "missing"]
    letters = figures.rows_if_known("letters.families")
    return (
        _step("1. The panel is told", figures.count("notified.total"), "death notified", "deaths notified"),
        _step(
            f"2. {'Rapid' if is_before_2018 else 'Joint agency'} response, if unexpected",
            figures.row("notified.expectedness", "unexpected").n,
            "unexpected death notified",
            "unexpected deaths notified",
        ),
        _sum("3. Agencies say what they know", [row.of for row in asked], "form asked for", "forms asked for"),
        _sum(
            "4. Those who knew the child meet",
            [row.n for row in met],
            "of the deaths reviewed with a meeting on record",
            "of the deaths reviewed with a meeting on record",
        ),
        _step("5. The panel reviews", figures.count("reviewed.total"), "review completed", "reviews completed"),
        _sum(
            "6. What was learned goes on",
            [figures.of_if_known("recommendations.standing"), *(row.n for row in letters)],
            "recommendation, or letter to a family",
            "recommendations, and letters to families",
        ),
    )


def _sum(name: str, parts: list[int | None], one: str, many: str) -> Step:
    """A step whose number is a sum; without a number where nothing is on record."""
    total = sum(part or 0 for part in parts)
    return _step(name, total, one, many) if total else Step(name)


def _step(name: str, n: int | None, one: str, many: str) -> Step:
    return Step(name, number(n), many if n is None else agreeing(n, one, many))
