"""Form B5, 2010 to 2019: a road traffic collision. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home, _service = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY), about(EarlierDomain.SERVICE)

COLLISION = Section(
    "collision",
    "1",
    "The collision",
    (
        _home.date("event_on", "1.1", "Date", is_identifying=True, is_past=True),
        _home.time("event_at_time", "1.2", "Time"),
        _home.text("event_place", "1.3", "Place", is_identifying=True),
        _home.text("road_type", "1.4", "Type of road"),
        _home.number("speed_limit", "1.5", "Speed limit", 5, 70, "mph"),
        _home.choice("setting", "1.6", "Setting", listed("urban", "rural")),
        _home.text("conditions", "1.7", "Weather, light and surface"),
        _home.choices(
            "vehicles",
            "1.8",
            "Vehicles",
            listed(
                "car", "van", "lorry", "bus", "motorcycle", "bicycle", "farm vehicle", "quad bike", "train", "other"
            ),
        ),
        _home.text("road_defects", "1.9", "Anything about the road: layout, sight lines, signs"),
        _home.yes_no("vehicle_defects", "1.10", "Was there anything wrong with a vehicle?"),
        _home.number("others_died", "1.11", "Others who died", 0, 99),
        _home.number("children_hurt", "1.12", "Other children hurt", 0, 99),
    ),
    guidance="Completed by the police or their collision investigators.",
)

CHILD = Section(
    "child",
    "2",
    "The child and the driver",
    (
        _child.choice(
            "child_role",
            "2.1",
            "The child was",
            (
                *listed("driver", "front passenger", "rear passenger", "motorcyclist", "cyclist", "pedestrian"),
                *listed("rider of a horse", "other"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no("restrained", "2.2", "Was a belt or child seat used?"),
        _child.yes_no("restraint_right", "2.3", "Was it right for the child and fitted well?", when=yes("restrained")),
        _child.yes_no("helmet", "2.4", "Was a helmet worn?"),
        _child.yes_no("visible", "2.5", "Were lights or bright clothing worn?"),
        _child.choices(
            "pedestrian_was",
            "2.6",
            "The child on foot was",
            (
                Choice("crossing", "Crossing"),
                Choice("playing", "Playing"),
                Choice("footway", "On the footway"),
                Choice("masked", "Hidden by a vehicle"),
                Choice("behind reversing", "Behind a reversing vehicle"),
                Choice("driveway", "On a driveway"),
            ),
            when=Is("child_role", ("pedestrian",)),
        ),
        _child.yes_no("supervised", "2.7", "Was the child supervised?"),
        _child.yes_no("child_influence", "2.8", "Had the child drunk alcohol or used drugs?"),
        _home.yes_no("driver_influence", "2.9", "Had a driver drunk alcohol or used drugs?"),
        _home.text("driver", "2.10", "The driver: age, relationship to the child, licence and insurance"),
        _home.choices(
            "driver_conduct",
            "2.11",
            "Did any of these play a part?",
            listed("distraction", "tiredness", "speed", "stolen vehicle", "leaving the scene"),
        ),
    ),
)

AFTERWARDS = Section(
    "afterwards",
    "3",
    "Help and what followed",
    (
        _service.yes_no("trapped", "3.1", "Was the child trapped?"),
        _service.text("help", "3.2", "Times of help and of hospital"),
        _service.yes_no("collision_report", "3.3", "Is there a collision report?"),
        _service.yes_no("prosecution", "3.4", "Is there a prosecution?"),
        _service.yes_no("inquest", "3.5", "Is there an inquest?"),
        _service.long_text("road_safety_action", "3.6", "What the authority has done for road safety"),
    ),
)

FORM_B5 = FormSpec(
    "supplement_vehicle",
    "2010-1",
    "Road traffic collision (Form B5)",
    SECOND_SET,
    "Form B5, named in the national set; its questions reconstructed from practice",
    (COLLISION, CHILD, AFTERWARDS),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B2_OF_2008 = of_the_first_set(FORM_B5, "B2")
"""The same, asked from April 2008 to March 2010."""
