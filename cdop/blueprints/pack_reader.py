"""The pack of a meeting as its members read it: on screen, as a file, as a numbered copy; and who has it."""

from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm
from cdop.forms.packs import WithdrawForm
from cdop.queries import minutes
from cdop.queries import packs as queries
from cdop.queries.packs import PackHead
from cdop.rules import packs as rules
from cdop.rules.vocabulary import Action, PackWorkKind
from cdop.services import pack_readers, pack_works
from cdop.services.errors import NotFound

blueprint = Blueprint("pack_reader", __name__, url_prefix="/meetings/<public_id>/pack")


@blueprint.get("")
@access(Action.PACK_READ)
def index(public_id: str) -> ResponseReturnValue:
    """Show the front of a pack: the minutes before, and its cases. That it was read is on record."""
    pack = pack_readers.read_front(current_actor(), public_id, now=clock.now())
    before = minutes.shared_before(current_actor(), pack.head.held_on)
    agenda = {"agenda": rules.AGENDA, "agenda_minutes": rules.MINUTES, "agenda_cases": rules.CASES}
    form = BaseForm(formdata=None)
    return render_template("pack_reader/index.html", pack=pack, before=before, form=form, **agenda)


@blueprint.get("/cases/<case_id>")
@access(Action.PACK_READ)
def case(public_id: str, case_id: str) -> ResponseReturnValue:
    """Show a case of a pack; that it was read is on record."""
    pack, case = pack_readers.read_case(current_actor(), public_id, case_id, now=clock.now())
    return render_template("pack_reader/case.html", pack=pack, case=case)


@blueprint.post("/paper")
@access(Action.PACK_READ, form=BaseForm)
def paper(public_id: str) -> ResponseReturnValue:
    """Have the pack put on paper for its reader, as a numbered copy where it is to be printed."""
    if not BaseForm().validate():
        raise NotFound
    kind = PackWorkKind.PRINTED if request.args.get("copy") == "printed" else PackWorkKind.FILE
    work = pack_works.ask(current_actor(), public_id, kind, now=clock.now())
    return redirect(url_for("pack_works.show", public_id=public_id, work_id=work))


@blueprint.get("/readers")
@access(Action.PACK_PREPARE)
def readers(public_id: str) -> ResponseReturnValue:
    """Show who has the pack, and who read what of it when."""
    head = _head(public_id)
    page = page_asked()
    log, page, pages = queries.readings(current_actor(), head, page)
    told = {"given": queries.given_to(head), "waiting": queries.not_given_to(head, clock.today())}
    paging, form = {"log": log, "page": page, "pages": pages}, BaseForm(formdata=None)
    return render_template("pack_reader/readers.html", head=head, form=form, **told, **paging)


@blueprint.post("/readers")
@access(Action.PACK_PREPARE, form=BaseForm)
def give(public_id: str) -> ResponseReturnValue:
    """Give the pack to members who have not got it."""
    head, form = _head(public_id), BaseForm()
    if form.validate() and done(form, partial(pack_readers.give_to_new, current_actor(), public_id)):
        flash("Everybody who belongs to the panel today, and every expert who comes, has the pack.", "success")
    else:
        flash("; ".join(form.form_errors))
    return redirect(url_for("pack_reader.readers", public_id=head.public_id))


@blueprint.route("/readers/<reader_id>", methods=["GET", "POST"])
@access(Action.PACK_PREPARE, form=WithdrawForm)
def withdraw(public_id: str, reader_id: str) -> ResponseReturnValue:
    """Withdraw the pack from one of its readers."""
    head, form = _head(public_id), WithdrawForm()
    reader = next((each for each in queries.given_to(head) if each.public_id == reader_id), None)
    if reader is None:
        raise NotFound
    verb = partial(pack_readers.withdraw, current_actor(), public_id, reader_id, reason=form.reason.data or "")
    if form.validate_on_submit() and done(form, verb):
        flash("The pack is closed to them from now on.", "success")
        return redirect(url_for("pack_reader.readers", public_id=public_id))
    page = render_template("pack_reader/withdraw.html", head=head, reader=reader, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/readers/<reader_id>/again")
@access(Action.PACK_PREPARE, form=BaseForm)
def give_again(public_id: str, reader_id: str) -> Response | ResponseReturnValue:
    """Give the pack again to somebody from whom it was withdrawn."""
    form = BaseForm()
    if form.validate():
        pack_readers.give_again(current_actor(), public_id, reader_id, now=clock.now())
        flash("The pack is open to them again.", "success")
    return redirect(url_for("pack_reader.readers", public_id=public_id))


def _head(public_id: str) -> PackHead:
    head = queries.pack_head(current_actor(), public_id)
    if head is None:
        raise NotFound
    return head
