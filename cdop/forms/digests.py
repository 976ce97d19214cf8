"""Which messages a person has once a week."""

from collections.abc import Mapping
from typing import Any

from cdop.forms.base import BaseForm
from cdop.forms.fields import CheckboxesField, SelectChoice


class DigestForm(BaseForm):
    """The kinds of message that may wait, of those that the person gets: each with its label."""

    templates = CheckboxesField(
        "What may wait for the weekly digest?",
        hint="It comes on Monday morning. Whatever is not ticked comes at once.",
        choices=[],
    )

    def __init__(self, *, offered: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.templates.choices = [SelectChoice(*each) for each in offered.items()]
