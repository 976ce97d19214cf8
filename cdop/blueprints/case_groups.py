"""Groups of cases for thematic review: the list, one with its cases side by side, its report."""

from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE, done
from cdop.documents import blocks, pdf, thematic_report, written
from cdop.forms.base import BaseForm
from cdop.forms.case_groups import AddCasesForm, FindingsForm, GroupForm, NoteForm
from cdop.queries import case_groups as queries
from cdop.queries import themes
from cdop.queries.case_groups import Group, GroupedCase
from cdop.rules.vocabulary import Action
from cdop.services import case_groups, figures
from cdop.services.case_groups import Told
from cdop.services.errors import NotFound

CHANGED = f"Someone changed this group after you opened it, so nothing was saved. {BESIDE}"
FIRST_FACTS = ["age", "suspected", "factor", "modifiable factors"]

blueprint = Blueprint("case_groups", __name__, url_prefix="/groups")


@blueprint.get("/")
@access(Action.GROUP_VIEW)
def index() -> ResponseReturnValue:
    """List the groups, the newest first."""
    found = queries.group_list(current_actor(), page_asked())
    return render_template("case_groups/index.html", found=found)


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.GROUP_EDIT, form=GroupForm)
def add() -> ResponseReturnValue:
    """Make a group; one of a theme begins with the cases in it."""
    form = _form({"facts": FIRST_FACTS, "theme": request.args.get("theme", "")})
    mark, made = form.submission_id.data, []

    def act(**now: Any) -> None:
        made.append(case_groups.make(current_actor(), _told(form), submission_id=mark, **now))

    if form.validate_on_submit() and done(form, act):
        flash("The group was made.", "success")
        return redirect(url_for("case_groups.show", public_id=made[0]))
    return render_template("case_groups/change.html", form=form, group=None), 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.GROUP_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show a group with its cases side by side; the looking is on record."""
    return _page(_group(public_id), AddCasesForm(formdata=None))


@blueprint.post("/<public_id>/cases")
@access(Action.GROUP_EDIT, form=AddCasesForm)
def add_cases(public_id: str) -> ResponseReturnValue:
    """Add cases by their references."""
    group, form = _group(public_id), AddCasesForm()
    verb = partial(case_groups.add_cases, current_actor(), public_id, form.references.data or "")
    if form.validate_on_submit() and done(form, verb):
        flash("The cases are in the group.", "success")
        return redirect(url_for("case_groups.show", public_id=public_id))
    return _page(group, form), 422


@blueprint.route("/<public_id>/change", methods=["GET", "POST"])
@access(Action.GROUP_EDIT, form=GroupForm)
def change(public_id: str) -> ResponseReturnValue:
    """Say what a group is about and what is compared."""
    group = _group(public_id)
    told = {"name": group.name, "purpose": group.purpose, "facts": [*group.facts]}
    form = _form(told | {"theme": group.theme_key or "", "version": group.version})
    verb = partial(case_groups.change, current_actor(), public_id)
    if form.validate_on_submit() and done(form, partial(verb, _told(form), version=form.version.data), changed=CHANGED):
        flash("The group was saved.", "success")
        return redirect(url_for("case_groups.show", public_id=public_id))
    form.go_on_beside()
    page = render_template("case_groups/change.html", form=form, group=group)
    return page, _refused(form) if form.is_submitted() else 200


@blueprint.route("/<public_id>/findings", methods=["GET", "POST"])
@access(Action.GROUP_EDIT, form=FindingsForm)
def findings(public_id: str) -> ResponseReturnValue:
    """Write what was found."""
    group = _group(public_id)
    form = FindingsForm(data={"findings": group.findings, "version": group.version})
    verb = partial(case_groups.write_findings, current_actor(), public_id, form.findings.data or "")
    if form.validate_on_submit() and done(form, partial(verb, version=form.version.data), changed=CHANGED):
        flash("What was found was saved.", "success")
        return redirect(url_for("case_groups.show", public_id=public_id))
    form.go_on_beside()
    page = render_template("case_groups/findings.html", form=form, group=group)
    return page, _refused(form) if form.is_submitted() else 200


@blueprint.route("/<public_id>/cases/<case_id>", methods=["GET", "POST"])
@access(Action.GROUP_EDIT, form=NoteForm)
def note(public_id: str, case_id: str) -> ResponseReturnValue:
    """Note something of a case in the group."""
    group = _group(public_id, page=None)
    case = _case(group, case_id)
    form = NoteForm(data={"note": case.note})
    verb = partial(case_groups.note, current_actor(), public_id, case_id, form.note.data or "")
    if form.validate_on_submit() and done(form, verb):
        flash("The note was saved.", "success")
        return redirect(url_for("case_groups.show", public_id=public_id))
    page = render_template("case_groups/note.html", form=form, group=group, case=case)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/cases/<case_id>/take-out")
@access(Action.GROUP_EDIT, form=BaseForm)
def take_out(public_id: str, case_id: str) -> ResponseReturnValue:
    """Take a case out of the group."""
    if BaseForm().validate():
        case_groups.take_out(current_actor(), public_id, case_id, now=clock.now())
        flash("The case is no longer in the group.", "success")
    return redirect(url_for("case_groups.show", public_id=public_id))


@blueprint.get("/<public_id>/report")
@access(Action.GROUP_VIEW)
def report(public_id: str) -> ResponseReturnValue:
    """Show the thematic report of a group as a page; the looking is on record."""
    return render_template("case_groups/report.html", document=_report(public_id), public_id=public_id)


@blueprint.get("/<public_id>/report.pdf")
@access(Action.GROUP_VIEW)
def paper(public_id: str) -> ResponseReturnValue:
    """Return the same report as a tagged PDF."""
    headers = {"Content-Disposition": 'attachment; filename="thematic-report.pdf"'}
    return Response(pdf.write(_report(public_id)), mimetype="application/pdf", headers=headers)


def _report(public_id: str) -> blocks.Document:
    group, today, times = _group(public_id, page=None), clock.today(), None
    if group.theme_key:
        since = today - relativedelta(years=thematic_report.YEARS)
        asked = {"theme": group.theme_key, "category": None, "since": since}
        times = figures.time_between_deaths(current_actor(), group.panel_id, **asked)
    return thematic_report.of_group(group, panel=g.panel.name, accent=g.panel.colour, today=today, times=times)


def _group(public_id: str, page: int | None = 1) -> Group:
    """The group, once the looking is on record."""
    asked = request.args.get("page", page, type=int) if page else None
    found = queries.group(current_actor(), public_id, asked, today=clock.today())
    if found is None:
        raise NotFound
    case_groups.record_reading(current_actor(), found, now=clock.now())
    return found


def _case(group: Group, case_id: str) -> GroupedCase:
    for case in group.cases:
        if case.public_id == case_id:
            return case
    raise NotFound


def _form(told: dict[str, Any]) -> GroupForm:
    return GroupForm(themes.active_themes(current_actor().panel_id or 0), data=told)


def _told(form: GroupForm) -> Told:
    return Told(form.name.data or "", form.purpose.data or "", form.theme.data or "", tuple(form.facts.data or ()))


def _refused(form: Any) -> int:
    return 409 if form.version.errors else 422


def _page(group: Group, form: AddCasesForm) -> str:
    shown = {
        "purpose": written.blocks(group.purpose or "", "purpose"),
        "findings": written.blocks(group.findings or "", "findings"),
    }
    return render_template("case_groups/show.html", group=group, form=form, button=BaseForm(formdata=None), **shown)
