"""The reporting form (Form B) as it is given out since October 2026: with the child's details, which page one of the
national form has had since 2008.

What the panel was told of them before is shown, to be confirmed or corrected; so nobody types it anew. Wording is ours.
"""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.amending import amended
from cdop.questionnaires.ask import NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, Ask
from cdop.questionnaires.form_b_2024_2 import FORM_B_2
from cdop.questionnaires.sources import FORM_B_2008
from cdop.questionnaires.spec import Section

_ANY = (NOT_KNOWN, NOT_HELD)
_ask, _health = Ask(_ANY), Ask(_ANY, agencies=asked_of.HEALTH)
_known = Ask(_ANY, agencies=asked_of.HEALTH | asked_of.SOCIAL_CARE | asked_of.EDUCATION)
_learning = Ask(_ANY, agencies=asked_of.LEARNING)

DETAILS = Section(
    "details",
    "",
    "The child’s details in your records",
    (
        _ask.date(
            "born_on",
            "A12",
            "Date of birth",
            is_identifying=True,
            is_past=True,
            is_fact=True,
            source=FORM_B_2008,
        ),
        _ask.date(
            "died_on",
            "A13",
            "Date of death",
            is_identifying=True,
            is_past=True,
            is_fact=True,
            source=FORM_B_2008,
        ),
        _health.nhs_number("nhs_number", "A14", "NHS number", is_fact=True, source=FORM_B_2008),
        _ask.long_text(
            "home_address",
            "A15",
            "Home address at the time of death",
            is_identifying=True,
            is_fact=True,
            source=FORM_B_2008,
        ),
        _ask.postcode("postcode", "A16", "Postcode", is_fact=True, source=FORM_B_2008),
        _known.text("gp_practice", "A17", "GP practice", is_identifying=True, is_fact=True),
        _learning.text(
            "place_of_education",
            "A18",
            "Nursery, school, college or work",
            is_identifying=True,
            is_fact=True,
            non_answers=(NOT_KNOWN, NOT_APPLICABLE, NOT_HELD),
        ),
        _known.choice("ethnicity", "A19", "Ethnic group", choices.ETHNICITIES, is_fact=True, source=FORM_B_2008),
    ),
    guidance="Only what your own records say. Leave out what they do not have.",
)

FORM_B_2026 = amended(FORM_B_2, "2026-1", date(2026, 10, 1), {}, sections={"reporting": DETAILS})
"""Asked from October 2026."""
