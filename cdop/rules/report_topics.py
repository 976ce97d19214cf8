"""Deaths of which there are so few that the report looks at several years together: by topic, what was told of them.

Sources: the sections that panels publish (reference of annual reports, R11 to R16). How somebody died by suicide is
never asked here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cdop.rules import report_measures
from cdop.rules.co_sleeping import LastSleep, is_hazardous
from cdop.rules.figure_shapes import Figure
from cdop.rules.rare_events import LEAST_GAPS, time_between
from cdop.rules.theme_facts import BY_NAME, Told, said

SOFAS = frozenset({"sofa", "armchair"})
NOT_TOLD = "Not told"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each death of a topic: yes, no, or None where nobody told."""

    label: str
    of: Callable[[Told], bool | None]


@dataclass(frozen=True, slots=True)
class Division:
    """How the deaths of a topic are divided: each is in one row, by the words that stand for it."""

    key: str
    caption: str
    heading: str
    of: Callable[[Told], str]
    rows: tuple[str, ...]
    unknown: str = NOT_TOLD
    """The row of those of whom nothing was told."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Deaths reviewed that belong together, how they are divided and what is asked of each."""

    key: str
    one: str
    many: str
    has: Callable[[Told], bool]
    divisions: tuple[Division, ...] = ()
    questions: tuple[Question, ...] = ()
    category: int | None = field(default=None)
    """The category whose deaths they are, where they are those of one."""
    is_timed: bool = True
    """Whether the time from one such death to the next says something."""


def _is(fact: str, *values: str | float) -> Callable[[Told], bool | None]:
    """Whether a fact is one of these, None where nobody told it."""

    def asked(told: Told) -> bool | None:
        return bool(told[fact] & {*values}) if fact in told else None

    return asked


def _number(fact: str, holds: Callable[[float], bool]) -> Callable[[Told], bool | None]:
    def asked(told: Told) -> bool | None:
        return any(holds(float(value)) for value in told[fact]) if fact in told else None

    return asked


def _word(fact: str) -> Callable[[Told], str]:
    """What was told of a fact, the first of its values where agencies told several."""

    def found(told: Told) -> str:
        value = next((value for value in BY_NAME[fact].values if value in told.get(fact, ())), None)
        return NOT_TOLD if value is None else said(BY_NAME[fact], value)

    return found


def _years(told: Told) -> float:
    return float(next(iter(told["age in years"])))


def _sleep(told: Told) -> LastSleep:
    yes = {name: _is(fact, "yes")(told) for name, fact in _OF_SLEEP.items()}
    weeks = int(next(iter(told["age in weeks"])))
    return LastSleep(**yes, is_on_sofa=_is("sleep surface", *SOFAS)(told), age_weeks=weeks)


_OF_SLEEP = {
    "is_shared": "shared a sleep surface",
    "adult_drank": "carer had drunk alcohol",
    "adult_used_drugs": "carer had used drugs",
    "adult_was_sedated": "carer had taken sedating medicine",
    "adult_smoked": "adult who shared smoked",
    "is_born_early": "born early",
    "is_low_birth_weight": "low birth weight",
}
_INJURIES = ("vehicle collision", "drowning", "fire or burns", "poisoning", "other trauma")
_NO_KIND = "Several, another or not told"
_CARE = ("child protection plan", "looked after", "child in need", "early help", "care leaver")


def _injury(told: Told) -> str:
    kinds = [kind for kind in _INJURIES if kind in told.get("suspected", ())]
    return kinds[0].capitalize() if len(kinds) == 1 else _NO_KIND


TOPICS: tuple[Topic, ...] = (
    Topic(
        "sudden-deaths",
        "death that was notified as sudden and unexpected or put in category 10",
        "deaths that were notified as sudden and unexpected or put in category 10",
        lambda told: (
            "sudden unexpected death" in told.get("suspected", ()) or 10.0 in told.get("category of death", ())
        ),
        (
            Division(
                "age",
                "Sudden unexpected deaths, by age",
                "Age at death",
                lambda told: "Under one year" if _years(told) < 1 else "One year or over",
                ("Under one year", "One year or over"),
            ),
        ),
        (
            Question("Shared a sleep surface", _is("shared a sleep surface", "yes")),
            Question("Shared a sleep surface with a hazard", lambda told: is_hazardous(_sleep(told))),
            Question("Slept on a sofa or in an armchair", _is("sleep surface", *SOFAS)),
            Question("Carer had drunk alcohol", _is("carer had drunk alcohol", "yes")),
            Question("Carer had used drugs", _is("carer had used drugs", "yes")),
            Question("Mother smoked", _is("mother smoked", "yes")),
            Question("Mother smoked in pregnancy", _is("smoked in pregnancy", "yes")),
            Question("Born early", _is("born early", "yes")),
            Question("Low birth weight", _is("low birth weight", "yes")),
        ),
    ),
    Topic(
        "injuries",
        "death in category 3, trauma and other external factors",
        "deaths in category 3, trauma and other external factors",
        lambda told: 3.0 in told.get("category of death", ()),
        (
            Division(
                "kind",
                "Deaths by trauma and other external factors, by what was suspected",
                "Suspected when notified",
                _injury,
                (*(kind.capitalize() for kind in _INJURIES), _NO_KIND),
                _NO_KIND,
            ),
        ),
        category=3,
    ),
    Topic(
        "suicide",
        "death in category 2, suicide or deliberate self-inflicted harm",
        "deaths in category 2, suicide or deliberate self-inflicted harm",
        lambda told: 2.0 in told.get("category of death", ()),
        (
            Division(
                "age",
                "Deaths by suicide or self-harm, by age",
                "Age at death",
                lambda told: "15 to 17 years" if _years(told) >= 15 else "Under 15 years",
                ("Under 15 years", "15 to 17 years"),
            ),
            Division(
                "sex",
                "Deaths by suicide or self-harm, by sex",
                "Sex",
                _word("sex"),
                ("Female", "Male", "Indeterminate", NOT_TOLD),
            ),
        ),
        (
            Question("Known to have harmed themselves before", _is("self-harm before", "yes")),
            Question("Known to social care", _is("care status", *_CARE)),
        ),
        category=2,
    ),
    Topic(
        "newborn",
        "death of a baby who lived less than 28 days",
        "deaths of babies who lived less than 28 days",
        lambda told: float(next(iter(told["age in days"]))) < 28,
        (
            Division(
                "place",
                "Babies who lived less than 28 days, by place of birth",
                "Place of birth",
                _word("place of birth"),
                (*(said(BY_NAME["place of birth"], value) for value in BY_NAME["place of birth"].values), NOT_TOLD),
            ),
        ),
        (
            Question("Born before 37 weeks of pregnancy", _number("weeks of pregnancy", lambda weeks: weeks < 37)),
            Question("Born before 28 weeks of pregnancy", _number("weeks of pregnancy", lambda weeks: weeks < 28)),
            Question("Mother smoked at booking", _is("smoked at booking", "yes")),
            Question("Mother smoked at delivery", _is("smoked at delivery", "yes")),
            Question(
                "Maternal body mass index of 30 or more", _number("maternal body mass index", lambda bmi: bmi >= 30)
            ),
            Question("Moved to another hospital before birth", _is("moved before birth", "yes")),
        ),
        is_timed=False,
    ),
    Topic(
        "social-care",
        "death",
        "deaths",
        lambda _told: True,
        (),
        tuple(Question(kind.capitalize(), _is("care status", kind)) for kind in _CARE),
        is_timed=False,
    ),
)
"""In the order of the report."""

FACTS = (
    "age in days", "age in weeks", "age in years", "sex", "suspected", "category of death", "sleep surface",
    *_OF_SLEEP.values(), "mother smoked", "smoked in pregnancy", "self-harm before", "care status", "place of birth",
    "weeks of pregnancy", "smoked at booking", "smoked at delivery", "maternal body mass index", "moved before birth",
)  # fmt: skip
"""What has to be known of each death for that."""


MOST_GAPS = 60
"""Of deaths that are no rarer no times between them are shown: nobody could tell one from another."""
Times = list[tuple[str, int, int]]
"""Of each death after the first: its month, the days since the one before, the other deaths between."""


def times_between(cases: Mapping[int, Told], days: Mapping[int, date], every: Sequence[date]) -> dict[str, Times]:
    """Return by topic the times between its deaths among `every` death, in order, where there are enough and not many.

    `days` are the days of death of the cases, by their ids.
    """
    found = {}
    for topic in (each for each in TOPICS if each.is_timed):
        its_days = sorted(days[case_id] for case_id, told in cases.items() if topic.has(told))
        gaps = time_between(its_days, every).gaps
        if LEAST_GAPS <= len(gaps) <= MOST_GAPS:
            found[topic.key] = [(f"{gap.day:%Y-%m}", gap.days, gap.others) for gap in gaps]
    return found


def topics(cases: Sequence[Told]) -> dict[str, dict[str, Figure]]:
    """Return by topic how its deaths are divided and what was told of them, for the deaths of some years.

    "total" is how many deaths it has; under "questions" each row has how often the answer was yes, of those of whom
    somebody told.
    """
    return {topic.key: _figures(topic, [told for told in cases if topic.has(told)]) for topic in TOPICS}


def _figures(topic: Topic, cases: Sequence[Told]) -> dict[str, Figure]:
    divided = {division.key: _divided(division, cases) for division in topic.divisions}
    asked = {question.label: _answered(question, cases) for question in topic.questions}
    return {"total": {"n": len(cases)}, **divided, "questions": report_measures.parts(asked)}


def _divided(division: Division, cases: Iterable[Told]) -> Figure:
    found = Counter(division.of(told) for told in cases)
    return report_measures.breakdown({row: found[row] for row in division.rows})


def _answered(question: Question, cases: Iterable[Told]) -> tuple[int, int]:
    known = [answer for answer in map(question.of, cases) if answer is not None]
    return sum(known), len(known)


def topic_contradictions(found: Mapping[str, Mapping[str, Figure]], of_category: Mapping[str, int]) -> tuple[str, ...]:
    """Return where a topic has not as many deaths as the years' tables give its category, in plain words."""
    pairs = (
        (topic, found[topic.key]["total"]["n"], of_category[str(topic.category)]) for topic in TOPICS if topic.category
    )
    return tuple(f"{topic.many}: {n} in all, and {of} in the tables of the years" for topic, n, of in pairs if n != of)
