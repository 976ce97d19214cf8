"""What to mind before a child's family is written to."""

from cdop.forms.base import VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, CheckboxesField, SelectChoice, SelectionField, TextField
from cdop.rules.correspondence import Language, NoContact


class FamilyContactForm(VersionedForm):
    """Whether and how the family is written to."""

    no_contact = CheckboxesField(
        "Is there a reason not to write?",
        hint="No letter can be released while one is ticked",
        choices=[SelectChoice(word.value, word.value.capitalize()) for word in NoContact],
    )
    cleared_on = DateField("When did the senior investigating officer clear letters to the family?")
    cleared_by = TextField("Which officer was it?", max_length=120)
    not_before = DateField("Is there a day before which the family is not written to?")
    language = SelectionField(
        "Language of letters", choices=[SelectChoice(each.value, each.label) for each in Language]
    )
    needs = AreaField("What else do they need?", max_length=1000, hint="An interpreter, large print, easy read")
