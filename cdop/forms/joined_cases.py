"""The forms by which two cases of one child are joined, or taken apart again."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, TextField

NAME_IT = "Enter the reference of the other case"


class OtherCaseForm(BaseForm):
    """The reference of a case to be compared."""

    case = TextField("Reference of the other case", [Required(NAME_IT)], width=20, max_length=60)


class JoinForm(BaseForm):
    """Which of two cases goes on, and how it is known that they are of one child."""

    goes_on = RadiosField("Which case goes on?", [Required("Choose the case that goes on")])
    reason = AreaField("How do you know that it is one child?", [Required("Say how you know")], max_length=2000, rows=3)

    def offer(self, *cases: tuple[str, str]) -> None:
        """Offer these cases: public id and what it is called."""
        self.goes_on.choices = [SelectChoice(*each) for each in cases]


class TakeApartForm(BaseForm):
    """Why a case that was joined is taken apart again."""

    reason = AreaField("Why?", [Required("Say why the cases are taken apart")], max_length=2000, rows=3)
