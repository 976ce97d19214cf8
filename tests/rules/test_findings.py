from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.factors import ANOTHER, Domain
from cdop.rules.findings import (
    EXPLAINS,
    FactorFinding,
    Findings,
    Problems,
    care_is_looked_at,
    care_is_told,
    difference_is_explained,
    modifiability_has_its_factors,
    problems,
    proposed,
)
from cdop.rules.vocabulary import Modifiable

SLEEP = FactorFinding(Domain.PHYSICAL, "C01", 2, is_modifiable=True)
SMOKING = FactorFinding(Domain.SOCIAL, "B02", 1, is_modifiable=False)
SOUND = Findings(
    primary=10,
    secondary=(),
    modifiable=Modifiable.YES,
    domain_scores={Domain.CHILD: 1, Domain.SOCIAL: 1, Domain.PHYSICAL: 2, Domain.SERVICE: 0},
    factors=(SLEEP, SMOKING),
)


def scores(**changed: int | None) -> dict[Domain, int | None]:
    return {**SOUND.domain_scores, **{Domain[name.upper()]: score for name, score in changed.items()}}


def test_sound_findings_have_no_problem() -> None:
    assert problems(SOUND) == Problems((), ())


def test_empty_findings_say_everything_that_is_missing() -> None:
    faults = problems(Findings()).faults
    assert faults[:2] == ("Choose the primary category of death.", "Say whether modifiable factors were identified.")
    assert [fault.split(":")[0] for fault in faults[2:]] == [domain[:1].upper() + domain[1:] for domain in Domain]


@pytest.mark.parametrize(
    ("findings", "fault"),
    [
        (replace(SOUND, secondary=(10,)), "A secondary category is the same"),
        (replace(SOUND, factors=(replace(SLEEP, is_modifiable=False), SMOKING)), "no factor scored 2 is marked"),
        (replace(SOUND, factors=(replace(SLEEP, is_modifiable=None), SMOKING)), "no factor scored 2 is marked"),
        (
            replace(SOUND, modifiable=Modifiable.NO, otherwise_because=" "),
            "but a factor scored 2 is marked as modifiable",
        ),
        (replace(SOUND, modifiable=Modifiable.INADEQUATE, inadequate_reason=" "), "Say what information was missing"),
        (replace(SOUND, domain_scores=scores(child=None)), "Factors intrinsic to the child: give a score"),
        (replace(SOUND, domain_scores=scores(service=2)), "it is scored 2 but has no factor"),
        (replace(SOUND, domain_scores=scores(physical=3)), "Physical environment: the score is from 0 to 2"),
        (replace(SOUND, factors=(SLEEP, replace(SMOKING, score=None))), "Score each factor from 0 to 2: B02."),
        (replace(SOUND, factors=(SLEEP, replace(SMOKING, score=EXPLAINS))), "Score each factor from 0 to 2: B02."),
        (replace(SOUND, factors=(SLEEP, replace(SMOKING, code=ANOTHER))), "Describe each factor"),
    ],
)
def test_findings_that_do_not_agree_are_a_fault(findings: Findings, fault: str) -> None:
    (found,) = problems(findings).faults
    assert fault in found


@pytest.mark.parametrize(
    "findings",
    [
        replace(SOUND, primary=3, secondary=(10,)),
        replace(SOUND, modifiable=Modifiable.INADEQUATE, inadequate_reason="Two agencies have not replied."),
        replace(SOUND, modifiable=Modifiable.NO, otherwise_because="It was done by the law of its day."),
        replace(SOUND, modifiable=Modifiable.NO, factors=(replace(SLEEP, is_modifiable=False), SMOKING)),
        replace(SOUND, factors=(SLEEP, replace(SMOKING, code=ANOTHER, text="Night feeds on a boat."))),
        replace(SOUND, highest=EXPLAINS, domain_scores=scores(physical=3)),
    ],
)
def test_findings_that_agree_have_no_fault(findings: Findings) -> None:
    assert problems(findings).faults == ()


@pytest.mark.parametrize(
    ("findings", "warning"),
    [
        (replace(SOUND, secondary=(3,)), "lower number than the primary"),
        (replace(SOUND, domain_scores=scores(physical=1)), "scored higher than its domain: physical environment."),
        (replace(SOUND, factors=(SLEEP, replace(SMOKING, is_modifiable=True))), "scored below 2"),
    ],
)
def test_unusual_findings_are_a_warning_that_may_stand(findings: Findings, warning: str) -> None:
    found = problems(findings)
    assert found.faults == ()
    assert len(found.warnings) == 1
    assert warning in found.warnings[0]


@pytest.mark.parametrize(
    ("question", "given", "told"),
    [
        ("care_statuses", ["looked after"], True),
        ("legal_status", "not_known", True),
        ("known_to_social_care", "no", True),
        ("known_to_social_care", "yes", False),
        ("care_statuses", [], False),
        ("legal_status", None, False),
    ],
)
def test_that_a_child_was_known_to_social_care_does_not_say_as_what(question: str, given: object, told: bool) -> None:
    assert care_is_told(question, given) is told
    assert [bool(care_is_looked_at(number, is_told=told)) for number in (1, 2, 10, 5)] == [*[not told] * 3, False]


SCORES = st.none() | st.integers(0, 3)
ANY_FACTOR = st.builds(
    FactorFinding, st.sampled_from(Domain), st.just("A01"), SCORES, st.none() | st.booleans(), st.just("")
)
ANY = st.builds(
    Findings,
    modifiable=st.none() | st.sampled_from(Modifiable),
    domain_scores=st.dictionaries(st.sampled_from(Domain), SCORES),
    factors=st.lists(ANY_FACTOR, max_size=4).map(tuple),
    otherwise_because=st.sampled_from(["", "The law was another"]),
)


@given(findings=ANY)
def test_what_the_factors_speak_for_agrees_with_them_and_another_judgement_needs_words(findings: Findings) -> None:
    speaks_for = proposed(findings)
    # Modifiable by a factor that contributed and can be changed, by nothing else.
    assert (speaks_for is Modifiable.YES) == any(factor.could_change for factor in findings.factors)
    # One that nobody can judge keeps anybody from saying that there was none.
    is_open = any(factor.contributed and factor.is_modifiable is None for factor in findings.factors)
    assert not (is_open and speaks_for is Modifiable.NO)
    assert (speaks_for is None) == (not findings.factors and set(findings.domain_scores.values()) <= {None})
    # Whoever takes what is proposed is asked for nothing; whoever does not, once, and their words are enough.
    assert difference_is_explained(replace(findings, modifiable=speaks_for)) is None
    assert modifiability_has_its_factors(replace(findings, modifiable=speaks_for)) is None
    told = replace(findings, otherwise_because="The law was another")
    assert difference_is_explained(told) is None
    if findings.modifiable is Modifiable.NO and not findings.otherwise_because:
        assert (difference_is_explained(findings) is None) == (speaks_for in (None, Modifiable.NO))


@pytest.mark.parametrize(
    ("findings", "found"),
    [
        (Findings(), None),
        (replace(SOUND, factors=(), domain_scores=scores(child=0, social=0, physical=0)), Modifiable.INADEQUATE),
        (replace(SOUND, factors=(replace(SLEEP, is_modifiable=None),)), Modifiable.INADEQUATE),
        (replace(SOUND, factors=(SMOKING,)), Modifiable.NO),
        (SOUND, Modifiable.YES),
    ],
)
def test_modifiability_is_proposed_from_the_factors(findings: Findings, found: Modifiable | None) -> None:
    assert proposed(findings) is found
