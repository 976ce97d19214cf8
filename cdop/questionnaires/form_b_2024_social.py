"""Section D of the reporting form: the social environment, with the family and the care the child was given."""

from cdop.questionnaires import choices
from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, Ask, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.sources import CHANGES_2021
from cdop.questionnaires.spec import Choice, Group, Section
from cdop.questionnaires.words import Domain


def _ask(agencies: frozenset[str]) -> Ask:
    return Ask((NOT_KNOWN, NOT_HELD), Domain.SOCIAL, agencies)


_household, _health, _conduct = _ask(asked_of.HOUSEHOLD), _ask(asked_of.CARERS_HEALTH), _ask(asked_of.CARERS_CONDUCT)
_safeguarding, _poverty = _ask(asked_of.SAFEGUARDING), _ask(asked_of.POVERTY)
_appointments, _supervision = _ask(asked_of.APPOINTMENTS), _ask(asked_of.SUPERVISION)
_care, _everyone = _ask(asked_of.SOCIAL_CARE), _ask(frozenset())
_family_life, _young_carers, _income = _ask(asked_of.FAMILY_LIFE), _ask(asked_of.YOUNG_CARERS), _ask(asked_of.INCOME)
_parents_health = _ask(asked_of.CARERS_HEALTH | asked_of.CARERS_CONDUCT)

CARERS = Group(
    "carers",
    "D1",
    "Parents, carers and other adults in the home",
    "adult",
    (
        _household.choice(
            "carer_relationship", "D1a", "Relationship to the child", choices.RELATIONSHIPS, need=EXPECTED
        ),
        _household.number("carer_age", "D1b", "Age", 10, 110, "years"),
        _household.yes_no("carer_lived_with_child", "D1c", "Did they live with the child?", need=EXPECTED),
        _household.text("carer_occupation", "D1d", "Occupation"),
        _health.yes_no("carer_physical_health", "D1e", "A physical illness or disability?"),
        _health.yes_no("carer_learning_disability", "D1f", "A learning disability?"),
        _health.yes_no("carer_mental_health", "D1g", "A mental health condition?", need=EXPECTED),
        _health.yes_no("carer_smoked", "D1h", "Did they smoke or vape?", need=EXPECTED),
        _parents_health.yes_no("carer_alcohol", "D1i", "Was alcohol a concern?", need=EXPECTED),
        _parents_health.yes_no("carer_drugs", "D1j", "Were drugs a concern?", need=EXPECTED),
        _conduct.yes_no("carer_police", "D1k", "Known to the police?"),
        _conduct.yes_no("carer_abused", "D1l", "Had they experienced domestic abuse?"),
        _conduct.yes_no("carer_abusive", "D1m", "Had they been abusive to a partner or a relative?"),
        _conduct.yes_no("carer_care_leaver", "D1n", "Had they been in care themselves?"),
    ),
    at_most=8,
    hint="Include the father and any partner, wherever they live. Names are not needed.",
)

SIBLINGS = Group(
    "siblings",
    "D2",
    "Brothers, sisters and other children in the home",
    "child",
    (
        _safeguarding.number("sibling_age", "D2a", "Age", 0, 30, "years"),
        _safeguarding.yes_no("sibling_lived_with_child", "D2b", "Did they live with the child?"),
        _safeguarding.yes_no("sibling_known_to_us", "D2c", "Are they known to you?", is_own=True),
        _care.yes_no("sibling_protected", "D2d", "Have they a protection plan, or are they looked after?"),
    ),
    hint="Names are not needed.",
)

FAMILY = (
    _household.yes_no("earlier_child_death", "D3", "Has another child in the family died?", need=EXPECTED),
    _household.more("earlier_child_death_detail", "D4", "Tell us more", yes("earlier_child_death")),
    _ask(asked_of.PARENTS_RELATED).yes_no("consanguinity", "D5", "Are the parents close relatives?"),
    _ask(asked_of.SMOKING_AT_HOME).yes_no("household_smoking", "D6", "Did anybody smoke in the home?", need=EXPECTED),
    _safeguarding.yes_no("domestic_abuse", "D7", "Was there domestic abuse in the home?", need=EXPECTED),
    _safeguarding.more("domestic_abuse_detail", "D8", "Tell us more", yes("domestic_abuse")),
    _safeguarding.yes_no(
        "abuse_or_neglect", "D9", "Was there ever concern that the child was abused or neglected?", need=EXPECTED
    ),
    _safeguarding.choices(
        "abuse_kinds",
        "D10",
        "What was the concern about?",
        listed("neglect", "emotional abuse", "physical abuse", "sexual abuse"),
        need=EXPECTED,
        when=yes("abuse_or_neglect"),
    ),
    _safeguarding.more(
        "abuse_detail", "D11", "What was known, and what was done?", yes("abuse_or_neglect"), hint="With dates"
    ),
    _care.yes_no("section_47", "D12", "Were there enquiries under section 47?", need=EXPECTED),
    _care.yes_no("siblings_in_proceedings", "D13", "Were there care proceedings about a brother or sister?"),
    _care.long_text("social_care_history", "D14", "Referrals, assessments and plans, with dates"),
    _poverty.yes_no(
        "poverty", "D15", "Did the child live in poverty or deprivation?", need=EXPECTED, source=CHANGES_2021
    ),
    _income.choice(
        "household_income",
        "D16",
        "What did the household live on?",
        listed("work", "work and benefits", "benefits", "no recourse to public funds", "other"),
    ),
    _appointments.yes_no(
        "barriers",
        "D17",
        "Did the family meet barriers to services?",
        need=EXPECTED,
        hint="For example, charges for care, language, money, travel",
        source=CHANGES_2021,
    ),
    _appointments.choices(
        "barrier_kinds",
        "D18",
        "Which?",
        (
            Choice("charges", "Charges for care"),
            Choice("language", "Language or interpreting"),
            Choice("money", "Money or travel"),
            Choice("immigration", "Immigration status"),
            Choice("trust", "Fear or mistrust of services"),
            Choice("hours", "Times, places or waiting lists"),
            Choice("culture", "Understanding of culture or religion"),
            Choice("other", "Another"),
        ),
        need=EXPECTED,
        when=yes("barriers"),
        source=CHANGES_2021,
    ),
    _appointments.yes_no(
        "was_not_brought", "D19", "Was the child ever not brought to an appointment?", need=EXPECTED, is_own=True
    ),
    _appointments.more(
        "was_not_brought_detail", "D20", "Which appointments, and what was done next?", yes("was_not_brought")
    ),
    _appointments.yes_no("lost_contact", "D21", "Did the family and your service ever lose contact?", is_own=True),
    _family_life.text("language", "D22", "Language spoken at home"),
    _family_life.yes_no("social_support", "D23", "Had the family friends or relatives who helped?"),
    _family_life.yes_no("family_conflict", "D24", "Was there conflict or separation in the family?"),
    _family_life.yes_no("family_bereavement", "D25", "Had somebody close to the child died?"),
    _young_carers.yes_no("young_carer", "D26", "Did the child care for somebody?"),
    _supervision.text("cared_for_by", "D27", "Who was looking after the child when the event began?", need=EXPECTED),
    _supervision.yes_no(
        "supervision_as_usual",
        "D28",
        "Was the supervision what a child of that age usually has?",
        need=EXPECTED,
        non_answers=(NOT_KNOWN, NOT_APPLICABLE, NOT_HELD),
    ),
    _supervision.more("supervision_detail", "D29", "Tell us more", no("supervision_as_usual")),
    _everyone.long_text(
        "social_narrative",
        "D30",
        "Anything else about the family, the care of the child or the community",
        hint="Write of strengths too",
        non_answers=(NOT_HELD,),
    ),
)

SECTION = Section(
    "social",
    "D",
    "Family and social environment",
    (CARERS, SIBLINGS, *FAMILY),
    guidance="Include what you know of fathers and of the wider family. It is often missing.",
)
