"""The forms of a factor of the panel's list: a new one, and what is said of one from a day on."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import RadiosField, Required, SelectChoice, TextField
from cdop.rules.factors import Domain

OFFERED, NOT_OFFERED = "offered", "not offered"


class NewFactorForm(BaseForm):
    """A factor of the panel's own."""

    domain = RadiosField(
        "In which domain?",
        [Required("Choose a domain")],
        choices=[SelectChoice(domain.value, f"{domain[:1].upper()}{domain[1:]}") for domain in Domain],
    )
    label = TextField(
        "The factor",
        [Required("Enter the factor")],
        hint="A few plain words, such as “Energy drinks”. They stand in figures and reports",
        max_length=120,
    )
    from_on = DateField("From which day is it offered?", [Required("Enter the day from which it is offered")])


class FactorForm(BaseForm):
    """What becomes of a factor from a day on."""

    standing = RadiosField(
        "From that day on it is",
        [Required("Choose what becomes of it")],
        choices=[
            SelectChoice(OFFERED, "Offered, in the words below"),
            SelectChoice(NOT_OFFERED, "Not offered any more"),
        ],
    )
    label = TextField("The factor", hint="What it is about must stay the same: figures count it as one", max_length=120)
    from_on = DateField(
        "From which day?",
        [Required("Enter the day from which it counts")],
        hint="Tomorrow at the earliest: analyses signed before that day keep the words of their time",
    )
