"""The forms of the first check: a new case from a notification, one more of a known case, none for review."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

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
from cdop.rules.triage import JAR_CRITERIA, NOT_FOR_REVIEW, FirstCheck, NotForReview
from cdop.rules.vocabulary import JointAgencyResponse, Residency

MOMENTS = ("jar_triggered_at", "jar_planned_at", "jar_visited_at")
_KEY_WORKER = ("key_worker_name", "key_worker_role", "key_worker_contact")
_WORDS = ("forwarded_to", "jar_not_held_reason", *_KEY_WORKER)
_ELSEWHERE = ("is", "residency", Residency.ELSEWHERE.value)
_HELD = ("is", "joint_agency_response", JointAgencyResponse.HELD.value)
_NOT_HELD = ("is", "joint_agency_response", JointAgencyResponse.MET_NOT_HELD.value)


class FirstCheckForm(VersionedForm):
    """Residency, the joint agency response and the key worker. A moment is a day and a time beside it."""

    residency = RadiosField(
        "Where did the child normally live?",
        [Required("Say where the child normally lived")],
        hint="The panel of the area where the child normally lived reviews the death (Children Act 2004, section 16M)",
        choices=[
            SelectChoice(Residency.RESIDENT.value, "In the panel's area"),
            SelectChoice(Residency.ELSEWHERE.value, "Elsewhere: the notification is passed on to the child's panel"),
        ],
    )
    area_code = SelectionField("Local authority", [Required("Choose the local authority")])
    forwarded_to = TextField(
        "Panel that it was passed on to", max_length=200, when=_ELSEWHERE, hint="It is kept as a note on the case"
    )
    forwarded_on = DateField("Day it was passed on", when=_ELSEWHERE)
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
        return FirstCheck(
            residency=Residency(self.residency.data),
            area_code=self.area_code.data,
            forwarded_on=self.forwarded_on.data,
            jar_criteria=tuple(self.jar_criteria.data or ()),
            joint_agency_response=JointAgencyResponse(self.joint_agency_response.data),
            **told,
        )

    def _moment(self, name: str) -> datetime | None:
        day, at = self[name].data, self[f"{name}_time"].data
        return None if day is None or at is None else datetime.combine(day, at, LONDON).astimezone(UTC)


class NewCaseForm(FirstCheckForm):
    """The first check that opens a case, with the facts by which the child is known."""

    given_names = TextField("First names", max_length=500)
    family_name = TextField("Family name", max_length=500)
    nhs_number = TextField("NHS number", width=20, hint="10 digits, for example 999 000 0018")
    born_on = DateField("Date of birth", [Required("Enter the date of birth")])
    died_on = DateField("Date of death", [Required("Enter the date of death")])
    postcode = TextField("Postcode of the home", width=10, max_length=10)

    def facts(self) -> dict[str, Any]:
        """Return the facts as the case stores them; a number that cannot be read is left as typed."""
        told: dict[str, Any] = {name: self[name].data or None for name in FACTS}
        for name, tidy in (("nhs_number", nhs_number.parse), ("postcode", postcodes.parse)):
            with suppress(ValueError):
                told[name] = tidy(told[name]) if told[name] else None
        return told


FACTS = ("given_names", "family_name", "nhs_number", "born_on", "died_on", "postcode")


def shown(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first check of a case as its form shows it: a moment is a day and a time in England."""
    names = ("residency", "area_code", "joint_agency_response", "forwarded_on", "jar_not_held_reason", *_KEY_WORKER)
    values = {name: case[name] for name in (*names, "version")} | {"jar_criteria": list(case["jar_criteria"] or ())}
    for name in MOMENTS:
        local = case[name].astimezone(LONDON) if case[name] else None
        values[name] = local.date() if local else None
        values[f"{name}_time"] = local.time().replace(tzinfo=None) if local else None
    return values


class LinkForm(BaseForm):
    """The case that a notification is one more of."""

    case = TextField("Reference of the case", [Required("Enter the reference of the case")], max_length=60, width=20)


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
