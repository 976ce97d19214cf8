"""Names and places on record are found by the words of a text: of children, parents, professionals, schools."""

from datetime import datetime

import pytest

from cdop.cli import demo
from cdop.queries.names_on_record import names_on_record
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer, AnswerSet
from cdop.rules.public_words import A_NAME, A_SMALL_PLACE, doubts
from cdop.rules.vocabulary import ReferenceKind
from cdop.services import agencies, reference
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.filled_forms import add_form
from tests.personas import Cast

TOLD: AnswerSet = {
    ("parent_name", "r1"): Answer("Zoë Quillfeather"),
    ("notified_by", ""): Answer("ambulance"),
    ("place_of_event", ""): Answer("HOME"),
    ("place_of_death_name", ""): Answer("At home"),
    ("home_address", ""): Answer("Home, Larkspur House, 3 Mossbank Terrace, Cheshire East"),
}


@ON_BOTH
@pytest.mark.usefixtures("app")
def test_names_and_places_that_forms_tell_are_found_and_those_of_another_panel_are_not(
    cast: Cast, now: datetime
) -> None:
    case = add_case(
        cast.command_line, now=now, given_names="Bela", family_name="Ashgrove", key_worker_name="Uma Fennimore"
    )
    add_form(
        cast.person("coordinator"), case, registry.current("notification", now.date()), TOLD, now=now, is_sent=False
    )
    reference.import_table(cast.command_line, ReferenceKind.PLACES, demo.SAMPLES_FOLDER / "wards.csv", now=now)
    for kind, name in (("education", "Wrenbury Hall"), ("police", "Thornfield Constabulary")):
        told = {"name": name, "kind": kind, "email": "a@example.com"}
        agencies.add_agency(cast.person("coordinator"), told, panel_id=cast.panel_id, now=now)
    text = (
        "Bela is missed. We thank Quillfeather and Fennimore. It began in Larkspur, at Mossbank. Cheshire East agreed. "
        "Nobody had a plan for a night at home. Home visits help. Ambulance crews came. "
        "Deaths in Cheshire East and in England fell. A family in Nantwich asked for it. Pupils of Wrenbury planted a "
        "tree, Thornfield officers helped. Nether Oldbury and Frodingdale and Upper Marl had none."
    )
    found = {(each.words, each.why) for each in doubts(text, names_on_record(cast.panel_id, text))}
    assert found == {
        ("Bela", A_NAME),
        ("Quillfeather", A_NAME),
        ("Fennimore", A_NAME),
        ("Larkspur", A_SMALL_PLACE),
        ("Mossbank", A_SMALL_PLACE),
        ("Nantwich", A_SMALL_PLACE),
        ("Wrenbury", A_SMALL_PLACE),
        ("Nether Oldbury", A_SMALL_PLACE),
        ("Frodingdale and Upper Marl", A_SMALL_PLACE),
    }
    elsewhere = {each.words for each in names_on_record(cast.other_panel_id, text).identifiers}
    assert elsewhere <= {"Cheshire East", "Nantwich"}
