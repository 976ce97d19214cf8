"""Section E of the reporting form: the physical environment."""

from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.spec import Choice, Section
from cdop.questionnaires.words import Domain


def _ask(agencies: frozenset[str]) -> Ask:
    return Ask((NOT_KNOWN, NOT_APPLICABLE, NOT_HELD), Domain.PHYSICAL, agencies)


_home, _sleep, _hazards = _ask(asked_of.HOME), _ask(asked_of.SLEEP), _ask(asked_of.HAZARDS)
_everyone = _ask(frozenset())

SECTION = Section(
    "environment",
    "E",
    "Physical environment",
    (
        _home.choice(
            "housing",
            "E1",
            "What sort of home was it?",
            listed(
                "owned",
                "rented from a council or housing association",
                "rented privately",
                "temporary accommodation",
                "refuge or hostel",
                "staying with friends or relatives",
                "site or boat",
                "no home",
                "other",
            ),
            need=EXPECTED,
        ),
        _home.yes_no("overcrowded", "E2", "Was it overcrowded?", need=EXPECTED),
        _home.yes_no("damp", "E3", "Was it damp or mouldy?", need=EXPECTED),
        _ask(asked_of.SMOKE_ALARM).yes_no("smoke_alarm", "E4", "Was there a working smoke alarm?"),
        _home.yes_no("home_unsafe", "E5", "Was anything in the home unsafe for a child?", need=EXPECTED),
        _home.more("home_unsafe_detail", "E6", "What was it?", yes("home_unsafe")),
        _ask(asked_of.ANIMALS).text("animals", "E7", "Animals in the home"),
        _sleep.choice(
            "usual_sleep_place",
            "E8",
            "Where did the baby usually sleep?",
            listed(
                "cot or crib",
                "Moses basket",
                "pram or carrycot",
                "bed of its own",
                "adult bed",
                "sofa or armchair",
                "car seat or bouncer",
                "elsewhere",
            ),
            hint="For a baby or toddler; otherwise choose not applicable",
        ),
        _sleep.yes_no("usually_shared_sleep_surface", "E9", "Did the baby usually share a sleep surface?"),
        _ask(asked_of.SLEEP_ADVICE).yes_no(
            "safer_sleep_advice", "E10", "Was safer sleep talked about with the family?"
        ),
        _hazards.yes_no(
            "hazard",
            "E11",
            "Did anything around the child play a part?",
            need=EXPECTED,
            hint="For example, a road, water, a height, a product, the weather",
        ),
        _hazards.choices(
            "hazard_kinds",
            "E12",
            "What was it?",
            (
                Choice("road", "Road or vehicle"),
                Choice("rail", "Railway"),
                Choice("water", "Water"),
                Choice("height", "Window or height"),
                Choice("fire", "Fire or heat"),
                Choice("choking", "Choking, ligature or entrapment"),
                Choice("poison", "Medicine, poison or gas"),
                Choice("product", "Product"),
                Choice("animal", "Animal"),
                Choice("weapon", "Weapon"),
                Choice("weather", "Weather or temperature"),
                Choice("air", "Air pollution"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
            when=yes("hazard"),
        ),
        _hazards.more("hazard_detail", "E13", "Tell us more", yes("hazard")),
        _everyone.long_text(
            "environment_narrative",
            "E14",
            "Anything else about the home or the place where it happened",
            non_answers=(NOT_HELD,),
        ),
    ),
)
