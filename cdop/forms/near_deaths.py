"""The form of deaths near each other: which were looked at, and what was thought."""

from collections.abc import Iterable

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, CheckboxesField, Required, SelectChoice


class ThoughtForm(BaseForm):
    """Which pairs were looked at, and what was thought."""

    pairs = CheckboxesField(
        "Which did you look at?", [Required("Choose at least one pair")], choices=[], called="Pairs"
    )
    thought = AreaField(
        "What do you think of them?",
        [Required("Say what was thought")],
        hint="Whether they are connected, who was told, or why nobody has to be",
        rows=3,
        max_length=2000,
    )

    def offer(self, pairs: Iterable[tuple[str, str]]) -> "ThoughtForm":
        """Offer these pairs, by public id and references."""
        self.pairs.choices = [SelectChoice(*each) for each in pairs]
        return self
