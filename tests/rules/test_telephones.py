import pytest

from cdop.rules.telephones import parse


@pytest.mark.parametrize(
    "text",
    ["01632 960001", "+44 (0)1632 960-001", "01632 960 001 ext 12", "01632 960001, x12", "4217", "00 353 1 222 2222"],
)
def test_parse_number_returns_it_as_typed(text: str) -> None:
    assert parse(text) == text


def test_parse_number_leaves_single_spaces() -> None:
    assert parse("  01632   960\t001 ") == "01632 960 001"


@pytest.mark.parametrize("text", ["", "12", "ring the ward", "01632 960001 or 960002", "a@b.uk", "1" * 26])
def test_parse_what_cannot_be_dialled_says_how_a_number_looks(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A telephone number looks like 01632 960 001"):
        parse(text)
