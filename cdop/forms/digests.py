"""Which messages a person has once a week."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import CheckboxesField, SelectChoice
from cdop.rules.messages import TEMPLATES


class DigestForm(BaseForm):
    """The kinds of message that may wait."""

    templates = CheckboxesField(
        "What may wait for the weekly digest?",
        hint="It comes on Monday morning. Whatever is not ticked comes at once.",
        choices=[SelectChoice(name, each.label) for name, each in TEMPLATES.items() if each.may_wait],
    )
