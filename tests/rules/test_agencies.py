import pytest

from cdop.rules import agencies

KEYS = """gp, health visiting, school nursing, midwifery, neonatal unit, hospital trust, emergency department,
community paediatrics, specialist centre, camhs, adult mental health, substance misuse service,
ambulance, hospice, children's social care, early help, education, police, youth justice, probation,
prison or secure, fire, coroner, registrar, medical examiner, public health, housing, domestic abuse
service, voluntary, icb, out of area, other"""


def test_agency_types_are_those_of_the_register() -> None:
    assert list(agencies.AGENCY_TYPES) == [" ".join(key.split()) for key in KEYS.split(",")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("GP", "gp"),
        (" Health  visiting", "health visiting"),
        ("Children’s social care", "children's social care"),
    ],
)
def test_parse_forgives_capitals_spaces_and_apostrophes(text: str, key: str) -> None:
    assert agencies.parse(text) == key


def test_label_returns_what_is_shown() -> None:
    assert agencies.label("icb") == "Integrated care board"


def test_parse_unknown_agency_lists_the_keys() -> None:
    with pytest.raises(ValueError, match="An agency type is one of: gp, health visiting"):
        agencies.parse("vet")


def test_types_of_a_list_are_its_keys_and_a_word_that_is_none_is_refused() -> None:
    assert agencies.types_of("gp, children's social care") == {"gp", "children's social care"}
    with pytest.raises(LookupError, match="no agency types: vet"):
        agencies.types_of("gp, vet")
