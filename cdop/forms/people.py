"""Who has an account in the panel, and what they may do in it."""

from collections.abc import Iterable

from wtforms.validators import ValidationError

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import CheckboxesField, DateField, Required, SelectChoice, SelectionField, TextField
from cdop.rules.vocabulary import Role

OF_AN_AGENCY = (Role.AGENCY_RESPONDENT, Role.AGENCY_LEAD)
NO_AGENCY = "Choose the agency whose forms they answer"
NO_AGENCIES = "The directory has no agency yet. A coordinator adds it first"

GIVEN = (
    (Role.COORDINATOR, "keeps the cases, asks agencies, prepares the panel, writes the report"),
    (Role.DESIGNATED_DOCTOR, "reads the cases, leads the first days and the review meeting"),
    (Role.CHAIR, "runs the meeting, signs the analysis, approves the report"),
    (Role.PANEL_MEMBER, "reads the papers of meetings"),
    (Role.EXPERT, "reads the papers of the cases that they come for"),
    (Role.AGENCY_RESPONDENT, "fills in the reporting forms of their agency"),
    (Role.AGENCY_LEAD, "also releases the forms of their agency"),
    (Role.ANALYST, "reads protected figures; no case"),
    (Role.AUDITOR, "opens no page yet; the audit is verified on the server"),
    (Role.KEY_WORKER, "opens no page yet"),
    (Role.NOTIFIER, "opens no page; nobody needs an account to notify a death"),
    (Role.ADMINISTRATOR, "keeps accounts and settings; no case"),
)
"""Every role, and what it is for: one that was not offered would end when others are set."""


def _offered(agencies: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose"), *(SelectChoice(name, name) for name in agencies)]


def _roles() -> CheckboxesField:
    return CheckboxesField(
        "What is their part?",
        [Required("Choose at least one role")],
        hint="A person may have several.",
        choices=[SelectChoice(role.value, f"{role.capitalize()}: {words}") for role, words in GIVEN],
    )


def _agency_of_part() -> SelectionField:
    return SelectionField(
        "Whose forms do they answer?",
        hint="The agency of an agency respondent or an agency lead. They see all its requests",
        when=("is", "roles", *(role.value for role in OF_AN_AGENCY)),
    )


class _OfAgency:
    """What a form does that asks for somebody's `roles`, and for the `agency` of whoever answers for one."""

    roles: CheckboxesField
    agency: SelectionField

    def offer(self, agencies: Iterable[str]) -> None:
        """Offer the agencies of these names."""
        self.agency.choices = _offered(agencies)

    def validate_agency(self, field: SelectionField) -> None:
        """Whoever answers for an agency needs one; nobody else has one."""
        if not set(self.roles.data or []) & set(OF_AN_AGENCY):
            field.data = ""
        elif not field.data:
            raise ValidationError(NO_AGENCY if len(field.choices) > 1 else NO_AGENCIES)


class NewPersonForm(_OfAgency, BaseForm):
    """The person's address and name, and what they are for in the panel."""

    email = TextField(
        "Email address",
        [Required("Enter the person’s email address")],
        hint="Their own, at work. The link to choose a password goes there.",
        max_length=254,
        autocomplete="off",
    )
    name = TextField("Full name", [Required("Enter the person’s name")], max_length=120, autocomplete="off")
    roles = _roles()
    agency = _agency_of_part()


class RolesForm(_OfAgency, VersionedForm):
    """The roles that a person holds from today, and the agency of whoever answers for one."""

    roles = _roles()
    agency = _agency_of_part()


class AgencyOfPersonForm(BaseForm):
    """An agency for which a person answers as well."""

    agency = SelectionField("Agency", [Required("Choose the agency")], hint="They see all its requests")

    def offer(self, agencies: Iterable[str]) -> None:
        """Offer the agencies of these names."""
        self.agency.choices = _offered(agencies)


class NameForm(VersionedForm):
    """Another name of a person."""

    name = TextField("Full name", [Required("Enter the person’s name")], max_length=120, autocomplete="off")


class SecondStepForm(BaseForm):
    """From when everybody signs in with a second step."""

    since = DateField(
        "From when does everybody sign in with a second step?",
        hint="A code of an app on their telephone. Leave it empty to leave it to each person.",
    )
