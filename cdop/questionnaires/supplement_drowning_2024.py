"""The supplementary form on drowning: the water, who was watching, and how help came.

Follow-up questions are asked only where the kind of water makes them possible, as in the national form since 2021.
"""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2021
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_scene = parts.about(Domain.PHYSICAL, types_of("police, fire, ambulance"))
_place = parts.about(Domain.PHYSICAL)
_child = parts.about(Domain.CHILD)
_care = parts.about(Domain.SOCIAL)
_help = parts.about(Domain.SERVICE)
_police = parts.about(Domain.SERVICE, types_of("police"))

_BATH = ("bath",)
_POOLS = ("garden pool", "hot tub", "public pool", "holiday pool")
_AT_HOME = ("pond", "garden pool", "hot tub")
_OPEN = ("river", "canal", "lake", "sea", "flood")

WATER = Section(
    "water",
    "B",
    "The place",
    (
        _place.choice(
            "water",
            "B1",
            "Where was the child in the water?",
            (
                Choice("bath", "Bath or shower"),
                Choice("container", "Bucket, paddling pool or another container"),
                Choice("pond", "Pond"),
                Choice("garden pool", "Garden or private pool"),
                Choice("hot tub", "Hot tub"),
                Choice("public pool", "Public or leisure pool"),
                Choice("holiday pool", "Pool of a hotel or holiday home"),
                Choice("river", "River or stream"),
                Choice("canal", "Canal"),
                Choice("lake", "Lake, reservoir or quarry"),
                Choice("sea", "Sea or beach"),
                Choice("ditch", "Ditch, drain or well"),
                Choice("flood", "Flood water"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
            source=CHANGES_2021,
        ),
        _place.yes_no("bath_seat", "B2", "Was a bath seat used?", need=EXPECTED, when=Is("water", _BATH)),
        _place.number("water_depth_cm", "B3", "Depth of the water", 1, 10_000, "cm"),
        _place.yes_no(
            "barrier",
            "B4",
            "Was there a fence, gate, lock or cover between the child and the water?",
            need=EXPECTED,
            when=Is("water", (*_AT_HOME, *_POOLS[2:], *_OPEN[:3])),
            source=CHANGES_2021,
        ),
        _place.yes_no("barrier_worked", "B5", "Was it closed, and did it work?", need=EXPECTED, when=yes("barrier")),
        _place.yes_no("water_alarm", "B6", "Was there an alarm?", when=Is("water", (*_AT_HOME, *_POOLS[2:]))),
        _place.yes_no(
            "lifeguard",
            "B7",
            "Was a lifeguard on duty?",
            need=EXPECTED,
            when=Is("water", ("public pool", "holiday pool", "lake", "sea")),
            source=CHANGES_2021,
        ),
        _place.yes_no(
            "warning_signs",
            "B8",
            "Were there signs that warned of the danger?",
            when=Is("water", (*_POOLS[2:], *_OPEN)),
        ),
        _place.yes_no("lifebuoy", "B9", "Was a lifebuoy or throw line within reach?", when=Is("water", _OPEN)),
        _scene.text(
            "water_conditions",
            "B10",
            "Weather, current or tide, and what could be seen",
            when=Is("water", _OPEN),
        ),
        _scene.decimal("water_temperature_c", "B11", "Temperature of the water", -5, 60, "°C"),
        _place.yes_no("abroad", "B12", "Did it happen outside the United Kingdom?", need=EXPECTED),
        _place.text(
            "abroad_where",
            "B13",
            "In which country, and what sort of accommodation?",
            need=EXPECTED,
            when=yes("abroad"),
        ),
    ),
)

EVENT = Section(
    "event",
    "C",
    "What happened",
    (
        _child.choice(
            "activity",
            "C1",
            "What was the child doing?",
            (
                Choice("bathing", "Having a bath"),
                Choice("swimming", "Swimming"),
                Choice("near water", "Playing or walking near water"),
                Choice("boating", "Boating, canoeing or paddleboarding"),
                Choice("jumping", "Jumping or diving in"),
                Choice("fishing", "Fishing"),
                Choice("rescuing", "Trying to help somebody"),
                Choice("on ice", "On ice"),
                Choice("in a vehicle", "In a vehicle that entered the water"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no("meant_to_be_in_water", "C2", "Was the child meant to be in the water?", need=EXPECTED),
        _child.more("how_reached_water", "C3", "How did the child reach it?", no("meant_to_be_in_water")),
        _child.choice(
            "swimming_ability",
            "C4",
            "How well could the child swim?",
            listed("not at all", "a little", "well"),
            need=EXPECTED,
        ),
        _child.yes_no(
            "life_jacket",
            "C5",
            "Did the child wear a life jacket or buoyancy aid?",
            need=EXPECTED,
            when=Is("activity", ("boating", "fishing", "near water", "rescuing")),
        ),
        _child.yes_no(
            "condition_played_part",
            "C6",
            "Did epilepsy, a heart condition or another condition perhaps play a part?",
            need=EXPECTED,
        ),
        _child.more("condition_detail", "C7", "Which, and how is it known?", yes("condition_played_part")),
        *parts.child_influence(_child, "C8"),
        _care.yes_no("others_present", "C11", "Were other children or young people there?", need=EXPECTED),
        _care.yes_no("dared", "C12", "Was there a dare, a challenge or something filmed?", when=yes("others_present")),
        _care.number(
            "others_in_danger", "C13", "How many others were hurt or in danger?", 0, 50, when=yes("others_present")
        ),
    ),
)

SUPERVISION = Section(
    "supervision",
    "D",
    "Who was with the child",
    (*parts.supervision(_care, "D1"), *parts.carer_influence(_care, "D6")),
)

RESCUE = Section(
    "rescue",
    "E",
    "Rescue and care",
    (
        _help.number("under_water_minutes", "E1", "Time under water", 0, 1440, "minutes", need=EXPECTED),
        _help.text("rescued_by", "E2", "Who took the child out of the water?", need=EXPECTED),
        *parts.rescue(_help, "E3"),
        *parts.proceedings(_police, "E9"),
    ),
)

DROWNING = FormSpec(
    "supplement_drowning",
    "2024-1",
    "Supplementary form: drowning",
    date(2024, 4, 1),
    "Supplementary form on drowning, DHSC and NCMD; reconstructed from published changes and practice",
    (parts.RETURN, WATER, EVENT, SUPERVISION, RESCUE, parts.learning("F")),
)
