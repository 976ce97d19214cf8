"""How far work on a pack is, for whoever asked for it; and the file that came of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.downloads import as_download
from cdop.forms.base import BaseForm
from cdop.queries.pack_works import own_work
from cdop.rules.vocabulary import Action, PackWorkKind
from cdop.services import pack_works, works
from cdop.services.errors import NotFound

DONE = {
    PackWorkKind.DRAFT: "The pack is as the records are now. Look at what waits to be confirmed.",
    PackWorkKind.RELEASE: "The pack is released. Its members have a message with the link.",
}
"""What is said of work that leaves no file; whoever asked is led back to the pack."""

blueprint = Blueprint("pack_works", __name__, url_prefix="/meetings/<public_id>/pack/work/<work_id>")


@blueprint.get("")
@access(Action.PACK_READ)
def show(public_id: str, work_id: str) -> ResponseReturnValue:
    """Show how far work on a pack is, or what came of it."""
    work = own_work(current_actor(), public_id, work_id)
    if work is None:
        raise NotFound
    if work.is_done and work.kind in DONE:
        flash(DONE[work.kind], "success")
        return redirect(url_for("packs.index", public_id=public_id))
    now, actor = clock.now(), current_actor()
    has_file = work.is_done and work.is_on_paper
    reasons = pack_works.out_of_date(actor, public_id, work_id, now=now) if has_file else []
    told = {"out_of_date": reasons, "form": BaseForm(formdata=None)}
    return render_template("pack_works/show.html", work=work, now=now, patience=works.STANDS_STILL, **told)


@blueprint.get("/file")
@access(Action.PACK_READ)
def file(public_id: str, work_id: str) -> ResponseReturnValue:
    """Give the file that was made, while its reader may read what is in it."""
    return as_download(pack_works.take_file(current_actor(), public_id, work_id, now=clock.now()))
