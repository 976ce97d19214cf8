"""The types of agency that notify deaths and give information.

Keys are the register's own words; the list follows the professionals named in the statutory guidance on child
death review (HM Government, 2018) and on the notification and reporting forms.
"""

from dataclasses import dataclass

AGENCY_TYPES = {
    "gp": "General practice",
    "health visiting": "Health visiting (0 to 19 service)",
    "school nursing": "School nursing",
    "midwifery": "Midwifery",
    "neonatal unit": "Neonatal unit",
    "hospital trust": "Hospital trust",
    "emergency department": "Emergency department",
    "community paediatrics": "Community paediatrics",
    "specialist centre": "Specialist centre",
    "camhs": "Child and adolescent mental health service",
    "adult mental health": "Adult mental health service",
    "substance misuse service": "Substance misuse service",
    "ambulance": "Ambulance service",
    "hospice": "Hospice",
    "children's social care": "Children's social care",
    "early help": "Early help",
    "education": "Education",
    "police": "Police",
    "youth justice": "Youth justice service",
    "probation": "Probation service",
    "prison or secure": "Prison or secure setting",
    "fire": "Fire and rescue service",
    "coroner": "Coroner",
    "registrar": "Registrar of births and deaths",
    "medical examiner": "Medical examiner",
    "public health": "Public health",
    "housing": "Housing",
    "domestic abuse service": "Domestic abuse service",
    "voluntary": "Voluntary organisation",
    "icb": "Integrated care board",
    "out of area": "Agency of another area",
    "other": "Other agency",
}
"""Key to label, as it is shown, in the order in which they are offered."""

PLACES_BY_THEMSELVES = (
    "gp",
    "neonatal unit",
    "hospital trust",
    "emergency department",
    "specialist centre",
    "hospice",
    "education",
    "prison or secure",
)
"""The types of which an agency's name tells where a child was, more closely than a local authority does."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An agency of the directory that can be asked, by its public id."""

    public_id: str
    name: str
    kind: str
    email: str


def parse(text: str) -> str:
    """Return an agency type's key, whatever its capitals and whichever apostrophe it has.

    Raises ValueError, with a message for the person who typed it, where there is none.
    """
    key = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())
    if key not in AGENCY_TYPES:
        raise ValueError(f"An agency type is one of: {', '.join(AGENCY_TYPES)}.")
    return key


def label(key: str) -> str:
    """Return how an agency type is shown. Raises KeyError for an unknown key."""
    return AGENCY_TYPES[key]


def types_of(text: str) -> frozenset[str]:
    """Return the agency types of a list of keys, "gp, police". Raises LookupError for one that there is not."""
    keys = frozenset(text.split(", "))
    if unknown := keys - set(AGENCY_TYPES):
        raise LookupError(f"no agency types: {', '.join(sorted(unknown))}")
    return keys
