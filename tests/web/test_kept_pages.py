"""A page of the workspace that was drawn before is shown as it was, until anything that it is drawn from changes."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from cdop.cli import demo
from cdop.extensions import Base, db
from cdop.models import Case, Membership, Panel, PanelArea, Theme, User
from cdop.models.base import Drawn, Figured
from cdop.queries import releases as released
from cdop.rules.actors import Actor, command_line
from cdop.rules.releases import dividing
from cdop.rules.vocabulary import AuditVerb, ReferenceKind, Role
from cdop.services import cases, panels, people, reference, release_proposals, themes
from cdop.services.themes import Told
from cdop.services.unit import writes
from tests import example_year
from tests.client import Browserless, shown_text
from tests.databases import ON_BOTH, SECRET
from tests.factories import MadeCase, add_case
from tests.forked import fork, run
from tests.personas import Cast, address
from tests.statements import statements

pytestmark = ON_BOTH

PATH = "/workspace?measure=deaths.area&year=2013-14&years=5&area=&theme="
POPULATION = demo.SAMPLES_FOLDER / "population-2024.csv"
# Who asks: read by the statement that a kept page is shown by, and a part of what it is kept under.
WHO_ASKS = {"user_account", "user_session", "membership", "case_exclusion", "agency_member"}
# Their rows count from when their table is current, and do not change.
PUBLISHED = {model.__tablename__ for model in reference._ROWS.values()}


@pytest.fixture
def example(cast: Cast) -> Cast:
    """The panel holds the example year."""
    example_year.bring(cast)
    return cast


@pytest.fixture
def case(example: Cast) -> MadeCase:
    day = date(2012, 5, 1)
    return add_case(example.person("coordinator"), now=example.now, born_on=day, died_on=day, notified_on=day)


def asked(client: Browserless, path: str = PATH) -> tuple[str, bool]:
    """What the page says, and whether it was drawn for it."""
    with statements() as sent:
        text = shown_text(client.get(path).text)
    return text, len(sent) > 1


def kept(client: Browserless) -> str:
    """What the page says that is shown as it was."""
    for _ in range(2):  # the first releases the table
        client.get(PATH)
    text, is_drawn = asked(client)
    assert not is_drawn
    return text


def correct(cast: Cast, case: MadeCase, **facts: Any) -> None:
    version = db.session.scalars(select(Case.version).where(Case.id == case.id)).one()
    told = {"version": version, "is_sure": True, "submission_id": "a correction by tests"}
    cases.correct(cast.person("coordinator"), case.public_id, facts, **told, now=cast.now)


def change_theme(cast: Cast, **told: Any) -> None:
    theme = db.session.scalars(select(Theme).where(Theme.panel_id == cast.panel_id, Theme.key == "suicide")).one()
    said = {"label": theme.label, "definition": "", "owner": "", "started_on": None} | told
    themes.change(cast.person("coordinator"), "suicide", Told(**said), version=theme.version, now=cast.now)


@writes(AuditVerb.PANEL_CHANGED)
def add_area(actor: Actor, *, now: datetime) -> None:
    db.session.add(PanelArea(panel_id=actor.panel_id, gss_code="E06000051", name="Shropshire"))


@writes(AuditVerb.PANEL_CHANGED)
def rename_area(actor: Actor, *, now: datetime) -> None:
    areas = select(PanelArea).where(PanelArea.panel_id == actor.panel_id, PanelArea.name == "Halton")
    db.session.scalars(areas).one().name = "Halton and beyond"


def release_anew(cast: Cast) -> None:
    chair, old = cast.person("chair"), released.register(cast.person("chair"), 1).releases[0].public_id
    mark = "a proposal by tests"
    proposed = release_proposals.propose_renewal(chair, old, "A correction", submission_id=mark, now=cast.now)
    release_proposals.sign(cast.person("coordinator"), proposed, now=cast.now)


def take_over(cast: Cast, kind: ReferenceKind, name: str) -> None:
    reference.import_table(command_line(), kind, demo.SAMPLES_FOLDER / name, now=cast.now)


CHANGES: dict[str, Callable[[Cast, MadeCase], object]] = {
    "an area more": lambda cast, _: add_area(cast.command_line, now=cast.now),
    "the name of an area": lambda cast, _: rename_area(cast.command_line, now=cast.now),
    "the name of a theme": lambda cast, _: change_theme(cast, label="Another name"),
    "a theme that is offered no more": lambda cast, _: change_theme(cast, is_active=False),
    "the region of the panel": lambda cast, _: panels.change_panel(
        cast.command_line, cast.panel_id, {"region": "North West"}, now=cast.now
    ),
    "the name of the panel": lambda cast, _: panels.change_panel(
        cast.command_line, cast.panel_id, {"name": "Another name"}, now=cast.now
    ),
    "a case more": lambda cast, _: add_case(cast.person("coordinator"), now=cast.now),
    "a case that was notified in another year": lambda cast, case: correct(
        cast, case, died_on=date(2011, 5, 1), born_on=date(2011, 5, 1), notified_on=date(2011, 5, 1)
    ),
    "the figures released anew": lambda cast, _: release_anew(cast),
    "the name of whoever asks": lambda cast, _: people.rename_user(
        cast.command_line, email=address("analyst"), name="Another name", panel_id=cast.panel_id, now=cast.now
    ),
    **{
        f"a table of {kind}": lambda cast, _, kind=kind, name=name: take_over(cast, kind, name)
        for kind, name, _edition in demo.SAMPLES
        if kind not in (ReferenceKind.POSTCODES, ReferenceKind.PLACES)
    },
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_page_is_drawn_anew_once_what_it_is_drawn_from_changes(
    client: Browserless, example: Cast, case: MadeCase, change: Callable[[Cast, MadeCase], object]
) -> None:
    client.sign_in("analyst")
    kept(client)
    change(example, case)
    text, is_drawn = asked(client)
    assert is_drawn
    assert text == asked(client, f"{PATH}&")[0]  # an address at which nothing is kept
    assert asked(client) == (text, False)


def test_page_is_drawn_anew_once_another_process_changed_what_it_is_drawn_from(
    client: Browserless, example: Cast, database_url: str, tmp_path: Any
) -> None:
    client.sign_in("analyst")
    assert "Funnel of rates" not in kept(client)
    settings = {"CDOP_DATABASE_URL": database_url, "CDOP_SECRET_KEY": SECRET}
    words = ["flask", "--app", "wsgi", "reference", "import", "population", str(POPULATION)]
    process = fork(run, words, settings, str(tmp_path / "said"))
    process.join()
    assert process.exitcode == 0, (tmp_path / "said").read_text()
    text, is_drawn = asked(client)
    assert (is_drawn, "Funnel of rates" in text) == (True, True)


def test_page_that_was_drawn_while_something_changed_is_not_kept(client: Browserless, example: Cast) -> None:
    """Else it was shown once the database is put back to how it was before, as from a backup."""
    client.sign_in("analyst").get(PATH)
    changed: list[int] = []

    def meanwhile(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "panel_area" in statement and not changed:
            changed.append(1)
            put("Halton", "Elsewhere", 1)

    with db.engine.connect() as connection:
        before = connection.scalar(select(Panel.figures_state).where(Panel.id == example.panel_id))
    event.listen(db.engine, "before_cursor_execute", meanwhile)
    client.get(PATH)
    event.remove(db.engine, "before_cursor_execute", meanwhile)
    assert changed
    assert "Elsewhere" in asked(client)[0]
    put("Elsewhere", "Halton", before)
    assert "Elsewhere" not in asked(client)[0]


def put(old: str, new: str, state: int | None) -> None:
    """Have the database hold another name of an area, and say that it is in that state."""
    with db.engine.begin() as connection:
        connection.execute(update(PanelArea).where(PanelArea.name == old).values(name=new))
        connection.execute(update(Panel).values(figures_state=state))


def test_whoever_may_no_more_is_shown_no_kept_page(client: Browserless, example: Cast) -> None:
    client.sign_in("analyst")
    kept(client)
    hold(example.command_line, Role.NOTIFIER, None, now=example.now)
    client.get(PATH, status=403)
    hold(example.command_line, Role.ANALYST, None, now=example.now)
    assert not asked(client)[1]
    hold(example.command_line, Role.ANALYST, example.now.date() - timedelta(days=1), now=example.now)
    client.get(PATH, status=302)


@writes(AuditVerb.ROLES_SET)
def hold(actor: Actor, role: Role, until_on: date | None, *, now: datetime) -> None:
    """Have the analyst hold one role, without ending their session."""
    user_id = db.session.scalars(select(User.id).where(User.email == address("analyst"))).one()
    held = db.session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
    held.role, held.from_on, held.until_on = role, now.date() - timedelta(days=2), until_on


def test_each_table_that_pages_are_drawn_from_is_one_whose_change_gives_another_state(
    client: Browserless, example: Cast
) -> None:
    """And of what figures read no column is read but those that figures read, and those that never change."""
    for kind, name, _ in demo.SAMPLES:
        take_over(example, kind, name)
    client.sign_in("analyst")
    chosen = [f"measure={measure.id}&year=2013-14&years=3&area=&theme=" for measure in dividing()]
    chosen.append("measure=deaths.age_band&year=2013-14&years=1&area=Halton&theme=safe-sleep")
    for query in chosen:
        client.get(f"/workspace?{query}")
    with statements() as sent:
        for query in chosen:
            client.get(f"/workspace?{query}&")
    text = " ".join(sent)
    tables = set(re.findall(r"\b(?:from|join) (\w+)", text, re.IGNORECASE))
    models: dict[str, Any] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    mine = {name: models[name] for name in tables & models.keys() - WHO_ASKS - PUBLISHED}
    assert {"panel", "panel_area", "theme", "data_release", "reference_table", "child_case"} == {*mine}
    for name, model in mine.items():
        assert issubclass(model, Panel | Drawn | Figured)
        if issubclass(model, Figured):
            read = set(re.findall(rf"\b{name}\.(\w+)", text))
            assert read <= {*model.figured, "id", "panel_id", "created_at"}, name
