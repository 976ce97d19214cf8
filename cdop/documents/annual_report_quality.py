"""How complete the information of an annual report is: what the panel lacks, and what nobody imported."""

from collections.abc import Sequence

from cdop.documents.blocks import Block, Heading, Paragraph, Points, Table
from cdop.documents.figures import Figures
from cdop.documents.wording import number, share
from cdop.rules.vocabulary import ReferenceKind

NOT_APPLICABLE = "not applicable"
QUALITY = (
    ("notified.sex", "Sex, deaths notified"),
    ("notified.ethnicity", "Ethnicity, deaths notified"),
    ("notified.expectedness", "Expectedness, deaths notified"),
    ("reviewed.sex", "Sex, deaths reviewed"),
    ("reviewed.ethnicity", "Ethnicity, deaths reviewed"),
    ("reviewed.expectedness", "Expectedness, deaths reviewed"),
    ("reviewed.place_of_death", "Place of death, deaths reviewed"),
    ("reviewed.deprivation_quintile", "Deprivation, deaths reviewed"),
)

LACKS = {
    ReferenceKind.POPULATION: "How many children live in the area, and every rate of deaths",
    ReferenceKind.BIRTHS: "Rates of deaths below one year of age, of live births",
    ReferenceKind.SMALL_AREAS: "Rates of deaths by deprivation",
    ReferenceKind.ENGLAND: "Rates beside those of England",
    ReferenceKind.COMPARISON: "Shares and rates beside those that England and the region published",
    ReferenceKind.ETHNICITY: "The ethnic groups of the children of the area, beside those of the children who died",
}
GAPS = (
    "Of the deaths notified or reviewed in the period. “Not recorded” means that the panel holds no answer, “not "
    "known” that someone asked and nobody could say, “not stated” that the family chose not to say."
)


def section(figures: Figures, absent: Sequence[str]) -> list[Block]:
    """How many records lack an answer, and which published tables were not there to be used.

    Nothing is said of a cohort without deaths, or with so few that nothing is told of them.
    """
    rows = []
    for measure, label in QUALITY:
        if figures.of(measure) == 0 or figures.tells_nothing(measure.partition(".")[0]):
            continue
        keys = {row.key.lower(): row for row in figures.rows(measure)}
        missing, unknown, unstated = (
            keys.get("missing"),
            keys.get("not known") or keys.get("nk"),
            keys.get("not stated"),
        )
        cells = [share(row) if row else NOT_APPLICABLE for row in (missing, unknown, unstated)]
        rows.append((label, number(figures.of(measure)), *cells))
    if not rows:
        return []
    return [
        Heading("How complete the information is", "data-quality"),
        Paragraph(
            "A percentage means less the more answers are missing. This table shows, for each kind of "
            "information, how many records have no answer. The percentages elsewhere in the report count "
            "these records in their denominators unless they say otherwise."
        ),
        Table(
            "Information not recorded or not known",
            ("Information", "Deaths", "Not recorded", "Not known", "Not stated"),
            tuple(rows),
            meaning=GAPS,
        ),
        *_not_there(absent),
    ]


def _not_there(absent: Sequence[str]) -> list[Block]:
    """What the report lacks because nobody imported a table."""
    if not absent:
        return []
    return [
        Heading("What the report could not show", "absent", 3),
        Paragraph("The panel did not yet have the published tables that these are taken from."),
        Points(tuple(LACKS[ReferenceKind(kind)] for kind in absent)),
    ]
