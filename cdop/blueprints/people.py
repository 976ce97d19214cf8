"""The accounts of the panel: opened, given roles, named anew, closed. Passwords are chosen by a link."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done, pressed
from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.people import (
    AgencyOfPersonForm,
    NameForm,
    NewPersonForm,
    RolesForm,
    SecondStepForm,
)
from cdop.queries import accounts
from cdop.queries import agencies as directory
from cdop.queries.accounts import ListedAccount
from cdop.rules.vocabulary import Action, Role
from cdop.services import agencies, password_links, people, second_steps
from cdop.services.errors import NotFound

blueprint = Blueprint("people", __name__, url_prefix="/people")

CHANGED = (
    "Someone changed this account after you opened it, so nothing was saved. "
    "What you chose is still here, beside how it is now: look at both, and save what should stand"
)
SENT = "A link to choose a password is on its way to {}."


@blueprint.route("/", methods=["GET", "POST"])
@access(Action.PEOPLE_EDIT, form=NewPersonForm)
def index() -> ResponseReturnValue:
    """Show who has an account, or open one for somebody."""
    form = NewPersonForm()
    form.offer(_agencies())
    if form.validate_on_submit() and done(form, partial(_add, form)):
        return redirect(url_for("people.index"))
    return _listed(form), 422 if form.is_submitted() else 200


@blueprint.post("/second-step")
@access(Action.PANEL_EDIT, form=SecondStepForm)
def expect_second_step() -> ResponseReturnValue:
    """Say from when everybody of the panel signs in with a second step."""
    form = SecondStepForm()
    if form.validate() and done(form, partial(second_steps.expect, current_actor(), _panel(), form.since.data)):
        flash("That was set. Who has no second step yet sets one up at the next sign-in from that day on.", "success")
        return redirect(url_for("people.index"))
    return _listed(form), 422


@blueprint.get("/<public_id>")
@access(Action.PEOPLE_EDIT)
def show(public_id: str) -> ResponseReturnValue:
    """Show one account and what can be done with it."""
    return _shown(_person(public_id), BaseForm())


@blueprint.post("/<public_id>/roles")
@access(Action.PEOPLE_EDIT, form=RolesForm)
def roles(public_id: str) -> ResponseReturnValue:
    """Let the person of an account hold these roles from today; open the account again where it was closed."""
    person, form = _person(public_id), _roles_form(public_id)
    if form.validate() and done(form, partial(_hold, person, form), changed=CHANGED):
        flash(f"{person.name}: " + ", ".join(form.roles.data or []) + ".", "success")
        return redirect(url_for("people.show", public_id=public_id))
    return _shown(_person(public_id), form), 409 if form.version.errors else 422


@blueprint.post("/<public_id>/name")
@access(Action.PEOPLE_EDIT, form=NameForm)
def rename(public_id: str) -> ResponseReturnValue:
    """Give the person of an account another name."""
    person, form = _person(public_id), NameForm()
    told: dict[str, Any] = {"email": person.email, "name": form.name.data or "", "version": form.version.data}
    act = partial(people.rename_user, current_actor(), **told, panel_id=_panel())
    if form.validate() and done(form, act, changed=CHANGED):
        flash("The name was changed.", "success")
        return redirect(url_for("people.show", public_id=public_id))
    return _shown(_person(public_id), form), 409 if form.version.errors else 422


@blueprint.post("/<public_id>/agencies")
@access(Action.PEOPLE_EDIT, form=AgencyOfPersonForm)
def join(public_id: str) -> ResponseReturnValue:
    """Let the person of an account answer for an agency: they see all its requests."""
    person, form = _person(public_id), AgencyOfPersonForm()
    form.offer(_agencies())
    act = partial(agencies.join, current_actor(), form.agency.data or "", email=person.email, panel_id=_panel())
    if form.validate() and done(form, act):
        flash(f"{person.name} answers for {form.agency.data}.", "success")
        return redirect(url_for("people.show", public_id=public_id))
    return _shown(person, form), 422


@blueprint.post("/<public_id>/agencies/<agency_id>/end")
@access(Action.PEOPLE_EDIT, form=BaseForm)
def part(public_id: str, agency_id: str) -> ResponseReturnValue:
    """Let the person of an account no longer answer for an agency; a form that they have open closes."""
    person = _person(public_id)
    name = dict(accounts.agencies_of(current_actor(), public_id)).get(agency_id)
    if name is None:
        raise NotFound
    act = partial(agencies.part, current_actor(), name, email=person.email, panel_id=_panel())
    return _pressed(person, act, f"{person.name} no longer answers for {name}.")


@blueprint.post("/<public_id>/close")
@access(Action.PEOPLE_EDIT, form=BaseForm)
def close(public_id: str) -> ResponseReturnValue:
    """Close an account, or for one that has a part in another panel too its part here; its sessions end at once."""
    person = _person(public_id)
    act = partial(people.disable_user, current_actor(), email=person.email, panel_id=_panel())
    said = f"{person.name} is signed out and has no part in this panel any more."
    return pressed(act, said, to=url_for("people.index"), refused=partial(_shown, person))


@blueprint.post("/<public_id>/link")
@access(Action.PEOPLE_EDIT, form=BaseForm)
def link(public_id: str) -> ResponseReturnValue:
    """Send the person of an account a link to choose a password."""
    person = _person(public_id)
    return _pressed(person, partial(password_links.send, current_actor(), public_id), SENT.format(person.email))


@blueprint.post("/<public_id>/second-step")
@access(Action.PEOPLE_EDIT, form=BaseForm)
def second_step(public_id: str) -> ResponseReturnValue:
    """Take away the second step of a person whose telephone is lost."""
    person = _person(public_id)
    act = partial(second_steps.reset, current_actor(), public_id)
    return _pressed(person, act, f"{person.name} sets up a second step anew, or signs in with the password alone.")


def _add(form: NewPersonForm, *, now: datetime) -> None:
    is_new = password_links.open_account(
        current_actor(),
        email=form.email.data,
        name=form.name.data,
        roles=[Role(role) for role in form.roles.data],
        panel_id=_panel(),
        today=clock.today(),
        now=now,
    )
    if name := form.agency.data:
        agencies.join(current_actor(), name, email=form.email.data, panel_id=_panel(), now=now)
    flash(SENT.format(form.email.data) if is_new else f"{form.email.data} has these roles too.", "success")


def _hold(person: ListedAccount, form: RolesForm, *, now: datetime) -> None:
    actor, chosen = current_actor(), [Role(role) for role in form.roles.data]
    verb = people.open_again if person.disabled_at else people.set_roles
    told: dict[str, Any] = {"email": person.email, "roles": chosen, "panel_id": _panel(), "version": form.version.data}
    verb(actor, **told, today=clock.today(), now=now)
    if form.agency and form.agency.data:
        agencies.join(actor, form.agency.data, email=person.email, panel_id=_panel(), now=now)
    if person.disabled_at:
        password_links.send(actor, person.public_id, now=now)


def _roles_form(public_id: str, **values: Any) -> RolesForm:
    """The form of roles; it asks for an agency where the person answers for none."""
    form = RolesForm(**values)
    form.offer(_agencies())
    if accounts.agencies_of(current_actor(), public_id):
        del form.agency
    return form


def _listed(form: BaseForm) -> str:
    """The page of all accounts; a form that was sent and refused stands there with what is wrong."""
    page = page_asked()
    rows, has_more = accounts.page_of_accounts(current_actor(), page)
    told = {"people": rows, "page": page, "has_more": has_more, "today": clock.today(), "form": form}
    since = SecondStepForm(formdata=None, data={"since": second_steps.expected_from(_panel())})
    told["step_form"] = form if isinstance(form, SecondStepForm) else since
    new = form if isinstance(form, NewPersonForm) else NewPersonForm(formdata=None)
    new.offer(_agencies())
    told["new_form"] = new
    return render_template("people/index.html", **told)


def _person(public_id: str) -> ListedAccount:
    person = accounts.account_of(current_actor(), public_id)
    if person is None:
        raise NotFound
    return person


def _panel() -> int:
    return current_actor().panel_id or 0


def _agencies() -> list[str]:
    return [agency.name for agency in directory.contacts(current_actor())]


def _pressed(person: ListedAccount, act: Callable[..., object], said: str) -> ResponseReturnValue:
    refused = partial(_shown, person)
    return pressed(act, said, to=url_for("people.show", public_id=person.public_id), refused=refused)


def _shown(person: ListedAccount, form: BaseForm) -> str:
    """The page of an account; a form that was sent and refused stands there with what is wrong."""
    held = person.held_on(clock.today())
    roles_form = _roles_form(person.public_id, formdata=None, data={"roles": held, "version": person.version})
    forms: dict[str, BaseForm] = {
        "roles_form": roles_form,
        "name_form": NameForm(formdata=None, data={"name": person.name, "version": person.version}),
    }
    if isinstance(form, VersionedForm):
        form.go_on_from(person.version)
    agency_form = form if isinstance(form, AgencyOfPersonForm) else AgencyOfPersonForm(formdata=None)
    agency_form.offer(_agencies())
    forms |= {"agency_form": agency_form}
    forms |= {"roles_form": form} if isinstance(form, RolesForm) else {}
    forms |= {"name_form": form} if isinstance(form, NameForm) else {}
    told = {
        "held": held,
        "is_of_several": accounts.works_elsewhere(person.public_id, _panel(), clock.today()),
        "agencies": accounts.agencies_of(current_actor(), person.public_id),
        "is_changed": isinstance(form, VersionedForm) and bool(form.version.errors),
        "button": BaseForm(formdata=None),
    }
    return render_template("people/show.html", person=person, form=form, **told, **forms)
