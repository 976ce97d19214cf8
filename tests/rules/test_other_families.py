import pytest

from cdop.rules.other_families import OtherChild, named, warning

OTHER = OtherChild("2026/014", "Ada Lark", "9990001231")


@pytest.mark.parametrize(
    "text", ["Seen with Ada  Lark.", "ADA-LARK", "NHS 999 000 1231", "see case 2026/014", "9990001231."]
)
def test_whole_name_number_or_reference_names_another_child(text: str) -> None:
    assert named(["Nothing.", text], [OTHER]) == ("2026/014",)


@pytest.mark.parametrize("text", ["Ada was there", "a lark sang", "Ada Larkin", "2026/0145", "999000123"])
def test_what_others_may_have_as_well_names_nobody(text: str) -> None:
    assert named([text], [OTHER, OtherChild("2026/015", "Ada", "")]) == ()


def test_warning_says_no_name() -> None:
    assert warning(()) is None
    assert "2026/014" in str(warning(["2026/014"]))
