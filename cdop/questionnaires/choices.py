"""Lists of answers that several forms offer. "Not known" is never one of them: it is a way of not answering."""

from cdop.questionnaires.spec import Choice
from cdop.rules import agencies, ethnicity, places
from cdop.rules.categories import CATEGORIES
from cdop.rules.ethnicity import EthnicGroup
from cdop.rules.vocabulary import Expectedness, Modifiable, Sex


def listed(*words: str) -> tuple[Choice, ...]:
    """Return choices that are stored as the given words and shown with a capital letter."""
    return tuple(Choice(each, each[:1].upper() + each[1:]) for each in words)


AGENCY_TYPES = tuple(Choice(key, label) for key, label in agencies.AGENCY_TYPES.items())

_BROAD_GROUPS = set(EthnicGroup) - {EthnicGroup.NOT_STATED}
ETHNICITIES = tuple(
    Choice(each.label, each.label[:1].upper() + each.label[1:])
    for each in ethnicity.ETHNICITIES
    if each.label not in _BROAD_GROUPS
)

PLACES = tuple(Choice(place.code, place.label) for place in places.PLACES if place.code != places.NOT_KNOWN)

SEXES = listed(Sex.FEMALE, Sex.MALE, Sex.INDETERMINATE)

EXPECTEDNESS = (
    Choice(Expectedness.EXPECTED, "Expected"),
    Choice(
        Expectedness.UNEXPECTED,
        "Unexpected",
        "Not thought a real possibility a day before, or it followed an unexpected collapse or event",
    ),
)

CATEGORIES_OF_DEATH = tuple(Choice(each.key, f"{each.number} {each.name}", each.definition) for each in CATEGORIES)

MODIFIABILITY = (
    Choice(Modifiable.YES, "Modifiable factors identified"),
    Choice(Modifiable.NO, "No modifiable factors identified"),
    Choice(Modifiable.INADEQUATE, "Not enough information to judge"),
)

RELATIONSHIPS = listed(
    "mother",
    "father",
    "step-parent",
    "partner of a parent",
    "adoptive parent",
    "foster carer",
    "special guardian",
    "grandparent",
    "sibling",
    "half-sibling",
    "step-sibling",
    "other relative",
    "other carer",
    "corporate parent",
    "unrelated",
)

JAR_CRITERIA = (
    Choice("external causes", "The death is, or could be, due to external causes"),
    Choice("sudden", "It was sudden and no cause was apparent", "This includes sudden unexpected death of an infant"),
    Choice("custody or detained", "The child was in custody or detained under the Mental Health Act"),
    Choice("may not be natural", "What is known so far suggests that the death may not have been natural"),
    Choice("unattended stillbirth", "A stillbirth with no health professional present"),
)

SUSPECTED_TYPES = (
    Choice("neonatal", "Newborn baby, in the first 28 days"),
    Choice("life-limiting", "Known life-limiting condition"),
    Choice("sudden unexpected death", "Sudden unexpected death in infancy or childhood"),
    Choice("suicide or self-harm", "Possible suicide or self-harm"),
    Choice("vehicle collision", "Vehicle collision"),
    Choice("drowning", "Drowning"),
    Choice("fire or burns", "Fire, burns or electrocution"),
    Choice("poisoning", "Poisoning"),
    Choice("other trauma", "Other injury"),
    Choice("suspected homicide", "Suspected homicide, abuse or neglect"),
    Choice("substance misuse", "Substance misuse"),
    Choice("asthma or anaphylaxis", "Asthma or anaphylaxis"),
    Choice("infection", "Infection"),
    Choice("other medical", "Another medical condition"),
)

MEDICAL_CONDITIONS = (
    Choice("heart", "Heart condition"),
    Choice("genetic", "Chromosomal, genetic or congenital condition"),
    Choice("cancer", "Cancer"),
    Choice("epilepsy", "Epilepsy"),
    Choice("diabetes", "Diabetes"),
    Choice("other", "Another"),
)

POST_MORTEMS = listed(
    "coroner's, standard",
    "coroner's, forensic",
    "hospital, with consent",
    "external examination only",
    "imaging only",
    "none",
)

CARE_STATUSES = listed(
    "looked after",
    "child protection plan",
    "child in need",
    "early help",
    "care leaver",
)

LEGAL_STATUSES = listed(
    "none",
    "section 20",
    "section 31 care order",
    "interim care order",
    "emergency protection order",
    "police protection",
    "placement order",
    "remand",
    "supervision order",
    "special guardianship",
    "child arrangements order",
)

OTHER_REVIEWS = (
    Choice("police", "Police investigation"),
    Choice("patient safety", "Patient safety incident investigation"),
    Choice("perinatal", "Perinatal mortality review"),
    Choice("maternity", "Maternity and newborn safety investigation"),
    Choice("safeguarding", "Safeguarding practice review, or a serious incident notification"),
    Choice("learning disability", "Learning from lives and deaths of people with a learning disability"),
    Choice("custody", "Prisons and Probation Ombudsman, or Independent Office for Police Conduct"),
    Choice("regulator", "A regulator, such as the Health and Safety Executive"),
    Choice("internal", "The organisation's own review"),
    Choice("other", "Another"),
)

PLACES_OF_BIRTH = listed(
    "obstetric unit",
    "midwife-led unit beside one",
    "midwife-led unit on its own",
    "home, as planned",
    "home, not planned",
    "ambulance or on the way",
    "elsewhere",
)

MODES_OF_BIRTH = listed(
    "spontaneous vaginal birth",
    "forceps",
    "ventouse",
    "vaginal breech birth",
    "planned caesarean section",
    "emergency caesarean section",
)

SUBSTANCES = (
    Choice("alcohol", "Alcohol"),
    Choice("cannabis", "Cannabis"),
    Choice("opioids", "Heroin, methadone or another opioid"),
    Choice("cocaine", "Cocaine or crack"),
    Choice("mdma", "Ecstasy or MDMA"),
    Choice("amphetamines", "Amphetamines"),
    Choice("ketamine", "Ketamine"),
    Choice("benzodiazepines", "Benzodiazepines"),
    Choice("solvents", "Solvents, gas or aerosols"),
    Choice("nitrous oxide", "Nitrous oxide"),
    Choice("synthetic cannabinoids", "Synthetic cannabinoids or another new substance"),
    Choice("steroids", "Anabolic steroids"),
    Choice("medicine", "A medicine"),
    Choice("other", "Another"),
)

CONCLUSIONS = (
    Choice("accident", "Accident or misadventure"),
    Choice("drug related", "Alcohol or drug related"),
    Choice("lawful killing", "Lawful killing"),
    Choice("unlawful killing", "Unlawful killing"),
    Choice("natural causes", "Natural causes"),
    Choice("open", "Open"),
    Choice("road traffic collision", "Road traffic collision"),
    Choice("stillbirth", "Stillbirth"),
    Choice("suicide", "Suicide"),
    Choice("narrative", "Narrative"),
)
"""How an inquest may conclude, in short."""
