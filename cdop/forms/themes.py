"""The forms of a theme: what it is about, its rule, and what becomes of cases."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules.theme_rules import LONGEST
from cdop.rules.typed_text import tidy

IN, OUT = "in", "out"
_STANDINGS = [SelectChoice(IN, "Yes, they belong to it"), SelectChoice(OUT, "No, they do not")]


class ThemeForm(VersionedForm):
    """What a theme is about."""

    label = TextField("Name", [Required("Enter the name of the theme")], max_length=120)
    definition = AreaField(
        "What it is about", hint="Which deaths belong to it. Left empty, a shipped theme keeps its own words", rows=4
    )
    owner = TextField("Who owns it", hint="A person and their role", max_length=120)
    started_on = DateField("Followed since")
    is_active = ConfirmField("It is offered, counted and compared with cases", default=True)
    tells_of_near = ConfirmField(
        "The coordinator and the designated doctor are told when two of its deaths are near each other",
        hint="Each two once: at most 28 days apart, or within a year with homes in one postcode district. Its page "
        "says how many would be by chance alone",
    )


class RuleForm(VersionedForm):
    """The rule of a theme. `shown` is the text whose outcome the page shows: it is saved only if it is still the same.

    Here `version` is the number of the rule.
    """

    rule = AreaField("The rule", rows=14, max_length=LONGEST)
    reason = AreaField("Why is it changed?", hint="The register keeps it with the rule", rows=2, max_length=1000)
    shown = HiddenField(default="")

    def __init__(self, **values: Any) -> None:
        """Begin with room for the whole rule: what it says shows at a glance."""
        super().__init__(**values)
        self.rule.rows = max(self.rule.rows, (self.rule.data or "").count("\n") + 3)

    @property
    def is_shown(self) -> bool:
        """Whether the page showed what this rule changes. A browser sends every line break as two characters."""
        return bool(tidy(self.shown.data or "", lines=True) == self.rule.data)


class DecideForm(BaseForm):
    """Which cases belong to a theme, and why."""

    cases = CheckboxesField("Cases", choices=[], called="Cases")
    belongs = RadiosField("Do they belong to this theme?", [Required("Say whether they belong")], choices=_STANDINGS)
    reason = AreaField("Why?", [Required("Say why they belong to the theme, or do not")], rows=2, max_length=1000)

    def offer(self, cases: Iterable[tuple[str, str]]) -> "DecideForm":
        """Offer these cases, by public id and reference."""
        self.cases.choices = [SelectChoice(*each) for each in cases]
        return self


class ThemeOfCaseForm(BaseForm):
    """Whether one case belongs to a theme, and why."""

    theme = SelectionField("Theme", [Required("Choose a theme")], choices=[])
    belongs = RadiosField(
        "Does the case belong to it?",
        [Required("Say whether it belongs")],
        choices=[SelectChoice(IN, "Yes"), SelectChoice(OUT, "No")],
    )
    reason = AreaField("Why?", [Required("Say why it belongs to the theme, or does not")], rows=2, max_length=1000)

    def __init__(self, themes: dict[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.theme.choices = [SelectChoice("", "Choose a theme"), *(SelectChoice(*each) for each in themes.items())]
