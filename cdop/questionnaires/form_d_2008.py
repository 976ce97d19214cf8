"""Form D: how the response to an unexpected death went, filled in once for each from 2008 to 2019."""

from cdop.questionnaires.ask import NOT_APPLICABLE, NOT_KNOWN, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import FIRST_SET, KNOWN, LAST_DAY, PLAIN
from cdop.questionnaires.sources import FORM_D as SOURCE
from cdop.questionnaires.spec import Choice, FormSpec, Section
from cdop.questionnaires.words import EarlierDomain

_seen = Ask((NOT_KNOWN,), EarlierDomain.SERVICE)
_fitting = Ask((NOT_KNOWN, NOT_APPLICABLE), EarlierDomain.SERVICE)

NOTIFICATION = Section(
    "notification",
    "1",
    "Being told",
    (
        KNOWN.date("died_on", "1", "Date of death", is_identifying=True, is_past=True, source=SOURCE),
        KNOWN.text("age", "1a", "Age, in years, months or days", source=SOURCE),
        _seen.yes_no("team_notified", "2", "Was the rapid response team told of the death?", source=SOURCE),
        _seen.choices(
            "team_notified_by",
            "2a",
            "By whom?",
            listed("ambulance control", "emergency department", "police", "designated doctor", "other"),
            when=yes("team_notified"),
            source=SOURCE,
        ),
        _seen.choice(
            "team_notified_within",
            "3",
            "How soon after the child was found?",
            listed("within 2 hours", "within 24 hours", "next working day", "later"),
            when=yes("team_notified"),
            source=SOURCE,
        ),
        PLAIN.text("team_notified_later", "3a", "When?", when=Is("team_notified_within", ("later",)), source=SOURCE),
    ),
)

HOSPITAL = Section(
    "hospital",
    "2",
    "In the hospital",
    (
        _seen.yes_no("history_taken", "4", "Was a first history taken in the hospital?", source=SOURCE),
        _seen.choices(
            "history_taken_by",
            "4a",
            "By whom?",
            listed("paediatrician", "emergency doctor", "police", "other"),
            when=yes("history_taken"),
            source=SOURCE,
        ),
        _seen.yes_no("examined", "5", "Was the child examined in the hospital?", source=SOURCE),
        _seen.choices(
            "examined_by",
            "5a",
            "By whom?",
            listed("paediatrician", "emergency doctor", "police", "other"),
            when=yes("examined"),
            source=SOURCE,
        ),
        _fitting.choice(
            "laboratory",
            "6",
            "Were laboratory investigations done?",
            listed("all that the protocol asks for", "some", "none"),
            source=SOURCE,
        ),
        PLAIN.long_text("laboratory_difficulties", "6a", "Any difficulties", source=SOURCE),
        _fitting.choices(
            "care_of_parents",
            "7",
            "What were the parents offered?",
            (
                Choice("hold the child", "To hold their child"),
                Choice("written information", "Written information"),
                Choice("mementos", "Photographs or mementos"),
                Choice("contacts", "Telephone numbers"),
                Choice("support", "Bereavement counselling or religious support"),
                Choice("told about post-mortem", "To hear about the post-mortem examination"),
                Choice("told about rapid response", "To hear about the rapid response"),
            ),
            source=SOURCE,
        ),
    ),
)

AFTERWARDS = Section(
    "afterwards",
    "3",
    "Discussion, visit and what followed",
    (
        _seen.yes_no("strategy_discussion", "8", "Was there a strategy discussion?", source=SOURCE),
        _seen.choices(
            "strategy_discussion_kind",
            "8a",
            "How?",
            listed("by telephone", "in a meeting"),
            when=yes("strategy_discussion"),
            source=SOURCE,
        ),
        _seen.choice(
            "strategy_discussion_when",
            "8b",
            "When?",
            listed("same day", "later"),
            when=yes("strategy_discussion"),
            source=SOURCE,
        ),
        PLAIN.text(
            "strategy_discussion_later", "8c", "How much later?", when=Is("strategy_discussion_when", ("later",))
        ),
        _fitting.yes_no("joint_visit", "9", "Was there a joint visit to the home?", source=SOURCE),
        _seen.choice(
            "joint_visit_when",
            "9a",
            "When?",
            listed("same day", "next working day", "later"),
            when=yes("joint_visit"),
            source=SOURCE,
        ),
        _seen.choices(
            "joint_visit_by",
            "9b",
            "Who went?",
            listed(
                "general paediatrician", "designated doctor", "specialist nurse", "police", "social worker", "other"
            ),
            when=yes("joint_visit"),
            source=SOURCE,
        ),
        _fitting.choice(
            "post_mortem_kind",
            "10",
            "Who made the post-mortem examination?",
            listed("paediatric pathologist", "forensic pathologist", "both together", "other pathologist"),
        ),
        _fitting.date("post_mortem_on", "11", "Date of the post-mortem examination", is_past=True),
        _fitting.date("case_discussion_on", "12", "Date of the final case discussion"),
        _fitting.yes_no("family_told", "13", "Was the family told what was found?"),
        PLAIN.long_text("lessons", "14", "What is to be learnt about the response"),
    ),
)

FORM_D = FormSpec(
    "rapid_response_audit",
    "2008-1",
    "Audit of the rapid response (Form D)",
    FIRST_SET,
    "Form D, audit tool for rapid response, national template; questions after 9 reconstructed",
    (NOTIFICATION, HOSPITAL, AFTERWARDS),
    until_on=LAST_DAY,
)
"""Unexpected deaths from April 2008 to March 2019. The joint agency response has no form of its own."""
