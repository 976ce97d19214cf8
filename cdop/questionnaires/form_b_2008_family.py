"""Sections D and E of Form B, 2008 to 2019: family and environment, and parenting capacity."""

from cdop.questionnaires.ask import yes
from cdop.questionnaires.choices import RELATIONSHIPS, listed
from cdop.questionnaires.era_2008 import about
from cdop.questionnaires.spec import Group, Section
from cdop.questionnaires.words import EarlierDomain

_home, _care = about(EarlierDomain.FAMILY), about(EarlierDomain.PARENTING)

CARERS = Group(
    "carers",
    "D1",
    "Parents and carers",
    "carer",
    (
        _home.choice("carer_relationship", "D1a", "Relationship to the child", RELATIONSHIPS),
        _home.number("carer_age", "D1b", "Age", 10, 110, "years"),
        _home.text("carer_occupation", "D1c", "Occupation"),
        _home.yes_no("carer_employed", "D1d", "In work?"),
        _home.yes_no("carer_lived_with_child", "D1e", "Did they live with the child?"),
        _home.yes_no("carer_responsibility", "D1f", "Had they parental responsibility?"),
        _home.yes_no("carer_physical_health", "D1g", "A physical illness?"),
        _home.yes_no("carer_mental_health", "D1h", "A mental health condition?"),
        _home.yes_no("carer_disability", "D1i", "A learning or physical disability?"),
        _home.yes_no("carer_smoked", "D1j", "Did they smoke?"),
        _home.yes_no("carer_alcohol", "D1k", "Was alcohol a concern?"),
        _home.yes_no("carer_drugs", "D1l", "Were drugs a concern?"),
        _home.yes_no("carer_police", "D1m", "Known to the police?"),
        _home.yes_no("carer_abused", "D1n", "Had they experienced domestic violence?"),
        _home.yes_no("carer_abusive", "D1o", "Had they been violent at home?"),
        _home.yes_no("carer_care_leaver", "D1p", "Had they been in care themselves?"),
    ),
    at_most=4,
    hint="The mother, the father and up to two other carers.",
)

FAMILY = Section(
    "family",
    "D",
    "Family and environment",
    (
        CARERS,
        _home.yes_no("smoking_in_pregnancy", "D2", "Did the mother smoke in the pregnancy?"),
        _home.number("booking_weeks", "D3", "Weeks of pregnancy when antenatal care began", 0, 45, "weeks"),
        _home.number("maternal_age", "D4", "Mother's age at the birth", 10, 65, "years"),
        _home.number("gravidity", "D5", "Number of pregnancies, this one included", 1, 30),
        _home.number("parity", "D6", "Number of earlier births", 0, 30),
        _home.yes_no("household_smoking", "D7", "Did anybody smoke in the home?"),
        _home.number("siblings_count", "D8", "Number of brothers and sisters", 0, 30),
        _home.text("siblings_ages", "D9", "Their ages"),
        _home.yes_no("earlier_child_death", "D10", "Had another child in the family died?"),
        _home.long_text("earlier_child_death_detail", "D11", "Details", when=yes("earlier_child_death")),
        _home.yes_no("consanguinity", "D12", "Were the parents close relatives?"),
        _home.choice(
            "housing",
            "D13",
            "Housing",
            listed("owned", "rented privately", "rented from council or association", "other"),
        ),
        _home.yes_no("overcrowded", "D14", "Was the home overcrowded?"),
        _home.yes_no("temporary_home", "D15", "Was it temporary, or was the family homeless?"),
        _home.yes_no("home_unsafe", "D16", "Was it damp or unsafe?"),
        _home.yes_no("smoke_alarm", "D17", "Was there a smoke alarm?"),
        _home.choice("household_income", "D18", "Household income", listed("work", "benefits", "work and benefits")),
        _home.yes_no("debt", "D19", "Was the family in debt?"),
        _home.text("language", "D20", "Language spoken at home"),
        _home.yes_no("interpreter", "D21", "Was an interpreter needed?"),
        _home.text("immigration_status", "D22", "Immigration status"),
        _home.yes_no("public_funds", "D23", "Had the family recourse to public funds?"),
        _home.yes_no("social_support", "D24", "Had the family friends or relatives who helped?"),
        _home.text("community", "D25", "Anything in the community that matters"),
        _home.yes_no("gang_or_knife", "D26", "Did gangs or knives play a part?"),
        _home.yes_no("animals", "D27", "Were there animals in the home?"),
        _home.yes_no("usually_shared_sleep_surface", "D28", "Did the baby usually share a sleep surface?"),
        _home.long_text("family_narrative", "D29", "Anything else about family and environment", is_identifying=True),
    ),
)

PARENTING = Section(
    "parenting",
    "E",
    "Parenting capacity",
    (
        _care.text("cared_for_by", "E1", "Who looked after the child when the event happened?"),
        _care.yes_no("supervision_adequate", "E2", "Was the supervision what a child of that age needs?"),
        _care.yes_no("known_to_social_care", "E3", "Was the child known to children's social care?"),
        Group(
            "social_care_episodes",
            "E4",
            "Involvement of children's social care",
            "episode",
            (
                _care.choice(
                    "episode_kind",
                    "E4a",
                    "Kind",
                    listed("child in need", "section 47 enquiry", "child protection plan", "looked after"),
                ),
                _care.text("episode_category", "E4b", "Category"),
                _care.date("episode_from_on", "E4c", "From", is_past=True),
                _care.date("episode_to_on", "E4d", "Until", is_past=True),
            ),
            when=yes("known_to_social_care"),
        ),
        _care.yes_no(
            "siblings_protected", "E5", "Had a brother or sister a protection plan, or were they looked after?"
        ),
        _care.yes_no("neglect", "E6", "Was there concern about neglect?"),
        _care.yes_no("emotional_abuse", "E7", "About emotional abuse?"),
        _care.yes_no("physical_abuse", "E8", "About physical abuse?"),
        _care.yes_no("sexual_abuse", "E9", "About sexual abuse?"),
        _care.yes_no("was_not_brought", "E10", "Was the child not brought to appointments?", is_own=True),
        _care.yes_no("lost_contact", "E11", "Did the family and services lose contact?", is_own=True),
        _care.long_text("contact_detail", "E12", "Details", when=yes("lost_contact")),
        _care.long_text("parenting_narrative", "E13", "Anything else about parenting", is_identifying=True),
    ),
    guidance="Write of strengths too. Nobody is blamed here.",
)
