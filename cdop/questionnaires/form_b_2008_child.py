"""Section C of Form B, 2008 to 2019: the child."""

from cdop.questionnaires.ask import EXPECTED, NOT_KNOWN, yes
from cdop.questionnaires.choices import LEGAL_STATUSES, listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import OLD_ETHNICITIES, about
from cdop.questionnaires.sources import SCOTTISH_ITEMS
from cdop.questionnaires.spec import Section
from cdop.questionnaires.words import EarlierDomain

_ask = about(EarlierDomain.CHILD)

BIRTH_AND_GROWTH = (
    _ask.number("birth_weight_g", "C1", "Birth weight", 100, 8000, "g"),
    _ask.number("gestation_weeks", "C2", "Weeks of pregnancy at birth", 15, 45, "weeks"),
    _ask.choice("plurality", "C3", "Single or multiple birth", listed("single", "twin", "triplet", "four or more")),
    _ask.number("birth_order", "C4", "Born as number", 1, 8, when=Is("plurality", ("twin", "triplet", "four or more"))),
    _ask.choice("ethnicity", "C5", "Ethnic group", OLD_ETHNICITIES, need=EXPECTED, non_answers=(NOT_KNOWN,)),
    _ask.number("height_cm", "C6", "Last height or length", 20, 220, "cm"),
    _ask.number("weight_g", "C7", "Last weight", 200, 250_000, "g"),
    _ask.text("centiles", "C8", "Centiles of both"),
    _ask.date("measured_on", "C9", "Date of these measurements", is_past=True),
    _ask.yes_no("immunised", "C10", "Were immunisations up to date for the child's age?"),
    _ask.choice("infant_feeding", "C11", "Feeding in infancy", listed("breast", "formula", "mixed")),
)

HEALTH = (
    _ask.yes_no("asthma", "C12", "Had the child asthma?"),
    _ask.yes_no("epilepsy", "C13", "Epilepsy?"),
    _ask.yes_no("diabetes", "C14", "Diabetes?"),
    _ask.yes_no("chronic_illness", "C15", "Another long-term illness?"),
    _ask.yes_no("allergies", "C16", "Allergies?"),
    _ask.yes_no("acute_illness", "C17", "An acute illness in the last weeks?"),
    _ask.long_text("health_detail", "C18", "Details of these"),
    _ask.yes_no("learning_disability", "C19", "Had the child a learning disability?"),
    _ask.yes_no("motor_impairment", "C20", "A motor impairment?"),
    _ask.yes_no("sensory_impairment", "C21", "An impairment of vision or hearing?"),
    _ask.yes_no("other_disability", "C22", "Another disability?"),
    _ask.yes_no("statement", "C23", "A statement of special educational needs, or a plan?"),
    _ask.long_text("disability_detail", "C24", "Details of these"),
    _ask.yes_no("mental_health", "C25", "Had the child an emotional, behavioural or mental health condition?"),
    _ask.yes_no("self_harm", "C26", "Had the child harmed themself before?"),
    _ask.long_text("mental_health_detail", "C27", "Which, and what was known?", when=yes("mental_health")),
    _ask.yes_no("regular_medication", "C28", "Did the child take medicine regularly?"),
    _ask.text("regular_medication_detail", "C29", "Which?", when=yes("regular_medication")),
    _ask.yes_no("medication_at_death", "C30", "Did the child take any medicine at the time of death?"),
    _ask.text("medication_at_death_detail", "C31", "Which?", when=yes("medication_at_death")),
    _ask.yes_no("development", "C32", "Was the child's development right for their age?"),
    _ask.long_text("development_detail", "C33", "Details"),
    _ask.yes_no("child_smoked", "C34", "Did the child smoke?"),
    _ask.yes_no("child_alcohol", "C35", "Did the child drink alcohol?"),
    _ask.yes_no("child_drugs", "C36", "Did the child use drugs or other substances?"),
)

LIFE = (
    _ask.choice(
        "education_setting",
        "C37",
        "Education",
        listed("nursery", "school", "college", "work", "not in education, employment or training"),
    ),
    _ask.text("attendance", "C38", "Attendance"),
    _ask.yes_no("excluded", "C39", "Had the child been excluded?"),
    _ask.yes_no("special_needs", "C40", "Had the child special educational needs?"),
    _ask.yes_no("bullied", "C41", "Was the child bullied?"),
    _ask.yes_no("looked_after", "C42", "Was the child looked after?"),
    _ask.yes_no("protection_plan", "C43", "Was there a child protection plan at the time of death?"),
    _ask.yes_no("earlier_protection_plan", "C44", "Was there one earlier?"),
    _ask.yes_no("child_in_need", "C45", "Was the child in need (section 17)?"),
    _ask.yes_no("statutory_order", "C46", "Was there a statutory order?"),
    _ask.choice("legal_status", "C47", "Which?", LEGAL_STATUSES[1:], when=yes("statutory_order")),
    _ask.yes_no("youth_offending", "C48", "Was the child known to the youth offending team?"),
    _ask.yes_no("missing", "C49", "Had the child been missing?"),
    _ask.yes_no("exploited", "C50", "Was there concern that the child was exploited?"),
    _ask.yes_no("asylum", "C51", "Was the child seeking asylum, or unaccompanied?"),
    _ask.yes_no("traveller", "C52", "Did the child belong to a travelling family?", source=SCOTTISH_ITEMS),
    _ask.yes_no("homeless", "C53", "Was the family homeless?", source=SCOTTISH_ITEMS),
    _ask.long_text(
        "child_narrative",
        "C54",
        "Anything else about the child",
        hint="Strengths, personality and relationships too",
        is_identifying=True,
    ),
)

SECTION = Section("child", "C", "The child", (*BIRTH_AND_GROWTH, *HEALTH, *LIFE))
