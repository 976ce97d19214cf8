"""The family's letter: drafted at its day, waiting for a person, blocked while a criminal case is open."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FamilyLetter
from cdop.rules import actors
from cdop.rules.correspondence import Language, LetterKind, LetterStatus, NoContact
from cdop.rules.vocabulary import HoldKind, Residency
from cdop.services import deadlines, family_contacts, holds, letters, wordings
from cdop.services.errors import Blocked, Forbidden, Invalid, Stale
from tests.factories import MadeCase, add_case
from tests.personas import Cast

CLOCK = actors.job("letters")


def live_case(cast: Cast, now: datetime, **facts: object) -> MadeCase:
    """A case taken in here, of a child who died 21 days ago."""
    died = (now - timedelta(days=21)).date()
    told = {"died_on": died, "notified_on": died, "notified_at": now - timedelta(days=21), "given_names": "Ada"}
    return add_case(cast.person("coordinator"), now=now, **{"born_on": died, **told, **facts})


def draft(case: MadeCase, now: datetime) -> FamilyLetter:
    letters.draft_due(CLOCK, now=now)
    db.session.rollback()
    return db.session.scalars(select(FamilyLetter).where(FamilyLetter.case_id == case.id)).one()


def finished(cast: Cast, case: MadeCase, now: datetime) -> tuple[str, int]:
    """Draft the letter, fill in its gaps, and return its public id and version."""
    letter = draft(case, now)
    public_id, version = letter.public_id, letter.version
    db.session.rollback()
    letters.change_letter(
        cast.person("coordinator"),
        case.public_id,
        public_id,
        addressee="Invented Parents",
        text="Dear parents,",
        version=version,
        now=now,
    )
    return public_id, version + 1


def test_draft_due_on_day_21_drafts_once_and_not_on_day_20(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    assert letters.draft_due(CLOCK, now=now - timedelta(days=1)) == 0
    assert (letters.draft_due(CLOCK, now=now), letters.draft_due(CLOCK, now=now)) == (1, 0)
    letter = draft(case, now)
    assert letter.status is LetterStatus.DRAFT
    assert "sorry that Ada died" in letter.text


def test_panel_says_from_which_day_on_a_first_letter_is_written(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    told = {"from_on": date(2026, 1, 1), "now": now}
    deadlines.set_length(cast.command_line, cast.panel_id, "family_letter_earliest_days", 23, **told)
    days = [now + timedelta(days=number) for number in (0, 1, 2)]
    assert [letters.draft_due(CLOCK, now=day) for day in days] == [0, 0, 1]
    assert draft(case, now).status is LetterStatus.DRAFT


@pytest.mark.parametrize(
    "facts", [{"notified_at": None}, {"residency": Residency.ELSEWHERE}, {"family_letter_on": date(2026, 11, 10)}]
)
def test_draft_due_leaves_cases_whose_family_is_written_to_elsewhere(
    cast: Cast, now: datetime, facts: dict[str, object]
) -> None:
    live_case(cast, now, **facts)
    assert letters.draft_due(CLOCK, now=now) == 0


def test_release_of_a_draft_with_gaps_names_them(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    letter = draft(case, now)
    public_id, version = letter.public_id, letter.version
    with pytest.raises(Blocked) as blocked:
        letters.release_letter(cast.person("coordinator"), case.public_id, public_id, version=version, now=now)
    assert "Fill in the names of the parents or carers" in blocked.value.reasons


def test_release_then_post_records_who_and_when_and_the_day_on_the_case(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    public_id, version = finished(cast, case, now)
    coordinator = cast.person("coordinator")
    letters.release_letter(coordinator, case.public_id, public_id, version=version, now=now)
    with pytest.raises(Invalid, match="between the release and today"):
        letters.post_letter(
            coordinator,
            case.public_id,
            public_id,
            posted_on=now.date() + timedelta(days=1),
            version=version + 1,
            now=now,
        )
    letters.post_letter(coordinator, case.public_id, public_id, posted_on=now.date(), version=version + 1, now=now)
    db.session.rollback()
    letter = db.session.scalars(select(FamilyLetter)).one()
    assert (letter.status, letter.released_by) == (LetterStatus.POSTED, "Coordinator")
    assert db.session.scalars(select(Case.family_letter_on).where(Case.id == case.id)).one() == now.date()


def test_release_is_blocked_exactly_while_the_criminal_case_is_open(cast: Cast, now: datetime) -> None:
    case, coordinator = live_case(cast, now), cast.person("coordinator")
    public_id, version = finished(cast, case, now)
    hold = holds.start_hold(
        coordinator, case.public_id, HoldKind.CRIMINAL, started_on=now.date(), submission_id="h" * 20, now=now
    )
    with pytest.raises(Blocked, match="ask the senior investigating officer"):
        letters.release_letter(coordinator, case.public_id, public_id, version=version, now=now)
    holds.end_hold(coordinator, case.public_id, hold, ended_on=now.date(), now=now)
    letters.release_letter(coordinator, case.public_id, public_id, version=version, now=now)
    db.session.rollback()
    assert db.session.scalars(select(FamilyLetter.status)).one() is LetterStatus.RELEASED


def test_a_letter_changed_meanwhile_is_not_released_unread(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    public_id, version = finished(cast, case, now)
    with pytest.raises(Stale):
        letters.release_letter(cast.person("chair"), case.public_id, public_id, version=version - 1, now=now)


def test_a_released_letter_is_not_changed(cast: Cast, now: datetime) -> None:
    case, coordinator = live_case(cast, now), cast.person("coordinator")
    public_id, version = finished(cast, case, now)
    letters.release_letter(coordinator, case.public_id, public_id, version=version, now=now)
    with pytest.raises(Blocked, match="can no longer be changed"):
        letters.change_letter(
            coordinator, case.public_id, public_id, addressee="A", text="B", version=version + 1, now=now
        )


def test_release_by_the_designated_doctor_is_forbidden(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    public_id, version = finished(cast, case, now)
    with pytest.raises(Forbidden):
        letters.release_letter(cast.person("designated doctor"), case.public_id, public_id, version=version, now=now)


def test_a_released_letter_stays_here_once_a_criminal_case_is_open(cast: Cast, now: datetime) -> None:
    case, coordinator = live_case(cast, now), cast.person("coordinator")
    public_id, version = finished(cast, case, now)
    letters.release_letter(coordinator, case.public_id, public_id, version=version, now=now)
    later = now + timedelta(days=2)
    holds.start_hold(
        coordinator, case.public_id, HoldKind.CRIMINAL, started_on=later.date(), submission_id="h" * 20, now=later
    )
    with pytest.raises(Blocked, match="ask the senior investigating officer"):
        letters.paper(coordinator, case.public_id, public_id, now=later)
    posted = {"version": version + 1, "now": later}
    with pytest.raises(Blocked, match="ask the senior investigating officer"):
        letters.post_letter(coordinator, case.public_id, public_id, posted_on=later.date(), **posted)
    # It may have left before.
    letters.post_letter(coordinator, case.public_id, public_id, posted_on=now.date(), **posted)
    assert letters.paper(coordinator, case.public_id, public_id, now=later).startswith(b"%PDF")


def clear(cast: Cast, case: MadeCase, now: datetime, **told: Any) -> None:
    facts: dict[str, Any] = {"no_contact": (), "language": Language.ENGLISH, "version": 0} | told
    family_contacts.change(cast.person("coordinator"), case.public_id, **facts, now=now)


def release(cast: Cast, case: MadeCase, letter: tuple[str, int], now: datetime) -> None:
    letters.release_letter(cast.person("coordinator"), case.public_id, letter[0], version=letter[1], now=now)


def test_release_after_a_joint_agency_response_waits_for_the_officer_who_leads(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now, jar_triggered_at=now - timedelta(days=20))
    letter = finished(cast, case, now)
    with pytest.raises(Blocked, match="joint agency response was held"):
        release(cast, case, letter, now)
    clear(cast, case, now, cleared_on=now.date(), cleared_by="Invented Superintendent")
    release(cast, case, letter, now)
    assert db.session.scalars(select(FamilyLetter.status)).one() is LetterStatus.RELEASED


def test_what_the_officer_cleared_before_a_criminal_case_began_is_cleared_no_more(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    letter = finished(cast, case, now)
    clear(cast, case, now, cleared_on=now.date() - timedelta(days=2), cleared_by="Invented Superintendent")
    hold = {"started_on": now.date() - timedelta(days=1), "submission_id": "h" * 20, "now": now}
    holds.start_hold(cast.person("coordinator"), case.public_id, HoldKind.CRIMINAL, **hold)
    with pytest.raises(Blocked, match="ask the senior investigating officer"):
        release(cast, case, letter, now)
    clear(cast, case, now, cleared_on=now.date(), cleared_by="Invented Superintendent", version=1)
    release(cast, case, letter, now)
    assert db.session.scalars(select(FamilyLetter.status)).one() is LetterStatus.RELEASED


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"no_contact": (NoContact.SUSPECT,)}, "suspected or charged"),
        ({"no_contact": (NoContact.UNSAFE,)}, "address is not safe"),
        ({"no_contact": (NoContact.ASKED,)}, "asked not to be written to"),
        ({"not_before": date(2026, 12, 1)}, "before 1 December 2026"),
    ],
)
def test_family_that_is_not_written_to_gets_no_letter(
    cast: Cast, now: datetime, told: dict[str, Any], said: str
) -> None:
    case = live_case(cast, now)
    letter = finished(cast, case, now)
    clear(cast, case, now, **told)
    with pytest.raises(Blocked, match=said):
        release(cast, case, letter, now)


def test_letter_near_a_birthday_is_not_released_and_an_older_one_not_printed(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now, born_on=date(2020, 11, 30))
    letter = finished(cast, case, now)
    release(cast, case, letter, now)
    near = now + timedelta(days=5)
    with pytest.raises(Blocked, match="birthday is on 30 November 2026"):
        letters.paper(cast.person("coordinator"), case.public_id, letter[0], now=near)
    other = live_case(cast, now, born_on=date(2020, 11, 25))
    with pytest.raises(Blocked, match="birthday is on 25 November 2026"):
        release(cast, other, finished(cast, other, now), now)


def test_clearing_needs_its_day_and_its_officer(cast: Cast, now: datetime) -> None:
    case = live_case(cast, now)
    for told in ({"cleared_on": now.date()}, {"cleared_by": "Somebody"}, {"cleared_on": date(2027, 1, 1)}):
        with pytest.raises(Invalid):
            clear(cast, case, now, **told)
    clear(cast, case, now)
    with pytest.raises(Stale):
        clear(cast, case, now)


def test_other_letters_are_written_by_hand_once_and_in_the_familys_language(cast: Cast, now: datetime) -> None:
    case, coordinator = live_case(cast, now), cast.person("coordinator")
    key = wordings.letter_key(LetterKind.DELAY, Language.WELSH)
    clear(cast, case, now, language=Language.WELSH)
    wordings.change(coordinator, key, subject="Preifat", text="Annwyl {{ parents }}, am {{ child }}", now=now)
    letter_id = letters.draft_now(coordinator, case.public_id, LetterKind.DELAY, now=now)
    assert letters.draft_now(coordinator, case.public_id, LetterKind.DELAY, now=now) == letter_id
    page = letters.read_letter(coordinator, case.public_id, letter_id, now=now)
    assert (page.language, page.heading, page.text.endswith("am Ada")) == (Language.WELSH, "Preifat", True)
    with pytest.raises(Blocked, match="has not reviewed"):
        letters.draft_now(coordinator, case.public_id, LetterKind.OUTCOME, now=now)
    english = letters.draft_now(coordinator, case.public_id, LetterKind.INVITATION, now=now)
    assert letters.read_letter(coordinator, case.public_id, english, now=now).language is Language.ENGLISH
