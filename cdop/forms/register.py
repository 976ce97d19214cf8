"""The form that brings a register or a list of meetings in."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import ConfirmField, FileField, RadiosField, Required, SelectChoice

CASES = "cases"
MEETINGS = "meetings"


class RegisterForm(BaseForm):
    """A CSV file, what it is, and what to do with rows that look like a death already held."""

    content = RadiosField(
        "What the file is",
        [Required("Say what the file is")],
        choices=[
            SelectChoice(CASES, "Cases", render_kw={"hint": "One row for each child’s death"}),
            SelectChoice(MEETINGS, "Meetings", render_kw={"hint": "One row for each meeting of the panel"}),
        ],
        default=CASES,
    )
    file = FileField(
        "The file",
        [Required("Choose the file")],
        accept=".csv,text/csv",
        hint="A CSV file in UTF-8. In Excel, save as “CSV UTF-8 (comma delimited)”.",
    )
    link_duplicates = ConfirmField("Link duplicates: a row that looks like a death already held goes to that case")
