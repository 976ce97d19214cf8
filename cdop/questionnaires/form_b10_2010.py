"""Form B10, 2010 to 2019: substance misuse. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home, _service = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY), about(EarlierDomain.SERVICE)

SUBSTANCES = Section(
    "substances",
    "1",
    "Substances",
    (
        _child.choices(
            "substances",
            "1.1",
            "Which?",
            (
                *listed("alcohol", "cannabis", "opioids", "cocaine", "ecstasy", "ketamine", "benzodiazepines"),
                Choice("solvents", "Solvents or aerosols"),
                Choice("nitrous oxide", "Nitrous oxide"),
                Choice("new substances", "New psychoactive substances"),
                Choice("steroids", "Anabolic steroids"),
                Choice("prescribed", "Prescribed medicine"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _child.choice("pattern", "1.2", "Pattern of use", listed("first use", "experimental", "regular", "dependent")),
        _child.choice("setting", "1.3", "Circumstances", listed("alone", "with friends", "party", "festival", "other")),
        _home.text("supplied_by", "1.4", "Where did it come from?"),
        _child.choice(
            "mechanism",
            "1.5",
            "How did it lead to the death?",
            listed("toxic effect", "injury while under the influence", "asphyxia", "other"),
        ),
        _service.text("toxicology", "1.6", "What toxicology found"),
    ),
    guidance="Completed by the police or a substance misuse service.",
)

BACKGROUND = Section(
    "background",
    "2",
    "Background",
    (
        _service.yes_no("known_to_service", "2.1", "Was the young person known to a substance misuse service?"),
        _service.text("service_detail", "2.2", "Which, and when last seen?", when=yes("known_to_service")),
        _home.yes_no("parents_misuse", "2.3", "Did a parent or carer misuse substances?"),
        _child.yes_no("mental_health", "2.4", "Had the young person a mental health condition?"),
        _home.yes_no("exploited", "2.5", "Was there concern about exploitation?"),
        _service.long_text("issues", "2.6", "Anything else that matters"),
    ),
)

FORM_B10 = FormSpec(
    "supplement_substance",
    "2010-1",
    "Substance misuse (Form B10)",
    SECOND_SET,
    "Form B10, named in the national set; its questions reconstructed from practice",
    (SUBSTANCES, BACKGROUND),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B7_OF_2008 = of_the_first_set(FORM_B10, "B7")
"""The same, asked from April 2008 to March 2010."""
