"""The definitions printed in every annual report: categories of death (national list) and glossary."""

CATEGORIES = (
    (
        "1",
        "Deliberately inflicted injury, abuse or neglect",
        "Killing by any means, severe neglect that leads to death, war, terrorism and other mass violence.",
    ),
    (
        "2",
        "Suicide or deliberate self-inflicted harm",
        "Death by suicide and other deliberate self-inflicted harm, mostly of older children.",
    ),
    (
        "3",
        "Trauma and other external factors",
        "Injuries of other kinds, burns, drowning, unintentional poisoning of young children, anaphylaxis, "
        "complications and errors of medical or surgical treatment.",
    ),
    (
        "4",
        "Malignancy",
        "Solid tumours, leukaemia, lymphoma and similar conditions, even if an infection or a bleed came last.",
    ),
    (
        "5",
        "Acute medical or surgical condition",
        "Brief or sudden illness such as acute asthma, diabetic ketoacidosis or appendicitis, and sudden unexpected "
        "death in epilepsy.",
    ),
    (
        "6",
        "Chronic medical condition",
        "Long-lasting illness such as Crohn's disease, liver disease or immune deficiency, even if an infection came "
        "last, and cerebral palsy with a clear cause after birth.",
    ),
    (
        "7",
        "Chromosomal, genetic and congenital anomalies",
        "Trisomies, single-gene and neurodegenerative disease, cystic fibrosis, malformations of the heart and others.",
    ),
    (
        "8",
        "Perinatal or neonatal event",
        "Prematurity and what follows from it at any age, lack of oxygen before or during birth, infection that began "
        "in the first week of life.",
    ),
    (
        "9",
        "Infection",
        "Primary infection that began after the first week of life, such as sepsis, pneumonia or meningitis; not a "
        "complication of categories 1 to 8.",
    ),
    (
        "10",
        "Sudden unexpected, unexplained death",
        "Death that remains unexplained after full investigation, at any age.",
    ),
)

GLOSSARY = (
    ("Agency", "An organisation that knew or cared for the child or the family."),
    (
        "Child death overview panel",
        "The group of professionals from many organisations who review, without names, every death of a child who "
        "normally lived in their area.",
    ),
    (
        "Deprivation quintile",
        "A fifth of the neighbourhoods of England by the index of multiple deprivation: 1 is the most deprived "
        "fifth, 5 the least.",
    ),
    ("Expected death", "A death that was foreseen as a likely possibility 24 hours before it happened."),
    (
        "Joint agency response",
        "The response of health, police and social care together in the first hours and days after certain deaths.",
    ),
    ("Median", "The middle value: half of the cases are at or below it, half at or above it."),
    (
        "Modifiable factor",
        "Something that may have contributed to the death and that could be changed, by action taken locally or "
        "nationally, to lower the risk of future deaths.",
    ),
    ("Neonatal", "In the first 28 days of life."),
    ("Notification", "The message that tells the panel that a child has died."),
    (
        "Unexpected death",
        "A death that was not foreseen 24 hours before it happened, or where the collapse that led to it was not.",
    ),
    ("Year", "From 1 April to 31 March, unless the report says otherwise."),
)
