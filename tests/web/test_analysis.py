"""The analysis on its pages: drafted by several, shown whole, signed once, and read as it was sealed."""

from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select, text

from cdop.extensions import db
from cdop.models import AgendaItem, AnalysisVersion, AuditEntry, Case, PanelMeeting
from cdop.rules.vocabulary import AuditVerb, CaseStatus
from cdop.services import cases, findings, form_b_returns, meetings
from tests.agencies import ask, fill_in, respondent
from tests.analyses import analysis
from tests.client import Browserless, form_fields, shown_text
from tests.factories import MadeCase, add_case
from tests.personas import address
from tests.signed_cases import attend, listed_case, signed_case

SIGNED = {"confirmed": "yes"}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The chair's browser."""
    return client.sign_in("chair")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    """A case on the agenda of a meeting that was held."""
    return listed_case(desk.cast.person("coordinator"), now=now)[0]


def drafted(desk: Browserless, case: MadeCase, now: datetime, **changes: object) -> None:
    findings.save_section(desk.cast.person("chair"), case.public_id, analysis(**changes), seen={}, now=now)


def write(desk: Browserless, case: MadeCase, section: str, **typed: str) -> object:
    page = f"{case.path}/analysis/{section}"
    return desk.http.post(page, data=form_fields(desk.get(page).text) | {"press": "save"} | typed)


def sign(desk: Browserless, case: MadeCase, **typed: str) -> object:
    page = f"{case.path}/panel"
    return desk.http.post(page, data=form_fields(desk.get(page).text) | typed)


def meeting_of(case: MadeCase) -> str:
    joined = select(PanelMeeting.public_id).join(AgendaItem, AgendaItem.meeting_id == PanelMeeting.id)
    found = db.session.scalars(joined.where(AgendaItem.case_id == case.id)).one()
    db.session.rollback()
    return found


def status_of(case: MadeCase) -> CaseStatus:
    db.session.rollback()
    return db.session.scalars(select(Case.status).where(Case.id == case.id)).one()


def test_sections_are_a_list_with_how_much_is_answered(desk: Browserless, case: MadeCase) -> None:
    page = desk.get(f"{case.path}/analysis").text
    assert page.count("Not started") == 10
    assert write(desk, case, "category", primary_category="10").location == f"{case.path}/analysis/modifiability"
    from_panel = f"{case.path}/analysis/category?back=panel"
    assert from_panel in desk.get(f"{case.path}/panel").text
    changed = desk.http.post(from_panel, data=form_fields(desk.get(from_panel).text) | {"press": "save"})
    assert changed.location == f"{case.path}/panel#category"
    page = desk.get(f"{case.path}/analysis").text
    assert page.count("Not started") == 9
    assert "1 of 3 answered" in page


def test_half_of_a_section_is_kept_though_the_rest_is_at_fault(desk: Browserless, case: MadeCase) -> None:
    answer = write(desk, case, "review", **{"case_summary": "Kept", "meeting_on-day": "31", "meeting_on-month": "13"})
    assert answer.status_code == 422
    assert form_fields(answer.text)["meeting_on-day"] == "31"
    assert form_fields(desk.get(f"{case.path}/analysis/review").text)["case_summary"] == "Kept"


def test_row_is_added_and_removed_without_a_script(desk: Browserless, case: MadeCase) -> None:
    answer = write(desk, case, "recommendations", press="add:actions")
    assert answer.location == f"{case.path}/analysis/recommendations?add=actions#actions"
    fields = form_fields(desk.get(answer.location.partition("#")[0]).text)
    text_box = next(name for name in fields if name.endswith("-action_text"))
    row = text_box.split("-")[1]
    desk.http.post(f"{case.path}/analysis/recommendations", data=fields | {text_box: "Ask", "press": "save"})
    assert "Ask" in desk.get(f"{case.path}/analysis/recommendations").text
    answer = write(desk, case, "recommendations", press=f"remove:actions:{row}")
    assert answer.location == f"{case.path}/analysis/recommendations#actions"
    assert "Ask</textarea>" not in desk.get(f"{case.path}/analysis/recommendations").text


def test_two_at_once_are_told_per_question_and_neither_loses_a_word(desk: Browserless, case: MadeCase) -> None:
    page = f"{case.path}/analysis/review"
    opened = form_fields(desk.get(page).text) | {"press": "save"}
    colleague = Browserless(desk.app, desk.cast).sign_in("designated doctor")
    write(colleague, case, "review", case_summary="The doctor's words", cause_of_death="Theirs alone")
    answer = desk.http.post(page, data=opened | {"case_summary": "The chair's words", "reports_awaited": "Mine"})
    assert answer.status_code == 409
    assert "The doctor's words" in unescape(answer.text)
    assert "Saved meanwhile by Designated doctor" in answer.text
    fields = form_fields(answer.text)
    assert fields["case_summary"] == "The chair's words"
    stored = form_fields(desk.get(page).text)
    assert (stored["case_summary"], stored["cause_of_death"], stored["reports_awaited"]) == (
        "The doctor's words",
        "Theirs alone",
        "Mine",
    )
    assert desk.http.post(page, data=fields | {"press": "save"}).status_code == 302
    assert form_fields(desk.get(page).text)["case_summary"] == "The chair's words"


def test_section_that_there_is_not_is_not_found(desk: Browserless, case: MadeCase) -> None:
    assert desk.get(f"{case.path}/analysis/nothing", status=404).status_code == 404


def test_chairs_screen_says_what_keeps_it_from_being_signed_with_the_way_there(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    drafted(desk, case, now, primary_category=None, modifiable="no")
    page = desk.get(f"{case.path}/panel").text
    assert (
        f'href="{case.path}/analysis/category?back=panel#primary_category">6.1. Primary category (not answered yet)'
        in page
    )
    assert f'href="{case.path}/analysis/modifiability?back=panel">' in page
    assert "I have read this analysis" not in page
    assert "Who came to the meeting is not recorded yet" in page
    answer = desk.http.post(f"{case.path}/panel", data=form_fields(page) | SIGNED)
    assert answer.status_code == 409
    assert status_of(case) is CaseStatus.ON_AGENDA


def test_chairs_screen_shows_the_whole_analysis_and_its_warnings(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    drafted(desk, case, now, secondary_categories=("3",))
    page = desk.get(f"{case.path}/panel").text
    for words in (
        "The baby was found unresponsive in the morning.",
        "Smoking in the household",
        "Sudden unexpected, unexplained death",
        "Ask about sleep at every contact",
        "Ask about smoking at every visit",
        "Invented Owner",
        "31 March 2027",
        "A secondary category has a lower number than the primary one.",
        "The whole form, question by question",
    ):
        assert words in page, words
    assert "Invented Child" not in page


def test_chairs_screen_warns_until_somebody_told_of_care_where_the_category_asks_for_it(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    warning, coordinator = "nobody has told whether the child was looked after", desk.cast.person("coordinator")
    drafted(desk, case, now, primary_category="10")
    assert warning in desk.get(f"{case.path}/panel").text
    sender = respondent(ask(coordinator, case, now=now, kind="children's social care"), panel_id=case.panel_id, now=now)
    fill_in(sender, {"records_searched": ("child",), "legal_status": "none"}, now=now)
    assert warning in desk.get(f"{case.path}/panel").text
    form_b_returns.submit(sender, reason="All we hold", now=now)
    assert warning not in desk.get(f"{case.path}/panel").text


def test_chairs_screen_says_that_the_meeting_is_not_quorate(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case, meeting = listed_case(coordinator, now=now)
    people = [{"name": "Invented Person", "part": "police", "agency": ""}]
    meetings.record_attendance(coordinator, meeting, people, version=1, now=now)
    assert "Not quorate: 1 member of at least 5" in desk.get(f"{case.path}/panel").text


def test_chair_signs_what_the_page_showed_and_reads_it_as_it_was_sealed(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    drafted(desk, case, now)
    attend(desk.cast.person("coordinator"), meeting_of(case), now=now)
    assert desk.submit(f"{case.path}/panel/notes", dissent="The police, on the category").status_code == 302
    answer = sign(desk, case, **SIGNED)
    assert answer.status_code == 302, answer.text
    page = desk.get(answer.location).text
    assert "The police, on the category" in page
    digest = db.session.scalars(select(AnalysisVersion.digest)).one()
    db.session.rollback()
    assert "The seal agrees" in page
    assert digest[:12] in page
    assert "Signed by</dt>" in page
    assert status_of(case) is CaseStatus.REVIEWED
    verbs = set(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.case_id == case.id)))
    assert AuditVerb.ANALYSIS_READ in verbs
    shown = desk.get(f"{case.path}/panel").text
    assert "Signed version 1" in shown
    assert f"{case.path}/analysis/category" not in shown
    assert "The analysis is signed" in desk.get(f"{case.path}/analysis").text
    assert desk.http.get(f"{case.path}/analysis/category").location == f"{case.path}/analysis"


def test_chair_who_ticks_no_box_signs_nothing(desk: Browserless, case: MadeCase, now: datetime) -> None:
    drafted(desk, case, now)
    answer = sign(desk, case)
    assert (answer.status_code, "Tick the box" in answer.text) == (422, True)
    assert status_of(case) is CaseStatus.ON_AGENDA


def test_chair_does_not_sign_what_somebody_changed_meanwhile(desk: Browserless, case: MadeCase, now: datetime) -> None:
    drafted(desk, case, now)
    attend(desk.cast.person("coordinator"), meeting_of(case), now=now)
    opened = form_fields(desk.get(f"{case.path}/panel").text)
    drafted(desk, case, now, documents_available="Written meanwhile")
    answer = desk.http.post(f"{case.path}/panel", data=opened | SIGNED)
    assert answer.status_code == 409
    assert "read it again before you sign" in answer.text
    assert "Written meanwhile" in answer.text
    assert "confirmed" not in form_fields(answer.text)
    assert status_of(case) is CaseStatus.ON_AGENDA
    again = desk.http.post(f"{case.path}/panel", data=form_fields(answer.text) | SIGNED)
    assert again.status_code == 302


def test_coordinator_sees_the_chairs_screen_without_the_signature(desk: Browserless, now: datetime) -> None:
    case, meeting = listed_case(desk.cast.person("coordinator"), now=now)
    attend(desk.cast.person("coordinator"), meeting, now=now)
    drafted(desk, case, now)
    colleague = Browserless(desk.app, desk.cast).sign_in("coordinator")
    assert "I have read this analysis" not in colleague.get(f"{case.path}/panel").text
    assert "I have read this analysis" in desk.get(f"{case.path}/panel").text


def test_version_that_was_tampered_with_says_that_the_seal_does_not_agree(desk: Browserless, now: datetime) -> None:
    signed = signed_case(desk.cast.person("coordinator"), now=now)
    page = f"{signed.case.path}/analyses/{signed.version}"
    assert "The seal agrees" in desk.get(page).text
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("drop trigger " + trigger_of(connection)))
        else:
            connection.execute(text("alter table analysis_version disable trigger user"))
        connection.execute(text("update analysis_version set signed_by = 'Somebody else'"))
    assert "The seal does not agree" in desk.get(page).text


def trigger_of(connection: object) -> str:
    """The trigger that refuses every change of a signed analysis."""
    of_updates = "type = 'trigger' and tbl_name = 'analysis_version' and sql like '%update%'"
    query = f"select name from sqlite_master where {of_updates}"
    return str(connection.execute(text(query)).scalars().first())  # type: ignore[attr-defined]


def test_version_is_gone_for_whoever_takes_no_part_and_is_of_its_own_case_only(
    desk: Browserless, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    signed, other = signed_case(coordinator, now=now), add_case(coordinator, now=now)
    desk.get(f"{other.path}/analyses/{signed.version}", status=404)
    cases.exclude(coordinator, signed.case.public_id, email=address("chair"), reason="Knew the family", now=now)
    desk.get(f"{signed.case.path}/analyses/{signed.version}", status=404)
    desk.get(f"/actions/{signed.action}", status=404)
    assert signed.action not in desk.get("/actions/").text


def test_signed_case_is_reviewed_again_from_its_page_and_both_versions_can_be_read(
    desk: Browserless, now: datetime
) -> None:
    signed = signed_case(desk.cast.person("coordinator"), now=now)
    step = f"{signed.case.path}/steps/review-again"
    assert step in desk.get(signed.case.path).text
    fields = form_fields(desk.get(step).text)
    assert "Say why the case is reviewed again" in desk.http.post(step, data=fields | {"reason": ""}).text
    assert desk.http.post(step, data=fields | {"reason": "The inquest found something new"}).status_code == 302
    page = desk.get(signed.case.path).text
    assert "The inquest found something new" in page
    assert "Nobody: the review is complete" not in page
    # How long it waited ends with the first review, whose day stays.
    assert "from the death to the review" in shown_text(page)
    assert f"{signed.case.path}/analysis/category" in desk.get(f"{signed.case.path}/analysis").text
    assert "Signed version 1" in desk.get(f"{signed.case.path}/panel").text


def test_causes_stand_side_by_side_and_their_rule_with_the_category(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    officer = desk.cast.person("coordinator")
    sender = respondent(ask(officer, case, now=now, kind="hospital trust"), panel_id=case.panel_id, now=now)
    fill_in(
        sender, {"records_searched": ("child",), "cause_1a": "Acute asthma", "cause_1b": "Chest infection"}, now=now
    )
    form_b_returns.submit(sender, reason="All we hold", now=now)
    drafted(desk, case, now, primary_category="9", cause_of_death="Infection", registered_cause="Ia Acute asthma")
    page = shown_text(desk.get(f"{case.path}/analysis/category").text)
    for words in ("I(a) Acute asthma; I(b) Chest infection", "As the panel understands it", "Asthma is category 5."):
        assert words in page
    assert "Asthma is category 5." in shown_text(desk.get(f"{case.path}/panel").text)
    write(desk, case, "category", primary_category="5")
    assert "Asthma is category 5." not in shown_text(desk.get(f"{case.path}/panel").text)


def test_earlier_decisions_are_shown_on_request_with_their_rule_and_not_to_whom_left(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    officer = desk.cast.person("coordinator")
    earlier, other = (signed_case(officer, now=now, cause_of_death=each).case for each in ("Asthma", "Drowned"))
    page = f"{case.path}/earlier-decisions"
    assert "nothing to look up" in desk.get(page).text
    write(desk, case, "review", cause_of_death="An attack of asthma")
    assert earlier.reference not in desk.get(f"{case.path}/analysis/category").text
    told = desk.get(page).text
    assert [each.reference in shown_text(told) for each in (earlier, other)] == [True, False]
    cases.exclude(officer, earlier.public_id, email=address("chair"), reason="Treated the child", now=now)
    assert earlier.reference not in shown_text(desk.get(page).text)


def test_panel_that_judges_otherwise_than_its_factors_says_why(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    drafted(desk, case, now, modifiable="no")
    assert "modifiable factors identified" in shown_text(desk.get(f"{case.path}/analysis/modifiability").text)
    assert "say why the panel judges otherwise" in desk.get(f"{case.path}/panel").text
    attend(desk.cast.person("coordinator"), meeting_of(case), now=now)
    write(desk, case, "modifiability", modifiable_otherwise="Nobody could have known.")
    assert "What keeps it from being signed" not in desk.get(f"{case.path}/panel").text
    assert sign(desk, case, **SIGNED).status_code == 302


def test_form_that_cannot_ask_why_the_panel_judges_otherwise_is_changed_for_todays(
    desk: Browserless, case: MadeCase
) -> None:
    drafted(desk, case, datetime(2026, 10, 1, 9, tzinfo=UTC), modifiable="no")
    asked = "Why does the panel judge otherwise"
    page, judged = f"{case.path}/analysis", f"{case.path}/analysis/modifiability"
    assert asked not in desk.get(judged).text
    assert "It was begun on an earlier form" in desk.get(page).text
    assert desk.submit(page).status_code == 302
    assert asked in desk.get(judged).text
    assert "It was begun on an earlier form" not in desk.get(page).text
