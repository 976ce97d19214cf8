"""From whom an answer or a document is to be kept."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import CheckboxesField, SelectChoice
from cdop.rules.handling import HINTS, LABELS, Marks
from cdop.rules.vocabulary import HandlingMark


class HandlingForm(BaseForm):
    """The handling marks."""

    marks = CheckboxesField(
        "Who may not see it?",
        choices=[SelectChoice(mark.value, label, render_kw={"hint": HINTS[mark]}) for mark, label in LABELS.items()],
        hint="Tick none if it may be used as usual",
    )

    def chosen(self) -> Marks:
        """Return the marks that were ticked."""
        return frozenset(HandlingMark(mark) for mark in self.marks.data or ())
