"""References tell nothing of a child."""

import pytest

from cdop.rules.references import next_reference, tells

NAMES = ("Mary Ann", "O’Quill-Zant")


@pytest.mark.parametrize(
    ("reference", "is_told"),
    [
        ("2019/014", False),
        ("MAQ/2019/014", False),
        ("ANNEX 4", False),
        ("CDOP-Mary-3", True),
        ("ann.2019", True),
        ("QUILL/1", True),
        ("zantm2019", True),
        ("NHS 999 000 0018", True),
        ("99900-00018/2", True),
        ("99900000", False),
    ],
)
def test_reference_with_a_name_or_the_nhs_number_tells(reference: str, is_told: bool) -> None:
    assert tells(reference, NAMES, "9990000018") is is_told


def test_reference_of_a_child_of_whom_nothing_is_known_tells_nothing() -> None:
    assert tells("Mary 9990000018", (None, ""), None) is False


def test_next_reference_follows_the_highest_of_its_year() -> None:
    assert next_reference(2026, ["2026/009", "2026/011", "2025/400", "2026/x"]) == "2026/012"
