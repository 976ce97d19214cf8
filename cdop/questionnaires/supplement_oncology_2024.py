"""The supplementary form on cancer: the disease, its treatment, and the end of life."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_care = parts.about(Domain.SERVICE)

DISEASE = Section(
    "disease",
    "B",
    "The illness",
    (
        _child.choice(
            "group",
            "B1",
            "What sort of disease was it?",
            (
                Choice("leukaemia", "Leukaemia"),
                Choice("lymphoma", "Lymphoma"),
                Choice("brain tumour", "Tumour of the brain or spine"),
                Choice("neuroblastoma", "Neuroblastoma"),
                Choice("kidney tumour", "Tumour of the kidney"),
                Choice("liver tumour", "Tumour of the liver"),
                Choice("bone tumour", "Tumour of bone"),
                Choice("soft tissue sarcoma", "Sarcoma of soft tissue"),
                Choice("germ cell tumour", "Germ cell tumour"),
                Choice("histiocytosis", "Histiocytosis"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _child.text("diagnosis", "B2", "The diagnosis in full, with its stage or grade", need=EXPECTED),
        _child.date("diagnosed_on", "B3", "Date of diagnosis", need=EXPECTED, is_past=True),
        _child.number(
            "weeks_to_diagnosis", "B4", "Weeks from the first signs to the diagnosis", 0, 500, "weeks", need=EXPECTED
        ),
        _care.number(
            "visits_before_diagnosis", "B5", "Visits to a doctor with these signs before the diagnosis", 0, 100
        ),
        _care.yes_no("diagnosis_delayed", "B6", "Was there delay in the diagnosis?", need=EXPECTED),
        _care.more("diagnosis_delayed_detail", "B7", "Where, and why?", yes("diagnosis_delayed")),
        _child.yes_no("relapsed", "B8", "Did it come back?", need=EXPECTED),
        _child.date("relapsed_on", "B9", "When, the first time?", when=yes("relapsed"), is_past=True),
        _child.yes_no("predisposition", "B10", "Had the child or family a condition that makes cancer more likely?"),
        _child.yes_no("second_cancer", "B11", "Was it a second cancer, after treatment of another?"),
    ),
)

TREATMENT = Section(
    "treatment",
    "C",
    "Treatment",
    (
        _care.text("centre", "C1", "The principal treatment centre", need=EXPECTED),
        _care.choice(
            "intent",
            "C2",
            "The aim of treatment at the time of death",
            (
                Choice("cure", "To cure"),
                Choice("prolong", "To prolong life"),
                Choice("comfort", "Comfort"),
                Choice("not begun", "Treatment had not begun"),
            ),
            need=EXPECTED,
        ),
        _care.choices(
            "treatments",
            "C3",
            "What treatment was given?",
            listed(
                "chemotherapy",
                "surgery",
                "radiotherapy",
                "stem cell transplant",
                "immunotherapy or targeted medicine",
                "CAR T-cell therapy",
            ),
            need=EXPECTED,
        ),
        _care.yes_no("in_trial", "C4", "Was the child in a trial?", need=EXPECTED),
        _care.text("trial_name", "C5", "Which?", when=yes("in_trial")),
        _care.choice(
            "phase",
            "C6",
            "The phase of treatment",
            listed(
                "at diagnosis",
                "first weeks",
                "later treatment",
                "after transplant",
                "treatment of relapse",
                "after treatment",
            ),
            need=EXPECTED,
        ),
        _care.choice(
            "shared_care",
            "C7",
            "Was care shared with a local hospital?",
            listed("yes, it worked well", "yes, with difficulties", "no"),
        ),
    ),
)

DEATH = Section(
    "death",
    "D",
    "The death",
    (
        _child.choice(
            "died_of",
            "D1",
            "What did the child die of?",
            (
                Choice("progression", "Progression of the disease"),
                Choice("toxicity", "Effects of the treatment"),
                Choice("infection", "Infection"),
                Choice("second cancer", "A second cancer"),
                Choice("presentation", "Complications at diagnosis"),
                Choice("unrelated", "Something else, not related to the cancer"),
            ),
            need=EXPECTED,
        ),
        _care.text(
            "toxicity_detail",
            "D2",
            "Which effect, of which treatment?",
            need=EXPECTED,
            when=Is("died_of", ("toxicity",)),
        ),
        _care.yes_no(
            "neutropenic",
            "D3",
            "Were the white cells very low?",
            need=EXPECTED,
            when=Is("died_of", ("infection", "toxicity")),
        ),
        _care.number(
            "antibiotics_minutes",
            "D4",
            "Minutes from reaching hospital to antibiotics",
            0,
            20_000,
            "minutes",
            need=EXPECTED,
            when=Is("died_of", ("infection",)),
        ),
        _care.yes_no("palliative_referral", "D5", "Was palliative care involved?", need=EXPECTED),
        _care.number(
            "palliative_weeks", "D6", "How long before the death?", 0, 500, "weeks", when=yes("palliative_referral")
        ),
        _care.choice(
            "place_preferred", "D7", "Where did the family wish the child to die?", parts.PLACES_OF_CARE, need=EXPECTED
        ),
        _care.choice("place_actual", "D8", "Where did the child die?", parts.PLACES_OF_CARE, need=EXPECTED),
        _care.long_text("place_reason", "D9", "If these differ, why?"),
        _care.yes_no("advance_care_plan", "D10", "Was there an advance care plan?", need=EXPECTED),
        _care.yes_no("young_person_asked", "D11", "Was the child or young person asked what they wanted?"),
    ),
)

ONCOLOGY = FormSpec(
    "supplement_oncology",
    "2024-1",
    "Supplementary form: oncology",
    date(2024, 4, 1),
    "Supplementary form on oncology, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, DISEASE, TREATMENT, DEATH, parts.learning("E")),
)
