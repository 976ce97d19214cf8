"""What to mind before a child's family is written to."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.family_contacts import FamilyContactForm
from cdop.queries.case_head import case_head
from cdop.queries.family_contacts import family_contact
from cdop.rules.correspondence import Language, NoContact
from cdop.rules.vocabulary import Action
from cdop.services import family_contacts
from cdop.services.errors import NotFound

CHANGED = f"Someone changed this after you opened it, so nothing was saved. {BESIDE}"
TOLD = ("needs", "not_before", "cleared_on", "cleared_by", "version")

blueprint = Blueprint("family_contacts", __name__, url_prefix="/cases/<public_id>/family")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.LETTER_EDIT, form=FamilyContactForm)
def change(public_id: str) -> ResponseReturnValue:
    """Show and change what is minded."""
    case = case_head(current_actor(), public_id)
    if case is None:
        raise NotFound
    known = family_contact(case.id)
    told = {name: getattr(known, name) for name in (*TOLD, "no_contact", "language")}
    form = FamilyContactForm(data=told)
    if form.validate_on_submit() and _changed(public_id, form):
        flash("It was saved.")
        return redirect(url_for("letters.index", public_id=public_id))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("letters/family.html", case=case, form=form)
    return page, refused if form.is_submitted() else 200


def _changed(public_id: str, form: FamilyContactForm) -> bool:
    told = {name: form[name].data for name in TOLD}
    told |= {"no_contact": [NoContact(word) for word in form.no_contact.data or ()]}
    told |= {"language": Language(form.language.data or Language.ENGLISH)}
    return done(form, partial(family_contacts.change, current_actor(), public_id, **told), changed=CHANGED)
