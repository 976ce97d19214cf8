"""Which types of agency are asked what on the reporting form, so that a GP never pages through police questions.

Each set is named after what its agencies know. Whom to ask is reconstructed from practice.
"""

from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.agencies import types_of as _types

MIDWIFERY = _types("midwifery")
EDUCATION = _types("education")
SOCIAL_CARE = _types("children's social care")
POLICE = _types("police")
AMBULANCE = _types("ambulance")
REGISTRAR = _types("registrar")

# The child's details
HEALTH = _types(
    "gp, health visiting, school nursing, midwifery, neonatal unit, hospital trust, emergency department, "
    "community paediatrics, specialist centre, camhs, ambulance, hospice"
)
LEARNING = EDUCATION | SOCIAL_CARE | _types("school nursing, camhs, early help, youth justice")

# What happened
DYING = _types("hospital trust, emergency department, neonatal unit, specialist centre, hospice, ambulance")
SCENE = _types("police, ambulance, fire, emergency department")
SAW_IT_BEGIN = _types("hospital trust, emergency department, specialist centre, hospice, ambulance, police, fire")
CERTIFIED = _types("coroner, registrar, medical examiner, hospital trust, neonatal unit, hospice")
INQUEST = _types("coroner, police, medical examiner, hospital trust")
CONCLUSION = _types("coroner, police")

# The child, and the pregnancy
PREGNANCY = _types("midwifery, neonatal unit")
BIRTH = PREGNANCY | _types("health visiting, hospital trust")
INFANT = _types("midwifery, health visiting, gp, community paediatrics")
GROWTH = _types("gp, health visiting, school nursing, hospital trust, community paediatrics, specialist centre")
IMMUNISATIONS = _types("gp, health visiting, school nursing, community paediatrics")
CHILD_HEALTH = _types(
    "gp, health visiting, school nursing, hospital trust, emergency department, community paediatrics, "
    "specialist centre, hospice"
)
MEDICINE = CHILD_HEALTH - _types("health visiting")
DEVELOPMENT = _types(
    "gp, health visiting, school nursing, community paediatrics, specialist centre, education, hospice"
)
DISABILITY = DEVELOPMENT | _types("children's social care, early help")
CHILD_MIND = _types(
    "gp, school nursing, community paediatrics, camhs, education, children's social care, youth justice, "
    "prison or secure, voluntary"
)
CHILD_SUBSTANCES = CHILD_MIND - SOCIAL_CARE | _types("substance misuse service, police")
BULLYING = _types("education, camhs, police, youth justice, prison or secure, voluntary")
CHILD_RISKS = BULLYING | _types("children's social care, early help, probation")

# Family and social environment
HOUSEHOLD = _types(
    "gp, health visiting, school nursing, midwifery, children's social care, early help, camhs, "
    "adult mental health, substance misuse service, domestic abuse service, probation, police, housing, voluntary, "
    "out of area, other"
)
CARERS_HEALTH = _types(
    "gp, health visiting, midwifery, children's social care, early help, adult mental health, "
    "substance misuse service, domestic abuse service, probation"
)
CARERS_CONDUCT = _types(
    "police, probation, children's social care, domestic abuse service, adult mental health, "
    "substance misuse service, health visiting"
)
SAFEGUARDING = _types(
    "children's social care, early help, police, education, health visiting, school nursing, camhs, "
    "community paediatrics, domestic abuse service, youth justice, probation"
)
FAMILY_LIFE = _types(
    "children's social care, early help, camhs, education, domestic abuse service, voluntary, adult mental health, "
    "probation"
)
YOUNG_CARERS = _types("children's social care, early help, camhs, education, school nursing, youth justice")
PARENTS_RELATED = _types("gp, midwifery, health visiting, specialist centre")
SMOKING_AT_HOME = _types("gp, midwifery, health visiting, early help")
POVERTY = _types(
    "gp, health visiting, school nursing, midwifery, children's social care, early help, education, housing, "
    "voluntary, domestic abuse service, out of area, other"
)
INCOME = _types("children's social care, early help, housing")
APPOINTMENTS = _types(
    "gp, health visiting, school nursing, midwifery, hospital trust, community paediatrics, specialist centre, "
    "camhs, adult mental health, substance misuse service, children's social care, early help, youth justice, "
    "out of area, other"
)
SUPERVISION = _types("police, ambulance, children's social care, emergency department, fire, education")

# Physical environment
HOME = _types(
    "housing, fire, children's social care, early help, health visiting, police, ambulance, domestic abuse service"
)
SMOKE_ALARM = _types("fire, housing")
ANIMALS = _types("fire, housing, police, ambulance")
SLEEP = _types("health visiting, police, ambulance, children's social care, emergency department")
SLEEP_ADVICE = SLEEP - SOCIAL_CARE | MIDWIFERY
HAZARDS = _types(
    "police, ambulance, fire, housing, emergency department, education, public health, prison or secure, coroner, "
    "out of area, other"
)

# Services, learning and the family's voice
CARE = _types(
    "gp, health visiting, school nursing, midwifery, neonatal unit, hospital trust, emergency department, "
    "community paediatrics, specialist centre, camhs, ambulance, hospice, adult mental health, "
    "substance misuse service, prison or secure, icb, out of area, other"
)
TREATMENT = _types("neonatal unit, hospital trust, emergency department, specialist centre, ambulance, hospice")
SAFEGUARDING_PRACTICE = _types(
    "children's social care, early help, police, education, camhs, hospital trust, emergency department, "
    "youth justice, probation"
)
END_OF_LIFE = DYING | _types("gp, community paediatrics")
MET_THE_FAMILY = frozenset(AGENCY_TYPES) - _types("coroner, registrar, medical examiner, public health, icb")
