"""The code of the second step of signing in."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import Required, TextField


class CodeForm(BaseForm):
    """Six digits of the app, or a code that was written down."""

    code = TextField(
        "Code",
        [Required("Enter the code that the app shows, or one that you wrote down")],
        max_length=40,
        width=20,
        autocomplete="one-time-code",
    )
