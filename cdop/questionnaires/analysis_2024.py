"""The analysis form: drafted by the child death review meeting, completed and signed by the panel.

Who the child was is not asked: the case knows it, and the form that leaves for the panel names nobody. Wording is
ours; the topics are those of the national analysis form and of Form C before it.
"""

from datetime import date

from cdop.questionnaires import choices
from cdop.questionnaires.analysis_2024_checks import CHECKS
from cdop.questionnaires.analysis_2024_domains import DOMAIN_SECTIONS, FROM_ON
from cdop.questionnaires.ask import EXPECTED, NOT_KNOWN, REQUIRED, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import CHANGES_2022, FORM_C, FORM_E, PANEL_TERMS
from cdop.questionnaires.spec import Choice, FormSpec, Group, Section
from cdop.rules.vocabulary import Modifiable

_sure = Ask()
_ask = Ask(offered=(NOT_KNOWN,))

THEMES = (
    Choice("ambulance-trust-process", "Ambulance service processes"),
    Choice("asthma", "Asthma"),
    Choice("cardiac", "Cardiac conditions"),
    Choice("consanguinity", "Parents who are close relatives"),
    Choice("disengagement-from-services", "Families and services lost contact"),
    Choice("epilepsy", "Epilepsy"),
    Choice("fathers-and-wider-family", "Fathers and wider family missing from records"),
    Choice("knife-crime", "Knife injuries"),
    Choice("letters-to-families", "Letters to families"),
    Choice("life-limiting", "Life-limiting conditions"),
    Choice("neonatal", "Neonatal"),
    Choice("perinatal-mortality-minutes", "Minutes of perinatal mortality meetings"),
    Choice("rapid-response", "Rapid response and joint agency response"),
    Choice("resuscitation-equipment", "Resuscitation equipment"),
    Choice("road-traffic", "Road traffic"),
    Choice("safe-sleep", "Safer sleep"),
    Choice("sepsis", "Sepsis"),
    Choice("sharing-investigations", "Sharing investigations between trusts"),
    Choice("smoking-in-pregnancy", "Smoking in pregnancy"),
    Choice("suicide", "Suicide"),
    Choice("summary-letters-to-gp", "Summary letters to GPs"),
    Choice("timely-notification", "Timely notification"),
    Choice("trauma", "Trauma"),
    Choice("young-people-in-adult-care", "Young people of 16 and 17 in hospital"),
)
"""The themes that a panel starts with when this form was published. Others are decided in the register of themes."""
LEVELS = listed("local", "regional", "national")

REVIEW = Section(
    "review",
    "1",
    "The review",
    (
        _sure.choice(
            "meeting_type",
            "1.1",
            "Which meeting is this?",
            listed(
                "child death review meeting",
                "perinatal mortality review",
                "local case discussion",
                "panel",
                "themed panel",
                "regional themed panel",
            ),
        ),
        _sure.date("meeting_on", "1.2", "Date of the meeting", source=FORM_C),
        _sure.choices("agencies_represented", "1.3", "Agencies that took part", choices.AGENCY_TYPES, source=FORM_E),
        _sure.long_text("documents_available", "1.4", "Documents that were available", source=FORM_C),
        _ask.long_text("cause_of_death", "1.5", "Cause of death, as understood now", need=EXPECTED, source=FORM_C),
        _ask.long_text(
            "case_summary",
            "1.6",
            "Summary: background and what happened",
            need=EXPECTED,
            hint="Name nobody: write the child, the mother, the paediatrician",
            source=FORM_C,
        ),
        _sure.long_text("reports_awaited", "1.7", "Reports still awaited and investigations still open"),
        _ask.long_text("family_contribution", "1.8", "What the family told us and asked", need=EXPECTED),
        Group(
            "earlier_reviews",
            "1.9",
            "Responses, meetings and investigations before this one",
            "review",
            (
                _sure.choice(
                    "earlier_review_kind",
                    "1.9a",
                    "Which?",
                    (
                        Choice("joint agency response", "Joint agency response"),
                        Choice("child death review meeting", "Child death review meeting"),
                        Choice("perinatal mortality review", "Perinatal mortality review"),
                        Choice("patient safety incident investigation", "Patient safety incident investigation"),
                        Choice("safeguarding practice review", "Safeguarding practice review"),
                        Choice("inquest", "Inquest"),
                        Choice("other", "Another"),
                    ),
                    need=REQUIRED,
                ),
                _sure.date("earlier_review_on", "1.9b", "Date", is_past=True),
                _sure.long_text("earlier_review_found", "1.9c", "What it found"),
            ),
        ),
    ),
)

CATEGORY = Section(
    "category",
    "6",
    "Category of death",
    (
        _sure.choice(
            "primary_category",
            "6.1",
            "Primary category",
            choices.CATEGORIES_OF_DEATH,
            need=REQUIRED,
            hint="Where more than one could apply, the lowest number",
        ),
        _sure.choices(
            "secondary_categories", "6.2", "Secondary categories", choices.CATEGORIES_OF_DEATH, hint="If any"
        ),
        _sure.long_text("category_note", "6.3", "Why these"),
    ),
    guidance="A category is for learning. It is never a finding of guilt, whatever a court decides or decided.",
)

MODIFIABILITY = Section(
    "modifiability",
    "7",
    "Modifiable factors",
    (
        _sure.choice(
            "modifiable",
            "7.1",
            "Were modifiable factors identified?",
            choices.MODIFIABILITY,
            need=REQUIRED,
            hint="Factors in any domain that may have contributed and that could be changed, locally or nationally, "
            "so that the risk of future deaths becomes lower",
        ),
        _sure.long_text(
            "inadequate_reason",
            "7.2",
            "What information was missing?",
            need=REQUIRED,
            when=Is("modifiable", (Modifiable.INADEQUATE,)),
        ),
        _sure.long_text(
            "modifiable_note", "7.3", "What could be changed, and how", when=Is("modifiable", (Modifiable.YES,))
        ),
    ),
)

LEARNING = Section(
    "learning",
    "8",
    "Learning",
    (
        _ask.yes_no(
            "learning_identified",
            "8.1",
            "Were there issues or learning?",
            need=EXPECTED,
            hint="No means that the meeting looked for them and found none",
        ),
        Group("issues", "8.2", "Issues", "issue", (_sure.long_text("issue_text", "8.2a", "Issue", need=REQUIRED),)),
        Group(
            "good_practice",
            "8.3",
            "Good practice",
            "example",
            (_sure.long_text("good_practice_text", "8.3a", "What was done well, and by whom", need=REQUIRED),),
        ),
        Group(
            "learning_points",
            "8.4",
            "Learning points",
            "learning point",
            (
                _sure.long_text("learning_text", "8.4a", "Learning point", need=REQUIRED),
                _sure.choice("learning_theme", "8.4b", "Theme", THEMES),
                _sure.choice("learning_level", "8.4c", "Level", LEVELS),
            ),
        ),
        _sure.choices(
            "themes", "8.5", "Themes of this review", THEMES, hint="They gather deaths with something in common"
        ),
    ),
)

RECOMMENDATIONS = Section(
    "recommendations",
    "9",
    "Recommendations and actions",
    (
        Group(
            "recommendations",
            "9.1",
            "Recommendations",
            "recommendation",
            (
                _sure.long_text("recommendation_text", "9.1a", "Recommendation", need=REQUIRED),
                _sure.text("recommendation_addressee", "9.1b", "To whom: organisation and role", need=REQUIRED),
                _sure.choice("recommendation_level", "9.1c", "Level", LEVELS),
            ),
        ),
        Group(
            "actions",
            "9.2",
            "Actions",
            "action",
            (
                _sure.long_text("action_text", "9.2a", "What will be done", need=REQUIRED),
                _sure.text("action_owner", "9.2b", "Who will do it", need=REQUIRED, is_identifying=True),
                _sure.text("action_agency", "9.2c", "Their agency"),
                _sure.date("action_due_on", "9.2d", "By when", need=REQUIRED),
            ),
            hint="Each action has one owner and a date.",
        ),
        _sure.long_text("immediate_action", "9.3", "Action that was taken at once"),
    ),
    guidance="The panel tells those who should act (Children Act 2004, section 16M).",
)

AFTERWARDS = Section(
    "afterwards",
    "10",
    "The family, and whom else to tell",
    (
        _sure.choices(
            "family_follow_up",
            "10.1",
            "What does the family still need?",
            (
                Choice("medical", "Medical follow-up"),
                Choice("genetics", "Genetic advice or screening of relatives"),
                Choice("bereavement", "Bereavement support"),
                Choice("siblings", "Support for brothers and sisters"),
                Choice("letter", "A letter about the review"),
                Choice("meeting", "A meeting about the review"),
            ),
        ),
        _sure.text("family_follow_up_by", "10.2", "Who sees to it, and by when", is_identifying=True),
        _sure.choices(
            "referred_on",
            "10.3",
            "Who else needs to be told?",
            (
                Choice("coroner", "Coroner"),
                Choice("police", "Police or Crown Prosecution Service"),
                Choice("social care", "Children's social care, about other children"),
                Choice("safeguarding partnership", "Safeguarding partners, for a practice review"),
                Choice("medical examiner", "Medical examiner or registrar, about the certified cause"),
                Choice("product safety", "Office for Product Safety and Standards"),
                Choice("medicines", "Medicines and Healthcare products Regulatory Agency"),
                Choice("care quality", "Care Quality Commission"),
                Choice("health security", "UK Health Security Agency"),
                Choice("other", "Somebody else"),
            ),
            source=PANEL_TERMS,
        ),
        _sure.long_text("referred_on_detail", "10.4", "What was said to whom, and when"),
        _sure.choice(
            "safeguarding_referral",
            "10.5",
            "What was decided about referral to the safeguarding partners?",
            listed("referred", "already known to them", "not needed"),
            need=REQUIRED,
            when=Is("primary_category", ("1",)),
        ),
        _ask.yes_no(
            "national_alert",
            "10.6",
            "Should the national database be alerted to a danger to other children?",
            source=CHANGES_2022,
        ),
        _sure.long_text(
            "national_alert_reason", "10.7", "What is the danger?", need=REQUIRED, when=yes("national_alert")
        ),
    ),
)

ANALYSIS = FormSpec(
    "analysis",
    "2024-1",
    "Analysis form (Form C)",
    FROM_ON,
    "Analysis form, DHSC and NCMD; reconstructed from Form C, published changes and guidance",
    (REVIEW, *DOMAIN_SECTIONS, CATEGORY, MODIFIABILITY, LEARNING, RECOMMENDATIONS, AFTERWARDS),
    CHECKS,
    until_on=date(2024, 9, 30),
)
"""Reviews from April to September 2024: scores of influence go from 0 to 2."""
