"""The four domains of Form C, 2008 to 2019: what is known, the printed list of factors, and the score of influence.

The letters are not today's: C was parenting capacity. A factor is known by the name of its domain and the era.
"""

from collections.abc import Iterator

from cdop.questionnaires.ask import REQUIRED, Ask
from cdop.questionnaires.sources import FORM_C, RECONSTRUCTED, SCOTTISH_ANALYSIS
from cdop.questionnaires.spec import Choice, Group, Question, Section
from cdop.questionnaires.words import EarlierDomain

SCORES = (
    Choice("0", "0 Information not available"),
    Choice("1", "1 No factors identified"),
    Choice("1*", "1* Factors identified that are unlikely to have contributed"),
    Choice("2", "2 Factors that may have contributed to vulnerability, ill health or death"),
    Choice("3", "3 Factors that give a complete and sufficient explanation of the death"),
)

PREFIXES = {
    EarlierDomain.CHILD: "child",
    EarlierDomain.FAMILY: "family",
    EarlierDomain.PARENTING: "parenting",
    EarlierDomain.SERVICE: "service",
}
"""What the keys of a domain's questions begin with."""

_TITLES = {
    EarlierDomain.CHILD: ("A", "The child's needs"),
    EarlierDomain.FAMILY: ("B", "Family and environment"),
    EarlierDomain.PARENTING: ("C", "Parenting capacity"),
    EarlierDomain.SERVICE: ("D", "Service provision"),
}
_GUIDANCE = {
    EarlierDomain.CHILD: "Health, development and education, behaviour, relationships, identity and independence, use "
    "of drugs and alcohol, strengths.",
    EarlierDomain.FAMILY: "How the family was made up and worked, use of substances by parents, the wider family, "
    "housing, work and income, social integration, community resources.",
    EarlierDomain.PARENTING: "Care, safety, warmth, guidance and stability that the child was given.",
    EarlierDomain.SERVICE: "What services were needed and given.",
}

_LISTS = {
    EarlierDomain.CHILD: """
acute_illness Acute or sudden illness
asthma Long-term illness: asthma
epilepsy Long-term illness: epilepsy
diabetes Long-term illness: diabetes
chronic_illness Another long-term illness
learning_disability Learning disability
motor_impairment Motor impairment
sensory_impairment Sensory impairment
other_disability Another disability or impairment
mental_health Emotional, behavioural or mental health condition of the child
allergies Allergies
substances Alcohol or substance misuse by the child
""",
    EarlierDomain.FAMILY: """
carers_mental_health Emotional, behavioural or mental health condition of a parent or carer
carers_substances Alcohol or substance misuse by a parent or carer
household_smoking Smoking by a parent or carer in the household
smoking_in_pregnancy Smoking by the mother during pregnancy
housing Housing
domestic_violence Domestic violence
shared_sleep_surface Sharing a sleep surface
bullying Bullying
gang_or_knife Gangs or knives
animals Animals
consanguinity Parents who are close relatives
""",
    EarlierDomain.PARENTING: """
supervision Parenting and supervision
abuse_or_neglect Abuse or neglect of the child
""",
    EarlierDomain.SERVICE: """
access_to_care Access to health care
medical_intervention Earlier medical intervention
surgical_intervention Earlier surgical intervention
""",
}
"""The list printed on the form of 2010: what a factor's key ends with, and its words."""

_FROM_MEMORY = frozenset({EarlierDomain.PARENTING, EarlierDomain.SERVICE})


def _factors(domain: EarlierDomain, number: int) -> Iterator[Question]:
    """The factors of a domain, each with its score."""
    prefix, source = PREFIXES[domain], RECONSTRUCTED if domain in _FROM_MEMORY else SCOTTISH_ANALYSIS
    for place, line in enumerate(_LISTS[domain].strip().splitlines(), start=2):
        key, _, text = line.partition(" ")
        yield Ask(domain=domain).choice(f"{prefix}_factor_{key}", f"{number}.{place}", text, SCORES, source=source)


def _others(domain: EarlierDomain, number: str) -> Group:
    """Factors in the panel's own words."""
    prefix, ask = PREFIXES[domain], Ask(domain=domain)
    return Group(
        f"{prefix}_others",
        number,
        "Other factors",
        "factor",
        (
            ask.text(f"{prefix}_other_text", f"{number}a", "Factor"),
            ask.choice(f"{prefix}_other_score", f"{number}b", "Score of influence", SCORES),
        ),
    )


def _section(domain: EarlierDomain, number: int, factors: tuple[Question, ...]) -> Section:
    prefix, ask = PREFIXES[domain], Ask(domain=domain)
    letter, title = _TITLES[domain]
    last = len(factors) + 2
    return Section(
        prefix,
        str(number),
        f"Domain {letter}: {title[:1].lower()}{title[1:]}",
        (
            ask.long_text(f"{prefix}_narrative", f"{number}.1", "What is known, strengths included", source=FORM_C),
            *factors,
            _others(domain, f"{number}.{last}"),
            ask.choice(
                f"{prefix}_score",
                f"{number}.{last + 1}",
                "Score of influence of this domain",
                SCORES,
                need=REQUIRED,
                source=FORM_C,
            ),
        ),
        guidance=_GUIDANCE[domain],
    )


DOMAINS_2008 = tuple(_section(domain, number, ()) for number, domain in enumerate(EarlierDomain, start=2))
"""Without a printed list: factors are told in words."""

DOMAINS_2010 = tuple(
    _section(domain, number, tuple(_factors(domain, number))) for number, domain in enumerate(EarlierDomain, start=2)
)
