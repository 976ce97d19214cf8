"""The words explained in every annual report."""

_RESPONSE = "The response of health, police and social care together in the first hours and days after certain deaths."
_GLOSSARY = (
    ("Agency", "An organisation that knew or cared for the child or the family."),
    (
        "Child death overview panel",
        "The group of professionals from many organisations who review, without names, every death of a "
        "child who normally lived in their area.",
    ),
    (
        "Deprivation quintile",
        "A fifth of the neighbourhoods of England by the index of multiple deprivation: 1 is the most "
        "deprived fifth, 5 the least.",
    ),
    ("Expected death", "A death that was foreseen as a likely possibility 24 hours before it happened."),
    ("Joint agency response", _RESPONSE),
    ("Median", "The middle value: half of the cases are at or below it, half at or above it."),
    (
        "Modifiable factor",
        "Something that may have contributed to the death and that could be changed, by action taken "
        "locally or nationally, to lower the risk of future deaths.",
    ),
    ("Neonatal", "In the first 28 days of life."),
    ("Notification", "The message that tells the panel that a child has died."),
    (
        "Unexpected death",
        "A death that was not foreseen 24 hours before it happened, or where the collapse that led to it was not.",
    ),
    ("Year", "From 1 April to 31 March, unless the report says otherwise."),
)


def glossary(*, is_before_2018: bool) -> tuple[tuple[str, str], ...]:
    """Return the words with their meanings, in the order of the alphabet, as the guidance of the time had them."""
    if not is_before_2018:
        return _GLOSSARY
    told = [row for row in _GLOSSARY if row[1] != _RESPONSE]
    return tuple(sorted([*told, ("Rapid response", _RESPONSE)]))
