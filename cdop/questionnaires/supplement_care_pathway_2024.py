"""The supplementary form on the child's way through health care, stage by stage.

Each stage is a row, so that each of several services answers for its own: what one service wrote is never asked of
another. Each section can be asked on its own.
"""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, REQUIRED, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2022
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain

_care = parts.about(Domain.SERVICE)
_child = parts.about(Domain.CHILD)

STAGES = (
    Choice("general practice", "General practice or health centre"),
    Choice("111", "NHS 111 or out of hours"),
    Choice("pharmacy", "Pharmacy"),
    Choice("urgent treatment centre", "Walk-in or urgent treatment centre"),
    Choice("ambulance", "Ambulance"),
    Choice("emergency department", "Emergency department"),
    Choice("assessment unit", "Assessment unit"),
    Choice("ward", "Ward"),
    Choice("theatre", "Theatre or anaesthesia"),
    Choice("HDU", "High dependency unit"),
    Choice("PICU", "Paediatric intensive care"),
    Choice("adult intensive care", "Adult intensive care"),
    Choice("retrieval", "Transfer or retrieval"),
    Choice("discharge", "Discharge"),
    Choice("readmission", "Readmission"),
    Choice("outpatients", "Outpatients or community"),
    Choice("other", "Another"),
)

DELAYS = (
    Choice("recognition", "In seeing how ill the child was"),
    Choice("senior review", "In being seen by somebody senior"),
    Choice("treatment", "In treatment"),
    Choice("tests", "In tests or their results"),
    Choice("transfer", "In moving the child"),
    Choice("bed", "For want of a bed"),
    Choice("other", "Another"),
)

STAGE = Group(
    "stages",
    "B1",
    "The stages of care that your service gave, in the order of time",
    "stage",
    (
        _care.choice("stage", "B1a", "Stage", STAGES, need=REQUIRED, source=CHANGES_2022),
        _care.text("stage_place", "B1b", "Which service and where", need=EXPECTED),
        _care.date("stage_on", "B1c", "Date it began", need=EXPECTED, is_past=True),
        _care.time("stage_at_time", "B1d", "Time it began", need=EXPECTED),
        _care.date("stage_ended_on", "B1e", "Date it ended", is_past=True),
        _care.time("stage_ended_at_time", "B1f", "Time it ended"),
        _care.choice(
            "stage_seniority",
            "B1g",
            "The most senior person who saw the child",
            (
                Choice("consultant", "Consultant or general practitioner"),
                Choice("senior trainee", "Registrar or another senior trainee"),
                Choice("junior doctor", "Junior doctor"),
                Choice("advanced practitioner", "Advanced nurse or paramedic practitioner"),
                Choice("nurse", "Nurse or midwife"),
                Choice("paramedic", "Paramedic or technician"),
                Choice("call handler", "Call handler or clinical adviser"),
                Choice("other", "Somebody else"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no("stage_early_warning", "B1h", "Was an early warning score recorded?", need=EXPECTED),
        _care.yes_no(
            "stage_escalated",
            "B1i",
            "Was its result acted on in time?",
            need=EXPECTED,
            when=yes("stage_early_warning"),
        ),
        _care.yes_no("stage_guideline", "B1j", "Were guidelines and pathways followed?", need=EXPECTED),
        _care.more("stage_guideline_detail", "B1k", "Which were not, and why?", no("stage_guideline")),
        _care.choices(
            "stage_delays", "B1l", "Was there delay?", DELAYS, hint="Where there was none, choose not applicable"
        ),
        _care.yes_no("stage_equipment", "B1m", "Was there a difficulty with equipment or a medicine?", need=EXPECTED),
        _care.yes_no("stage_communication", "B1n", "Was there a difficulty in communication?", need=EXPECTED),
        _care.yes_no("stage_handover", "B1o", "Was there a difficulty with a handover?", need=EXPECTED),
        _care.yes_no("stage_staffing", "B1p", "Was there a difficulty with staffing, skills or beds?", need=EXPECTED),
        _care.yes_no(
            "stage_parents_heard",
            "B1q",
            "Were the parents' or the young person's concerns heard and acted on?",
            need=EXPECTED,
            hint="With the right to a second opinion (Martha's Rule) where there is one",
        ),
        _care.yes_no("stage_interpreter", "B1r", "Was an interpreter there, where one was needed?"),
        _care.yes_no("stage_fair", "B1s", "Did disability, language, culture or race affect the care?"),
        _care.long_text("stage_account", "B1t", "What was found, thought and done", need=EXPECTED),
        _care.long_text("stage_went_well", "B1u", "What went well"),
        _care.long_text("stage_issues", "B1v", "Issues"),
    ),
    at_most=20,
    hint="Answer for your own service. Other services are asked for theirs.",
)

STAGES_OF_CARE = Section("stages", "B", "Stages of care", (STAGE,))

WHOLE = Section(
    "whole",
    "C",
    "The illness as a whole",
    (
        _child.long_text("background", "C1", "The child's health before", need=EXPECTED),
        _child.text("working_diagnosis", "C2", "What the illness was thought to be", need=EXPECTED),
        _care.yes_no("known_to_specialists", "C3", "Was the child known to specialist services?", need=EXPECTED),
        _care.more("specialists_detail", "C4", "Which, and how did they work together?", yes("known_to_specialists")),
        _care.yes_no("emergency_plan", "C5", "Was there an emergency or advance care plan?", need=EXPECTED),
        _care.yes_no("plan_followed", "C6", "Was it known and followed?", need=EXPECTED, when=yes("emergency_plan")),
        _care.yes_no("discharged_before", "C7", "Had the child been sent home in the days before?", need=EXPECTED),
        _care.more("safety_net", "C8", "What was the family told to watch for, and to do?", yes("discharged_before")),
        _care.yes_no("moved_between_hospitals", "C9", "Was the child moved between hospitals?", need=EXPECTED),
        _care.more(
            "moved_detail",
            "C10",
            "Any difficulty in finding a bed or in moving the child?",
            yes("moved_between_hospitals"),
        ),
        _care.choice(
            "mode_of_death",
            "C11",
            "How did the death come about?",
            (
                Choice("despite treatment", "Despite active treatment"),
                Choice("withdrawn", "Intensive treatment was withheld or stopped"),
                Choice("brain death", "Death by neurological criteria"),
                Choice("palliative", "With palliative care, as planned"),
                Choice("found", "The child was found dead or collapsed"),
            ),
            need=EXPECTED,
        ),
        _care.yes_no(
            "family_at_death",
            "C12",
            "Was the family with the child, as they wished?",
            when=Is("mode_of_death", ("despite treatment", "withdrawn", "brain death", "palliative")),
        ),
        _care.yes_no("donation", "C13", "Was donation talked about?"),
        _care.choice(
            "own_review",
            "C14",
            "Has your service looked into its care?",
            listed("not yet", "mortality meeting", "patient safety incident investigation", "another review"),
            need=EXPECTED,
        ),
    ),
)

CARE_PATHWAY = FormSpec(
    "supplement_care_pathway",
    "2024-1",
    "Supplementary form: care pathway",
    date(2024, 4, 1),
    "Supplementary form on the care pathway, DHSC and NCMD; reconstructed from published changes and practice",
    (parts.RETURN, STAGES_OF_CARE, WHOLE, parts.learning("D")),
)
