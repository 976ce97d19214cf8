"""What several supplementary forms ask alike: who answers, supervision, drink and drugs, rescue, and what is learnt."""

from collections.abc import Iterator
from itertools import count

from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, REQUIRED, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Any
from cdop.questionnaires.sources import FORM_B_2008
from cdop.questionnaires.spec import EVERYONE, Choice, Question, Section
from cdop.questionnaires.words import Domain

_respondent = Ask()

RETURN = Section(
    "reporting",
    "A",
    "About this return",
    (
        _respondent.text(
            "completed_by_name", "A1", "Your name", need=REQUIRED, is_identifying=True, source=FORM_B_2008
        ),
        _respondent.text("completed_by_role", "A2", "Your role", need=REQUIRED, source=FORM_B_2008),
        _respondent.text("completed_by_agency", "A3", "Your agency", need=REQUIRED, source=FORM_B_2008),
        _respondent.choices(
            "answered_from",
            "A4",
            "What do you answer from?",
            (
                Choice("own records", "Our own records"),
                Choice("own involvement", "What I saw and did myself"),
                Choice("other services", "Reports of other services"),
                Choice("family", "What the family told us"),
            ),
            is_own=True,
        ),
    ),
    guidance="Answer what you know. Where you hold nothing on a question, say so: that is an answer too.",
)
"""The first section of every supplementary form."""

SUPERVISION = (
    Choice("within reach", "Within arm's reach"),
    Choice("in sight", "In sight"),
    Choice("within hearing", "Within hearing"),
    Choice("nearby", "Nearby, out of sight and hearing"),
    Choice("children only", "With other children only"),
    Choice("alone", "Alone"),
    Choice("old enough", "Old enough to be out on their own"),
)

PLACES_OF_CARE = (
    Choice("home", "Home"),
    Choice("hospice", "Hospice"),
    Choice("local hospital", "Local hospital"),
    Choice("specialist hospital", "Specialist hospital"),
    Choice("intensive care", "Intensive care"),
    Choice("other", "Elsewhere"),
)
"""Where a child who was expected to die may be cared for."""


def about(domain: Domain, agencies: frozenset[str] = EVERYONE) -> Ask:
    """Return what asks the questions of a domain, with every way of not answering."""
    return Ask((NOT_KNOWN, NOT_APPLICABLE, NOT_HELD), domain, agencies)


def supervision(ask: Ask, first: str) -> tuple[Question, ...]:
    """Return five questions on who looked after the child, numbered from `first` on."""
    number = _numbers(first)
    return (
        ask.text("supervised_by", next(number), "Who was looking after the child?", need=EXPECTED),
        ask.choice("supervision", next(number), "How was the child supervised?", SUPERVISION, need=EXPECTED),
        ask.number(
            "unseen_minutes", next(number), "For how long had nobody seen the child?", 0, 1440, "minutes", need=EXPECTED
        ),
        ask.yes_no(
            "supervision_interrupted",
            next(number),
            "Was whoever looked after the child called away or busy with something else?",
        ),
        ask.more("supervision_detail", next(number), "Tell us more", yes("supervision_interrupted")),
    )


def child_influence(ask: Ask, first: str) -> tuple[Question, ...]:
    """Return three questions on whether the child had drunk or used anything, numbered from `first` on."""
    number = _numbers(first)
    return (
        ask.yes_no("child_drunk", next(number), "Had the child drunk alcohol?", need=EXPECTED),
        ask.yes_no("child_drugged", next(number), "Had the child used drugs or other substances?", need=EXPECTED),
        ask.more(
            "child_influence_detail",
            next(number),
            "What, how much, and how is it known?",
            Any((yes("child_drunk"), yes("child_drugged"))),
        ),
    )


def carer_influence(ask: Ask, first: str) -> tuple[Question, ...]:
    """Return three questions on whether whoever looked after the child had, numbered from `first` on."""
    number = _numbers(first)
    return (
        ask.yes_no("carer_drunk", next(number), "Had whoever looked after the child drunk alcohol?", need=EXPECTED),
        ask.yes_no(
            "carer_drugged",
            next(number),
            "Had they used drugs, or a medicine that makes people drowsy?",
            need=EXPECTED,
        ),
        ask.more(
            "carer_influence_detail",
            next(number),
            "What, how much, and how is it known?",
            Any((yes("carer_drunk"), yes("carer_drugged"))),
        ),
    )


def rescue(ask: Ask, first: str) -> tuple[Question, ...]:
    """Return six questions on the first help, numbered from `first` on."""
    number = _numbers(first)
    return (
        ask.time("called_at_time", next(number), "Time of the 999 call", need=EXPECTED),
        ask.time("arrived_at_time", next(number), "Time at which the first crew arrived", need=EXPECTED),
        ask.choices(
            "resuscitated_by",
            next(number),
            "Who tried to resuscitate the child?",
            listed(
                "family or carers",
                "other people nearby",
                "trained first aider or lifeguard",
                "police or fire crew",
                "ambulance crew",
                "hospital staff",
            ),
        ),
        ask.yes_no("heartbeat_returned", next(number), "Did the child's heart start to beat again?"),
        ask.yes_no("help_delayed", next(number), "Was there delay in reaching the child or in giving help?"),
        ask.more("help_delayed_detail", next(number), "What was the delay, and why?", yes("help_delayed")),
    )


def proceedings(ask: Ask, first: str) -> tuple[Question, ...]:
    """Return three questions on what the law does, numbered from `first` on."""
    number = _numbers(first)
    return (
        ask.yes_no("proceedings_possible", next(number), "Is there a prosecution, or may there be one?", need=EXPECTED),
        ask.more(
            "proceedings_detail", next(number), "Against whom, for what, and its state", yes("proceedings_possible")
        ),
        ask.choices(
            "other_bodies",
            next(number),
            "Which other bodies look into it?",
            (
                Choice("health and safety", "Health and Safety Executive"),
                Choice("local authority", "Local authority: environmental health, trading standards or housing"),
                Choice("product safety", "Office for Product Safety and Standards"),
                Choice("transport", "An accident investigation branch: air, marine or rail"),
                Choice("police conduct", "Independent Office for Police Conduct"),
                Choice("insurer or landlord", "An insurer, an owner or a landlord"),
                Choice("other", "Another"),
            ),
        ),
    )


def learning(letter: str) -> Section:
    """Return the last section of a form: what services did, what may prevent such a death, and anything else."""
    number = _numbers(f"{letter}1")
    ask = Ask((NOT_HELD,), Domain.SERVICE)
    return Section(
        "learning",
        letter,
        "Learning",
        (
            ask.long_text("went_well", next(number), "What was done well"),
            ask.long_text("issues", next(number), "Issues that the panel should consider", need=EXPECTED),
            ask.long_text("prevention", next(number), "What might prevent such a death"),
            ask.long_text("anything_else", next(number), "Anything else that the panel should know"),
        ),
        guidance="The review looks for what can be learnt. It does not look for blame.",
    )


def _numbers(first: str) -> Iterator[str]:
    """The numbers from "C5" on: C5, C6 and so on."""
    return (f"{first[0]}{number}" for number in count(int(first[1:])))
