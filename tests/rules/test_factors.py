from datetime import date, timedelta

import pytest

from cdop.rules import factors
from cdop.rules.factors import ANOTHER, FIRST_DAY, STARTER_FACTORS, Domain, Factor, offered

DAY = date(2024, 4, 1)


def test_codes_are_unique_and_in_order() -> None:
    codes = [factor.code for factor in STARTER_FACTORS]
    assert codes == sorted(set(codes))
    assert len(codes) == 36 + 29 + 16 + 20 + 1


@pytest.mark.parametrize(("domain", "letter"), list(zip(Domain, "ABCD", strict=True)))
def test_domain_offers_its_own_factors_and_another_last(domain: Domain, letter: str) -> None:
    *own, last = offered(domain, DAY)
    assert {factor.code[0] for factor in own} == {letter}
    assert {factor.domain for factor in own} == {domain}
    assert last.code == ANOTHER


def test_factor_is_offered_from_its_first_day_until_the_day_it_ends() -> None:
    factor = Factor("B99", "A panel's own", Domain.SOCIAL, active_from=DAY, active_to=DAY + timedelta(days=2))
    days = [DAY + timedelta(days=n) for n in range(-1, 4)]
    assert [bool(offered(Domain.SOCIAL, day, [factor])) for day in days] == [False, True, True, False, False]


def test_nothing_is_offered_before_the_national_database() -> None:
    assert offered(Domain.CHILD, FIRST_DAY - timedelta(days=1)) == ()


def test_label_of_a_code_returns_its_words() -> None:
    assert factors.label("B10") == "Supervision; circumstances at home"
    with pytest.raises(KeyError):
        factors.label("Z01")
