"""Form B3, 2010 to 2019: the death of a child with a known life-limiting condition."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.sources import FORM_B3 as SOURCE
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _care = about(EarlierDomain.CHILD), about(EarlierDomain.SERVICE)

ACT_CATEGORIES = (
    Choice(
        "1",
        "1 Life-threatening; treatment that cures is possible but can fail",
        "For example, cancer or the failure of an organ",
    ),
    Choice(
        "2",
        "2 Early death inevitable, after long intensive treatment",
        "For example, cystic fibrosis or Duchenne muscular dystrophy",
    ),
    Choice(
        "3",
        "3 Progressive, without a cure; palliative treatment over years",
        "For example, Batten disease or a mucopolysaccharidosis",
    ),
    Choice(
        "4",
        "4 Irreversible but not progressive, with severe disability",
        "For example, severe cerebral palsy or an injury of the brain or spinal cord",
    ),
    Choice("other", "Another"),
)

CONDITION = Section(
    "condition",
    "1",
    "The condition",
    (
        _child.long_text("diagnoses", "1.1", "Main diagnosis or diagnoses", need=EXPECTED, source=SOURCE),
        _child.choice("act_category", "1.2", "Category of the condition", ACT_CATEGORIES, source=SOURCE),
        _child.yes_no("timing_expected", "1.3", "Did the death come when and as it was expected?"),
        _child.long_text("timing_detail", "1.4", "Details"),
    ),
    guidance="Completed by the lead clinician or a member of the palliative care team.",
)

CARE = Section(
    "care",
    "2",
    "Planning and care",
    (
        _care.yes_no("end_of_life_plan", "2.1", "Was there a plan for the end of life?", need=EXPECTED, source=SOURCE),
        _care.date("end_of_life_plan_on", "2.2", "Date of the plan", is_past=True, when=yes("end_of_life_plan")),
        _care.yes_no("plan_reviewed", "2.3", "Had it been reviewed?", when=yes("end_of_life_plan")),
        _care.yes_no("plan_followed", "2.4", "Was it followed?", when=yes("end_of_life_plan")),
        _care.choices(
            "plan_shared_with",
            "2.5",
            "With whom was it shared?",
            listed("ambulance service", "school", "hospice", "general practitioner", "hospital"),
            when=yes("end_of_life_plan"),
        ),
        _care.yes_no("palliative_team", "2.6", "Was the child known to a palliative care team or a hospice?"),
        _care.text("lead_clinician", "2.7", "Lead clinician", is_identifying=True),
        _care.yes_no("help_at_all_hours", "2.8", "Could the family reach help at all hours?"),
        _care.choice(
            "preferred_place_of_death",
            "2.9",
            "Where should the child have died?",
            listed("home", "hospital", "hospice"),
        ),
        _care.choice(
            "actual_place_of_death",
            "2.10",
            "Where did the child die?",
            listed("home", "hospital", "hospice", "elsewhere"),
        ),
        _care.text("place_reason", "2.11", "If they differ, why?"),
        _care.yes_no("resuscitation_plan", "2.12", "Was there a plan on resuscitation?"),
        _care.yes_no("symptoms_managed", "2.13", "Were symptoms managed well?"),
        _care.yes_no("medicines_at_hand", "2.14", "Were medicines and equipment at hand?"),
    ),
)

FAMILY = Section(
    "family",
    "3",
    "The family",
    (
        _care.yes_no("respite", "3.1", "Had the family respite?"),
        _care.yes_no("sibling_support", "3.2", "Were brothers and sisters supported?"),
        _care.yes_no("psychological_support", "3.3", "Was psychological support offered?"),
        _care.yes_no("key_worker", "3.4", "Had the family a key worker?"),
        _care.yes_no("after_death_care", "3.5", "Was care after death offered?"),
        _care.yes_no("bereavement_follow_up", "3.6", "Was the family followed up in bereavement?"),
        _care.long_text("issues", "3.7", "Issues, and what went well"),
    ),
)

FORM_B3 = FormSpec(
    "supplement_life_limiting",
    "2010-1",
    "Known life-limiting condition (Form B3)",
    SECOND_SET,
    "Form B3, national template; questions after the plan for the end of life reconstructed",
    (CONDITION, CARE, FAMILY),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B11_OF_2008 = of_the_first_set(FORM_B3, "B11")
"""The same, asked from April 2008 to March 2010. That its letter was B11 is from memory."""
