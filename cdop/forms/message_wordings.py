"""The words of a kind of message."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, Required, TextField


class MessageWordingForm(BaseForm):
    """The subject and the text, within the fields of the message."""

    subject = TextField("Subject", [Required("Enter the subject")])
    text = AreaField("Message", [Required("Write the message")], max_length=5000, rows=18)
