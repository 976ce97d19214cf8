"""Section F of Form B, 2008 to 2019: service provision."""

from cdop.questionnaires.ask import yes
from cdop.questionnaires.era_2008 import PLAIN, about
from cdop.questionnaires.sources import SCOTTISH_ANALYSIS
from cdop.questionnaires.spec import Choice, Group, Section
from cdop.questionnaires.words import EarlierDomain

_ask = about(EarlierDomain.SERVICE)

SERVICES = (
    Choice("gp", "General practitioner"),
    Choice("health visitor", "Health visitor"),
    Choice("school nurse", "School nurse"),
    Choice("midwifery", "Midwifery"),
    Choice("emergency department", "Emergency department"),
    Choice("hospital paediatrics", "Hospital paediatrics"),
    Choice("community paediatrics", "Community paediatrics"),
    Choice("camhs", "Child and adolescent mental health service"),
    Choice("other specialist", "Another specialist"),
    Choice("ambulance", "Ambulance service"),
    Choice("hospice", "Hospice"),
    Choice("social care", "Children's social care"),
    Choice("early help", "Early help"),
    Choice("education", "Education"),
    Choice("police", "Police"),
    Choice("youth offending", "Youth offending team"),
    Choice("probation", "Probation"),
    Choice("housing", "Housing"),
    Choice("substance misuse", "Substance misuse service"),
    Choice("adult mental health", "Adult mental health service"),
    Choice("domestic abuse", "Domestic abuse service"),
    Choice("voluntary", "Voluntary organisation"),
)

SECTION = Section(
    "services",
    "F",
    "Service provision",
    (
        Group(
            "services",
            "F1",
            "Services in contact with the child or family",
            "service",
            (
                PLAIN.choice("service", "F1a", "Service", SERVICES),
                _ask.yes_no("service_involved", "F1b", "Was it involved?"),
                _ask.date("service_last_seen_on", "F1c", "Date last seen", is_past=True),
                _ask.yes_no("service_needed", "F1d", "Was it needed and not received?"),
            ),
            at_most=len(SERVICES),
        ),
        _ask.yes_no("access_to_care", "F2", "Was there difficulty with access to care?", source=SCOTTISH_ANALYSIS),
        _ask.yes_no(
            "medical_intervention",
            "F3",
            "Was there an earlier medical intervention that matters here?",
            source=SCOTTISH_ANALYSIS,
        ),
        _ask.yes_no(
            "surgical_intervention",
            "F4",
            "Was there an earlier surgical intervention that matters here?",
            source=SCOTTISH_ANALYSIS,
        ),
        _ask.long_text("intervention_detail", "F5", "Details of these"),
        _ask.yes_no("delay", "F6", "Was there delay, or was a diagnosis missed?"),
        _ask.yes_no("communication", "F7", "Was there a difficulty with communication?"),
        _ask.yes_no("equipment", "F8", "With equipment?"),
        _ask.yes_no("staffing", "F9", "With staffing?"),
        _ask.long_text("difficulties_detail", "F10", "Details of these"),
        _ask.yes_no(
            "own_review",
            "F11",
            "Is there an internal review, a serious incident, a root cause analysis or a complaint?",
            is_own=True,
        ),
        _ask.long_text("own_review_findings", "F12", "What did it find?", when=yes("own_review")),
        _ask.yes_no("end_of_life_care", "F13", "Was care at the end of life and after death as it should be?"),
        _ask.yes_no("bereavement_support_offered", "F14", "Was bereavement support offered?"),
        _ask.text("bereavement_support", "F15", "What was offered?", when=yes("bereavement_support_offered")),
        PLAIN.long_text("issues", "F16", "Issues"),
        PLAIN.long_text("good_practice", "F17", "Good practice"),
        PLAIN.long_text("learning", "F18", "Lessons"),
        PLAIN.long_text("actions_taken", "F19", "Action taken already"),
        PLAIN.long_text("for_the_panel", "F20", "Anything that the panel should ask", is_identifying=True),
    ),
)
