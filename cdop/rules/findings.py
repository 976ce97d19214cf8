"""When an analysis hangs together: category, modifiability and scores of influence (domain reference 5.6 to 5.8).

Hard faults stop the chair's signature; warnings are shown and may stand.
Source: national analysis form and Form C before it, for the scores, the categories and the three outcomes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cdop.rules.factors import ANOTHER, Domain
from cdop.rules.vocabulary import Modifiable

NO_INFORMATION, NO_INFLUENCE, MAY_HAVE_CONTRIBUTED, EXPLAINS = range(4)
"""Scores of influence. The last was removed from the current form and is on older ones only."""


@dataclass(frozen=True, slots=True)
class FactorFinding:
    """One factor as the panel judged it. `is_modifiable` is None where they did not say, or were uncertain."""

    domain: Domain
    code: str
    score: int | None
    is_modifiable: bool | None = None
    text: str = ""

    @property
    def contributed(self) -> bool:
        """Whether it may have contributed to the death."""
        return self.score is not None and self.score >= MAY_HAVE_CONTRIBUTED

    @property
    def could_change(self) -> bool:
        """Whether it makes the death one with modifiable factors."""
        return self.contributed and self.is_modifiable is True


@dataclass(frozen=True, slots=True)
class Findings:
    """What an analysis says, so far as its parts must agree. `highest` is the top score of its form's version.

    `otherwise_because` says why the panel judges otherwise than its factors speak for.
    """

    primary: int | None = None
    secondary: tuple[int, ...] = ()
    modifiable: Modifiable | None = None
    inadequate_reason: str = ""
    domain_scores: Mapping[Domain, int | None] = field(default_factory=dict)
    factors: tuple[FactorFinding, ...] = ()
    highest: int = MAY_HAVE_CONTRIBUTED
    otherwise_because: str = ""

    def of(self, domain: Domain) -> tuple[FactorFinding, ...]:
        """Return the factors of a domain."""
        return tuple(factor for factor in self.factors if factor.domain is domain)


@dataclass(frozen=True, slots=True)
class Problems:
    """Sentences for the person who can put it right: `faults` stop a signature, `warnings` do not."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...]


Rule = Callable[[Findings], str | None]
"""A sentence where the findings break it, otherwise nothing."""


def primary_is_chosen(findings: Findings) -> str | None:
    """Exactly one primary category."""
    return "Choose the primary category of death." if findings.primary is None else None


def secondary_is_distinct(findings: Findings) -> str | None:
    """Secondary categories differ from the primary one."""
    if findings.primary in findings.secondary:
        return "A secondary category is the same as the primary one. Leave it out."
    return None


def modifiability_is_judged(findings: Findings) -> str | None:
    """One of the three outcomes is chosen."""
    return "Say whether modifiable factors were identified." if findings.modifiable is None else None


def modifiability_has_its_factors(findings: Findings) -> str | None:
    """Identified needs a factor that may have contributed and is modifiable; none identified needs none such."""
    found = any(factor.could_change for factor in findings.factors)
    if findings.modifiable is Modifiable.YES and not found:
        return "Modifiable factors are identified, but no factor scored 2 is marked as modifiable. Mark at least one."
    if findings.modifiable is Modifiable.NO and found and not findings.otherwise_because.strip():
        return (
            "No modifiable factors are identified, but a factor scored 2 is marked as modifiable. Change one, or say "
            "why the panel judges otherwise. A form begun before November 2026 does not ask for that: today’s form, "
            "which the list of its sections offers, does."
        )
    return None


def proposed(findings: Findings) -> Modifiable | None:
    """Return what the factors speak for; None before any domain is scored or any factor recorded.

    A factor that may have contributed and can be changed makes a death one with modifiable factors. Where none does,
    but of one that may have contributed nobody can say whether it could be changed, or no domain has any information,
    there is not enough to judge. Source: domain reference 5.6 and 5.8.
    """
    scores = {score for score in findings.domain_scores.values() if score is not None}
    if any(factor.could_change for factor in findings.factors):
        return Modifiable.YES
    if not scores and not findings.factors:
        return None
    if any(factor.contributed and factor.is_modifiable is None for factor in findings.factors):
        return Modifiable.INADEQUATE
    return Modifiable.INADEQUATE if scores == {NO_INFORMATION} and not findings.factors else Modifiable.NO


def difference_is_explained(findings: Findings) -> str | None:
    """Whoever judges otherwise than the factors speak for says why; what information was missing is reason enough."""
    speaks_for = proposed(findings)
    if speaks_for is None or findings.modifiable in (None, Modifiable.INADEQUATE, speaks_for):
        return None
    if findings.otherwise_because.strip():
        return None
    return f"The factors speak for “{OUTCOMES[speaks_for]}”. Say why the panel judges otherwise, or change a factor."


OUTCOMES = {
    Modifiable.YES: "modifiable factors identified",
    Modifiable.NO: "no modifiable factors identified",
    Modifiable.INADEQUATE: "not enough information to judge",
}


def inadequate_has_reason(findings: Findings) -> str | None:
    """Not enough information to judge needs a reason."""
    if findings.modifiable is Modifiable.INADEQUATE and not findings.inadequate_reason.strip():
        return "Say what information was missing, so that the judgement could not be made."
    return None


def domain_is_scored(findings: Findings, domain: Domain) -> str | None:
    """Every domain has a score within the form's scale; one without factors has 0 or 1."""
    score, shown = findings.domain_scores.get(domain), domain[:1].upper() + domain[1:]
    if score is None:
        return f"{shown}: give a score of influence; 0 or 1 where there are no factors."
    if not NO_INFORMATION <= score <= findings.highest:
        return f"{shown}: the score is from 0 to {findings.highest}."
    if score >= MAY_HAVE_CONTRIBUTED and not findings.of(domain):
        return f"{shown}: it is scored {score} but has no factor. Add one, or score it 0 or 1."
    return None


def factors_are_scored(findings: Findings) -> str | None:
    """Every factor has a score within the form's scale."""
    scale = range(findings.highest + 1)
    without = [factor.code for factor in findings.factors if factor.score not in scale]
    return f"Score each factor from 0 to {findings.highest}: {', '.join(without)}." if without else None


def another_factor_is_described(findings: Findings) -> str | None:
    """A factor that is not on the list needs words."""
    if any(factor.code == ANOTHER and not factor.text.strip() for factor in findings.factors):
        return "Describe each factor that is not on the list."
    return None


def hierarchy_is_kept(findings: Findings) -> str | None:
    """The primary category is the lowest number that applies; a panel may still decide otherwise."""
    if findings.primary is not None and any(number < findings.primary for number in findings.secondary):
        return "A secondary category has a lower number than the primary one. Usually the lowest number is primary."
    return None


def domain_is_not_below_its_factors(findings: Findings) -> str | None:
    """A domain's score is usually no lower than the highest of its factors'."""
    below = [
        domain
        for domain in Domain
        if any((each.score or 0) > (findings.domain_scores.get(domain) or 0) for each in findings.of(domain))
    ]
    return f"A factor is scored higher than its domain: {', '.join(below)}." if below else None


def modifiable_factor_contributed(findings: Findings) -> str | None:
    """Only a factor that may have contributed makes a death one with modifiable factors."""
    if any(factor.is_modifiable and not factor.contributed for factor in findings.factors):
        return "A factor is marked as modifiable but scored below 2, so it does not count as modifiable."
    return None


KNOWN_TO_SOCIAL_CARE = "known_to_social_care"
CARE_QUESTIONS = ("care_statuses", "legal_status", KNOWN_TO_SOCIAL_CARE)
"""The questions of the forms that tell whether a child was in care or had a child protection plan."""

CARE_MATTERS = frozenset({1, 2, 10})
"""The categories in which a panel looks at that."""


def care_is_told(question: str, given: object) -> bool:
    """Say whether an answer tells of it: that a child was known to social care does not say as what."""
    return given not in (None, [], "yes") if question == KNOWN_TO_SOCIAL_CARE else given not in (None, [])


def care_is_looked_at(primary: int | None, *, is_told: bool) -> str | None:
    """In categories 1, 2 and 10 somebody told whether the child was in care or had a protection plan.

    Source: rule 52 of the domain reference, section 9.
    """
    if primary not in CARE_MATTERS or is_told:
        return None
    return (
        f"Category {primary}: nobody has told whether the child was looked after or had a child protection plan. Ask "
        "children's social care."
    )


def _scored(domain: Domain) -> Rule:
    return lambda findings: domain_is_scored(findings, domain)


FAULTS: tuple[Rule, ...] = (
    primary_is_chosen,
    secondary_is_distinct,
    modifiability_is_judged,
    modifiability_has_its_factors,
    inadequate_has_reason,
    *(_scored(domain) for domain in Domain),
    factors_are_scored,
    another_factor_is_described,
)
WARNINGS: tuple[Rule, ...] = (hierarchy_is_kept, domain_is_not_below_its_factors, modifiable_factor_contributed)


def problems(findings: Findings) -> Problems:
    """Return what is wrong with an analysis, in the order of the form."""
    return Problems(
        tuple(text for rule in FAULTS if (text := rule(findings))),
        tuple(text for rule in WARNINGS if (text := rule(findings))),
    )
