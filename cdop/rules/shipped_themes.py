"""The themes that are shipped: what each is about, and the rule that proposes its cases. A panel may change each rule.

Sources: the definition of hazardous sharing of a sleep surface is that of "Sudden infant deaths in England", BMJ Open
2023 (National Child Mortality Database); the other rules follow the questions of the statutory forms and the panel's
own factors, and are reconstructed from practice: check them with your partners.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShippedTheme:
    """What a theme is about, and its rule."""

    definition: str
    rule: str


def _theme(definition: str, rule: str) -> ShippedTheme:
    return ShippedTheme(definition, rule.strip("\n"))


SHIPPED: Mapping[str, ShippedTheme] = {
    "safe-sleep": _theme(
        "Sudden unexpected death under 2 years on a hazardous surface, or while sharing a sleep surface with a hazard: "
        "alcohol, drugs or sedating medicine, smoking, a sofa or armchair, or a baby under 3 months who was born early "
        "or of low birth weight. An adult bed is a hazardous surface for a child alone in it.",
        """
age under 2 years
any of
  suspected is sudden unexpected death
  category of death is 10
any of
  sleep surface is sofa; armchair; car seat; bouncer; sling; nest; hammock; floor
  all of
    sleep surface is adult bed
    shared a sleep surface is no
  factor is C01; C02
  all of
    shared a sleep surface is yes
    any of
      carer had drunk alcohol is yes
      carer had used drugs is yes
      carer had taken sedating medicine is yes
      adult who shared smoked is yes
      all of
        shared it with is mother
        mother smoked is yes
      all of
        shared it with is father
        father smoked is yes
      all of
        age under 3 months
        any of
          weeks of pregnancy under 37
          born early is yes
          birth weight in grams under 2500
          low birth weight is yes
""",
    ),
    "suicide": _theme(
        "A young person may have died by suicide or of self-harm, as notified, as agencies tell or as the panel "
        "classified it.",
        """
any of
  suspected is suicide or self-harm
  category of death is 2
""",
    ),
    "smoking-in-pregnancy": _theme(
        "The mother smoked at booking, at delivery or at any time of the pregnancy of a child who died before the "
        "first birthday.",
        """
age under 1 year
any of
  smoked at booking is yes
  smoked at delivery is yes
  smoked in pregnancy is yes
  factor is B01
""",
    ),
    "disengagement-from-services": _theme(
        "The child was not brought to an appointment, or the family and a service lost contact. It is about barriers "
        "to care, not about blame.",
        """
any of
  was not brought is yes
  lost contact with services is yes
  factor is B13; B15
""",
    ),
    "deprivation-and-poverty": _theme(
        "The child lived in the most deprived fifth of small areas, or agencies tell of poverty, debt or homelessness.",
        """
any of
  deprivation quintile is 1
  poverty or deprivation is yes
  debt is yes
  homeless is yes
  factor is B11; B12
""",
    ),
    "domestic-abuse": _theme(
        "There was domestic abuse in the home, at any time that an agency knows of.",
        """
any of
  domestic abuse is yes
  factor is B07
""",
    ),
    "consanguinity": _theme(
        "The parents are close relatives. The theme is about access to genetic advice, not about families' choices.",
        """
any of
  close relatives is yes
  factor is B17
""",
    ),
    "young-people-in-adult-care": _theme(
        "A young person of 16 or 17 who was cared for by adults' services, or was moving to them.",
        """
age from 16 years
any of
  place of death is HOSP-ADULT; HOSP-AICU
  factor is D15
""",
    ),
    "recognition-of-the-sick-child": _theme(
        "An illness was recognised, diagnosed or treated later than it could have been, by family or by a service.",
        """
any of
  illness recognised late is yes
  factor is B16; D04
""",
    ),
    "communication-between-agencies": _theme(
        "Services did not tell each other, or not in time, what the other needed to know.",
        """
any of
  communication between services is yes
  factor is D01
""",
    ),
    "road-traffic": _theme(
        "A collision with a vehicle, whatever the child's part in traffic.",
        """
any of
  suspected is vehicle collision
  factor is C03
""",
    ),
    "drowning": _theme(
        "A death in water: bath, pool, open water or flood.",
        """
any of
  suspected is drowning
  factor is C06
""",
    ),
    "asthma": _theme(
        "A child with asthma, or whose death may have been from asthma or anaphylaxis.",
        """
any of
  suspected is asthma or anaphylaxis
  condition is asthma
  factor is A07
""",
    ),
    "epilepsy": _theme(
        "A child with epilepsy, whether or not the death was from it.",
        """
any of
  medical condition is epilepsy
  condition is epilepsy
  factor is A08
""",
    ),
    "cardiac": _theme(
        "A child with a heart condition, known before or found afterwards.",
        """
any of
  medical condition is heart
  condition is heart
""",
    ),
    "neonatal": _theme(
        "A baby who died in the first 28 days: care before, at and after birth, and whether the birth was in the right "
        "place.",
        """
any of
  age under 28 days
  all of
    age under 1 year
    factor is D06; D11
""",
    ),
    "maternal-weight": _theme(
        "The mother's body mass index at booking was 30 or more, in the pregnancy of a child who died before the first "
        "birthday.",
        """
age under 1 year
any of
  maternal body mass index from 30
  factor is A40
""",
    ),
    "bereavement-support": _theme(
        "No agency offered the family bereavement support, or the panel found it lacking.",
        """
any of
  all of
    bereavement support offered is no
    bereavement support offered is not yes
  factor is D18
""",
    ),
    "fathers-and-wider-family": _theme(
        "The records say nothing of a father: agencies named carers and none of them is he, and nobody searched his "
        "records.",
        """
carers told of is not father
records searched is not father
""",
    ),
}
"""By the theme's key."""
