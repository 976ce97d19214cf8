"""All forms of a case, each as it was filled in: opened, printed, exported."""

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.questionnaires.checking import check
from cdop.rules.handling import Reader
from cdop.rules.vocabulary import Action
from cdop.services import cases, responses
from cdop.services.errors import NotFound
from cdop.services.responses import Telling

WITHOUT_NAMES = "without-names"
"""The word of an address that leaves out what identifies somebody."""
READERS = {
    "officers": Reader.OFFICERS,
    "agencies": Reader.OTHER_AGENCIES,
    "pack": Reader.PACK,
    "family": Reader.FAMILY,
}
"""For whom forms can be taken out, by the word of an address."""
READER_WORDS = {
    "officers": "The panel’s officers: everything",
    "agencies": "Other agencies",
    "pack": "The panel’s pack, without what identifies",
    "family": "The family",
}

blueprint = Blueprint("responses", __name__, url_prefix="/cases/<public_id>/forms")


@blueprint.get("/")
@access(Action.FORM_READ)
def index(public_id: str) -> ResponseReturnValue:
    """Show every form of a case; the looking is on record."""
    case, rows = responses.forms_of(current_actor(), public_id)
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    return render_template("responses/index.html", case=case, rows=rows, readers=READER_WORDS)


@blueprint.get("/<response_id>")
@access(Action.FORM_READ)
def show(public_id: str, response_id: str) -> ResponseReturnValue:
    """Show a form as it was filled in; that it was read is on record."""
    form = responses.read_form(current_actor(), public_id, response_id, now=clock.now())
    shown = check(form.row.spec, form.answered.answers, form.row.agency_type, today=clock.today())
    return render_template(
        "responses/show.html", form=form, check=shown, authors=form.answered.authors, readers=READER_WORDS
    )


@blueprint.get("/<response_id>/form.pdf")
@access(Action.FORM_READ)
def paper(public_id: str, response_id: str) -> ResponseReturnValue:
    """Print a form in its own layout."""
    name, now = g.panel.name, clock.now()
    pdf = responses.print_form(current_actor(), public_id, response_id, _telling(), panel_name=name, now=now)
    return _file(pdf, "application/pdf", "form.pdf")


@blueprint.get("/all.pdf")
@access(Action.FORM_READ)
def papers(public_id: str) -> ResponseReturnValue:
    """Print every form of a case as one PDF."""
    pdf = responses.print_all(current_actor(), public_id, _telling(), panel_name=g.panel.name, now=clock.now())
    return _file(pdf, "application/pdf", "forms.pdf")


@blueprint.get("/all.csv", defaults={"response_id": ""})
@blueprint.get("/<response_id>/form.csv")
@access(Action.FORM_READ)
def table(public_id: str, response_id: str) -> ResponseReturnValue:
    """Export one form of a case, or all, as a table."""
    text = responses.export_csv(current_actor(), public_id, response_id, _telling(), now=clock.now())
    return _file(text, "text/csv", "forms.csv")


@blueprint.get("/all.json", defaults={"response_id": ""})
@blueprint.get("/<response_id>/form.json")
@access(Action.FORM_READ)
def answers(public_id: str, response_id: str) -> ResponseReturnValue:
    """Export one form of a case, or all, for another program."""
    text = responses.export_json(current_actor(), public_id, response_id, _telling(), now=clock.now())
    return _file(text, "application/json", "forms.json")


def _telling() -> Telling:
    """For whom the address asks. Raises NotFound for nobody we know: what is withheld from whom is not guessed."""
    wanted = request.args.get("for", "officers")
    if wanted not in READERS:
        raise NotFound
    return Telling(READERS[wanted], WITHOUT_NAMES not in request.args)


def _file(content: bytes | str, media_type: str, name: str) -> Response:
    """A file to be saved; its name says nothing of the child."""
    return Response(content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
