"""What is decided at the first check, question by question: the choices, the rule, and what is proposed and why.

Each answer is kept with who gave it and when; a later one stands beside it and never replaces it. An answer that sets
something in motion (a referral, a message to another authority) stays open until the days are entered.

Sources: Child Death Review Statutory and Operational Guidance (England) 2018; Working Together 2023; Children Act 2004
s16C; Coroners (Investigations) Regulations 2013 reg 24.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cdop.rules import proposals
from cdop.rules.dates import written_date
from cdop.rules.proposals import NOT_KNOWN, Proposal
from cdop.rules.triage_facts import NO, YES, TriageFacts
from cdop.rules.triage_words import DecisionTopic

PARTS = (
    "Was it expected?",
    "Coroner and certificate",
    "Children who may be in danger",
    "Other investigations",
    "National alert",
)
"""The headings under which the questions are asked."""
NOT_YET, NO_LONGER = "not yet", "no longer"
"""The answers about a case that is to be passed on and was not, and of one of which that is not so any more."""
NOT_REVIEWED, LOOKED_AT_AGAIN = "not for review", "looked at again"
"""The answers whether a death is for review, where it was decided that it is not."""
TOPICS = {
    DecisionTopic.SCOPE: "For review or not",
    DecisionTopic.RESIDENCY: "Where the child normally lived",
    DecisionTopic.PASSED_ON: "Passed on to the panel that leads",
    DecisionTopic.PASSED_TO_US: "Passed on to us by another panel",
    DecisionTopic.JOINT_AGENCY: "Joint agency response",
    DecisionTopic.KEY_WORKER: "Key worker",
}
"""What the topics are called that have no question of their own."""
_YES_NO = ((YES, "Yes"), (NO, "No"), (NOT_KNOWN, "Not known yet"))
_FUTURE = "The day must be today or in the past"


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to one question, with the days on which what it set in motion was done and acknowledged."""

    topic: DecisionTopic
    answer: str
    detail: str = ""
    done_on: date | None = None
    acknowledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the first check.

    Where `opens` is answered, the note and the days are asked for that the labels name; without a label they are not.
    """

    part: str
    topic: DecisionTopic
    label: str
    text: str
    choices: tuple[tuple[str, str], ...]
    rule: str
    propose: Callable[[TriageFacts], Proposal]
    note: str = ""
    done: str = ""
    acknowledged: str = ""
    opens: str = YES

    @property
    def name(self) -> str:
        """What its field is called."""
        return self.topic.replace(" ", "_").replace("-", "_")


def of_disagreement(who: str, said: str, *, is_taken_up: bool) -> Decision:
    """Return what is kept where somebody disagreed with a death not being reviewed, and what came of it."""
    answer = LOOKED_AT_AGAIN if is_taken_up else NOT_REVIEWED
    return Decision(DecisionTopic.SCOPE, answer, f"{who.strip()} disagreed. {said.strip()}")


def faults_of_disagreement(who: str, said: str) -> dict[str, str]:
    """Return what is missing of a disagreement, by field."""
    missing = {"who": "Say who disagreed"} if not who.strip() else {}
    return missing | ({"said": "Say what they said, and what was decided"} if not said.strip() else {})


def topic_words(topic: DecisionTopic) -> str:
    """Return what a topic is called in a list."""
    return TOPICS[topic] if topic in TOPICS else _BY_TOPIC[topic].label


def is_open(decision: Decision) -> bool:
    """Say whether something is still to be done, or to be acknowledged, that this decision set in motion."""
    return bool(still_open(decision))


def still_open(decision: Decision) -> str:
    """Return in words what is still to be done about a decision; "" where nothing is."""
    if decision.answer == NO_LONGER:
        return ""
    if decision.topic is DecisionTopic.PASSED_ON:
        return _passed_on(decision)
    if decision.topic is DecisionTopic.PASSED_TO_US:
        return "" if decision.acknowledged_on else f"Tell {decision.detail} that the case has arrived"
    asked = _BY_TOPIC.get(decision.topic)
    if asked is None or not asked.done or decision.answer != asked.opens:
        return ""
    if decision.done_on is None:
        return f"{asked.label}. Not entered yet: {_inside(asked.done)}"
    missing = asked.acknowledged and decision.acknowledged_on is None
    return f"{asked.label}. Not entered yet: {_inside(asked.acknowledged)}" if missing else ""


def answer_words(decision: Decision) -> str:
    """Return an answer in the words of its choice."""
    asked = _BY_TOPIC.get(decision.topic)
    words = dict(asked.choices).get(decision.answer, decision.answer) if asked else decision.answer
    return words[:1].upper() + words[1:]


def in_words(decision: Decision) -> str:
    """Return a decision as one line: the answer, what was noted, and the days that were entered."""
    labels = zip(day_words(decision), (decision.done_on, decision.acknowledged_on), strict=True)
    days = (f"{label}: {written_date(day)}" for label, day in labels if label and day)
    return ". ".join(part for part in (answer_words(decision), decision.detail.removesuffix("."), *days) if part)


def day_words(decision: Decision) -> tuple[str, str]:
    """Return what the two days of a decision are called."""
    asked = _BY_TOPIC.get(decision.topic)
    if asked is not None:
        return asked.done, asked.acknowledged
    return ("Passed on", "Acknowledged") if decision.topic in _PASSED else ("", "")


def faults(found: Iterable[Decision], *, today: date) -> dict[str, str]:
    """Return a message for each answer or day that cannot be, by the name of its field."""
    told: dict[str, str] = {}
    for each in found:
        asked = _BY_TOPIC[each.topic]
        if each.answer not in dict(asked.choices):
            told[asked.name] = f"Answer this: {asked.text}"
        told |= _day_faults(each, f"{asked.name}_on", f"{asked.name}_acknowledged_on", today)
    return told


def _day_faults(each: Decision, done: str, acknowledged: str, today: date) -> dict[str, str]:
    told = {}
    if each.done_on and each.done_on > today:
        told[done] = _FUTURE
    if each.acknowledged_on and each.acknowledged_on > today:
        told[acknowledged] = _FUTURE
    elif each.acknowledged_on and (each.done_on is None or each.acknowledged_on < each.done_on):
        told[acknowledged] = "It cannot be acknowledged before it was made: enter both days"
    return told


def _passed_on(decision: Decision) -> str:
    if decision.answer == NOT_YET:
        return "Not passed on yet to the panel of the child’s home"
    who = decision.detail or "The panel of the child’s home"
    return "" if decision.acknowledged_on else f"{who} has not acknowledged the case yet"


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


QUESTIONS: tuple[Question, ...] = (
    Question(
        PARTS[0],
        DecisionTopic.EXPECTEDNESS,
        "Expected or unexpected",
        "Was the death expected?",
        (("expected", "Expected"), ("unexpected", "Unexpected"), (NOT_KNOWN, "Not known yet")),
        "Unexpected: no real possibility a day before, or after an unexpected collapse or event. If in doubt, "
        "unexpected.",
        proposals.expectedness,
    ),
    Question(
        PARTS[1],
        DecisionTopic.CORONER,
        "Coroner",
        "Where does it stand with the coroner?",
        (
            ("not referred", "Not referred"),
            ("referred", "Referred, and not known whether it is taken"),
            ("not taken", "Referred, and no further action"),
            ("taken", "The coroner investigates"),
            (NOT_KNOWN, "Not known yet"),
        ),
        "The coroner tells the panel within 3 working days of deciding to investigate or to order a post-mortem.",
        proposals.coroner,
    ),
    Question(
        PARTS[1],
        DecisionTopic.POST_MORTEM,
        "Post-mortem examination",
        "Is there a post-mortem examination?",
        (
            ("coroner's, standard", "Coroner’s, standard"),
            ("coroner's, forensic", "Coroner’s, forensic"),
            ("hospital, with consent", "Hospital, with consent"),
            ("external examination only", "External examination only"),
            ("imaging only", "Imaging only"),
            ("none", "None"),
            (NOT_KNOWN, "Not known yet"),
        ),
        "Asked of every death that was referred to the coroner.",
        proposals.post_mortem,
    ),
    Question(
        PARTS[1],
        DecisionTopic.CERTIFICATE,
        "Medical certificate of cause of death",
        "Was a medical certificate of cause of death issued?",
        _YES_NO,
        "Since September 2024 a medical examiner looks at every death that is not the coroner’s.",
        proposals.certificate,
    ),
    Question(
        PARTS[2],
        DecisionTopic.CHILDREN_AT_RISK,
        "Other children at risk",
        "Are brothers, sisters or other children at risk now?",
        _YES_NO,
        "If a child is in danger now, ring 999 or children’s social care before anything else. Then refer.",
        proposals.children_at_risk,
        done="Day of the safeguarding referral",
        acknowledged="Day on which children’s social care acknowledged it",
        note="To whom the referral was made",
    ),
    Question(
        PARTS[2],
        DecisionTopic.LOOKED_AFTER,
        "Looked after, or a care leaver",
        "Was the child looked after, or a care leaver?",
        _YES_NO,
        "The local authority tells the Secretary of State and Ofsted, whether or not abuse is suspected (Working "
        "Together "
        "2023). The authority that looked after the child is asked who leads the review; agree it in writing.",
        proposals.looked_after,
        done="Day on which the authority told the Secretary of State and Ofsted",
        note="Which local authority",
    ),
    Question(
        PARTS[2],
        DecisionTopic.SAFEGUARDING_REVIEW,
        "Abuse or neglect suspected",
        "Is abuse or neglect known or suspected, so that a safeguarding practice review may follow?",
        _YES_NO,
        "The local authority notifies the national panel within 5 working days; the rapid review follows within 15 "
        "(Children Act 2004, section 16C).",
        proposals.review("safeguarding", proposals.safeguarding),
        done="Day on which the authority notified the national panel",
        note="Where it stands: rapid review, practice review (LCSPR)",
    ),
    Question(
        PARTS[3],
        DecisionTopic.POLICE,
        "Police investigation",
        "Do the police investigate?",
        _YES_NO,
        "Then the senior investigating officer is asked before anything is shared with the family.",
        proposals.review("police", proposals.police),
        note="Who leads it, and their reference",
    ),
    Question(
        PARTS[3],
        DecisionTopic.PATIENT_SAFETY,
        "Patient safety incident investigation (PSII)",
        "Is there a patient safety incident investigation?",
        _YES_NO,
        "Of the health trust (PSIRF). The panel usually waits for its report.",
        proposals.review("patient safety"),
        note="Who leads it, and their reference",
    ),
    Question(
        PARTS[3],
        DecisionTopic.PERINATAL_REVIEW,
        "Perinatal mortality review (PMRT)",
        "Is there a perinatal mortality review?",
        _YES_NO,
        "For babies born alive from 22 weeks who died within 28 days, or later on a neonatal unit: its meeting is the "
        "child death review meeting.",
        proposals.perinatal,
        note="Reference of the review",
    ),
    Question(
        PARTS[3],
        DecisionTopic.MATERNITY_INVESTIGATION,
        "Maternity and newborn safety investigation (MNSI)",
        "Is there a maternity and newborn safety investigation?",
        _YES_NO,
        "For babies born from 37 weeks who died within 6 days of what began in labour.",
        proposals.maternity,
        note="Reference of the investigation",
    ),
    Question(
        PARTS[3],
        DecisionTopic.LEARNING_DISABILITY,
        "Learning disability or autism (LeDeR)",
        "Did the child have a learning disability or autism, aged 4 or over?",
        _YES_NO,
        "The child death review is the review; its learning is shared with LeDeR.",
        proposals.learning_disability,
    ),
    Question(
        PARTS[3],
        DecisionTopic.CUSTODY,
        "In custody or detained",
        "Was the child in custody or detained?",
        _YES_NO,
        "The Prisons and Probation Ombudsman or the Independent Office for Police Conduct investigates too.",
        proposals.review("custody", proposals.custody),
        note="Which body investigates",
    ),
    Question(
        PARTS[4],
        DecisionTopic.NATIONAL_ALERT,
        "Alert to the national database (NCMD)",
        "Must the National Child Mortality Database be alerted?",
        ((YES, "Yes"), (NO, "No")),
        "For a danger to other children that should be known nationally today, such as an unsafe product.",
        proposals.alert,
        done="Day on which the database was alerted",
        note="Why",
    ),
)
"""In the order in which they are asked."""
_BY_TOPIC = {each.topic: each for each in QUESTIONS}
_PASSED = (DecisionTopic.PASSED_ON, DecisionTopic.PASSED_TO_US)
