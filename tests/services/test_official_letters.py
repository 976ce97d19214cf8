"""Letters to agencies, boards and trusts: from draft to answer, and nothing of a child in one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cdop.queries.official_letters import About, letter_counts, of_recommendation, of_request, official_list
from cdop.queries.recommendations import recommendation as recommendation_row
from cdop.rules import actors, form_b
from cdop.rules.actors import Actor, public
from cdop.rules.correspondence import OfficialKind
from cdop.rules.official_letters import AnswerStanding
from cdop.rules.periods import financial_year_of
from cdop.rules.vocabulary import RecommendationStatus
from cdop.services import cases, official_letters, recommendations, wordings
from cdop.services import form_b as verbs
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.official_letters import NOTHING
from tests.agencies import ask, mark
from tests.factories import add_case
from tests.messages import statuses, stored
from tests.personas import Cast, address
from tests.recommended import TEXT, MadeRecommendation, recommendation, sent_recommendation
from tests.recommended import stored as stored_recommendation

TO: dict[str, Any] = {"to_name": "The Invented Trust", "to_address": "1 Invented Street", "to_email": ""}


def told(now: datetime, **changes: Any) -> dict[str, Any]:
    return TO | {"answer_by": (now + timedelta(days=30)).date()} | changes


def draft(cast: Cast, kind: OfficialKind = OfficialKind.REMINDER, *, about: About = NOTHING, **changes: Any) -> str:
    coordinator, facts = cast.person("coordinator"), told(cast.now, **changes)
    return official_letters.draft(coordinator, kind, facts, about=about, submission_id=mark(), now=cast.now)


def version(cast: Cast, letter_id: str) -> int:
    return official_letters.read(cast.person("coordinator"), letter_id).version


def released(cast: Cast, kind: OfficialKind = OfficialKind.REMINDER, *, about: About = NOTHING, **changes: Any) -> str:
    letter_id = draft(cast, kind, about=about, **changes)
    coordinator = cast.person("coordinator")
    letter = official_letters.read(coordinator, letter_id)
    text, facts = letter.text.replace("[Fill in: ", "[Filled in: "), told(cast.now, **changes)
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
    for verb in (official_letters.send, official_letters.discard):
        with pytest.raises(Blocked):
            verb(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)


def test_letter_with_gaps_or_with_the_childs_name_is_not_released(cast: Cast) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=cast.now, given_names="Quillandra")
    letter_id = draft(cast, OfficialKind.LEARNING, about=About(case=case.public_id))
    with pytest.raises(Blocked, match="Fill in what the panel learned"):
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
    letter_id = draft(cast, about=About(case=case.public_id))
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


def posted_recommendation(cast: Cast) -> tuple[MadeRecommendation, str]:
    """A recommendation that its owner has by a link and in a letter that left today."""
    coordinator = cast.person("coordinator")
    made = sent_recommendation(coordinator, now=cast.now)
    letter_id = released(cast, OfficialKind.RECOMMENDATION, about=About(recommendation=made.public_id))
    letter = official_letters.read(coordinator, letter_id)
    assert TEXT in letter.text
    told_now = {"posted_on": cast.now.date(), "version": letter.version, "now": cast.now}
    official_letters.post(coordinator, letter_id, **told_now)
    return made, letter_id


def test_recommendation_is_answered_in_the_register_whichever_way_its_owner_answers(cast: Cast) -> None:
    coordinator, today = cast.person("coordinator"), cast.now.date()
    made, letter_id = posted_recommendation(cast)
    said = {"response": "By spring", "name": "Invented Head", "now": cast.now}
    recommendations.answer_recommendation(public(), made.token, RecommendationStatus.ACCEPTED, **said)
    (carried,) = of_recommendation(coordinator, made.public_id)
    assert (carried.public_id, carried.answer, carried.standing(today)) == (
        letter_id,
        "By spring",
        AnswerStanding.ANSWERED,
    )
    answer = {"answered_on": today, "answer": "It is done", "version": version(cast, letter_id), "now": cast.now}
    with pytest.raises(Invalid):
        official_letters.note_answer(coordinator, letter_id, **answer)
    official_letters.note_answer(coordinator, letter_id, status=RecommendationStatus.DONE, **answer)
    row = stored_recommendation(made)
    assert (row.status, row.response, row.responded_by) == (
        RecommendationStatus.DONE,
        "It is done",
        "The Invented Trust",
    )


def test_recommendation_that_left_in_a_letter_counts_as_sent_and_has_no_other_letters(cast: Cast) -> None:
    coordinator = cast.person("coordinator")
    made = recommendation(coordinator, now=cast.now)
    with pytest.raises(Invalid) as invalid:
        draft(cast, OfficialKind.RECOMMENDATION)
    assert list(invalid.value.faults) == ["kind"]
    letter_id = released(cast, OfficialKind.RECOMMENDATION, about=About(recommendation=made.public_id))
    assert stored_recommendation(made).status is RecommendationStatus.MADE
    told_now = {"posted_on": cast.now.date(), "version": version(cast, letter_id), "now": cast.now}
    official_letters.post(coordinator, letter_id, **told_now)
    assert stored_recommendation(made).status is RecommendationStatus.SENT
    in_letter = recommendation_row(coordinator, made.public_id)
    assert in_letter is not None
    assert (in_letter.sent_at is not None, in_letter.has_link) == (True, False)
    with pytest.raises(NotFound):
        draft(cast, OfficialKind.RECOMMENDATION, about=About(recommendation="A" * 22))


def test_letter_about_a_request_names_it_and_is_not_released_once_the_form_is_back(cast: Cast) -> None:
    coordinator, chair = cast.person("coordinator"), cast.person("chair")
    case = add_case(coordinator, now=cast.now)
    request = ask(coordinator, case, now=cast.now)
    about = About(request=request.public_id)
    letter_id = draft(cast, OfficialKind.DUTY, about=about)
    with pytest.raises(Forbidden):
        official_letters.release(coordinator, letter_id, version=version(cast, letter_id), now=cast.now)
    (letter,) = of_request(coordinator, request.id)
    assert (letter.public_id, letter.case, form_b.reference(request.public_id) in letter.text) == (
        letter_id,
        case.public_id,
        True,
    )
    verbs.withdraw(coordinator, request.public_id, reason="Not needed", submission_id=mark(), now=cast.now)
    with pytest.raises(Blocked, match="has answered meanwhile"):
        official_letters.release(chair, letter_id, version=version(cast, letter_id), now=cast.now)
    assert official_letters.draft_by_clock(actors.job("test"), request.id, OfficialKind.DUTY, now=cast.now) == letter_id
