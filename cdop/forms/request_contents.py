"""What an agency that was asked is asked for: sections, forms beside them, records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdop.forms.base import VersionedForm
from cdop.forms.fields import CheckboxesField, SelectChoice
from cdop.forms.form_b import records_field, sections_field
from cdop.questionnaires.sections_asked import SectionProposal
from cdop.rules.form_b import Records


@dataclass(frozen=True, slots=True)
class FormToChoose:
    """A form that an agency was asked for, by its key: its sections, and which of them are asked for (None: all).

    `can_go`: it can be taken off the request.
    """

    key: str
    title: str
    sections: tuple[SectionProposal, ...]
    asked: Collection[str] | None
    can_go: bool = False


class ContentsForm(VersionedForm):
    """The sections of each form by the form's key, forms beside these, and records."""

    of_form: Mapping[str, str]

    def sections(self, form_key: str) -> tuple[str, ...]:
        """Return the sections of a form that were chosen."""
        return tuple(self[self.of_form[form_key]].data)

    @property
    def added(self) -> tuple[str, ...]:
        """The keys of the forms that are asked for beside those that the request has."""
        return tuple(self["more"].data) if "more" in self else ()

    @property
    def taken_off(self) -> tuple[str, ...]:
        """The keys of the forms that are not asked for any more."""
        return tuple(self["off"].data) if "off" in self else ()

    @property
    def chosen_records(self) -> tuple[Records, ...]:
        """Whose records the agency is to search."""
        return tuple(Records(key) for key in self["records"].data)

    def add_faults(self, faults: dict[str, str]) -> None:
        """Show faults; one of a form beside its sections."""
        super().add_faults({self.of_form.get(name, name): text for name, text in faults.items()})


def build_contents_form(
    forms: Sequence[FormToChoose], more: Mapping[str, str], records: Collection[str], version: int
) -> ContentsForm:
    """Return the form; `more` are titles of forms that the request has not, by their keys."""
    names = {each.key: f"sections-{number}" for number, each in enumerate(forms, start=1)}
    fields: dict[str, Any] = {}
    for each in forms:
        keys = {section.key for section in each.sections} if each.asked is None else each.asked
        fields[names[each.key]] = sections_field(f"{each.title}: the sections", each.sections, keys, title=each.title)
    if idle := [SelectChoice(each.key, each.title) for each in forms if each.can_go]:
        fields["off"] = CheckboxesField(
            "Take off forms that were asked for by mistake", choices=idle, called="The forms to take off"
        )
    if more:
        choices = [SelectChoice(key, title) for key, title in more.items()]
        fields["more"] = CheckboxesField("Ask for other forms as well", choices=choices, called="The forms")
    fields["records"] = records_field("The records", [Records(key) for key in records])
    form: ContentsForm = type("ContentsFormOf", (ContentsForm,), fields)(data={"version": version})
    form.of_form = names
    return form
