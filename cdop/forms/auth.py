"""Signing in."""

from cdop.forms.base import BaseForm
from cdop.forms.fields import PasswordField, RadiosField, Required, SelectChoice, TextField


class SignInForm(BaseForm):
    """An e-mail address and a password. Whether the two belong together is for the service to say."""

    email = TextField("Email address", [Required("Enter your email address")], max_length=254, autocomplete="username")
    password = PasswordField("Password", [Required("Enter your password")])


class SignOutForm(BaseForm):
    """The button that ends the session."""


class ChoosePanelForm(BaseForm):
    """The panel to work in, for somebody who belongs to several."""

    panel = RadiosField("Which panel do you want to work in?", [Required("Select a panel")])

    def offer(self, panels: list[tuple[str, str]]) -> None:
        """Offer these panels: public id and name."""
        self.panel.choices = [SelectChoice(public_id, name) for public_id, name in panels]
