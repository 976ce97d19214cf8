"""What a case may have to wait for, by what the first check found: proposed, for a person to confirm.

Source: domain reference 1.8 (what a panel waits for). No answer stops a case by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cdop.rules.decisions import Decision, answer_words, topic_words
from cdop.rules.triage_facts import YES
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import HoldKind

_EXAMINED = frozenset({"coroner's, standard", "coroner's, forensic", "hospital, with consent"})
CALLED_FOR: dict[DecisionTopic, tuple[frozenset[str], HoldKind]] = {
    DecisionTopic.CORONER: (frozenset({"taken"}), HoldKind.INQUEST),
    DecisionTopic.POST_MORTEM: (_EXAMINED, HoldKind.POST_MORTEM),
    DecisionTopic.POLICE: (frozenset({YES}), HoldKind.CRIMINAL),
    DecisionTopic.SAFEGUARDING_REVIEW: (frozenset({YES}), HoldKind.SAFEGUARDING_REVIEW),
    DecisionTopic.PATIENT_SAFETY: (frozenset({YES}), HoldKind.PATIENT_SAFETY),
    DecisionTopic.PERINATAL_REVIEW: (frozenset({YES}), HoldKind.PERINATAL_REVIEW),
    DecisionTopic.MATERNITY_INVESTIGATION: (frozenset({YES}), HoldKind.MATERNITY_INVESTIGATION),
    DecisionTopic.CUSTODY: (frozenset({YES}), HoldKind.CUSTODY),
}
"""Which answer to which question calls for which wait."""


@dataclass(frozen=True, slots=True)
class ProposedHold:
    """A wait to confirm, and the answer that calls for it."""

    kind: HoldKind
    why: str


def proposed(found: Iterable[Decision], held: Collection[HoldKind]) -> tuple[ProposedHold, ...]:
    """Return the waits that the answers call for and that were never recorded, running or ended: `held`."""
    wanted = ((each, *CALLED_FOR[each.topic]) for each in found if each.topic in CALLED_FOR)
    return tuple(
        ProposedHold(kind, f"{topic_words(decision.topic)}: {answer_words(decision).lower()}")
        for decision, answers, kind in wanted
        if decision.answer in answers and kind not in held
    )
