"""How far the building of a report is, for whoever asked for it; then the report."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.queries.report_works import own_work
from cdop.rules.vocabulary import Action
from cdop.services import works
from cdop.services.errors import NotFound

blueprint = Blueprint("report_works", __name__, url_prefix="/reports/work")


@blueprint.get("/<work_id>")
@access(Action.REPORT_BUILD)
def show(work_id: str) -> ResponseReturnValue:
    """Show how far the building is, or why it was refused; lead to the report once it is built."""
    work = own_work(current_actor(), work_id)
    if work is None:
        raise NotFound
    if work.is_done and work.report_id:
        flash(f"The annual report {work.label} was built.", "success")
        return redirect(url_for("reports.show", public_id=work.report_id))
    return render_template("report_works/show.html", work=work, now=clock.now(), patience=works.STANDS_STILL)
