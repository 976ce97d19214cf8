"""The one-time mark, the version, and faults that a service found."""

import io
from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict

from cdop.forms.base import LONGEST_IN_A_FAULT, NO_VERSION, BaseForm, VersionedForm, all_typed, free_text
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    FileField,
    NumberField,
    RadiosField,
    SelectChoice,
    TextField,
)
from cdop.forms.times import TimeField


class Named(BaseForm):
    name = TextField("Name")


class Edited(VersionedForm):
    name = TextField("Name")


class OfAllKinds(Edited):
    story = AreaField("Story")
    weeks = NumberField("Weeks")
    day = DateField("When was it?")
    starts = TimeField("Start")
    sex = RadiosField("Sex", choices=[SelectChoice("f", "Female"), SelectChoice("m", "Male")])
    asks = CheckboxesField("Asks", choices=[SelectChoice("gp", "Practice"), SelectChoice("as", "Ambulance service")])
    is_sure = ConfirmField("It is right")
    why = TextField("Why?")


RECORDED = {
    "name": "Siân",
    "story": "One.\n\nTwo.",
    "weeks": 40,
    "day": date(2026, 11, 3),
    "starts": time(14, 30),
    "sex": "f",
    "asks": ["as", "gp"],
    "is_sure": True,
    "version": 7,
}
AS_TYPED = {
    "name": "Siân",
    "story": "One.\r\n\r\nTwo.",
    "weeks": "40",
    "day-day": "3",
    "day-month": "11",
    "day-year": "2026",
    "starts": "2.30pm",
    "sex": "f",
    "asks": ["gp", "as"],
    "is_sure": "yes",
    "why": "New",
    "version": "6",
}


class WithFile(BaseForm):
    file = FileField("File")


def test_open_form_gives_each_its_own_mark(opened):
    marks = {opened(Named).submission_id.data for _ in range(20)}
    assert len(marks) == 20
    assert {len(mark) for mark in marks} == {24}


def test_send_form_keeps_its_mark(sent):
    assert sent(Named, {"submission_id": "m" * 24}).submission_id.data == "m" * 24


@pytest.mark.parametrize("mark", [None, "", "short", "x" * 65, "m" * 20 + "'--", "é" * 20])
def test_send_unusable_mark_gives_a_fresh_one(sent, mark):
    form = sent(Named, {} if mark is None else {"submission_id": mark})
    assert form.errors == {}
    assert form.submission_id.data != mark
    assert len(form.submission_id.data) == 24


def test_open_edit_carries_the_version(opened):
    assert opened(Edited, data={"version": 7}).version._value() == "7"


@pytest.mark.parametrize(
    ("given", "version"),
    [("7", 7), ("0", 0), ("", NO_VERSION), ("x", NO_VERSION), ("-1", NO_VERSION), ("9" * 30, NO_VERSION)],
)
def test_send_edit_returns_the_version_it_was_made_from(sent, given, version):
    form = sent(Edited, {"version": given})
    assert (form.version.data, form.errors) == (version, {})


def test_send_edit_without_version_returns_one_that_no_row_has(sent):
    assert sent(Edited, {}).version.data == NO_VERSION


def test_second_of_two_goes_on_beside_what_is_recorded_of_each_answer_that_differs(sent):
    form = sent(OfAllKinds, {"name": "Sian", "why": "New", "version": "6"}, data=RECORDED)
    form.add_faults({"version": "Somebody was first"})
    form.go_on_beside()
    assert form.version.data == 7
    assert (form.name.data, form.why.data) == ("Sian", "New")
    assert form.errors == {
        "version": ["Somebody was first"],
        "name": ["Name, as recorded now: Siân"],
        "story": ["Story, as recorded now, is below"],
        "weeks": ["Weeks, as recorded now: 40"],
        "day": ["When was it, as recorded now: 3 November 2026"],
        "starts": ["Start, as recorded now: 2:30pm"],
        "sex": ["Sex, as recorded now: Female"],
        "asks": ["Asks, as recorded now: Practice; Ambulance service"],
        "is_sure": ["It is right, as recorded now: yes"],
    }
    assert form.story.beside == "One.\n\nTwo."
    assert '<div class="govuk-inset-text cdop-narrative">One.\n\nTwo.</div>' in form.story()


def test_second_of_two_reads_nothing_where_nothing_is_recorded(sent):
    nothing = dict.fromkeys(RECORDED, None) | {"asks": [], "version": 7}
    form = sent(OfAllKinds, AS_TYPED, data=nothing | {"weeks": 0})
    form.add_faults({"version": "Somebody was first"})
    form.go_on_beside()
    said = {name: faults[0].partition(": ")[2] for name, faults in form.errors.items() if name != "version"}
    kinds = ("name", "story", "day", "starts", "sex", "asks")
    assert said == dict.fromkeys(kinds, "nothing") | {"weeks": "0", "is_sure": "no"}


def test_second_of_two_is_told_of_no_answer_that_is_as_recorded(sent):
    form = sent(OfAllKinds, AS_TYPED, data=RECORDED)
    form.add_faults({"version": "Somebody was first"})
    form.go_on_beside()
    assert form.errors == {"version": ["Somebody was first"]}


def test_what_is_only_proposed_is_shown_first(opened):
    assert opened(Edited, data={"name": "Siân", "version": 7}, name="Sioned").name.data == "Sioned"


def test_what_is_only_proposed_is_not_said_to_be_recorded(sent):
    form = sent(Edited, {"name": "Sian", "version": "6"}, data={"name": "Siân", "version": 7}, name="Sioned")
    form.add_faults({"version": "Somebody was first"})
    form.go_on_beside()
    assert form.errors["name"] == ["Name, as recorded now: Siân"]


def test_form_that_was_not_second_keeps_its_version_and_is_told_nothing(sent):
    form = sent(OfAllKinds, AS_TYPED, data=RECORDED | {"name": "Sioned"})
    form.go_on_beside()
    assert (form.version.data, form.errors) == (6, {})


@pytest.mark.parametrize(("length", "is_below"), [(LONGEST_IN_A_FAULT, False), (LONGEST_IN_A_FAULT + 1, True)])
def test_long_text_that_is_recorded_stands_under_the_fault(sent, length, is_below):
    text = "w" * length
    form = sent(Edited, {"name": "x", "version": "6"}, data={"name": text, "version": 7})
    form.add_faults({"version": "Somebody was first"})
    form.go_on_beside()
    said = form.error_summary()[-1]["text"]
    assert (said, form.name.beside) == (
        ("Name, as recorded now, is below", text) if is_below else (f"Name, as recorded now: {text}", "")
    )


def test_send_nothing_keeps_nothing_of_what_is_stored(bare_app):
    with bare_app.test_request_context(method="POST"):
        form = Edited(data={"name": "Siân", "version": 7})
        assert (form.name.data, form.version.data) == ("", NO_VERSION)


def test_send_json_is_no_submission(bare_app):
    with bare_app.test_request_context(method="POST", json={"name": 7}):
        assert Named().name.data == ""


def test_send_file_as_text_and_text_as_file_returns_blanks(sent):
    assert sent(Named, {"name": (io.BytesIO(b"x"), "x.txt")}).name.data == ""
    assert sent(WithFile, {"file": "not a file"}).file.data is None


def test_add_faults_shows_them_beside_their_field_or_above_all(sent):
    form = sent(Named, {"name": "x"})
    form.add_faults({"name": "Enter another name", "elsewhere": "The register is being imported"})
    assert form.error_summary() == [
        {"text": "The register is being imported", "href": ""},
        {"text": "Enter another name", "href": "#name"},
    ]
    assert form.errors == {"": ["The register is being imported"], "name": ["Enter another name"]}
    assert "Enter another name" in form.name()


def test_ask_for_files_says_whether_there_are_any(opened):
    assert (opened(Named).has_files, opened(WithFile).has_files) == (False, True)


SECRET = {"csrf_token", "press", "password", "new_password", "code"}


def test_free_text_returns_what_was_written_and_no_secret():
    sent_fields = MultiDict(
        [
            ("csrf_token", "a token with spaces in it"),
            ("submission_id", "x" * 30),
            ("next", "/a/long/address/of/another/page"),
            ("password", "correct horse battery staple"),
            ("new_password", "correct horse battery staple"),
            ("sex", "f"),
            ("code", "123 456"),
            ("seen", '[["story","","0123456789ab"]]'),
            ("press", "remove:siblings:01abcdef"),
            ("cause-reason", "not held by this agency"),
            ("postcode", "CW1 2AB"),
            ("story", "The baby was found at six."),
            ("note", "Supercalifragilisticexpialidocious"),
            ("other", "The baby was found at six."),
        ]
    )
    assert free_text(sent_fields) == [
        "Supercalifragilisticexpialidocious",
        "The baby was found at six.",
        "CW1 2AB",
    ]
    assert {name for name, _value in all_typed(sent_fields)} == sent_fields.keys() - SECRET
    assert all_typed(MultiDict([("submission_id", "x" * 30), ("version", "3"), ("press", "up")])) == []
