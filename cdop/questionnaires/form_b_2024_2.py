"""The reporting form (Form B) as it was given out from October 2024: more about the child's and the family's life.

What is added was found missing beside the topics of the national form. Wording is ours.
"""

from datetime import date

from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.amending import amended
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, REQUIRED, Ask, yes
from cdop.questionnaires.choices import AGENCY_TYPES
from cdop.questionnaires.form_b_2024 import FORM_B
from cdop.questionnaires.sources import FORM_B_2008, SCOTTISH_ITEMS
from cdop.questionnaires.spec import Group
from cdop.questionnaires.words import Domain

_ANY_WAY = (NOT_KNOWN, NOT_APPLICABLE, NOT_HELD)
_mind = Ask(_ANY_WAY, Domain.CHILD, asked_of.CHILD_MIND)
_family = Ask((NOT_KNOWN, NOT_HELD), Domain.SOCIAL, asked_of.POVERTY)
_services = Ask((NOT_KNOWN, NOT_HELD), Domain.SERVICE, asked_of.MET_THE_FAMILY)

IDENTITY = (
    _mind.yes_no(
        "identity_distress",
        "C43a",
        "Was the young person distressed about their sexuality or gender identity?",
        hint="For an older child; otherwise choose not applicable",
    ),
    _mind.more("identity_distress_detail", "C43b", "Tell us more", yes("identity_distress")),
)

MONEY_AND_STATUS = (
    _family.yes_no("debt", "D16a", "Did debt or the cost of living weigh on the family?"),
    _family.yes_no("immigration_unsettled", "D16b", "Was anybody in the home without settled immigration status?"),
    _family.yes_no("traveller_family", "D16c", "Was it a Gypsy, Roma or Traveller family?", source=SCOTTISH_ITEMS),
    _family.yes_no(
        "homeless", "D16d", "Was the family homeless, or moving often, in the last year?", source=SCOTTISH_ITEMS
    ),
)

CULTURE = (
    _family.yes_no(
        "culture_or_belief",
        "D22a",
        "Did culture, religion or belief shape the child's care or decisions about treatment?",
    ),
    _family.more("culture_or_belief_detail", "D22b", "In what way?", yes("culture_or_belief")),
)

OTHER_SERVICES = Group(
    "other_services",
    "F27",
    "Other services that you know were involved",
    "service",
    (
        _services.choice("other_service", "F27a", "Service", AGENCY_TYPES, need=REQUIRED, source=FORM_B_2008),
        _services.text("other_service_name", "F27b", "Its name or place", source=FORM_B_2008),
        _services.date("other_service_last_seen_on", "F27c", "Last seen on", is_past=True),
        _services.yes_no(
            "other_service_shared", "F27d", "Did your service and theirs share what they knew?", need=EXPECTED
        ),
    ),
    hint="We ask them too. Leave it empty where there is none.",
)

FORM_B_2 = amended(
    FORM_B,
    "2024-2",
    date(2024, 10, 1),
    {
        "self_harm_detail": IDENTITY,
        "household_income": MONEY_AND_STATUS,
        "language": CULTURE,
        "for_the_panel": (OTHER_SERVICES,),
    },
    until_on=date(2026, 9, 30),
)
"""Asked from October 2024 to September 2026."""
