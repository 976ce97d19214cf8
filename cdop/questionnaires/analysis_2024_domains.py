"""The four domains of the analysis form: a narrative, the factors one by one, and the domain's score of influence."""

from datetime import date

from cdop.questionnaires.ask import REQUIRED, Ask
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import FORM_C, SCOTTISH_ANALYSIS
from cdop.questionnaires.spec import Choice, Group, Section
from cdop.questionnaires.words import Domain
from cdop.rules import factors
from cdop.rules.vocabulary import YesNoUncertain

FROM_ON = date(2024, 4, 1)

SCORES = (
    Choice("0", "0 Information not available"),
    Choice("1", "1 No factors, or factors that are unlikely to have contributed"),
    Choice("2", "2 Factors that may have contributed to vulnerability, ill health or death"),
)

PREFIXES = {
    Domain.CHILD: "child",
    Domain.SOCIAL: "social",
    Domain.PHYSICAL: "physical",
    Domain.SERVICE: "service",
}
"""What the keys of a domain's questions begin with."""

_GUIDANCE = {
    Domain.CHILD: "Health, development and education, behaviour, relationships, identity and independence, use of "
    "substances; for a baby, the pregnancy and the mother's health too.",
    Domain.SOCIAL: "The family and how it worked, care and supervision, parents' and carers' health and use of "
    "substances, income, housing security, community, and barriers to services.",
    Domain.PHYSICAL: "The home and where the child slept, roads, water, heights, products, weather and other hazards.",
    Domain.SERVICE: "What services knew and did, what was needed and not received, and how they worked together.",
}


def _factors(domain: Domain, number: int) -> Group:
    prefix, ask = PREFIXES[domain], Ask(domain=domain)
    offered = tuple(Choice(each.code, each.label) for each in factors.offered(domain, FROM_ON))
    return Group(
        f"{prefix}_factors",
        f"{number}.3",
        "Factors",
        "factor",
        (
            ask.choice(f"{prefix}_factor_code", f"{number}.3a", "Factor", offered, need=REQUIRED),
            ask.text(
                f"{prefix}_factor_other",
                f"{number}.3b",
                "What is the factor?",
                need=REQUIRED,
                when=Is(f"{prefix}_factor_code", (factors.ANOTHER,)),
            ),
            ask.long_text(f"{prefix}_factor_text", f"{number}.3c", "How it concerned this child"),
            ask.choice(
                f"{prefix}_factor_score", f"{number}.3d", "Score of influence", SCORES, need=REQUIRED, source=FORM_C
            ),
            ask.choice(
                f"{prefix}_factor_modifiable",
                f"{number}.3e",
                "Could it be changed, locally or nationally?",
                listed(*YesNoUncertain),
                need=REQUIRED,
            ),
            ask.text(f"{prefix}_factor_evidence", f"{number}.3f", "Where this is known from"),
            ask.long_text(f"{prefix}_factor_note", f"{number}.3g", "Note"),
        ),
    )


def _section(domain: Domain, number: int) -> Section:
    prefix, ask = PREFIXES[domain], Ask(domain=domain)
    return Section(
        prefix,
        str(number),
        domain[:1].upper() + domain[1:],
        (
            ask.long_text(f"{prefix}_narrative", f"{number}.1", "What is known", source=FORM_C),
            ask.long_text(f"{prefix}_strengths", f"{number}.2", "Strengths and difficulties", source=SCOTTISH_ANALYSIS),
            _factors(domain, number),
            ask.choice(
                f"{prefix}_score",
                f"{number}.4",
                "Score of influence of this domain",
                SCORES,
                need=REQUIRED,
                hint="0 or 1 where there are no factors",
                source=FORM_C,
            ),
        ),
        guidance=_GUIDANCE[domain],
    )


DOMAIN_SECTIONS = tuple(_section(domain, number) for number, domain in enumerate(Domain, start=2))
FACTOR_GROUPS = {domain: _factors(domain, number) for number, domain in enumerate(Domain, start=2)}
"""The repeating group of each domain."""
