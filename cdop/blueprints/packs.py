"""The pack of a meeting as it is prepared: drafted, confirmed passage by passage, released."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm
from cdop.forms.packs import ConfirmForm, PassageForm, PassForm
from cdop.queries import packs as queries
from cdop.queries.packs import PackHead
from cdop.rules import packs as rules
from cdop.rules.vocabulary import Action, PackPlace, PackWorkKind
from cdop.services import pack_cases, pack_works, packs
from cdop.services.errors import Blocked, NotFound
from cdop.services.pack_cases import PreparedCase

CHANGED = (
    "Someone changed this passage after you opened it, so nothing was saved. "
    "What you typed is still here, beside how it is now: put together what should stand, and save it"
)
CHANGED_CASE = "Someone changed a passage after you opened this page. This is how the case is now: look again"

blueprint = Blueprint("packs", __name__, url_prefix="/meetings/<public_id>/pack/prepare")


@blueprint.get("")
@access(Action.PACK_PASS)
def index(public_id: str) -> ResponseReturnValue:
    """Show how far the pack of a meeting is, case by case."""
    return _index(_head(public_id), BaseForm(formdata=None))


@blueprint.post("")
@access(Action.PACK_PREPARE, form=BaseForm)
def draft(public_id: str) -> ResponseReturnValue:
    """Have the pack drafted, or brought up to what the records say now."""
    head, form = _head(public_id), BaseForm()
    if not form.validate():
        return _index(head, form), 422
    work = pack_works.ask(current_actor(), public_id, PackWorkKind.DRAFT, now=clock.now())
    return redirect(url_for("pack_works.show", public_id=public_id, work_id=work))


@blueprint.post("/release")
@access(Action.PACK_PREPARE, form=BaseForm)
def release(public_id: str) -> ResponseReturnValue:
    """Have the pack released to the panel's members."""
    head, form = _head(public_id), BaseForm()
    if form.validate():
        try:
            work = pack_works.ask(current_actor(), public_id, PackWorkKind.RELEASE, now=clock.now())
            return redirect(url_for("pack_works.show", public_id=public_id, work_id=work))
        except Blocked as blocked:
            form.form_errors = [*form.form_errors, *blocked.reasons]
    return _index(head, form), 409


@blueprint.get("/cases/<case_id>")
@access(Action.PACK_PASS)
def case(public_id: str, case_id: str) -> ResponseReturnValue:
    """Show a case's passages beside what they were written from."""
    return _case(_prepared(public_id, case_id), ConfirmForm(formdata=None))


@blueprint.post("/cases/<case_id>")
@access(Action.PACK_PREPARE, form=ConfirmForm)
def confirm(public_id: str, case_id: str) -> ResponseReturnValue:
    """Confirm passages that are right as they are."""
    page, form = _prepared(public_id, case_id), ConfirmForm()
    form.offer((each.passage.public_id, each.passage.version) for each in page.passages)
    if not form.passages.data:
        form.add_faults({"": "Tick the passages that are right as they are"})
    elif not form.validate():
        form.add_faults({"": CHANGED_CASE})
    elif done(form, partial(packs.confirm_passages, current_actor(), form.chosen()), changed=CHANGED_CASE):
        flash("Those passages are confirmed.", "success")
        return redirect(url_for("packs.case", public_id=public_id, case_id=case_id))
    return _case(page, form), 422


@blueprint.route("/cases/<case_id>/passages/<passage_id>", methods=["GET", "POST"])
@access(Action.PACK_PREPARE, form=PassageForm)
def passage(public_id: str, case_id: str, passage_id: str) -> ResponseReturnValue:
    """Change what members read of a passage, and confirm it."""
    page = _prepared(public_id, case_id)
    shown = page.passage(passage_id)
    held = {"text": shown.passage.text, "place": shown.passage.place, "version": shown.passage.version}
    form = PassageForm(data=held | {"seen": shown.original_digest})
    form.offer(shown.standing)
    if form.validate_on_submit() and _saved(passage_id, form):
        flash("The passage is confirmed.", "success")
        return redirect(url_for("packs.case", public_id=public_id, case_id=case_id, _anchor=passage_id))
    refused = 409 if form.version.errors else 422
    form.go_on_from(shown.passage.version)
    return render_template("packs/passage.html", page=page, shown=shown, form=form), (
        refused if form.is_submitted() else 200
    )


@blueprint.route("/cases/<case_id>/passages/<passage_id>/let-stand", methods=["GET", "POST"])
@access(Action.PACK_PASS, form=PassForm)
def let_stand(public_id: str, case_id: str, passage_id: str) -> ResponseReturnValue:
    """Let words stand that somebody else confirmed, as the second person."""
    page = _prepared(public_id, case_id)
    shown, form = page.passage(passage_id), PassForm()
    form.offer(shown.standing)
    told = {"words": form.words.data, "reason": form.reason.data}
    if form.validate_on_submit() and done(form, partial(packs.pass_words, current_actor(), passage_id, **told)):
        flash("Those words may stand.", "success")
        return redirect(url_for("packs.case", public_id=public_id, case_id=case_id, _anchor=passage_id))
    return render_template("packs/let_stand.html", page=page, shown=shown, form=form), (
        422 if form.is_submitted() else 200
    )


def _saved(passage_id: str, form: PassageForm) -> bool:
    verb = partial(
        packs.save_passage,
        current_actor(),
        passage_id,
        text=form.text.data,
        place=PackPlace(form.place.data),
        replace=form.replace.data,
        source_digest=form.seen.data,
        version=form.version.data,
    )
    return done(form, verb, changed=CHANGED)


def _head(public_id: str) -> PackHead:
    head = queries.pack_head(current_actor(), public_id)
    if head is None:
        raise NotFound
    return head


def _index(head: PackHead, form: BaseForm) -> str:
    cases = queries.packed_cases(current_actor(), head)
    obstacles = rules.obstacles(each.count for each in cases)
    told = {"is_released": head.released_at is not None and all(each.is_released for each in cases), "form": form}
    waiting = queries.not_given_to(head, clock.today()) if head.released_at else ()
    return render_template("packs/index.html", head=head, cases=cases, obstacles=obstacles, waiting=waiting, **told)


def _prepared(public_id: str, case_id: str) -> PreparedCase:
    return pack_cases.read_case(current_actor(), public_id, case_id, now=clock.now())


def _case(page: PreparedCase, form: ConfirmForm) -> str:
    return render_template("packs/case.html", page=page, form=form, most=rules.MOST_PAGES)
