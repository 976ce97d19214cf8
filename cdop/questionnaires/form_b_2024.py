"""The reporting form (Form B): what each agency that knew the child or the family is asked.

No agency is asked everything: each question is for some types of agency, and each may answer that it holds nothing.
Wording is ours. Sections follow the domains that are in use since 2018.
"""

from datetime import date

from cdop.questionnaires import (
    choices,
    form_b_2024_child,
    form_b_2024_environment,
    form_b_2024_services,
    form_b_2024_social,
)
from cdop.questionnaires import form_b_2024_agencies as asked_of
from cdop.questionnaires.ask import EXPECTED, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, REQUIRED, Ask, yes
from cdop.questionnaires.choices import listed
from cdop.questionnaires.date_checks import first_contact_not_after_last
from cdop.questionnaires.sources import FORM_B_2008
from cdop.questionnaires.spec import Choice, FormSpec, Section

_ANY_WAY = (NOT_KNOWN, NOT_APPLICABLE, NOT_HELD)
_respondent = Ask()
_everyone = Ask((NOT_KNOWN, NOT_HELD))


def _ask(agencies: frozenset[str]) -> Ask:
    return Ask((NOT_KNOWN, NOT_HELD), agencies=agencies)


_dying, _scene = _ask(asked_of.DYING | asked_of.INQUEST), _ask(asked_of.SCENE | asked_of.DYING)
_began = _ask(asked_of.SAW_IT_BEGIN)
_certified, _inquest = _ask(asked_of.CERTIFIED), _ask(asked_of.INQUEST)
_registrar, _ambulance, _police = _ask(asked_of.REGISTRAR), _ask(asked_of.AMBULANCE), _ask(asked_of.POLICE)

REPORTING = Section(
    "reporting",
    "A",
    "About this return",
    (
        _respondent.text(
            "completed_by_name",
            "A1",
            "Your name",
            need=REQUIRED,
            is_identifying=True,
            source=FORM_B_2008,
        ),
        _respondent.text("completed_by_role", "A2", "Your role", need=REQUIRED, source=FORM_B_2008),
        _respondent.text("completed_by_agency", "A3", "Your agency", need=REQUIRED, source=FORM_B_2008),
        _respondent.email("completed_by_email", "A4", "Your e-mail address", source=FORM_B_2008),
        _respondent.telephone("completed_by_telephone", "A5", "Your telephone number", source=FORM_B_2008),
        _respondent.choices(
            "records_searched",
            "A6",
            "Whose records did you search?",
            (
                Choice("child", "The child's"),
                Choice("mother in pregnancy", "The mother's, in pregnancy"),
                Choice("mother", "The mother's, at other times"),
                Choice("father", "The father's or another parent's"),
                Choice("siblings", "Brothers' and sisters'"),
                Choice("household", "Other people's in the home"),
            ),
            need=REQUIRED,
            hint="Records become hard to reach after a death: please search all that you can now",
        ),
        _respondent.text("records_not_found", "A7", "Records that you looked for and could not find"),
        _everyone.yes_no(
            "in_contact_at_death",
            "A8",
            "Was your agency in contact with the child or the family at the time of death?",
            need=EXPECTED,
            is_own=True,
        ),
        _everyone.date("first_contact_on", "A9", "Date of your first contact", is_past=True, is_own=True),
        _everyone.date("last_contact_on", "A10", "Date of your last contact", need=EXPECTED, is_past=True, is_own=True),
        _everyone.long_text("contact_summary", "A11", "Why your agency was in contact, and what it did", need=EXPECTED),
    ),
    guidance="Whoever takes part gives their own name. Each answer is kept with the name of who gave it.",
)

CIRCUMSTANCES = Section(
    "circumstances",
    "B",
    "What happened",
    (
        _everyone.long_text(
            "circumstances",
            "B1",
            "What do you know of the circumstances of the death?",
            need=EXPECTED,
            hint="Only what your agency saw, heard or recorded",
            is_identifying=True,
        ),
        _everyone.long_text(
            "chronology",
            "B2",
            "Important contacts and events, with their dates",
            hint="The last twelve months are usually enough; for a baby, from the booking",
            is_identifying=True,
        ),
        _dying.choice(
            "mode_of_death",
            "B3",
            "How did the death come about?",
            listed(
                "planned palliative care",
                "found dead or collapsed",
                "witnessed event",
                "treatment withdrawn, withheld or stopped",
                "brain-stem death",
                "other",
            ),
            need=EXPECTED,
            source=FORM_B_2008,
        ),
        _scene.yes_no("resuscitation_attempted", "B4", "Was resuscitation tried?", need=EXPECTED, source=FORM_B_2008),
        _scene.more("resuscitation_detail", "B5", "By whom, and for how long?", yes("resuscitation_attempted")),
        _scene.choice(
            "place_of_death",
            "B6",
            "Where is the child believed to have died?",
            choices.PLACES,
            need=EXPECTED,
            source=FORM_B_2008,
        ),
        _began.choice(
            "place_of_event",
            "B7",
            "Where was the child when the event or illness that led to the death began?",
            choices.PLACES,
            need=EXPECTED,
        ),
        _began.choices(
            "events",
            "B8",
            "Was it any of these?",
            choices.SUSPECTED_TYPES,
            non_answers=_ANY_WAY,
            source=FORM_B_2008,
        ),
        _ambulance.time("called_at_time", "B9", "Time of the 999 call", need=EXPECTED),
        _ambulance.time("arrived_at_time", "B10", "Time of arrival", need=EXPECTED),
        _police.yes_no("police_investigation", "B11", "Is there a police investigation?", need=EXPECTED),
        _police.more(
            "police_investigation_detail",
            "B12",
            "Its state, and whom to ask before anything is shared",
            yes("police_investigation"),
        ),
        _police.long_text("scene_findings", "B13", "What was found at the scene"),
        _police.yes_no("earlier_calls", "B14", "Had the police been called to the home before?", need=EXPECTED),
        _certified.text("cause_1a", "B15", "Cause of death as certified, I(a)", need=EXPECTED),
        _certified.text("cause_1b", "B16", "I(b), due to"),
        _certified.text("cause_1c", "B17", "I(c), due to"),
        _certified.text("cause_2", "B18", "II, other conditions that contributed"),
        _inquest.choice(
            "coroner_status",
            "B19",
            "Where is the coroner's work?",
            listed(
                "not referred",
                "referred, no further action",
                "investigation open",
                "stopped after post-mortem",
                "inquest opened",
                "adjourned for criminal proceedings",
                "inquest concluded",
            ),
            need=EXPECTED,
        ),
        _inquest.choice("post_mortem_type", "B20", "Post-mortem examination", choices.POST_MORTEMS, need=EXPECTED),
        _ask(asked_of.CONCLUSION).long_text("inquest_conclusion", "B21", "The inquest's conclusion, if there is one"),
        _registrar.date("registered_on", "B22", "Date of registration", need=EXPECTED, is_past=True, is_fact=True),
        _registrar.text("registration_district", "B23", "Registration district", is_fact=True),
    ),
)

FORM_B = FormSpec(
    "form_b",
    "2024-1",
    "Reporting form (Form B)",
    date(2024, 4, 1),
    "Reporting form, DHSC and NCMD; reconstructed from Form B of 2008, published changes and practice",
    (
        REPORTING,
        CIRCUMSTANCES,
        form_b_2024_child.SECTION,
        form_b_2024_social.SECTION,
        form_b_2024_environment.SECTION,
        form_b_2024_services.SECTION,
    ),
    (first_contact_not_after_last,),
    until_on=date(2024, 9, 30),
)
"""Asked from April to September 2024."""
