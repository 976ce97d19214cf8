"""A local form on a child with a life-limiting condition: plans, palliative care, and care after the death.

No current national form has these questions together. They were Form B3, of which three were seen in print.
"""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, NOT_HELD, NOT_KNOWN, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.sources import FORM_B3
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain

_WAYS = (NOT_KNOWN, NOT_HELD)
_child = Ask(_WAYS, Domain.CHILD)
_care = Ask(_WAYS, Domain.SERVICE)
_family = Ask(_WAYS, Domain.SOCIAL)

CONDITION = Section(
    "condition",
    "B",
    "The condition",
    (
        _child.long_text("diagnosis", "B1", "Main diagnosis or diagnoses", need=EXPECTED, source=FORM_B3),
        _child.choice(
            "act_category",
            "B2",
            "Which of these describes it?",
            (
                Choice(
                    "1",
                    "1 Life-threatening: treatment may cure, and may not succeed",
                    "For example, cancer or failure of an organ",
                ),
                Choice(
                    "2",
                    "2 An early death cannot be avoided, with long treatment to prolong life",
                    "For example, cystic fibrosis or Duchenne muscular dystrophy",
                ),
                Choice(
                    "3",
                    "3 Progressive and without a cure, with palliative care over years",
                    "For example, Batten disease or mucopolysaccharidosis",
                ),
                Choice(
                    "4",
                    "4 Not progressive, with severe disability and a danger of complications",
                    "For example, severe cerebral palsy or an injury of the brain or spine",
                ),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
            source=FORM_B3,
        ),
        _child.yes_no("death_expected", "B3", "Were the time and the manner of the death expected?", need=EXPECTED),
        _child.long_text("last_illness", "B4", "The last illness, in short"),
    ),
)

PLANS = Section(
    "plans",
    "C",
    "Plans and care",
    (
        _care.yes_no("plan", "C1", "Was there an end-of-life or advance care plan?", need=EXPECTED, source=FORM_B3),
        _care.date("plan_on", "C2", "Its date", need=EXPECTED, when=yes("plan"), is_past=True),
        _care.yes_no("plan_reviewed", "C3", "Was it reviewed in the last 12 months?", need=EXPECTED, when=yes("plan")),
        _care.choices(
            "plan_shared_with",
            "C4",
            "Who had it?",
            listed("family", "ambulance service", "school", "hospice", "general practice", "hospital"),
            need=EXPECTED,
            when=yes("plan"),
        ),
        _care.yes_no("plan_followed", "C5", "Was it followed?", need=EXPECTED, when=yes("plan")),
        _care.yes_no(
            "resuscitation_plan",
            "C6",
            "Was there a plan about resuscitation?",
            need=EXPECTED,
            hint="For example, ReSPECT",
        ),
        _care.yes_no("palliative_team", "C7", "Was a palliative care team or a hospice involved?", need=EXPECTED),
        _care.text("lead_clinician", "C8", "Who led the care: role and service", need=EXPECTED),
        _care.yes_no("care_at_any_hour", "C9", "Could the family reach palliative care at any hour?", need=EXPECTED),
        _care.yes_no("key_worker", "C10", "Had the family one person who drew the care together?", need=EXPECTED),
        _care.choice(
            "place_preferred", "C11", "Where did the family wish the child to die?", parts.PLACES_OF_CARE, need=EXPECTED
        ),
        _care.choice("place_actual", "C12", "Where did the child die?", parts.PLACES_OF_CARE, need=EXPECTED),
        _care.long_text("place_reason", "C13", "If these differ, why?", non_answers=()),
        _care.yes_no("symptoms_managed", "C14", "Were symptoms well managed?", need=EXPECTED),
        _care.yes_no("medicines_ready", "C15", "Were medicines for the last days ready?", need=EXPECTED),
        _care.yes_no("equipment_at_home", "C16", "Was the equipment that was needed at home?"),
        _care.long_text("symptoms_detail", "C17", "What was difficult", non_answers=()),
    ),
)

FAMILY = Section(
    "family",
    "D",
    "The family",
    (
        _family.yes_no("respite", "D1", "Had the family short breaks?", need=EXPECTED),
        _family.yes_no("sibling_support", "D2", "Were brothers and sisters supported?", need=EXPECTED),
        _family.yes_no("psychological_support", "D3", "Was psychological support offered?", need=EXPECTED),
        _family.yes_no("cold_room", "D4", "Could the family stay with the child after the death, as they wished?"),
        _family.yes_no("bereavement_follow_up", "D5", "Is the family supported in bereavement?", need=EXPECTED),
        _family.long_text("family_view", "D6", "How the family saw the care"),
    ),
)

LIFE_LIMITING = FormSpec(
    "supplement_life_limiting",
    "2024-1",
    "Local supplementary form: life-limiting condition",
    date(2024, 4, 1),
    "A local form after Form B3; reconstructed: use it as a local form until it is checked",
    (parts.RETURN, CONDITION, PLANS, FAMILY, parts.learning("E")),
)
