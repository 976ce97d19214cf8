"""What an agency told in another way than on its form."""

from datetime import date
from typing import Any

from flask_wtf.file import MultipleFileField

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, ConfirmField, FileField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.file_types import OFFERED
from cdop.rules.saved_mail import ENDINGS
from cdop.rules.vocabulary import ContactWay


class FilesField(FileField, MultipleFileField):  # type: ignore[misc]
    """Several files, as a list of werkzeug's FileStorage; with the script they can be dragged onto it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        MultipleFileField.process_formdata(self, valuelist)
        self.data = self.data or []

    def parameters(self, **look: Any) -> dict[str, Any]:
        return {**super().parameters(**look), "multiple": True, "javascript": True}


class ContactForm(BaseForm):
    """Who at the agency, how, when and what was said."""

    way = RadiosField(
        "How were you in touch?",
        [Required("Say how you were in touch")],
        choices=[SelectChoice(way.value, f"By {way}" if way != "meeting" else "In a meeting") for way in ContactWay],
    )
    held_on = DateField("When?", [Required("Enter the day")], called="The day")
    name = TextField("With whom?", [Required("Say with whom")], called="The name", max_length=70)
    role = TextField("Their role", called="The role", hint="For example, practice manager", max_length=45)
    text = AreaField("What was said", max_length=5000, rows=4)

    def __init__(self, *, today: date, **values: Any) -> None:
        values["data"] = {"held_on": today} | values.get("data", {})
        super().__init__(**values)
        self.held_on.latest = today


class DroppedReturnForm(BaseForm):
    """A return that is dropped on its request: the e-mail that brought it, or its documents by themselves."""

    files = FilesField(
        "The agency’s e-mail, or the documents that it sent",
        [Required("Choose the e-mail or the documents")],
        accept=f"{','.join(ENDINGS)},{OFFERED}",
        hint="An e-mail as a file that ends in .eml or .msg, saved or dragged from your mail program; or PDF, Word "
        "(.docx), Excel (.xlsx), pictures (.png, .jpg) or text files",
    )
    name = TextField(
        "Who sent the documents?",
        called="The name",
        hint="The e-mail itself says it, and when. If you leave this empty, the agency’s name is kept",
        max_length=70,
    )
    held_on = DateField("When did they come?", [Required("Enter the day")], called="The day")

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**{"data": {"held_on": today}} | values)
        self.held_on.latest = today


class FileReturnForm(ContactForm):
    """A return that came by e-mail, post or telephone."""

    files = FilesField(
        "What came with it",
        accept=OFFERED,
        hint="PDF, Word (.docx), Excel (.xlsx), pictures (.png, .jpg) or text files",
    )
    holds_nothing = ConfirmField("The agency says that it holds no record about this child or this family")
