"""Form B9, 2010 to 2019: another injury that nobody intended. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY)
_care, _service = about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

INJURY = Section(
    "injury",
    "1",
    "The injury",
    (
        _child.choice(
            "injury_kind",
            "1.1",
            "What happened?",
            (
                Choice("fall", "A fall"),
                Choice("choking", "Choking"),
                Choice("suffocation", "Suffocation, strangulation or entrapment"),
                Choice("crush", "Crushing"),
                Choice("sport", "Sport"),
                Choice("animal", "An animal"),
                Choice("electricity", "Electricity"),
                Choice("machinery", "Machinery or a farm"),
                Choice("gunshot", "A gunshot"),
                Choice("explosion", "An explosion"),
                Choice("sting", "A sting"),
                Choice("temperature", "Heat or cold"),
                Choice("treatment", "A complication of treatment"),
                Choice("swallowed object", "A swallowed object"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _child.text("fall_from", "1.2", "From what, and how high?", when=Is("injury_kind", ("fall",))),
        _child.text("choked_on", "1.3", "On what?", when=Is("injury_kind", ("choking", "swallowed object"))),
        _child.text("caught_in", "1.4", "In what?", when=Is("injury_kind", ("suffocation",))),
        _home.text("animal", "1.5", "Which, known to the child, and watched?", when=Is("injury_kind", ("animal",))),
        _home.text("event_place", "1.6", "Place", is_identifying=True),
        _child.text("activity", "1.7", "What was the child doing?"),
        _child.yes_no("child_influence", "1.8", "Had the child drunk alcohol or used drugs?"),
        _home.yes_no("product", "1.9", "Did a product play a part?"),
        _home.text("product_detail", "1.10", "Which, and was it recalled or reported?", when=yes("product")),
        _home.yes_no("building", "1.11", "Did the building play a part?"),
        _home.text("surroundings", "1.12", "Anything else about the surroundings"),
    ),
    guidance="Completed by the police or the hospital.",
)

CARE = Section(
    "care",
    "2",
    "Supervision and help",
    (
        _care.text("supervised_by", "2.1", "Who looked after the child?"),
        _care.yes_no("danger_known", "2.2", "Did the adults know of the danger?"),
        _care.choices(
            "safety_equipment", "2.3", "What was there for safety?", listed("gate", "lock", "cover", "helmet")
        ),
        _service.text("time_to_care", "2.4", "Time until the child had care"),
        _service.yes_no("prosecution", "2.5", "Is there a prosecution, or an inquiry of a regulator?"),
        _service.long_text("issues", "2.6", "Anything else that matters"),
    ),
)

FORM_B9 = FormSpec(
    "supplement_trauma",
    "2010-1",
    "Other non-intentional injury (Form B9)",
    SECOND_SET,
    "Form B9, named in the national set; its questions reconstructed from practice",
    (INJURY, CARE),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B6_OF_2008 = of_the_first_set(FORM_B9, "B6")
"""The same, asked from April 2008 to March 2010."""
