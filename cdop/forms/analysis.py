"""The form by which the chair signs. Those of the sections are made from the definition."""

from wtforms import HiddenField

from cdop.forms.base import BaseForm
from cdop.forms.fields import ConfirmField, Required


class SignForm(BaseForm):
    """What the page showed, as a digest, and the chair's word that it was read."""

    digest = HiddenField()
    confirmed = ConfirmField(
        "I have read this analysis, and it is what the panel agreed",
        [Required("Tick the box to say that you have read the analysis")],
    )
