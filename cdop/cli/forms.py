"""`flask forms …`: the statutory forms as they are defined, and forms that were filled in elsewhere."""

import json
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.questionnaires import dictionary, registry
from cdop.questionnaires.soundness import digest, problems
from cdop.questionnaires.spec import FormSpec
from cdop.rules import actors
from cdop.rules.csv_table import csv_lines
from cdop.rules.numbers import counted
from cdop.services import forms_import, panels
from cdop.services.errors import Blocked, Invalid, NotFound

group = AppGroup("forms", help="The statutory forms.")

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@group.command("list")
@click.option("--on", type=DAY, help="Only the versions given out on a day, like 2014-06-01.")
def list_forms(on: datetime | None) -> None:
    """List every form in every version, with the days on which it is given out."""
    for spec in registry.published():
        if on is None or spec.is_given_out(on.date()):
            questions = counted(len([*spec.questions()]), "question")
            click.echo(f"{spec.key} {spec.version}  {spec.title}. {dictionary.given_out(spec)}. {questions}.")


@group.command("check")
@reported
def check() -> None:
    """Check that every definition is sound; each problem is a line."""
    specs = registry.published()
    if found := [f"{spec.key} {spec.version}: {each}" for spec in specs for each in problems(spec)]:
        raise Blocked(found)
    for spec in specs:
        click.echo(f"{spec.key} {spec.version}  sound, {digest(spec)[:16]}")
    click.echo(f"{counted(len(specs), 'form')} checked: nothing is wrong.")


@group.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def import_file(path: Path, panel_name: str | None) -> None:
    """Add forms that were filled in elsewhere, on any version, to the cases that the JSON file PATH names.

    The file is as the page of a case's forms exports it. Where anything is wrong, all of it is named and none added.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise Invalid({str(path): "This is not a JSON file in UTF-8"}) from None
    actor = actors.command_line(panels.only_panel(panel_name))
    added = forms_import.import_forms(actor, told if isinstance(told, list) else [told], now=clock.now())
    click.echo(f"{counted(added, 'form')} added.")


@group.command("dictionary")
@click.option("--form", "key", help="Only the versions of this form, like form_b.")
@click.option("--as", "shape", type=click.Choice(["csv", "html"]), default="csv", show_default=True)
@click.option("--out", "path", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@reported
def write_dictionary(key: str | None, shape: str, path: Path | None) -> None:
    """Write the data dictionary: every question of every form, as a table or as a page that stands alone."""
    specs = tuple(spec for spec in registry.published() if key in (None, spec.key))
    if not specs:
        raise NotFound(f"There is no form {key}. See `flask forms list`.")
    text = _page(specs) if shape == "html" else "".join(csv_lines(dictionary.COLUMNS, dictionary.lines(specs)))
    if path is None:
        click.echo(text, nl=False)
        return
    path.write_text(text, encoding="utf-8", newline="")
    click.echo(path)


def _page(specs: tuple[FormSpec, ...]) -> str:
    """The dictionary as one file that needs nothing beside it."""
    template = current_app.jinja_env.get_template("forms/dictionary.html")
    return template.render(forms=[dictionary.described(spec) for spec in specs])
