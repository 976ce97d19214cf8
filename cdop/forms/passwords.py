"""Choosing a password by a link, and asking for that link."""

from wtforms.validators import ValidationError

from cdop.forms.base import BaseForm
from cdop.forms.fields import PasswordField, Required, TextField
from cdop.rules.passwords import SHORTEST

NOT_THE_SAME = "The two passwords are not the same. Type the new one twice"


class ForgottenForm(BaseForm):
    """The address of the account whose password is forgotten."""

    email = TextField("Email address", [Required("Enter your email address")], max_length=254, autocomplete="username")


class NewPasswordForm(BaseForm):
    """The same new password twice."""

    password = PasswordField(
        "New password",
        [Required("Enter a new password")],
        hint=f"At least {SHORTEST} characters. Three words together are easy to remember.",
        autocomplete="new-password",
    )
    again = PasswordField(
        "The new password once more", [Required("Enter the new password once more")], autocomplete="new-password"
    )

    def validate_again(self, again: PasswordField) -> None:
        """Both are the same."""
        if self.password.data and again.data != self.password.data:
            raise ValidationError(NOT_THE_SAME)
