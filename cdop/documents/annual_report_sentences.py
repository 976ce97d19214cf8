"""The sentences that the key findings share with the sections: said once, so that they never differ."""

from cdop.documents.figures import Figures, Row
from cdop.documents.wording import counted, every, listed, none_of, pair_sentence, share, share_sentence
from cdop.rules.ages import INFANT_BANDS
from cdop.rules.numbers import agreeing

COHORTS = {
    "notified": ("death notified", "deaths notified"),
    "reviewed": ("death reviewed", "deaths reviewed"),
    "deaths": ("death in the period", "deaths in the period"),
    "open": ("death waiting for review", "deaths waiting for review"),
    "recommendations": ("recommendation", "recommendations"),
}
"""What each cohort counts, in words for one and for many."""
REVIEWED = COHORTS["reviewed"]


def timeliness_sentence(figures: Figures) -> str:
    """How many of the deaths notified were notified at once."""
    prompt = figures.row("notified.timeliness", "same or next day")
    told = "notified on the day of the death or the next day"
    return share_sentence(prompt, told, told, of=figures.of("notified.timeliness"), thing=("death", "deaths"))


def under_1_sentence(figures: Figures) -> str:
    """How many of the deaths reviewed were of children under one year old."""
    row = figures.share("reviewed.under_1")
    one, many = "that of a child under one year old", "of children under one year old"
    return share_sentence(row, one, many, of=row.of, thing=REVIEWED)


def sex_sentence(figures: Figures) -> str:
    """How many of the deaths reviewed were of boys and how many of girls."""
    boys, girls = figures.row("reviewed.sex", "male"), figures.row("reviewed.sex", "female")
    kinds = ((boys, "that of a boy", "of boys"), (girls, "that of a girl", "of girls"))
    return pair_sentence(*kinds, of=figures.of("reviewed.sex"), thing=REVIEWED)


def expectedness_sentence(figures: Figures, cohort: str) -> str:
    """How many deaths of a cohort, such as "reviewed", were unexpected and how many expected."""
    measure = f"{cohort}.expectedness"
    unexpected, expected = figures.row(measure, "unexpected"), figures.row(measure, "expected")
    kinds = ((unexpected, "unexpected", "unexpected"), (expected, "expected", "expected"))
    return pair_sentence(*kinds, of=figures.of(measure), thing=COHORTS[cohort])


def modifiable_sentence(figures: Figures) -> str:
    """In how many of the deaths reviewed modifiable factors were identified, and in how many nobody could judge."""
    found, unclear = (figures.row("reviewed.modifiable", key) for key in ("yes", "inadequate information"))
    of = figures.of("reviewed.modifiable")
    if found.withheld or unclear.withheld or of is None:
        return "The number of deaths reviewed with modifiable factors is withheld."
    if unclear.n == of:
        return f"There was not enough information to judge modifiable factors in {every(of, *REVIEWED)}."
    among = _found_in(found, of)
    return f"Modifiable factors {among}{_unclear_in(unclear)}."


def _found_in(found: Row, of: int) -> str:
    if found.n == of:
        return f"were identified in {every(of, *REVIEWED)}"
    if of == 1:
        return f"were not identified in {every(of, *REVIEWED)}"
    if found.n == 0:
        return f"were identified in {none_of(of, REVIEWED[1])}"
    return f"were identified in {share(found)} of the {of} {REVIEWED[1]}"


def _unclear_in(unclear: Row) -> str:
    return f"; in {share(unclear)} there was not enough information to judge" if unclear.n else ""


def is_judged(figures: Figures) -> bool:
    """Whether there was enough information to judge modifiable factors in any of the deaths reviewed."""
    measure = "reviewed.modifiable"
    return figures.row(measure, "inadequate information").n != figures.of(measure)


def judged_sentence(figures: Figures) -> str:
    """The same share without the deaths that nobody could judge; "" where there are none, or too few are left."""
    measure = "reviewed.modifiable"
    found, none, unclear = (figures.row(measure, key).n for key in ("yes", "no", "inadequate information"))
    known = figures.further(measure, "percent_known")
    if known is None or not found or none is None or not unclear or found + none < 2:
        return ""
    return f"Of the {found + none} deaths with enough information to judge, {found} ({known}%) had modifiable factors."


def meetings_sentence(figures: Figures) -> str:
    """How many meetings the panel held and for what."""
    held = figures.count("meetings.held")
    if held == 0:
        return f"The panel did not meet in the {figures.span}."
    meetings = f"The panel held {counted(held, 'meeting', 'meetings')} in the {figures.span}"
    kinds = [row for row in figures.rows("meetings.held") if row.n]
    if len(kinds) == 1 and held:
        each = {1: "", 2: "both "}.get(held, "all ")
        return f"{meetings}, {each}for {kinds[0].label.lower()}."
    return f"{meetings}: {listed([f'{row.n} for {row.label.lower()}' for row in kinds])}."


def most_frequent_of_infants(figures: Figures) -> str:
    """The three most frequent categories of children under one year, with those as frequent as the third.

    Nothing of fewer than three deaths, or where a number is withheld.
    """
    found = []
    for row in figures.rows_if_known("reviewed.category_by_age_band"):
        numbers = [band.n for band in row.rows if band.key in INFANT_BANDS]
        if None in numbers:
            return ""
        name = row.label.removeprefix(f"{row.key}. ")
        found.append((sum(n or 0 for n in numbers), f"{row.key}, {name[:1].lower()}{name[1:]}"))
    if sum(n for n, _ in found) < 3:
        return ""
    third = sorted((n for n, _ in found), reverse=True)[2:3]
    most = sorted((one for one in found if one[0] >= max(1, *third)), key=lambda one: -one[0])
    named = [f"{label} ({n})" for n, label in most]
    words = agreeing(len(most), "category was", "categories were")
    return f"The most frequent {words} {listed(named)}."
