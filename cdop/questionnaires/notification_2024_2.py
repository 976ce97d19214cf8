"""The notification form as it is given out since October 2024: what decides which supplementary forms are asked for,
the post-mortem examination's day and place, and the certificate of a newborn baby.
"""

from datetime import date

from cdop.questionnaires.amending import amended
from cdop.questionnaires.ask import EXPECTED, NOT_KNOWN, Ask, yes
from cdop.questionnaires.choices import MEDICAL_CONDITIONS, POST_MORTEMS
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.notification_2024 import NOTIFICATION

_sure = Ask()
_ask = Ask(offered=(NOT_KNOWN,))

_EXAMINED = Is("post_mortem_type", tuple(each.value for each in POST_MORTEMS if each.value != "none"))
_NEWBORN = yes("newborn_certificate")

ILLNESS = (
    _ask.choices(
        "medical_conditions",
        "E3a",
        "Which of these did the child have?",
        MEDICAL_CONDITIONS,
        need=EXPECTED,
        hint="It decides which questions are asked later, and nothing else",
        when=Is("suspected_types", ("life-limiting", "other medical", "infection")),
    ),
)

ABROAD = (
    _ask.text(
        "country_of_event",
        "D8a",
        "Country where the event or illness began",
        need=EXPECTED,
        when=Is("place_of_event", ("ABROAD",)),
        max_length=100,
    ),
)

POST_MORTEM = (
    _ask.date("post_mortem_on", "H4a", "Date of the examination, if it is known", when=_EXAMINED),
    _ask.text("post_mortem_place", "H4b", "Where it is, or was, done", when=_EXAMINED),
)

NEWBORN_CERTIFICATE = (
    _ask.yes_no(
        "newborn_certificate",
        "H11a",
        "Is it the certificate for a baby who died in the first 28 days?",
        when=yes("certificate_issued"),
    ),
    _sure.text("newborn_cause_a", "H11b", "(a) Main condition in the baby", when=_NEWBORN),
    _sure.text("newborn_cause_b", "H11c", "(b) Other conditions in the baby", when=_NEWBORN),
    _sure.text("newborn_cause_c", "H11d", "(c) Main condition in the mother", when=_NEWBORN),
    _sure.text("newborn_cause_d", "H11e", "(d) Other conditions in the mother", when=_NEWBORN),
    _sure.text("newborn_cause_e", "H11f", "(e) Anything else that contributed", when=_NEWBORN),
)

NOTIFICATION_2 = amended(
    NOTIFICATION,
    "2024-2",
    date(2024, 10, 1),
    {
        "suspected_types": ILLNESS,
        "country_of_death": ABROAD,
        "post_mortem_type": POST_MORTEM,
        "cause_2": NEWBORN_CERTIFICATE,
    },
)
"""Deaths notified from October 2024."""
