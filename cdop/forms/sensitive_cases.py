"""The form by which a case is marked as sensitive, or no longer is."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, Required


class SensitiveForm(BaseForm):
    """Why the case is sensitive, or why no longer."""

    reason = AreaField(
        "Why?",
        [Required("Say why the case is sensitive, or why no longer")],
        hint="It is kept here and is not sent",
        max_length=1000,
        rows=3,
    )


class ReadOutForm(BaseForm):
    """The button that makes a code to read out."""
