"""The topics of an annual report: which deaths they have, and what was told of them."""

from datetime import date, timedelta
from typing import Any

from cdop.rules.rare_events import LEAST_GAPS
from cdop.rules.report_topics import MOST_GAPS, Times, times_between, topic_contradictions, topics


def told(days: float = 70, **facts: str | float) -> dict[str, frozenset[str | float]]:
    ages = {"days": days, "weeks": days // 7, "years": days // 365}
    named = {name.replace("_", " "): value for name, value in facts.items()}
    return {name: frozenset({value}) for name, value in named.items()} | {
        f"age in {unit}": frozenset({value}) for unit, value in ages.items()
    }


def rows(figure: dict[str, Any], *names: str) -> dict[str, Any]:
    return {row["label"]: tuple(row[name] for name in names) for row in figure["rows"] if row["n"] or row.get("of")}


def test_topics_count_what_was_told_among_those_of_whom_it_was_told() -> None:
    shared = {"suspected": "sudden unexpected death", "shared_a_sleep_surface": "yes"}
    found = topics(
        [
            told(**shared, carer_had_drunk_alcohol="yes"),
            told(**shared, sleep_surface="adult bed"),
            told(800, category_of_death=10.0),
            told(3, weeks_of_pregnancy=25.0, smoked_at_delivery="no"),
        ]
    )
    sudden = found["sudden-deaths"]
    assert sudden["total"] == {"n": 3}
    assert rows(sudden["age"], "n") == {"Under one year": (2,), "One year or over": (1,)}
    asked = rows(sudden["questions"], "n", "of")
    assert asked["Shared a sleep surface"] == (2, 2)
    assert asked["Shared a sleep surface with a hazard"] == (1, 1)
    assert asked["Slept on a sofa or in an armchair"] == (0, 1)
    assert rows(found["newborn"]["questions"], "n", "of") == {
        "Born before 37 weeks of pregnancy": (1, 1),
        "Born before 28 weeks of pregnancy": (1, 1),
        "Mother smoked at delivery": (0, 1),
    }


def test_how_somebody_died_by_suicide_is_in_no_topic() -> None:
    found = topics([told(5500, category_of_death=2.0, suspected="poisoning", sex="female")])
    assert (found["suicide"]["total"], found["injuries"]["total"]) == ({"n": 1}, {"n": 0})
    assert rows(found["suicide"]["age"], "n") == {"15 to 17 years": (1,)}
    assert "oison" not in str(found["suicide"])


def test_times_between_are_of_deaths_that_are_neither_too_few_nor_too_many() -> None:
    def days(number: int) -> dict[int, date]:
        return {n: date(2021, 1, 1) + timedelta(days=30 * n) for n in range(number)}

    def times(number: int) -> dict[str, Times]:
        cases = {n: told(5, category_of_death=2.0) for n in range(number)}  # of newborn babies, who are many, none
        every = [date(2021, 1, 20), *days(number).values()]
        return times_between(cases, days(number), sorted(every))

    assert times(LEAST_GAPS) == {}
    found = times(LEAST_GAPS + 1)
    assert [*found] == ["suicide"]
    assert found["suicide"][:2] == [("2021-01", 30, 1), ("2021-03", 30, 0)]
    assert times(MOST_GAPS + 2) == {}


def test_topic_with_other_deaths_than_its_category_contradicts_the_tables() -> None:
    found = topics([told(category_of_death=3.0)])
    assert topic_contradictions(found, {"2": 0, "3": 1}) == ()
    assert topic_contradictions(found, {"2": 0, "3": 2}) == (
        "deaths in category 3, trauma and other external factors: 1 in all, and 2 in the tables of the years",
    )
