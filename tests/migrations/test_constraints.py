"""Every constraint of the models is broken on purpose, on the migrated database, and refused by its name."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from cdop.extensions import Base, db
from cdop.models.base import UtcDateTime
from tests.databases import ON_BOTH

pytestmark = ON_BOTH

NO_WORD = "no such word"
DAY, AT = date(2026, 5, 1), datetime(2026, 5, 1, tzinfo=UTC)
# What a row must hold where the kind of the column does not say.
HELD: dict[str, Any] = {
    "child_case.status": "notified",
    "child_case.gestation_weeks": None,
    "child_case.gestation_not_known": False,
    "child_case.birth_weight_not_known": False,
    "child_case.birth_weight_g": None,
    "child_case.category": None,
    "child_case.modifiable": None,
    "child_case.reviewed_on": None,
    "child_case.review_meeting_id": None,
    "child_case.deprivation_quintile": None,
    "panel.colour": "#1d3c6e",
    "user_account.email": "a@example.com",
    "membership.until_on": None,
    "agency.email": "a@example.com",
    "agreed_answer.value": "1",
    "attachment.notification_id": None,
    "attachment.scan_status": "not scanned",
    "case_hold.ended_on": None,
    "agenda_item.status": "listed",
    "panel_meeting.status": "planned",
    "panel_seat.email": "a@example.com",
    "meeting_invitation.email": "a@example.com",
    "meeting_invitation.status": "invited",
    "action_item.status": "open",
    "action_item.token_digest": "a@digest",
    "analysis_version.category": 1,
    "contributory_factor.score": 1,
    "family_letter.status": "draft",
    "national_submission.kind": "notification",
    "national_submission.status": "sent",
    "official_letter.status": "draft",
    "form_request.status": "to send",
    "form_response.status": "started",
    "request_change.change_kind": "more time",
    "request_change.until_on": DAY,
    "request_change.status": "asked",
    "invitation_code.tries": 0,
    "awaited_notification.status": "awaited",
    "death_list.status": "draft",
    "awaited_notification.asked_at": AT,
    "awaited_notification.due_on": DAY,
    "notification.status": "being written",
    "outbound_message.status": "due",
    "pack_reading.copy_number": 1,
    "minutes_sheet.kind": "case",
    "recommendation.status": "made",
    "recommendation.token_digest": "a@digest",
    "routing_rule.from_on": DAY,
    "routing_rule.until_on": None,
    "routing_rule.under_years": 18,
    "scheduled_reminder.status": "planned",
}
# For each CHECK that is no list of words: what breaks it and nothing else.
BROKEN: dict[str, dict[str, Any]] = {
    "ck_release_proposal_reason_present": {"reason": ""},
    "ck_release_proposal_decided_with_answer": {"decided_at": AT, "is_signed": None},
    "ck_release_proposal_became_signed": {"became_id": 1, "is_signed": False, "decided_at": AT},
    "ck_case_group_name_present": {"name": ""},
    "ck_factor_setting_label_present": {"label": ""},
    "ck_national_submission_status": {"status": NO_WORD, "answered_at": AT},
    "ck_national_submission_answered_with_time": {"answered_at": AT},
    "ck_national_submission_query_present": {"status": "queried", "answered_at": AT},
    "ck_national_submission_review_of_a_version": {"version_number": 1},
    "ck_theme_earlier_label_label_present": {"label": ""},
    "ck_theme_rule_number_positive": {"number": 0},
    "ck_theme_rule_text_present": {"text": ""},
    "ck_theme_rule_reason_present": {"reason": ""},
    "ck_theme_decision_reason_present": {"reason": ""},
    "ck_child_case_born_before_death": {"born_on": date(2026, 5, 2)},
    "ck_child_case_notified_after_death": {"notified_on": date(2026, 4, 30)},
    "ck_child_case_reviewed_after_notified": {
        "notified_on": date(2026, 5, 3),
        "reviewed_on": date(2026, 5, 2),
        "category": 1,
        "modifiable": "no",
        "status": "reviewed",
    },
    "ck_child_case_category_range": {
        "category": 11,
        "reviewed_on": DAY,
        "modifiable": "no",
        "status": "reviewed",
    },
    "ck_child_case_modifiable": {
        "modifiable": NO_WORD,
        "reviewed_on": DAY,
        "category": 1,
        "status": "reviewed",
    },
    "ck_child_case_quintile_range": {"deprivation_quintile": 6},
    "ck_child_case_reviewed_with_findings": {"category": 1},
    "ck_child_case_status_agrees_with_review": {"status": "closed"},
    "ck_child_case_gestation_range": {"gestation_weeks": 46},
    "ck_child_case_birth_weight_range": {"birth_weight_g": 99},
    "ck_child_case_gestation_known_or_not": {"gestation_weeks": 30, "gestation_not_known": True},
    "ck_child_case_birth_weight_known_or_not": {"birth_weight_g": 900, "birth_weight_not_known": True},
    "ck_case_note_text_present": {"text": ""},
    "ck_joined_case_reason_present": {"reason": ""},
    "ck_joined_case_apart_by_somebody": {"apart_by": "Somebody"},
    "ck_panel_colour_is_hex": {"colour": "red"},
    "ck_panel_name_present": {"name": ""},
    "ck_data_release_reason_present": {"reason": ""},
    "ck_deadline_setting_length_positive": {"length": 0},
    "ck_user_account_email_lower": {"email": "A@example.com"},
    "ck_membership_ends_after_start": {"until_on": date(2026, 4, 30)},
    "ck_user_session_seen_after_start": {"last_seen_at": datetime(2026, 4, 30, tzinfo=UTC)},
    "ck_respondent_session_seen_after_start": {"last_seen_at": datetime(2026, 4, 30, tzinfo=UTC)},
    "ck_agency_name_present": {"name": ""},
    "ck_agency_email_lower": {"email": "A@example.com"},
    "ck_attachment_by_kind": {"by_kind": NO_WORD},
    "ck_attachment_of_one": {"request_id": None, "case_id": None},
    "ck_attachment_request_with_case": {"case_id": None},
    "ck_attachment_size_positive": {"size": 0},
    "ck_attachment_scan_status": {"scan_status": NO_WORD},
    "ck_attachment_scanned_with_time": {"scan_status": "clean"},
    "ck_request_change_change_kind": {"change_kind": NO_WORD, "until_on": None},
    "ck_request_change_by_kind": {"by_kind": NO_WORD},
    "ck_request_change_status": {"status": NO_WORD, "settled_at": AT},
    "ck_request_change_time_with_day": {"until_on": None},
    "ck_request_change_person_with_address": {"email": "a@example.com"},
    "ck_request_change_settled_with_time": {"status": "agreed"},
    "ck_case_hold_ends_after_start": {"ended_on": date(2026, 4, 30)},
    "ck_agenda_item_adjourned_with_reason": {"status": "adjourned"},
    "ck_agenda_item_settled_what_was_awaited": {"settled_at": AT},
    "ck_panel_meeting_cancelled_with_reason": {"status": "cancelled"},
    "ck_panel_meeting_room_for_a_case": {"most_cases": 0},
    "ck_panel_meeting_minutes_positive": {"minutes": 0},
    "ck_meeting_change_reason_present": {"reason": ""},
    "ck_panel_seat_email_lower": {"email": "A@example.com"},
    "ck_panel_seat_deputy_with_address": {"deputy_name": "Somebody"},
    "ck_meeting_invitation_email_lower": {"email": "A@example.com"},
    "ck_meeting_invitation_accepted_in_confidence": {"status": "accepted"},
    "ck_conflict_of_interest_decided_with_time": {"decided_at": AT},
    "ck_conflict_of_interest_decision": {"decision": NO_WORD, "decided_at": AT},
    "ck_action_item_status": {"status": NO_WORD},
    "ck_action_item_closed_with_day": {"status": "done"},
    "ck_action_item_text_present": {"text": ""},
    "ck_analysis_version_category_range": {"category": 11},
    "ck_analysis_version_number_positive": {"number": 0},
    "ck_contributory_factor_score_range": {"score": 4},
    "ck_family_letter_status": {"status": NO_WORD, "released_at": AT, "released_by": "t"},
    "ck_family_letter_released_with_time": {"released_at": AT, "released_by": "t"},
    "ck_family_letter_released_by_someone": {"status": "released", "released_at": AT},
    "ck_family_letter_posted_with_day": {"status": "posted", "released_at": AT, "released_by": "t"},
    "ck_family_letter_text_present": {"text": ""},
    "ck_family_contact_cleared_by_somebody": {"cleared_by": "Somebody"},
    "ck_official_letter_status": {"status": NO_WORD, "released_at": AT, "released_by": "t"},
    "ck_official_letter_sent_by": {
        "status": "posted",
        "released_at": AT,
        "released_by": "t",
        "posted_on": DAY,
        "sent_by": NO_WORD,
    },
    "ck_official_letter_released_with_time": {"released_at": AT, "released_by": "t"},
    "ck_official_letter_released_by_someone": {"status": "released", "released_at": AT},
    "ck_official_letter_posted_with_day": {"status": "posted", "released_at": AT, "released_by": "t"},
    "ck_official_letter_posted_in_some_way": {"sent_by": "post"},
    "ck_official_letter_answered_once_sent": {"answered_on": DAY, "answer": "Yes"},
    "ck_official_letter_answered_with_words": {"answer": "Yes"},
    "ck_official_letter_text_present": {"text": ""},
    "ck_form_answer_value_or_non_answer": {"value": "{}", "non_answer": "not known"},
    "ck_form_request_status": {"status": NO_WORD, "sent_at": AT, "due_on": DAY},
    "ck_form_request_sent_with_time": {"status": "sent"},
    "ck_form_request_due_once_sent": {"status": "sent", "sent_at": AT},
    "ck_form_request_returned_with_time": {"status": "returned", "sent_at": AT, "due_on": DAY},
    "ck_form_request_status_with_reason": {"status": "waived", "sent_at": AT, "due_on": DAY},
    "ck_form_request_waiting_sent_by_somebody": {"status": "waiting for release", "sent_at": AT, "due_on": DAY},
    "ck_form_request_returned_never_purged": {
        "status": "returned",
        "sent_at": AT,
        "due_on": DAY,
        "returned_at": AT,
        "purge_on": DAY,
    },
    "ck_form_response_submitted_with_time": {"status": "submitted"},
    "ck_invitation_ended_with_reason": {"ended_at": AT},
    "ck_invitation_code_tries_range": {"tries": 6},
    "ck_death_list_status": {"status": NO_WORD},
    "ck_death_list_kept_with_time": {"status": "kept"},
    "ck_list_source_name_present": {"name": ""},
    "ck_death_list_row_settled_by_somebody": {"settled_by": "Somebody"},
    "ck_death_list_row_awaited_with_which": {"outcome": "awaited", "awaited_id": None},
    "ck_awaited_notification_status": {"status": NO_WORD, "ended_at": AT},
    "ck_awaited_notification_ended_with_time": {"ended_at": AT},
    "ck_awaited_notification_arrived_with_what": {
        "status": "arrived",
        "ended_at": AT,
        "case_id": None,
        "notification_id": None,
    },
    "ck_awaited_notification_ended_with_reason": {"status": "ended", "ended_at": AT},
    "ck_awaited_notification_asked_with_agency": {"due_on": None},
    "ck_awaited_notification_born_before_death": {"born_on": date(2026, 5, 2), "died_on": DAY},
    "ck_notification_question_answered_with_time": {"answered_at": AT},
    "ck_notification_question_text_present": {"text": ""},
    "ck_notification_status": {"status": NO_WORD, "received_at": AT},
    "ck_notification_received_with_time": {"received_at": AT},
    "ck_form_request_accepted_once_returned": {"accepted_at": AT, "accepted_by": "Somebody"},
    "ck_form_request_accepted_by_somebody": {"accepted_by": "Somebody"},
    "ck_request_contact_with_somebody": {"with_name": ""},
    "ck_agreed_answer_number_positive": {"number": 0},
    "ck_agreed_answer_value_or_non_answer": {"non_answer": "not known"},
    "ck_agreed_answer_answered": {"value": None},
    "ck_agreed_answer_note_present": {"note": ""},
    "ck_notification_accepted_with_case": {"status": "accepted", "received_at": AT, "case_id": None},
    "ck_outbound_message_sent_with_time": {"status": "sent"},
    "ck_message_wording_subject_with_text": {"subject": "Words"},
    "ck_outbound_message_sending_with_fence": {"status": "sending"},
    "ck_routing_rule_reason_present": {"reason": ""},
    "ck_reminder_pause_reason_present": {"reason": ""},
    "ck_routing_rule_ends_after_start": {"until_on": date(2026, 4, 30)},
    "ck_routing_rule_age_range": {"under_years": 19},
    "ck_agency_contact_name_present": {"name": ""},
    "ck_triage_decision_of_something": {"notification_id": None, "case_id": None},
    "ck_triage_decision_acknowledged_after_done": {"done_on": date(2026, 5, 2), "acknowledged_on": DAY},
    "ck_same_day_alert_closed_with_outcome": {"outcome": "Nothing"},
    "ck_alert_call_of_two_people": {"to_name": ""},
    "ck_near_deaths_in_order": {"first_case_id": 2, "second_case_id": 1},
    "ck_near_deaths_looked_at_with_thought": {"looked_at": AT},
    "ck_near_deaths_thought_present": {"looked_at": AT, "thought": ""},
    "ck_related_cases_in_order": {"first_case_id": 2, "second_case_id": 1},
    "ck_related_cases_reason_present": {"reason": ""},
    "ck_page_words_number_positive": {"number": 0},
    "ck_learning_note_number_positive": {"number": 0},
    "ck_learning_note_agreed_by_someone": {"agreed_at": AT},
    "ck_learning_note_withdrawn_once_agreed": {"withdrawn_at": AT, "withdrawn_because": "A wrong number"},
    "ck_learning_note_withdrawn_with_reason": {
        "agreed_at": AT,
        "agreed_by_name": "Somebody",
        "withdrawn_at": AT,
    },
    "ck_annual_report_approved_by_someone": {"approved_at": AT},
    "ck_report_draft_dates_in_order": {"to_on": date(2026, 4, 30)},
    "ck_report_passage_written_with_time": {"written_at": AT},
    "ck_report_remark_text_present": {"text": ""},
    "ck_report_remark_settled_with_time": {"settled_by": "Somebody"},
    "ck_report_plain_number_reason_present": {"reason": ""},
    "ck_report_restatement_reason_present": {"reason": ""},
    "ck_report_public_words_reason_present": {"reason": ""},
    "ck_annual_report_published_once_approved": {"published_at": AT, "edition": "public"},
    "ck_annual_report_published_if_public": {
        "published_at": AT,
        "approved_at": AT,
        "approved_by_name": "Somebody",
        "edition": "full",
    },
    "ck_annual_report_withdrawn_with_reason": {"withdrawn_at": AT},
    "ck_reference_table_row_count_not_negative": {"row_count": -1},
    "ck_area_deprivation_decile_range": {"decile": 11},
    "ck_published_number_number_not_negative": {"number": -1},
    "ck_comparison_number_number_within": {"number": 3, "out_of": 2},
    "ck_case_place_decile_range": {"deprivation_decile": 0},
    "ck_minutes_sheet_kind": {"kind": NO_WORD, "case_id": None},
    "ck_recommendation_text_present": {"text": ""},
    "ck_recommendation_answered_with_words": {"status": "refused"},
    "ck_action_item_verdict_with_day": {"verdict_on": DAY},
    "ck_action_item_verdict": {"verdict": NO_WORD, "verdict_on": DAY},
    "ck_recommendation_verdict_with_day": {"verdict_on": DAY},
    "ck_recommendation_verdict": {"verdict": NO_WORD, "verdict_on": DAY},
    "ck_meeting_minutes_approved_by_somebody": {"approved_on": DAY, "shared_at": AT},
    "ck_meeting_minutes_approved_once_shared": {"approved_on": DAY, "approved_by": "Somebody"},
    "ck_minutes_sheet_case_of_its_kind": {"kind": "case", "case_id": None},
    "ck_meeting_pack_released_by_somebody": {"released_at": AT},
    "ck_pack_passage_confirmed_by_somebody": {"confirmed_at": AT},
    "ck_pack_passage_released_once_confirmed": {"released_at": AT},
    "ck_passed_words_reason_present": {"reason": ""},
    "ck_pack_work_done_of_whole": {"done_count": 2, "whole_count": 1},
    "ck_pack_work_refused_once_finished": {"finished_at": None, "reasons": "[1]"},
    "ck_report_work_done_of_whole": {"done_count": 2, "whole_count": 1},
    "ck_report_work_refused_once_finished": {"finished_at": None, "reasons": "[1]"},
    "ck_release_work_done_of_whole": {"done_count": 2, "whole_count": 1},
    "ck_release_work_refused_once_finished": {"finished_at": None, "reasons": "[1]"},
    "ck_pack_reader_withdrawn_with_reason": {"withdrawn_at": AT},
    "ck_scheduled_reminder_status": {"status": NO_WORD, "closed_at": AT},
    "ck_scheduled_reminder_closed_with_time": {"closed_at": AT},
}
# Tables with two rows, so that a second row elsewhere may point to another than the first does.
TWICE = ("child_case", "form_response", "panel_meeting", "user_account")
# What a row holds instead where it points to this.
INSTEAD: dict[str, dict[str, Any]] = {
    "attachment.notification_id": {"request_id": None, "case_id": None},
    "near_deaths.second_case_id": {"first_case_id": 1},
    "related_cases.second_case_id": {"first_case_id": 1},
}
TABLES = Base.metadata.sorted_tables
VALUES: dict[type, Callable[[int], Any]] = {
    UtcDateTime: lambda _number: AT,
    Date: lambda _number: DAY,
    Boolean: lambda _number: True,
    Integer: lambda number: number,
    Float: float,
    JSON: lambda _number: {},
    LargeBinary: lambda _number: b"",
    String: lambda number: f"t{number}",
}


def checks() -> list[tuple[Table, str, dict[str, Any]]]:
    """Each CHECK with the values that break it: of a list of words, a word that is not on it."""
    found = []
    for table in TABLES:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                name = str(constraint.name)
                words = [c.name for c in table.columns if isinstance(c.type, Enum) and name.endswith(f"_{c.type.name}")]
                found.append((table, name, BROKEN[name] if name in BROKEN else {words[0]: NO_WORD}))
    return found


def uniques() -> list[tuple[Table, str]]:
    """Each UNIQUE; one that holds the id as well is only there to be pointed at."""
    return [
        (table, str(constraint.name))
        for table in TABLES
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and "id" not in constraint.columns
    ]


def row(table: Table, number: int = 1, /, **held: Any) -> dict[str, Any]:
    """A row that breaks nothing; rows of different numbers differ wherever they may."""
    values = {c.name: value_of(table, c, number) for c in table.columns}
    return {**values, **held}


def value_of(table: Table, column: Any, number: int) -> Any:
    name = f"{table.name}.{column.name}"
    if name in ("panel_meeting.held_on", "report_draft.to_on"):
        return DAY + timedelta(days=number)
    if name in HELD:
        value = HELD[name]
        return value.replace("a@", f"a{number}@") if isinstance(value, str) else value
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return value_of(
            target.table, target, min(number, 2) if target.table.name in TWICE and target.name == "id" else 1
        )
    if column.nullable:
        return None
    if isinstance(column.type, Enum):
        return column.type.enums[(number - 1) % len(column.type.enums)]
    return next(value(number) for kind, value in VALUES.items() if isinstance(column.type, kind))


@pytest.fixture
def connection(app: Flask) -> Any:
    """A connection to a database with one row in every table."""
    with db.engine.connect() as connection:
        for table in TABLES:
            connection.execute(insert(table), row(table))
            if table.name in TWICE:
                connection.execute(insert(table), row(table, 2))
        yield connection
        connection.rollback()


def refused(connection: Connection, table: Table, values: dict[str, Any]) -> str:
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = text(f'insert into "{table.name}" ({names}) values ({marks})')
    typed = {name: stored(value) for name, value in values.items()}
    with pytest.raises(IntegrityError) as error, connection.begin_nested():
        connection.execute(statement, typed)
    return str(error.value.orig)


def stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"  # as SQLite keeps it
    return "{}" if value == {} else str(value) if isinstance(value, date) else value


def test_every_check_refuses_what_breaks_it(connection: Connection) -> None:
    told = {name: refused(connection, table, row(table, 3, **broken)) for table, name, broken in checks()}
    assert {name for name, words in told.items() if name not in words} == set()
    assert len(told) >= 28


def test_every_unique_constraint_refuses_a_second_row(connection: Connection) -> None:
    silent = []
    for table, name in uniques():
        constraint = next(c for c in table.constraints if c.name == name)
        columns = [column.name for column in constraint.columns]  # type: ignore[union-attr]
        first = row(table)
        words = refused(connection, table, row(table, 3, **{column: first[column] for column in columns}))
        if not all(column in words for column in columns):
            silent.append((name, words))
    assert silent == []
    assert len(uniques()) >= 10


def test_no_row_points_into_another_panel(connection: Connection) -> None:
    panel = Base.metadata.tables["panel"]
    connection.execute(insert(panel), row(panel, 2))
    silent = {}
    for table in TABLES:
        for constraint in table.foreign_key_constraints:
            if "panel_id" in constraint.column_keys and len(constraint.column_keys) > 1:
                keys = {key: 1 for key in constraint.column_keys if key != "panel_id"}
                values = row(table, 3, **keys, panel_id=2)
                values |= {"theme_key": "t1"} if "theme_key" in values else {}
                values |= {k: v for key in keys for k, v in INSTEAD.get(f"{table.name}.{key}", {}).items()}
                with connection.begin_nested() as before:
                    for later in reversed(TABLES[TABLES.index(table) :]):
                        # What others point to, and what the database keeps for ever, stays.
                        with suppress(DBAPIError), connection.begin_nested():
                            connection.execute(delete(later))
                    words = refused(connection, table, values).lower()
                    before.rollback()
                silent[table.name, str(constraint.name)] = "foreign key" in words
    assert set(silent.values()) == {True}
    assert len(silent) >= 8


def test_dates_and_instants_are_kept(connection: Connection) -> None:
    case, entry = (connection.execute(select(Base.metadata.tables[name])).first() for name in KEPT)
    assert (case.died_on, entry.at) == (DAY, AT)


KEPT = ("child_case", "audit_entry")
