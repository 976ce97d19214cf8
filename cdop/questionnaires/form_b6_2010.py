"""Form B6, 2010 to 2019: drowning. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY)
_care, _service = about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

EVENT = Section(
    "event",
    "1",
    "What happened",
    (
        _home.choice(
            "water",
            "1.1",
            "Which water?",
            listed(
                "bath",
                "bucket",
                "pond",
                "private pool",
                "public or holiday pool",
                "river",
                "canal",
                "lake, reservoir or quarry",
                "sea",
                "flood",
                "ditch",
                "other",
            ),
            need=EXPECTED,
        ),
        _home.text("event_place", "1.2", "Place, and country if abroad", is_identifying=True),
        _child.choice(
            "activity",
            "1.3",
            "What was the child doing?",
            listed(
                "bathing",
                "swimming",
                "playing nearby",
                "boating",
                "jumping in",
                "fishing",
                "trying to rescue somebody",
                "walking on ice",
                "other",
            ),
        ),
        _child.yes_no("could_swim", "1.4", "Could the child swim?"),
        _child.yes_no("condition", "1.5", "Had the child epilepsy or another condition that matters here?"),
        _child.yes_no("child_influence", "1.6", "Had the child drunk alcohol or used drugs?"),
        _home.yes_no("peers", "1.7", "Were other young people there?"),
        _home.yes_no("dare", "1.8", "Was it a dare?", when=yes("peers")),
        _home.text("weather", "1.9", "Weather and temperature of the water"),
    ),
    guidance="Completed by the police.",
)

SAFETY = Section(
    "safety",
    "2",
    "Safety and help",
    (
        _care.text("supervised_by", "2.1", "Who looked after the child, and at what distance?"),
        _care.number("unseen_minutes", "2.2", "For how long had nobody seen the child?", 0, 1440, "minutes"),
        _care.yes_no("distracted", "2.3", "Was that person busy with something else?"),
        _home.yes_no("bath_seat", "2.4", "Was a bath seat used?"),
        _home.choices(
            "barriers",
            "2.5",
            "Which of these were there?",
            (
                Choice("fence or gate", "Fence or gate"),
                Choice("alarm", "Alarm"),
                Choice("cover", "Cover"),
                Choice("lifeguard", "Lifeguard"),
                Choice("signs", "Signs"),
                Choice("life jacket", "Life jacket"),
            ),
        ),
        _service.text("under_water", "2.6", "Time under water"),
        _service.text("rescued_by", "2.7", "Who rescued the child?", is_identifying=True),
        _service.yes_no("resuscitation_attempted", "2.8", "Was resuscitation tried?"),
        _service.long_text("issues", "2.9", "Anything else that matters"),
    ),
)

FORM_B6 = FormSpec(
    "supplement_drowning",
    "2010-1",
    "Drowning (Form B6)",
    SECOND_SET,
    "Form B6, named in the national set; its questions reconstructed from practice",
    (EVENT, SAFETY),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B3_OF_2008 = of_the_first_set(FORM_B6, "B3")
"""The same, asked from April 2008 to March 2010."""
