"""Form A1: how a panel's office kept track of a case from 2008 to 2019.

That there was such a form is known; what it asked is reconstructed.
"""

from cdop.questionnaires.ask import yes
from cdop.questionnaires.choices import CATEGORIES_OF_DEATH, EXPECTEDNESS, MODIFIABILITY, listed
from cdop.questionnaires.era_2008 import FIRST_SET, KNOWN, LAST_DAY, PLAIN
from cdop.questionnaires.spec import FormSpec, Group, Section

OPENING = Section(
    "opening",
    "1",
    "Opening the case",
    (
        PLAIN.text("cdop_identifier", "1.1", "Identifier of the case"),
        PLAIN.date("received_on", "1.2", "Date on which the notification came", is_past=True),
        PLAIN.text("notified_by", "1.3", "Who notified", is_identifying=True),
        KNOWN.choice(
            "residency",
            "1.4",
            "Where did the child normally live?",
            listed("in this board's area", "in another board's area", "outside England"),
        ),
        PLAIN.text("other_boards_told", "1.5", "Other boards that were told, and when"),
        KNOWN.yes_no("neonatal", "1.6", "Was the child younger than 28 days?"),
        KNOWN.choice("expectedness", "1.7", "Was the death expected?", EXPECTEDNESS),
        KNOWN.yes_no("rapid_response", "1.8", "Was a rapid response begun?"),
        KNOWN.date("rapid_response_on", "1.9", "Date on which it began", is_past=True, when=yes("rapid_response")),
    ),
)

INVESTIGATIONS = Section(
    "investigations",
    "2",
    "Coroner and serious case review",
    (
        KNOWN.date("coroner_told_on", "2.1", "Date on which the coroner was told", is_past=True),
        KNOWN.date("post_mortem_on", "2.2", "Date of the post-mortem examination", is_past=True),
        KNOWN.date("inquest_on", "2.3", "Date of the inquest"),
        KNOWN.yes_no("serious_case_review_considered", "2.4", "Was a serious case review considered?"),
        KNOWN.yes_no(
            "serious_case_review",
            "2.5",
            "Was one decided on?",
            when=yes("serious_case_review_considered"),
        ),
    ),
)

AGENCIES = Section(
    "agencies",
    "3",
    "Agencies that were asked",
    (
        Group(
            "requests",
            "3.1",
            "Agency reports (Form B)",
            "agency",
            (
                PLAIN.text("request_agency", "3.1a", "Agency"),
                PLAIN.date("request_sent_on", "3.1b", "Sent on", is_past=True),
                PLAIN.date("request_reminded_on", "3.1c", "Reminded on", is_past=True),
                PLAIN.date("request_received_on", "3.1d", "Received on", is_past=True),
                PLAIN.text("request_supplements", "3.1e", "Supplementary forms that were asked for"),
            ),
            at_most=40,
        ),
    ),
)

REVIEW = Section(
    "review",
    "4",
    "Review and closing",
    (
        PLAIN.date("case_discussion_on", "4.1", "Date of the case discussion"),
        PLAIN.date("draft_analysis_on", "4.2", "Date on which the draft of Form C came"),
        Group("panels", "4.3", "Panel meetings", "meeting", (PLAIN.date("panel_on", "4.3a", "Date"),)),
        PLAIN.choice("primary_category", "4.4", "Category of death", CATEGORIES_OF_DEATH),
        PLAIN.choice("modifiable", "4.5", "Were modifiable factors identified?", MODIFIABILITY),
        PLAIN.long_text("family_letters", "4.6", "Letters to the family, with their dates"),
        PLAIN.date("closed_on", "4.7", "Date on which the case was closed"),
        PLAIN.text("return_year", "4.8", "Year in whose national return (LSCB1) it was counted"),
    ),
)

FORM_A1 = FormSpec(
    "case_processing",
    "2008-1",
    "Case processing, for the office (Form A1)",
    FIRST_SET,
    "Form A1, named in the national set of 2008; reconstructed from practice",
    (OPENING, INVESTIGATIONS, AGENCIES, REVIEW),
    until_on=LAST_DAY,
)
"""Cases opened from April 2008 to March 2019. Since then the case's own page has taken its place."""
