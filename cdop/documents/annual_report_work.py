"""The sections of the annual report on how the panel and the agencies worked."""

from collections.abc import Mapping, Sequence
from typing import Any

from cdop.documents.annual_report_tables import breakdown_table, counted_as, notes, rows_table
from cdop.documents.blocks import Block, Heading, Note, Paragraph, Table
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import NOTHING, capital, counted, no_percentage, number, percent_of_its_own
from cdop.rules.numbers import agreeing


def attendance(figures: Figures) -> list[Block]:
    """Who came to meetings, by agency; nothing where no attendance is recorded."""
    rows = [row for row in figures.rows_if_known("meetings.attendance") if row.of]
    if not rows:
        return []
    cells = tuple((row.label, number(row.of), number(row.n)) for row in rows)
    return [
        Heading("Panel membership and attendance", "membership"),
        counted_as(
            "meetings.attendance", Table("Attendance at meetings, by agency", ("Agency", "Expected", "Came"), cells)
        ),
        Note("A person counts once for each meeting to which they were expected."),
        *_papers(figures),
    ]


def _papers(figures: Figures) -> list[Block]:
    """Whether the papers of the meetings were released in time; nothing where none were kept here."""
    rows = figures.rows_if_known("meetings.packs")
    if not any(row.n for row in rows[:2]):
        return []
    cells = tuple((row.label, number(row.n)) for row in rows)
    return [counted_as("meetings.packs", Table("Papers of the meetings", ("Papers", "Meetings"), cells))]


def population(known: Mapping[str, Any]) -> list[Block]:
    """How many children live in the area; nothing without a table of the population."""
    areas: Mapping[str, int] = known.get("areas", {})
    if not areas:
        return []
    rows = tuple((name, f"{persons:,}") for name, persons in areas.items())
    total = (("Total", f"{sum(areas.values()):,}"),) if len(areas) > 1 else ()
    return [
        Heading("The children of the area", "population"),
        Table(
            "Children under 18, by local authority",
            ("Local authority", "Children under 18"),
            (*rows, *total),
            total=bool(total),
            meaning="Persons under 18 who normally live in each local authority, by the table named below.",
        ),
        Note(f"Source: {known['edition']}."),
    ]


def responses(figures: Figures) -> list[Block]:
    """Joint agency responses and review meetings."""
    blocks: list[Block] = [Heading("Joint agency responses and review meetings", "joint-agency-response")]
    unexpected = figures.of_if_known("notified.joint_agency_response")
    held = figures.of_if_known("reviewed.review_meeting")
    if not unexpected and not held:
        return []
    if unexpected:
        shown = breakdown_table(
            figures,
            "notified.joint_agency_response",
            "Joint agency responses, unexpected deaths notified",
            "Joint agency response",
            fold=True,
            counted=("unexpected death notified", "unexpected deaths notified"),
        )
        blocks += [
            *shown,
            *notes("“Met” means that the criteria for a joint agency response were met." if len(shown) > 1 else ""),
        ]
    if held:
        blocks += breakdown_table(
            figures,
            "reviewed.review_meeting",
            "Child death review meetings, deaths reviewed",
            "Child death review meeting",
            fold=True,
        )
    return blocks


def agencies(figures: Figures) -> list[Block]:
    """How agencies answered requests for reporting forms."""
    rows = figures.rows_if_known("agencies.returns")
    if not rows:
        return []
    asked, answered = sum(row.of or 0 for row in rows), sum(row.n or 0 for row in rows)
    cells = tuple((row.label, number(row.of), number(row.n), percent_of_its_own(row), _days(row)) for row in rows)
    table = Table("Reporting forms, by agency", ("Agency", "Sent", "Answered", "%", "Median days"), cells)
    return [
        Heading("How agencies answered", "agencies"),
        Paragraph(
            f"{capital(counted(asked, 'request', 'requests'))} for a reporting form {agreeing(asked, 'was', 'were')} "
            f"sent in the {figures.span}; {counted(answered, 'has', 'have')} been answered."
        ),
        counted_as("agencies.returns", table),
        *notes("An answer that nothing is held counts as an answer.", no_percentage(rows, "requests")),
    ]


def _days(row: Row) -> str:
    return NOTHING if row.median_days is None else number(row.median_days)


def families(figures: Figures) -> list[Block]:
    """Letters to families; nothing where none was sent."""
    rows = [row for row in figures.rows_if_known("letters.families") if row.n]
    if not rows:
        return []
    table = rows_table("letters.families", "Letters sent to families", ("Letter", "Sent"), rows)
    return [Heading("Working with families", "families"), table]


def followed(figures: Figures) -> list[Block]:
    """What followed: recommendations, actions and letters to others; nothing where there was none of them."""
    blocks: list[Block] = []
    if figures.of_if_known("recommendations.standing"):
        blocks += breakdown_table(
            figures, "recommendations.standing", "Recommendations made, by how they stand", "Standing", fold=True
        )
    work = figures.rows_if_known("actions.work")
    if any(row.n for row in work):
        blocks.append(rows_table("actions.work", "Actions", ("Actions", "Number"), work))
    letters = [row for row in figures.rows_if_known("letters.official") if row.of]
    if letters:
        late = {row.label: number(row.n) for row in figures.rows_if_known("letters.late") if row.of}
        cells = tuple((row.label, number(row.of), number(row.n), late.get(row.label, NOTHING)) for row in letters)
        head = ("Letter", "Sent", "Answered", "Late")
        blocks.append(counted_as("letters.official", Table("Letters to agencies, boards and trusts", head, cells)))
    return [Heading("Recommendations, actions and letters", "followed"), *blocks] if blocks else []


def progress(before: Sequence[Mapping[str, str]]) -> list[Block]:
    """What became of the recommendations of the period before; nothing where there were none."""
    if not before:
        return []
    return [Heading("Last year’s recommendations", "progress"), recommendations(before)]


def recommendations(made: Sequence[Mapping[str, str]]) -> Table:
    """Recommendations with whom they were made to and what became of them."""
    rows = tuple(
        (
            each["text"],
            each["to"],
            ". ".join(filter(None, (each["standing"], each["answer"]))),
            each["verdict"] or NOTHING,
        )
        for each in made
    )
    return Table("Recommendations", ("Recommendation", "To", "Answer", "Has it changed?"), rows, numbers=False)


def themes(figures: Figures, followed_from: Mapping[str, Any]) -> list[Block]:
    """Each theme of the deaths reviewed, with what followed from it; nothing where no theme was recorded."""
    blocks: list[Block] = []
    for row in figures.rows("reviewed.theme"):
        if row.n and (found := followed_from.get(row.key)):
            blocks += _theme(row, found)
    return [Heading("What we learned and what we did", "learning", new_page=True), *blocks] if blocks else []


def _theme(row: Row, found: Mapping[str, Any]) -> list[Block]:
    said = [counted(row.n, "death reviewed had", "deaths reviewed had") + " this theme"]
    if found["letters"]:
        said.append(f"{counted(found['letters'], 'letter', 'letters')} sent, {found['answered'] or 'none'} answered")
    if found["actions"]:
        said.append(f"{counted(found['actions'], 'action', 'actions')} agreed, {found['closed'] or 'none'} finished")
    blocks: list[Block] = [Heading(row.label, f"theme-{row.key}", 3), Paragraph(capital("; ".join(said)) + ".")]
    if found["recommendations"]:
        blocks.append(recommendations(found["recommendations"]))
    return blocks
