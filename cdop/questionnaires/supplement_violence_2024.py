"""The supplementary form on a death by violence or maltreatment: a possible homicide, abuse or neglect.

A category or an answer here is for learning and never a finding of guilt.
"""

from datetime import date

from cdop.questionnaires import supplement_parts_2024 as parts
from cdop.questionnaires.ask import EXPECTED, yes
from cdop.questionnaires.choices import PLACES
from cdop.questionnaires.conditions import Any, Is
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import Domain
from cdop.rules.agencies import types_of

_POLICE = types_of("police")
_SAFEGUARDING = types_of("children's social care, police, domestic abuse service, probation")

_event = parts.about(Domain.SOCIAL)
_scene = parts.about(Domain.PHYSICAL)
_home = parts.about(Domain.SOCIAL, _SAFEGUARDING)
_child = parts.about(Domain.CHILD)
_law = parts.about(Domain.SERVICE, _POLICE)
_review = parts.about(Domain.SERVICE)

_WEAPON = Is("mechanism", ("sharp", "firearm", "blunt"))

EVENT = Section(
    "event",
    "B",
    "What happened",
    (
        _event.choices(
            "mechanism",
            "B1",
            "How was the child harmed?",
            (
                Choice("blunt", "Blunt injury"),
                Choice("shaking", "Shaking, or an injury of the head by impact"),
                Choice("sharp", "Sharp object"),
                Choice("firearm", "Firearm"),
                Choice("strangulation", "Strangulation or suffocation"),
                Choice("drowning", "Drowning"),
                Choice("fire", "Fire or burns"),
                Choice("poisoning", "Poisoning"),
                Choice("neglect", "Neglect, starvation or withheld care"),
                Choice("abandonment", "Abandonment of a newborn baby"),
                Choice("vehicle", "Vehicle"),
                Choice("other", "Another way"),
            ),
            need=EXPECTED,
        ),
        _scene.text("weapon", "B2", "Which weapon or object?", need=EXPECTED, when=_WEAPON),
        _scene.text("weapon_source", "B3", "Where did it come from?", when=_WEAPON),
        _scene.choice("place", "B4", "Where was it?", PLACES, need=EXPECTED),
        _event.long_text("how_it_happened", "B5", "What is known of what happened", need=EXPECTED, is_identifying=True),
        _event.choices(
            "suspects",
            "B6",
            "Who is suspected or was convicted?",
            (
                Choice("mother", "Mother"),
                Choice("father", "Father"),
                Choice("step-parent or partner", "Step-parent, or a parent's partner"),
                Choice("sibling", "Brother or sister"),
                Choice("other relative", "Another relative"),
                Choice("other carer", "Another carer"),
                Choice("acquaintance", "Somebody else the child knew"),
                Choice("peer", "Another young person"),
                Choice("gang", "A member of a gang or group"),
                Choice("stranger", "A stranger"),
            ),
            need=EXPECTED,
        ),
        _event.number("victims", "B7", "How many people died, this child included?", 1, 200, need=EXPECTED),
        _event.yes_no("suspect_died", "B8", "Did the suspected person die by suicide at the time?", need=EXPECTED),
        _event.yes_no("newborn", "B9", "Was it a newborn baby whose birth was hidden?", need=EXPECTED),
        _event.yes_no(
            "hate", "B10", "Was it perhaps because of the child's or family's race, religion, disability or sexuality?"
        ),
        _event.choices(
            "harmful_practices",
            "B11",
            "Did any of these play a part?",
            (
                Choice("honour", "So-called honour"),
                Choice("genital mutilation", "Female genital mutilation"),
                Choice("faith or belief", "A faith or belief, such as in spirit possession"),
                Choice("forced marriage", "Forced marriage"),
                Choice("induced illness", "Fabricated or induced illness"),
            ),
            hint="Where nothing suggests it, choose not applicable",
        ),
    ),
    guidance="What is said here is for learning. It is never a finding of guilt, whatever a court decides or decided.",
)

HOME = Section(
    "home",
    "C",
    "The family and others",
    (
        _home.yes_no("domestic_abuse", "C1", "Was there domestic abuse in the home?", need=EXPECTED),
        _home.yes_no(
            "risk_conference",
            "C2",
            "Had a multi-agency risk assessment conference discussed the family?",
            need=EXPECTED,
            when=yes("domestic_abuse"),
        ),
        _home.yes_no("separation", "C3", "Was there a separation, or a dispute about contact?", need=EXPECTED),
        _home.yes_no(
            "suspect_mental_health", "C4", "Had the suspected person a mental health condition?", need=EXPECTED
        ),
        _home.yes_no("suspect_substances", "C5", "Did they misuse alcohol or drugs?", need=EXPECTED),
        _home.yes_no("suspect_convicted_before", "C6", "Had they been convicted of violence before?", need=EXPECTED),
        _home.more(
            "suspect_detail",
            "C7",
            "Which services knew of it?",
            Any((yes("suspect_mental_health"), yes("suspect_substances"), yes("suspect_convicted_before"))),
        ),
        _home.choice(
            "social_care_status",
            "C8",
            "What was the child to children's social care?",
            (
                Choice("never known", "Never known"),
                Choice("known before", "Known before"),
                Choice("early help", "Receiving early help"),
                Choice("child in need", "A child in need"),
                Choice("protection plan", "On a child protection plan"),
                Choice("looked after", "Looked after"),
            ),
            need=EXPECTED,
        ),
        _home.yes_no(
            "earlier_plan", "C9", "Had the child or a brother or sister been on a plan before?", need=EXPECTED
        ),
        _home.yes_no("earlier_injuries", "C10", "Had anybody seen injuries before?", need=EXPECTED),
        _home.yes_no(
            "bruised_before_moving",
            "C11",
            "Was a baby who could not yet move about seen with bruises?",
            need=EXPECTED,
            when=yes("earlier_injuries"),
        ),
        _home.more("earlier_injuries_detail", "C12", "Who saw them, and what was done?", yes("earlier_injuries")),
    ),
    agencies=_SAFEGUARDING,
)

YOUNG_PERSON = Section(
    "young_person",
    "D",
    "Life outside the home",
    (
        _child.yes_no(
            "outside_home", "D1", "Was the harm done outside the family, or by other young people?", need=EXPECTED
        ),
        _child.choices(
            "outside_factors",
            "D2",
            "Which of these were known of the child?",
            (
                Choice("gang", "Links to a gang or group"),
                Choice("county lines", "County lines"),
                Choice("carrying a knife", "Carrying a knife or another weapon"),
                Choice("sexual exploitation", "Sexual exploitation"),
                Choice("criminal exploitation", "Other criminal exploitation"),
                Choice("missing", "Episodes of being missing"),
                Choice("trafficking", "Referral as a possible victim of trafficking"),
                Choice("earlier violence", "Having been harmed or threatened before"),
            ),
            need=EXPECTED,
            when=yes("outside_home"),
        ),
        _child.yes_no(
            "excluded",
            "D3",
            "Had the child been suspended or excluded from school?",
            need=EXPECTED,
            when=yes("outside_home"),
        ),
        _child.yes_no("online_dispute", "D4", "Did a dispute online come before it?", when=yes("outside_home")),
        *parts.child_influence(_child, "D5"),
    ),
)

LAW = Section(
    "law",
    "E",
    "The law, and other reviews",
    (
        _law.choice(
            "charge_status",
            "E1",
            "Where are the criminal proceedings?",
            (
                Choice("under investigation", "Under investigation"),
                Choice("charged", "Somebody is charged"),
                Choice("trial", "At trial"),
                Choice("convicted", "Somebody was convicted"),
                Choice("acquitted", "The accused was acquitted"),
                Choice("no charge", "Nobody will be charged"),
                Choice("suspect died", "The suspected person has died"),
            ),
            need=EXPECTED,
        ),
        _law.more(
            "charge_detail",
            "E2",
            "The charge, the trial and the verdict, with dates",
            Is("charge_status", ("charged", "trial", "convicted", "acquitted")),
        ),
        _law.long_text("ask_before_sharing", "E3", "Whom to ask before anything is shared", need=EXPECTED),
        _review.choices(
            "reviews",
            "E4",
            "Which reviews have begun, or are considered?",
            (
                Choice("rapid review", "Rapid review by the safeguarding partners"),
                Choice("practice review", "Local child safeguarding practice review"),
                Choice("national review", "National child safeguarding practice review"),
                Choice("domestic homicide review", "Domestic homicide review"),
                Choice("offensive weapons review", "Offensive weapons homicide review"),
                Choice("mental health homicide review", "Mental health homicide review"),
                Choice("other", "Another"),
            ),
            need=EXPECTED,
        ),
        _review.yes_no("other_children_safe", "E5", "Have other children been made safe?", need=EXPECTED),
    ),
)

VIOLENCE = FormSpec(
    "supplement_violence",
    "2024-1",
    "Supplementary form: violence or maltreatment",
    date(2024, 4, 1),
    "Supplementary form on violent and maltreatment-related deaths, DHSC and NCMD; reconstructed from practice",
    (parts.RETURN, EVENT, HOME, YOUNG_PERSON, LAW, parts.learning("F")),
)
