"""What every field of ours shares."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

from cdop.forms.components import draw

# A condition on other answers of the same page: ("is", question, value, ...), ("answered", question),
# ("all", ...), ("any", ...) or ("not", ...). `cdop.js` reads the same.
Condition = Sequence[Any]
NOTHING = "nothing"


class Required:
    """The answer may not be blank; `message` says what to do: "Enter the date of death"."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.is_blank:
            raise StopValidation(self.message)


class Drawn:
    """What all fields share: a hint, the name used in messages, a condition, and how they are drawn.

    `called` is the field's name inside a message ("Date of death"); without it the label is used.
    """

    component: ClassVar[str]
    beside = ""
    """A long text that is recorded now, shown beside what was typed."""
    data: Any
    description: str
    errors: Sequence[str]
    id: str
    label: Any
    name: str

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        called: str = "",
        when: Condition | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **options)  # type: ignore[call-arg]
        self.called = called or label
        self.when = when

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return self.data is None or self.data == "" or self.data == []

    def in_words(self, value: Any) -> str:
        """An answer to this question as a person reads it."""
        return str(value).strip() if value not in (None, "") else NOTHING

    @property
    def focus_id(self) -> str:
        """The id of the control that the error summary leads to."""
        return self.id

    def widget(self, _field: Field, **look: Any) -> Markup:
        """The component's HTML. `look`: `size` of the label (s, m, l, xl), `heading`, `classes`, `inline`."""
        html = draw(self.component, self.parameters(**look))
        return Markup('<div data-when="{}">{}</div>').format(json.dumps(self.when), html) if self.when else html

    def parameters(self, **look: Any) -> dict[str, Any]:
        """The component's parameters, as the Design System documents them."""
        return {"id": self.id, "name": self.name, "label": self.title(**look), **self.surroundings(**look)}

    def surroundings(self, *, classes: str = "", **_look: Any) -> dict[str, Any]:
        """The parameters that every component knows: hint, error, classes."""
        return {
            "hint": {"text": self.description} if self.description else None,
            "errorMessage": {"text": self.errors[0], "beside": self.beside} if self.errors else None,
            "classes": classes,
        }

    def title(self, *, size: str = "s", heading: bool = False, kind: str = "label", **_look: Any) -> dict[str, Any]:
        """The label or, for a group of controls, the legend."""
        return {"text": self.label.text, "classes": f"govuk-{kind}--{size}", "isPageHeading": heading}

    def fieldset(self, **look: Any) -> dict[str, Any]:
        """The parameters of a group of controls, with the label as its legend."""
        return {"legend": self.title(kind="fieldset__legend", **look)}
