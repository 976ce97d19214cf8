"""Section F of the reporting form: services, what is to be learnt, and the family's own voice."""

from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, Ask, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.sources import CHANGES_2022, SCOTTISH_ANALYSIS
from cdop.questionnaires.spec import Section
from cdop.questionnaires.words import Domain


def _ask(agencies: frozenset[str]) -> Ask:
    return Ask((NOT_KNOWN, NOT_APPLICABLE, NOT_HELD), Domain.SERVICE, agencies)


_care, _treatment, _family = _ask(asked_of.CARE), _ask(asked_of.TREATMENT), _ask(asked_of.MET_THE_FAMILY)
_safeguarding, _everyone = _ask(asked_of.SAFEGUARDING_PRACTICE), _ask(frozenset())
_own_words = Ask((NOT_HELD,), Domain.SERVICE)

CARE = (
    _family.yes_no("needed_not_received", "F1", "Did the child or family need a service and not receive it?"),
    _family.more("needed_not_received_detail", "F2", "Which, and why not?", yes("needed_not_received")),
    _care.yes_no("recognition_delay", "F3", "Was there delay in recognising, diagnosing or treating?", need=EXPECTED),
    _care.yes_no(
        "referral_or_follow_up",
        "F4",
        "Was there a difficulty with referral, discharge, follow-up or the move to another service?",
    ),
    _care.yes_no("guidelines_followed", "F5", "Were guidelines and pathways followed?", need=EXPECTED),
    _care.more("guidelines_detail", "F6", "Which were not, and why?", no("guidelines_followed")),
    _treatment.yes_no(
        "medical_intervention",
        "F7",
        "Was there an earlier operation or procedure that matters here?",
        source=SCOTTISH_ANALYSIS,
    ),
    _treatment.yes_no("equipment_or_medicine", "F8", "Was there a difficulty with equipment or a medicine?"),
    _treatment.yes_no("staffing", "F9", "Was there a difficulty with staffing, skills or beds?"),
    _treatment.yes_no("transfer", "F10", "Was there a difficulty with transfer or retrieval?"),
    _family.yes_no(
        "communication", "F11", "Was there a difficulty in how services told each other things?", need=EXPECTED
    ),
    _family.more("communication_detail", "F12", "Tell us more", yes("communication")),
    _family.yes_no("interpreter_used", "F13", "Was an interpreter used where one was needed?"),
    _safeguarding.yes_no("safeguarding_followed", "F14", "Was safeguarding practice followed?", need=EXPECTED),
    _ask(asked_of.END_OF_LIFE).yes_no("end_of_life_plan", "F15", "Was there a plan for the end of life?"),
)

LEARNING = (
    _family.yes_no(
        "bereavement_support_offered",
        "F16",
        "Was bereavement support offered to the family?",
        need=EXPECTED,
        source=CHANGES_2022,
    ),
    _family.more("bereavement_support", "F17", "What was offered?", yes("bereavement_support_offered")),
    _everyone.yes_no(
        "own_review", "F18", "Has your agency looked into the death, or will it?", need=EXPECTED, is_own=True
    ),
    _everyone.choice(
        "own_review_kind",
        "F19",
        "In what way?",
        listed(
            "patient safety incident investigation",
            "perinatal mortality review",
            "mortality meeting",
            "safeguarding review",
            "complaint",
            "another internal review",
        ),
        need=EXPECTED,
        is_own=True,
        when=yes("own_review"),
    ),
    _everyone.more("own_review_findings", "F20", "What has it found so far?", yes("own_review")),
    _own_words.long_text("issues", "F21", "Issues that the panel should consider", need=EXPECTED),
    _own_words.long_text("good_practice", "F22", "Good practice", need=EXPECTED),
    _own_words.long_text("learning", "F23", "Learning", need=EXPECTED),
    _own_words.long_text("actions_taken", "F24", "What has been done already"),
)

FAMILY_VOICE = (
    Ask((NOT_HELD,), Domain.SERVICE, asked_of.MET_THE_FAMILY).long_text(
        "family_voice", "F25", "What the family asked, and how they saw the care that they were given"
    ),
    _own_words.long_text(
        "for_the_panel",
        "F26",
        "Anything that the panel should ask or know, and whom else we should ask",
        is_identifying=True,
    ),
)

SECTION = Section(
    "services",
    "F",
    "Services, learning and the family's voice",
    (*CARE, *LEARNING, *FAMILY_VOICE),
    guidance="The review looks for what can be learnt. It does not look for blame.",
)
