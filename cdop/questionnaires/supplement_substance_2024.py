"""The supplementary form on substance misuse: alcohol, drugs, solvents or medicines that a young person used."""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_child = parts.about(Domain.CHILD)
_life = parts.about(Domain.SOCIAL)
_supply = parts.about(Domain.PHYSICAL, types_of("police"))
_help = parts.about(Domain.SERVICE)
_police = parts.about(Domain.SERVICE, types_of("police"))

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        _child.choices("substances", "B1", "What had the child used?", choices.SUBSTANCES, need=EXPECTED),
        _child.text("substance_other", "B2", "What else was it?", when=Is("substances", ("other", "medicine"))),
        _child.choice(
            "pattern",
            "B3",
            "How did the child use it before?",
            (
                Choice("first use", "This was the first time, as far as is known"),
                Choice("now and then", "Now and then"),
                Choice("regular", "Regularly"),
                Choice("dependent", "The child was dependent on it"),
            ),
            need=EXPECTED,
        ),
        _child.number("first_used_age", "B4", "Age at which the child first used anything", 5, 17, "years"),
        _child.choice(
            "mechanism",
            "B5",
            "How did it lead to the death?",
            (
                Choice("toxic effect", "By its effect on the body"),
                Choice("injury", "The child was injured while under its influence"),
                Choice("asphyxia", "By choking or lack of air"),
                Choice("withdrawal", "By withdrawal or a long-term effect"),
                Choice("other", "In another way"),
            ),
            need=EXPECTED,
        ),
        _child.yes_no("intended_harm", "B6", "Is it possible that the child meant to be harmed?", need=EXPECTED),
        _life.choice(
            "company",
            "B7",
            "Where was it, and with whom?",
            (
                Choice("alone at home", "Alone at home"),
                Choice("alone elsewhere", "Alone elsewhere"),
                Choice("with friends", "With friends"),
                Choice("party", "At a party"),
                Choice("festival", "At a festival, a club or another event"),
                Choice("with adults", "With adults"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _life.yes_no("help_called_at_once", "B8", "Did those who were there call for help at once?", need=EXPECTED),
        _life.more(
            "others_present_detail",
            "B9",
            "Who was there, and what kept them from calling sooner?",
            Is("help_called_at_once", ("no",)),
        ),
        _supply.choice(
            "supplied_by",
            "B10",
            "Where did the substance come from?",
            (
                Choice("friend", "A friend"),
                Choice("family", "The family or the home"),
                Choice("dealer", "Somebody who sells drugs"),
                Choice("online", "Online"),
                Choice("shop", "A shop"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _supply.yes_no("others_harmed", "B11", "Were others harmed by the same substance?", need=EXPECTED),
    ),
)

LIFE = Section(
    "life",
    "C",
    "The young person's life",
    (
        _life.yes_no(
            "known_to_substance_service", "C1", "Was the child known to a substance misuse service?", need=EXPECTED
        ),
        _life.more(
            "substance_service_detail", "C2", "Since when, and what was offered?", yes("known_to_substance_service")
        ),
        _life.yes_no("parental_misuse", "C3", "Did a parent or carer misuse alcohol or drugs?", need=EXPECTED),
        _child.yes_no("mental_health", "C4", "Did the child have a mental health need?", need=EXPECTED),
        _child.more("mental_health_detail", "C5", "Tell us more", yes("mental_health")),
        _life.yes_no(
            "exploited", "C6", "Was there concern that the child was exploited, criminally or sexually?", need=EXPECTED
        ),
        _life.more("exploited_detail", "C7", "What was known, and what was done?", yes("exploited")),
        _life.yes_no("earlier_overdose", "C8", "Had the child needed care after using something before?"),
        _life.yes_no("school_told", "C9", "Had school or college been concerned about it?"),
    ),
)

CARE = Section(
    "care",
    "D",
    "Care and tests",
    (
        *parts.rescue(_help, "D1"),
        _help.yes_no("naloxone", "D7", "Was naloxone given?"),
        _help.yes_no("toxicology", "D8", "Was toxicology done?", need=EXPECTED),
        _help.more("toxicology_findings", "D9", "What did it find?", yes("toxicology")),
        *parts.proceedings(_police, "D10"),
        _help.yes_no("local_alert", "D13", "Was a local or national drug alert raised?", need=EXPECTED),
    ),
)

SUBSTANCE = FormSpec(
    "supplement_substance",
    "2024-1",
    "Supplementary form: substance misuse",
    date(2024, 4, 1),
    "Supplementary form on substance misuse, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, EVENT, LIFE, CARE, parts.learning("E")),
)
