"""The notification form: how a death is first told to the panel, by anybody who knows of it.

Few questions are required, since a gap is asked about later and a notification that never came is not. Wording is
ours; the topics and their sources are those of the national notification form.
"""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.ask import EXPECTED, NO_OTHER_WAY, NOT_APPLICABLE, NOT_KNOWN, REQUIRED, Ask, no, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.date_checks import death_not_before_birth, under_18_at_death
from cdop.questionnaires.sources import (
    CHANGES_2021,
    CHANGES_2022,
    FAMILY_GUIDE,
    JOINT_AGENCY_RESPONSE,
    NOTIFICATION_DATASET,
    NOTIFICATION_GUIDANCE,
    NOTIFICATION_LOCAL,
)
from cdop.questionnaires.spec import Choice, Fault, FormSpec, Group, Section

_sure = Ask()
_ask = Ask(offered=(NOT_KNOWN,))

NHS_NUMBER_HELD = (
    Choice("held", "Yes"),
    Choice("not available", "No, it is not available at the moment"),
    Choice("not resident", "No, the child does not live in England"),
)

ABOUT_YOU = Section(
    "notifier",
    "A",
    "About you",
    (
        _sure.text("notifier_name", "A1", "Your name", need=REQUIRED, is_identifying=True, source=NOTIFICATION_LOCAL),
        _sure.text("notifier_role", "A2", "Your role", hint="For example, consultant paediatrician"),
        _sure.text("notifier_organisation", "A3", "Your organisation", source=NOTIFICATION_LOCAL),
        _sure.choice("notified_by", "A4", "What sort of organisation is it?", choices.AGENCY_TYPES),
        _sure.email(
            "notifier_email",
            "A5",
            "Your e-mail address",
            hint="Give an e-mail address or a telephone number, or both",
            source=NOTIFICATION_LOCAL,
        ),
        _sure.telephone("notifier_telephone", "A6", "Your telephone number", source=NOTIFICATION_LOCAL),
    ),
    guidance="We will only use these details to ask you about this notification.",
)

CHILD = Section(
    "child",
    "B",
    "The child",
    (
        _ask.text(
            "given_names",
            "B1",
            "First names",
            need=REQUIRED,
            hint="If a baby was not named, write: Baby of, and the mother's first name",
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
        _sure.text(
            "family_name",
            "B2",
            "Family name",
            need=REQUIRED,
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
        _sure.text(
            "other_names",
            "B3",
            "Any other names the child was known by",
            is_identifying=True,
            source=NOTIFICATION_LOCAL,
        ),
        _ask.date(
            "born_on",
            "B4",
            "Date of birth",
            need=EXPECTED,
            is_identifying=True,
            is_past=True,
            source=NOTIFICATION_DATASET,
        ),
        _ask.choice("sex", "B5", "Sex", choices.SEXES, need=EXPECTED, source=NOTIFICATION_DATASET),
        _ask.choice(
            "nhs_number_held",
            "B6",
            "Do you have the child's NHS number?",
            NHS_NUMBER_HELD,
            need=EXPECTED,
            source=CHANGES_2022,
        ),
        _sure.nhs_number(
            "nhs_number",
            "B7",
            "NHS number",
            need=REQUIRED,
            hint="10 digits, for example 999 000 0018",
            when=Is("nhs_number_held", ("held",)),
            source=CHANGES_2022,
        ),
    ),
)

HOME = Section(
    "home",
    "C",
    "Where the child lived",
    (
        _ask.long_text(
            "home_address",
            "C1",
            "Home address",
            need=EXPECTED,
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
        _ask.postcode("postcode", "C2", "Postcode", need=EXPECTED, source=NOTIFICATION_DATASET),
        _ask.long_text(
            "second_home_address",
            "C3",
            "Any other home the child lived in, with its postcode",
            is_identifying=True,
            non_answers=(NOT_KNOWN, NOT_APPLICABLE),
        ),
    ),
)

DEATH = Section(
    "death",
    "D",
    "The death",
    (
        _ask.date(
            "died_on",
            "D1",
            "Date of death",
            need=REQUIRED,
            is_identifying=True,
            source=NOTIFICATION_DATASET,
            is_past=True,
        ),
        _sure.text(
            "died_on_note",
            "D2",
            "If the date is not known, why not?",
            hint="For example, the child was found some days after the death",
        ),
        _ask.time("died_at_time", "D3", "Time of death", need=EXPECTED, source=NOTIFICATION_DATASET),
        _ask.choice(
            "place_of_death",
            "D4",
            "Where was the death confirmed?",
            choices.PLACES,
            need=REQUIRED,
            source=NOTIFICATION_DATASET,
        ),
        _sure.text(
            "place_of_death_name",
            "D5",
            "Name of that place",
            hint="For example, the hospital and the ward, or the address",
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
        _ask.choice(
            "place_of_event",
            "D6",
            "Where was the child when the event or illness that led to the death began?",
            choices.PLACES,
            need=EXPECTED,
            source=NOTIFICATION_DATASET,
        ),
        _sure.text("place_of_event_name", "D7", "Name or address of that place", is_identifying=True),
        _ask.text(
            "country_of_death", "D8", "Country", need=EXPECTED, when=Is("place_of_death", ("ABROAD",)), max_length=100
        ),
    ),
)

CIRCUMSTANCES = Section(
    "circumstances",
    "E",
    "What happened",
    (
        _ask.long_text(
            "circumstances",
            "E1",
            "What is known of how the child died?",
            hint="A few sentences are enough. Say what is not known too.",
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
        _ask.choice(
            "expectedness",
            "E2",
            "Was the death expected?",
            choices.EXPECTEDNESS,
            need=EXPECTED,
            source=NOTIFICATION_DATASET,
        ),
        _ask.choices(
            "suspected_types",
            "E3",
            "Which of these may describe the death?",
            choices.SUSPECTED_TYPES,
            need=EXPECTED,
            hint="Choose all that may apply. It decides which questions are asked later, and nothing else.",
        ),
        _ask.yes_no("resuscitation_attempted", "E4", "Was resuscitation tried?"),
        _ask.text("resuscitation_by", "E5", "By whom?", when=yes("resuscitation_attempted")),
    ),
    guidance="This is a first account. Nobody will hold you to it, and it can be corrected later.",
)

BABY = Section(
    "baby",
    "F",
    "If the child was a baby",
    (
        _ask.yes_no("under_one_year", "F1", "Was the child younger than one year?", need=EXPECTED),
        _ask.number(
            "gestation_weeks",
            "F2",
            "Weeks of pregnancy at birth",
            15,
            45,
            "weeks",
            need=EXPECTED,
            when=yes("under_one_year"),
        ),
        _ask.number("gestation_days", "F3", "And days", 0, 6, "days", when=yes("under_one_year")),
        _ask.number("birth_weight_g", "F4", "Birth weight", 100, 8000, "g", need=EXPECTED, when=yes("under_one_year")),
        _ask.choice(
            "plurality",
            "F5",
            "Was it a single or a multiple birth?",
            listed("single", "twin", "triplet", "four or more"),
            need=EXPECTED,
            when=yes("under_one_year"),
        ),
        _ask.number(
            "birth_order",
            "F6",
            "Born as number",
            1,
            8,
            when=Is("plurality", ("twin", "triplet", "four or more")),
        ),
        _ask.yes_no("under_two_days", "F7", "Did the baby die within two days of birth?", when=yes("under_one_year")),
        _ask.time("born_at_time", "F8", "Time of birth", need=EXPECTED, when=yes("under_two_days")),
        _ask.yes_no(
            "suspected_stillbirth_at_home",
            "F9",
            "Is it possible that the baby was stillborn at home?",
            need=EXPECTED,
            when=yes("under_two_days"),
            source=CHANGES_2021,
        ),
    ),
)

JOINT_RESPONSE = Section(
    "joint_agency_response",
    "G",
    "Joint agency response",
    (
        _ask.yes_no(
            "jar_criteria_met",
            "G1",
            "Does any of the criteria for a joint agency response apply?",
            need=EXPECTED,
            hint="External causes; sudden with no apparent cause; in custody or detained; may not be natural; or a "
            "stillbirth with no health professional present",
            source=JOINT_AGENCY_RESPONSE,
        ),
        _ask.choices(
            "jar_criteria",
            "G2",
            "Which?",
            choices.JAR_CRITERIA,
            need=EXPECTED,
            when=yes("jar_criteria_met"),
            source=JOINT_AGENCY_RESPONSE,
        ),
        _ask.yes_no(
            "jar_started",
            "G3",
            "Has a joint agency response been started?",
            need=EXPECTED,
            when=yes("jar_criteria_met"),
        ),
        _ask.date("jar_started_on", "G4", "Date it started", need=EXPECTED, when=yes("jar_started"), is_past=True),
        _ask.time("jar_started_at_time", "G5", "Time it started", when=yes("jar_started")),
        _ask.text(
            "jar_lead",
            "G6",
            "Who leads it, and how can they be reached?",
            need=EXPECTED,
            is_identifying=True,
            when=yes("jar_started"),
        ),
        _ask.text("jar_not_started_reason", "G7", "Why has none been started?", when=no("jar_started")),
    ),
    guidance="A joint response of health, police and social care is considered for some deaths at once.",
)

CERTIFICATION = Section(
    "certification",
    "H",
    "Coroner and certificate",
    (
        _ask.yes_no(
            "coroner_referred", "H1", "Was the death referred to a coroner?", need=EXPECTED, source=NOTIFICATION_DATASET
        ),
        _ask.yes_no(
            "coroner_accepted",
            "H2",
            "Has the coroner taken the case?",
            need=EXPECTED,
            when=yes("coroner_referred"),
        ),
        _ask.text("coroner_area", "H3", "Coroner's area", when=yes("coroner_referred")),
        _ask.choice(
            "post_mortem_type",
            "H4",
            "Is there to be a post-mortem examination?",
            choices.POST_MORTEMS,
            need=EXPECTED,
            source=NOTIFICATION_DATASET,
        ),
        _ask.yes_no(
            "certificate_issued",
            "H5",
            "Has a medical certificate of cause of death been issued?",
            need=EXPECTED,
            source=NOTIFICATION_LOCAL,
        ),
        _ask.yes_no("medical_examiner", "H6", "Has a medical examiner looked at it?", when=yes("certificate_issued")),
        _sure.text(
            "cause_1a",
            "H7",
            "Cause of death, I(a)",
            hint="For a baby under 28 days, the main condition in the baby",
            when=yes("certificate_issued"),
            source=NOTIFICATION_LOCAL,
        ),
        _sure.text("cause_1b", "H8", "I(b), due to", when=yes("certificate_issued"), source=NOTIFICATION_LOCAL),
        _sure.text("cause_1c", "H9", "I(c), due to", when=yes("certificate_issued"), source=NOTIFICATION_LOCAL),
        _sure.text("cause_1d", "H10", "I(d), due to", when=yes("certificate_issued")),
        _sure.text(
            "cause_2",
            "H11",
            "II, other conditions that contributed",
            hint="For a baby under 28 days, conditions in the mother and anything else that contributed",
            when=yes("certificate_issued"),
            source=NOTIFICATION_LOCAL,
        ),
        _ask.yes_no("registered", "H12", "Has the death been registered?"),
        _ask.date("registered_on", "H13", "Date of registration", when=yes("registered"), is_past=True),
        _ask.text("registration_district", "H14", "Registration district", when=yes("registered")),
        _ask.yes_no("donation_considered", "H15", "Was donation of organs or tissue considered?"),
    ),
)

BACKGROUND = Section(
    "background",
    "I",
    "More about the child",
    (
        _ask.choice("ethnicity", "I1", "Ethnic group", choices.ETHNICITIES, need=EXPECTED, source=NOTIFICATION_DATASET),
        _ask.text("religion", "I2", "Religion"),
        _ask.text("first_language", "I3", "Language spoken at home"),
        _ask.yes_no("interpreter_needed", "I4", "Does the family need an interpreter?"),
        _ask.text(
            "place_of_education",
            "I5",
            "Nursery, school, college or work",
            non_answers=(NOT_KNOWN, NOT_APPLICABLE),
            is_identifying=True,
            source=NOTIFICATION_LOCAL,
        ),
        _ask.yes_no(
            "known_to_social_care",
            "I6",
            "Was the child known to children's social care, now or before?",
            need=EXPECTED,
        ),
        _ask.choices(
            "care_statuses",
            "I7",
            "Was the child any of these?",
            choices.CARE_STATUSES,
            need=EXPECTED,
            when=yes("known_to_social_care"),
        ),
        _ask.yes_no(
            "learning_disability",
            "I8",
            "Did the child have a learning disability?",
            need=EXPECTED,
            non_answers=(NOT_KNOWN, NOT_APPLICABLE),
            hint="Asked of children aged 4 and over",
        ),
        _ask.yes_no(
            "autism",
            "I9",
            "Was the child autistic?",
            need=EXPECTED,
            non_answers=(NOT_KNOWN, NOT_APPLICABLE),
            hint="Asked of children aged 4 and over",
        ),
    ),
)

PARENTS = Group(
    "parents",
    "J1",
    "Parents and carers",
    "parent or carer",
    (
        _ask.choice(
            "parent_relationship",
            "J1a",
            "Relationship to the child",
            choices.RELATIONSHIPS,
            need=EXPECTED,
            source=NOTIFICATION_DATASET,
        ),
        _ask.text("parent_name", "J1b", "Name", need=EXPECTED, is_identifying=True, source=NOTIFICATION_DATASET),
        _ask.date(
            "parent_born_on", "J1c", "Date of birth", is_identifying=True, source=NOTIFICATION_DATASET, is_past=True
        ),
        _ask.nhs_number(
            "parent_nhs_number",
            "J1d",
            "NHS number",
            hint="The mother's is needed where a baby died",
        ),
        _ask.yes_no(
            "parent_responsibility", "J1e", "Do they have parental responsibility?", source=NOTIFICATION_DATASET
        ),
        _ask.text(
            "parent_contact",
            "J1f",
            "Address, if it is not the child's, and telephone number",
            is_identifying=True,
            source=NOTIFICATION_DATASET,
        ),
    ),
    at_most=8,
)

CHILDREN = Group(
    "children",
    "J2",
    "Brothers, sisters and other children in the home",
    "child",
    (
        _ask.text("sibling_name", "J2a", "Name", need=EXPECTED, is_identifying=True, source=NOTIFICATION_DATASET),
        _ask.date(
            "sibling_born_on", "J2b", "Date of birth", is_identifying=True, source=NOTIFICATION_DATASET, is_past=True
        ),
        _ask.text("sibling_age", "J2c", "Age, if the date of birth is not known", source=NOTIFICATION_DATASET),
        _ask.nhs_number("sibling_nhs_number", "J2d", "NHS number"),
        _ask.text("sibling_school", "J2e", "Nursery or school", is_identifying=True),
        _ask.yes_no("sibling_lived_with_child", "J2f", "Did they live with the child?"),
        _ask.yes_no("sibling_safety_checked", "J2g", "Has somebody made sure that they are safe?", need=EXPECTED),
    ),
)

FAMILY = Section("family", "J", "The family", (PARENTS, CHILDREN))

OTHER_REVIEWS = Section(
    "other_reviews",
    "K",
    "Other investigations",
    (
        _ask.yes_no(
            "other_reviews_begun",
            "K1",
            "Has any other investigation or review begun, or is one being considered?",
            need=EXPECTED,
            source=NOTIFICATION_LOCAL,
        ),
        _ask.choices(
            "other_reviews",
            "K2",
            "Which?",
            choices.OTHER_REVIEWS,
            need=EXPECTED,
            when=yes("other_reviews_begun"),
            source=NOTIFICATION_LOCAL,
        ),
        _sure.long_text(
            "other_reviews_detail", "K3", "Their references and whom to ask", when=yes("other_reviews_begun")
        ),
    ),
)

SUPPORT = Section(
    "support",
    "L",
    "Support for the family",
    (
        _ask.text("key_worker_name", "L1", "Name of the family's key worker", need=EXPECTED, is_identifying=True),
        _ask.text("key_worker_role", "L2", "Their role and organisation"),
        _ask.text("key_worker_contact", "L3", "How to reach them", is_identifying=True),
        _ask.yes_no(
            "family_guide_given",
            "L4",
            "Has the family been given the guide When a child dies?",
            need=EXPECTED,
            source=FAMILY_GUIDE,
        ),
        _ask.yes_no("family_knows", "L5", "Does the family know that the death will be reviewed?", need=EXPECTED),
        _sure.text(
            "family_contact_wishes",
            "L6",
            "How the family would like to be contacted, and anything to avoid",
            hint="For example, a language, a format, an address that is not safe to write to",
            is_identifying=True,
        ),
    ),
)

PROFESSIONALS = Section(
    "professionals",
    "M",
    "Who knew the child",
    (
        Group(
            "professionals",
            "M1",
            "People and services who knew the child or the family",
            "professional",
            (
                _sure.choice(
                    "professional_agency_type",
                    "M1a",
                    "Service",
                    choices.AGENCY_TYPES,
                    source=NOTIFICATION_GUIDANCE,
                ),
                _sure.text("professional_role", "M1b", "Role", source=NOTIFICATION_GUIDANCE),
                _sure.text("professional_name", "M1c", "Name", is_identifying=True, source=NOTIFICATION_GUIDANCE),
                _sure.text("professional_organisation", "M1d", "Organisation", source=NOTIFICATION_GUIDANCE),
                _sure.email(
                    "professional_email",
                    "M1e",
                    "E-mail address",
                    hint="A secure one, if you know it",
                    source=NOTIFICATION_GUIDANCE,
                ),
                _sure.telephone("professional_telephone", "M1f", "Telephone number", source=NOTIFICATION_GUIDANCE),
                _sure.choices(
                    "professional_involvement",
                    "M1g",
                    "When were they involved?",
                    listed("during the child's life", "at the time of death", "after the death"),
                ),
            ),
            hint="We ask each of them what they know. Give what you have: a GP practice's name is a good start.",
        ),
    ),
)

ALERT = Section(
    "alert",
    "N",
    "Anything urgent",
    (
        _sure.yes_no(
            "alert_wanted",
            "N1",
            "Is there a danger to other children that should be known nationally, today?",
            hint="For example, an unsafe product, or several deaths that look alike",
            non_answers=NO_OTHER_WAY,
            source=CHANGES_2022,
        ),
        _sure.long_text("alert_reason", "N2", "What is the danger?", need=REQUIRED, when=yes("alert_wanted")),
    ),
    guidance="If a child is in danger now, ring 999 or children's social care first.",
)


def notifier_can_be_reached(answers: AnswerSet) -> Fault | None:
    """Return a fault where the notifier gave neither an e-mail address nor a telephone number."""
    ways = ("notifier_email", "notifier_telephone")
    if any(not answer(answers, key).is_blank for key in ways):
        return None
    return Fault(ways, "Give an e-mail address or a telephone number, so that we can ask you if something is unclear.")


def unknown_date_of_death_has_reason(answers: AnswerSet) -> Fault | None:
    """Return a fault where the date of death is said to be not known and nothing says why."""
    if answer(answers, "died_on").non_answer is None or not answer(answers, "died_on_note").is_blank:
        return None
    return Fault(("died_on_note",), "Say in a few words why the date of death is not known.")


NOTIFICATION = FormSpec(
    "notification",
    "2024-1",
    "Notification form",
    date(2024, 4, 1),
    "Notification form, DHSC and NCMD; reconstructed from published changes and earlier forms",
    (
        ABOUT_YOU,
        CHILD,
        HOME,
        DEATH,
        CIRCUMSTANCES,
        BABY,
        JOINT_RESPONSE,
        CERTIFICATION,
        BACKGROUND,
        FAMILY,
        OTHER_REVIEWS,
        SUPPORT,
        PROFESSIONALS,
        ALERT,
    ),
    (death_not_before_birth, under_18_at_death, notifier_can_be_reached, unknown_date_of_death_has_reason),
    until_on=date(2024, 9, 30),
)
"""Deaths notified from April to September 2024."""
