"""Form B12, 2010 to 2019: apparent suicide. Its questions are reconstructed."""

from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.era_2008 import LAST_DAY, SECOND_SET, about, of_the_first_set
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_child, _home, _service = about(EarlierDomain.CHILD), about(EarlierDomain.FAMILY), about(EarlierDomain.SERVICE)

EVENT = Section(
    "event",
    "1",
    "What happened",
    (
        _child.date("event_on", "1.1", "Date", is_identifying=True, is_past=True),
        _child.time("event_at_time", "1.2", "Time"),
        _home.choice(
            "event_place",
            "1.3",
            "Where?",
            listed("home", "school", "railway", "water", "public place", "custody", "hospital", "other"),
        ),
        _child.choice(
            "method",
            "1.4",
            "How?",
            (
                Choice("suffocation", "Hanging, strangulation or suffocation"),
                Choice("poisoning", "Poisoning"),
                Choice("fall", "A fall from a height"),
                Choice("vehicle", "A train or a vehicle"),
                Choice("drowning", "Drowning"),
                Choice("firearm", "A firearm"),
                Choice("sharp", "A sharp object"),
                Choice("fire", "Fire"),
                Choice("other", "Another way"),
            ),
            need=EXPECTED,
        ),
        _child.choice(
            "intent", "1.5", "How clear is it that the young person meant to die?", listed("clear", "likely", "unclear")
        ),
        _child.yes_no("child_influence", "1.6", "Had the young person drunk alcohol or used drugs?"),
        _child.yes_no("message_left", "1.7", "Was a note or a message left?"),
        _child.text("found_by", "1.8", "Who found the young person?", is_identifying=True),
        _home.yes_no("means_at_hand", "1.9", "Were the means easily at hand?"),
    ),
    guidance="Completed by the police or the mental health service for young people.",
)

HISTORY = Section(
    "history",
    "2",
    "Health and services",
    (
        _child.yes_no("self_harm", "2.1", "Had the young person harmed themself before?"),
        _child.text("self_harm_detail", "2.2", "How often, and when last?", when=yes("self_harm")),
        _child.yes_no("thoughts_told", "2.3", "Had they told somebody of thoughts of suicide?"),
        _child.choices(
            "diagnoses",
            "2.4",
            "Diagnoses",
            listed(
                "depression",
                "anxiety",
                "psychosis",
                "eating disorder",
                "adhd",
                "autism",
                "learning difficulty",
                "other",
            ),
        ),
        _home.yes_no("family_suicide", "2.5", "Had a relative died by suicide?"),
        _service.choice(
            "camhs_status",
            "2.6",
            "Mental health service",
            listed("never referred", "referred and not accepted", "waiting", "in care", "discharged"),
        ),
        _service.yes_no("risk_assessed", "2.7", "Had risk been assessed?"),
        _service.yes_no("recent_contact", "2.8", "Had there been contact with a service in the last month?"),
    ),
)

LIFE = Section(
    "life",
    "3",
    "Life before",
    (
        _home.choices(
            "life_events",
            "3.1",
            "Was there any of these?",
            (
                Choice("bereavement", "Bereavement"),
                Choice("relationship", "The end of a relationship"),
                Choice("family", "Conflict or separation in the family"),
                Choice("domestic violence", "Domestic violence"),
                Choice("abuse", "Abuse or neglect"),
                Choice("bullying", "Bullying"),
                Choice("exams", "Examinations or pressure of school"),
                Choice("exclusion", "Exclusion from school"),
                Choice("looked after", "Being looked after, or a move"),
                Choice("police", "Contact with the police"),
                Choice("exploitation", "Exploitation or gangs"),
                Choice("identity", "Distress about sexuality or identity"),
                Choice("illness", "Illness"),
                Choice("other", "Another"),
            ),
        ),
        _home.yes_no("internet", "3.2", "Did the internet play a part?"),
        _home.text("internet_detail", "3.3", "In what way?", when=yes("internet")),
        _home.yes_no("knew_another", "3.4", "Had the young person known somebody who died by suicide?"),
        _service.yes_no("school_supported", "3.5", "Were the school and friends supported afterwards?"),
        _service.text("coroner_conclusion", "3.6", "The coroner's conclusion"),
        _service.long_text("issues", "3.7", "Anything else that matters"),
    ),
)

FORM_B12 = FormSpec(
    "supplement_suicide",
    "2010-1",
    "Apparent suicide (Form B12)",
    SECOND_SET,
    "Form B12, named in the national set; its questions reconstructed from practice",
    (EVENT, HISTORY, LIFE),
    until_on=LAST_DAY,
)
"""Asked from April 2010 to March 2019."""

FORM_B9_OF_2008 = of_the_first_set(FORM_B12, "B9")
"""The same, asked from April 2008 to March 2010."""
