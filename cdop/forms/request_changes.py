"""What an agency asks to change about its request."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, EmailField, Required, TextField


class MoreTimeForm(BaseForm):
    """A later day, and why."""

    until_on = DateField("Until when?", [Required("Enter the day")], hint="For example, 27 3 2027")
    reason = AreaField(
        "Why?",
        [Required("Say why more time is needed")],
        hint="For example, the post-mortem report comes next week",
        max_length=1000,
        rows=3,
    )


class ColleagueForm(BaseForm):
    """Who should answer instead."""

    name = TextField("Their name", [Required("Enter their name")], called="The name", max_length=120)
    email = EmailField(
        "Their e-mail address",
        [Required("Enter their e-mail address")],
        called="The e-mail address",
        hint="A secure address, like name@nhs.net",
        autocomplete="off",
    )
    reason = AreaField("Why them?", [Required("Say why they should answer instead")], max_length=1000, rows=3)


class SettleForm(BaseForm):
    """The button by which the coordinator agrees or declines."""
