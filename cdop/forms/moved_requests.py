"""The form by which a request goes to another child's case."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, Required, TextField


class MoveForm(BaseForm):
    """Whose case it is, and how that is known."""

    case = TextField("Reference of the case", [Required("Enter the reference of the case")], width=20, max_length=60)
    reason = AreaField(
        "Why?",
        [Required("Say why the request is moved to another case")],
        hint="It is kept as a note on both cases",
        max_length=2000,
        rows=3,
    )
