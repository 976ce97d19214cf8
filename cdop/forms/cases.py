"""The forms of a case: correcting its facts, writing a note, telling somebody to take no part."""

from collections.abc import Iterable
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    ConfirmField,
    EmailField,
    NumberField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules import agencies, corrections, ethnicity, places
from cdop.rules.case_words import JOINT_AGENCY_WORDS
from cdop.rules.vocabulary import Expectedness, Residency, Sex, YesNo

MISSING = SelectChoice("", "Not recorded")


def _choices(values: Iterable[str], *, blank: bool = True) -> list[SelectChoice]:
    offered = [SelectChoice(value, value[0].upper() + value[1:]) for value in values]
    return [MISSING, *offered] if blank else offered


class CorrectionForm(VersionedForm):
    """The facts of a case. A blank answer means "not recorded", which is not the same as "not known"."""

    given_names = TextField("Given names", max_length=500)
    family_name = TextField("Family name", max_length=500)
    nhs_number = TextField("NHS number", width=20, hint="10 digits, for example 999 000 0018")
    born_on = DateField("Date of birth", [Required("Enter the date of birth")])
    died_on = DateField("Date of death", [Required("Enter the date of death")])
    notified_on = DateField("Date the panel was notified", [Required("Enter the date the panel was notified")])
    is_sure = ConfirmField("The dates are right")
    notified_by = SelectionField("Notified by")
    sex = RadiosField("Sex", choices=_choices(Sex))
    ethnicity = SelectionField("Ethnicity")
    residency = RadiosField(
        "Where the child normally lived",
        [Required("Say whether the child normally lived in the panel's area")],
        choices=[
            SelectChoice(Residency.RESIDENT.value, "In the panel's area"),
            SelectChoice(Residency.ELSEWHERE.value, "Elsewhere"),
        ],
    )
    area_code = SelectionField("Local authority", [Required("Choose the local authority")])
    postcode = TextField("Postcode", width=10, max_length=10)
    deprivation_quintile = SelectionField(
        "Deprivation quintile of the address",
        choices=[
            MISSING,
            SelectChoice("1", "1 (most deprived)"),
            *(SelectChoice(str(n), str(n)) for n in range(2, 5)),
            SelectChoice("5", "5 (least deprived)"),
        ],
    )
    place_of_death = SelectionField("Place of death")
    died_in_area = RadiosField("Died in the panel's area", choices=_choices(YesNo))
    expectedness = RadiosField("Whether the death was expected", choices=_choices(Expectedness))
    joint_agency_response = RadiosField(
        "Joint agency response",
        choices=[MISSING, *(SelectChoice(each.value, words) for each, words in JOINT_AGENCY_WORDS.items())],
    )
    gestation_weeks = NumberField("Gestation at birth in completed weeks", lowest=15, highest=45)
    gestation_not_known = ConfirmField("The gestation at birth is not known")
    birth_weight_g = NumberField("Birth weight in grams", lowest=100, highest=8000)
    birth_weight_not_known = ConfirmField("The birth weight is not known")

    def offer(self, areas: Iterable[tuple[str, str]]) -> None:
        """Offer these local authorities (code and name) and the fixed lists."""
        self.area_code.choices = [SelectChoice("", "Choose"), *(SelectChoice(*area) for area in areas)]
        self.notified_by.choices = [MISSING, *(SelectChoice(k, v) for k, v in agencies.AGENCY_TYPES.items())]
        self.place_of_death.choices = [MISSING, *(SelectChoice(p.code, p.label) for p in places.PLACES)]
        self.ethnicity.choices = [MISSING, *(SelectChoice(e.label, e.label) for e in ethnicity.ETHNICITIES)]

    def facts(self) -> dict[str, Any]:
        """Return the facts as the case stores them, None for "not recorded"."""
        return corrections.from_form({field.name: field.data for field in self})


class NoteForm(BaseForm):
    """A note on a case."""

    text = AreaField("Add a note", [Required("Write the note")], max_length=100_000)


class ExclusionForm(BaseForm):
    """Who takes no part in a case, and why."""

    email = EmailField("Email address of the person", [Required("Enter the person's email address")])
    reason = AreaField("Reason", [Required("Say why this person takes no part")], max_length=2000, rows=3)


class StepForm(BaseForm):
    """A step of the case, with the reason where the step asks for one."""

    reason = AreaField("Reason", max_length=2000, rows=3)
