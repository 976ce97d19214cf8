"""A learning note: written in versions, agreed with released numbers, public on one page, withdrawn with a notice."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cdop.documents import learning_note, pdf
from cdop.documents.annual_report import PanelDetails
from cdop.documents.blocks import Idea
from cdop.extensions import db
from cdop.queries import learning_notes as queries
from cdop.rules import releases
from cdop.rules.learning_notes import Words, start
from cdop.services import learning_notes, panels, release_works
from cdop.services.errors import BeingMade, Blocked, Forbidden, NotFound, Stale
from tests import example_year
from tests.documents.structure import problems, tags
from tests.documents_sent import logo
from tests.factories import add_case
from tests.personas import Cast

THEME = "safe-sleep"
WORDS = Words("Sofas were named most.", *(start(THEME).of(part) for part in ("helps", "asks", "support")))


@pytest.fixture
def cast(sqlite_app: object, now: datetime) -> Cast:
    cast = Cast(now)
    add_case(cast.command_line, now=now, given_names="Bela", family_name="Quillfeather")
    panels.change_panel(cast.command_line, cast.panel_id, {}, logo=logo(), now=now)
    return cast


def write(cast: Cast, saw: str, number: int) -> None:
    words = Words(saw, WORDS.helps, WORDS.asks, WORDS.support)
    learning_notes.write(cast.person("coordinator"), THEME, words, number=number, now=cast.now)


def agree(cast: Cast, number: int, who: str = "chair", because: str = "") -> str:
    learning_notes.agree(cast.person(who), THEME, number=number, because=because, now=cast.now)
    return queries.agreed(cast.panel_id)[0].public_id


def test_note_is_public_once_it_is_agreed_on_and_known_again(cast: Cast) -> None:
    write(cast, WORDS.saw, 0)
    for press, refused in ((0, Stale), (2, Stale)):
        with pytest.raises(refused):
            write(cast, "Late", press)
    with pytest.raises(Forbidden):
        agree(cast, 1, "coordinator")
    first = agree(cast, 1)
    document = learning_notes.public(first)[1]
    assert document is not None
    content = pdf.write_note(document)
    assert (problems(content), tags(content).count("Figure"), content == pdf.write_note(document)) == ([], 1, True)
    chair = cast.person("chair")
    assert [learning_notes.verify(chair, each)[1] for each in (content, content + b"\n")] == [True, False]  # type: ignore[index]
    write(cast, "Cots were too far away.", 1)
    second = agree(cast, 2)
    assert [each.public_id for each in queries.agreed(cast.panel_id)] == [second]
    learning_notes.withdraw(chair, THEME, second, reason="A sentence was wrong.", now=cast.now)
    shown, document = learning_notes.public(second)
    assert (shown.withdrawn_because, document) == ("A sentence was wrong.", None)
    write(cast, "Unseen so far.", 2)
    with pytest.raises(NotFound):
        learning_notes.public(learning_notes.newest(chair, THEME).public_id)


def test_note_whose_numbers_take_long_is_agreed_on_once_the_job_process_has_made_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "AT_ONCE", (-1, -1))
    write(cast, WORDS.saw, 0)
    for _ in range(2):
        with pytest.raises(BeingMade):
            agree(cast, 1)
        db.session.rollback()
    assert queries.agreed(cast.panel_id) == ()
    db.session.rollback()
    assert release_works.do_next(now=cast.now)
    assert agree(cast, 1)


@pytest.mark.parametrize(
    ("saw", "words"),
    [("Bela is missed.", "Bela"), ("One baby who slept on a sofa died.", "One baby who"), ("We saw 3 of them.", "3")],
)
def test_what_could_tell_of_a_child_keeps_a_note_back_until_somebody_says_why_it_can_stand(
    cast: Cast, saw: str, words: str
) -> None:
    write(cast, saw, 0)
    with pytest.raises(Blocked) as refused:
        agree(cast, 1)
    assert refused.value.reasons[0].startswith(f"“{words}” is ")
    assert agree(cast, 1, because="It was looked at.")


def test_note_says_how_often_a_theme_was_found_as_it_is_released_and_must_fit_a_page(cast: Cast, now: datetime) -> None:
    example_year.bring(cast, meetings=False)
    cast.now = datetime(2014, 6, 1, tzinfo=UTC)
    write(cast, "\n".join(["Another line."] * 60), 0)
    with pytest.raises(Blocked) as refused:
        agree(cast, 1)
    assert refused.value.reasons == ["The note does not fit one page. Say it in fewer words."]
    write(cast, WORDS.saw, 1)
    document = learning_notes.public(agree(cast, 2))[1]
    assert document is not None
    said = [(each.figure, each.text) for each in document.blocks if isinstance(each, Idea)]
    period = "from 1 April 2009 to 31 March 2014"
    assert said == [
        (
            "35",
            f"deaths were reviewed {period}. How many of them had this theme is not printed: it is fewer than 8, or "
            "would give such a number away.",
        )
    ]
    row = {"key": THEME, "label": "Safer sleep", "n": 12}
    printed = {
        "period": {"label": "2009 to 2014", "from": "2009-04-01", "to": "2014-03-31"},
        "edition": "public",
        "measures": {"reviewed.theme": {"of": 96, "rows": [row]}},
    }
    told: Any = {"panel": PanelDetails("Pan-Cheshire", ("Halton",)), "theme": THEME, "agreed_on": cast.now.date()}
    found = learning_note.learning_note("Safer sleep", WORDS, figures=printed, **told).blocks
    assert Idea(f"of the 96 deaths reviewed {period} had this theme.", figure="12") in found
