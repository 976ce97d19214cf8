"""The forms of the first check: a new case from a notification, one more of a known case, none for review."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from wtforms import Field

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.forms.times import TimeField
from cdop.rules import nhs_number, postcodes
from cdop.rules.dates import LONDON
from cdop.rules.decisions import PARTS, QUESTIONS, Decision, Question
from cdop.rules.triage import JAR_CRITERIA, NOT_FOR_REVIEW, FirstCheck, NotForReview
from cdop.rules.triage_words import ResidencyStatus
from cdop.rules.vocabulary import JointAgencyResponse, Residency

MOMENTS = ("jar_triggered_at", "jar_planned_at", "jar_visited_at")
_KEY_WORKER = ("key_worker_name", "key_worker_role", "key_worker_contact")
_WORDS = ("forwarded_to", "lead_agreed", "came_from", "jar_lead", "jar_not_held_reason", *_KEY_WORKER)
_DAYS = ("forwarded_on", "forwarded_acknowledged_on", "came_on", "came_acknowledged_on")
_ELSEWHERE = ("is", "residency", *(lived.value for lived in ResidencyStatus if lived is not ResidencyStatus.RESIDENT))
MOST_RADIOS = 5
"""A question with more answers than this is a list to open, so that the page stays short."""
_OURS = ("is", "residency", ResidencyStatus.RESIDENT.value)
_CAME = ("all", _OURS, ("answered", "came_from"))
_HELD = ("is", "joint_agency_response", JointAgencyResponse.HELD.value)
_NOT_HELD = ("is", "joint_agency_response", JointAgencyResponse.MET_NOT_HELD.value)


def _names(question: Question) -> list[str]:
    """The names of a question's fields: the answer, and what is asked where it is the one that opens more."""
    more = (("note", question.note), ("on", question.done), ("acknowledged_on", question.acknowledged))
    return [question.name, *(f"{question.name}_{key}" for key, label in more if label)]


def _fields(question: Question) -> Iterator[tuple[str, Any]]:
    when, name = ("is", question.name, question.opens), question.name
    answers = [SelectChoice(*choice) for choice in question.choices]
    missing = Required(f"Answer this: {question.text}")
    kind = RadiosField if len(answers) <= MOST_RADIOS else SelectionField
    yield name, kind(question.text, [missing], hint=question.rule, choices=answers)
    if question.note:
        yield f"{name}_note", TextField(question.note, max_length=500, when=when, called=f"{question.label}: note")
    if question.done:
        yield f"{name}_on", DateField(question.done, when=when)
    if question.acknowledged:
        yield f"{name}_acknowledged_on", DateField(question.acknowledged, when=when)


class FirstCheckForm(VersionedForm):
    """Residency, the joint agency response and the key worker. A moment is a day and a time beside it."""

    residency = RadiosField(
        "Where did the child normally live?",
        [Required("Say where the child normally lived")],
        hint="The panel of the area where the child normally lived reviews the death (Children Act 2004, section 16M)",
        choices=[
            SelectChoice(ResidencyStatus.RESIDENT.value, "In the panel's area", {"hint": "Or not known yet"}),
            SelectChoice(ResidencyStatus.ELSEWHERE.value, "Elsewhere in England: the panel there leads"),
            SelectChoice(ResidencyStatus.ELSEWHERE_UK.value, "Wales, Scotland, Northern Ireland or the Isle of Man"),
            SelectChoice(ResidencyStatus.OVERSEAS.value, "Abroad, and visiting"),
        ],
    )
    area_code = SelectionField("Local authority", [Required("Choose the local authority")])
    lead_agreed = TextField(
        "With whom it was agreed which panel leads",
        max_length=300,
        hint="Where it could be disputed: two homes, or a child who was looked after by another authority",
    )
    forwarded_to = TextField("Panel that the case is passed on to", max_length=200, when=_ELSEWHERE)
    forwarded_on = DateField(
        "Day it was passed on",
        when=_ELSEWHERE,
        hint="By the next working day. Leave it empty until it is done: it then stays on your list",
    )
    forwarded_acknowledged_on = DateField("Day on which that panel acknowledged it", when=_ELSEWHERE)
    came_from = TextField(
        "Panel that passed the case on to us", max_length=200, hint="Leave it empty if none did", when=_OURS
    )
    came_on = DateField("Day it came from that panel", when=_CAME)
    came_acknowledged_on = DateField("Day on which we acknowledged it", when=_CAME)
    jar_criteria = CheckboxesField(
        "Which criteria of a joint agency response are met?",
        hint="Any one is enough",
        choices=[SelectChoice(key, label) for key, label in JAR_CRITERIA.items()],
    )
    joint_agency_response = RadiosField(
        "Is there a joint agency response?",
        [Required("Say whether there is a joint agency response")],
        choices=[
            SelectChoice(JointAgencyResponse.HELD.value, "Yes"),
            SelectChoice(JointAgencyResponse.MET_NOT_HELD.value, "No, although a criterion is met"),
            SelectChoice(JointAgencyResponse.NOT_MET.value, "No, none of the criteria is met"),
            SelectChoice(JointAgencyResponse.NOT_KNOWN.value, "Not known yet"),
        ],
    )
    jar_triggered_at = DateField("Day it began", when=_HELD)
    jar_triggered_at_time = TimeField("Time it began", when=_HELD)
    jar_lead = TextField("Who leads it: name, role and organisation", max_length=200, when=_HELD)
    jar_planned_at = DateField("Day of the planning discussion", when=_HELD)
    jar_planned_at_time = TimeField("Time of the planning discussion", when=_HELD)
    jar_visited_at = DateField("Day of the visit to the home or scene", when=_HELD)
    jar_visited_at_time = TimeField("Time of the visit", when=_HELD)
    jar_not_held_reason = AreaField("Why not?", max_length=2000, rows=3, when=_NOT_HELD)
    key_worker_name = TextField(
        "Name of the family's key worker", max_length=120, hint="Leave it empty if not yet known"
    )
    key_worker_role = TextField("Role and organisation", max_length=120)
    key_worker_contact = TextField("How to reach them", max_length=254)

    # The questions are a table: each is an attribute of the class as if it were written out here.
    locals().update(field for question in QUESTIONS for field in _fields(question))

    def propose(self, hints: Mapping[str, str]) -> None:
        """Say beside fields what is proposed, or stands, and why: a hint by the name of the field, before its own."""
        for name, words in hints.items():
            self[name].description = f"{words}. {self[name].description}".removesuffix(". ")

    def parts(self) -> Iterator[tuple[str, list[tuple[Question, list[Field]]]]]:
        """Give the questions by their headings, each with its fields in the order in which they are asked."""
        for part in PARTS:
            asked = (question for question in QUESTIONS if question.part == part)
            yield part, [(each, [self[name] for name in _names(each)]) for each in asked]

    def offer(self, own: Iterable[tuple[str, str]], every: Iterable[tuple[str, str]]) -> None:
        """Offer local authorities (code and name): the panel's own first."""
        mine = [*own]
        others = [area for area in every if area not in mine]
        self.area_code.choices = [SelectChoice("", "Choose"), *(SelectChoice(*area) for area in (*mine, *others))]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the time too where a day is given."""
        is_valid = bool(super().validate(extra_validators))
        for name in MOMENTS:
            day, at = self[name], self[f"{name}_time"]
            if day.data is not None and at.is_blank:
                self.add_faults({at.name: "Enter the time, or about when it was"})
            elif at.data is not None and day.is_blank:
                self.add_faults({name: "Enter the day too"})
        return is_valid and not self.errors

    def check(self) -> FirstCheck:
        """Return what was found, once the form is valid."""
        told: dict[str, Any] = {name: self[name].data or "" for name in _WORDS}
        told |= {name: self._moment(name) for name in MOMENTS}
        told |= {name: self[name].data for name in _DAYS}
        lived = ResidencyStatus(self.residency.data)
        return FirstCheck(
            residency=Residency.RESIDENT if lived is ResidencyStatus.RESIDENT else Residency.ELSEWHERE,
            area_code=self.area_code.data,
            lived=lived,
            decisions=tuple(self._decision(question) for question in QUESTIONS),
            jar_criteria=tuple(self.jar_criteria.data or ()),
            joint_agency_response=JointAgencyResponse(self.joint_agency_response.data),
            **told,
        )

    def _decision(self, question: Question) -> Decision:
        """What was answered; a note and days that do not go with the answer are left out."""
        given = self[question.name].data
        more = {name: self[name].data for name in _names(question)[1:]} if given == question.opens else {}
        note, done, acknowledged = (more.get(f"{question.name}_{key}") for key in ("note", "on", "acknowledged_on"))
        return Decision(question.topic, given, note or "", done, acknowledged)

    def _moment(self, name: str) -> datetime | None:
        day, at = self[name].data, self[f"{name}_time"].data
        return None if day is None or at is None else datetime.combine(day, at, LONDON).astimezone(UTC)


class ChangedCheckForm(FirstCheckForm):
    """The first check of a case that has one, put right or added to."""

    why = AreaField(
        "Why is it changed?", max_length=1000, rows=2, hint="It is kept beside each answer that is another one now"
    )


class ReconsiderForm(BaseForm):
    """Somebody disagrees with a death not being reviewed."""

    who = TextField("Who disagreed: name, role and organisation", [Required("Say who disagreed")], max_length=200)
    said = AreaField(
        "What they said, and what was decided and by whom",
        [Required("Say what they said, and what was decided")],
        max_length=2000,
        rows=4,
    )
    outcome = RadiosField(
        "What was decided?",
        [Required("Say what was decided")],
        choices=[
            SelectChoice("stays", "The death is still not for review"),
            SelectChoice("again", "The notification is looked at again: it waits for its first check"),
        ],
    )


class ReconsiderCaseForm(ReconsiderForm):
    """Somebody disagrees with a case being out of review."""

    outcome = RadiosField(
        "What was decided?",
        [Required("Say what was decided")],
        choices=[
            SelectChoice("stays", "The death is still not for review"),
            SelectChoice("again", "The case is brought back: it gathers information again"),
        ],
    )


class NewCaseForm(FirstCheckForm):
    """The first check that opens a case, with the facts by which the child is known."""

    given_names = TextField("First names", max_length=500)
    family_name = TextField("Family name", max_length=500)
    nhs_number = TextField("NHS number", width=20, hint="10 digits, for example 999 000 0018")
    born_on = DateField("Date of birth", [Required("Enter the date of birth")])
    died_on = DateField("Date of death", [Required("Enter the date of death")])
    postcode = TextField("Postcode of the home", width=10, max_length=10)
    explained = AreaField("Why is it so?", max_length=1000, rows=3)

    def facts(self) -> dict[str, Any]:
        """Return the facts as the case stores them; a number that cannot be read is left as typed."""
        told: dict[str, Any] = {name: self[name].data or None for name in FACTS}
        for name, tidy in (("nhs_number", nhs_number.parse), ("postcode", postcodes.parse)):
            with suppress(ValueError):
                told[name] = tidy(told[name]) if told[name] else None
        return told


FACTS = ("given_names", "family_name", "nhs_number", "born_on", "died_on", "postcode")


class LinkForm(BaseForm):
    """The case that a notification is one more of, or is not: `reason` says why it is taken from a case."""

    case = TextField("Reference of the case", [Required("Enter the reference of the case")], max_length=60, width=20)
    reason = AreaField("How do you know that it is of another child?", max_length=2000, rows=3)


class DelayForm(VersionedForm):
    """Since when whoever notified knew of the death, and why it was notified late."""

    aware_on = DateField("When did whoever notified learn of the death?", hint="Leave it empty if nobody can say")
    reason = AreaField("Why was it notified late?", max_length=2000, rows=3)


class QuestionForm(BaseForm):
    """A question to the notifier."""

    text = AreaField(
        "Your question",
        [Required("Enter the question")],
        max_length=2000,
        hint="They read it with their reference and code. Do not tell them whether the panel knew of the child before.",
    )


class NotForReviewForm(BaseForm):
    """Why a death is not reviewed, by the rule."""

    why = RadiosField(
        "Why is there no review?",
        [Required("Say why there is no review")],
        choices=[SelectChoice(why.value, NOT_FOR_REVIEW[why]) for why in NotForReview],
    )
    note = AreaField("Anything to add", max_length=2000, rows=3)
