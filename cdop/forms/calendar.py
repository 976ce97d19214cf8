"""A person's calendar address."""

from cdop.forms.base import BaseForm


class CalendarForm(BaseForm):
    """The buttons that make an address and end one."""
