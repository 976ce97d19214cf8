"""Choosing of which deaths the time between is shown. It changes nothing, so it carries no token."""

from collections.abc import Mapping
from typing import Any

from wtforms import Form

from cdop.forms.fields import SelectChoice, SelectionField
from cdop.rules.categories import CATEGORIES

YEARS = ("5", "10", "15")


class BetweenForm(Form):  # type: ignore[misc]
    """Deaths of one category or theme, in the last years."""

    kind = SelectionField("Which deaths")
    years = SelectionField("In the last")

    def __init__(self, asked: Mapping[str, Any], *, themes: Mapping[str, str]) -> None:
        """Read what the address asks for; where it asks for nothing, the first category in ten years."""
        kinds = {f"category-{each.number}": f"Category {each.number}: {each.name}" for each in CATEGORIES}
        kinds |= {f"theme-{key}": f"Theme: {label}" for key, label in themes.items()}
        given = {name: asked.get(name) or default for name, default in (("kind", next(iter(kinds))), ("years", "10"))}
        super().__init__(None, data=given)
        self.kind.choices = [SelectChoice(*each) for each in kinds.items()]
        self.years.choices = [SelectChoice(each, f"{each} years") for each in YEARS]
        self.called = kinds

    @property
    def category(self) -> int | None:
        """The number of the category that was chosen, None where a theme was."""
        kind, _, key = str(self.kind.data).partition("-")
        return int(key) if kind == "category" else None

    @property
    def theme(self) -> str:
        """The key of the theme that was chosen, "" where a category was."""
        kind, _, key = str(self.kind.data).partition("-")
        return key if kind == "theme" else ""

    def error_summary(self) -> list[dict[str, str]]:
        """Each fault as `text`, with the control to put right as `href`."""
        return [{"text": field.errors[0], "href": f"#{field.focus_id}"} for field in self if field.errors]
