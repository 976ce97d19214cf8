"""The ten national categories of death. Where several could apply, the lowest number is the primary one.

Source: the hierarchy on the national child death analysis form (Department for Education Form C, 2010 to
2018; NHS England and NCMD analysis form since); the same numbers throughout. Definitions are in our own
words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    number: int
    name: str
    definition: str

    @property
    def key(self) -> str:
        """The number as a key of the figures."""
        return str(self.number)

    @property
    def numbered(self) -> str:
        """The name with its number, as "8. Perinatal/neonatal event"."""
        return f"{self.number}. {self.name}"


CATEGORIES = (
    Category(
        1,
        "Deliberately inflicted injury, abuse or neglect",
        "Injury that someone meant to cause, by any means; neglect so severe that the child died of it; "
        "war, terrorism and other mass violence. A classification for learning, never a finding of guilt.",
    ),
    Category(
        2,
        "Suicide or deliberate self-inflicted harm",
        "Harm that the young person did to themselves on purpose, whether or not they meant to die. A "
        "young child's unintentional poisoning belongs in category 3.",
    ),
    Category(
        3,
        "Trauma and other external factors, including medical/surgical complications/error",
        "Injury of the head or body, burns, drowning, unintentional poisoning, anaphylaxis and other "
        "outside causes that nobody inflicted on purpose.",
    ),
    Category(
        4,
        "Malignancy",
        "Solid tumours, leukaemia, lymphoma and histiocytosis, even if the final event was infection or bleeding.",
    ),
    Category(
        5,
        "Acute medical or surgical condition",
        "A sudden illness such as appendicitis, volvulus, diabetic ketoacidosis or acute asthma; sudden "
        "unexpected death in epilepsy.",
    ),
    Category(
        6,
        "Chronic medical condition",
        "A long illness such as liver disease, Crohn's disease or immune deficiency, even if infection "
        "was the final event; cerebral palsy with a clear cause after birth.",
    ),
    Category(
        7,
        "Chromosomal, genetic and congenital anomalies",
        "Trisomies, single-gene and neurodegenerative conditions, cystic fibrosis, and malformations of "
        "the heart and other organs.",
    ),
    Category(
        8,
        "Perinatal/neonatal event",
        "Prematurity and what follows from it, lack of oxygen before or during birth, and infection that "
        "began in the first week, whatever the age at death; cerebral palsy with no clear cause.",
    ),
    Category(
        9,
        "Infection",
        "Infection that began after the first week of life, or after a preterm baby went home, and was "
        "not a complication of anything in categories 1 to 8.",
    ),
    Category(
        10,
        "Sudden unexpected, unexplained death",
        "Sudden infant death syndrome, or a cause left unascertained by pathology, at any age. Not sudden "
        "unexpected death in epilepsy (category 5).",
    ),
)

_BY_NUMBER = {category.number: category for category in CATEGORIES}


def category(number: int) -> Category:
    """Return the category of that number. Raises KeyError where there is none."""
    return _BY_NUMBER[number]


def parse(text: str) -> int:
    """Return the number of a category written "1" to "10".

    Raises ValueError, with a message for the person who typed it, otherwise.
    """
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    if number not in _BY_NUMBER:
        raise ValueError("The category of death is a whole number from 1 to 10.")
    return number
