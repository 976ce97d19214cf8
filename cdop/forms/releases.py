"""The form by which figures are released anew."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, Required


class RenewForm(BaseForm):
    """Why new figures take the place of those that were released."""

    reason = AreaField(
        "Why are they released anew?",
        [Required("Say why the figures are released anew")],
        hint="The register of releases shows it. Do not name or describe a child.",
        max_length=1000,
        rows=4,
    )
