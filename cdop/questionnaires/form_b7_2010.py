"""Form B7, 2010 to 2019: fire and burns. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_home, _care, _service = about(EarlierDomain.FAMILY), about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

FIRE = Section(
    "fire",
    "1",
    "The fire or burn",
    (
        _home.choice(
            "fire_place",
            "1.1",
            "Where was it?",
            listed("house", "flat", "shared house", "caravan", "vehicle", "outdoors", "tent", "other"),
            need=EXPECTED,
        ),
        _home.choice(
            "fire_cause",
            "1.2",
            "What caused it?",
            (
                *listed("smoking materials", "cooking", "candle", "heating", "electrical fault", "arson", "fireworks"),
                Choice("playing with fire", "Playing with matches or a lighter"),
                Choice("scald", "Scald"),
                Choice("electricity", "Electricity, without a fire"),
                Choice("other", "Other"),
            ),
            need=EXPECTED,
        ),
        _home.yes_no("smoke_alarm", "1.3", "Was there a smoke alarm?"),
        _home.yes_no("smoke_alarm_worked", "1.4", "Did it work?", when=yes("smoke_alarm")),
        _home.yes_no("smoke_alarm_sounded", "1.5", "Did it sound?", when=yes("smoke_alarm")),
        _home.yes_no("monoxide_alarm", "1.6", "Was there a carbon monoxide alarm?"),
        _home.yes_no("exits_blocked", "1.7", "Were ways out blocked?"),
        _home.text("tenure", "1.8", "Tenure, and the landlord's safety checks"),
        _home.yes_no("furniture_safe", "1.9", "Did the furniture meet the fire regulations?"),
        _home.number("people_inside", "1.10", "People inside", 0, 200),
        _home.number("others_died", "1.11", "Others who died", 0, 200),
    ),
    guidance="Completed by the fire service or the police.",
)

HELP = Section(
    "help",
    "2",
    "Supervision and help",
    (
        _care.text("supervised_by", "2.1", "Who looked after the child?"),
        _care.yes_no("carer_influence", "2.2", "Had that person drunk alcohol or used drugs?"),
        _care.yes_no("carer_smoked", "2.3", "Did anybody in the home smoke?"),
        _service.yes_no("earlier_fire_visit", "2.4", "Had the fire service visited the home before?"),
        _service.text("fire_service_times", "2.5", "Times of the call and of arrival"),
        _service.text("rescued_by", "2.6", "Who rescued the child?", is_identifying=True),
        _service.number("burns_percentage", "2.7", "Share of the body burnt", 0, 100, "%"),
        _service.yes_no("smoke_inhaled", "2.8", "Had the child inhaled smoke?"),
        _service.yes_no("prosecution", "2.9", "Is there a prosecution?"),
        _service.long_text("issues", "2.10", "Anything else that matters"),
    ),
)

FORM_B7 = FormSpec(
    "supplement_fire",
    "2010-1",
    "Fire and burns (Form B7)",
    SECOND_SET,
    "Form B7, named in the national set; its questions reconstructed from practice",
    (FIRE, HELP),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B4_OF_2008 = of_the_first_set(FORM_B7, "B4")
"""The same, asked from April 2008 to March 2010."""
