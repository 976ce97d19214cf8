"""Panels."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Panel, PanelArea, Theme
from cdop.rules import actors
from cdop.rules.local_authorities import parse
from cdop.rules.themes import STARTER_THEMES
from cdop.services import panels
from cdop.services.errors import Forbidden, Invalid, NotFound
from tests.personas import Cast


def add(cast: Cast, **other: Any) -> int:
    told = {"name": "A panel", "areas": [parse("Wigan"), parse("Wigan"), parse("Bolton")], "now": cast.now}
    return panels.add_panel(actors.command_line(), **told | other)


def test_add_panel_gives_it_its_areas_and_the_themes_to_begin_with(cast: Cast) -> None:
    panel_id = add(cast, colour="#005eb8")
    areas = db.session.scalars(select(PanelArea.name).where(PanelArea.panel_id == panel_id)).all()
    themes = db.session.scalars(select(Theme).where(Theme.panel_id == panel_id)).all()
    assert (sorted(areas), {theme.key for theme in themes}) == (["Bolton", "Wigan"], set(STARTER_THEMES))
    assert {theme.started_on for theme in themes} == {cast.now.date()}
    assert db.session.get_one(Panel, panel_id).colour == "#005eb8"


@pytest.mark.parametrize(("typed", "field"), [({"name": " "}, "name"), ({"areas": []}, "areas")])
def test_add_panel_with_a_fault_names_it(typed: dict[str, Any], field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, **typed)
    assert set(refused.value.faults) == {field}


def test_add_panel_of_a_name_that_is_taken_is_refused(cast: Cast) -> None:
    add(cast)
    with pytest.raises(Invalid) as refused:
        add(cast, name=" A panel ", areas=[parse("Bury")])
    assert refused.value.faults == {"name": "There is already a panel named A panel"}


def test_add_panel_of_an_area_of_another_is_refused(cast: Cast) -> None:
    add(cast)
    with pytest.raises(Invalid) as refused:
        add(cast, name="Another")
    both = "Bolton is already an area of A panel; Wigan is already an area of A panel"
    assert refused.value.faults == {"areas": both}


@pytest.mark.parametrize("name", ["coordinator", "chair", "analyst"])
def test_add_panel_by_whoever_may_not_is_refused(name: str, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        panels.add_panel(cast.person(name), name="Mine", areas=[parse("Halton")], now=cast.now)


@pytest.mark.parametrize("name", ["coordinator", "chair", "analyst"])
def test_change_panel_by_whoever_may_not_is_refused(name: str, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        panels.change_panel(cast.person(name), cast.panel_id, {"email": "mine@example.com"}, now=cast.now)


def test_administrator_changes_their_own_panel_only(cast: Cast) -> None:
    administrator = cast.person("administrator")
    panels.change_panel(administrator, cast.panel_id, {"email": "b@example.com", "name": None}, now=cast.now)
    with pytest.raises(Forbidden):
        panels.change_panel(administrator, cast.other_panel_id, {"email": "b@example.com"}, now=cast.now)
    with pytest.raises(NotFound):
        panels.change_panel(administrator, 999, {"email": "b@example.com"}, now=cast.now)
    assert db.session.get_one(Panel, cast.panel_id).email == "b@example.com"


def test_only_panel_is_found_without_its_name_and_one_of_several_is_not(app: object, now: datetime) -> None:
    cast = Cast(now)
    with pytest.raises(NotFound, match="There is no panel yet"):
        panels.only_panel(None)
    first = add(cast)
    assert panels.only_panel(None) == first
    second = add(cast, name="Another", areas=[parse("Bury")])
    with pytest.raises(NotFound, match=r"There are several panels: name one with --panel \(A panel, Another\)"):
        panels.only_panel(None)
    assert panels.only_panel("Another") == second
    with pytest.raises(NotFound, match="There is no panel named Third"):
        panels.only_panel("Third")
    assert panels.panel_count() == 2
