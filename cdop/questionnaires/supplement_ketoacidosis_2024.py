"""The supplementary form on diabetic ketoacidosis: how the diabetes was known and kept, and the last illness."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_family = parts.about(Domain.SOCIAL)
_care = parts.about(Domain.SERVICE)

_NEW, _KNOWN = Is("diabetes_known", ("new",)), Is("diabetes_known", ("known",))

PRESENTATIONS = Group(
    "presentations",
    "B2",
    "Where the child was seen with signs of it before it was diagnosed",
    "visit",
    (
        _care.choice(
            "presentation_where",
            "B2a",
            "Where?",
            (
                Choice("general practice", "General practice"),
                Choice("111", "NHS 111 or out of hours"),
                Choice("pharmacy", "Pharmacy"),
                Choice("emergency department", "Emergency department"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _care.date("presentation_on", "B2b", "Date", is_past=True),
        _child.text("presentation_signs", "B2c", "With what?"),
        _care.yes_no("presentation_tested", "B2d", "Was glucose measured?", need=EXPECTED),
        _care.yes_no("presentation_same_day", "B2e", "Was the child sent to hospital the same day?", need=EXPECTED),
    ),
    at_most=10,
    when=_NEW,
)

DIABETES = Section(
    "diabetes",
    "B",
    "The condition",
    (
        _child.choice(
            "diabetes_known",
            "B1",
            "Was the diabetes known before?",
            (Choice("known", "Yes"), Choice("new", "No, it was found in the last illness or after the death")),
            need=EXPECTED,
        ),
        PRESENTATIONS,
        _child.choice("diabetes_type", "B3", "Type", listed("type 1", "type 2", "other"), need=EXPECTED),
        _child.number("diagnosed_age", "B4", "Age at diagnosis", 0, 17, "years", when=_KNOWN),
        _child.number("hba1c_mmol_mol", "B5", "Last HbA1c", 10, 220, "mmol/mol", need=EXPECTED, when=_KNOWN),
        _care.date("hba1c_on", "B6", "Date of that test", when=_KNOWN, is_past=True),
        _care.choice(
            "insulin",
            "B7",
            "How was insulin given?",
            listed("pump", "several injections", "other"),
            need=EXPECTED,
            when=_KNOWN,
        ),
        _care.yes_no("glucose_sensor", "B8", "Had the child a glucose sensor?", when=_KNOWN),
        _care.yes_no("ketone_meter", "B9", "Could ketones be measured at home?", need=EXPECTED, when=_KNOWN),
        _care.yes_no("sick_day_rules", "B10", "Had the family sick day rules?", need=EXPECTED, when=_KNOWN),
        _care.yes_no(
            "sick_day_rules_used", "B11", "Were they used this time?", need=EXPECTED, when=yes("sick_day_rules")
        ),
        _care.number(
            "earlier_ketoacidosis", "B12", "Earlier episodes of ketoacidosis", 0, 50, need=EXPECTED, when=_KNOWN
        ),
        _care.yes_no(
            "was_not_brought", "B13", "Was the child not brought to diabetes appointments?", need=EXPECTED, when=_KNOWN
        ),
        _care.yes_no("psychologist", "B14", "Was psychological support offered?", when=_KNOWN),
        _family.yes_no(
            "family_difficulties",
            "B15",
            "Was it hard for the young person or the family to live with the diabetes?",
            need=EXPECTED,
            when=_KNOWN,
        ),
        _family.more(
            "family_difficulties_detail", "B16", "In what way, and what help had they?", yes("family_difficulties")
        ),
        _child.yes_no("eating_disorder", "B17", "Was an eating disorder, or leaving out insulin, known?", when=_KNOWN),
        _care.yes_no("school_plan", "B18", "Had the school a plan?", when=_KNOWN),
    ),
)

ILLNESS = Section(
    "illness",
    "C",
    "The last illness",
    (
        _child.number(
            "hours_of_illness",
            "C1",
            "Hours from the first signs until help was sought",
            0,
            2000,
            "hours",
            need=EXPECTED,
        ),
        _family.yes_no("help_sought_late", "C2", "Was there delay in seeking help?", need=EXPECTED),
        _family.more("help_sought_late_detail", "C3", "What kept people from it?", yes("help_sought_late")),
        _child.decimal("first_ph", "C4", "First pH", 6, 8, need=EXPECTED),
        _child.decimal("first_bicarbonate", "C5", "First bicarbonate", 0, 50, "mmol/L"),
        _child.decimal("first_glucose", "C6", "First glucose", 0, 120, "mmol/L", need=EXPECTED),
        _child.decimal("first_ketones", "C7", "First blood ketones", 0, 20, "mmol/L"),
        _child.choice("severity", "C8", "Severity", listed("mild", "moderate", "severe"), need=EXPECTED),
        _child.yes_no("cerebral_oedema", "C9", "Was there swelling of the brain?", need=EXPECTED),
        _care.yes_no(
            "cerebral_oedema_treated", "C10", "Was it treated at once?", need=EXPECTED, when=yes("cerebral_oedema")
        ),
        _care.yes_no("fluid_protocol", "C11", "Was the protocol for fluid followed?", need=EXPECTED),
        _care.more("fluid_protocol_detail", "C12", "What was different, and why?", no("fluid_protocol")),
        _care.yes_no("intensive_care", "C13", "Was the child in intensive care?", need=EXPECTED),
        _care.yes_no("specialist_called", "C14", "Was a diabetes specialist called in the first hours?"),
        _care.long_text("treatment", "C15", "Treatment, with times", need=EXPECTED),
    ),
)

KETOACIDOSIS = FormSpec(
    "supplement_ketoacidosis",
    "2024-1",
    "Supplementary form: diabetic ketoacidosis",
    date(2024, 4, 1),
    "Supplementary form on diabetic ketoacidosis, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, DIABETES, ILLNESS, parts.learning("D")),
)
