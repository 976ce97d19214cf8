"""`flask panel`: adding and changing a panel, in plain lines."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, DeadlineSetting, Panel, PanelArea, PanelLogo
from cdop.rules.vocabulary import AuditVerb
from tests.documents_sent import logo


def run(app: Flask, *words: str, command: str = "add") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["panel", command, *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_add_takes_areas_by_name_or_code(sqlite_app: Flask) -> None:
    told = run(sqlite_app, "A panel", "--area", "halton", "--area", "E06000007", "--telephone", "01632 960 123")
    assert told == (0, "A panel was added, for Halton, Warrington.\n")
    assert sorted(db.session.scalars(select(PanelArea.name))) == ["Halton", "Warrington"]
    assert db.session.scalars(select(Panel.telephone)).all() == ["01632 960 123"]


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (("A panel", "--area", "Atlantis"), 1, ["area Atlantis"]),
        (("A panel",), 2, None),
        (("A panel", "--area", "Halton", "--colour", "red"), 1, ["colour"]),
        ((" ", "--area", "Halton"), 1, ["name"]),
        (("\u200b", "--area", "Halton"), 1, ["name"]),
        (("x" * 121, "--area", "Halton"), 1, ["name"]),
        (("A panel", "--area", "Halton", "--telephone", "0" * 41), 1, ["telephone"]),
        (("A panel", "--area", "Halton", "--email", "no address"), 1, ["email"]),
        (
            (" ", "--area", "Atlantis", "--area", "Halton", "--telephone", "0" * 41, "--email", "x", "--colour", "red"),
            1,
            ["area Atlantis", "name", "telephone", "email", "colour"],
        ),
    ],
)
def test_add_with_faults_names_each_in_a_line_and_adds_nothing(
    words: tuple[str, ...], status: int, named: list[str] | None, sqlite_app: Flask
) -> None:
    told = run(sqlite_app, *words)
    assert (told[0], "Traceback" in told[1], db.session.scalars(select(Panel.id)).all()) == (status, False, [])
    assert named is None or [line.split(":")[0] for line in told[1].splitlines()] == named


def test_add_puts_what_was_typed_on_one_line(sqlite_app: Flask) -> None:
    words = ("A\npanel ", "--area", "Halton", "--telephone", "01632\n960 123", "--email", "\u202aa@example.com\u202c")
    assert run(sqlite_app, *words) == (0, "A panel was added, for Halton.\n")
    kept = db.session.execute(select(Panel.name, Panel.telephone, Panel.email)).one()
    assert tuple(kept) == ("A panel", "01632 960 123", "a@example.com")


def test_add_twice_says_that_the_name_and_the_area_are_taken(sqlite_app: Flask) -> None:
    run(sqlite_app, "A panel", "--area", "Halton")
    told = "name: There is already a panel named A panel\nareas: Halton is already an area of A panel\n"
    assert run(sqlite_app, "A panel", "--area", "Halton", "--area", "Warrington") == (1, told)


@pytest.fixture
def panel(sqlite_app: Flask) -> tuple[str | None, ...]:
    """A panel, as `kept` tells of it."""
    run(sqlite_app, "A panel", "--area", "Halton", "--telephone", "01632 960 123", "--email", "a@example.com")
    return kept()


def kept() -> tuple[str | None, ...]:
    db.session.rollback()
    return tuple(db.session.execute(select(Panel.name, Panel.telephone, Panel.email, Panel.colour)).one())


@pytest.mark.parametrize(
    ("words", "said", "became"),
    [
        (("--email", " b@example.com "), "email was", ("A panel", "01632 960 123", "b@example.com", "#1d3c6e")),
        (("--telephone", "", "--email", ""), "telephone, email were", ("A panel", None, None, "#1d3c6e")),
        (("--name", "A panel"), "name was", ("A panel", "01632 960 123", "a@example.com", "#1d3c6e")),
        (("--colour", "#005eb8"), "colour was", ("A panel", "01632 960 123", "a@example.com", "#005eb8")),
    ],
)
def test_change_changes_what_is_named_and_nothing_else(
    words: tuple[str, ...],
    said: str,
    became: tuple[str | None, ...],
    sqlite_app: Flask,
    panel: tuple[str | None, ...],
) -> None:
    told = run(sqlite_app, *words, command="change")
    assert (told, kept()) == ((0, f"The panel's {said} changed.\n"), became)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), ["panel"]),
        (
            ("--name", " ", "--telephone", "0" * 41, "--email", "x", "--colour", ""),
            ["name", "telephone", "email", "colour"],
        ),
        (("--email", "b@example.com", "--colour", "red"), ["colour"]),
        (("--name", "Another panel"), ["name"]),
    ],
)
def test_change_with_faults_names_each_and_changes_nothing(
    words: tuple[str, ...], named: list[str], sqlite_app: Flask, panel: tuple[str | None, ...]
) -> None:
    run(sqlite_app, "Another panel", "--area", "Warrington")
    told = run(sqlite_app, *words, "--panel", "A panel", command="change")
    assert (told[0], [line.split(":")[0] for line in told[1].splitlines()]) == (1, named)
    ours = db.session.execute(select(Panel.name, Panel.telephone, Panel.email, Panel.colour).order_by(Panel.id)).first()
    assert ours is not None
    assert tuple(ours) == panel


def test_change_asks_which_of_several_panels_is_meant(sqlite_app: Flask, panel: tuple[str | None, ...]) -> None:
    run(sqlite_app, "Another panel", "--area", "Warrington")
    told = run(sqlite_app, "--email", "b@example.com", command="change")
    assert (told[0], "There are several panels" in told[1]) == (1, True)


def test_logo_is_changed_taken_away_and_on_record(
    sqlite_app: Flask, panel: tuple[str | None, ...], tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_bytes(logo())
    for words in (str(tmp_path / "logo.png"), ""):
        assert run(sqlite_app, "--logo", words, command="change") == (0, "The panel's logo was changed.\n")
    changes = select(AuditEntry.changes).where(AuditEntry.verb == AuditVerb.PANEL_CHANGED).order_by(AuditEntry.id)
    digest = db.session.scalars(select(PanelLogo.digest)).one()
    assert db.session.scalars(changes).all() == [{"logo": [None, digest]}, {"logo": [digest, None]}]


def test_logo_that_is_none_says_why_and_changes_nothing(
    sqlite_app: Flask, panel: tuple[str | None, ...], tmp_path: Path
) -> None:
    (tmp_path / "logo.svg").write_bytes(b"<svg/>")
    for name, said in (("logo.svg", "neither, or is damaged"), ("none.png", "cannot be read: No such file")):
        told = run(sqlite_app, "--logo", str(tmp_path / name), "--name", "Another name", command="change")
        assert (told[0], told[1].startswith("logo: "), said in told[1], kept()) == (1, True, True, panel)


def test_change_is_on_record(sqlite_app: Flask, panel: tuple[str | None, ...]) -> None:
    run(sqlite_app, "--email", "b@example.com", command="change")
    entry = select(AuditEntry.subject_kind, AuditEntry.changes).where(AuditEntry.verb == AuditVerb.PANEL_CHANGED)
    assert db.session.execute(entry).one() == ("panel", {"email": ["a@example.com", "b@example.com"]})


def test_deadline_is_set_from_today_on_and_once_a_day(sqlite_app: Flask) -> None:
    run(sqlite_app, "A panel", "--area", "Halton")
    for days in ("90", "120"):
        told = run(sqlite_app, "unsent_form_days", days, command="deadline")
        assert told == (0, f"Unsent answers of an agency are kept: {days} days from today on.\n")
    kept = db.session.execute(select(DeadlineSetting.key, DeadlineSetting.length)).all()
    assert [tuple(row) for row in kept] == [("unsent_form_days", 120)]


@pytest.mark.parametrize(
    ("words", "said"),
    [(("tea_break", "90"), "key: There is no deadline"), (("cdrm_months", "0"), "length: The length")],
)
def test_deadline_that_cannot_be_set_says_why(words: tuple[str, ...], said: str, sqlite_app: Flask) -> None:
    run(sqlite_app, "A panel", "--area", "Halton")
    status, output = run(sqlite_app, *words, command="deadline")
    assert (status, output.startswith(said)) == (1, True)
    assert db.session.scalars(select(DeadlineSetting.key)).all() == []
