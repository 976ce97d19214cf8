"""Making and ending the tokens of other programs."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import CheckboxesField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.api_tokens import LASTING, SCOPES


class TokenForm(BaseForm):
    """What the token is for, what it opens and for how long."""

    name = TextField(
        "What is it for?",
        [Required("Say what the token is for")],
        hint="The program and who looks after it, for example “Public health dashboard, J. Invented”",
        max_length=80,
    )
    scopes = CheckboxesField(
        "What does it open?",
        [Required("Choose what the token opens")],
        choices=[SelectChoice(scope.value, words) for scope, words in SCOPES.items()],
    )
    days = RadiosField(
        "How long does it last?",
        [Required("Choose how long the token lasts")],
        choices=[SelectChoice(str(days), words) for days, words in LASTING.items()],
    )


class EndForm(BaseForm):
    """The button that ends a token."""
