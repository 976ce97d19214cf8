"""The panel's list of whom to ask about which child."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.routing import TYPES, RestoreForm, RuleForm
from cdop.queries import routing
from cdop.queries.routing import RuleRow
from cdop.questionnaires.supplements import titles
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.places import PLACES
from cdop.rules.vocabulary import Action
from cdop.services import routing as verbs
from cdop.services.errors import NotFound
from cdop.services.routing import Rule

CHANGED = f"Someone changed this row after you opened it, so nothing was saved. {BESIDE}"
LISTS = ("asks", "types", "places", "circumstances", "unless", "forms")

blueprint = Blueprint("routing", __name__, url_prefix="/whom-to-ask")


@blueprint.get("/")
@access(Action.AGENCY_LIST)
def index() -> ResponseReturnValue:
    """Show the whole list, with what the panel changed."""
    return render_template(
        "routing/index.html",
        rows=routing.rule_list(current_actor()),
        today=clock.today(),
        kinds=AGENCY_TYPES,
        places={place.code: place.label for place in PLACES},
        types={each.value: each.label for each in TYPES},
        titles=titles(clock.today()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.ROUTING_EDIT, form=RuleForm)
def add() -> ResponseReturnValue:
    """Add a row."""
    form = _form(None)
    mark = form.submission_id.data
    if form.validate_on_submit() and done(
        form, partial(verbs.add_rule, current_actor(), _rule(form, None), submission_id=mark), changed=CHANGED
    ):
        flash("The row was added.")
        return redirect(url_for("routing.index"))
    return _page(form, None)


@blueprint.route("/row", methods=["GET", "POST"])
@access(Action.ROUTING_EDIT, form=RuleForm)
def edit() -> ResponseReturnValue:
    """Change a row: the one of the key in the address."""
    row = routing.rule(current_actor(), request.args.get("key", ""))
    if row is None:
        raise NotFound
    form, key = _form(row), row.route.key
    if form.validate_on_submit() and done(
        form,
        partial(verbs.change_rule, current_actor(), key, _rule(form, row), version=form.version.data),
        changed=CHANGED,
    ):
        flash("The row was changed.")
        return redirect(url_for("routing.index"))
    return _page(form, row)


@blueprint.route("/restore", methods=["GET", "POST"])
@access(Action.ROUTING_EDIT, form=RestoreForm)
def restore() -> ResponseReturnValue:
    """Ask whether the shipped list is to hold again, and restore it."""
    form = RestoreForm()
    if form.validate_on_submit():
        verbs.restore(current_actor(), now=clock.now())
        flash("The list is again as it was shipped.")
        return redirect(url_for("routing.index"))
    own = [row for row in routing.rule_list(current_actor()) if row.is_own]
    return render_template("routing/restore.html", form=form, own=own), 422 if form.is_submitted() else 200


def _form(row: RuleRow | None) -> RuleForm:
    told: dict[str, Any] = {"from_on": clock.today()}
    if row is not None:
        route = row.route
        told = {name: sorted(getattr(route, name)) for name in LISTS} | {
            "asks": list(route.asks),
            "reason": route.reason,
            "from_days": route.from_days or None,
            "under_days": route.under_days,
            "from_years": route.from_years,
            "under_years": route.under_years,
            "from_on": row.from_on or clock.today(),
            "until_on": row.until_on,
            "version": row.version,
        }
    form = RuleForm(data=told)
    form.offer(titles(clock.today()))
    return form


def _rule(form: RuleForm, row: RuleRow | None) -> Rule:
    """What was typed. Who was asked before keeps their order: the first is asked for the supplementary form."""
    chosen = {name: tuple(form[name].data or ()) for name in LISTS}
    before = row.route.asks if row else ()
    kept = tuple(kind for kind in before if kind in chosen["asks"])
    chosen["asks"] = (*kept, *(kind for kind in chosen["asks"] if kind not in kept))
    return Rule(
        reason=form.reason.data,
        from_on=form.from_on.data,
        until_on=form.until_on.data,
        from_days=form.from_days.data or 0,
        under_days=form.under_days.data,
        from_years=form.from_years.data or 0,
        under_years=form.under_years.data or 18,
        **chosen,
    )


def _page(form: RuleForm, row: RuleRow | None) -> ResponseReturnValue:
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("routing/edit.html", form=form, row=row)
    return page, refused if form.is_submitted() else 200
