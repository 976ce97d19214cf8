"""The words by which other systems name what the notification form asks, and the answers to it.

Ours, after the published datasets of MBRRACE-UK and the national notification form; a system's own wording may differ,
and a label that is not here is shown as not understood.
"""

from cdop.rules.places import PLACES

NOT_KNOWN_WORDS = frozenset({"not known", "unknown", "nk", "n k", "dont know"})
WHOLE_NAME = "whole name"
"""Instead of a question's key: first names and family name in one."""

FIRST_NAMES, LAST_NAME = "first names", "last name"
NAME_PARTS = frozenset({FIRST_NAMES, LAST_NAME})
"""Instead of a question's key: a part of a parent's name."""

MOTHERS_HOME = "mother's home"
"""Of whom a mother's postcode tells: a newborn baby's home is where the mother lives."""

REPORTERS = frozenset({"notified by", "reported by", "completed by"})
"""Labels after which the lines are about the notifier."""

PARENTS = {"mother": "01", "father": "02"}
"""Whose details stand in a row of the group of parents, and in which."""

HEADINGS = {
    "child": "child",
    "child details": "child",
    "childs details": "child",
    "details of child": "child",
    "details of the child": "child",
    "baby": "child",
    "baby details": "child",
    "babys details": "child",
    "details of baby": "child",
    "patient details": "child",
    "birth details": "child",
    "death details": "child",
    "details of death": "child",
    "mother": "mother",
    "mother details": "mother",
    "mothers details": "mother",
    "details of mother": "mother",
    "maternal details": "mother",
    "father": "father",
    "father details": "father",
    "fathers details": "father",
    "details of father": "father",
    "notifier": "notifier",
    "notifier details": "notifier",
    "notifiers details": "notifier",
    "details of notifier": "notifier",
    "person reporting": "notifier",
    "reported by": "notifier",
    "reporter details": "notifier",
}
"""Lines that say of whom the lines below them tell."""

_CHILD = {
    "given_names": "first name, first names, forename, forenames, given name, given names",
    "family_name": "surname, family name, last name",
    "other_names": "other names, also known as, alias, aliases",
    WHOLE_NAME: "name, full name, name of child, name of baby, patient name",
    "born_on": "date of birth, dob, born, date and time of birth, date of delivery, date of birth of baby",
    "born_at_time": "time of birth, time of delivery",
    "died_on": "date of death, dod, died, date and time of death",
    "died_at_time": "time of death",
    "sex": "sex, gender",
    "nhs_number": "nhs number, nhs no, nhs num, nhs",
    "nhs_number_held": "reason nhs number not given, reason for no nhs number",
    "ethnicity": "ethnicity, ethnic group",
    "home_address": "address, home address, usual address",
    "postcode": "postcode, home postcode, post code, usual postcode",
    "place_of_death": "place of death, where death occurred, location of death, place death confirmed",
    "place_of_death_name": "hospital of death, name of place of death, hospital, trust and hospital of death, unit",
    "place_of_event": "place of event, where event began, location of event",
    "place_of_event_name": "name of place of event",
    "country_of_death": "country, country of death",
    "circumstances": "circumstances, summary, summary of circumstances, circumstances of death, narrative, history",
    "expectedness": "expected or unexpected, was the death expected, expected",
    "suspected_types": "type of death, suspected type of death",
    "gestation_weeks": "gestation, gestation at birth, gestation at delivery, gestational age",
    "birth_weight_g": "birth weight, birthweight, weight at birth",
    "plurality": "plurality, multiplicity, number of babies, singleton or multiple",
    "birth_order": "birth order, order of birth",
    "coroner_referred": "referred to coroner, reported to coroner, coroner informed",
    "coroner_area": "coroner, coroners area",
    "post_mortem_type": "post mortem, postmortem, post mortem examination",
    "certificate_issued": "mccd issued, death certificate issued",
    "cause_1a": "cause of death 1a, 1a, i a, cause of death",
    "cause_1b": "cause of death 1b, 1b",
    "cause_1c": "cause of death 1c, 1c",
    "cause_2": "cause of death 2, 2, ii",
    "place_of_education": "school, nursery, college, school or nursery",
    "alert_reason": "reason for alert",
}
_OF_ANYBODY = frozenset(
    {
        "given_names",
        "family_name",
        "other_names",
        WHOLE_NAME,
        "born_on",
        "sex",
        "nhs_number",
        "nhs_number_held",
        "ethnicity",
        "home_address",
        "postcode",
        "place_of_death_name",
        "place_of_education",
    }
)
"""What is told of a parent too: under a heading that names one it is not taken for the child's."""

_NOTIFIER = {
    "notifier_name": "name, full name",
    "notifier_role": "role, job title, designation, position",
    "notifier_organisation": "organisation, organization, trust, hospital, employer, agency",
    "notifier_email": "email, e mail, email address, e mail address",
    "notifier_telephone": "telephone, phone, tel, telephone number, contact number, mobile",
}
_PARENT = {
    "parent_name": "name, full name",
    FIRST_NAMES: "first name, first names, forename, forenames, given name, given names",
    LAST_NAME: "surname, family name, last name",
    "parent_born_on": "date of birth, dob",
    "parent_nhs_number": "nhs number, nhs no",
    "parent_contact": "address, telephone, contact, contact number",
}


def _labels() -> dict[tuple[str, str], tuple[str, str]]:
    """By the folded label and the person whom the lines around it are about ("": anybody)."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for person, prefixes, named in (
        ("child", ("childs", "babys", "infants", "patients", "deceaseds", "patient", "child", "baby"), _CHILD),
        ("notifier", ("notifiers", "reporters", "notifier", "reporter", "your"), _NOTIFIER),
        ("mother", ("mothers", "maternal", "mother"), _PARENT),
        ("father", ("fathers", "paternal", "father"), _PARENT),
    ):
        for key, labels in named.items():
            for label in labels.split(", "):
                found[label, person] = person, key
                if person == "child" and key not in _OF_ANYBODY:
                    found[label, ""] = person, key
                found |= {(f"{prefix} {label}", ""): (person, key) for prefix in prefixes}
    found |= {(label, ""): ("notifier", "notifier_name") for label in REPORTERS}
    for label in ("postcode", "home postcode", "usual postcode", "postcode at delivery"):
        found |= {(label, "mother"): (MOTHERS_HOME, "postcode")}
        found |= {(f"{prefix} {label}", ""): (MOTHERS_HOME, "postcode") for prefix in ("mothers", "maternal", "mother")}
    return found


LABELS = _labels()

VALUES: dict[str, dict[str, str]] = {
    "sex": {"m": "male", "f": "female", "boy": "male", "girl": "female"},
    "place_of_death": {word: place.code for place in PLACES for word in place.also if place.code != "NK"},
    "place_of_event": {word: place.code for place in PLACES for word in place.also if place.code != "NK"},
    "plurality": {"singleton": "single", "1": "single", "twins": "twin", "2": "twin", "triplets": "triplet"},
    "nhs_number_held": {
        "not available": "not available",
        "not yet available": "not available",
        "not currently available": "not available",
        "not issued": "not available",
        "non resident": "not resident",
        "not resident in england": "not resident",
        "child non resident in england": "not resident",
    },
    "post_mortem_type": {"no": "none", "coroner": "coroner's, standard", "hospital": "hospital, with consent"},
}
"""Other words for the answers to choose from, by the question."""
