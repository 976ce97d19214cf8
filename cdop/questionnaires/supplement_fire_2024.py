"""The supplementary form on a fire, a burn, a scald or an electrocution."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_FIRE_AND_HOUSING = types_of("fire, police, housing")
_TREATED = types_of("hospital trust, emergency department, specialist centre, ambulance")

_place = parts.about(Domain.PHYSICAL)
_home = parts.about(Domain.PHYSICAL, _FIRE_AND_HOUSING)
_care = parts.about(Domain.SOCIAL)
_child = parts.about(Domain.CHILD, _TREATED)
_help = parts.about(Domain.SERVICE)
_crew = parts.about(Domain.SERVICE, types_of("fire, police"))

_FIRE = Is("event_type", ("fire", "explosion"))

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        _place.choice(
            "event_type",
            "B1",
            "What was it?",
            (
                Choice("fire", "A fire"),
                Choice("explosion", "An explosion"),
                Choice("scald", "A scald: hot water, drink, food or steam"),
                Choice("contact burn", "A burn by something hot"),
                Choice("chemical burn", "A burn by a chemical"),
                Choice("electrocution", "Electrocution or lightning"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _place.choice(
            "place",
            "B2",
            "Where was it?",
            (
                Choice("house", "House"),
                Choice("flat", "Flat"),
                Choice("shared house", "House in multiple occupation, hostel or hotel"),
                Choice("caravan", "Caravan, mobile home or boat"),
                Choice("vehicle", "Vehicle"),
                Choice("tent", "Tent"),
                Choice("outbuilding", "Shed, garage or empty building"),
                Choice("outdoors", "Outdoors"),
                Choice("railway", "Railway or power line"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _place.choice(
            "fire_cause",
            "B3",
            "What is believed to have started it?",
            (
                Choice("smoking materials", "Smoking materials"),
                Choice("cooking", "Cooking"),
                Choice("candle", "Candle or another naked flame"),
                Choice("heating", "Heater or fireplace"),
                Choice("electrical", "Wiring or an electrical appliance"),
                Choice("battery", "Charger or lithium battery"),
                Choice("matches", "Playing with matches or a lighter"),
                Choice("fireworks", "Fireworks or a bonfire"),
                Choice("gas", "Gas or fuel"),
                Choice("set on purpose", "It was set on purpose"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=_FIRE,
        ),
        _place.text(
            "burn_source",
            "B4",
            "What burned or scalded the child?",
            need=EXPECTED,
            when=Is("event_type", ("scald", "contact burn", "chemical burn")),
        ),
        _place.text(
            "current_source",
            "B5",
            "Where did the current come from, and was the voltage high?",
            need=EXPECTED,
            when=Is("event_type", ("electrocution",)),
        ),
        _place.long_text("how_it_happened", "B6", "How it happened", need=EXPECTED, is_identifying=True),
        _place.number("others_died", "B7", "How many other people died?", 0, 200, need=EXPECTED),
        _place.number("others_hurt", "B8", "How many other people were hurt?", 0, 500),
    ),
)

HOME = Section(
    "home",
    "C",
    "The home",
    (
        _home.yes_no("at_home", "C1", "Did it happen in a home, or in a place where people slept?", need=EXPECTED),
        _home.yes_no("smoke_alarm", "C2", "Was there a smoke alarm?", need=EXPECTED, when=yes("at_home")),
        _home.yes_no("smoke_alarm_worked", "C3", "Was it in working order?", need=EXPECTED, when=yes("smoke_alarm")),
        _home.yes_no("smoke_alarm_sounded", "C4", "Did it sound?", need=EXPECTED, when=yes("smoke_alarm")),
        _home.yes_no("carbon_monoxide_alarm", "C5", "Was there a carbon monoxide alarm?", when=yes("at_home")),
        _home.yes_no("exit_blocked", "C6", "Was a way out locked or blocked?", need=EXPECTED, when=yes("at_home")),
        _home.number("people_inside", "C7", "How many people were inside?", 1, 500, when=yes("at_home")),
        _home.yes_no("overcrowded", "C8", "Was the home overcrowded, or hard to move about in?", when=yes("at_home")),
        _home.choice(
            "tenure",
            "C9",
            "Who owned the home?",
            (
                Choice("family", "The family"),
                Choice("social landlord", "A council or housing association"),
                Choice("private landlord", "A private landlord"),
                Choice("temporary", "It was temporary accommodation"),
                Choice("other", "Somebody else"),
            ),
            need=EXPECTED,
            when=yes("at_home"),
        ),
        _home.yes_no(
            "landlord_checks",
            "C10",
            "Had the landlord done the safety checks that the law asks for: gas, electricity, alarms?",
            need=EXPECTED,
            when=Is("tenure", ("social landlord", "private landlord", "temporary")),
        ),
        _home.yes_no(
            "furniture_complied", "C11", "Did the furniture meet the fire safety regulations?", when=yes("at_home")
        ),
        _home.yes_no(
            "fire_service_visited",
            "C12",
            "Had the fire service visited the home before?",
            need=EXPECTED,
            when=yes("at_home"),
        ),
        _home.more("fire_service_visit_detail", "C13", "When, and what was advised?", yes("fire_service_visited")),
        _home.yes_no("smoked_inside", "C14", "Did anybody smoke in the home?", when=yes("at_home")),
    ),
    agencies=_FIRE_AND_HOUSING,
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
        *parts.rescue(_help, "E1"),
        _help.text("rescued_by", "E7", "Who brought the child out?"),
        _child.number("burned_percent", "E8", "Part of the body that was burned", 0, 100, "%", need=EXPECTED),
        _child.yes_no("smoke_inhaled", "E9", "Had the child breathed in smoke?", need=EXPECTED),
        _child.choices(
            "died_of",
            "E10",
            "What did the child die of?",
            (
                Choice("smoke", "Smoke or gases"),
                Choice("burns", "Burns"),
                Choice("sepsis", "Sepsis or organ failure after burns"),
                Choice("injury", "Other injuries"),
                Choice("current", "Disturbed heart rhythm after an electric current"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no("burns_centre", "E11", "Was the child treated in a burns centre?"),
        *parts.proceedings(_crew, "E12"),
    ),
)

FIRE = FormSpec(
    "supplement_fire",
    "2024-1",
    "Supplementary form: fire, burn or electrocution",
    date(2024, 4, 1),
    "Supplementary form on fire, burns and electrocution, DHSC and NCMD; reconstructed from practice",
    (parts.RETURN, EVENT, HOME, SUPERVISION, RESCUE, parts.learning("F")),
)
