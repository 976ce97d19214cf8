"""Form C: how a panel analysed a death from 2008 to 2019. Wording is ours.

Two versions: until March 2010 a death was judged by whether it was preventable, from April 2010 on by whether
modifiable factors were identified. The two are never one line of figures. In both the letter C is parenting capacity.
"""

from dataclasses import replace
from datetime import date

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.ask import EXPECTED, REQUIRED
from cdop.questionnaires.choices import CATEGORIES_OF_DEATH, MODIFIABILITY, listed
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.era_2008 import FIRST_SET, KNOWN, LAST_DAY, LAST_DAY_OF_THE_FIRST, PLAIN, SECOND_SET
from cdop.questionnaires.form_c_2008_domains import DOMAINS_2008, DOMAINS_2010, PREFIXES
from cdop.questionnaires.sources import FORM_C, FORM_E, STATISTICS_2011
from cdop.questionnaires.spec import Choice, Fault, FormSpec, Group, Question, Section
from cdop.rules.vocabulary import Modifiable

REVIEW = Section(
    "review",
    "1",
    "The review",
    (
        PLAIN.text("cdop_identifier", "1.1", "Identifier of the case, without a name", source=FORM_C),
        KNOWN.text("age", "1.2", "Age at death", source=FORM_C),
        KNOWN.choice("sex", "1.3", "Sex", listed("male", "female"), source=FORM_C),
        PLAIN.choice("meeting_type", "1.4", "Which meeting is this?", listed("local case discussion", "panel")),
        PLAIN.date("meeting_on", "1.5", "Date of the review", source=FORM_C),
        PLAIN.choices(
            "agencies_represented",
            "1.6",
            "Agencies represented",
            (
                Choice("primary care", "Primary care"),
                Choice("paediatrics", "Paediatrics"),
                Choice("hospital", "Hospital services"),
                Choice("mental health", "Mental health services"),
                Choice("ambulance", "Ambulance service"),
                Choice("police", "Police"),
                Choice("social care", "Children's social care"),
                Choice("schools", "Schools"),
                Choice("other", "Others"),
            ),
            source=FORM_C,
        ),
        PLAIN.long_text("people_present", "1.7", "Their names", is_identifying=True, source=FORM_C),
        PLAIN.long_text("documents_available", "1.8", "Documents that were available", source=FORM_C),
        KNOWN.long_text("cause_of_death", "1.9", "Cause of death, as understood now", need=EXPECTED, source=FORM_C),
        KNOWN.long_text("case_summary", "1.10", "Summary: background and what happened", need=EXPECTED, source=FORM_C),
        PLAIN.long_text("reports_awaited", "1.11", "Reports still awaited and investigations still open"),
    ),
)

CATEGORY = Section(
    "category",
    "6",
    "Category of death",
    (
        PLAIN.choice(
            "primary_category",
            "6.1",
            "Category",
            tuple(
                replace(each, label="3 Trauma and other external factors") if each.value == "3" else each
                for each in CATEGORIES_OF_DEATH
            ),
            need=REQUIRED,
            hint="Where more than one could apply, the lowest number",
            source=FORM_C,
        ),
    ),
)

PREVENTABILITY = (
    PLAIN.choice(
        "preventability",
        "7.1",
        "Was the death preventable?",
        (
            Choice("preventable", "Preventable"),
            Choice("potentially preventable", "Potentially preventable"),
            Choice("not preventable", "Not preventable"),
            Choice("inadequate", "Not enough information to judge"),
        ),
        need=REQUIRED,
        hint="Events, actions or omissions contributed that local or national action could change",
        source=FORM_E,
    ),
    PLAIN.long_text(
        "inadequate_reason", "7.2", "What information was missing?", when=Is("preventability", ("inadequate",))
    ),
)

MODIFIABLE = (
    PLAIN.choice(
        "modifiable",
        "7.1",
        "Were modifiable factors identified?",
        MODIFIABILITY,
        need=REQUIRED,
        hint="Factors that may have contributed and that could be changed, locally or nationally, so that the risk of "
        "future deaths becomes lower",
        source=STATISTICS_2011,
    ),
    PLAIN.long_text(
        "inadequate_reason",
        "7.2",
        "What information was missing?",
        need=REQUIRED,
        when=Is("modifiable", (Modifiable.INADEQUATE,)),
    ),
    PLAIN.long_text("modifiable_note", "7.3", "Which, and how?", when=Is("modifiable", (Modifiable.YES,))),
)

LEARNING = Section(
    "learning",
    "8",
    "What follows",
    (
        PLAIN.long_text("issues", "8.1", "Issues identified"),
        PLAIN.long_text("learning", "8.2", "Learning points"),
        Group(
            "recommendations",
            "8.3",
            "Recommendations",
            "recommendation",
            (
                PLAIN.long_text("recommendation_text", "8.3a", "Recommendation"),
                PLAIN.text("recommendation_addressee", "8.3b", "To whom"),
                PLAIN.choice("recommendation_level", "8.3c", "Level", listed("local", "regional", "national")),
            ),
        ),
        PLAIN.long_text("family_follow_up", "8.4", "What the family still needs, and who sees to it"),
        PLAIN.choices(
            "referred_on",
            "8.5",
            "Was the case referred on?",
            (
                Choice("coroner", "To the coroner"),
                Choice("police", "To the police or the Crown Prosecution Service"),
                Choice("social care", "To children's social care, under section 47"),
                Choice("serious case review", "To the board, for a serious case review"),
                Choice("other", "To somebody else"),
            ),
            source=FORM_E,
        ),
        PLAIN.long_text("immediate_action", "8.6", "Action taken at once"),
    ),
)


def modifiable_factors_have_a_domain(answers: AnswerSet) -> Fault | None:
    """Return a fault where factors are said to be modifiable and no domain may have contributed."""
    scores = {answer(answers, f"{prefix}_score").value for prefix in PREFIXES.values()}
    if answer(answers, "modifiable").value != Modifiable.YES or scores & {"2", "3"}:
        return None
    return Fault(("modifiable",), "Modifiable factors are identified, but no domain is scored 2 or 3.")


def _form_c(
    version: str,
    from_on: date,
    until_on: date,
    domains: tuple[Section, ...],
    judgement: Section,
) -> FormSpec:
    return FormSpec(
        "analysis",
        version,
        "Analysis of a child's death (Form C)",
        from_on,
        "Form C, national template, as seen in print and in the Scottish adaptation; in part reconstructed",
        (REVIEW, *domains, CATEGORY, judgement, LEARNING),
        (modifiable_factors_have_a_domain,) if version != "2008-1" else (),
        until_on,
    )


def _judgement(title: str, questions: tuple[Question, ...]) -> Section:
    return Section("judgement", "7", title, questions)


FORM_C_FIRST = _form_c(
    "2008-1", FIRST_SET, LAST_DAY_OF_THE_FIRST, DOMAINS_2008, _judgement("Preventability", PREVENTABILITY)
)
"""Reviews from April 2008 to March 2010."""

FORM_C_SECOND = _form_c("2010-1", SECOND_SET, LAST_DAY, DOMAINS_2010, _judgement("Modifiable factors", MODIFIABLE))
"""Reviews from April 2010 to March 2019."""
