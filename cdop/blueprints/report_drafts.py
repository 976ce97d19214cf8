"""Writing in an annual report: its sections, their words, the numbers in them, remarks, a preview."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.documents import editions, symbols
from cdop.forms.fields import SelectChoice
from cdop.forms.report_drafts import PLAIN, NumberForm, PassageForm, PlaceForm, WordsForm
from cdop.queries import report_drafts as queries
from cdop.queries.report_drafts import DraftHead, PassageView
from cdop.rules.bound_numbers import of_value
from cdop.rules.section import EASY_READ, VERSIONS
from cdop.rules.vocabulary import Action
from cdop.services import report_drafts, reports
from cdop.services.errors import NotFound

CHANGED = (
    "Somebody saved this section after you opened it, so yours was not saved. Their words are shown below, and yours "
    "are still in the box: bring them together, and save again"
)

blueprint = Blueprint("report_drafts", __name__, url_prefix="/reports/drafts")


@blueprint.get("/<public_id>")
@access(Action.REPORT_WRITE)
def show(public_id: str) -> ResponseReturnValue:
    """Show the sections of a draft in their order, and what is left to do in each."""
    draft = _draft(public_id)
    versions = groupby(queries.passages(draft), key=lambda part: part.section.of)
    parts = [(version, [*found]) for version, found in versions]
    return render_template(
        "report_drafts/show.html", draft=draft, versions=parts, names=VERSIONS, place=PlaceForm(formdata=None)
    )


@blueprint.get("/<public_id>/preview")
@access(Action.REPORT_WRITE)
def preview(public_id: str) -> ResponseReturnValue:
    """Show both editions of the report as they would be built now, section beside section."""
    draft = _draft(public_id)
    full, public = reports.preview(current_actor(), draft, now=clock.now())
    sections = editions.abreast(full, public)
    return render_template("report_drafts/preview.html", draft=draft, document=full, public=public, sections=sections)


@blueprint.route("/<public_id>/sections/<section>", methods=["GET", "POST"])
@access(Action.REPORT_WRITE, form=PassageForm)
def write(public_id: str, section: str) -> ResponseReturnValue:
    """Write a section."""
    draft, passage = _passage(public_id, section)
    form = PassageForm(data=_data(passage))
    if not form.is_submitted():
        return _page(draft, passage, form)
    return _pressed(public_id, section, report_drafts.write)


@blueprint.post("/<public_id>/sections/<section>/start")
@access(Action.REPORT_WRITE, form=PassageForm)
def take_text_before(public_id: str, section: str) -> ResponseReturnValue:
    """Start an empty section from what the report before said in it."""
    return _pressed(
        public_id, section, then=partial(report_drafts.take_text_before, current_actor(), public_id, section)
    )


@blueprint.post("/<public_id>/sections/<section>/place")
@access(Action.REPORT_WRITE, form=PlaceForm)
def place(public_id: str, section: str) -> ResponseReturnValue:
    """Move a section, leave it out or take it in."""
    report_drafts.place(current_actor(), public_id, section, press=PlaceForm().press.data or "", now=clock.now())
    return redirect(url_for("report_drafts.show", public_id=public_id, _anchor=f"section-{section}"))


@blueprint.route("/<public_id>/sections/<section>/numbers/<int:number>", methods=["GET", "POST"])
@access(Action.REPORT_WRITE, form=NumberForm)
def number(public_id: str, section: str, number: int) -> ResponseReturnValue:
    """Say which figure a number in the text is, or that it is none. `number` counts those left, from 1."""
    draft, passage = _passage(public_id, section)
    if not 1 <= number <= len(passage.loose):
        return _to(public_id, section)
    loose = passage.loose[number - 1]
    found = of_value(loose.number, reports.figures_now(current_actor(), draft, now=clock.now()).every)
    choices = [SelectChoice(figure.reference, figure.counts) for figure in found]
    form = NumberForm(figures=choices, data={"version": passage.version})
    if form.validate_on_submit():
        told = {"version": form.version.data}
        act = partial(report_drafts.bind, to=form.figure.data)
        if form.figure.data == PLAIN:
            act = partial(report_drafts.call_plain, reason=form.reason.data or "")
        if done(form, partial(act, current_actor(), public_id, section, loose, **told), changed=CHANGED):
            return redirect(url_for("report_drafts.number", public_id=public_id, section=section, number=number))
    page = render_template("report_drafts/number.html", draft=draft, passage=passage, loose=loose, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/sections/<section>/public")
@access(Action.REPORT_WRITE, form=PassageForm)
def make_public(public_id: str, section: str) -> ResponseReturnValue:
    """Have the public edition print the words of a section as well, or not."""
    is_public = PassageForm().press.data == "public"
    verb = partial(report_drafts.make_public, current_actor(), public_id, section)
    return _pressed(public_id, section, then=partial(verb, is_public=is_public))


@blueprint.route("/<public_id>/sections/<section>/words/<int:number>", methods=["GET", "POST"])
@access(Action.REPORT_WRITE, form=WordsForm)
def words(public_id: str, section: str, number: int) -> ResponseReturnValue:
    """Say why words can stand in the public edition. `number` counts those left, from 1."""
    draft, passage = _passage(public_id, section)
    if not 1 <= number <= len(passage.doubts):
        return _to(public_id, section)
    doubt = passage.doubts[number - 1]
    form = WordsForm(data={"version": passage.version})
    if form.validate_on_submit():
        act = partial(report_drafts.let_stand, current_actor(), public_id, section, doubt)
        if done(form, partial(act, reason=form.reason.data or "", version=form.version.data), changed=CHANGED):
            return redirect(url_for("report_drafts.words", public_id=public_id, section=section, number=number))
    page = render_template("report_drafts/words.html", draft=draft, passage=passage, doubt=doubt, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>/sections/<section>/versions")
@access(Action.REPORT_WRITE)
def versions(public_id: str, section: str) -> ResponseReturnValue:
    """Show what was written in a section before."""
    draft, passage = _passage(public_id, section)
    kept = queries.versions(passage.id)
    return render_template("report_drafts/versions.html", draft=draft, passage=passage, versions=kept)


@blueprint.post("/<public_id>/sections/<section>/remarks")
@access(Action.REPORT_WRITE, form=PassageForm)
def remark(public_id: str, section: str) -> ResponseReturnValue:
    """Remark on a section."""
    return _pressed(public_id, section, is_remark=True)


@blueprint.post("/<public_id>/sections/<section>/remarks/<remark_id>/settle")
@access(Action.REPORT_WRITE, form=PassageForm)
def settle_remark(public_id: str, section: str, remark_id: str) -> ResponseReturnValue:
    """Settle a remark."""

    def settle(*, version: int, now: datetime) -> None:
        del version
        report_drafts.settle_remark(current_actor(), public_id, section, remark_id, now=now)

    return _pressed(public_id, section, then=settle)


def _draft(public_id: str) -> DraftHead:
    draft = queries.draft_head(current_actor(), public_id)
    if draft is None:
        raise NotFound
    return draft


def _passage(public_id: str, section: str) -> tuple[DraftHead, PassageView]:
    draft = _draft(public_id)
    passage = queries.passage(draft, section)
    if passage is None:
        raise NotFound
    return draft, passage


def _pressed(
    public_id: str,
    section: str,
    save: Callable[..., int] = report_drafts.keep,
    *,
    then: Callable[..., object] | None = None,
    is_remark: bool = False,
) -> ResponseReturnValue:
    """Keep what was typed on a section's page, whichever button was pressed, and `then` do what that is for.

    Refused, the page is shown again with all that was typed.
    """
    before = _passage(public_id, section)[1]
    form = PassageForm(data=_data(before))
    actor, shown = current_actor(), form.version.data
    # A page that was opened before an upgrade has its buttons apart from the text.
    text = (form.text.data or "") if form.text.raw_data else before.text

    def act(*, now: datetime) -> None:
        version = save(actor, public_id, section, text=text, version=shown, now=now)
        if version != shown or save is report_drafts.write:
            flash("The section was saved.", "success")
        if is_remark or form.remark.data:
            remark, mark = form.remark.data or "", form.submission_id.data
            report_drafts.remark(actor, public_id, section, text=remark, submission_id=mark, now=now)
        if then:
            then(version=version, now=now)

    if form.validate() and done(form, act, changed=CHANGED):
        return _to(public_id, section)
    draft, passage = _passage(public_id, section)
    form.version.process_data(passage.version)
    return _page(draft, passage, form), 409 if form.version.errors else 422


def _page(draft: DraftHead, passage: PassageView, form: PassageForm) -> str:
    now = reports.figures_now(current_actor(), draft, now=clock.now())
    plain, standing = queries.settled(draft, passage)
    if passage.section.is_short:
        form.text.description = ""  # the lines are ideas, not Markdown
    return render_template(
        "report_drafts/write.html",
        draft=draft,
        passage=passage,
        form=form,
        remarks=queries.remarks(passage.id),
        before="" if passage.text else report_drafts.text_before(draft, passage.section.key),
        figures=now.every,
        unknown=now.unknown_in(passage.text),
        plain=plain,
        standing=standing,
        names=VERSIONS,
        pictures=symbols.every() if passage.section.of == EASY_READ else {},
    )


def _data(passage: PassageView) -> dict[str, Any]:
    """What the form begins with: what was written, or what the section starts with."""
    return {"text": passage.text or passage.section.start, "version": passage.version}


def _to(public_id: str, section: str) -> ResponseReturnValue:
    return redirect(url_for("report_drafts.write", public_id=public_id, section=section))
