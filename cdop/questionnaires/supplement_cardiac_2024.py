"""The supplementary form on a cardiac death, congenital or acquired."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, REQUIRED, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_family = parts.about(Domain.SOCIAL)
_care = parts.about(Domain.SERVICE)

CONDITION = Section(
    "condition",
    "B",
    "The condition",
    (
        _child.choices(
            "diagnosis",
            "B1",
            "What sort of condition was it?",
            (
                Choice("congenital", "Congenital heart disease"),
                Choice("cardiomyopathy", "Cardiomyopathy"),
                Choice("arrhythmia", "Arrhythmia"),
                Choice("channelopathy", "Channelopathy, such as long QT"),
                Choice("myocarditis", "Myocarditis"),
                Choice("kawasaki", "Kawasaki disease"),
                Choice("rheumatic", "Rheumatic heart disease"),
                Choice("endocarditis", "Endocarditis"),
                Choice("pulmonary hypertension", "Pulmonary hypertension"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _child.text("diagnosis_detail", "B2", "The diagnosis in full", need=EXPECTED),
        _child.choice(
            "diagnosed_when",
            "B3",
            "When was it diagnosed?",
            listed("before birth", "before leaving hospital after birth", "later in life", "after the death"),
            need=EXPECTED,
        ),
        _care.yes_no(
            "could_be_seen_before_birth",
            "B4",
            "Could it have been seen on the scan at 20 weeks?",
            when=Is("diagnosed_when", ("before leaving hospital after birth", "later in life", "after the death")),
        ),
        _care.yes_no("pulse_oximetry", "B5", "Was the newborn screened by pulse oximetry?", need=EXPECTED),
        _care.text("centre", "B6", "The specialist centre", need=EXPECTED),
        _child.yes_no("syndrome", "B7", "Had the child a genetic or another condition too?", need=EXPECTED),
        _child.more("syndrome_detail", "B8", "Which?", yes("syndrome")),
    ),
)

PROCEDURES = Group(
    "procedures",
    "C1",
    "Operations and catheter procedures",
    "procedure",
    (
        _care.choice(
            "procedure_kind", "C1a", "What was it?", listed("operation", "catheter procedure", "device"), need=REQUIRED
        ),
        _care.text("procedure_name", "C1b", "Its name", need=EXPECTED),
        _care.date("procedure_on", "C1c", "Date", need=EXPECTED, is_past=True),
        _care.text("procedure_centre", "C1d", "Centre"),
        _care.yes_no("procedure_complication", "C1e", "Was there a complication?", need=EXPECTED),
    ),
)

TREATMENT = Section(
    "treatment",
    "C",
    "Treatment",
    (
        PROCEDURES,
        _care.yes_no("died_within_30_days", "C2", "Did the child die within 30 days of a procedure?", need=EXPECTED),
        _care.yes_no("died_waiting", "C3", "Did the child die while waiting for one?", need=EXPECTED),
        _care.number("waited_days", "C4", "Days waited", 0, 3000, "days", need=EXPECTED, when=yes("died_waiting")),
        _care.choices(
            "support",
            "C5",
            "Did the child have any of these?",
            (
                Choice("ECMO", "ECMO"),
                Choice("VAD", "Ventricular assist device"),
                Choice("transplant list", "A place on a transplant list"),
                Choice("transplant", "Transplant"),
                Choice("pacemaker", "Pacemaker or defibrillator"),
            ),
            hint="Where there was none, choose not applicable",
        ),
        _care.yes_no("home_monitoring", "C6", "Was the child monitored at home between stages?", need=EXPECTED),
        _care.more("home_monitoring_detail", "C7", "How did it work?", yes("home_monitoring")),
        _care.yes_no("palliative_care", "C8", "Was palliative care involved?", need=EXPECTED),
    ),
)

DEATH = Section(
    "death",
    "D",
    "The death, and the family",
    (
        _child.yes_no("sudden_collapse", "D1", "Did the child collapse suddenly?", need=EXPECTED),
        _child.choice(
            "collapse_during",
            "D2",
            "When?",
            listed("at rest", "asleep", "in exercise", "when upset", "in hospital"),
            need=EXPECTED,
            when=yes("sudden_collapse"),
        ),
        _child.yes_no("earlier_symptoms", "D3", "Had there been fainting, palpitations or pain before?", need=EXPECTED),
        _care.more("earlier_symptoms_detail", "D4", "Who knew of it, and what was done?", yes("earlier_symptoms")),
        _care.yes_no(
            "defibrillator_used",
            "D5",
            "Was a defibrillator used before the ambulance came?",
            need=EXPECTED,
            when=yes("sudden_collapse"),
        ),
        _family.yes_no("family_history", "D6", "Has a relative had a heart condition or died suddenly?", need=EXPECTED),
        _care.yes_no("family_screened", "D7", "Are relatives offered screening?", need=EXPECTED),
        _care.more("family_not_screened", "D8", "Why not?", no("family_screened")),
        _care.yes_no("genetic_sample", "D9", "Was a sample kept for genetic tests?"),
    ),
)

CARDIAC = FormSpec(
    "supplement_cardiac",
    "2024-1",
    "Supplementary form: cardiac, congenital or acquired",
    date(2024, 4, 1),
    "Supplementary form on cardiac conditions, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, CONDITION, TREATMENT, DEATH, parts.learning("E")),
)
