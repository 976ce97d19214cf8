"""The form of an agency in the directory."""

from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import (
    AreaField,
    EmailField,
    FileField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules.agencies import AGENCY_TYPES

_KINDS = [SelectChoice("", "Choose"), *(SelectChoice(key, label) for key, label in AGENCY_TYPES.items())]


class AgencyForm(VersionedForm):
    """An agency that the panel asks. Whether it is active is asked of one that is in the directory already."""

    name = TextField("Name", [Required("Enter the agency's name")], called="The name", max_length=120)
    kind = SelectionField("What sort of agency is it?", [Required("Choose what sort of agency it is")], choices=_KINDS)
    email = EmailField(
        "E-mail address for requests",
        [Required("Enter the agency's e-mail address")],
        hint="A secure mailbox that somebody reads every working day",
        called="The e-mail address",
        autocomplete="off",
    )
    telephone = TextField("Telephone number", called="The telephone number", max_length=40, width=20)
    lead_name = TextField(
        "Name of the lead", hint="Who is told when a form is very late", called="The lead's name", max_length=120
    )
    lead_email = EmailField("E-mail address of the lead", called="The lead's e-mail address", autocomplete="off")
    has_release_step = RadiosField(
        "Does somebody senior there release what its people answer?",
        choices=[SelectChoice("yes", "Yes, before it goes to the panel"), SelectChoice("no", "No")],
        default="no",
    )
    is_active = RadiosField(
        "Can it be asked?",
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No, it is kept for older cases only")],
        default="yes",
    )

    def told(self) -> dict[str, Any]:
        """Return the facts of the agency as they were typed."""
        return {name: self[name].data for name in ("name", "kind", "email", "telephone", "lead_name", "lead_email")}


class ContactForm(VersionedForm):
    """Somebody at an agency whom the panel knows."""

    name = TextField("Name", [Required("Enter the person's name")], called="The name", max_length=120)
    role = TextField("Role", hint="For example, named nurse for safeguarding", called="The role", max_length=120)
    email = EmailField("E-mail address", called="The e-mail address", autocomplete="off")
    telephone = TextField("Telephone number", called="The telephone number", max_length=40, width=20)
    purpose = TextField(
        "What for", hint="For example, deaths of babies, or out of hours", called="What for", max_length=200
    )

    def told(self) -> dict[str, Any]:
        """Return what was typed of the person."""
        return {name: self[name].data for name in ("name", "role", "email", "telephone", "purpose")}


class RemoveContactForm(BaseForm):
    """The button that takes somebody out of the directory."""


class EndingsForm(BaseForm):
    """The endings of addresses that are held to be secure."""

    endings = AreaField("Endings, one a line", hint="For example, nhs.net. Empty: the shipped list", rows=10)


class AgenciesFileForm(BaseForm):
    """A CSV file of agencies."""

    file = FileField(
        "The file",
        [Required("Choose the file")],
        accept=".csv,text/csv",
        hint="A CSV file in UTF-8. In Excel, save as “CSV UTF-8 (comma delimited)”.",
    )
