"""What an analysis form says as findings, and the form's checks: the rules of `rules/findings.py`, by question."""

from collections.abc import Iterator

from cdop.questionnaires.analysis_2024_domains import FACTOR_GROUPS, PREFIXES
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.spec import Check, Fault
from cdop.questionnaires.words import Domain
from cdop.rules import findings
from cdop.rules.findings import FactorFinding, Findings, Rule
from cdop.rules.vocabulary import Modifiable, YesNoUncertain

_IS_MODIFIABLE = {YesNoUncertain.YES: True, YesNoUncertain.NO: False}


def findings_of(answers: AnswerSet) -> Findings:
    """Return what the answers to an analysis form say; parts not answered yet are empty."""
    primary, modifiable = answer(answers, "primary_category").value, answer(answers, "modifiable").value
    return Findings(
        primary=int(primary) if primary else None,
        secondary=tuple(int(number) for number in answer(answers, "secondary_categories").value or ()),
        modifiable=Modifiable(modifiable) if modifiable else None,
        inadequate_reason=answer(answers, "inadequate_reason").value or "",
        otherwise_because=answer(answers, "modifiable_otherwise").value or "",
        domain_scores={domain: _score(answers, f"{prefix}_score") for domain, prefix in PREFIXES.items()},
        factors=tuple(factor for domain in Domain for factor in _factors(domain, answers)),
    )


def _factors(domain: Domain, answers: AnswerSet) -> Iterator[FactorFinding]:
    prefix = PREFIXES[domain]
    for row in rows_of(FACTOR_GROUPS[domain], answers):
        yield FactorFinding(
            domain,
            answer(answers, f"{prefix}_factor_code", row).value or "",
            _score(answers, f"{prefix}_factor_score", row),
            _IS_MODIFIABLE.get(answer(answers, f"{prefix}_factor_modifiable", row).value),
            answer(answers, f"{prefix}_factor_other", row).value or "",
        )


def _score(answers: AnswerSet, key: str, row: str = "") -> int | None:
    value = answer(answers, key, row).value
    return int(value) if value else None


def _fault(rule: Rule, answers: AnswerSet, *keys: str) -> Fault | None:
    text = rule(findings_of(answers))
    return Fault(keys, text) if text else None


def secondary_is_distinct(answers: AnswerSet) -> Fault | None:
    """Return a fault where a secondary category is the primary one too."""
    return _fault(findings.secondary_is_distinct, answers, "primary_category", "secondary_categories")


def modifiability_has_its_factors(answers: AnswerSet) -> Fault | None:
    """Return a fault where the judgement on modifiable factors and the factors do not agree."""
    return _fault(findings.modifiability_has_its_factors, answers, "modifiable")


def difference_is_explained(answers: AnswerSet) -> Fault | None:
    """Return a fault where the judgement is not what the factors speak for, and nobody says why."""
    return _fault(findings.difference_is_explained, answers, "modifiable_otherwise", "modifiable")


def _domain_check(domain: Domain) -> Check:
    """That a domain's score and its factors agree; that it is scored at all is required by the question."""
    key = f"{PREFIXES[domain]}_score"

    def check(answers: AnswerSet) -> Fault | None:
        if answer(answers, key).is_blank:
            return None
        return _fault(lambda found: findings.domain_is_scored(found, domain), answers, key)

    check.__name__ = f"{PREFIXES[domain]}_is_scored"
    return check


def actions_are_due_after_the_meeting(answers: AnswerSet) -> Fault | None:
    """Return a fault where an action was to be done before the meeting that agreed it."""
    met = answer(answers, "meeting_on").value
    due = (given.value for (key, _row), given in answers.items() if key == "action_due_on")
    if met is None or not any(each is not None and each < met for each in due):
        return None
    return Fault(("action_due_on", "meeting_on"), "An action is due before the meeting. Check both dates.")


def learning_is_told(answers: AnswerSet) -> str | None:
    """Return a warning where nothing is said of learning, not even that the meeting found none (rule 42)."""
    keys = {key for (key, _row), given in answers.items() if not given.is_blank}
    if keys & {"learning_identified", "issue_text", "learning_text", "good_practice_text"}:
        return None
    return "Nothing is said of issues or learning. If the meeting looked for them and found none, say so."


CHECKS: tuple[Check, ...] = (
    *(_domain_check(domain) for domain in Domain),
    secondary_is_distinct,
    modifiability_has_its_factors,
    actions_are_due_after_the_meeting,
)
"""What the other rules of findings ask is required by the questions themselves."""
