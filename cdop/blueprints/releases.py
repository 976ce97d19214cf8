"""The register of figures that were released, and releasing some of them anew."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.releases import RenewForm
from cdop.queries import releases as queries
from cdop.rules.vocabulary import Action
from cdop.services import releases
from cdop.services.errors import NotFound

blueprint = Blueprint("releases", __name__, url_prefix="/releases")


@blueprint.get("/")
@access(Action.FIGURES_PUBLIC)
def index() -> ResponseReturnValue:
    """Show one page of the register, newest first."""
    return render_template(
        "releases/index.html", register=queries.register(current_actor(), request.args.get("page", 1, type=int))
    )


@blueprint.get("/<public_id>")
@access(Action.FIGURES_PUBLIC)
def show(public_id: str) -> ResponseReturnValue:
    """Show one release: what it is of, who had it made, and what became of it."""
    return render_template("releases/show.html", release=_release(public_id), form=RenewForm(formdata=None))


@blueprint.post("/<public_id>/renew")
@access(Action.FIGURES_RENEW, form=RenewForm)
def renew(public_id: str) -> ResponseReturnValue:
    """Release the same figures anew, with a reason."""
    release, form = _release(public_id), RenewForm()
    if form.validate_on_submit() and done(form, partial(releases.renew, current_actor(), public_id, form.reason.data)):
        flash("The figures were released anew.")
        return redirect(url_for("releases.index"))
    return render_template("releases/show.html", release=release, form=form), 422


def _release(public_id: str) -> queries.Release:
    found = queries.release(current_actor(), public_id)
    if found is None:
        raise NotFound
    return found
