"""The form by which a person says that the children of two cases belong together."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, ConfirmField, RadiosField, Required, SelectChoice, TextField
from cdop.forms.joined_cases import NAME_IT
from cdop.rules.related_cases import Relation


class RelatedForm(BaseForm):
    """Which case, what its child is to this one, and how that is known."""

    case = TextField("Reference of the other case", [Required(NAME_IT)], width=20, max_length=60)
    relation = RadiosField(
        "What is that child to this one?",
        [Required("Choose what that child is to this one")],
        choices=[SelectChoice(each.value, f"{each.value[:1].upper()}{each.value[1:]}") for each in Relation],
    )
    is_one_event = ConfirmField("They died in the same event")
    reason = AreaField("How do you know?", [Required("Say how you know")], max_length=2000, rows=3)
