"""However figures are asked for one after another, no small number comes back: some here, hundreds in tests/soak."""

import pytest

from tests.rules.disclosure_sequences import Sequence
from tests.rules.test_disclosure_audit import drawn


@pytest.mark.parametrize("seed", [1, 3])
def test_no_small_number_comes_back_from_releases_one_after_another(seed: int) -> None:
    sequence = Sequence(drawn(seed))
    for _ in range(6):
        sequence.release()
    assert sequence.recovered() == 0
    assert sequence.shown >= 15
