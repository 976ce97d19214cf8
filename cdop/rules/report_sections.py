"""The sections of an annual report, in the order of what panels publish (reference 7.3). A panel may change both.

Those of its short versions follow, so that they are written, kept and looked at in the same way. A written section
stands in the report only where somebody wrote something; a computed one can have words of the panel's before its
numbers, and stands without them where there are numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cdop.rules.section import REPORT, Section
from cdop.rules.short_sections import SHORT_SECTIONS

SECTIONS: tuple[Section, ...] = (
    Section("foreword", "Foreword by the chair", "What the panel wants its readers to take from this year."),
    Section("key-findings", "Key findings", "What the numbers of the year mean, in a few sentences.", is_computed=True),
    Section("about", "About this report", "What is particular to this report.", is_computed=True),
    Section("membership", "Panel membership and attendance", "Who sits on the panel, for whom.", is_computed=True),
    Section("how-reviews-work", "How deaths are reviewed", "What is particular to your panel.", is_computed=True),
    Section("population", "The children of the area", "Who the children of the area are.", is_computed=True),
    Section("notified", "Deaths notified", "What stands behind the numbers of notifications.", is_computed=True),
    Section("reviewed", "Deaths reviewed", "What stands behind the numbers of reviews.", is_computed=True),
    Section("newborn", "Babies who lived less than 28 days", "What stands behind the numbers.", is_computed=True),
    Section("sudden-deaths", "Sudden unexpected deaths", "What was learned on safer sleep.", is_computed=True),
    Section("injuries", "Injuries", "What was learned on preventing them.", is_computed=True),
    Section("suicide", "Suicide and self-harm", "What was learned. Say nothing of how or where.", is_computed=True),
    Section("social-care", "Social care and safeguarding", "What stands behind the numbers.", is_computed=True),
    Section(
        "duration", "How long reviews took", "What reviews waited for, and what is done about it.", is_computed=True
    ),
    Section("open", "Deaths waiting for review", "Why they wait.", is_computed=True),
    Section("meetings", "The panel’s meetings", "Themes, visitors, business.", is_computed=True),
    Section("years", "This year and the years before", "What changed, and what did not.", is_computed=True),
    Section("comparison", "England and the region", "What the comparison means here.", is_computed=True),
    Section("agencies", "How agencies answered", "What helped, and what was slow.", is_computed=True),
    Section(
        "learning",
        "What we learned and what we did",
        "Theme by theme: what was found, who was told, what changed.",
        is_computed=True,
    ),
    Section("progress", "Last year’s recommendations", "What became of them all together.", is_computed=True),
    Section("followed", "Recommendations, actions and letters", "What the panel asked of others.", is_computed=True),
    Section("priorities", "Priorities for the coming year", "What the panel will do, who owns it, and by when."),
    Section("families", "Working with families", "How families were told, heard and supported.", is_computed=True),
    Section(
        "joint-agency-response",
        "Joint agency responses",
        "How responses to unexpected deaths went.",
        is_computed=True,
    ),
    Section("finance", "Money", "What the panel’s work cost, and who paid."),
    Section("data-quality", "How complete the information is", "What is missing, and why.", is_computed=True),
    Section("areas", "Appendix: each local authority", "What stands behind them.", is_computed=True),
    Section("quarters", "Appendix: the quarters", "What stands behind them.", is_computed=True),
    Section("terms", "Categories and words used", "Words of your own panel.", is_computed=True),
    *SHORT_SECTIONS,
)
BY_KEY = {section.key: section for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class Passage:
    """What the panel wrote for a section, in Markdown, and whether the report has the section at all."""

    section: str
    text: str = ""
    is_included: bool = True


UNWRITTEN = tuple(Passage(section.key) for section in SECTIONS)
"""A report to which nobody wrote anything."""


def complete(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages in their order, with every section that came to be known since they were kept.

    Such a section follows the one that stands before it in the usual order.
    """
    found = [passage for passage in passages if passage.section in BY_KEY]
    before = ""
    for passage in UNWRITTEN:
        keys = [each.section for each in found]
        if passage.section not in keys:
            found.insert(keys.index(before) + 1 if before else 0, passage)
        before = passage.section
    return tuple(found)


def moved(passages: Sequence[Passage], section: str, *, by: int) -> tuple[Passage, ...]:
    """Return the passages with one of them `by` places later (earlier where negative), as far as there are places."""
    order = list(passages)
    place = next(number for number, passage in enumerate(order) if passage.section == section)
    passage = order.pop(place)
    order.insert(max(0, place + by), passage)
    return tuple(order)


def of_version(passages: Sequence[Passage], version: str = REPORT) -> tuple[Passage, ...]:
    """Return those passages, completed and in their order, that are of the report itself or of a short version."""
    return tuple(each for each in complete(passages) if BY_KEY[each.section].of == version)
