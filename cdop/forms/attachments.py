"""A document that is attached to a reporting form or a notification."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import FileField, RadiosField, Required, SelectChoice
from cdop.rules.attachments import KINDS
from cdop.rules.file_types import OFFERED


class FileForm(BaseForm):
    """One file."""

    file = FileField(
        "The file",
        [Required("Choose the file")],
        accept=OFFERED,
        hint="PDF, Word (.docx), Excel (.xlsx), a picture (.png, .jpg) or a text file. One at a time",
    )


class AttachForm(FileForm):
    """One file, and what it is."""

    kind = RadiosField(
        "What is it?",
        [Required("Say what the document is")],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )


class RemoveForm(BaseForm):
    """The button that takes a file off again."""
