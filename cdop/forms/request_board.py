"""The form of the board of requests: those whose agencies are reminded."""

from collections.abc import Iterable

from cdop.forms.base import BaseForm
from cdop.forms.fields import CheckboxesField, SelectChoice


class RemindForm(BaseForm):
    """The requests that are ticked; the boxes stand in the lines of the list."""

    requests = CheckboxesField("Agencies to remind")

    def offer(self, requests: Iterable[tuple[str, str]]) -> None:
        """Offer these requests: public id and agency of each."""
        self.requests.choices = [SelectChoice(public_id, agency) for public_id, agency in requests]
