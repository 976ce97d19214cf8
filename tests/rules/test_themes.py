import pytest

from cdop.rules import themes


@pytest.mark.parametrize("text", ["safe-sleep", "Safe-Sleep", "safe sleep", " SAFE  sleep "])
def test_parse_forgives_capitals_and_spaces(text: str) -> None:
    assert themes.parse(text) == "safe-sleep"


@pytest.mark.parametrize("text", ["safe_sleep", "-safe", "safe--sleep", "café", "a/b", "a" * 61, ""])
def test_parse_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="letters a to z, digits and hyphens, at most 60"):
        themes.parse(text)


def test_parse_none_is_refused_as_the_key_of_no_theme() -> None:
    with pytest.raises(ValueError, match="Leave the cell empty"):
        themes.parse("None")


def test_parse_list_returns_each_key_once_in_order() -> None:
    assert themes.parse_list("suicide; safe-sleep;;Suicide; our-own-2024") == (
        "our-own-2024",
        "safe-sleep",
        "suicide",
    )


@pytest.mark.parametrize("key", themes.STARTER_THEMES)
def test_starter_themes_have_well_formed_keys(key: str) -> None:
    assert themes.parse(key) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [("disengagement-from-services", "Families and services lost contact"), ("our-own", "Our own")],
)
def test_label_of_starter_or_own_theme_is_readable(key: str, shown: str) -> None:
    assert themes.label(key) == shown
