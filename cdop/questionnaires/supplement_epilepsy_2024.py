"""The supplementary form on epilepsy: the condition, its care, and what happened."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain

_child = parts.about(Domain.CHILD)
_place = parts.about(Domain.PHYSICAL)
_family = parts.about(Domain.SOCIAL)
_care = parts.about(Domain.SERVICE)

CONDITION = Section(
    "condition",
    "B",
    "The condition",
    (
        _child.text("syndrome", "B1", "Type or syndrome", need=EXPECTED),
        _child.choice(
            "cause",
            "B2",
            "Its cause",
            listed("genetic", "structural", "metabolic", "immune", "infection", "not found"),
            need=EXPECTED,
        ),
        _child.number("began_age", "B3", "Age when it began", 0, 17, "years"),
        _child.choices(
            "seizure_types",
            "B4",
            "Types of seizure",
            (
                Choice("tonic-clonic", "Tonic-clonic"),
                Choice("focal", "Focal"),
                Choice("absence", "Absence"),
                Choice("myoclonic", "Myoclonic"),
                Choice("atonic", "Atonic or tonic"),
                Choice("spasms", "Spasms"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _child.choice(
            "frequency",
            "B5",
            "How often in the last year?",
            listed("every day", "every week", "every month", "less often", "not in the last year"),
            need=EXPECTED,
        ),
        _child.yes_no("night_seizures", "B6", "Were there seizures at night?", need=EXPECTED),
        _child.yes_no("status_before", "B7", "Had there been status epilepticus before?"),
        _child.yes_no("learning_disability", "B8", "Had the child a learning disability?"),
    ),
)

CARE = Section(
    "care",
    "C",
    "Care of the condition",
    (
        _care.date("last_review_on", "C1", "Date of the last review", need=EXPECTED, is_past=True),
        _care.choice(
            "led_by",
            "C2",
            "Who led the care?",
            (
                Choice("neurologist", "Paediatric neurologist"),
                Choice("paediatrician", "Paediatrician with an interest in epilepsy"),
                Choice("other paediatrician", "Another paediatrician"),
                Choice("adult service", "An adult service"),
                Choice("other", "Somebody else"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("epilepsy_nurse", "C3", "Had the family an epilepsy nurse?", need=EXPECTED),
        _care.text("medicines", "C4", "Medicines for epilepsy", need=EXPECTED),
        _care.yes_no("medicines_changed", "C5", "Were they changed in the last three months?"),
        _family.yes_no("medicines_taken", "C6", "Were they taken as prescribed?", need=EXPECTED),
        _family.more("medicines_not_taken", "C7", "What made it hard?", Is("medicines_taken", ("no",))),
        _care.yes_no("levels_measured", "C8", "Were levels measured, before or after the death?"),
        _care.more("levels_found", "C9", "What was found?", yes("levels_measured")),
        _care.yes_no("valproate", "C10", "Was valproate prescribed?", need=EXPECTED),
        _care.yes_no(
            "valproate_programme",
            "C11",
            "Was the pregnancy prevention programme followed, where it applied?",
            when=yes("valproate"),
        ),
        _care.yes_no(
            "risk_discussed",
            "C12",
            "Was sudden unexpected death in epilepsy talked about with the family?",
            need=EXPECTED,
        ),
        _care.yes_no("night_monitor", "C13", "Was the child watched or monitored at night?", need=EXPECTED),
        _care.yes_no("rescue_medicine", "C14", "Was a rescue medicine prescribed?", need=EXPECTED),
        _care.yes_no(
            "rescue_medicine_given", "C15", "Was it given this time?", need=EXPECTED, when=yes("rescue_medicine")
        ),
        _care.yes_no("care_plan", "C16", "Was there a written care plan, at school too?", need=EXPECTED),
        _care.yes_no("surgery_considered", "C17", "Was surgery, a diet or another treatment considered?"),
    ),
)

EVENT = Section(
    "event",
    "D",
    "What happened",
    (
        _child.choice(
            "event",
            "D1",
            "How did the child die?",
            (
                Choice("found", "Found dead, with or without signs of a seizure"),
                Choice("seizure", "In or after a seizure that was seen"),
                Choice("status", "In status epilepticus"),
                Choice("drowning", "In water"),
                Choice("injury", "By an injury"),
                Choice("aspiration", "By choking or pneumonia"),
                Choice("other", "In another way"),
            ),
            need=EXPECTED,
        ),
        _place.choice(
            "position",
            "D2",
            "How was the child found?",
            listed("on the front", "on the back", "on the side", "other"),
            need=EXPECTED,
        ),
        _place.yes_no("in_bed", "D3", "Was the child in bed?", need=EXPECTED),
        _place.yes_no("in_water", "D4", "Was the child in a bath or in water?", need=EXPECTED),
        _family.yes_no("alone", "D5", "Was the child alone?", need=EXPECTED),
        _child.yes_no(
            "triggers", "D6", "Was there a fever, lack of sleep, alcohol, or a missed dose before?", need=EXPECTED
        ),
        _child.more("triggers_detail", "D7", "Which?", yes("triggers")),
        _child.yes_no(
            "considered_sudep", "D8", "Is it believed to be a sudden unexpected death in epilepsy?", need=EXPECTED
        ),
        _care.yes_no("brain_examined", "D9", "Did the post-mortem examination include the brain?"),
        *parts.rescue(_care, "D10"),
    ),
)

EPILEPSY = FormSpec(
    "supplement_epilepsy",
    "2024-1",
    "Supplementary form: epilepsy",
    date(2024, 4, 1),
    "Supplementary form on epilepsy, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, CONDITION, CARE, EVENT, parts.learning("E")),
)
