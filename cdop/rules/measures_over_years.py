"""Measures that say something of several years together, and so are in the workspace and in no figures of a year."""

from cdop.rules import figure_dimensions as by
from cdop.rules.figure_shapes import Breakdown

OVER_YEARS = (
    Breakdown(
        id="reviewed.year",
        title="Reviews by year",
        definition="The financial year, 1 April to 31 March, of the panel meeting that completed the review.",
        of_what="all reviews completed",
        dimension=by.YEAR_REVIEWED,
    ),
    Breakdown(
        id="notified.year",
        title="Notifications by year",
        definition="The financial year, 1 April to 31 March, in which the panel was first told of the death.",
        of_what="all deaths notified",
        dimension=by.YEAR_NOTIFIED,
    ),
    Breakdown(
        id="deaths.year",
        title="Deaths by year",
        definition="The financial year, 1 April to 31 March, in which the child died.",
        of_what="all deaths in the period",
        dimension=by.YEAR_DIED,
    ),
    Breakdown(
        id="deaths.deprivation_quintile",
        title="Deaths by deprivation",
        definition="The fifth of England’s neighbourhoods, by the Index of Multiple Deprivation, in which "
        "the child normally lived.",
        of_what="all deaths in the period",
        dimension=by.QUINTILE,
    ),
)
