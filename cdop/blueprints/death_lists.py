"""Lists of deaths: brought in, compared with what the panel holds, and what is missing is awaited."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE
from cdop.forms.base import BaseForm, Button
from cdop.forms.death_lists import NEW, AwaitForm, BringForm, ColumnsForm, SettleForm, SourceForm
from cdop.queries import agencies, death_lists
from cdop.queries.death_lists import EVERY, ListHead
from cdop.queries.known_deaths import known_like
from cdop.rules import list_fields
from cdop.rules.csv_table import Fault
from cdop.rules.list_file import Sheet
from cdop.rules.list_kinds import NO_ESTIMATE
from cdop.rules.list_report import OUTCOMES, report_lines
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action, ListOutcome, ListStatus
from cdop.services import death_lists as verbs
from cdop.services.death_lists import Choice, ListFaults, Preview
from cdop.services.errors import Blocked, Invalid, NotFound, Stale

SHOWN = 100
CHANGED = "Somebody changed this after you opened it, so nothing was saved. Open it in another tab to see what changed"
OVERTAKEN = f"Somebody changed this after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("death_lists", __name__, url_prefix="/lists")


@blueprint.route("/", methods=["GET", "POST"], strict_slashes=False)
@access(Action.DEATH_LIST_VIEW, form=BringForm)
def index() -> ResponseReturnValue:
    """Show who sends lists and what came of them; or take a list in, to be looked at."""
    form = BringForm()
    known = death_lists.sources(current_actor(), today=clock.today())
    form.offer((source.public_id, source.name) for source in known)
    faults: tuple[Fault, ...] = ()
    if form.validate_on_submit():
        try:
            return redirect(url_for("death_lists.show", public_id=_brought(form)))
        except ListFaults as found:
            faults = found.faults
            form.add_faults({"file": "The list cannot be read as it is. Nothing of it was kept"})
        except Invalid as invalid:
            form.add_faults(invalid.faults)
    shown = {"form": form, "sources": known, "faults": faults, "today": clock.today(), "no_estimate": NO_ESTIMATE}
    lists = death_lists.lists(current_actor(), page=page_asked())
    return render_template("death_lists/index.html", lists=lists, **shown), 422 if form.is_submitted() else 200


@blueprint.route("/senders/<public_id>", methods=["GET", "POST"])
@access(Action.DEATH_LIST_IMPORT, form=SourceForm)
def source(public_id: str) -> ResponseReturnValue:
    """Write down what a sender's lists leave out."""
    found = death_lists.source(current_actor(), public_id)
    if found is None:
        raise NotFound
    form = SourceForm(data={"gaps": found.gaps or "", "is_monthly": found.is_monthly, "version": found.version})

    def act() -> None:
        told = {"gaps": form.gaps.data, "is_monthly": form.is_monthly.data, "version": form.version.data}
        verbs.change_source(current_actor(), public_id, **told, now=clock.now())

    if form.validate_on_submit() and _done(form, act, changed=OVERTAKEN):
        flash(f"{found.name} was changed.")
        return redirect(url_for("death_lists.index"))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422 if form.is_submitted() else 200
    return render_template("death_lists/source.html", source=found, form=form), refused


@blueprint.get("/<public_id>")
@access(Action.DEATH_LIST_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show a list: what its lines come to, or, until it is kept, what they would."""
    head = verbs.read_list(current_actor(), public_id, now=clock.now())
    if head.status is ListStatus.DRAFT:
        return _columns_page(head, None)
    return _kept_page(head, _await_form(head))


@blueprint.post("/<public_id>/columns")
@access(Action.DEATH_LIST_IMPORT, form=ColumnsForm)
def columns(public_id: str) -> ResponseReturnValue:
    """Look at a list by other columns, or keep it."""
    head, form = _draft(public_id), ColumnsForm()
    seen = verbs.preview(current_actor(), head, now=clock.now())
    _offer(form, seen.sheets, Choice(form.sheet.data or "", form.header.data or 1, {}))
    if not form.validate_on_submit():
        return _columns_page(head, form), 422
    choice = Choice(form.sheet.data, form.header.data or 1, form.columns())
    if (choice.sheet, choice.header) != (seen.choice.sheet, seen.choice.header) and not form.is_kept.data:
        choice = Choice(choice.sheet, choice.header, _guessed(seen.sheets, choice) or choice.columns)
    seen = verbs.preview(current_actor(), head, choice, now=clock.now())
    if form.is_kept.data and _done(form, lambda: verbs.keep(current_actor(), head, seen, now=clock.now())):
        flash("The comparison is kept, and the columns are remembered for this sender.")
        return redirect(url_for("death_lists.show", public_id=public_id))
    return _columns_page(head, form, seen), 422 if form.is_kept.data else 200


@blueprint.post("/<public_id>/again")
@access(Action.DEATH_LIST_IMPORT, form=BaseForm)
def again(public_id: str) -> ResponseReturnValue:
    """Compare the lines that wait for a person with what the panel holds now."""
    changed = verbs.look_again(current_actor(), public_id, now=clock.now())
    flash(f"{counted(changed, 'line')} changed." if changed else "Nothing has changed.")
    return redirect(url_for("death_lists.show", public_id=public_id))


@blueprint.post("/<public_id>/await")
@access(Action.DEATH_LIST_IMPORT, form=AwaitForm)
def await_missing(public_id: str) -> ResponseReturnValue:
    """Await the notification of the deaths that were ticked."""
    head = verbs.read_list(current_actor(), public_id, now=clock.now())
    form = _await_form(head, request.form.getlist("rows"))
    awaiting: list[int] = []

    def act() -> None:
        told = {"agency_id": form.agency.data, "submission_id": form.submission_id.data}
        awaiting.append(verbs.await_missing(current_actor(), public_id, form.rows.data, **told, now=clock.now()))

    if form.validate_on_submit() and _done(form, act):
        flash(f"{counted(awaiting[0], 'notification is', 'notifications are')} awaited now.")
        return redirect(url_for("death_lists.show", public_id=public_id))
    return _kept_page(head, form), 422


@blueprint.get("/<public_id>/report.csv")
@access(Action.DEATH_LIST_VIEW)
def report(public_id: str) -> ResponseReturnValue:
    """Send what every line of a list comes to as a CSV file; that it was read is on record."""
    head = verbs.read_list(current_actor(), public_id, now=clock.now())
    lines = death_lists.every_line(current_actor(), head.id)
    text = "".join(["\N{BYTE ORDER MARK}", *report_lines(lines)])
    name = f"list-{head.came_at.date().isoformat()}.csv"
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"})


@blueprint.route("/lines/<public_id>", methods=["GET", "POST"])
@access(Action.DEATH_LIST_IMPORT, form=SettleForm)
def line(public_id: str) -> ResponseReturnValue:
    """Show a line of a list beside what it may be, or say what it is."""
    head, found = _line(public_id)
    form = SettleForm(data={"version": found.version})

    def act() -> None:
        told = {"reference": form.reference.data, "note": form.note.data, "version": form.version.data}
        verbs.settle(current_actor(), public_id, ListOutcome(form.outcome.data), **told, now=clock.now())

    if form.validate_on_submit() and _done(form, act):
        flash(f"Line {found.line} is settled.")
        return redirect(url_for("death_lists.show", public_id=head.public_id))
    alike = [each for each in known_like(head.panel_id, [found.child])[0] if each.is_open_to(current_actor())]
    page = render_template("death_lists/line.html", head=head, line=found, alike=alike, form=form, outcomes=OUTCOMES)
    return page, 422 if form.is_submitted() else 200


def _line(public_id: str) -> tuple[ListHead, death_lists.ListLine]:
    found = death_lists.line(current_actor(), public_id)
    if found is None:
        raise NotFound
    return verbs.read_list(current_actor(), found[0].public_id, now=clock.now()), found[1]


def _brought(form: BringForm) -> str:
    """Take the list in, from somebody new where they are; return the list's public id."""
    sender = form.source.data
    if sender == NEW:
        sender = verbs.add_source(current_actor(), form.name.data, form.kind.data, now=clock.now())
    return verbs.bring(current_actor(), sender, form.file.data.read(), now=clock.now())


def _draft(public_id: str) -> ListHead:
    head = death_lists.head(current_actor(), public_id)
    if head is None:
        raise NotFound
    if head.status is not ListStatus.DRAFT:
        raise Blocked([verbs.KEPT_ALREADY])
    return head


def _columns_page(head: ListHead, form: ColumnsForm | None, seen: Preview | None = None) -> str:
    """A list that is not kept yet: its columns, and what its lines would come to."""
    seen = seen or verbs.preview(current_actor(), head, now=clock.now())
    choice = seen.choice
    shown = form
    if shown is None or not shown.errors:
        shown = ColumnsForm(formdata=None, data={"sheet": choice.sheet, "header": choice.header})
        _offer(shown, seen.sheets, choice)
        shown.show(choice.columns)
    missing = list_fields.missing(choice.columns)
    told = {"form": shown, "missing": missing, "shown": SHOWN, "outcomes": OUTCOMES, "outcome": ListOutcome}
    return render_template("death_lists/columns.html", head=head, seen=seen, **told)


def _offer(form: ColumnsForm, sheets: tuple[Sheet, ...], choice: Choice) -> None:
    form.offer([sheet.name for sheet in sheets], verbs.headings_of(sheets, choice))


def _guessed(sheets: tuple[Sheet, ...], choice: Choice) -> dict[str, int]:
    """The columns of another line of headings: what was chosen for the first says nothing of them."""
    return list_fields.guessed(verbs.headings_of(sheets, choice))


def _kept_page(head: ListHead, form: AwaitForm) -> str:
    asked = request.args.get("show", "")
    outcome = asked if asked in (*ListOutcome, EVERY) else EVERY
    found = death_lists.lines(current_actor(), head.id, outcome=outcome, page=page_asked())
    states = [(each, OUTCOMES[each]) for each in ListOutcome] + [(EVERY, "All")]
    told = {"states": states, "outcomes": OUTCOMES, "chosen": outcome, "button": Button()}
    return render_template("death_lists/show.html", head=head, found=found, form=form, **told)


def _await_form(head: ListHead, rows: list[str] | None = None) -> AwaitForm:
    form = AwaitForm() if rows is not None else AwaitForm(formdata=None)
    contacts = agencies.contacts(current_actor())
    form.offer(((each, each) for each in rows or ()), ((each.public_id, each.name) for each in contacts))
    return form


def _done(form: BaseForm, act: Callable[[], None], *, changed: str = CHANGED) -> bool:
    """Do it, and say whether it was done; if not, the form says why."""
    try:
        act()
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Blocked as blocked:
        form.add_faults({"": blocked.reasons[0]})
    except ListFaults as found:
        form.add_faults({"": f"{counted(len(found.faults), 'fault')} in the list: nothing of it was kept"})
    except Stale:
        form.add_faults({"version": changed})
    else:
        return True
    return False
