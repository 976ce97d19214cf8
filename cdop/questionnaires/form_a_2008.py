"""Form A: how a child's death was notified from 2008 to 2019. Wording is ours, the questions are the template's."""

from cdop.questionnaires.ask import EXPECTED, REQUIRED, yes
from cdop.questionnaires.choices import EXPECTEDNESS, RELATIONSHIPS, listed
from cdop.questionnaires.date_checks import death_not_before_birth, under_18_at_death
from cdop.questionnaires.era_2008 import FIRST_SET, KNOWN, LAST_DAY, OLD_ETHNICITIES, OLD_PLACES, PLAIN
from cdop.questionnaires.sources import NOTIFICATION_DATASET, NOTIFICATION_LOCAL
from cdop.questionnaires.spec import Choice, FormSpec, Group, Question, Section

NATIONAL, LOCAL = NOTIFICATION_DATASET, NOTIFICATION_LOCAL

REFERRAL = Section(
    "notifier",
    "A",
    "The referral",
    (
        PLAIN.text("cdop_identifier", "A1", "Identifier given by the panel's office", source=NATIONAL),
        PLAIN.date("referred_on", "A2", "Date of the referral", is_past=True, source=LOCAL),
        PLAIN.text("notifier_name", "A3", "Name of the person who refers", is_identifying=True, source=LOCAL),
        PLAIN.text("notifier_role", "A4", "Their role", source=LOCAL),
        PLAIN.text("notifier_organisation", "A5", "Their agency", source=LOCAL),
        PLAIN.long_text("notifier_address", "A6", "Its address", is_identifying=True),
        PLAIN.telephone("notifier_telephone", "A7", "Telephone number", source=LOCAL),
        PLAIN.email("notifier_email", "A8", "E-mail address"),
        PLAIN.text("consultant", "A9", "Consultant paediatrician", is_identifying=True, source=LOCAL),
        PLAIN.text("other_consultant", "A10", "Other consultant", is_identifying=True, source=LOCAL),
    ),
)

CHILD = Section(
    "child",
    "B",
    "The child",
    (
        PLAIN.text("family_name", "B1", "Family name", need=REQUIRED, is_identifying=True, source=NATIONAL),
        KNOWN.text("given_names", "B2", "First and other names", is_identifying=True, source=NATIONAL),
        PLAIN.text("other_names", "B3", "Other names the child was known by", is_identifying=True, source=LOCAL),
        KNOWN.date("born_on", "B4", "Date of birth", need=EXPECTED, is_identifying=True, is_past=True, source=NATIONAL),
        KNOWN.text("age", "B5", "Age at death, in years, months or days"),
        KNOWN.nhs_number("nhs_number", "B6", "NHS number", source=LOCAL),
        KNOWN.choice("sex", "B7", "Sex", listed("male", "female"), need=EXPECTED, source=NATIONAL),
        KNOWN.choice("ethnicity", "B8", "Ethnic group", OLD_ETHNICITIES, need=EXPECTED, source=NATIONAL),
        KNOWN.long_text("address", "B9", "Home address", is_identifying=True, source=NATIONAL),
        KNOWN.postcode("postcode", "B10", "Postcode", source=NATIONAL),
        KNOWN.text("school", "B11", "School, nursery or college", is_identifying=True, source=LOCAL),
    ),
)


def _other_people() -> Group:
    return Group(
        "household",
        "C4",
        "Other people who matter in the family and the home",
        "person",
        (
            KNOWN.text("person_name", "C4a", "Name", is_identifying=True, source=LOCAL),
            KNOWN.choice("person_relationship", "C4b", "Relationship to the child", RELATIONSHIPS, source=LOCAL),
            KNOWN.yes_no("person_lived_with_child", "C4c", "Did they live with the child?", source=LOCAL),
        ),
    )


FAMILY = Section(
    "family",
    "C",
    "The family",
    (
        Group(
            "parents",
            "C1",
            "People with parental responsibility",
            "person",
            (
                KNOWN.choice("parent_relationship", "C1a", "Relationship to the child", RELATIONSHIPS, source=NATIONAL),
                KNOWN.text("parent_name", "C1b", "Name", is_identifying=True, source=NATIONAL),
                KNOWN.date("parent_born_on", "C1c", "Date of birth", is_identifying=True, source=NATIONAL),
                KNOWN.choice("parent_sex", "C1d", "Sex", listed("male", "female"), source=NATIONAL),
                KNOWN.text("parent_address", "C1e", "Address, if it is another", is_identifying=True, source=NATIONAL),
            ),
        ),
        KNOWN.text("carer_at_death", "C2", "Carer at the time of death", is_identifying=True, source=NATIONAL),
        Group(
            "children",
            "C3",
            "Other children in the home, affected or possibly at risk",
            "child",
            (
                KNOWN.text("sibling_name", "C3a", "Name", is_identifying=True, source=NATIONAL),
                KNOWN.text("sibling_age", "C3b", "Date of birth or age", is_identifying=True, source=NATIONAL),
                KNOWN.choice("sibling_sex", "C3c", "Sex", listed("male", "female"), source=NATIONAL),
            ),
        ),
        _other_people(),
    ),
)

DEATH = Section(
    "death",
    "D",
    "The death",
    (
        KNOWN.date("died_on", "D1", "Date of death", need=REQUIRED, is_identifying=True, is_past=True, source=NATIONAL),
        KNOWN.time("died_at_time", "D2", "Time of death", source=NATIONAL),
        KNOWN.choice("place_of_death", "D3", "Where the child died", OLD_PLACES, need=EXPECTED, source=NATIONAL),
        KNOWN.text(
            "place_of_event",
            "D4",
            "Where the event that led to the death began, if elsewhere",
            is_identifying=True,
            source=LOCAL,
        ),
        KNOWN.text(
            "senior_doctor", "D5", "Senior doctor present, or who certified", is_identifying=True, source=NATIONAL
        ),
        KNOWN.choice("expectedness", "D6", "Was the death expected?", EXPECTEDNESS, need=EXPECTED, source=NATIONAL),
        KNOWN.yes_no(
            "confirmed_by_designated_doctor", "D7", "Has the designated doctor confirmed that?", source=NATIONAL
        ),
        KNOWN.yes_no("certificate_issued", "D8", "Was a certificate of the cause of death issued?", source=LOCAL),
        KNOWN.text("cause_1a", "D9", "Cause of death, I(a)", when=yes("certificate_issued"), source=LOCAL),
        KNOWN.text("cause_1b", "D10", "I(b)", when=yes("certificate_issued"), source=LOCAL),
        KNOWN.text("cause_1c", "D11", "I(c)", when=yes("certificate_issued"), source=LOCAL),
        KNOWN.text("cause_2", "D12", "II", when=yes("certificate_issued"), source=LOCAL),
        KNOWN.yes_no("coroner_referred", "D13", "Was the death reported to the coroner?", need=EXPECTED),
        KNOWN.date("coroner_referred_on", "D14", "Date of the report", is_past=True, when=yes("coroner_referred")),
        KNOWN.text("coroner_name", "D15", "Coroner", is_identifying=True, when=yes("coroner_referred")),
        KNOWN.yes_no("post_mortem", "D16", "Is a post-mortem examination needed, or done?", source=NATIONAL),
        KNOWN.yes_no("registrar_informed", "D17", "Does the registrar know?"),
        KNOWN.long_text(
            "circumstances", "D18", "Summary of the circumstances", need=EXPECTED, is_identifying=True, source=NATIONAL
        ),
        PLAIN.long_text(
            "other_reviews_detail",
            "D19",
            "Any other review or action under way",
            hint="For example, an internal review, a serious incident, the police, section 47",
            source=LOCAL,
        ),
        KNOWN.yes_no("family_follow_up", "D20", "Is a follow-up appointment arranged for the family?", source=LOCAL),
        PLAIN.text(
            "family_follow_up_with",
            "D21",
            "With whom?",
            is_identifying=True,
            when=yes("family_follow_up"),
            source=LOCAL,
        ),
    ),
)


def _contact(key: str, number: str, text: str, source: str = LOCAL) -> Question:
    return KNOWN.long_text(
        f"{key}_contact", number, text, hint="Name, address and telephone number", is_identifying=True, source=source
    )


AGENCIES = Section(
    "agencies",
    "E",
    "Agencies that knew the child",
    (
        _contact("gp", "E1", "General practitioner", NATIONAL),
        _contact("midwife", "E2", "Midwife"),
        _contact("health_visitor", "E3", "Health visitor"),
        _contact("school_nurse", "E4", "School nurse"),
        _contact("social_care", "E5", "Children's social care"),
        _contact("education", "E6", "School or nursery"),
        Group(
            "professionals",
            "E7",
            "Others",
            "agency",
            (
                PLAIN.choice(
                    "professional_service",
                    "E7a",
                    "Service",
                    (
                        *listed("obstetrician", "community paediatrician", "police", "ambulance", "hospice"),
                        Choice("camhs", "Child and adolescent mental health service"),
                        *listed("youth offending team", "housing", "other"),
                    ),
                    source=LOCAL,
                ),
                _contact("professional", "E7b", "Who and where"),
            ),
        ),
    ),
)

FORM_A = FormSpec(
    "notification",
    "2008-1",
    "Notification of a child's death (Form A)",
    FIRST_SET,
    "Form A, national template of 2008 with two local versions; in part reconstructed",
    (REFERRAL, CHILD, FAMILY, DEATH, AGENCIES),
    (death_not_before_birth, under_18_at_death),
    LAST_DAY,
)
"""Deaths notified from April 2008 to March 2019."""
