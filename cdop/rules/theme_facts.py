"""What the rule of a theme can ask of a case: facts by name, where each comes from, and what it can say.

A fact is what anybody told: a column of the case, the answers to questions of the statutory forms, or the factors of
the signed analysis. Nothing told is not the same as no. Free text is never a fact. Forms until 2019 asked some of it in
other words: their answers tell the same facts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cdop.rules import categories, factors, places
from cdop.rules.ages import completed_months, completed_years
from cdop.rules.case_words import quintile

YES_NO = ("yes", "no")
UNITS = ("days", "weeks", "months", "years")
FACTORS = "factor"
AGE = "age"

Told = Mapping[str, frozenset[str | float]]
"""What is known of a case, by the name of the fact; a fact that nobody told is missing. Ages are by their unit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a form. One that only asks whether something was so tells `word` where the answer is yes."""

    form: str
    key: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name. `values` are the words it can be; with none it is a number, in one of `units` if any.

    `column` is the case's; the answer to any of the `questions` tells it. `earlier` has the words of forms until 2019,
    each with what it is called today.
    """

    name: str
    values: tuple[str, ...] = ()
    column: str = ""
    questions: tuple[Asked, ...] = ()
    units: tuple[str, ...] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether it is compared as a number."""
        return not self.values

    def told_by(self, asked: Asked, answer: object) -> object:
        """Return what an answer to one of its questions tells, in today's words; None where it tells nothing."""
        if asked.word:
            return asked.word if answer == "yes" else None
        return self.earlier.get(answer, answer) if isinstance(answer, str) else answer

    def takes(self, value: str) -> bool:
        """Say whether it can be this word: one of its own, or the code of a factor that a panel added to its list."""
        return value in self.values or (self.name == FACTORS and factors.is_own(value))


def _words(
    name: str, values: str, column: str = "", questions: str = "", earlier: Mapping[str, str] | None = None
) -> Fact:
    return Fact(name, tuple(values.split("|")), column, _questions(questions), earlier=earlier or {})


def _said(name: str, questions: str, column: str = "") -> Fact:
    return Fact(name, YES_NO, column, _questions(questions))


def _number(name: str, column: str = "", questions: str = "") -> Fact:
    return Fact(name, (), column, _questions(questions))


def _questions(text: str) -> tuple[Asked, ...]:
    """The questions that a text names: "form.question", with "=word" after it where a yes tells that word."""
    found = []
    for each in text.split():
        (form, _, rest) = each.partition(".")
        key, _, word = rest.partition("=")
        found.append(Asked(form, key, word.replace("_", " ")))
    return tuple(found)


_TYPES = (
    "neonatal|life-limiting|sudden unexpected death|suicide or self-harm|vehicle collision|drowning|fire or burns|"
    "poisoning|other trauma|suspected homicide|substance misuse|asthma or anaphylaxis|infection|other medical"
)
_SURFACES = (
    "cot|Moses basket|bedside crib|pram|own bed|adult bed|sofa|armchair|car seat|bouncer|sling|nest|floor|hammock|other"
)
_BIRTHS = (
    "obstetric unit|midwife-led unit beside one|midwife-led unit on its own|home, as planned|home, not planned|"
    "ambulance or on the way|elsewhere"
)
_CARERS = (
    "mother|father|step-parent|partner of a parent|adoptive parent|foster carer|special guardian|grandparent|sibling|"
    "half-sibling|step-sibling|other relative|other carer|corporate parent|unrelated"
)
_SLEEP = "supplement_sudden_death"

_EARLIER_TYPES = {
    "road traffic": "vehicle collision",
    "other accident": "other trauma",
    "apparent homicide": "suspected homicide",
    "apparent suicide": "suicide or self-harm",
}
_EARLIER_SURFACES = {"pram or carrycot": "pram", "bouncer or swing": "bouncer"}
_EARLIER_BIRTHS = {
    "midwife-led beside": "midwife-led unit beside one",
    "midwife-led alone": "midwife-led unit on its own",
    "home planned": "home, as planned",
    "home unplanned": "home, not planned",
    "ambulance": "ambulance or on the way",
    "other": "elsewhere",
}

FACTS: tuple[Fact, ...] = (
    Fact(AGE, units=UNITS),
    _words("sex", "female|male|indeterminate", "sex"),
    _words("ethnic group", "White|Mixed|Asian|Black|Other", "ethnic_group"),
    _number("deprivation quintile", "deprivation_quintile"),
    _words("whether expected", "expected|unexpected", "expectedness"),
    Fact(
        "place of death",
        tuple(place.code for place in places.PLACES),
        "place_of_death",
        _questions("notification.place_of_death form_b.place_of_death"),
    ),
    _number("category of death", "category"),
    _words("modifiable factors", "yes|no|inadequate information", "modifiable"),
    Fact(FACTORS, tuple(each.code for each in factors.STARTER_FACTORS)),
    _words("suspected", _TYPES, "", "notification.suspected_types form_b.events", _EARLIER_TYPES),
    _words("medical condition", "heart|genetic|cancer|epilepsy|diabetes|other", "", "notification.medical_conditions"),
    _words(
        "condition",
        "asthma|epilepsy|diabetes|heart|cancer|genetic|respiratory|neurological|life-limiting|other",
        "",
        f"form_b.conditions form_b.asthma=asthma form_b.epilepsy=epilepsy form_b.diabetes=diabetes "
        f"{_SLEEP}.epilepsy=epilepsy",
    ),
    _number(
        "weeks of pregnancy",
        "gestation_weeks",
        "form_b.gestation_weeks notification.gestation_weeks supplement_neonatal.gestation_weeks",
    ),
    _number(
        "birth weight in grams",
        "birth_weight_g",
        "form_b.birth_weight_g notification.birth_weight_g supplement_neonatal.birth_weight_g",
    ),
    _said("born early", f"{_SLEEP}.born_early"),
    _said("low birth weight", f"{_SLEEP}.low_birth_weight"),
    _words("sleep surface", _SURFACES, "", f"{_SLEEP}.sleep_surface", _EARLIER_SURFACES),
    _said("shared a sleep surface", f"{_SLEEP}.shared_surface"),
    _words(
        "shared it with",
        "mother|father|another adult|another child|an animal",
        "",
        f"{_SLEEP}.shared_with",
        {"a child": "another child"},
    ),
    _said("carer had drunk alcohol", f"{_SLEEP}.carer_drunk {_SLEEP}.carer_alcohol"),
    _said("carer had used drugs", f"{_SLEEP}.carer_drugged {_SLEEP}.carer_drugs"),
    _said("carer had taken sedating medicine", f"{_SLEEP}.carer_sedated"),
    _said("adult who shared smoked", f"{_SLEEP}.sharer_smoked {_SLEEP}.sharing_adult_smoked"),
    _said("mother smoked", f"{_SLEEP}.mother_smoked"),
    _said("father smoked", f"{_SLEEP}.father_smoked"),
    _said("smoked in pregnancy", f"{_SLEEP}.smoked_in_pregnancy form_b.smoking_in_pregnancy"),
    _said("smoked at booking", "form_b.smoking_at_booking supplement_neonatal.smoking_at_booking"),
    _said("smoked at delivery", "form_b.smoking_at_delivery supplement_neonatal.smoking_at_delivery"),
    _number("maternal body mass index", "", "form_b.maternal_bmi supplement_neonatal.maternal_bmi"),
    _words(
        "place of birth",
        _BIRTHS,
        "",
        "form_b.place_of_birth supplement_neonatal.place_of_birth",
        _EARLIER_BIRTHS,
    ),
    _said("moved before birth", "supplement_neonatal.moved_before_birth"),
    _words(
        "care status",
        "looked after|child protection plan|child in need|early help|care leaver",
        "",
        "notification.care_statuses form_b.care_statuses form_b.looked_after=looked_after "
        "form_b.protection_plan=child_protection_plan form_b.child_in_need=child_in_need",
    ),
    _words("carers told of", _CARERS, "", "form_b.carer_relationship"),
    _words(
        "records searched", "child|mother in pregnancy|mother|father|siblings|household", "", "form_b.records_searched"
    ),
    _said("close relatives", "form_b.consanguinity supplement_neonatal.consanguinity supplement_genetic.consanguinity"),
    _said(
        "domestic abuse",
        "form_b.domestic_abuse form_b.carer_abused=yes form_b.carer_abusive=yes supplement_violence.domestic_abuse "
        "supplement_violence.domestic_violence",
    ),
    _said("poverty or deprivation", "form_b.poverty"),
    _said("debt", "form_b.debt"),
    _said("homeless", "form_b.homeless form_b.temporary_home=yes"),
    _said(
        "was not brought",
        "form_b.was_not_brought supplement_asthma_anaphylaxis.was_not_brought supplement_ketoacidosis.was_not_brought",
    ),
    _said("lost contact with services", "form_b.lost_contact"),
    _said("illness recognised late", "form_b.recognition_delay form_b.delay supplement_infection.recognition_delayed"),
    _said("communication between services", "form_b.communication"),
    _said("bereavement support offered", "form_b.bereavement_support_offered"),
    _said("self-harm before", "form_b.self_harm supplement_suicide.self_harm"),
)
"""In the order in which they are offered."""

BY_NAME = {fact.name: fact for fact in FACTS}


def ages(born: date, died: date) -> dict[str, frozenset[str | float]]:
    """Return the age at death as it is told to rules, whole units lived, by the name of each: "age in weeks"."""
    days = (died - born).days
    lived = {
        "days": days,
        "weeks": days // 7,
        "months": completed_months(born, died),
        "years": completed_years(born, died),
    }
    return {f"{AGE} in {unit}": frozenset({float(number)}) for unit, number in lived.items()}


def said(fact: Fact, value: str | float) -> str:
    """Return a value as it is shown: a code by what it stands for, a number without empty decimal places."""
    if isinstance(value, float):
        return _NUMBERED[fact.name](int(value)) if fact.name in _NUMBERED else f"{value:g}"
    words = _CALLED[fact.name](value) if fact.name in _CALLED else value
    return words[:1].upper() + words[1:]


_NUMBERED: Mapping[str, Callable[[int], str]] = {
    "category of death": lambda number: categories.category(number).numbered,
    "deprivation quintile": quintile,
}
"""Facts whose numbers are names: a reader of the report of a theme would have to know what category 9 is."""
_CALLED: Mapping[str, Callable[[str], str]] = {FACTORS: factors.label, "place of death": places.label}


def called(fact: Fact, value: str) -> str:
    """Return a value as a list of what can be asked shows it: a code with what it stands for."""
    return f"{value} ({_CALLED[fact.name](value)})" if fact.name in _CALLED else value
