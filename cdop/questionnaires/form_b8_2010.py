"""Form B8, 2010 to 2019: poisoning. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY)
_care, _service = about(EarlierDomain.PARENTING), about(EarlierDomain.SERVICE)

POISON = Section(
    "poison",
    "1",
    "The poison",
    (
        _home.choices(
            "agents",
            "1.1",
            "What was it?",
            (
                Choice("prescribed", "A prescribed medicine"),
                Choice("bought", "A medicine bought without a prescription"),
                Choice("household", "A household or cleaning product"),
                Choice("battery or magnet", "A battery or a magnet"),
                Choice("carbon monoxide", "Carbon monoxide"),
                Choice("plant", "A plant"),
                Choice("alcohol", "Alcohol"),
                Choice("nicotine", "Nicotine"),
                Choice("illegal", "An illegal drug"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _home.text("agent_detail", "1.2", "Name, form and amount"),
        _home.text("prescribed_for", "1.3", "For whom was it prescribed?", when=Is("agents", ("prescribed",))),
        _home.text("monoxide_source", "1.4", "Where did the gas come from?", when=Is("agents", ("carbon monoxide",))),
        _home.yes_no(
            "monoxide_alarm", "1.5", "Was there a carbon monoxide alarm?", when=Is("agents", ("carbon monoxide",))
        ),
        _child.choice(
            "route", "1.6", "How did it get into the body?", listed("swallowed", "inhaled", "skin", "injected")
        ),
        _child.choice(
            "intent",
            "1.7",
            "How did it come about?",
            (
                Choice("accident", "By accident"),
                Choice("own intention", "The child meant to take it"),
                Choice("other's intention", "Somebody meant to give it"),
                Choice("treatment", "Through an error of treatment"),
                Choice("undetermined", "It could not be determined"),
            ),
        ),
    ),
    guidance="Completed by the hospital or the police.",
)

CARE = Section(
    "care",
    "2",
    "Storage, supervision and care",
    (
        _care.yes_no("in_reach", "2.1", "Was it kept within the child's reach?"),
        _care.yes_no("resistant_pack", "2.2", "Was it in a child-resistant pack?"),
        _care.text("supervised_by", "2.3", "Who looked after the child?"),
        _home.text("obtained_from", "2.4", "Where did it come from?"),
        _service.text("time_to_care", "2.5", "Time until the child had care"),
        _service.yes_no("antidote", "2.6", "Was an antidote given?"),
        _service.text("toxicology", "2.7", "What toxicology found"),
        _service.long_text("issues", "2.8", "Anything else that matters"),
    ),
)

FORM_B8 = FormSpec(
    "supplement_poisoning",
    "2010-1",
    "Poisoning (Form B8)",
    SECOND_SET,
    "Form B8, named in the national set; its questions reconstructed from practice",
    (POISON, CARE),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B5_OF_2008 = of_the_first_set(FORM_B8, "B5")
"""The same, asked from April 2008 to March 2010."""
