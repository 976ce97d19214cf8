"""The supplementary form on poisoning: by a medicine, a household product, a gas, a plant or anything else."""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, REQUIRED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_TREATED = types_of("hospital trust, emergency department, specialist centre, ambulance")

_agent = parts.about(Domain.PHYSICAL)
_care = parts.about(Domain.SOCIAL)
_gas = parts.about(Domain.PHYSICAL)
_help = parts.about(Domain.SERVICE, _TREATED)
_police = parts.about(Domain.SERVICE, types_of("police"))
_tests = parts.about(Domain.SERVICE)

AGENTS = Group(
    "agents",
    "B1",
    "What the child was poisoned by",
    "substance",
    (
        _agent.choice(
            "agent_kind",
            "B1a",
            "What sort of substance?",
            (
                Choice("prescribed", "Prescribed medicine"),
                Choice("over the counter", "Medicine bought without a prescription"),
                Choice("household", "Household or garden product"),
                Choice("cleaning capsule", "Cleaning or laundry capsule"),
                Choice("battery or magnet", "Battery or magnet"),
                Choice("carbon monoxide", "Carbon monoxide or another gas"),
                Choice("plant", "Plant, mushroom or animal"),
                Choice("alcohol", "Alcohol"),
                Choice("nicotine", "Nicotine or vape liquid"),
                Choice("illegal drug", "Illegal drug or a new substance"),
                Choice("other", "Another"),
            ),
            need=REQUIRED,
        ),
        _agent.text("agent_name", "B1b", "Its name", need=EXPECTED),
        _agent.choice(
            "agent_prescribed_to",
            "B1c",
            "Whose medicine was it?",
            listed("the child's", "a parent's or carer's", "somebody else's"),
            need=EXPECTED,
            when=Is("agent_kind", ("prescribed",)),
        ),
        _agent.text("agent_amount", "B1d", "In what form, and how much?"),
        _agent.choice(
            "agent_route",
            "B1e",
            "How did it enter the body?",
            listed("swallowed", "breathed in", "injected", "through the skin", "other"),
            need=EXPECTED,
        ),
        _agent.text("agent_bought", "B1f", "Where was it obtained?", hint="For example, a shop, online, from a friend"),
    ),
    at_most=10,
)

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        AGENTS,
        _agent.choice(
            "intent",
            "B2",
            "How is it believed to have come about?",
            (
                Choice("accident", "By accident"),
                Choice("self", "Meant by the child"),
                Choice("other person", "Meant by somebody else"),
                Choice("treatment error", "By an error in treatment"),
                Choice("undetermined", "It cannot be told"),
            ),
            need=EXPECTED,
        ),
        _agent.yes_no("in_reach", "B3", "Was the substance within the child's reach?", need=EXPECTED),
        _agent.yes_no("stored_safely", "B4", "Was it usually locked away or stored out of reach?", need=EXPECTED),
        _agent.yes_no("resistant_pack", "B5", "Was it in a pack that children cannot easily open?", need=EXPECTED),
        _agent.yes_no("own_container", "B6", "Was it in its own container, with its label?"),
        _gas.yes_no("was_gas", "B7", "Was it carbon monoxide?", need=EXPECTED),
        _gas.text("gas_source", "B8", "What did it come from?", need=EXPECTED, when=yes("was_gas")),
        _gas.yes_no("gas_alarm", "B9", "Was there an alarm that worked?", need=EXPECTED, when=yes("was_gas")),
        _gas.yes_no(
            "appliance_checked", "B10", "Had the appliance been checked in the last year?", when=yes("was_gas")
        ),
        *parts.supervision(_care, "B11"),
        *parts.carer_influence(_care, "B16"),
    ),
)

CARE = Section(
    "care",
    "C",
    "Care and tests",
    (
        _help.time("taken_at_time", "C1", "Time at which it was taken, if known"),
        _help.number("hours_to_care", "C2", "Hours until the child was first seen", 0, 720, "hours", need=EXPECTED),
        _help.yes_no("poisons_advice", "C3", "Was the poisons information service asked?", need=EXPECTED),
        _help.yes_no("antidote", "C4", "Was an antidote given?", need=EXPECTED),
        _help.more("antidote_detail", "C5", "Which, and when?", yes("antidote")),
        _help.yes_no("care_delayed", "C6", "Was there delay in finding or treating it?"),
        _help.more("care_delayed_detail", "C7", "What was the delay, and why?", yes("care_delayed")),
        _tests.yes_no("toxicology", "C8", "Was toxicology done?", need=EXPECTED),
        _tests.more("toxicology_findings", "C9", "What did it find?", yes("toxicology")),
        *parts.proceedings(_police, "C10"),
        _tests.yes_no("reported_as_unsafe", "C13", "Was the product or the medicine reported as unsafe to anybody?"),
    ),
)

POISONING = FormSpec(
    "supplement_poisoning",
    "2024-1",
    "Supplementary form: poisoning",
    date(2024, 4, 1),
    "Supplementary form on poisoning, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, EVENT, CARE, parts.learning("D")),
)
