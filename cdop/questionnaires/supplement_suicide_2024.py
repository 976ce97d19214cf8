"""The supplementary form on a possible death by suicide, or a death after self-harm.

Method and place are asked for so that means can be made harder to reach; they never leave in anything published.
"""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_event = parts.about(Domain.PHYSICAL, types_of("police, hospital trust, emergency department, coroner"))
_mind = parts.about(Domain.CHILD)
_services = parts.about(Domain.SERVICE)
_life = parts.about(Domain.SOCIAL)
_police = parts.about(Domain.SOCIAL, types_of("police, education, camhs"))
_after = parts.about(Domain.SERVICE)

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        _event.date("event_on", "B1", "Date of the event", need=EXPECTED, is_past=True),
        _event.time("event_at_time", "B2", "Time of the event, as far as is known"),
        _event.choice(
            "place",
            "B3",
            "Where was it?",
            (
                Choice("home", "At home"),
                Choice("another home", "In another home"),
                Choice("school", "School or college"),
                Choice("railway", "Railway"),
                Choice("water", "Water"),
                Choice("high place", "High place"),
                Choice("park or wood", "Park or wood"),
                Choice("public place", "Another public place"),
                Choice("residential care", "Residential care"),
                Choice("custody", "Custody"),
                Choice("inpatient unit", "Mental health inpatient unit"),
                Choice("hospital", "Another hospital ward"),
                Choice("other", "Elsewhere"),
            ),
            need=EXPECTED,
        ),
        _event.choice(
            "method",
            "B4",
            "Method",
            (
                Choice("hanging", "Hanging, strangulation or suffocation"),
                Choice("self-poisoning", "Self-poisoning"),
                Choice("fall", "Jumping or falling from a height"),
                Choice("train or vehicle", "Train or road vehicle"),
                Choice("drowning", "Drowning"),
                Choice("firearm", "Firearm"),
                Choice("cutting", "Cutting"),
                Choice("burning", "Burning"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
            hint="Asked so that means can be made harder to reach. It is never published.",
        ),
        _event.choice(
            "intent",
            "B5",
            "Did the young person mean to die, in your view?",
            (
                Choice("clear", "It is clear"),
                Choice("likely", "It is likely"),
                Choice("unclear", "It is unclear"),
                Choice("accidental", "It was probably not meant"),
                Choice("dare", "It was probably a dare, a game or a challenge"),
            ),
            need=EXPECTED,
        ),
        _event.yes_no("alcohol_at_time", "B6", "Had the young person drunk alcohol?", need=EXPECTED),
        _event.yes_no("drugs_at_time", "B7", "Had they used drugs?", need=EXPECTED),
        _event.text("found_by", "B8", "Who found them?"),
        _event.choices(
            "message_left",
            "B9",
            "Did they leave a message?",
            (
                Choice("paper", "On paper"),
                Choice("text", "As a text or voice message"),
                Choice("social media", "On social media"),
                Choice("search or draft", "A draft or a note on a device"),
                Choice("told somebody", "They told somebody"),
            ),
            need=EXPECTED,
            hint="Where there was none, choose not applicable",
        ),
        _event.long_text(
            "last_contact", "B10", "Who was last in contact with them, and how they seemed", is_identifying=True
        ),
        _event.yes_no("means_restricted", "B11", "Had anybody tried to keep means out of reach?", need=EXPECTED),
        _event.more("means_detail", "B12", "What was done?", yes("means_restricted")),
    ),
)

HISTORY = Section(
    "history",
    "C",
    "Health, and what was known before",
    (
        _mind.yes_no("self_harm", "C1", "Had they harmed themselves before?", need=EXPECTED),
        _mind.number("self_harm_count", "C2", "How often, as far as is known?", 1, 500, when=yes("self_harm")),
        _mind.date("self_harm_last_on", "C3", "When was the last time?", when=yes("self_harm"), is_past=True),
        _mind.yes_no(
            "self_harm_hospital", "C4", "Had they been to hospital for it?", need=EXPECTED, when=yes("self_harm")
        ),
        _mind.yes_no("earlier_attempt", "C5", "Had they tried to end their life before?", need=EXPECTED),
        _mind.yes_no("thoughts_told", "C6", "Had they told anybody of thoughts of suicide?", need=EXPECTED),
        _mind.choices(
            "thoughts_told_to",
            "C7",
            "Whom?",
            listed(
                "family", "friend", "school", "general practice", "mental health service", "helpline", "online", "other"
            ),
            need=EXPECTED,
            when=yes("thoughts_told"),
        ),
        _mind.choices(
            "diagnoses",
            "C8",
            "Which conditions were known or suspected?",
            listed(
                "depression",
                "anxiety",
                "psychosis",
                "eating disorder",
                "post-traumatic stress",
                "emerging personality disorder",
                "learning difficulty",
                "learning disability",
                "other",
            ),
            hint="ADHD and autism are asked about below. Where there was none, choose not applicable",
        ),
        _mind.choice(
            "adhd",
            "C9",
            "ADHD",
            listed("confirmed", "suspected", "waiting for assessment", "not suspected"),
            need=EXPECTED,
        ),
        _mind.choice(
            "autism",
            "C10",
            "Autism",
            listed("confirmed", "suspected", "waiting for assessment", "not suspected"),
            need=EXPECTED,
        ),
        _mind.yes_no("medicine", "C11", "Did they take a medicine for their mental health?", need=EXPECTED),
        _mind.more("medicine_detail", "C12", "Which, since when, and any recent change?", yes("medicine")),
        _mind.yes_no("physical_illness", "C13", "Had they a long-term physical illness or pain?"),
        _life.yes_no("family_suicide", "C14", "Has anybody in the family died by suicide?", need=EXPECTED),
        _life.yes_no("family_mental_illness", "C15", "Has anybody in the family a mental illness?"),
    ),
)

SERVICES = Section(
    "services",
    "D",
    "Services",
    (
        _services.choice(
            "camhs_status",
            "D1",
            "Child and adolescent mental health service",
            (
                Choice("never referred", "Never referred"),
                Choice("not accepted", "Referred and not accepted"),
                Choice("waiting", "Waiting"),
                Choice("open", "In their care"),
                Choice("discharged", "Discharged"),
                Choice("moving on", "Moving to another service"),
            ),
            need=EXPECTED,
        ),
        _services.date(
            "camhs_ended_on",
            "D2",
            "Date of discharge",
            when=Is("camhs_status", ("discharged", "moving on")),
            is_past=True,
        ),
        _services.number(
            "camhs_wait_days",
            "D3",
            "Days waited",
            0,
            2000,
            "days",
            need=EXPECTED,
            when=Is("camhs_status", ("waiting",)),
        ),
        _services.yes_no("risk_assessed", "D4", "Had anybody assessed the risk?", need=EXPECTED),
        _services.yes_no("safety_plan", "D5", "Was there a safety plan that the family knew of?", need=EXPECTED),
        _services.choices(
            "contacts",
            "D6",
            "Which of these were there in the last months?",
            (
                Choice("crisis, 30 days", "A crisis service, in the last 30 days"),
                Choice("emergency department, 3 months", "Emergency department, in the last 3 months"),
                Choice("general practice, 3 months", "General practice, in the last 3 months"),
                Choice("school counselling", "Counselling or support in school"),
                Choice("substance service", "Substance misuse service"),
                Choice("social care", "Children's social care"),
                Choice("youth justice", "Youth justice"),
                Choice("voluntary", "A voluntary organisation or helpline"),
            ),
            need=EXPECTED,
            hint="Where there was none, choose not applicable",
        ),
        _services.long_text("service_account", "D7", "What services knew and did, with dates"),
    ),
)

EVENTS = Group(
    "life_events",
    "E1",
    "What had happened in the young person's life",
    "event",
    (
        _life.choice(
            "life_event",
            "E1a",
            "What was it?",
            (
                Choice("bereavement", "Somebody close had died"),
                Choice("bereavement by suicide", "Somebody close had died by suicide"),
                Choice("relationship", "A relationship had ended"),
                Choice("friendship", "A friendship was lost"),
                Choice("family", "Conflict or separation in the family"),
                Choice("domestic abuse", "Domestic abuse"),
                Choice("abuse", "Abuse or neglect"),
                Choice("sexual abuse", "Sexual abuse or assault"),
                Choice("bullying", "Bullying face to face"),
                Choice("online bullying", "Bullying online"),
                Choice("exams", "Exams or pressure at school"),
                Choice("exclusion", "Exclusion, or absence from school"),
                Choice("house move", "A move of home or school"),
                Choice("placement move", "A move of placement"),
                Choice("looked after", "Being looked after, or leaving care"),
                Choice("exploitation", "Criminal or sexual exploitation"),
                Choice("gang", "A gang"),
                Choice("police", "Contact with the police, or an allegation"),
                Choice("debt", "Debt or gambling"),
                Choice("illness", "Their own illness, or a relative's"),
                Choice("sexuality", "Distress about sexuality"),
                Choice("gender", "Distress about gender identity"),
                Choice("pregnancy", "Pregnancy"),
                Choice("pet", "Loss of a pet"),
                Choice("pandemic", "Disruption by the pandemic"),
                Choice("anniversary", "An anniversary"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
        ),
        _life.choice(
            "life_event_time",
            "E1b",
            "How long before?",
            listed("last 7 days", "last 3 months", "last year", "earlier"),
            need=EXPECTED,
        ),
        _life.text("life_event_note", "E1c", "Note"),
    ),
    at_most=27,
    hint="One for each. They are not causes: they are what was hard.",
)

LIFE = Section(
    "life",
    "E",
    "The young person's life",
    (
        EVENTS,
        _police.yes_no("online_part", "E2", "Did anything online perhaps play a part?", need=EXPECTED),
        _police.choices(
            "online_kinds",
            "E3",
            "What was it?",
            (
                Choice("searches", "Searches for ways to die"),
                Choice("content", "Content that encourages suicide or self-harm"),
                Choice("contacts", "Contacts who encouraged it"),
                Choice("social media", "Social media"),
                Choice("gaming", "Gaming"),
                Choice("images", "Sharing of intimate images, or blackmail"),
                Choice("other", "Something else"),
            ),
            need=EXPECTED,
            when=yes("online_part"),
        ),
        _police.yes_no("device_examined", "E4", "Were devices examined?", need=EXPECTED),
        _life.yes_no(
            "knew_somebody", "E5", "Had they known somebody who died by suicide or harmed themselves?", need=EXPECTED
        ),
        _life.yes_no("linked_deaths", "E6", "May other deaths be linked to this one?", need=EXPECTED),
        _life.long_text(
            "linked_deaths_detail",
            "E7",
            "In what way, and who has been told?",
            when=yes("linked_deaths"),
            is_identifying=True,
        ),
    ),
)

AFTER = Section(
    "after",
    "F",
    "Afterwards",
    (
        _after.yes_no("cluster_alert", "F1", "Was the local suicide prevention lead told?", need=EXPECTED),
        _after.choices(
            "support_given",
            "F2",
            "Who has been offered support?",
            listed("family", "friends", "school", "other young people", "staff"),
            need=EXPECTED,
        ),
        _after.yes_no("media", "F3", "Was there, or may there be, attention of the media?"),
        _after.choice("conclusion", "F4", "The coroner's conclusion, if there is one", choices.CONCLUSIONS),
    ),
)

SUICIDE = FormSpec(
    "supplement_suicide",
    "2024-1",
    "Supplementary form: suicide and self-harm",
    date(2024, 4, 1),
    "Supplementary form on suicide and self-harm, DHSC and NCMD; reconstructed from the list of forms and practice",
    (parts.RETURN, EVENT, HISTORY, SERVICES, LIFE, AFTER, parts.learning("G")),
)
