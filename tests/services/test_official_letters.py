"""Letters to agencies, boards and trusts: from draft to answer, and nothing of a child in one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cdop.queries.official_letters import letter_counts, official_list
from cdop.rules.actors import Actor
from cdop.rules.correspondence import OfficialKind
from cdop.rules.official_letters import AnswerStanding
from cdop.rules.periods import financial_year_of
from cdop.services import cases, official_letters, wordings
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.agencies import mark
from tests.factories import add_case
from tests.messages import statuses, stored
from tests.personas import Cast, address

TO: dict[str, Any] = {"to_name": "The Invented Trust", "to_address": "1 Invented Street", "to_email": ""}


def told(now: datetime, **changes: Any) -> dict[str, Any]:
    return TO | {"answer_by": (now + timedelta(days=30)).date()} | changes


def draft(cast: Cast, kind: OfficialKind = OfficialKind.REMINDER, *, case_id: str | None = None, **changes: Any) -> str:
    coordinator, facts = cast.person("coordinator"), told(cast.now, **changes)
    return official_letters.draft(coordinator, kind, facts, case_id=case_id, submission_id=mark(), now=cast.now)


def version(cast: Cast, letter_id: str) -> int:
    return official_letters.read(cast.person("coordinator"), letter_id).version


def released(cast: Cast, **changes: Any) -> str:
    letter_id = draft(cast, **changes)
    coordinator = cast.person("coordinator")
    letter = official_letters.read(coordinator, letter_id)
    text, facts = letter.text.replace("[Fill in: telephone number]", "01632 960 123"), told(cast.now, **changes)
    official_letters.change(coordinator, letter_id, facts, text=text, version=letter.version, now=cast.now)
    official_letters.release(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)
    return letter_id


def standings(actor: Actor, today: date) -> dict[AnswerStanding, int]:
    return {each: official_list(actor, each, page=1, today=today).total for each in AnswerStanding}


def test_letter_goes_from_draft_to_its_answer_and_is_counted(cast: Cast) -> None:
    coordinator, today = cast.person("coordinator"), cast.now.date()
    letter_id = released(cast)
    letter = official_letters.read(coordinator, letter_id)
    assert (letter.reference in letter.text, "by 20 December 2026" in letter.text) == (True, True)
    assert official_letters.paper(coordinator, letter_id).startswith(b"%PDF")
    official_letters.post(coordinator, letter_id, posted_on=today, version=letter.version, now=cast.now)
    late = today + timedelta(days=31)
    assert standings(coordinator, today)[AnswerStanding.AWAITED] == 1
    assert standings(coordinator, late)[AnswerStanding.LATE] == 1
    period = financial_year_of(today).period
    counts = letter_counts(cast.panel_id, period, today=late)[0]
    assert (counts.kind, counts.sent, counts.answered, counts.awaited, counts.late) == (
        OfficialKind.REMINDER,
        1,
        0,
        0,
        1,
    )
    answer = {"answered_on": late, "answer": "They will send it.", "now": cast.now + timedelta(days=31)}
    official_letters.note_answer(coordinator, letter_id, version=version(cast, letter_id), **answer)
    assert standings(coordinator, late) == {each: int(each is AnswerStanding.ANSWERED) for each in AnswerStanding}
    assert letter_counts(cast.panel_id, period, today=late)[0].answered == 1


def test_letter_is_sent_by_e_mail_in_its_own_words(cast: Cast) -> None:
    letter_id = released(cast, to_address="", to_email="board@example.com")
    coordinator = cast.person("coordinator")
    official_letters.send(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)
    assert statuses() == {f"official_letter:{letter_id}": "due"}
    assert stored(f"official_letter:{letter_id}").to_address == "board@example.com"
    with pytest.raises(Blocked):
        official_letters.send(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)


def test_letter_with_gaps_or_with_the_childs_name_is_not_released(cast: Cast) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=cast.now, given_names="Quillandra")
    letter_id = draft(cast, OfficialKind.RECOMMENDATION, case_id=case.public_id)
    with pytest.raises(Blocked, match="Fill in the recommendation"):
        official_letters.release(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)
    facts = {"version": version(cast, letter_id), "now": cast.now}
    official_letters.change(coordinator, letter_id, told(cast.now), text="What befell QUILLANDRA", **facts)
    with pytest.raises(Blocked, match="name or the NHS number"):
        official_letters.release(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)
    with pytest.raises(Stale):
        official_letters.change(coordinator, letter_id, told(cast.now), text="Another", **facts)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_name": " "}, "to_name"),
        ({"to_address": ""}, "to_address"),
        ({"answer_by": None}, "answer_by"),
        ({"answer_by": date(2026, 11, 20)}, "answer_by"),
    ],
)
def test_letter_that_cannot_go_says_why_beside_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        draft(cast, **changes)
    assert list(invalid.value.faults) == [field]


def test_letter_is_its_panels_and_not_of_whoever_takes_no_part_in_its_case(cast: Cast) -> None:
    coordinator, chair = cast.person("coordinator"), cast.person("chair")
    case = add_case(coordinator, now=cast.now)
    letter_id = draft(cast, case_id=case.public_id)
    with pytest.raises(NotFound):
        official_letters.read(cast.person("chair", panel_id=cast.other_panel_id), letter_id)
    with pytest.raises(Forbidden):
        official_letters.send(chair, letter_id, version=1, now=cast.now)
    cases.exclude(chair, case.public_id, email=address("coordinator"), reason="Knew them", now=cast.now)
    excluded = Actor(
        coordinator.kind, coordinator.user_id, cast.panel_id, coordinator.roles, excluded_case_ids=frozenset({case.id})
    )
    assert official_list(excluded, None, page=1, today=cast.now.date()).total == 0
    with pytest.raises(NotFound):
        official_letters.release(excluded, letter_id, version=1, now=cast.now)


def test_panels_own_words_are_those_of_new_letters(cast: Cast) -> None:
    key = wordings.official_key(OfficialKind.REMINDER)
    text = "Dear {{ panel }}, about {{ reference }}"
    wordings.change(cast.person("coordinator"), key, subject="Private", text=text, now=cast.now)
    letter = official_letters.read(cast.person("coordinator"), draft(cast))
    assert letter.text == f"Dear Test panel, about {letter.reference}"
