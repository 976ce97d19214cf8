"""Which deaths look like one: an NHS number alone, or two other signs."""

from dataclasses import replace
from datetime import date

import pytest

from cdop.rules import similar
from cdop.rules.similar import Told, evidence

ADA = Told("9990000018", "invented ada", "invented", date(2026, 3, 1), date(2026, 11, 19), "CW1 2AB")
NOBODY = Told(None, "", "", None, None, None)


def test_the_same_death_shows_every_sign() -> None:
    signs = (similar.NHS_NUMBER, similar.NAMES, similar.BORN, similar.DIED, similar.POSTCODE)
    assert evidence(replace(ADA, family_name=""), ADA) == signs


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (replace(NOBODY, nhs_number="9990000018"), (similar.NHS_NUMBER,)),
        (replace(NOBODY, died_on=ADA.died_on), ()),
        (replace(NOBODY, name="invented ada"), ()),
        (replace(NOBODY, born_on=ADA.born_on, died_on=ADA.died_on), (similar.BORN, similar.DIED)),
        (
            replace(NOBODY, name="invented a", family_name="invented", died_on=ADA.died_on),
            (similar.FAMILY_NAME, similar.DIED),
        ),
    ],
)
def test_one_sign_is_too_little_unless_it_is_the_nhs_number(told: Told, found: tuple[str, ...]) -> None:
    assert evidence(told, ADA) == found


def test_what_is_not_known_is_no_sign() -> None:
    assert evidence(NOBODY, NOBODY) == ()
