"""The supplementary form on chromosomal, genetic and congenital anomalies.

The mother's body mass index is not asked here: since 2022 it belongs to the reporting form.
"""

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

DIAGNOSES = Group(
    "diagnoses",
    "B1",
    "Diagnoses",
    "diagnosis",
    (
        _child.text("diagnosis", "B1a", "Diagnosis", need=REQUIRED),
        _child.text("diagnosis_code", "B1b", "Its code, if known", hint="ICD, OMIM or ORPHA", max_length=40),
        _child.choice(
            "diagnosis_kind",
            "B1c",
            "What sort of condition is it?",
            (
                Choice("chromosomal", "Chromosomal"),
                Choice("single gene", "Single gene"),
                Choice("metabolic", "Inherited metabolic"),
                Choice("neuromuscular", "Neuromuscular"),
                Choice("neurodegenerative", "Neurodegenerative"),
                Choice("heart", "Congenital anomaly of the heart"),
                Choice("brain", "Congenital anomaly of the brain or spine"),
                Choice("bowel or abdominal wall", "Congenital anomaly of the bowel or the abdominal wall"),
                Choice("kidney", "Congenital anomaly of the kidneys"),
                Choice("lung or diaphragm", "Congenital anomaly of the lungs or the diaphragm"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _child.choice(
            "diagnosed_when",
            "B1d",
            "When was it diagnosed?",
            listed("before birth", "after birth", "at post-mortem examination"),
            need=EXPECTED,
        ),
        _child.choice(
            "certainty", "B1e", "How sure is it?", listed("confirmed by a test", "clinical diagnosis", "suspected")
        ),
    ),
    at_most=8,
)

CONDITION = Section(
    "condition",
    "B",
    "The condition",
    (
        DIAGNOSES,
        _child.yes_no("main_cause", "B2", "Is it believed to be the main cause of the death?", need=EXPECTED),
        _child.more("other_cause", "B3", "What else led to the death?", no("main_cause")),
        _child.yes_no("learning_disability", "B4", "Had the child a learning disability?"),
    ),
)

BEFORE_BIRTH = Section(
    "before_birth",
    "C",
    "Screening, and the family",
    (
        _care.yes_no("screening_offered", "C1", "Was screening offered in the pregnancy?", need=EXPECTED),
        _care.choice(
            "screening_choice",
            "C2",
            "What did the parents choose?",
            (
                Choice("accepted", "They accepted it"),
                Choice("declined", "They declined it"),
                Choice("part", "They accepted part of it"),
                Choice("too late", "It was too late for it"),
            ),
            need=EXPECTED,
            when=yes("screening_offered"),
        ),
        _care.yes_no(
            "found_by_screening", "C3", "Was the condition found by it?", need=EXPECTED, when=yes("screening_offered")
        ),
        _care.choice(
            "after_finding",
            "C4",
            "What did the parents choose then?",
            (
                Choice("continue with treatment", "To continue, with treatment after birth"),
                Choice("continue with comfort care", "To continue, with comfort care after birth"),
                Choice("ending declined", "To continue, when ending the pregnancy was offered"),
                Choice("other", "Something else"),
            ),
            when=yes("found_by_screening"),
        ),
        _care.yes_no("newborn_screening", "C5", "Did newborn screening find it, or should it have?"),
        _family.yes_no("consanguinity", "C6", "Are the parents close relatives?", need=EXPECTED),
        _family.choice(
            "consanguinity_degree",
            "C7",
            "How are they related?",
            listed("first cousins", "second cousins", "uncle and niece or aunt and nephew", "other"),
            need=EXPECTED,
            when=yes("consanguinity"),
        ),
        _family.yes_no("affected_before", "C8", "Has another child or relative the condition?", need=EXPECTED),
        _family.more("affected_detail", "C9", "Who?", yes("affected_before"), hint="Names are not needed"),
        _family.number(
            "affected_deaths",
            "C10",
            "How many other children of the family have died of it?",
            0,
            20,
            when=yes("affected_before"),
        ),
    ),
)

CARE = Section(
    "care",
    "D",
    "Advice and care",
    (
        _care.yes_no("counselling_offered", "D1", "Was genetic counselling offered?", need=EXPECTED),
        _care.yes_no(
            "counselling_taken", "D2", "Did the family take it up?", need=EXPECTED, when=yes("counselling_offered")
        ),
        _care.more("counselling_barrier", "D3", "What kept them from it?", no("counselling_taken")),
        _care.choice(
            "recurrence_risk",
            "D4",
            "The chance that it happens again",
            listed("low", "1 in 4", "1 in 2", "other"),
            need=EXPECTED,
        ),
        _care.yes_no("relatives_offered_tests", "D5", "Are relatives offered tests?", need=EXPECTED),
        _care.yes_no("genome_sequenced", "D6", "Was the genome sequenced, or a sample kept?"),
        _care.yes_no("palliative_plan", "D7", "Was there a palliative or advance care plan?", need=EXPECTED),
        _care.yes_no("plan_followed", "D8", "Was it followed?", need=EXPECTED, when=yes("palliative_plan")),
        _care.choice(
            "surgery",
            "D9",
            "Was there an operation for it?",
            (
                Choice("done", "Yes"),
                Choice("died waiting", "The child died while waiting for one"),
                Choice("not suitable", "No, none would have helped"),
                Choice("declined", "No, the family declined it"),
            ),
        ),
        _care.long_text("course", "D10", "The illness and its care, in short", need=EXPECTED),
        _care.more(
            "surgery_detail", "D11", "Which operation, where and when?", Is("surgery", ("done", "died waiting"))
        ),
    ),
)

GENETIC = FormSpec(
    "supplement_genetic",
    "2024-1",
    "Supplementary form: chromosomal, genetic and congenital anomalies",
    date(2024, 4, 1),
    "Supplementary form on chromosomal, genetic and congenital anomalies, DHSC and NCMD; reconstructed from published "
    "changes and practice",
    (parts.RETURN, CONDITION, BEFORE_BIRTH, CARE, parts.learning("E")),
)
