"""The supplementary form on a death on a delivery suite, a labour ward or a neonatal unit: the pregnancy, the birth,
the baby's care and the review of it.
"""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2022
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain

_mother = parts.about(Domain.CHILD)
_baby = parts.about(Domain.CHILD)
_life = parts.about(Domain.SOCIAL)
_care = parts.about(Domain.SERVICE)

GRADES = (
    Choice("A", "A No issues"),
    Choice("B", "B Issues that would have made no difference to the outcome"),
    Choice("C", "C Issues that may have made a difference"),
    Choice("D", "D Issues that were likely to have made a difference"),
)
"""How a perinatal mortality review grades care."""

MATERNAL_CONDITIONS = (
    Choice("diabetes before", "Diabetes before the pregnancy"),
    Choice("gestational diabetes", "Diabetes in the pregnancy"),
    Choice("hypertension", "High blood pressure"),
    Choice("pre-eclampsia", "Pre-eclampsia or eclampsia"),
    Choice("thyroid", "Thyroid condition"),
    Choice("epilepsy", "Epilepsy"),
    Choice("heart", "Heart condition"),
    Choice("kidney", "Kidney condition"),
    Choice("mental health", "Mental health condition"),
    Choice("blood", "Haemoglobin disorder, such as sickle cell or thalassaemia"),
    Choice("infection", "Infection"),
    Choice("other", "Another"),
)

INFECTIONS = (
    Choice("GBS", "Group B streptococcus"),
    Choice("E. coli", "Escherichia coli"),
    Choice("other bacteria", "Other bacteria"),
    Choice("fungus", "Fungus"),
    Choice("herpes", "Herpes simplex"),
    Choice("CMV", "Cytomegalovirus"),
    Choice("HIV", "HIV"),
    Choice("syphilis", "Syphilis"),
    Choice("enterovirus", "Enterovirus"),
    Choice("other", "Another"),
)

MOTHER = Section(
    "mother",
    "B",
    "The mother and her health",
    (
        _mother.number("maternal_age", "B1", "Mother's age at the birth", 10, 65, "years", need=EXPECTED),
        _mother.choice("maternal_ethnicity", "B2", "Mother's ethnic group", choices.ETHNICITIES, need=EXPECTED),
        _mother.decimal("maternal_bmi", "B3", "Body mass index at booking", 10, 90, "kg/m²", need=EXPECTED),
        _mother.number("gravidity", "B4", "Number of pregnancies, this one included", 1, 30, need=EXPECTED),
        _mother.number("parity", "B5", "Number of earlier births", 0, 30, need=EXPECTED),
        _mother.choices(
            "earlier_losses",
            "B6",
            "Were any of these in an earlier pregnancy?",
            (
                Choice("preterm birth", "Birth before 37 weeks"),
                Choice("late miscarriage", "Miscarriage after 14 weeks"),
                Choice("stillbirth", "Stillbirth"),
                Choice("neonatal death", "Death of a baby in the first 28 days"),
            ),
            need=EXPECTED,
            hint="Where there was no earlier pregnancy, or none of these, choose not applicable",
        ),
        _care.number("booking_weeks", "B7", "Weeks of pregnancy at booking", 0, 45, "weeks", need=EXPECTED),
        _care.choice(
            "booking",
            "B8",
            "How was the pregnancy booked?",
            (
                Choice("by 10 weeks", "By 10 weeks"),
                Choice("late", "Later"),
                Choice("unbooked", "Not booked"),
                Choice("concealed", "The pregnancy was not known or was kept secret"),
            ),
            need=EXPECTED,
        ),
        _care.number("antenatal_visits", "B9", "Number of antenatal visits", 0, 100, need=EXPECTED),
        _life.yes_no("smoking_at_booking", "B10", "Did the mother smoke at booking?", need=EXPECTED),
        _life.yes_no("smoking_at_delivery", "B11", "Did she smoke at delivery?", need=EXPECTED),
        _life.number("carbon_monoxide_ppm", "B12", "Carbon monoxide reading at booking", 0, 200, "ppm"),
        _life.yes_no("alcohol_in_pregnancy", "B13", "Did she drink alcohol in the pregnancy?", need=EXPECTED),
        _life.yes_no("drugs_in_pregnancy", "B14", "Did she use drugs in the pregnancy?", need=EXPECTED),
        _mother.yes_no("maternal_condition", "B15", "Had she any illness before or in the pregnancy?", need=EXPECTED),
        _mother.choices(
            "maternal_conditions", "B16", "Which?", MATERNAL_CONDITIONS, need=EXPECTED, when=yes("maternal_condition")
        ),
        _mother.choices(
            "maternal_infections",
            "B17",
            "Which infection?",
            (
                Choice("GBS", "Group B streptococcus"),
                Choice("HIV", "HIV"),
                Choice("syphilis", "Syphilis"),
                Choice("CMV", "Cytomegalovirus"),
                Choice("herpes", "Herpes simplex"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
            when=Is("maternal_conditions", ("infection",)),
        ),
        _mother.more("maternal_condition_detail", "B18", "Tell us more", yes("maternal_condition")),
        _mother.yes_no("consanguinity", "B19", "Are the parents close relatives?", need=EXPECTED),
        _mother.yes_no("assisted_conception", "B20", "Was conception assisted?"),
    ),
)

PREGNANCY = Section(
    "pregnancy",
    "C",
    "The pregnancy",
    (
        _baby.choice(
            "plurality",
            "C1",
            "Single or multiple pregnancy",
            listed("single", "twin", "triplet", "four or more"),
            need=EXPECTED,
            is_fact=True,
        ),
        _baby.choice(
            "chorionicity",
            "C2",
            "How did the babies share placenta and sac?",
            (
                Choice("dichorionic", "A placenta each"),
                Choice("monochorionic diamniotic", "One placenta, two sacs"),
                Choice("monoamniotic", "One placenta, one sac"),
                Choice("other", "Another way, with three or more"),
            ),
            need=EXPECTED,
            when=Is("plurality", ("twin", "triplet", "four or more")),
        ),
        _baby.yes_no("anomaly_found", "C3", "Did screening or a scan find something?", need=EXPECTED),
        _baby.more("anomaly_detail", "C4", "What was found, and when?", yes("anomaly_found")),
        _baby.yes_no("termination_offered", "C5", "Was ending the pregnancy talked about?", when=yes("anomaly_found")),
        _baby.choices(
            "pregnancy_concerns",
            "C6",
            "Was there any of these?",
            (
                Choice("growth", "Concern about growth, or a small baby"),
                Choice("movements", "Reduced movements"),
                Choice("bleeding", "Bleeding"),
                Choice("cholestasis", "Cholestasis"),
                Choice("polyhydramnios", "Too much fluid"),
                Choice("oligohydramnios", "Too little fluid"),
                Choice("twin transfusion", "Twin-to-twin transfusion"),
                Choice("cervix", "Short or weak cervix"),
            ),
            need=EXPECTED,
            hint="Where there was none, choose not applicable",
        ),
        _baby.yes_no(
            "waters_broke_early", "C7", "Did the waters break before 37 weeks and before labour?", need=EXPECTED
        ),
        _baby.number(
            "waters_broke_hours",
            "C8",
            "How long before the birth?",
            0,
            3000,
            "hours",
            need=EXPECTED,
            when=yes("waters_broke_early"),
        ),
        _baby.yes_no("chorioamnionitis", "C9", "Were there signs of infection of the membranes?", need=EXPECTED),
        _care.yes_no("antibiotics_before_birth", "C10", "Were antibiotics given before the birth?", need=EXPECTED),
        _care.choice(
            "antenatal_steroids",
            "C11",
            "Were steroids given before the birth?",
            listed("full course", "part of a course", "none"),
            need=EXPECTED,
        ),
        _care.yes_no("magnesium_sulphate", "C12", "Was magnesium sulphate given?", need=EXPECTED),
        _care.yes_no(
            "moved_before_birth", "C13", "Was the mother moved to another hospital before the birth?", need=EXPECTED
        ),
        _care.choice(
            "intended_place_of_birth", "C14", "Where was the birth planned?", choices.PLACES_OF_BIRTH, need=EXPECTED
        ),
    ),
)

BIRTH = Section(
    "birth",
    "D",
    "Labour and birth",
    (
        _care.choice("place_of_birth", "D1", "Where was the baby born?", choices.PLACES_OF_BIRTH, need=EXPECTED),
        _care.choice(
            "onset",
            "D2",
            "How did labour begin?",
            (
                Choice("spontaneous", "By itself"),
                Choice("induced", "It was induced"),
                Choice("no labour", "There was no labour: caesarean section"),
            ),
            need=EXPECTED,
        ),
        _care.choice(
            "presentation", "D3", "How did the baby lie?", listed("head first", "breech", "other"), need=EXPECTED
        ),
        _care.choice("mode_of_birth", "D4", "How was the baby born?", choices.MODES_OF_BIRTH, need=EXPECTED),
        _care.choice(
            "caesarean_category",
            "D5",
            "Category of the caesarean section",
            (
                Choice("1", "1 Immediate threat to life"),
                Choice("2", "2 No immediate threat to life"),
                Choice("3", "3 Early birth needed"),
                Choice("4", "4 At a time that suits"),
            ),
            need=EXPECTED,
            when=Is("mode_of_birth", ("planned caesarean section", "emergency caesarean section")),
        ),
        _care.number(
            "decision_to_birth_minutes",
            "D6",
            "Minutes from the decision to the birth",
            0,
            3000,
            "minutes",
            need=EXPECTED,
            when=Is("mode_of_birth", ("emergency caesarean section", "forceps", "ventouse")),
        ),
        _care.choice(
            "monitoring",
            "D7",
            "How was the baby's heart watched in labour?",
            (
                Choice("continuous", "Continuously (CTG)"),
                Choice("intermittent", "By listening from time to time"),
                Choice("not watched", "It was not"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("monitoring_concern", "D8", "Was there concern about the baby's heart?", need=EXPECTED),
        _care.more("monitoring_concern_detail", "D9", "What was seen, and what was done?", yes("monitoring_concern")),
        _baby.choices(
            "birth_events",
            "D10",
            "Was there any of these?",
            (
                Choice("cord prolapse", "Prolapse of the cord"),
                Choice("abruption", "Abruption of the placenta"),
                Choice("uterine rupture", "Rupture of the womb"),
                Choice("shoulder dystocia", "Shoulder dystocia"),
                Choice("meconium", "Meconium"),
                Choice("placenta praevia", "Placenta praevia or vasa praevia"),
                Choice("maternal collapse", "Collapse of the mother"),
            ),
            need=EXPECTED,
            hint="Where there was none, choose not applicable",
        ),
        _care.yes_no(
            "attended",
            "D11",
            "Was a health professional there at the birth?",
            need=EXPECTED,
            hint="Where nobody was, a joint agency response is considered",
        ),
    ),
)

BABY = Section(
    "baby",
    "E",
    "The baby",
    (
        _baby.number(
            "gestation_weeks", "E1", "Weeks of pregnancy at birth", 15, 45, "weeks", need=EXPECTED, is_fact=True
        ),
        _baby.number("gestation_days", "E2", "And days", 0, 6, "days", is_fact=True),
        _baby.number("birth_weight_g", "E3", "Birth weight", 100, 8000, "g", need=EXPECTED, is_fact=True),
        _baby.choice("sex", "E4", "Sex", choices.SEXES, need=EXPECTED, is_fact=True),
        _baby.number("birth_order", "E5", "Born as number", 1, 8, hint="Of twins or more", is_fact=True),
        _baby.number("apgar_1", "E6", "Apgar score at 1 minute", 0, 10, need=EXPECTED),
        _baby.number("apgar_5", "E7", "At 5 minutes", 0, 10, need=EXPECTED),
        _baby.number("apgar_10", "E8", "At 10 minutes", 0, 10),
        _baby.decimal("cord_ph_artery", "E9", "Cord pH, artery", 6, 8),
        _baby.decimal("cord_base_excess", "E10", "Cord base excess, artery", -40, 20, "mmol/L"),
        _care.choices(
            "resuscitation",
            "E11",
            "What was needed at birth?",
            (
                Choice("drying only", "Drying and warming only"),
                Choice("inflation breaths", "Inflation breaths"),
                Choice("intubation", "Intubation"),
                Choice("compressions", "Chest compressions"),
                Choice("drugs", "Medicines"),
                Choice("comfort care", "Comfort care, as planned"),
            ),
            need=EXPECTED,
        ),
        _care.text("resuscitation_by", "E12", "Grade of the most senior person there"),
        _care.yes_no(
            "paediatrician_present", "E13", "Was somebody of the neonatal team there at the birth?", need=EXPECTED
        ),
        _care.decimal("admission_temperature_c", "E14", "Temperature on admission", 20, 45, "°C", need=EXPECTED),
        _care.number("admission_minutes", "E15", "Minutes from birth to admission", 0, 10_000, "minutes"),
        _care.choice(
            "first_unit",
            "E16",
            "Level of the first unit",
            (
                Choice("SCU", "Special care unit"),
                Choice("LNU", "Local neonatal unit"),
                Choice("NICU", "Neonatal intensive care unit"),
                Choice("not admitted", "The baby was not admitted to a unit"),
            ),
            need=EXPECTED,
        ),
        _care.number("transfers", "E17", "How often was the baby moved to another hospital?", 0, 20, need=EXPECTED),
        _care.long_text(
            "transfer_detail", "E18", "Where, when, and any difficulty", when=Is("first_unit", ("SCU", "LNU", "NICU"))
        ),
        _care.choices(
            "respiratory_support",
            "E19",
            "Help with breathing",
            (
                Choice("CPAP", "CPAP or high flow"),
                Choice("ventilation", "Ventilation"),
                Choice("HFOV", "High-frequency ventilation"),
                Choice("nitric oxide", "Nitric oxide"),
                Choice("ECMO", "ECMO"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("surfactant", "E20", "Was surfactant given?"),
        _care.yes_no("cooled", "E21", "Was the baby cooled?", need=EXPECTED),
        _baby.choice(
            "encephalopathy",
            "E22",
            "Grade of encephalopathy",
            listed("mild", "moderate", "severe"),
            hint="Where there was none, choose not applicable",
        ),
        _baby.choices(
            "diagnoses",
            "E23",
            "Diagnoses",
            (
                Choice("RDS", "Respiratory distress syndrome"),
                Choice("BPD", "Chronic lung disease"),
                Choice("air leak", "Air leak"),
                Choice("pulmonary haemorrhage", "Bleeding of the lung"),
                Choice("pulmonary hypertension", "Raised pressure in the lung"),
                Choice("IVH", "Bleeding in the brain"),
                Choice("PVL", "Periventricular leukomalacia"),
                Choice("NEC", "Necrotising enterocolitis"),
                Choice("PDA", "Open arterial duct"),
                Choice("early sepsis", "Sepsis in the first three days"),
                Choice("late sepsis", "Sepsis later"),
                Choice("meningitis", "Meningitis"),
                Choice("metabolic", "Metabolic condition"),
                Choice("congenital anomaly", "Congenital anomaly"),
                Choice("hydrops", "Hydrops"),
                Choice("encephalopathy", "Encephalopathy after lack of oxygen"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _baby.choice(
            "brain_bleed_grade",
            "E24",
            "Grade of the bleeding in the brain",
            listed("1", "2", "3", "4"),
            need=EXPECTED,
            when=Is("diagnoses", ("IVH",)),
        ),
        _baby.yes_no(
            "bowel_operated",
            "E25",
            "Was the baby operated on for it, or too ill for that?",
            when=Is("diagnoses", ("NEC",)),
            hint="The necrotising enterocolitis",
        ),
        _baby.text(
            "anomaly_names", "E26", "Which anomalies?", need=EXPECTED, when=Is("diagnoses", ("congenital anomaly",))
        ),
        _baby.choices(
            "infections",
            "E27",
            "Which infection?",
            INFECTIONS,
            need=EXPECTED,
            when=Is("diagnoses", ("early sepsis", "late sepsis", "meningitis")),
            source=CHANGES_2022,
        ),
        _baby.text("infection_other", "E28", "Its name", when=Is("infections", ("other bacteria", "fungus", "other"))),
        _care.choice(
            "feeding", "E29", "How was the baby fed?", listed("breast milk", "donor milk", "formula", "by vein only")
        ),
        _care.yes_no("line_complication", "E30", "Was there a complication of a line?"),
        _care.more("line_complication_detail", "E31", "Which?", yes("line_complication")),
    ),
    guidance="What follows is about the baby's care in detail.",
)

DEATH = Section(
    "death",
    "F",
    "The death, and care of the family",
    (
        _baby.number("age_days", "F1", "Age in days", 0, 730, "days", need=EXPECTED),
        _baby.number("age_hours", "F2", "And hours, on the first day", 0, 23, "hours"),
        _baby.choice(
            "place_of_death",
            "F3",
            "Where did the baby die?",
            (
                Choice("delivery room", "Delivery room"),
                Choice("neonatal unit", "Neonatal unit"),
                Choice("postnatal ward", "Postnatal ward"),
                Choice("PICU", "Paediatric intensive care"),
                Choice("theatre", "Operating theatre"),
                Choice("transport", "On the way"),
                Choice("hospice", "Hospice"),
                Choice("home", "Home"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _care.choice(
            "mode_of_death",
            "F4",
            "How did the death come about?",
            (
                Choice("despite treatment", "Despite active treatment"),
                Choice("withheld", "Intensive treatment was not begun or not increased"),
                Choice("redirected", "Care was redirected: treatment was stopped"),
                Choice("brain death", "Death by neurological criteria"),
                Choice("sudden collapse", "A sudden collapse"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("end_of_life_plan", "F5", "Was there a plan for the end of life?", need=EXPECTED),
        _care.yes_no("memory_making", "F6", "Were memories made with the family?"),
        _care.yes_no("donation", "F7", "Was donation talked about?"),
        _care.choice(
            "post_mortem",
            "F8",
            "Post-mortem examination",
            (
                Choice("done", "Done"),
                Choice("coroner", "Done for the coroner"),
                Choice("consented", "Consented to and not done yet"),
                Choice("declined", "Offered and declined"),
                Choice("not offered", "Not offered"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("placenta_examined", "F9", "Was the placenta examined?", need=EXPECTED),
        _care.long_text("placenta_findings", "F10", "What was found", when=yes("placenta_examined")),
    ),
)

REVIEW = Section(
    "review",
    "G",
    "Reviews",
    (
        _care.yes_no("pmrt_done", "G1", "Is the perinatal mortality review complete?", need=EXPECTED),
        _care.choice("pmrt_mother", "G2", "Grade: care of the mother", GRADES, need=EXPECTED, when=yes("pmrt_done")),
        _care.choice("pmrt_baby", "G3", "Grade: care of the baby", GRADES, need=EXPECTED, when=yes("pmrt_done")),
        _care.choice("pmrt_after", "G4", "Grade: care after the death", GRADES, need=EXPECTED, when=yes("pmrt_done")),
        _care.yes_no(
            "parents_asked", "G5", "Were the parents asked what they wanted the review to look at?", need=EXPECTED
        ),
        _care.text("mbrrace_id", "G6", "MBRRACE-UK number", is_identifying=True),
        _care.yes_no(
            "maternity_investigation", "G7", "Is there a maternity and newborn safety investigation?", need=EXPECTED
        ),
        _care.text("maternity_investigation_reference", "G8", "Its reference", when=yes("maternity_investigation")),
        _care.yes_no(
            "patient_safety_investigation", "G9", "Is there a patient safety incident investigation?", need=EXPECTED
        ),
    ),
)

NEONATAL = FormSpec(
    "supplement_neonatal",
    "2024-1",
    "Supplementary form: delivery suite, labour ward or neonatal unit",
    date(2024, 4, 1),
    "Supplementary form on a death on a delivery suite, labour ward or neonatal unit, DHSC and NCMD; reconstructed "
    "from published changes and practice",
    (parts.RETURN, MOTHER, PREGNANCY, BIRTH, BABY, DEATH, REVIEW, parts.learning("H")),
)
