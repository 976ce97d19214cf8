"""The supplementary form on a vehicle collision, on roads and off them."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_collision = parts.about(Domain.PHYSICAL, types_of("police"))
_place = parts.about(Domain.PHYSICAL)
_child = parts.about(Domain.CHILD)
_care = parts.about(Domain.SOCIAL)
_driver = parts.about(Domain.SOCIAL, types_of("police"))
_help = parts.about(Domain.SERVICE)
_police = parts.about(Domain.SERVICE, types_of("police"))

_IN_A_CAR = ("driver", "front passenger", "rear passenger")
_ON_TWO_WHEELS = ("motorcyclist", "pedal cyclist", "e-scooter")
_ON_FOOT = ("pedestrian", "wheelchair user")

PLACE = Section(
    "place",
    "B",
    "Where and when",
    (
        _place.date("collision_on", "B1", "Date of the collision", need=EXPECTED, is_past=True),
        _place.time("collision_at_time", "B2", "Time of the collision", need=EXPECTED),
        _place.text("location", "B3", "Where was it?", need=EXPECTED, is_identifying=True),
        _place.choice(
            "road_type",
            "B4",
            "What sort of place was it?",
            (
                Choice("motorway", "Motorway"),
                Choice("main road", "Main road"),
                Choice("minor road", "Minor or residential road"),
                Choice("drive", "Private drive or car park"),
                Choice("farm", "Farm or field"),
                Choice("off road", "Track or off road"),
                Choice("railway", "Railway or tramway"),
                Choice("water", "Water"),
                Choice("air", "Air"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _collision.number("speed_limit_mph", "B5", "Speed limit", 5, 70, "mph", need=EXPECTED),
        _collision.choice("surroundings", "B6", "Town or country?", listed("urban", "rural")),
        _collision.choice(
            "weather",
            "B7",
            "Weather",
            listed("fine", "rain", "snow or ice", "fog", "strong wind", "low sun"),
            need=EXPECTED,
        ),
        _collision.choice(
            "light", "B8", "Light", listed("daylight", "dusk or dawn", "dark, lit", "dark, not lit"), need=EXPECTED
        ),
        _collision.choice("surface", "B9", "Surface", listed("dry", "wet", "ice or snow", "mud or gravel", "damaged")),
        _collision.yes_no(
            "road_design", "B10", "Did the road, its sightlines or its signs perhaps play a part?", need=EXPECTED
        ),
        _collision.more("road_design_detail", "B11", "In what way?", yes("road_design")),
    ),
)

CHILD = Section(
    "child",
    "C",
    "The child",
    (
        _child.choice(
            "role",
            "C1",
            "What was the child?",
            (
                Choice("driver", "Driver"),
                Choice("front passenger", "Passenger in the front"),
                Choice("rear passenger", "Passenger in the back"),
                Choice("bus passenger", "Passenger of a bus, coach or train"),
                Choice("motorcyclist", "On a motorcycle or moped, riding or as a passenger"),
                Choice("pedal cyclist", "On a bicycle"),
                Choice("e-scooter", "On an e-scooter or an e-bike"),
                Choice("pedestrian", "On foot"),
                Choice("wheelchair user", "In a wheelchair, a mobility vehicle or a pushchair"),
                Choice("horse rider", "On a horse"),
                Choice("quad bike", "On a quad bike or another off-road vehicle"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no("seat_belt", "C2", "Was a seat belt worn?", need=EXPECTED, when=Is("role", _IN_A_CAR)),
        _child.choice(
            "child_seat",
            "C3",
            "Was the child in a child seat?",
            (
                Choice("rear-facing", "Yes, facing the rear"),
                Choice("forward-facing", "Yes, facing forward"),
                Choice("booster", "Yes, a booster seat or cushion"),
                Choice("no", "No"),
            ),
            need=EXPECTED,
            when=Is("role", _IN_A_CAR[1:]),
        ),
        _child.yes_no(
            "child_seat_right",
            "C4",
            "Was it the right seat for the child's size, and fitted properly?",
            need=EXPECTED,
            when=Is("child_seat", ("rear-facing", "forward-facing", "booster")),
        ),
        _child.yes_no(
            "helmet",
            "C5",
            "Was a helmet worn?",
            need=EXPECTED,
            when=Is("role", (*_ON_TWO_WHEELS, "horse rider", "quad bike")),
        ),
        _child.yes_no(
            "bright_clothing",
            "C6",
            "Was the child easy to see: bright or reflecting clothing, lights?",
            when=Is("role", (*_ON_TWO_WHEELS, *_ON_FOOT, "horse rider")),
        ),
        _child.choice(
            "on_foot_doing",
            "C7",
            "What was the child doing?",
            (
                Choice("crossing at a crossing", "Crossing at a crossing"),
                Choice("crossing elsewhere", "Crossing elsewhere"),
                Choice("on the footway", "On the footway or verge"),
                Choice("walking in the road", "Walking in the road"),
                Choice("playing", "Playing"),
                Choice("near a parked vehicle", "Near a parked or a turning vehicle"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=Is("role", _ON_FOOT),
        ),
        _child.yes_no(
            "hidden_from_driver", "C8", "Was the child hidden by a vehicle?", need=EXPECTED, when=Is("role", _ON_FOOT)
        ),
        _child.yes_no(
            "reversing_vehicle", "C9", "Was the vehicle reversing?", need=EXPECTED, when=Is("role", _ON_FOOT)
        ),
        *parts.child_influence(_child, "C10"),
        *parts.supervision(_care, "C13"),
    ),
)

VEHICLES = Section(
    "vehicles",
    "D",
    "Who and what was involved",
    (
        _collision.number("vehicle_count", "D1", "How many vehicles were involved?", 1, 100, need=EXPECTED),
        _collision.choices(
            "vehicle_types",
            "D2",
            "Which?",
            listed(
                "car",
                "van",
                "lorry",
                "bus or coach",
                "motorcycle or moped",
                "bicycle",
                "e-scooter or e-bike",
                "quad bike",
                "tractor or farm vehicle",
                "train or tram",
                "boat",
                "aircraft",
                "other",
            ),
            need=EXPECTED,
        ),
        _driver.choice(
            "driver_relationship",
            "D3",
            "Who drove the vehicle that the child was in, or that struck the child?",
            (
                Choice("child", "The child"),
                Choice("parent", "A parent or carer"),
                Choice("relative", "Another relative"),
                Choice("friend", "A friend"),
                Choice("other", "Somebody else"),
            ),
            need=EXPECTED,
        ),
        _driver.number("driver_age", "D4", "Age of the driver", 5, 110, "years"),
        _driver.yes_no("driver_licensed", "D5", "Was the driver licensed and insured?", need=EXPECTED),
        _driver.yes_no("driver_drunk", "D6", "Had the driver drunk alcohol?", need=EXPECTED),
        _driver.yes_no("driver_drugged", "D7", "Had the driver used drugs?", need=EXPECTED),
        _driver.yes_no("driver_phone", "D8", "Was the driver using a telephone, or looking away?", need=EXPECTED),
        _driver.yes_no("driver_tired", "D9", "Was the driver tired, or ill?"),
        _driver.yes_no("speed", "D10", "Was the speed above the limit, or too high for the conditions?", need=EXPECTED),
        _driver.yes_no("stolen", "D11", "Was a vehicle stolen, or being followed by the police?"),
        _driver.yes_no("driver_left", "D12", "Did a driver leave without stopping?"),
        _collision.yes_no("vehicle_defect", "D13", "Had a vehicle a defect that played a part?", need=EXPECTED),
        _collision.more("vehicle_defect_detail", "D14", "Which?", yes("vehicle_defect")),
        _collision.number("others_died", "D15", "How many other people died?", 0, 200, need=EXPECTED),
        _collision.number("children_hurt", "D16", "How many other children were hurt?", 0, 200),
    ),
    agencies=types_of("police"),
)

HELP = Section(
    "help",
    "E",
    "Rescue and care",
    (
        _help.yes_no("trapped", "E1", "Was the child trapped?", need=EXPECTED),
        *parts.rescue(_help, "E2"),
        _help.choices(
            "taken_by",
            "E8",
            "How did the child reach hospital?",
            (
                Choice("ambulance", "By ambulance"),
                Choice("air ambulance", "By air ambulance, or with its crew"),
                Choice("other", "In another way"),
                Choice("stayed", "The child died where it happened"),
            ),
            need=EXPECTED,
        ),
        _help.choice(
            "first_hospital",
            "E9",
            "The first hospital",
            listed("major trauma centre", "trauma unit", "other hospital"),
        ),
        _help.time("hospital_at_time", "E10", "Time of arrival there"),
        _police.yes_no("collision_report", "E11", "Is the collision report complete?", need=EXPECTED),
        *parts.proceedings(_police, "E12"),
        _police.long_text("road_safety_action", "E15", "What the authority has done, or will, to make the place safer"),
    ),
)

VEHICLE = FormSpec(
    "supplement_vehicle",
    "2024-1",
    "Supplementary form: vehicle collision",
    date(2024, 4, 1),
    "Supplementary form on vehicle collisions, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, PLACE, CHILD, VEHICLES, HELP, parts.learning("F")),
)
