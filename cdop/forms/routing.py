"""The form of one row of whom to ask."""

from collections.abc import Mapping

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, CheckboxesField, NumberField, Required, SelectChoice
from cdop.questionnaires import choices
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import Circumstance
from cdop.rules.places import PLACES

_CIRCUMSTANCES = [SelectChoice(each.value, f"{each.value[0].upper()}{each.value[1:]}") for each in Circumstance]
LONGEST_AGE_DAYS = 6574
TYPES = (*choices.SUSPECTED_TYPES, *choices.MEDICAL_CONDITIONS)


class RuleForm(VersionedForm):
    """A row: who is asked, why, and about which children. With only the age said, every child of that age."""

    asks = CheckboxesField(
        "Who is asked", choices=[SelectChoice(key, label) for key, label in AGENCY_TYPES.items()], called="Who is asked"
    )
    reason = AreaField(
        "Why", [Required("Say why they are asked")], hint="It is shown beside the proposal", rows=2, max_length=300
    )
    from_years = NumberField("From what age, in years", lowest=0, highest=17, width=2, default=0)
    under_years = NumberField("Under what age, in years", lowest=1, highest=18, width=2, default=18)
    from_days = NumberField("From what age, in days", hint="For babies", lowest=0, highest=LONGEST_AGE_DAYS, width=4)
    under_days = NumberField("Under what age, in days", hint="For babies", lowest=1, highest=LONGEST_AGE_DAYS, width=4)
    types = CheckboxesField(
        "Any of these suspected",
        choices=[SelectChoice(each.value, each.label) for each in TYPES],
        called="Suspected",
    )
    places = CheckboxesField(
        "The death, or what led to it, in any of these places",
        choices=[SelectChoice(place.code, place.label) for place in PLACES],
        called="Places",
    )
    circumstances = CheckboxesField("Any of these circumstances", choices=_CIRCUMSTANCES, called="Circumstances")
    unless = CheckboxesField("But not where any of these is so", choices=_CIRCUMSTANCES, called="Exceptions")
    forms = CheckboxesField(
        "Supplementary forms",
        hint="Where any is chosen, one of the agencies above is asked for it",
        choices=[],
        called="Supplementary forms",
    )
    from_on = DateField("First day", [Required("Enter the first day on which it holds")])
    until_on = DateField("Last day", hint="Leave it empty where it goes on")

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer these supplementary forms, by key."""
        self.forms.choices = [SelectChoice(key, title) for key, title in titles.items()]


class RestoreForm(BaseForm):
    """The button that takes away the panel's own rows."""
