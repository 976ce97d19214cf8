"""Section C of the reporting form: the child, and the pregnancy."""

from cdop.questionnaires import choices
from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2022, SCOTTISH_ITEMS
from cdop.questionnaires.spec import Choice, Section
from cdop.questionnaires.words import Domain


def _ask(agencies: frozenset[str]) -> Ask:
    return Ask((NOT_KNOWN, NOT_APPLICABLE, NOT_HELD), Domain.CHILD, agencies)


_birth, _pregnancy, _infant = _ask(asked_of.BIRTH), _ask(asked_of.PREGNANCY), _ask(asked_of.INFANT)
_health, _growth = _ask(asked_of.CHILD_HEALTH), _ask(asked_of.GROWTH)
_mind, _substances = _ask(asked_of.CHILD_MIND), _ask(asked_of.CHILD_SUBSTANCES)
_disability, _risks = _ask(asked_of.DISABILITY), _ask(asked_of.CHILD_RISKS)
_medicine, _development = _ask(asked_of.MEDICINE), _ask(asked_of.DEVELOPMENT)
_midwifery, _bullying = _ask(asked_of.MIDWIFERY), _ask(asked_of.BULLYING)
_education, _care = _ask(asked_of.EDUCATION), _ask(asked_of.SOCIAL_CARE)
_everyone = _ask(frozenset())

PREGNANCY_CONDITIONS = (
    Choice("diabetes", "Diabetes, before or in the pregnancy"),
    Choice("blood pressure", "High blood pressure or pre-eclampsia"),
    Choice("infection", "Infection"),
    Choice("thyroid", "Thyroid condition"),
    Choice("epilepsy", "Epilepsy"),
    Choice("heart or kidney", "Heart or kidney condition"),
    Choice("mental health", "Mental health condition"),
    Choice("placenta or cord", "Condition of the placenta or the cord"),
    Choice("growth", "Concern about the baby's growth"),
    Choice("other", "Another"),
)

CONDITIONS = (
    Choice("asthma", "Asthma"),
    Choice("epilepsy", "Epilepsy"),
    Choice("diabetes", "Diabetes"),
    Choice("heart", "Heart condition"),
    Choice("cancer", "Cancer"),
    Choice("genetic", "Chromosomal, genetic or congenital condition"),
    Choice("respiratory", "Another condition of the lungs or airways"),
    Choice("neurological", "Another neurological condition"),
    Choice("life-limiting", "A life-limiting condition"),
    Choice("other", "Another"),
)

IMPAIRMENTS = (
    Choice("learning", "Learning disability"),
    Choice("autism", "Autism"),
    Choice("adhd", "ADHD or another neurodevelopmental condition"),
    Choice("motor", "Motor impairment"),
    Choice("vision", "Impairment of vision"),
    Choice("hearing", "Impairment of hearing"),
    Choice("technology", "Dependence on technology, such as a ventilator"),
    Choice("other", "Another"),
)

PREGNANCY_AND_BIRTH = (
    _birth.number("birth_weight_g", "C1", "Birth weight", 100, 8000, "g", need=EXPECTED, is_fact=True),
    _birth.number("gestation_weeks", "C2", "Weeks of pregnancy at birth", 15, 45, "weeks", need=EXPECTED, is_fact=True),
    _pregnancy.number("gestation_days", "C3", "And days", 0, 6, "days", is_fact=True),
    _birth.choice(
        "plurality",
        "C4",
        "Single or multiple birth",
        listed("single", "twin", "triplet", "four or more"),
        need=EXPECTED,
        is_fact=True,
    ),
    _birth.number(
        "birth_order",
        "C5",
        "Born as number",
        1,
        8,
        when=Is("plurality", ("twin", "triplet", "four or more")),
        is_fact=True,
    ),
    _pregnancy.number("maternal_age", "C6", "Mother's age at the birth", 10, 65, "years", need=EXPECTED),
    _pregnancy.number("gravidity", "C7", "Number of pregnancies, this one included", 1, 30, need=EXPECTED),
    _pregnancy.number("parity", "C8", "Number of earlier births", 0, 30, need=EXPECTED),
    _pregnancy.number(
        "maternal_bmi",
        "C9",
        "Mother's body mass index at booking, rounded",
        10,
        90,
        "kg/m²",
        need=EXPECTED,
        source=CHANGES_2022,
    ),
    _midwifery.number("booking_weeks", "C10", "Weeks of pregnancy at booking", 0, 45, "weeks", need=EXPECTED),
    _midwifery.yes_no("late_or_unbooked", "C11", "Was the pregnancy booked late, not booked or concealed?"),
    _pregnancy.yes_no("smoking_at_booking", "C12", "Did the mother smoke at booking?", need=EXPECTED),
    _pregnancy.yes_no("smoking_at_delivery", "C13", "Did she smoke at delivery?", need=EXPECTED),
    _pregnancy.yes_no("alcohol_in_pregnancy", "C14", "Did she drink alcohol in the pregnancy?", need=EXPECTED),
    _pregnancy.yes_no("drugs_in_pregnancy", "C15", "Did she use drugs in the pregnancy?", need=EXPECTED),
    _pregnancy.yes_no("pregnancy_condition", "C16", "Was there any condition or complication?", need=EXPECTED),
    _pregnancy.choices(
        "pregnancy_conditions",
        "C17",
        "Which?",
        PREGNANCY_CONDITIONS,
        need=EXPECTED,
        when=yes("pregnancy_condition"),
    ),
    _pregnancy.more("pregnancy_detail", "C18", "Tell us more", yes("pregnancy_condition")),
    _midwifery.yes_no("assisted_conception", "C19", "Was conception assisted?"),
    _pregnancy.choice(
        "antenatal_steroids",
        "C20",
        "Were steroids given before the birth?",
        listed("full course", "part of a course", "none"),
    ),
    _pregnancy.choice(
        "place_of_birth",
        "C21",
        "Where was the baby born?",
        choices.PLACES_OF_BIRTH,
    ),
    _pregnancy.choice(
        "mode_of_birth",
        "C22",
        "How was the baby born?",
        choices.MODES_OF_BIRTH,
    ),
    _pregnancy.yes_no("resuscitated_at_birth", "C23", "Was the baby resuscitated at birth?"),
    _infant.choice("feeding", "C24", "How was the baby fed?", listed("breast milk", "formula", "both")),
)

HEALTH = (
    _growth.number("height_cm", "C25", "Last height or length", 20, 220, "cm", source=CHANGES_2022),
    _growth.number("weight_g", "C26", "Last weight, in grams", 200, 250_000, "g", source=CHANGES_2022),
    _growth.date("measured_on", "C27", "Date of these measurements", source=CHANGES_2022, is_past=True),
    _ask(asked_of.IMMUNISATIONS).yes_no(
        "immunised", "C28", "Were immunisations up to date for the child's age?", need=EXPECTED
    ),
    _health.yes_no("condition", "C29", "Did the child have a long-term or life-limiting condition?", need=EXPECTED),
    _health.choices("conditions", "C30", "Which?", CONDITIONS, need=EXPECTED, when=yes("condition")),
    _health.more(
        "condition_detail",
        "C31",
        "Tell us more",
        yes("condition"),
        hint="Diagnosis, how it was controlled, who looked after it",
    ),
    _health.yes_no("recent_illness", "C32", "Was the child ill in the four weeks before the death?", need=EXPECTED),
    _health.more("recent_illness_detail", "C33", "Tell us more", yes("recent_illness")),
    _medicine.yes_no("allergy", "C34", "Did the child have an allergy?"),
    _medicine.yes_no("medicine", "C35", "Did the child take a medicine?", need=EXPECTED),
    _medicine.more("medicine_detail", "C36", "Which, and since when?", yes("medicine")),
    _disability.yes_no("disability", "C37", "Did the child have a disability or impairment?", need=EXPECTED),
    _disability.choices("disabilities", "C38", "Which?", IMPAIRMENTS, need=EXPECTED, when=yes("disability")),
    _development.yes_no("development_as_expected", "C39", "Was the child's development as usual for the age?"),
    _mind.yes_no(
        "mental_health", "C40", "Did the child have an emotional, behavioural or mental health need?", need=EXPECTED
    ),
    _mind.more("mental_health_detail", "C41", "Tell us more", yes("mental_health")),
    _mind.yes_no("self_harm", "C42", "Is self-harm or any thought of suicide known?", need=EXPECTED),
    _mind.more("self_harm_detail", "C43", "Tell us more", yes("self_harm")),
    _substances.yes_no("child_smoked", "C44", "Did the child smoke or vape?"),
    _substances.yes_no("child_alcohol", "C45", "Did the child drink alcohol?"),
    _substances.yes_no("child_drugs", "C46", "Did the child use drugs or other substances?"),
)

LIFE = (
    _education.choice(
        "education_setting",
        "C47",
        "Where was the child in education?",
        listed(
            "childminder or nursery",
            "primary school",
            "secondary school",
            "special school",
            "alternative provision",
            "college",
            "apprenticeship or work",
            "at home",
            "not in education, employment or training",
        ),
        need=EXPECTED,
    ),
    _education.number("attendance", "C48", "Attendance in the last school year", 0, 100, "%"),
    _education.yes_no("excluded", "C49", "Was the child ever suspended or excluded?"),
    _education.choice(
        "education_support",
        "C50",
        "Support for special educational needs",
        listed("none", "support in the setting", "education, health and care plan"),
        need=EXPECTED,
    ),
    _bullying.yes_no("bullied", "C51", "Was the child bullied, in person or online?", need=EXPECTED),
    _bullying.yes_no("online_concern", "C52", "Was there concern about anything online?"),
    _risks.yes_no("missing_episodes", "C53", "Had the child been missing from home or care?"),
    _risks.yes_no("exploitation", "C54", "Was there concern about exploitation, gangs or violence?", need=EXPECTED),
    _risks.more("risk_detail", "C55", "Tell us more", yes("exploitation")),
    _care.choices("care_statuses", "C56", "Was the child any of these, now or before?", choices.CARE_STATUSES),
    _care.choice("legal_status", "C57", "Legal status at the time of death", choices.LEGAL_STATUSES, need=EXPECTED),
    _care.yes_no(
        "asylum_seeking", "C58", "Was the child seeking asylum, with or without family?", source=SCOTTISH_ITEMS
    ),
    _everyone.long_text(
        "child_as_a_person",
        "C59",
        "What should the panel know about the child as a person?",
        hint="Strengths, personality, what and whom they loved",
        non_answers=(NOT_HELD,),
    ),
)

SECTION = Section(
    "child",
    "C",
    "The child, and the pregnancy",
    (*PREGNANCY_AND_BIRTH, *HEALTH, *LIFE),
    guidance="Answer from your records. Not known is a good answer where you looked and it is not there.",
)
