"""The forms of a group of cases: what it is about, its cases, a note on one, what was found."""

from collections.abc import Mapping
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, CheckboxesField, Required, SelectChoice, SelectionField, TextField
from cdop.rules.theme_facts import FACTS

NONE_CHOSEN = "Choose at least one fact to compare"


class GroupForm(VersionedForm):
    """What a group is about and what is compared."""

    name = TextField("Name", [Required("Enter a name for the group")], max_length=200)
    purpose = AreaField(
        "What is asked of these cases?",
        hint="The question of the thematic review. A blank line begins a paragraph, and - a point of a list",
        rows=4,
    )
    theme = SelectionField("Theme", choices=[], hint="A new group begins with the cases in the theme")
    facts = CheckboxesField(
        "What to compare",
        [Required(NONE_CHOSEN)],
        hint="Up to 12",
        choices=[SelectChoice(fact.name, fact.name[0].upper() + fact.name[1:]) for fact in FACTS],
        called="What to compare",
    )

    def __init__(self, themes: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.theme.choices = [SelectChoice("", "No theme"), *(SelectChoice(*each) for each in themes.items())]


class AddCasesForm(BaseForm):
    """Cases to add, by reference."""

    references = AreaField(
        "Add cases",
        [Required("Enter at least one reference")],
        hint="Their references, separated by spaces, commas or lines",
        rows=2,
        max_length=4000,
    )


class NoteForm(BaseForm):
    """A note on one case of the group."""

    note = AreaField("Note", hint="It stays with this group", rows=4, max_length=2000)


class FindingsForm(VersionedForm):
    """What was found."""

    findings = AreaField(
        "What was found",
        hint="What the cases have in common, what was learned, what is to follow. Name nobody. "
        "A blank line begins a paragraph, ## a heading, and - a point of a list",
        rows=14,
        max_length=20_000,
    )
