"""The supplementary form on any other injury that nobody meant: a fall, choking, an animal, a product, a sport."""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_place = parts.about(Domain.PHYSICAL)
_care = parts.about(Domain.SOCIAL)
_child = parts.about(Domain.CHILD)
_help = parts.about(Domain.SERVICE)
_police = parts.about(Domain.SERVICE, types_of("police"))

_FALL, _CHOKING = Is("injury", ("fall",)), Is("injury", ("choking",))
_TRAPPED, _CRUSHED = Is("injury", ("suffocation",)), Is("injury", ("crush",))
_ANIMAL, _SWALLOWED = Is("injury", ("animal",)), Is("injury", ("swallowed object",))
_COLD_OR_HEAT, _TREATMENT = Is("injury", ("temperature",)), Is("injury", ("treatment",))

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        _place.choice(
            "injury",
            "B1",
            "What sort of injury was it?",
            (
                Choice("fall", "Fall"),
                Choice("choking", "Choking"),
                Choice("suffocation", "Accidental suffocation, strangulation or entrapment"),
                Choice("crush", "Crushed or struck by an object"),
                Choice("sport", "Sport or play"),
                Choice("animal", "Animal"),
                Choice("electrocution", "Electrocution"),
                Choice("machinery", "Machinery or farm"),
                Choice("gunshot", "Gunshot, by accident"),
                Choice("explosion", "Explosion"),
                Choice("sting", "Sting or bite of an insect"),
                Choice("temperature", "Heat or cold"),
                Choice("treatment", "Complication of medical or surgical treatment"),
                Choice("swallowed object", "Swallowed object"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _place.choice(
            "fell_from",
            "B2",
            "From what did the child fall?",
            (
                Choice("window", "A window or balcony"),
                Choice("building", "A roof, bridge or another height"),
                Choice("stairs", "Stairs"),
                Choice("furniture", "Furniture or a carer's arms"),
                Choice("tree", "A tree or cliff"),
                Choice("playground", "Playground equipment or a trampoline"),
                Choice("skis or skates", "Skis, skates or a board"),
                Choice("same level", "On level ground"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_FALL,
        ),
        _place.number("fall_height_cm", "B3", "Height of the fall", 0, 100_000, "cm", need=EXPECTED, when=_FALL),
        _place.yes_no(
            "window_restrictor", "B4", "Was there a window lock or restrictor, or a barrier?", need=EXPECTED, when=_FALL
        ),
        _place.choice(
            "choked_on",
            "B5",
            "On what did the child choke?",
            listed("food", "toy or part of one", "other object"),
            need=EXPECTED,
            when=_CHOKING,
        ),
        _place.text("choked_on_detail", "B6", "What exactly, and how was it prepared?", when=_CHOKING),
        _place.choice(
            "trapped_by",
            "B7",
            "By what?",
            (
                Choice("blind cord", "Cord of a blind or curtain"),
                Choice("other cord", "Another cord, ligature or clothing"),
                Choice("cot or bed", "Cot, bed or mattress"),
                Choice("bag", "Plastic bag"),
                Choice("nappy sack", "Nappy sack"),
                Choice("seat or sling", "Car seat, sling or swing"),
                Choice("container", "A closed space or container"),
                Choice("sand or soil", "Sand, soil or grain"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_TRAPPED,
        ),
        _place.choice(
            "crushed_by",
            "B8",
            "By what?",
            (
                Choice("furniture", "Furniture or a television"),
                Choice("gate or wall", "Gate, wall or goalpost"),
                Choice("vehicle", "Vehicle that was not on a road"),
                Choice("machine", "Machine or lift"),
                Choice("tree", "Tree or branch"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_CRUSHED,
        ),
        _place.text("animal_kind", "B9", "Which animal; if a dog, which breed?", need=EXPECTED, when=_ANIMAL),
        _place.yes_no("animal_known", "B10", "Did the child know the animal?", need=EXPECTED, when=_ANIMAL),
        _place.yes_no("animal_alone", "B11", "Was the child alone with it?", need=EXPECTED, when=_ANIMAL),
        _place.yes_no("animal_reported", "B12", "Had anybody been concerned about it before?", when=_ANIMAL),
        _place.choice(
            "swallowed",
            "B13",
            "What was swallowed?",
            listed("button battery", "magnets", "water beads", "other object"),
            need=EXPECTED,
            when=_SWALLOWED,
        ),
        _place.number(
            "hours_to_finding", "B14", "Hours until it was found out", 0, 2000, "hours", need=EXPECTED, when=_SWALLOWED
        ),
        _place.text(
            "temperature_detail", "B15", "What was the child exposed to, and for how long?", when=_COLD_OR_HEAT
        ),
        _help.text(
            "treatment_detail", "B16", "Which treatment, and which complication?", need=EXPECTED, when=_TREATMENT
        ),
        _place.long_text("how_it_happened", "B17", "How it happened", need=EXPECTED, is_identifying=True),
        _place.choice("place", "B18", "Where was it?", choices.PLACES, need=EXPECTED),
        _child.text("activity", "B19", "What was the child doing?", need=EXPECTED),
    ),
)

AROUND = Section(
    "around",
    "C",
    "Supervision and surroundings",
    (
        *parts.supervision(_care, "C1"),
        _care.yes_no("danger_known", "C6", "Did the adults know of the danger?", need=EXPECTED),
        *parts.child_influence(_child, "C7"),
        *parts.carer_influence(_care, "C10"),
        _place.yes_no("product", "C13", "Did a product play a part?", need=EXPECTED),
        _place.text("product_detail", "C14", "Which: what it is, make and model?", need=EXPECTED, when=yes("product")),
        _place.choice(
            "product_bought",
            "C15",
            "Where was it bought?",
            listed("shop", "online", "second-hand", "given or lent", "made at home"),
            need=EXPECTED,
            when=yes("product"),
        ),
        _place.yes_no(
            "product_recalled", "C16", "Had it been recalled, or was it below the standard?", when=yes("product")
        ),
        _place.yes_no(
            "product_reported",
            "C17",
            "Was it reported to trading standards or the Office for Product Safety and Standards?",
            need=EXPECTED,
            when=yes("product"),
        ),
        _place.yes_no(
            "safety_equipment",
            "C18",
            "Was there safety equipment that should have been used?",
            need=EXPECTED,
            hint="For example, a helmet, a gate, a harness, a guard",
        ),
        _place.more("safety_equipment_detail", "C19", "Which, and was it used?", yes("safety_equipment")),
        _place.yes_no(
            "building", "C20", "Did the building, or what its owner should have done, play a part?", need=EXPECTED
        ),
        _place.more("building_detail", "C21", "In what way?", yes("building")),
        _place.text("weather_and_ground", "C22", "Weather, light and ground, if they mattered"),
    ),
)

CARE = Section(
    "care",
    "D",
    "Rescue and care",
    (
        *parts.rescue(_help, "D1"),
        _help.number("minutes_to_hospital", "D7", "Minutes from the call until hospital", 0, 10_000, "minutes"),
        *parts.proceedings(_police, "D8"),
    ),
)

TRAUMA = FormSpec(
    "supplement_trauma",
    "2024-1",
    "Supplementary form: trauma or other injury",
    date(2024, 4, 1),
    "Supplementary form on trauma and other injury, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, EVENT, AROUND, CARE, parts.learning("E")),
)
