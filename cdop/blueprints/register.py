"""The register: bringing cases and meetings in from a file, and taking them out."""

import base64
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.base import BaseForm
from cdop.forms.register import MEETINGS, RegisterForm
from cdop.rules import csv_columns, csv_faults
from cdop.rules.csv_table import Fault
from cdop.rules.meetings_register import COLUMNS as OF_A_MEETING
from cdop.rules.register import COLUMNS as OF_A_CASE
from cdop.rules.vocabulary import Action
from cdop.services import meetings_register, register, register_export
from cdop.services.register import RegisterFaults

blueprint = Blueprint("register", __name__, url_prefix="/register")

FAULTS_SHOWN = 200
FAULTS_IN_FILE = 20_000
ONE_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FaultList:
    """The faults of a file as its page shows them: each with its row's reference and column's label; all as a CSV."""

    total: int
    shown: tuple[tuple[Fault, str, str], ...]
    in_file: int
    href: str


@blueprint.route("/", methods=["GET", "POST"], strict_slashes=False)
@access(Action.REGISTER_IMPORT, form=RegisterForm)
def index() -> ResponseReturnValue:
    """Show the form; take a file, all of it or nothing, and show what came of it or every fault."""
    form = RegisterForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    try:
        return _imported(form)
    except RegisterFaults as found:
        form.add_faults({"file": "The file cannot be imported as it is. Put it right and choose it again"})
        return _page(form, _fault_list(found.faults, found.references)), 422


@blueprint.post("/export")
@access(Action.REGISTER_EXPORT, form=BaseForm)
def export() -> ResponseReturnValue:
    """Send the register as a zip of CSV files; that it was exported is on record first."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    register_export.export_archive(current_actor(), archive, now=clock.now())
    archive.seek(0)
    name = f"register-{clock.today().isoformat()}.zip"
    return send_file(archive, mimetype="application/zip", as_attachment=True, download_name=name)


def _imported(form: RegisterForm) -> str:
    raw, mark = form.file.data.read(), form.submission_id.data
    if form.content.data == MEETINGS:
        meetings = meetings_register.import_meetings(current_actor(), raw, submission_id=mark, now=clock.now())
        return render_template("register/meetings_imported.html", done=meetings)
    cases = register.import_register(
        current_actor(), raw, link_duplicates=form.link_duplicates.data, submission_id=mark, now=clock.now()
    )
    return render_template("register/imported.html", done=cases)


def _page(form: RegisterForm, faults: FaultList | None = None) -> str:
    limit = current_app.config["MAX_CONTENT_LENGTH"] // ONE_MEGABYTE
    shown = {"form": form, "faults": faults, "limit": limit, "export_form": BaseForm()}
    files = [
        ("cases", "register.csv", OF_A_CASE, _as_file([csv_columns.header(OF_A_CASE)])),
        ("meetings", "meetings.csv", OF_A_MEETING, _as_file([csv_columns.header(OF_A_MEETING)])),
    ]
    return render_template("register/index.html", files=files, **shown)


def _fault_list(faults: tuple[Fault, ...], references: Mapping[int, str]) -> FaultList:
    """Nothing is kept on the server: the whole list travels in the page as a file to save."""
    shown = tuple(
        (fault, references.get(fault.line or 0, ""), csv_columns.label(fault.column or ""))
        for fault in faults[:FAULTS_SHOWN]
    )
    listed = faults[:FAULTS_IN_FILE]
    return FaultList(len(faults), shown, len(listed), _as_file(csv_faults.as_csv(listed)))


def _as_file(lines: Iterable[str]) -> str:
    """The address of a CSV file that is in the page itself; a spreadsheet program knows its encoding by the mark."""
    content = "".join(["\N{BYTE ORDER MARK}", *lines]).encode()
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(content).decode()}"
