"""What the forms of 2008 to 2019 share. Local safeguarding children boards gave them out, until the national database.

They are kept so that an old case opens, prints and is exported on the form it was filled in. Nobody is asked on them
any more, so no question of theirs is for some agencies only, and nobody could answer that they hold nothing.
"""

from dataclasses import replace
from datetime import date, timedelta

from cdop.questionnaires.ask import NOT_APPLICABLE, NOT_KNOWN, Ask
from cdop.questionnaires.choices import ETHNICITIES, PLACES
from cdop.questionnaires.spec import FormSpec
from cdop.questionnaires.words import EarlierDomain

FIRST_SET, SECOND_SET = date(2008, 4, 1), date(2010, 4, 1)
"""The days of the two sets of templates; in the second, supplementary forms have other letters."""

LAST_DAY_OF_THE_FIRST = SECOND_SET - timedelta(days=1)
LAST_DAY = date(2019, 3, 31)
"""The national database began on the next day. Source: NCMD, transitional arrangements."""

PLAIN = Ask()
"""Questions that whoever fills in the form knows the answer to."""

KNOWN = Ask((NOT_KNOWN,))
"""Yes, no or not known."""

_PLACE_CODES = (
    "HOSP-ED HOSP-PAED HOSP-NNU HOSP-PICU HOSP-OTHER HOME OTHER-PRIVATE FOSTER RESIDENTIAL PUBLIC SCHOOL HOSPICE "
    "MH-INPATIENT ABROAD OTHER"
).split()

OLD_PLACES = tuple(place for place in PLACES if place.value in _PLACE_CODES)
OLD_ETHNICITIES = tuple(group for group in ETHNICITIES if group.value not in ("Roma", "Arab", "not stated"))
"""Without what the census of 2021 added."""


def about(domain: EarlierDomain) -> Ask:
    """Return what asks the questions of a domain: yes, no, not known or not applicable."""
    return Ask((NOT_KNOWN, NOT_APPLICABLE), domain)


def of_the_first_set(spec: FormSpec, letter: str) -> FormSpec:
    """Return a supplementary form as it was in the set of 2008, under that letter."""
    title, _, _ = spec.title.partition(" (")
    return replace(
        spec,
        version="2008-1",
        title=f"{title} (Form {letter})",
        source=f"{spec.source}; Form {letter} in the set of 2008",
        from_on=FIRST_SET,
        until_on=LAST_DAY_OF_THE_FIRST,
    )
