"""What every form of ours shares: the one-time mark, the list of faults, the version of what it changes."""

import re
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from wtforms import Field, HiddenField
from wtforms.csrf.core import CSRFTokenField

from cdop.forms.fields import FileField
from cdop.questionnaires.words import NonAnswer

_MARK = re.compile(r"[A-Za-z0-9_-]{16,64}")
# No row has this version, so a form that lost its own is refused as out of date.
NO_VERSION = 0
LONGEST_IN_A_FAULT = 200
_SECRETS = frozenset({"code", "private_code"})
# What a page says of itself, and the ways of not answering a question: nobody typed them.
_MARKS = frozenset({"csrf_token", "submission_id", "about", "version", "next", "seen", "press"})
_REASONS = frozenset(NonAnswer)


def new_mark() -> str:
    """A fresh one-time mark for a form."""
    return secrets.token_urlsafe(18)


class TokenField(CSRFTokenField):  # type: ignore[misc]
    """The CSRF token, which is made when it is shown: most forms that are sent are not shown again."""

    def process(self, *values: Any, **options: Any) -> None:
        HiddenField.process(self, *values, **options)

    def _value(self) -> str:
        token: str = self.csrf_impl.generate_csrf_token(self)
        return token


class Token(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """Flask-WTF's token in a field of ours."""

    field_class = TokenField


class MarkField(HiddenField):  # type: ignore[misc]
    """The one-time mark: sent twice, it has one effect. A missing or unusable mark becomes a fresh one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0] if valuelist else ""
        self.data = given if _MARK.fullmatch(given) else new_mark()


class VersionField(HiddenField):  # type: ignore[misc]
    """The version of the row that the page showed, as an `int`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if re.fullmatch("[0-9]{1,9}", given) else NO_VERSION


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form with a CSRF token and a one-time mark, `submission_id`. Also what a mere button sends: see `Button`."""

    class Meta:
        csrf_class = Token

    form_errors: Sequence[str]
    submission_id = MarkField(default=new_mark)

    def __init__(self, **values: Any) -> None:
        # Flask-WTF takes an empty submission for none at all and would keep `values`, and it reads JSON.
        values.setdefault("formdata", request.form if super().is_submitted() else None)
        super().__init__(**values)

    def is_submitted(self) -> bool:
        """Whether the form was sent, to do what it is for; not where it is only shown again with what was typed."""
        return super().is_submitted() and not is_shown_again()

    def validate(self, *args: Any, **options: Any) -> bool:
        """Say whether what was sent can be used: never where the form is only shown again."""
        return not is_shown_again() and super().validate(*args, **options)

    @property
    def hidden_fields(self) -> list[Field]:
        """The fields that a person does not see."""
        return [field for field in self if isinstance(field, HiddenField)]

    @property
    def has_files(self) -> bool:
        """Whether the form sends a file."""
        return any(isinstance(field, FileField) for field in self)

    def error_summary(self) -> list[dict[str, str]]:
        """Each fault as `text`, with `href` where a control can be put right."""
        general = [{"text": text, "href": ""} for text in self.form_errors]
        return general + [
            {
                "text": field.errors[0],
                "href": "" if isinstance(field, HiddenField) else f"#{field.focus_id}",
            }
            for field in self
            if field.errors
        ]

    def add_faults(self, faults: dict[str, str]) -> None:
        """Show faults found by a service: beside the field of that name, or above all fields."""
        for name, text in faults.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, text]
            else:
                self.form_errors = [*self.form_errors, text]


class HiddenInput(NamedTuple):
    """A field that a person does not see."""

    name: str
    value: str

    def _value(self) -> str:
        return self.value


class Button:
    """What a page shows of a `BaseForm` that is only a button, without the work of making a form."""

    def __init__(self) -> None:
        self.hidden_fields = (HiddenInput("csrf_token", generate_csrf()), HiddenInput("submission_id", new_mark()))


class VersionedForm(BaseForm):
    """A form that changes something: it carries the version that the page showed."""

    version = VersionField(default=NO_VERSION)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._recorded: dict[str, Any] = dict(values.get("data") or {})

    def go_on_beside(self) -> None:
        """Where somebody else was first, say beside each answer that differs what is recorded now.

        Sent again, what was put together is saved: the form carries the version of what it shows. Recorded is what
        the form was made with as `data`; an answer that is only proposed is given to it by its name.
        """
        if not self.version.errors:
            return
        self.go_on_from(self._recorded.get("version", NO_VERSION))
        for field in self:
            if field.name in self._recorded and not isinstance(field, HiddenField):
                words = field.in_words(self._recorded[field.name])
                if field.in_words(field.data) != words:
                    self._set_beside(field, words)

    def _set_beside(self, field: Any, words: str) -> None:
        """Say what is recorded of an answer: in its fault, or, of a long text, under that with all its lines."""
        said = f"{field.called.rstrip('?')}, as recorded now"
        if len(words) > LONGEST_IN_A_FAULT or "\n" in words:
            field.beside = words
            self.add_faults({field.name: f"{said}, is below"})
        else:
            self.add_faults({field.name: f"{said}: {words}"})

    def go_on_from(self, version: int) -> None:
        """Where somebody else was first, carry what is stored now: beside it, what is put together can be saved."""
        if self.version.errors:
            self.version.data = version


def is_shown_again() -> bool:
    """Whether this request shows a form with what was typed in it before its writer had to sign in again."""
    return bool(g.get("is_shown_again"))


def all_typed(form_data: Any) -> list[tuple[str, str]]:
    """Everything in a submission with the names of its fields, to fill its form again; no secret, no pressed button.

    Empty where there was nothing but a button to press: some of those do what they are for without a look at a form.
    """
    if not set(form_data) - _MARKS:
        return []
    return [
        (name, value)
        for name in form_data
        if name not in {"csrf_token", "press"} and not _is_secret(name)
        for value in form_data.getlist(name)
    ]


def free_text(form_data: Any) -> list[str]:
    """What a person wrote in a submission, longest first; never a secret, a mark or a mere choice."""
    written = {
        value
        for name in form_data
        if name not in _MARKS and not _is_secret(name)
        for value in form_data.getlist(name)
        if (len(value.split()) > 1 or len(value) > 20) and value not in _REASONS
    }
    return sorted(written, key=len, reverse=True)


def _is_secret(name: str) -> bool:
    return "password" in name or name in _SECRETS
