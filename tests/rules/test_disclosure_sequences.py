"""However figures are asked for one after another, no small number comes back: some here, hundreds in tests/soak."""

import pytest

from cdop.rules.disclosure import Profile
from cdop.rules.disclosure_audit import narrow
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, years_together
from cdop.rules.releases import Selection, bundle
from tests.rules.disclosure_sequences import Sequence
from tests.rules.test_disclosure_audit import drawn


@pytest.mark.parametrize("seed", [1, 3])
def test_no_small_number_comes_back_from_releases_one_after_another(seed: int) -> None:
    sequence = Sequence(drawn(seed))
    for _ in range(6):
        sequence.release()
    assert sequence.recovered() == 0
    assert sequence.shown >= 15


def test_release_is_audited_beside_what_touches_it_only_through_another() -> None:
    panel = Sequence(drawn(1))
    panel.children = [child for child in panel.children if child.area_code == "E3"][:7]
    for at, child in enumerate(panel.children):
        child.category, child.sex = at + 1, ("female", "male")[at % 2]
        child.reviewed_on = child.reviewed_on.replace(year=2018 if at < 4 else 2019, month=6)
    told = []
    periods = (
        years_together(FinancialYear(2018), 2),
        years_together(FinancialYear(2019), 3),
        FinancialYear(2019).period,
    )
    for period, name in zip(periods, ("category", "sex", "sex"), strict=True):
        selection = Selection(period, Profile.RELEASE, f"reviewed.{name}", "Crewe")
        told += bundle([measure(selection.measure)], panel.counts(selection), selection, told).told
    assert narrow(told) == ()
