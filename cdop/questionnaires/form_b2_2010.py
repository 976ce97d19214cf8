"""Form B2, 2010 to 2019: the death of a newborn baby."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import LAST_DAY, OLD_ETHNICITIES, SECOND_SET, about
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_mother, _baby, _care = about(EarlierDomain.FAMILY), about(EarlierDomain.CHILD), about(EarlierDomain.SERVICE)

MOTHER = Section(
    "mother",
    "1",
    "The mother and the pregnancy",
    (
        _mother.number("maternal_age", "1.1", "Mother's age", 10, 65, "years", need=EXPECTED),
        _mother.choice("maternal_ethnicity", "1.2", "Her ethnic group", OLD_ETHNICITIES),
        _mother.number("maternal_bmi", "1.3", "Her body mass index at booking", 10, 90, "kg/m²"),
        _mother.number("gravidity", "1.4", "Number of pregnancies, this one included", 1, 30),
        _mother.number("parity", "1.5", "Number of earlier births", 0, 30),
        _mother.choices(
            "earlier_losses",
            "1.6",
            "Had there been any of these before?",
            listed("preterm birth", "stillbirth", "neonatal death"),
        ),
        _mother.number("booking_weeks", "1.7", "Weeks of pregnancy at booking", 0, 45, "weeks"),
        _mother.yes_no("unbooked", "1.8", "Was the pregnancy not booked, or concealed?"),
        _mother.yes_no("smoking_at_booking", "1.9", "Did she smoke at booking?"),
        _mother.yes_no("smoking_at_delivery", "1.10", "Did she smoke at delivery?"),
        _mother.yes_no("alcohol_in_pregnancy", "1.11", "Did she drink alcohol in the pregnancy?"),
        _mother.yes_no("drugs_in_pregnancy", "1.12", "Did she use drugs in the pregnancy?"),
        _mother.choices(
            "mother_conditions",
            "1.13",
            "Had she any of these?",
            (
                Choice("diabetes", "Diabetes, before or in the pregnancy"),
                Choice("blood pressure", "High blood pressure or pre-eclampsia"),
                Choice("thyroid", "Thyroid condition"),
                Choice("epilepsy", "Epilepsy"),
                Choice("heart", "Heart condition"),
                Choice("kidney", "Kidney condition"),
                Choice("mental health", "Mental health condition"),
                Choice("infection", "Infection"),
                Choice("haemoglobin", "Condition of the haemoglobin"),
            ),
        ),
        _mother.yes_no("consanguinity", "1.14", "Were the parents close relatives?"),
        _mother.yes_no("assisted_conception", "1.15", "Was conception assisted?"),
        _baby.choice("plurality", "1.16", "Single or multiple", listed("single", "twin", "triplet", "four or more")),
        _baby.choice(
            "chorionicity",
            "1.17",
            "Placentas",
            listed("each their own", "one shared"),
            when=Is("plurality", ("twin", "triplet", "four or more")),
        ),
        _mother.yes_no("scan_abnormal", "1.18", "Did screening or a scan find anything unusual?"),
        _mother.text("scan_detail", "1.19", "What?", when=yes("scan_abnormal")),
        _mother.choices(
            "pregnancy_problems",
            "1.20",
            "Was there any of these?",
            listed(
                "concern about growth",
                "reduced movements",
                "bleeding",
                "cholestasis",
                "too much amniotic fluid",
                "waters broken early",
                "infection of the membranes",
            ),
        ),
        _care.choice("antenatal_steroids", "1.21", "Steroids before the birth", listed("none", "part", "full course")),
        _care.yes_no("transfer_before_birth", "1.22", "Was the mother transferred before the birth?"),
    ),
    guidance="Completed by the neonatologist, the obstetrician or the midwife. For a newborn baby this form came "
    "first, and the others after it.",
)

BIRTH = Section(
    "birth",
    "2",
    "Labour and birth",
    (
        _care.choice(
            "place_of_birth",
            "2.1",
            "Where was the baby born?",
            (
                Choice("obstetric unit", "Obstetric unit"),
                Choice("midwife-led beside", "Midwife-led unit beside one"),
                Choice("midwife-led alone", "Midwife-led unit on its own"),
                Choice("home planned", "At home, as planned"),
                Choice("home unplanned", "At home, not planned"),
                Choice("ambulance", "In an ambulance"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _care.choice("onset", "2.2", "How did labour begin?", listed("by itself", "induced", "no labour")),
        _care.choice("presentation", "2.3", "Presentation", listed("head first", "breech", "other")),
        _care.choice(
            "mode_of_delivery",
            "2.4",
            "How was the baby born?",
            listed("vaginal", "forceps", "ventouse", "vaginal breech", "planned caesarean", "emergency caesarean"),
        ),
        _care.yes_no("monitored", "2.5", "Was the baby's heart monitored in labour?"),
        _care.yes_no("monitoring_concern", "2.6", "Did that give concern?", when=yes("monitored")),
        _care.number("decision_to_delivery", "2.7", "Time from decision to delivery", 0, 1440, "minutes"),
        _care.choices(
            "birth_events",
            "2.8",
            "Was there any of these?",
            listed("cord prolapse", "abruption", "rupture of the uterus", "shoulder dystocia", "meconium"),
        ),
        _care.yes_no("birth_attended", "2.9", "Was a health professional present?", need=EXPECTED),
    ),
)

BABY = Section(
    "baby",
    "3",
    "The baby",
    (
        _baby.number("gestation_weeks", "3.1", "Weeks of pregnancy at birth", 15, 45, "weeks", need=EXPECTED),
        _baby.number("gestation_days", "3.2", "And days", 0, 6, "days"),
        _baby.number("birth_weight_g", "3.3", "Birth weight", 100, 8000, "g", need=EXPECTED),
        _baby.number("birth_order", "3.4", "Born as number", 1, 8),
        _baby.number("apgar_1", "3.5", "Apgar score at 1 minute", 0, 10),
        _baby.number("apgar_5", "3.6", "At 5 minutes", 0, 10),
        _baby.number("apgar_10", "3.7", "At 10 minutes", 0, 10),
        _baby.text("cord_gases", "3.8", "Cord gases"),
        _care.choices(
            "resuscitation",
            "3.9",
            "Resuscitation",
            listed("inflation breaths", "intubation", "chest compressions", "drugs"),
        ),
        _care.yes_no("paediatrician_present", "3.10", "Was a paediatrician present?"),
        _care.text("admission_temperature", "3.11", "Temperature on admission"),
        _care.choice(
            "first_unit",
            "3.12",
            "First unit",
            listed("special care unit", "local neonatal unit", "neonatal intensive care unit"),
        ),
        _care.number("transfers_after_birth", "3.13", "Number of transfers after the birth", 0, 20),
        _care.choices(
            "respiratory_support",
            "3.14",
            "Support of breathing",
            listed("continuous pressure", "ventilation", "high-frequency ventilation", "nitric oxide", "surfactant"),
        ),
        _care.yes_no("cooling", "3.15", "Was the baby cooled?"),
        _baby.choices(
            "diagnoses",
            "3.16",
            "Diagnoses",
            (
                Choice("respiratory distress", "Respiratory distress"),
                Choice("chronic lung disease", "Chronic lung disease"),
                Choice("air leak", "Air leak"),
                Choice("pulmonary haemorrhage", "Bleeding in the lungs"),
                Choice("brain haemorrhage", "Bleeding in the brain"),
                Choice("brain injury", "Brain injury from lack of oxygen"),
                Choice("enterocolitis", "Necrotising enterocolitis"),
                Choice("early infection", "Infection in the first week"),
                Choice("late infection", "Infection later"),
                Choice("metabolic", "Metabolic disease"),
                Choice("anomaly", "Congenital anomaly"),
                Choice("hydrops", "Hydrops"),
            ),
        ),
        _baby.text("organism", "3.17", "Organism, if an infection"),
        _baby.text("anomalies", "3.18", "Congenital anomalies", when=Is("diagnoses", ("anomaly",))),
    ),
)

DEATH = Section(
    "death",
    "4",
    "The death",
    (
        _baby.text("age_at_death", "4.1", "Age in days or hours"),
        _baby.choice(
            "place_of_death",
            "4.2",
            "Place",
            listed("delivery room", "neonatal unit", "paediatric intensive care", "hospice", "home"),
        ),
        _care.choice(
            "mode_of_death",
            "4.3",
            "How did the death come about?",
            listed(
                "despite full treatment",
                "treatment withheld",
                "treatment withdrawn",
                "brain-stem death",
                "sudden collapse",
            ),
        ),
        _care.yes_no("end_of_life_plan", "4.4", "Was there a plan for the end of life?"),
        _care.yes_no("post_mortem_offered", "4.5", "Was a post-mortem examination offered?"),
        _care.yes_no("post_mortem_done", "4.6", "Was it done?", when=yes("post_mortem_offered")),
        _care.yes_no("placenta_examined", "4.7", "Was the placenta examined?"),
        _care.long_text("issues", "4.8", "Issues in the care, and what went well"),
    ),
)

FORM_B2 = FormSpec(
    "supplement_neonatal",
    "2010-1",
    "Death of a newborn baby (Form B2)",
    SECOND_SET,
    "Form B2, named in the national set of 2010; its questions reconstructed from practice",
    (MOTHER, BIRTH, BABY, DEATH),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019; the set of 2008 had none."""
