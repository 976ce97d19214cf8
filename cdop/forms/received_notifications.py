"""The form by which a notification from another system is taken in."""

from typing import Any

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, FileField, Required, TextField
from cdop.questionnaires.notification_text import LONGEST

EITHER = "Paste the text, or choose the file"
NOT_BOTH = "Paste the text or choose the file, not both"


class ReceivedForm(BaseForm):
    """What came, and from whom."""

    sender = TextField(
        "Who sent it?", [Required("Say who sent it")], hint="For example, MBRRACE-UK, or the hospital", max_length=200
    )
    text = AreaField(
        "Paste the message",
        hint="One answer to a line, such as “Date of death: 19 November 2026”. Lines that are not understood are kept",
        max_length=LONGEST,
        rows=12,
    )
    file = FileField(
        "Or choose the file",
        accept=".txt,.eml,.csv,.pdf,text/plain,message/rfc822,text/csv,application/pdf",
        hint="Text, a saved message (.eml), a table of one row (.csv) or a PDF with text in it, up to 2 MB",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the one or the other."""
        is_valid = bool(super().validate(extra_validators))
        if not self.text.data and not self.file.data:
            self.add_faults({"text": EITHER})
        elif self.text.data and self.file.data:
            self.add_faults({"file": NOT_BOTH})
        return is_valid and not self.errors
