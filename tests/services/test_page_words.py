"""The panel's page for everybody says what the panel wrote, once it was looked at; before that what it starts with."""

from datetime import datetime

import pytest

from cdop.queries import page_words as queries
from cdop.rules.page_words import PARTS
from cdop.services import page_words
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from tests.factories import add_case
from tests.personas import Cast


def test_words_are_kept_in_versions_and_looked_at_before_everybody_reads_them(
    sqlite_app: object, now: datetime
) -> None:
    cast = Cast(now)
    add_case(cast.command_line, now=now, given_names="Bela", family_name="Quillfeather")
    coordinator = cast.person("coordinator")

    def write(text: str, number: int, because: str = "") -> None:
        page_words.write(coordinator, "families", text, because=because, number=number, now=now)

    with pytest.raises(Forbidden):
        page_words.part(cast.person("panel member"), "families")
    with pytest.raises(NotFound):
        page_words.part(coordinator, "nothing")
    with pytest.raises(Invalid) as refused:
        write("Ask for Quillfeather.", 0)
    assert "“Quillfeather” is a name on record" in refused.value.faults["because"]
    write("Ask for Quillfeather.\n\nWe will ring you.", 0, because="It is our nurse.")
    with pytest.raises(Stale):
        write("Late", 0)
    assert queries.in_force(cast.panel_id)["families"].paragraphs == ("Ask for Quillfeather.", "We will ring you.")
    write("", 1)
    now_said, before, first = page_words.part(coordinator, "families")
    assert (now_said.text, before.stands_because, first.number) == (PARTS["families"].start, "It is our nurse.", 0)
    assert queries.in_force(cast.other_panel_id)["families"].number == 0
