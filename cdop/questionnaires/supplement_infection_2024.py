"""The supplementary form on infection: what it was, how it was recognised and treated, and protection against it."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, no, yes
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2022
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_family = parts.about(Domain.SOCIAL)
_care = parts.about(Domain.SERVICE)
_around = parts.about(Domain.PHYSICAL)

INFECTION = Section(
    "infection",
    "B",
    "The illness",
    (
        _child.choices(
            "organisms",
            "B1",
            "What was found?",
            (
                Choice("meningococcus", "Meningococcus"),
                Choice("group A streptococcus", "Group A streptococcus"),
                Choice("group B streptococcus", "Group B streptococcus"),
                Choice("pneumococcus", "Pneumococcus"),
                Choice("staphylococcus", "Staphylococcus"),
                Choice("E. coli", "Escherichia coli or another gut bacterium"),
                Choice("haemophilus", "Haemophilus"),
                Choice("pertussis", "Whooping cough"),
                Choice("tuberculosis", "Tuberculosis"),
                Choice("influenza", "Influenza"),
                Choice("covid", "Covid-19"),
                Choice("RSV", "Respiratory syncytial virus"),
                Choice("adenovirus", "Adenovirus"),
                Choice("herpes simplex", "Herpes simplex"),
                Choice("measles", "Measles"),
                Choice("chickenpox", "Chickenpox"),
                Choice("enterovirus", "Enterovirus or parechovirus"),
                Choice("HIV", "HIV"),
                Choice("malaria", "Malaria or another parasite"),
                Choice("fungus", "Fungus"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
            source=CHANGES_2022,
        ),
        _child.text("organism_other", "B2", "Its name, or type", when=Is("organisms", ("other", "fungus", "malaria"))),
        _child.choices(
            "sites",
            "B3",
            "Where in the body?",
            (
                Choice("sepsis", "In the blood: sepsis"),
                Choice("meningitis", "Meningitis"),
                Choice("encephalitis", "Encephalitis"),
                Choice("pneumonia", "Pneumonia or empyema"),
                Choice("bronchiolitis", "Bronchiolitis or croup"),
                Choice("abdomen", "Bowel or abdomen"),
                Choice("skin or bone", "Skin, muscle, bone or joint"),
                Choice("heart", "Heart"),
                Choice("throat or ear", "Throat, ear or sinuses"),
                Choice("urine", "Kidneys or bladder"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no(
            "immune_condition", "B4", "Was the child's immunity low, by an illness or a treatment?", need=EXPECTED
        ),
        _child.more("immune_condition_detail", "B5", "In what way?", yes("immune_condition")),
        _child.yes_no("no_spleen", "B6", "Had the child no working spleen?"),
        _child.yes_no("immunised", "B7", "Were immunisations up to date for the age?", need=EXPECTED),
        _child.yes_no("preventable", "B8", "Is there a vaccine against this infection?", need=EXPECTED),
        _child.yes_no("vaccine_had", "B9", "Had the child had it?", need=EXPECTED, when=yes("preventable")),
        _child.more("vaccine_not_had", "B10", "Why not?", no("vaccine_had")),
        _child.yes_no("maternal_vaccine", "B11", "For a baby: was the mother vaccinated in pregnancy?", need=EXPECTED),
        _care.yes_no("hospital_acquired", "B12", "Was it caught in hospital or through care?", need=EXPECTED),
        _around.yes_no("travel", "B13", "Had the child been abroad?"),
        _around.text("travel_detail", "B14", "Where, and when?", when=yes("travel")),
        _around.yes_no("others_ill", "B15", "Were others ill, in the home, at nursery or school?", need=EXPECTED),
        _care.yes_no("public_health_told", "B16", "Was the health protection team told?", need=EXPECTED),
    ),
)

CONTACTS = Group(
    "contacts",
    "C1",
    "Each time help was sought in the last illness",
    "contact",
    (
        _care.choice(
            "contact_where",
            "C1a",
            "Where?",
            (
                Choice("111", "NHS 111 or out of hours"),
                Choice("general practice", "General practice"),
                Choice("pharmacy", "Pharmacy"),
                Choice("health visitor", "Health visitor or midwife"),
                Choice("ambulance", "Ambulance"),
                Choice("emergency department", "Emergency department"),
                Choice("ward", "Ward or assessment unit"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _care.date("contact_on", "C1b", "Date", need=EXPECTED, is_past=True),
        _care.time("contact_at_time", "C1c", "Time"),
        _care.yes_no("contact_face_to_face", "C1d", "Was the child seen, not only heard of?", need=EXPECTED),
        _care.yes_no("contact_score", "C1e", "Was an early warning score taken?"),
        _care.yes_no(
            "contact_safety_net", "C1f", "Was the family told what to watch for and when to come back?", need=EXPECTED
        ),
        _care.text("contact_outcome", "C1g", "What was thought and done"),
    ),
    at_most=10,
)

RECOGNITION = Section(
    "recognition",
    "C",
    "From the first signs to treatment",
    (
        CONTACTS,
        _child.date("first_signs_on", "C2", "Date of the first signs", need=EXPECTED, is_past=True),
        _child.number(
            "hours_to_contact",
            "C3",
            "Hours from the first signs until help was sought",
            0,
            2000,
            "hours",
            need=EXPECTED,
        ),
        _family.yes_no(
            "family_worried",
            "C4",
            "Had the family said that they were worried, or that it was different?",
            need=EXPECTED,
        ),
        _care.yes_no("sepsis_screened", "C5", "Was sepsis screened for?", need=EXPECTED),
        _care.number(
            "antibiotics_minutes",
            "C6",
            "Minutes from reaching hospital to antibiotics",
            0,
            20_000,
            "minutes",
            need=EXPECTED,
        ),
        _care.yes_no("antibiotics_right", "C7", "Was it the right antibiotic or antiviral?"),
        _care.decimal("first_lactate", "C8", "First lactate", 0, 40, "mmol/L"),
        _care.yes_no("senior_seen", "C9", "Did a consultant see the child in the first hours?"),
        _care.yes_no("intensive_care", "C10", "Was the child in intensive care?", need=EXPECTED),
        _care.yes_no("recognition_delayed", "C11", "Was there delay in recognising or treating it?", need=EXPECTED),
        _care.more("recognition_delayed_detail", "C12", "Where, and why?", yes("recognition_delayed")),
    ),
)

INFECTION_FORM = FormSpec(
    "supplement_infection",
    "2024-1",
    "Supplementary form: infection",
    date(2024, 4, 1),
    "Supplementary form on infection, DHSC and NCMD; reconstructed from published changes and practice",
    (parts.RETURN, INFECTION, RECOGNITION, parts.learning("D")),
)
