"""The annual report of a panel as a document: from the figures and the panel's details, and nothing else."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from cdop.documents import annual_report_appendices as appendices
from cdop.documents import annual_report_comparison as comparison
from cdop.documents import annual_report_notified as notified
from cdop.documents import annual_report_quality as quality
from cdop.documents import annual_report_rates as rates
from cdop.documents import annual_report_reviewed as reviewed
from cdop.documents import annual_report_steps as steps
from cdop.documents import annual_report_topics as topics
from cdop.documents import annual_report_work as work
from cdop.documents import annual_report_years as years
from cdop.documents import written
from cdop.documents.annual_report_findings import key_findings
from cdop.documents.annual_report_sentences import meetings_sentence
from cdop.documents.annual_report_tables import breakdown_table, folded, rows_table
from cdop.documents.annual_report_terms import glossary
from cdop.documents.blocks import Block, Chart, Document, Heading, Note, Paragraph, Table
from cdop.documents.charts import BarChart, Series
from cdop.documents.figures import Figures
from cdop.documents.wording import capital, counted, days, listed, number, spaced
from cdop.rules.bound_numbers import bound
from cdop.rules.categories import CATEGORIES
from cdop.rules.dates import written_date
from cdop.rules.logos import Logo
from cdop.rules.numbers import agreeing
from cdop.rules.report_sections import BY_KEY, UNWRITTEN, Passage, of_version
from cdop.rules.section import Section

EDITIONS = {
    "full": "Confidential: full edition. For the panel and its partners only; not for publication.",
    "public": "Public edition. Small numbers are withheld.",
}
_SNAPSHOT = re.compile(r"Snapshot ((?:[a-p]{8} ?){4})")
# Children and Social Work Act 2017, sections 24 to 28, in force.
SINCE_2018 = date(2018, 6, 29)


@dataclass(frozen=True, slots=True)
class PanelDetails:
    """What the report shows of the panel. `colour` is its own, such as #1d406e."""

    name: str
    areas: tuple[str, ...]
    colour: str = "#1d406e"
    logo: Logo | None = None


def annual_report(
    figures: Mapping[str, Any],
    panel: PanelDetails,
    *,
    built_on: date,
    passages: Sequence[Passage] = UNWRITTEN,
    contents: Mapping[str, Any] | None = None,
    snapshot: str | None = None,
) -> Document:
    """The annual report of the figures' period, ready to be written as a PDF or shown as a page.

    `figures` is what `flask report figures` prints, `passages` what the panel wrote, in their order, `contents` what
    `services.report_contents` gathered, `snapshot` the digest of all. Raises KeyError if a measure is missing.
    """
    beside = contents or {}
    figures = {**figures, "measures": {**figures["measures"], **beside.get("measures", {})}}
    read, computed = Figures(figures), _computed(figures, panel, beside)
    blocks: list[Block] = []
    for passage in of_version(passages):
        if passage.is_included:
            text = bound(passage.text, figures["measures"], period=read.label)
            blocks += _section(BY_KEY[passage.section], text, computed.get(passage.section))
    blocks += _checking(snapshot)
    return Document(
        title=f"Annual report {read.label}",
        subtitle=f"Deaths of children notified and reviewed, {_period(read)}",
        publisher=publisher(panel),
        edition=EDITIONS[read.edition],
        cover_lines=(f"Covering {listed(panel.areas)}", f"Built on {written_date(built_on)}", *_running(read)),
        made_on=built_on,
        accent=panel.colour,
        blocks=tuple(_numbered(blocks)),
        logo=panel.logo,
    )


Sections = dict[str, Callable[[], list[Block]]]


def _computed(figures: Mapping[str, Any], panel: PanelDetails, beside: Mapping[str, Any]) -> Sections:
    """The sections that are computed, by their keys, each drawn when it is asked for."""
    read = Figures(figures)
    earlier = [Figures.of_part(figures, each) for each in beside.get("earlier", ())]
    of_years = beside.get("rates_by_year", ()) if earlier else ()  # the rate of one year alone is beside England's
    return {
        "key-findings": lambda: key_findings(read, panel.areas),
        "about": lambda: _about(read, panel),
        "membership": lambda: work.attendance(read),
        "how-reviews-work": lambda: steps.section(read, is_before_2018=read.last < SINCE_2018),
        "population": lambda: work.population(beside.get("population", {})),
        "notified": lambda: notified.section(read),
        "reviewed": lambda: reviewed.section(read, beside.get("ethnic_groups", {})),
        **{key: partial(topics.section, key, read, beside.get("topics", {})) for key in topics.SECTIONS},
        "duration": lambda: _duration(read),
        "open": lambda: _open_cases(read),
        "meetings": lambda: _meetings(read),
        "years": lambda: years.section(
            read,
            earlier,
            beside.get("restated", ()),
            missing=beside.get("missing", ()),
            rates=[*rates.over_years(of_years, beside.get("rates_by_fifth", {}))],
        ),
        "comparison": lambda: comparison.section(read, beside.get("rates", {}), beside.get("comparison", ())),
        "agencies": lambda: work.agencies(read),
        "learning": lambda: work.themes(read, beside.get("themes", {})),
        "progress": lambda: work.progress(beside.get("before", ())),
        "followed": lambda: work.followed(read),
        "families": lambda: work.families(read),
        "joint-agency-response": lambda: work.responses(read),
        "data-quality": lambda: quality.section(read, beside.get("absent", ())),
        "areas": lambda: appendices.areas(_parts_by_area(figures, beside)),
        "quarters": lambda: appendices.quarters([Figures.of_part(figures, q) for q in beside.get("quarters", ())]),
        "terms": lambda: _terms(is_before_2018=read.last < SINCE_2018),
    }


def publisher(panel: PanelDetails) -> str:
    """Return what a panel is called on a cover."""
    return panel.name if panel.name.lower().endswith("panel") else f"{panel.name} Child Death Overview Panel"


def _section(section: Section, text: str, computed: Callable[[], list[Block]] | None) -> list[Block]:
    """A section: what was written for it, after its first heading, and what is computed."""
    words = written.blocks(text, section.key)
    if found := computed() if computed else []:
        heading, *rest = found
        return [heading, *words, *rest]
    return [Heading(section.title, section.key, new_page=section.key == "foreword"), *words] if words else []


def _parts_by_area(figures: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Figures]:
    """The figures of each local authority by itself."""
    of_areas = beside.get("areas", {}).items()
    label = figures["period"]["label"]
    return {name: Figures.of_part(figures, {"label": label, "measures": found}) for name, found in of_areas}


def _checking(snapshot: str | None) -> list[Block]:
    """The last section: by what to know the report again."""
    if snapshot is None:
        return []
    return [
        Heading("How to check this report", "checking"),
        Paragraph(
            "Every number in this report was counted by one program from one state of the panel’s records, and the "
            "report was built only after its tables, percentages and sentences had been held against each other. "
            "Whoever keeps the panel’s system can say whether a copy of this report is the one that was built."
        ),
        Paragraph(f"Snapshot {spaced(snapshot)}"),
    ]


def printed_snapshot(pdf: bytes) -> str | None:
    """Return the digest that a PDF prints on its last page as its snapshot, None where it prints none."""
    from pypdf import PdfReader  # loads when it is first needed
    from pypdf.errors import PyPdfError

    if not pdf.startswith(b"%PDF-"):
        return None
    try:
        last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    except (PyPdfError, IndexError, ValueError):
        return None
    found = _SNAPSHOT.search(" ".join(last.split()))
    return found[1].replace(" ", "") if found else None


def _running(figures: Figures) -> Iterator[str]:
    """What the cover says of a period that is not over."""
    if figures.is_so_far:
        yield f"The {'year' if figures.year else 'period'} is not over: the numbers are those so far and will change."


def _period(figures: Figures) -> str:
    return f"{written_date(figures.first)} to {written_date(figures.last)}"


def _about(figures: Figures, panel: PanelDetails) -> list[Block]:
    return [
        Heading("About this report", "about", new_page=True),
        Paragraph(
            f"Every death of a child under 18 who normally lived in {listed(panel.areas)} is reviewed by "
            "the child death overview panel. The panel looks for what can be learned, so that other deaths "
            "may be prevented. It does not apportion blame. Behind each number in this report is a child, "
            "and a family who grieve."
        ),
        Paragraph(_duty(figures.last)),
        Heading("How to read the numbers", "how-to-read", 3),
        Paragraph(
            "A death is often reviewed in a later year than the one in which it was notified. The report "
            "therefore counts four groups of deaths. They overlap, so a number from one is never added to "
            "a number from another."
        ),
        Table(
            "The four groups of deaths",
            ("Group", "Which deaths it counts", "Number"),
            (
                (
                    "Notified",
                    f"Notified to the panel from {_period(figures)}",
                    number(figures.count("notified.total")),
                ),
                (
                    "Reviewed",
                    "Review completed at a panel meeting in the same period, whenever the child died",
                    number(figures.count("reviewed.total")),
                ),
                ("Died", "Date of death in the same period", number(figures.count("deaths.total"))),
                (
                    "Open",
                    f"Notified and not yet reviewed on {written_date(figures.last)}",
                    number(figures.count("open.total")),
                ),
            ),
            numbers=False,
            last_number=True,
        ),
        Paragraph(
            "All four count children who normally lived in the panel’s area. Percentages are whole "
            "numbers, halves rounded up, so they may not add up to exactly 100%. “Not known” means that "
            "someone asked and nobody could say; “not recorded” means that the panel holds no answer. Most tables "
            "have rows of these only where there were any."
        ),
        *_protected(figures),
        Paragraph(
            "Most numbers here are small. A difference between two small numbers, or between two years, is "
            "often chance and should not be read as a change."
        ),
    ]


def _protected(figures: Figures) -> list[Block]:
    """How the public edition keeps small numbers from pointing to a child."""
    if figures.edition == "full":
        return []
    return [
        Paragraph(
            "Numbers from 1 to 7 are withheld, and others where they would give such a number away. Tables that divide "
            "deaths by two things at once are given to the nearest 5, so their rows need not add up. Percentages are "
            "given only of 20 deaths or more. “Withheld” does not mean none: none is written as 0. "
            "Three or more rows of a table of which all is withheld stand as one, which names each."
        ),
        *(Paragraph(note) for note in figures.notes),
    ]


def _duty(last_day: date) -> str:
    """Whose duty the reviews were, by the law in force on the last day of the period."""
    if last_day < SINCE_2018:
        return (
            "The review of child deaths was a duty of Local Safeguarding Children Boards under regulation "
            "6 of the Local Safeguarding Children Boards Regulations 2006."
        )
    return (
        "The review of child deaths is a duty of the local authorities and their health partners under "
        "sections 16M to 16Q of the Children Act 2004."
    )


def _duration(figures: Figures) -> list[Block]:
    blocks: list[Block] = [Heading("How long reviews took", "duration")]
    total = figures.count("reviewed.total")
    if total == 0:
        return [*blocks, Paragraph(f"No reviews were completed in the {figures.span}.")]
    if figures.tells_nothing("reviewed"):
        return []
    blocks += [
        Paragraph(
            "The time runs from the death to the panel meeting that completed the review. It includes the "
            "time that the panel waits for others, such as an inquest or criminal proceedings."
        )
    ]
    median = figures.further("reviewed.duration", "median_days")
    if median is not None:
        many = f"The median was {days(median)}: half of the reviews took no longer than that."
        blocks.append(Paragraph(agreeing(total, f"The review took {days(median)}.", many)))
    return blocks + breakdown_table(
        figures, "reviewed.duration", "Time from death to completed review", "Time", chart=True
    )


def _open_cases(figures: Figures) -> list[Block]:
    total = figures.count("open.total")
    blocks: list[Block] = [Heading("Deaths waiting for review", "open")]
    if total == 0:
        return [*blocks, Paragraph(f"No deaths were waiting for review on {written_date(figures.last)}.")]
    waiting = counted(total, "death that had been notified was", "deaths that had been notified were")
    blocks.append(Paragraph(capital(f"{waiting} still to be reviewed on {written_date(figures.last)}.")))
    if figures.tells_nothing("open"):
        return blocks
    blocks += breakdown_table(
        figures, "open.stage", "Stage of the deaths waiting for review", "Stage", fold=True, chart=True
    )
    return blocks + breakdown_table(
        figures,
        "open.duration",
        f"Time from death to {written_date(figures.last)}, deaths waiting for review",
        "Time",
        chart=True,
    )


def _meetings(figures: Figures) -> list[Block]:
    blocks: list[Block] = [Heading("The panel’s meetings", "meetings"), Paragraph(meetings_sentence(figures))]
    if figures.count("meetings.held") == 0:
        return blocks
    blocks.append(_meetings_chart(figures))
    blocks.append(
        rows_table("meetings.held", "Meetings held, by kind", ("Kind", "Meetings"), figures.rows("meetings.held"))
    )
    if any(row.n != 0 for row in figures.rows("meetings.theme") if row.key != "none"):
        rows, note = folded(figures.rows("meetings.theme"))
        blocks.append(rows_table("meetings.theme", "Case review meetings by theme", ("Theme", "Meetings"), rows))
        blocks += note
    # Of one meeting few children are told of: for the panel alone.
    if figures.edition == "full" and (rows := figures.rows_if_known("meetings.cases")):
        blocks.append(rows_table("meetings.cases", "Reviews completed at each meeting", ("Meeting", "Reviews"), rows))
        blocks.append(Note("Of children who lived in the area. A meeting may also have reviewed others."))
    return blocks


def _meetings_chart(figures: Figures) -> Chart:
    """The meetings by kind. Their rows have no percentages: the two kinds are counted for different ends."""
    rows = figures.rows("meetings.held")
    labels = tuple(number(row.n) for row in rows)
    said = "; ".join(f"{row.label} {label}" for row, label in zip(rows, labels, strict=True))
    series = (Series("meetings", tuple(row.n for row in rows), labels),)
    title = "Meetings held, by kind"
    chart = BarChart(title, f"Bar chart of the number of meetings: {said}.", tuple(r.label for r in rows), series)
    return Chart("meetings-held", chart)


def _terms(*, is_before_2018: bool) -> list[Block]:
    rows = tuple((category.key, category.name, category.definition) for category in CATEGORIES)
    return [
        Heading("The ten categories of death", "categories", new_page=True),
        Paragraph(
            "The panel gives each death one category from a national list. Where more than one could "
            "apply, the one highest on the list is chosen. A category is for learning; it is not a finding "
            "of guilt or fault."
        ),
        Table("Categories of death", ("Number", "Category", "What it includes"), rows, numbers=False),
        Heading("Words used in this report", "glossary"),
        Table("Glossary", ("Word", "Meaning"), glossary(is_before_2018=is_before_2018), numbers=False),
    ]


def _numbered(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with their tables and their charts numbered in order, as their captions then say."""
    tables, charts = count(1), count(1)
    for block in blocks:
        if isinstance(block, Table):
            place = next(tables)
            yield replace(block.known, caption=f"Table {place}. {block.caption}", key=f"table-{place}")
        elif isinstance(block, Chart):
            place = next(charts)
            titled = block.chart.titled(f"Figure {place}. {block.chart.title}")
            yield replace(block, key=f"figure-{place}", chart=titled)
        else:
            yield block
