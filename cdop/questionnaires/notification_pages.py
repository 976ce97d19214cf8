"""The notification form as everybody fills it in: one topic to a page, in the order in which the answers come to mind.

What is needed most comes first; the rest stands behind it and can be left. The questions are those of the statutory
form, without its numbers. A page that does not apply is passed over, and what the dates tell is not asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cdop.questionnaires import conditions
from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet, answer
from cdop.questionnaires.completeness import asked_answers
from cdop.questionnaires.conditions import settled
from cdop.questionnaires.spec import Fault, FormSpec, Group, Question, Section
from cdop.questionnaires.words import Need, NonAnswer
from cdop.rules.ages import NEONATAL_DAYS, completed_years

LEARNING_DISABILITY_FROM = 4
"""Years: of younger children it is not asked whether they had a learning disability or were autistic."""

EXTERNAL = frozenset(
    {
        "sudden unexpected death",
        "suicide or self-harm",
        "vehicle collision",
        "drowning",
        "fire or burns",
        "poisoning",
        "other trauma",
        "suspected homicide",
        "substance misuse",
    }
)
"""Types of death for which a joint agency response is considered, however the death is called otherwise."""

SUSPECTED, NEWBORN = "suspected_types", "neonatal"
OF_OLDER_CHILDREN = ("learning_disability", "autism")
DATES = frozenset({("born_on", NOT_IN_A_GROUP), ("died_on", NOT_IN_A_GROUP)})

DETAINED = frozenset({"CUSTODY", "MH-INPATIENT"})

ALSO_NEEDED = frozenset({"nhs_number_held", "place_of_event"})
"""What the form only expects and the rules of intake require (`rules.intake_checks`); "not known" is an answer."""

START, MORE, CHECK = "start", "more", "check"
"""What stands before the pages, between those that are needed and the others, and after them."""


def _always(_answers: AnswerSet) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """One topic. `asks` are the keys of its questions and groups; `is_needed`: it is among the first pages."""

    key: str
    title: str
    asks: tuple[str, ...]
    guidance: str = ""
    is_needed: bool = True
    applies: Callable[[AnswerSet], bool] = _always


def lived(answers: AnswerSet) -> tuple[date, date] | None:
    """Return the dates of birth and death where both are given and can stand together."""
    born, died = (answer(answers, key).value for key in ("born_on", "died_on"))
    return (born, died) if isinstance(born, date) and isinstance(died, date) and born <= died else None


def may_be_a_baby(answers: AnswerSet) -> bool:
    """Say whether the child died before the first birthday, or may have."""
    both = lived(answers)
    return both is None or completed_years(*both) < 1


def may_be_newborn(answers: AnswerSet) -> bool:
    """Say whether the child is known to have died in the first 28 days, or has no name of its own."""
    both = lived(answers)
    is_newborn = both is not None and (both[1] - both[0]).days < NEONATAL_DAYS
    return is_newborn or str(answer(answers, "given_names").value or "").casefold().startswith("baby")


def may_need_joint_response(answers: AnswerSet) -> bool:
    """Say whether a joint agency response is to be asked about: not where the death was expected and natural.

    Source: Sudden and Unexpected Death in Infancy and Childhood, the criteria for a joint agency response.
    """
    types = answer(answers, "suspected_types").value or ()
    is_external = bool(EXTERNAL.intersection(types)) or answer(answers, "place_of_death").value in DETAINED
    is_stillbirth = answer(answers, "suspected_stillbirth_at_home").value == "yes"
    return is_external or is_stillbirth or answer(answers, "expectedness").value != "expected"


PAGES = (
    Page(
        "notifier",
        "Who you are",
        (
            "notifier_name",
            "notifier_role",
            "notifier_organisation",
            "notified_by",
            "notifier_email",
            "notifier_telephone",
        ),
        "We use these only to ask you about this notification.",
    ),
    Page(
        "child",
        "The child",
        ("given_names", "family_name", "sex", "nhs_number_held", "nhs_number"),
        "If a baby has no name, write “Baby of” and the mother’s first name as the first names, and the mother’s "
        "family name: we then find the birth by the mother’s details.\nThe NHS number keeps one death from being "
        "counted twice. If you cannot give it, say why: it can be added later.",
    ),
    Page(
        "dates",
        "When and where the child died",
        (
            "born_on",
            "died_on",
            "died_on_note",
            "died_at_time",
            "place_of_death",
            "place_of_death_name",
            "country_of_death",
        ),
        "The death of anybody who had not reached their 18th birthday is reviewed. If you do not know the age but "
        "believe that the person was under 18, choose “Not known” and send the form: they are treated as a child "
        "until it is known otherwise.\nA child who lived here and died abroad is reviewed too: choose “Abroad” and "
        "name the country.",
    ),
    Page(
        "home",
        "Where the child lived",
        ("home_address", "postcode", "second_home_address"),
        "The panel of the area in which the child lived leads the review, wherever the child died.",
    ),
    Page(
        "baby",
        "Birth",
        (
            "under_one_year",
            "gestation_weeks",
            "gestation_days",
            "birth_weight_g",
            "plurality",
            "birth_order",
            "under_two_days",
            "born_at_time",
            "suspected_stillbirth_at_home",
        ),
        "The death of a baby born alive is reviewed, after however few weeks of pregnancy. A stillbirth or the loss of "
        "a pregnancy with a health professional present is not reviewed, nor is a termination within the law, even "
        "where the baby lived for a time: this form is not needed for them. Where nobody from the health service was "
        "present and the baby may have been stillborn, please do send it: we find out.",
        applies=may_be_a_baby,
    ),
    Page(
        "circumstances",
        "What happened",
        (
            "circumstances",
            "place_of_event",
            "place_of_event_name",
            "country_of_event",
            "expectedness",
            "alert_wanted",
            "alert_reason",
        ),
        "This is a first account. Nobody will hold you to it, and it can be corrected later.\nIf a child is in danger "
        "now, ring 999 or children’s social care first.",
    ),
    Page(
        "kind",
        "What the death may have been",
        ("suspected_types", "medical_conditions"),
    ),
    Page(
        "joint_agency_response",
        "Joint agency response",
        (
            "jar_criteria_met",
            "jar_criteria",
            "jar_started",
            "jar_started_on",
            "jar_started_at_time",
            "jar_lead",
            "jar_not_started_reason",
        ),
        "For some deaths health, police and social care act together at once. If you have not heard of it, leave this "
        "page as it is.",
        applies=may_need_joint_response,
    ),
    Page(
        "parents",
        "Parents and carers",
        ("parents",),
        "For a newborn baby the mother’s name, date of birth and NHS number matter most: with them we find the birth.",
        is_needed=False,
    ),
    Page("children", "Other children in the home", ("children",), is_needed=False),
    Page("professionals", "Who knew the child", ("professionals",), is_needed=False),
    Page(
        "coroner",
        "Coroner and post-mortem examination",
        (
            "coroner_referred",
            "coroner_accepted",
            "coroner_area",
            "post_mortem_type",
            "post_mortem_on",
            "post_mortem_place",
        ),
        is_needed=False,
    ),
    Page(
        "certificate",
        "Certificate of the cause of death",
        (
            "certificate_issued",
            "medical_examiner",
            "cause_1a",
            "cause_1b",
            "cause_1c",
            "cause_1d",
            "cause_2",
            "newborn_certificate",
            "newborn_cause_a",
            "newborn_cause_b",
            "newborn_cause_c",
            "newborn_cause_d",
            "newborn_cause_e",
        ),
        is_needed=False,
    ),
    Page(
        "registration",
        "Registration of the death",
        ("registered", "registered_on", "registration_district"),
        is_needed=False,
    ),
    Page(
        "care",
        "Resuscitation and donation",
        ("resuscitation_attempted", "resuscitation_by", "donation_considered"),
        is_needed=False,
    ),
    Page(
        "background",
        "Other names, ethnic group and language",
        ("other_names", "ethnicity", "religion", "first_language", "interpreter_needed"),
        is_needed=False,
    ),
    Page(
        "services",
        "School and social care",
        ("place_of_education", "known_to_social_care", "care_statuses", "learning_disability", "autism"),
        is_needed=False,
    ),
    Page(
        "other_reviews",
        "Other investigations",
        ("other_reviews_begun", "other_reviews", "other_reviews_detail"),
        is_needed=False,
    ),
    Page(
        "key_worker",
        "The family’s key worker",
        ("key_worker_name", "key_worker_role", "key_worker_contact"),
        "The key worker is the one person whom the family can turn to.",
        is_needed=False,
    ),
    Page(
        "support",
        "What the family knows",
        ("family_guide_given", "family_knows", "family_contact_wishes"),
        is_needed=False,
    ),
)
"""In their order. What is needed of whom is told by `_is_needed_now`."""


CALL = Page(
    "call",
    "Telephone call",
    (
        "notifier_name",
        "notifier_telephone",
        "notifier_role",
        "notifier_organisation",
        "given_names",
        "family_name",
        "born_on",
        "died_on",
        "died_at_time",
        "place_of_death",
        "place_of_death_name",
        "place_of_event",
        "nhs_number_held",
        "nhs_number",
        "circumstances",
        "expectedness",
        "notifier_email",
    ),
    "In the order in which people tell it. Leave empty what they do not say: it can be asked before you send, and the "
    "time of the call is kept.",
)
"""What a coordinator writes down while somebody speaks, on one page."""

OF_THE_CALLER = {
    "notifier_name": "Who is ringing?",
    "notifier_telephone": "Their telephone number",
    "notifier_role": "Their role",
    "notifier_organisation": "Their organisation",
    "notifier_email": "Their e-mail address",
}
"""What the questions to the notifier are called where somebody else writes the answers down."""


def for_call(spec: FormSpec, answers: AnswerSet) -> FormSpec:
    """Return a notification form with one page for a telephone call, its questions without numbers."""
    section = _section(CALL, spec, answers)
    items = tuple(replace(each, text=OF_THE_CALLER.get(each.key, each.text)) for each in section.items)
    return replace(spec, sections=(replace(section, items=items),))


def pages(answers: AnswerSet) -> tuple[Page, ...]:
    """Return the pages that apply with these answers, those that are needed most first."""
    found = [replace(each, is_needed=_is_needed_now(each, answers)) for each in PAGES]
    return tuple(sorted((each for each in found if each.applies(answers)), key=lambda each: not each.is_needed))


def paged(spec: FormSpec, answers: AnswerSet, *, only_applying: bool = False) -> FormSpec:
    """Return a notification form with these pages for its sections, its questions without numbers.

    What the dates tell is not asked, and what hangs on it is asked without that condition. The pages that do not
    apply come last, for whoever has one open, or are left out.
    """
    applying = pages(answers)
    there = {each.key for each in applying}
    others = () if only_applying else (each for each in PAGES if each.key not in there)
    return replace(spec, sections=tuple(_section(each, spec, answers) for each in (*applying, *others)))


def _section(page: Page, spec: FormSpec, answers: AnswerSet) -> Section:
    items = {item.key: item for section in spec.sections for item in section.items}
    told = {name[0]: given for name, given in derived(answers).items()}
    asks = (items[key] for key in page.asks if key in items and key not in told and _is_called_for(key, answers))
    shown = tuple(asked for item in asks if (asked := _asked(item, told)) is not None)
    return Section(page.key, "", page.title, shown, guidance=page.guidance)


def place(key: str, answers: AnswerSet) -> tuple[int, int]:
    """Return the number of a page among those that are needed most, 0 where it is not one, and how many they are."""
    needed = [each.key for each in pages(answers) if each.is_needed]
    return needed.index(key) + 1 if key in needed else 0, len(needed)


def following(key: str, answers: AnswerSet) -> str:
    """Return the key of the page after one: `MORE` after the last that is needed, `CHECK` after the last of all."""
    return _beside(key, answers, 1) or CHECK


def preceding(key: str, answers: AnswerSet) -> str:
    """Return the key of the page before one, `START` before the first."""
    if key == CALL.key:
        return START
    return _beside(key, answers, -1) or START


def _beside(key: str, answers: AnswerSet, step: int) -> str:
    """The page next to one in that direction; of one that does not apply, next to where it would stand."""
    every = [each for each in PAGES if each.key == key or each.applies(answers)]
    needed = {each.key for each in PAGES if _is_needed_now(each, answers)}
    order = ["", *(each.key for each in every if each.key in needed), MORE]
    order += [*(each.key for each in every if each.key not in needed), ""]
    return order[order.index(key) + step]


def derived(answers: AnswerSet) -> dict[AnswerKey, Answer]:
    """Return the answers that the dates of birth and death give, so that nobody is asked for them; {} without dates."""
    both = lived(answers)
    if both is None:
        return {}
    born, died = both
    years, days = completed_years(born, died), (died - born).days
    found = {"under_one_year": Answer("yes" if years < 1 else "no")}
    if years < 1:
        found["under_two_days"] = Answer("yes" if days < 2 else "no")
    if years < LEARNING_DISABILITY_FROM:
        found |= dict.fromkeys(OF_OLDER_CHILDREN, Answer(non_answer=NonAnswer.NOT_APPLICABLE))
    return {(key, NOT_IN_A_GROUP): given for key, given in found.items()}


def after_dates(answers: AnswerSet) -> dict[AnswerKey, Answer]:
    """Return what is to be written once the dates were answered anew: what they tell, and blank what they told before.

    What a person answered themselves stays where the dates do not tell it.
    """
    found = derived(answers)
    if lived(answers) is not None:
        for key in OF_OLDER_CHILDREN:
            if answer(answers, key).non_answer is NonAnswer.NOT_APPLICABLE:
                found.setdefault((key, NOT_IN_A_GROUP), BLANK)
    return found | _newborn(answers)


def _newborn(answers: AnswerSet) -> dict[AnswerKey, Answer]:
    """That a death in the first 28 days is one of a newborn is ticked, to be seen on its page and on the last one."""
    both, told = lived(answers), answer(answers, SUSPECTED)
    is_newborn = both is not None and (both[1] - both[0]).days < NEONATAL_DAYS
    if is_newborn and told.is_blank:
        return {(SUSPECTED, NOT_IN_A_GROUP): Answer((NEWBORN,))}
    if both is not None and not is_newborn and told.value == (NEWBORN,):
        return {(SUSPECTED, NOT_IN_A_GROUP): BLANK}
    return {}


def faults_on(spec: FormSpec, page_key: str, answers: AnswerSet) -> tuple[Fault, ...]:
    """Return the answers of one page that cannot stand together, by the form's own checks."""
    there = {question.key for _group, question in spec.section(page_key).questions()}
    shown = asked_answers(spec, answers)
    found = (fault for check in spec.checks if (fault := check(shown)) is not None)
    return tuple(fault for fault in found if there.issuperset(fault.keys))


def _is_needed_now(page: Page, answers: AnswerSet) -> bool:
    """The parents of a newborn baby come among the first pages; of what it died is told by its age, if expected."""
    if page.key == "parents":
        return may_be_newborn(answers)
    if page.key == "kind":
        is_told = answer(answers, SUSPECTED).value == (NEWBORN,) and answer(answers, "expectedness").value == "expected"
        return not is_told
    return page.is_needed


def _is_called_for(key: str, answers: AnswerSet) -> bool:
    """Why the date of death is not known is asked where it is not."""
    is_why = key == "died_on_note"
    return not is_why or answer(answers, "died_on").non_answer is not None or not answer(answers, key).is_blank


def _asked(item: Question | Group, told: dict[str, Answer]) -> Question | Group | None:
    """An item without its number, and with what is left of its condition once what is told is known."""
    if isinstance(item, Group):
        questions = tuple(replace(each, number="") for each in item.questions)
        return replace(item, number="", questions=questions)
    known = {(key, NOT_IN_A_GROUP): given for key, given in told.items()}
    # The page of a baby is passed over for an older child; whoever is on it all the same may answer.
    known |= {("under_one_year", NOT_IN_A_GROUP): Answer("yes")} if "under_one_year" in told else {}
    open_keys = frozenset(key for key in conditions.keys(item.when) if key not in told)
    left = settled(item.when, known, open_keys, NOT_IN_A_GROUP)
    if left is False:
        return None
    need = Need.REQUIRED if item.key in ALSO_NEEDED else item.need
    return replace(item, number="", need=need, when=None if left is True else left)
