"""An example of every page for the sweep: what its address names, what its form says, what it answers."""

from collections.abc import Callable
from typing import Any

from cdop.questionnaires.answer import NOT_IN_A_GROUP, place_of
from tests.personas import address
from tests.web.account_examples import ACCOUNT_EXAMPLES
from tests.web.national_examples import NATIONAL_EXAMPLES, national
from tests.web.owned_examples import OWNED_EXAMPLES, action
from tests.web.report_examples import OF_REPORTS, REPORT_EXAMPLES
from tests.web.theme_examples import THEME_EXAMPLES
from tests.web.things import Example, Things


def _nothing(_things: Things) -> dict[str, Any]:
    return {}


def _place(question: str) -> str:
    return place_of((question, NOT_IN_A_GROUP))


def _case(things: Things) -> dict[str, Any]:
    return {"public_id": things.case.public_id}


def _step(things: Things) -> dict[str, Any]:
    return _case(things) | {"step": "make-ready-for-panel"}


def _other_case(things: Things) -> dict[str, Any]:
    return _case(things) | {"other_id": "A" * 22}


def _joined_case(things: Things) -> dict[str, Any]:
    return _case(things) | {"joined_id": "A" * 22}


def _question(things: Things) -> dict[str, Any]:
    return _case(things) | {"form_key": "form_b", "place": _place("birth_weight_g")}


def _agency(things: Things) -> dict[str, Any]:
    return {"public_id": things.agency}


def _response(things: Things) -> dict[str, Any]:
    return _case(things) | {"response_id": "A" * 22}


def _request(things: Things) -> dict[str, Any]:
    return {"public_id": things.request}


def _document(things: Things) -> dict[str, Any]:
    return _request(things) | {"file_id": "A" * 22}


def _nobody(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


def _no_file(_things: Things) -> dict[str, Any]:
    return {"file_id": "A" * 22}


def _request_section(things: Things) -> dict[str, Any]:
    return _request(things) | {"form_key": "form_b", "section_key": "reporting"}


def _meeting(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.meeting}


def _agenda(things: Things) -> dict[str, Any]:
    return _meeting(things) | {"case_id": things.case.public_id}


def _packed_case(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return _meeting(things) | {"case_id": things.signed.case.public_id}


def _passage(things: Things) -> dict[str, Any]:
    return _packed_case(things) | {"passage_id": "A" * 22}


def _minutes_sheet(things: Things) -> dict[str, Any]:
    return _meeting(things) | {"sheet_id": "A" * 22}


def _pack_reader(things: Things) -> dict[str, Any]:
    return _meeting(things) | {"reader_id": "A" * 22}


def _pack_work(things: Things) -> dict[str, Any]:
    return _meeting(things) | {"work_id": "A" * 22}


def _analysis_section(things: Things) -> dict[str, Any]:
    return _case(things) | {"section_key": "learning"}


def _version(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.case.public_id, "version_id": things.signed.version}


def _message(things: Things) -> dict[str, Any]:
    return {"public_id": things.message}


def _words(_things: Things) -> dict[str, Any]:
    return {"key": "form_b_request"}


def _notification(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.notification}


def _awaited(things: Things) -> dict[str, Any]:
    return {"public_id": things.awaited}


def _alert(things: Things) -> dict[str, Any]:
    return {"public_id": things.alert}


def _of_list(place: int) -> Callable[[Things], dict[str, Any]]:
    return lambda things: {"public_id": things.list[place]}


_sender, _list, _line = map(_of_list, range(3))


def _hold(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.case.public_id, "hold_id": things.live.hold}


def _pause(things: Things) -> dict[str, Any]:
    return _case(things) | {"pause_id": "A" * 22}


def _letter(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.case.public_id, "letter_id": things.live.letter}


def _link(_things: Things) -> dict[str, Any]:
    return {"token": "A" * 43}


def _no_person(things: Things) -> dict[str, Any]:
    return _agency(things) | {"contact_id": "nobody"}


EXAMPLES = {
    "static": Example(lambda _things: {"filename": "cdop.css"}),
    "auth.sign_in": Example(sent=422),
    "auth.code": Example(opened=302),
    "auth.sign_out": Example(),
    "auth.choose_panel": Example(opened=302),
    "auth.stay": Example(opened=204),
    "late_forms.show": Example(_nobody, opened=404),
    "brand.logo": Example(lambda _things: {"digest": "0" * 64}, opened=404),
    "brand.stylesheet": Example(lambda _things: {"colour": "1d3c6e"}),
    "home.index": Example(),
    "home.accessibility": Example(),
    "cases.index": Example(),
    "searches.search": Example(lambda _things: {"name": "cases"}),
    "cases.show": Example(_case),
    "cases.add_note": Example(_case, {"text": "A note"}),
    "cases.look_up": Example(_case),
    "cases.correct": Example(_case, {"given_names": "Corrected"}, is_page_form=True),
    "cases.exclude": Example(_case, {"email": address("panel member"), "reason": "Knew the family"}),
    "cases.summary": Example(_case),
    # The case is not so far.
    "cases.take_step": Example(_step, sent=422),
    "responses.index": Example(_case),
    # The case has no such form, and none that was sent.
    "responses.show": Example(_response, opened=404),
    "responses.paper": Example(_response, opened=404),
    "responses.papers": Example(_case, opened=409),
    "responses.table": Example(_response, opened=404),
    "responses.answers": Example(_response, opened=404),
    "agencies.index": Example(),
    "agencies.add": Example(sent=422),
    "agencies.edit": Example(_agency, is_page_form=True),
    "request_board.index": Example(),
    "request_board.remind": Example(sent=422),
    "agencies.show": Example(_agency),
    "directory.add_contact": Example(_agency, {"name": "Invented Person"}),
    "directory.change_contact": Example(_no_person, opened=404, sent=404),
    "directory.remove_contact": Example(_no_person, sent=404),
    "directory.secure": Example(_nothing, {"endings": "nhs.net"}),
    "directory.file": Example(sent=422),
    "directory.export": Example(sent=200),
    "directory.scores": Example(),
    "routing.index": Example(),
    "routing.add": Example(sent=422),
    "routing.edit": Example(lambda _things: {"key": "gp"}, is_page_form=True),
    "routing.restore": Example(),
    "request_changes.agree": Example(_nobody, sent=404),
    "request_changes.decline": Example(_nobody, sent=404),
    "own_requests.index": Example(),
    "own_requests.open_form": Example(_nobody, sent=404),
    "requests.index": Example(_case),
    "requests.send": Example(_case, sent=422),
    "requests.tell": Example(_case, {"circumstances": "on the railway"}),
    "requests.decline": Example(_case, {"reason": "All who knew the child were asked"}),
    "comparison.index": Example(_case),
    "comparison.completeness": Example(_case),
    # No form came back.
    "comparison.agree": Example(_question, opened=404, sent=404),
    "requests.show": Example(_request),
    # The form has not come back.
    "requests.read": Example(_request, opened=409),
    "form_versions.show": Example(lambda things: _request(things) | {"number": 1}, opened=404),
    "requests.document": Example(_document, opened=404),
    "requests.reissue": Example(_request, sent=422),
    "requests.extend": Example(_request, sent=422),
    "requests.withdraw": Example(_request, sent=422),
    "requests.send_back": Example(_request, sent=422),
    "requests.declined": Example(_request, sent=422),
    "requests.accept": Example(_request, sent=409),
    "request_contacts.log": Example(_request, sent=422),
    "request_contacts.file": Example(_request, sent=422),
    "request_contacts.drop": Example(_request, sent=422),
    "request_contents.change": Example(_request, sent=409),
    "request_contacts.enter": Example(_request_section, opened=409, sent=409),
    # There is no such link.
    "invitations.show": Example(_link, opened=410),
    "invitations.send_code": Example(_link, sent=410),
    "invitations.open_form": Example(_link, opened=410, sent=410),
    "invitations.closed": Example(),
    "invitations.received": Example(opened=302),
    "form_b.index": Example(),
    "form_b.stay": Example(),
    "form_b.section": Example(lambda _things: {"form_key": "form_b", "section_key": "reporting"}),
    "form_b.autosave": Example(lambda _things: {"form_key": "form_b", "section_key": "reporting"}),
    "form_b.check_answers": Example(),
    "form_b.nothing_held": Example(),
    "form_b.copy": Example(lambda _things: {"form_key": "form_b"}),
    "form_b_handling.answer": Example(lambda _things: {"form_key": "form_b", "place": _place("contact_summary")}),
    "form_b_handling.document": Example(_no_file),
    "form_b_changes.more_time": Example(),
    "form_b_changes.colleague": Example(),
    "form_b_release.index": Example(),
    "form_b_release.give_back": Example(opened=302),
    "form_b_files.index": Example(sent=422),
    "form_b_files.download": Example(_no_file, opened=404),
    "form_b_files.remove": Example(_no_file, sent=404),
    "form_b.leave": Example(),
    "review_meetings.record": Example(
        _case,
        {"held_on-day": "1", "held_on-month": "6", "held_on-year": "2026", "person-1-name": "Invented Person"},
    ),
    "analysis.index": Example(_case),
    "analysis.take_later_form": Example(_case, sent=409),
    "analysis.section": Example(_analysis_section),
    "analysis.earlier": Example(_case),
    "analysis.panel": Example(_case),
    # The case is on no agenda.
    "analysis.sign": Example(_case, {"confirmed": "yes"}, sent=409),
    "analysis.version": Example(_version),
    "meetings.index": Example(),
    "meetings.plan": Example(sent=422),
    "ready_board.index": Example(),
    "meeting_dates.year": Example(sent=422),
    # The meeting was held.
    "meeting_dates.change": Example(_meeting, opened=409, sent=409),
    "meeting_dates.move": Example(_meeting, opened=409, sent=409),
    "meeting_dates.cancel": Example(_meeting, opened=409, sent=409),
    "meeting_dates.fix": Example(_meeting, sent=409),
    "meeting_people.index": Example(_meeting),
    "meeting_people.invite_seats": Example(_meeting, sent=409),
    "meeting_people.invite": Example(_meeting, sent=422),
    "meeting_people.withdraw": Example(
        lambda things: _meeting(things) | {"invitation_id": "A" * 22}, opened=404, sent=404
    ),
    # The case is on no agenda.
    "discussions.note": Example(_case, opened=404, sent=404),
    "discussions.adjourn": Example(_case, opened=404, sent=404),
    "discussions.agree_subject": Example(_case, opened=404, sent=404),
    "discussions.settle": Example(_case, opened=404, sent=404),
    "conflicts.index": Example(_meeting),
    # The case is not on the agenda, and nothing is declared.
    "conflicts.declare": Example(_agenda, opened=404, sent=404),
    "conflicts.decide": Example(lambda things: _meeting(things) | {"conflict_id": "A" * 22}, opened=404, sent=404),
    "meeting_answers.show": Example(_link, opened=404),
    "meeting_answers.answer": Example(_link, sent=404),
    "panel_seats.index": Example(),
    "planner.index": Example(),
    "planner.put_on": Example(),
    "panel_seats.add": Example(sent=422),
    "panel_seats.edit": Example(_nobody, opened=404, sent=404),
    "meetings.show": Example(_meeting),
    # The meeting was held, without this case.
    "meetings.put_on": Example(_agenda, sent=409),
    "meetings.take_off": Example(_agenda, opened=404, sent=404),
    "meetings.attendance": Example(_meeting, is_page_form=True),
    "packs.index": Example(_meeting),
    "packs.draft": Example(_meeting),
    # Nothing of it is confirmed, so that it is not released.
    "packs.release": Example(_meeting, sent=409),
    "packs.case": Example(_packed_case),
    "packs.confirm": Example(_packed_case, sent=422),
    "packs.passage": Example(_passage, opened=404, sent=404),
    "packs.let_stand": Example(_passage, opened=404, sent=404),
    "pack_reader.index": Example(_meeting, opened=409),
    "pack_reader.case": Example(_packed_case, opened=409),
    "pack_reader.paper": Example(_meeting, sent=409),
    "pack_reader.readers": Example(_meeting),
    "pack_reader.give": Example(_meeting),
    "pack_reader.withdraw": Example(_pack_reader, opened=404, sent=404),
    "pack_reader.give_again": Example(_pack_reader, sent=404),
    # Whoever asks for work sees it, and nobody else does.
    "pack_works.show": Example(_pack_work, opened=404),
    "pack_works.file": Example(_pack_work, opened=404),
    # Whoever only reads them finds a draft that is not shared; nobody shares it before it is drafted.
    "minutes.index": Example(_nobody, opened=404),
    "minutes.draft": Example(_meeting),
    "minutes.sheet": Example(_minutes_sheet, opened=404, sent=404),
    "minutes.share": Example(_meeting),
    "minutes.approve": Example(_meeting, sent=422),
    "minutes.paper": Example(_nobody, sent=404),
    "messages.index": Example(),
    "messages.send_again": Example(_message, sent=409),  # one that waits needs nobody's word
    "messages.say_arrived": Example(_message, sent=409),
    "messages.set_aside": Example(_message, sent=409),
    "messages.set_all_held_aside": Example(),
    "messages.send_all_held": Example(),
    "message_wordings.index": Example(),
    "message_wordings.edit": Example(_words, is_page_form=True),
    "message_wordings.restore": Example(_words),
    "message_wordings.preview": Example(_words),
    "inbox.index": Example(),
    "inbox.choose": Example(),
    "inbox.show": Example(_nobody, opened=404),
    "inbox.show_sheet": Example(_nobody, opened=404),
    "jobs.index": Example(),
    "calendar.show": Example(),
    "calendar.end": Example(),
    "calendar.read": Example(lambda _things: {"token": "A" * 43}, opened=404),
    "health.alive": Example(),
    "health.ready": Example(),
    # The box that people do not see is filled in: nothing is begun, so that the pages after it have nothing to show.
    "notify.start": Example(form={"website": "http://example.com"}, sent=422),
    "notify.section": Example(lambda _things: {"section_key": "child"}, opened=302, sent=409),
    "notify.more": Example(opened=302),
    "notify.check_answers": Example(opened=302),
    "notify.received": Example(opened=302),
    "notify.leave": Example(opened=302),
    "notify_files.index": Example(opened=302, sent=409),
    "notify_files.more": Example(opened=302, sent=409),
    "notify_files.remove": Example(lambda _things: {"file_id": "A" * 22}, sent=409),
    "notifications.document": Example(lambda things: _notification(things) | {"file_id": "A" * 22}, opened=404),
    "notifications.index": Example(),
    "notifications.check": Example(_notification),
    "notify_return.code": Example(opened=302),
    "notify_return.come_back": Example(sent=422),
    "notify_return.standing": Example(opened=302),
    "notify_return.answer": Example(_nobody, sent=409),
    "notify_return.close": Example(),
    "received_notifications.take_in": Example(sent=422),
    "received_notifications.show": Example(_notification, opened=404),  # it came from no other system
    "notifications.ask": Example(_notification, sent=422),
    "notifications.no_more": Example(_notification),
    "notifications.go_on": Example(_notification, sent=404),  # it is no telephone call
    "triage.open_case": Example(_notification, sent=422),
    "triage.link": Example(_notification, sent=422),
    "triage.delay": Example(_notification, is_page_form=True),
    "triage.tell_apart": Example(_notification, sent=422),
    "triage.set_aside": Example(_notification, sent=422),
    "scope.take_out": Example(_case, sent=422),
    "scope.reconsider": Example(_case, sent=422),
    "alerts.index": Example(),
    "alerts.show": Example(_alert),
    "alerts.add_call": Example(_alert, sent=422),
    "alerts.close": Example(_alert, sent=422),
    "triage.change": Example(_case, sent=422),
    "triage.history": Example(_case),
    "triage.led_elsewhere": Example(),
    "triage.reconsider": Example(_notification, sent=422),
    "awaited.index": Example(),
    "awaited.add": Example(sent=422),
    "awaited.show": Example(_awaited),
    "awaited.ask": Example(_awaited, sent=422),
    "awaited.arrived": Example(_awaited, sent=422),
    "awaited.end": Example(_awaited, sent=422),
    "death_lists.index": Example(sent=422),
    "death_lists.source": Example(_sender, is_page_form=True),
    "death_lists.show": Example(_list),
    "death_lists.columns": Example(_list, sent=409),  # it is kept already
    "death_lists.again": Example(_list),
    "death_lists.await_missing": Example(_list, sent=422),
    "death_lists.report": Example(_list),
    "death_lists.line": Example(_line, sent=422),
    "moved_requests.move": Example(_request, sent=422),
    "joined_cases.index": Example(_case, sent=422),
    "joined_cases.pair": Example(_other_case, opened=404, sent=404),
    "joined_cases.tell_apart": Example(_other_case, sent=404),
    "joined_cases.take_apart": Example(_joined_case, opened=404, sent=404),
    "related_cases.index": Example(_case, sent=422),
    "related_cases.take_back": Example(lambda things: _case(things) | {"record_id": "A" * 22}, opened=404, sent=404),
    "deadlines.index": Example(),
    "deadlines.edit": Example(lambda _things: {"key": "triage_wd"}, sent=422),
    "reminder_steps.index": Example(),
    "reminder_steps.edit": Example(lambda _things: {"key": "form_b_return"}, is_page_form=True),
    "factors.index": Example(),
    "factors.add": Example(sent=422),
    "factors.change": Example(lambda _things: {"key": "A01"}, is_page_form=True),
    "holds.index": Example(_case, sent=422),
    "outside_steps.record": Example(_case, is_page_form=True),
    "reminder_pauses.index": Example(_case, sent=422),
    "reminder_pauses.end": Example(_pause, sent=404),
    "holds.check": Example(_hold, sent=422),
    "waits.index": Example(),
    "waits.cases": Example(),
    "holds.end": Example(_hold, sent=422),
    "sensitive_cases.mark": Example(_case, sent=422),
    # The case is not sensitive.
    "sensitive_cases.read_out": Example(_request, sent=422),
    "letters.index": Example(_case),
    "letters.write": Example(_case),
    "letters.show": Example(_letter),
    "letters.edit": Example(_letter, sent=422),
    # The letter has gaps.
    "letters.release": Example(_letter, sent=409),
    "letters.post": Example(_letter, sent=422),
    "family_contacts.change": Example(_case, is_page_form=True),
    "official_letters.index": Example(),
    "official_letters.write": Example(sent=422),
    "official_letters.show": Example(_nobody, opened=404),
    "official_letters.edit": Example(_nobody, opened=404, sent=404),
    **dict.fromkeys(
        [f"official_letters.{verb}" for verb in ("release", "discard", "send", "post", "answer")],
        Example(_nobody, sent=404),
    ),
    "official_letters.paper": Example(_nobody, opened=404),
    "letters.paper": Example(_letter, opened=409),
    "my_day.part": Example(lambda _things: {"key": "this-week"}),
    "figures.index": Example(),
    "figures.timeliness": Example(),
    "figures.cases": Example(lambda _things: {"measure": "reviewed.sex"}),
    "figures.between": Example(),
    "figures.protected": Example(),
    "api.index": Example(),
    "api.description": Example(),
    "api.measures": Example(),
    "api.figures": Example(lambda _things: {"year": "2013-14"}, opened=401),
    "api.table": Example(lambda _things: {"measure": "reviewed.sex"}, opened=401),
    "api.released": Example(opened=401),
    "api_tokens.index": Example(sent=422),
    "api_tokens.end": Example(_nobody, opened=404, sent=404),
    "workspace.index": Example(),
    "workspace.csv_file": Example(),
    "workspace.workbook": Example(),
    "workspace.json_file": Example(),
    "workspace.pdf_file": Example(),
    "figures.timeliness_file": Example(),
    "register.index": Example(sent=422),
    "register.export": Example(sent=200),
    **REPORT_EXAMPLES,
    **THEME_EXAMPLES,
    "themes_of_case.index": Example(_case, sent=422),
    **NATIONAL_EXAMPLES,
    **OWNED_EXAMPLES,
    **ACCOUNT_EXAMPLES,
}
# Addresses that name a case of a panel, and those that name something else of it.
OF_CASE = (
    _case,
    _other_case,
    _joined_case,
    _step,
    _response,
    _question,
    _request,
    _request_section,
    _agenda,
    _analysis_section,
    _pause,
    national,
)
OF_PACKS = (_packed_case, _passage, _pack_reader, _pack_work, _minutes_sheet)
OF_LISTS = (_awaited, _sender, _list, _line)
OF_REVIEW = (_agency, _document, _meeting, _version, action, _message, _notification, _hold, _letter)
OF_PANEL = (*OF_REVIEW, *OF_LISTS, *OF_PACKS, *OF_REPORTS)
ABOUT_ONE = [endpoint for endpoint, example in EXAMPLES.items() if example.names in (*OF_CASE, *OF_PANEL)]
