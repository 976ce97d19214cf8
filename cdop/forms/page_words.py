"""The form of a part of the panel's page for everybody."""

from cdop.forms.base import VersionedForm
from cdop.forms.fields import AreaField, TextField


class PageWordsForm(VersionedForm):
    """What a part says. Here `version` is the number of the version that the page showed."""

    text = AreaField(
        "What everybody reads",
        rows=8,
        max_length=3_000,
        hint="A blank line begins a paragraph. With nothing here it says what such pages start with",
    )
    because = TextField(
        "If words that are found can stand: why?",
        max_length=300,
        hint="Only where you are asked. For example, it is the telephone number of the panel",
    )
