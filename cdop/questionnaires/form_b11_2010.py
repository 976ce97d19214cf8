"""Form B11, 2010 to 2019: apparent homicide. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY)
_care, _service = about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

EVENT = Section(
    "event",
    "1",
    "What happened",
    (
        _child.choices(
            "mechanisms",
            "1.1",
            "How?",
            (
                Choice("blunt", "Blunt force"),
                Choice("head injury", "Shaking or impact to the head"),
                Choice("sharp", "A sharp object"),
                Choice("firearm", "A firearm"),
                Choice("suffocation", "Suffocation or strangulation"),
                Choice("drowning", "Drowning"),
                Choice("fire", "Fire"),
                Choice("poisoning", "Poisoning"),
                Choice("neglect", "Neglect"),
                Choice("other", "Another way"),
            ),
            need=EXPECTED,
        ),
        _child.text("weapon", "1.2", "Weapon, and where it came from"),
        _home.text("event_place", "1.3", "Place", is_identifying=True),
        _home.number("victims", "1.4", "Number of people killed", 1, 99),
        _home.yes_no("suspect_died", "1.5", "Did the suspect die too?"),
        _home.choices(
            "suspects",
            "1.6",
            "What was the suspect to the child?",
            listed(
                "mother",
                "father",
                "step-parent or partner",
                "sibling",
                "other relative",
                "other carer",
                "acquaintance",
                "another young person",
                "gang",
                "stranger",
            ),
        ),
        _home.yes_no("suspect_mental_health", "1.7", "Had a suspect a mental health condition?"),
        _home.yes_no("suspect_substances", "1.8", "Did a suspect misuse substances?"),
        _home.yes_no("suspect_convicted", "1.9", "Had a suspect been convicted before?"),
    ),
    guidance="Completed by the police's senior investigating officer. A form is never a finding of guilt.",
)

BACKGROUND = Section(
    "background",
    "2",
    "Background",
    (
        _home.yes_no("domestic_violence", "2.1", "Was there domestic violence at home?"),
        _service.yes_no(
            "risk_conference", "2.2", "Was there a risk assessment conference?", when=yes("domestic_violence")
        ),
        _home.yes_no("separation", "2.3", "Was there a separation or a dispute about contact?"),
        _child.yes_no("concealed_birth", "2.4", "Was it a concealed birth?"),
        _service.yes_no("known_to_social_care", "2.5", "Was the child known to children's social care?"),
        _service.yes_no(
            "protection_plan", "2.6", "Was there a child protection plan?", when=yes("known_to_social_care")
        ),
        _care.yes_no("earlier_injuries", "2.7", "Had injuries been seen before?"),
        _child.yes_no("gang_or_knife", "2.8", "Did gangs or knives play a part?"),
        _child.yes_no("exploited", "2.9", "Was there concern about exploitation, or had the child been missing?"),
        _child.yes_no("excluded", "2.10", "Had the child been excluded from school?"),
        _home.yes_no("hate", "2.11", "Did hate, honour or belief play a part?"),
    ),
)

AFTERWARDS = Section(
    "afterwards",
    "3",
    "What followed",
    (
        _service.yes_no("charged", "3.1", "Was somebody charged?"),
        _service.text("verdict", "3.2", "Trial and verdict", when=yes("charged")),
        _service.yes_no("serious_case_review", "3.3", "Is there a serious case review?"),
        _service.yes_no("domestic_homicide_review", "3.4", "Is there a domestic homicide review?"),
        _service.long_text("issues", "3.5", "Anything else that matters"),
    ),
)

FORM_B11 = FormSpec(
    "supplement_violence",
    "2010-1",
    "Apparent homicide (Form B11)",
    SECOND_SET,
    "Form B11, named in the national set; its questions reconstructed from practice",
    (EVENT, BACKGROUND, AFTERWARDS),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B8_OF_2008 = of_the_first_set(FORM_B11, "B8")
"""The same, asked from April 2008 to March 2010."""
