import pytest

from cdop.rules import places
from cdop.rules.places import PLACES

CODES = (
    "HOSP-ED HOSP-PAED HOSP-NNU HOSP-PICU HOSP-LW HOSP-THEATRE HOSP-ADULT HOSP-AICU HOSP-OTHER HOME "
    "OTHER-PRIVATE FOSTER RESIDENTIAL PUBLIC SCHOOL HOSPICE MH-INPATIENT CUSTODY AMBULANCE/IN-TRANSIT "
    "TEMP-ACCOM ABROAD OTHER NK"
)


def test_places_are_those_of_the_notification_form() -> None:
    assert [place.code for place in PLACES] == CODES.split()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.code)
def test_parse_code_or_any_of_its_words_returns_the_code(place: places.Place) -> None:
    words = (place.code.lower(), f" {place.label.upper()} ", *place.also)
    assert [places.parse(word) for word in words] == [place.code] * len(words)


def test_places_words_name_one_place_each() -> None:
    words = [word.casefold() for place in PLACES for word in {place.code, place.label, *place.also}]
    assert sorted({*words}) == sorted({word.casefold() for word in words})
    assert len({places.parse(word) for word in words}) == len(PLACES)


def test_label_returns_what_is_shown() -> None:
    assert places.label("HOSP-AICU") == "Hospital: adult intensive care"


def test_parse_unknown_place_lists_the_codes() -> None:
    with pytest.raises(ValueError, match="A place of death is one of: HOSP-ED, HOSP-PAED"):
        places.parse("moon")
