"""Documents and charts as they are kept: every block by its kind, and nothing of how a program words or counts it.

What was published says the same for ever; only how it looks follows the program that shows it.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from cdop.documents.blocks import Chart, Document, Heading, Idea, Note, Paragraph, Points, Table
from cdop.documents.charts import BarChart, Series
from cdop.documents.flow import Flow, Step
from cdop.documents.multiples import Multiple, Multiples
from cdop.documents.point_charts import Curve, Point, PointChart
from cdop.rules.logos import Logo

KIND = "kind"
BLOCKS = (Heading, Paragraph, Points, Table, Chart, Note, Idea)
DRAWN = (BarChart, Series, PointChart, Point, Curve, Multiples, Multiple, Flow, Step)
KINDS: Mapping[str, Any] = {each.__name__: each for each in (Document, *BLOCKS, *DRAWN)}
BESIDE = ("made_on", "logo")
"""What a report has of a document beside its words: the day, and the logo, which is kept once for all."""


def as_kept(value: Any) -> Any:
    """Return a document, a block or a chart as JSON holds it."""
    if is_dataclass(value):
        parts = {each.name: as_kept(getattr(value, each.name)) for each in fields(value) if each.name not in BESIDE}
        return {KIND: type(value).__name__, **parts}
    return [as_kept(each) for each in value] if isinstance(value, tuple | list) else value


def read(kept: Any) -> Any:
    """Return the block or chart that was kept. Raises KeyError for a kind that is none."""
    if isinstance(kept, list):
        return tuple(read(each) for each in kept)
    return _made(kept) if isinstance(kept, dict) else kept


def document(kept: Mapping[str, Any], *, made_on: date, logo: Logo | None) -> Document:
    """Return the document that was kept, with its day and logo. Raises KeyError where it is none."""
    found: Document = _made({**kept, "made_on": made_on, "logo": logo})
    return found


def _made(kept: Mapping[str, Any]) -> Any:
    """What is not told has its usual value; what the kind no longer has is left."""
    kind = KINDS[kept[KIND]]
    return kind(**{each.name: read(kept[each.name]) for each in fields(kind) if each.name in kept})
