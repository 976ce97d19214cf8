"""Rules of themes: read from a few lines, decided by what was told, and nothing told decides nothing."""

from datetime import date

import pytest

from cdop.questionnaires import registry
from cdop.rules.shipped_themes import SHIPPED
from cdop.rules.theme_facts import BY_NAME, FACTS, YES_NO, Asked, Told, ages, said
from cdop.rules.theme_rules import Unreadable, facts_of, fits, grounds, parse
from cdop.rules.themes import STARTER_THEMES

SAFE_SLEEP = parse(SHIPPED["safe-sleep"].rule)
BABY = ages(date(2026, 5, 1), date(2026, 7, 20))
SUDDEN = {"suspected": frozenset({"sudden unexpected death"})}


def told(**facts: str | float) -> Told:
    """Facts of a sudden death under 3 months, by name with underscores."""
    return BABY | SUDDEN | {name.replace("_", " "): frozenset({value}) for name, value in facts.items()}


SHARED = {"shared_a_sleep_surface": "yes", "sleep_surface": "cot"}
NO_HAZARD = {
    **dict.fromkeys(("carer_had_drunk_alcohol", "carer_had_used_drugs", "carer_had_taken_sedating_medicine"), "no"),
    **dict.fromkeys(("adult_who_shared_smoked", "born_early", "low_birth_weight"), "no"),
    **{"shared_it_with": "mother", "mother_smoked": "no", "factor": "B02"},
    **{"weeks_of_pregnancy": 39.0, "birth_weight_in_grams": 3200.0},
}


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (told(sleep_surface="sofa"), True),
        (told(**SHARED, carer_had_drunk_alcohol="yes"), True),
        (told(**SHARED, carer_had_used_drugs="yes"), True),
        (told(**SHARED, adult_who_shared_smoked="yes"), True),
        (told(**SHARED, shared_it_with="mother", mother_smoked="yes"), True),
        (told(**SHARED, weeks_of_pregnancy=36.0), True),
        (told(**SHARED, birth_weight_in_grams=2400.0), True),
        (told(**SHARED, **NO_HAZARD), False),
        (told(shared_a_sleep_surface="no", sleep_surface="cot", factor="B02"), False),
        (told(**SHARED), None),
        (told(), None),
        (told(sleep_surface="sofa") | ages(date(2024, 7, 20), date(2026, 7, 20)), False),
        (told(**{**SHARED, **NO_HAZARD, "born_early": "yes"}) | ages(date(2026, 4, 20), date(2026, 7, 20)), False),
        (told(sleep_surface="sofa") | {"suspected": frozenset({"infection"})}, None),
        (told(sleep_surface="sofa", category_of_death=7.0) | {"suspected": frozenset({"infection"})}, False),
        (told(sleep_surface="sofa", category_of_death=10.0) | {"suspected": frozenset()}, True),
        (told(**SHARED | NO_HAZARD | {"sleep_surface": "adult bed"}), False),
        (told(**SHARED | {"sleep_surface": "adult bed", "carer_had_drunk_alcohol": "yes"}), True),
        (told(shared_a_sleep_surface="no", sleep_surface="adult bed"), True),
        (told(shared_a_sleep_surface="no", sleep_surface="hammock"), True),
    ],
)
def test_safe_sleep_is_proposed_as_the_study_defines_it(known: Told, answer: bool | None) -> None:
    assert fits(SAFE_SLEEP, known) is answer


def test_shipped_themes_are_the_nineteen_and_their_rules_ask_what_forms_can_say() -> None:
    assert len(SHIPPED) == 19
    assert SHIPPED.keys() <= STARTER_THEMES.keys()
    asked = {
        name.partition(" in ")[0] if name.startswith("age ") else name
        for each in SHIPPED.values()
        for name in facts_of(parse(each.rule))
    }
    assert asked <= {fact.name for fact in FACTS}


def test_facts_are_questions_of_forms_and_take_every_word_of_their_choices() -> None:
    wrong = []
    for fact in FACTS:
        for asked in fact.questions:
            specs = [spec for spec in registry.published() if spec.key == asked.form]
            found = [question for spec in specs for _, _, question in spec.questions() if question.key == asked.key]
            choices = {choice.value for question in found for choice in question.choices}
            told = {fact.told_by(asked, choice) for choice in choices or {"yes"}}
            is_word = fact.is_number or fact.values == YES_NO or told <= set(fact.values)
            if not found or not is_word or (asked.word and not fact.takes(asked.word)):
                wrong.append((fact.name, asked))
    assert wrong == []


def test_forms_of_earlier_years_tell_the_same_facts_in_todays_words() -> None:
    suspected, condition = BY_NAME["suspected"], BY_NAME["condition"]
    assert suspected.told_by(suspected.questions[1], "road traffic") == "vehicle collision"
    asthma = Asked("form_b", "asthma", "asthma")
    assert asthma in condition.questions
    assert (condition.told_by(asthma, "yes"), condition.told_by(asthma, "no")) == ("asthma", None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Write at least one condition"),
        ("age under 2", "Line 1: say the unit: days, weeks, months, years"),
        ("age is 2 years", "Line 1: compare an age with “under” or “from”, such as “age under 2 years”"),
        ("ages under 2 years", "Line 1: there is no fact “ages”. Did you mean “age”?"),
        ("sex is mail", "Line 1: “sex” is never “mail”. Did you mean “male”?"),
        ("sex under 4", "Line 1: “sex” is no number: say “sex is …”"),
        ("sex", "Line 1: say “is”, “is not”, “under” or “from”, such as “age under 2 years”"),
        ("birth weight in grams under many", "Line 1: “many” is no number to compare “birth weight in grams” with"),
        ("any of", "Line 1: write what “any of” is about in the lines below it, further in"),
        ("sex is male\n  debt is yes", "Line 2 stands under a line that is not all of, any of or none of"),
        ("  sex is male\ndebt is yes", "Line 2 begins further in or out than the lines beside it"),
        (
            "\n".join(f"{'  ' * n}any of" for n in range(8)) + "\n" + " " * 16 + "debt is yes",
            "Line 6: conditions go at most 5 deep",
        ),
        ("debt is yes\n" * 61, "A rule has at most 60 lines"),
        ("__import__('os') is yes", "Line 1: there is no fact “__import__('os')”. The facts are listed below"),
    ],
)
def test_rule_that_cannot_be_read_says_where_and_what_to_do(text: str, fault: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert refused.value.faults[0] == fault


def test_case_fits_by_the_conditions_that_hold_and_those_alone() -> None:
    known = told(**SHARED, carer_had_drunk_alcohol="yes", adult_who_shared_smoked="no")
    names = ["age in years", "suspected", "shared a sleep surface", "carer had drunk alcohol"]
    assert list(grounds(SAFE_SLEEP, known)) == names
    assert list(grounds(SAFE_SLEEP, told(**SHARED))) == []
    debts = {name: frozenset({"no"}) for name in ("debt", "homeless")}
    assert list(grounds(parse("none of\n  debt is yes\n  homeless is yes"), debts)) == ["debt", "homeless"]


def test_none_of_and_is_not_and_several_answers() -> None:
    none = parse("none of\n  debt is yes\n  homeless is yes")
    assert [fits(none, known) for known in ({}, {"debt": frozenset({"yes"})})] == [None, False]
    assert fits(none, {"debt": frozenset({"no"}), "homeless": frozenset({"no"})}) is True
    carers = {"carers told of": frozenset({"mother", "father"})}
    assert fits(parse("carers told of is not father"), carers) is False
    assert fits(parse("carers told of is FATHER; grandparent"), carers) is True
    assert fits(parse("category of death is 2"), {"category of death": frozenset({2.0})}) is True


def test_numbers_that_are_names_are_told_with_what_they_stand_for() -> None:
    shown = [said(BY_NAME["category of death"], 9.0), said(BY_NAME["deprivation quintile"], 1.0)]
    assert shown == ["9. Infection", "1 (most deprived)"]
    assert said(BY_NAME["weeks of pregnancy"], 31.0) == "31"
