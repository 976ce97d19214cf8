"""Form B: what every agency that knew the child was asked from 2008 to 2019. Wording is ours.

Nobody filled in all of it: each agency answered what it knew, and the panel's office gathered the answers in one
record. Page one identifies and can be taken off; its questions are marked as identifying.
"""

from datetime import date

from cdop.questionnaires import form_b_2008_child, form_b_2008_family, form_b_2008_services
from cdop.questionnaires.ask import EXPECTED, REQUIRED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import (
    FIRST_SET,
    KNOWN,
    LAST_DAY,
    LAST_DAY_OF_THE_FIRST,
    OLD_PLACES,
    PLAIN,
    SECOND_SET,
)
from cdop.questionnaires.sources import FORM_B_2008, FORM_B_2010
from cdop.questionnaires.spec import Choice, FormSpec, Section

IDENTIFYING = Section(
    "identifying",
    "A",
    "The child, and who reports",
    (
        PLAIN.text("child_name", "A1", "Name of the child", need=REQUIRED, is_identifying=True, source=FORM_B_2008),
        KNOWN.date("born_on", "A2", "Date of birth", is_identifying=True, is_past=True, source=FORM_B_2008),
        KNOWN.nhs_number("nhs_number", "A3", "NHS number", source=FORM_B_2008),
        KNOWN.date("died_on", "A4", "Date of death", is_identifying=True, is_past=True, source=FORM_B_2008),
        KNOWN.choice("sex", "A5", "Sex", listed("male", "female"), source=FORM_B_2008),
        KNOWN.long_text("address", "A6", "Address", is_identifying=True, source=FORM_B_2008),
        KNOWN.postcode("postcode", "A7", "Postcode", source=FORM_B_2008),
        PLAIN.text("completed_by_agency", "A8", "Agency that reports", need=REQUIRED, source=FORM_B_2008),
        PLAIN.text("completed_by_name", "A9", "Person who fills in this form", is_identifying=True, source=FORM_B_2008),
        PLAIN.long_text("completed_by_address", "A10", "Their address", is_identifying=True, source=FORM_B_2008),
        PLAIN.telephone("completed_by_telephone", "A11", "Their telephone number", source=FORM_B_2008),
        PLAIN.email("completed_by_email", "A12", "Their e-mail address", source=FORM_B_2008),
        PLAIN.date("completed_on", "A13", "Date", is_past=True, is_own=True, source=FORM_B_2008),
    ),
    guidance="This page can be taken off, so that the rest of the form names nobody.",
)

EVENTS_2008 = (
    Choice("road traffic", "Road traffic accident or collision"),
    Choice("drowning", "Drowning"),
    Choice("fire or burns", "Fire or burns"),
    Choice("poisoning", "Poisoning"),
    Choice("other accident", "Another accident"),
    Choice("substance misuse", "Substance misuse"),
    Choice("apparent homicide", "Apparent homicide"),
    Choice("apparent suicide", "Apparent suicide"),
)
EVENTS_2010 = (
    Choice("neonatal", "Death of a newborn baby"),
    Choice("life-limiting", "Known life-limiting condition"),
    Choice("sudden unexpected death", "Sudden unexpected death in infancy"),
    *EVENTS_2008,
)


def _summary(events: tuple[Choice, ...], source: str) -> Section:
    return Section(
        "summary",
        "B",
        "Summary, and what led to the death",
        (
            KNOWN.choice(
                "mode_of_death",
                "B1",
                "How did the death come about?",
                listed(
                    "planned palliative care",
                    "found dead or collapsed",
                    "witnessed event",
                    "active withdrawal or cessation of treatment",
                    "brain-stem death",
                    "other",
                ),
                need=EXPECTED,
                source=FORM_B_2008,
            ),
            KNOWN.yes_no("resuscitation_attempted", "B2", "Was resuscitation tried?", source=FORM_B_2008),
            KNOWN.choice(
                "place_of_death",
                "B3",
                "Where is the child believed to have died?",
                OLD_PLACES,
                need=EXPECTED,
                source=FORM_B_2008,
            ),
            KNOWN.choice(
                "place_of_event",
                "B4",
                "Where was the child when the event or illness that led to the death began?",
                OLD_PLACES,
            ),
            KNOWN.choices(
                "events",
                "B5",
                "Was it any of these?",
                events,
                hint="Each has a supplementary form of its own",
                source=source,
            ),
            KNOWN.text("cause_1a", "B6", "Registered cause of death, I(a)"),
            KNOWN.text("cause_1b", "B7", "I(b)"),
            KNOWN.text("cause_1c", "B8", "I(c)"),
            KNOWN.text("cause_2", "B9", "II"),
            KNOWN.yes_no("coroner_referred", "B10", "Was the death referred to the coroner?"),
            KNOWN.yes_no("post_mortem", "B11", "Was there a post-mortem examination?", when=yes("coroner_referred")),
            KNOWN.yes_no("inquest", "B12", "Was there an inquest?", when=yes("coroner_referred")),
            KNOWN.long_text("inquest_conclusion", "B13", "What did the inquest conclude?", when=yes("inquest")),
            KNOWN.long_text("circumstances", "B14", "Summary of the circumstances", need=EXPECTED, is_identifying=True),
            PLAIN.long_text("chronology", "B15", "Your agency's last contacts, with their dates", is_identifying=True),
        ),
    )


def _form_b(version: str, from_on: date, until_on: date, events: tuple[Choice, ...], source: str) -> FormSpec:
    return FormSpec(
        "form_b",
        version,
        "Agency report form (Form B)",
        from_on,
        f"{source}; options within sections C to F reconstructed",
        (
            IDENTIFYING,
            _summary(events, source),
            form_b_2008_child.SECTION,
            form_b_2008_family.FAMILY,
            form_b_2008_family.PARENTING,
            form_b_2008_services.SECTION,
        ),
        until_on=until_on,
    )


FORM_B_FIRST = _form_b("2008-1", FIRST_SET, LAST_DAY_OF_THE_FIRST, EVENTS_2008, FORM_B_2008)
"""Asked from April 2008 to March 2010."""

FORM_B_SECOND = _form_b("2010-1", SECOND_SET, LAST_DAY, EVENTS_2010, FORM_B_2010)
"""Asked from April 2010 to March 2019: three more supplementary forms."""
