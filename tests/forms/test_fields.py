"""What each field reads, refuses and draws."""

import io

import pytest
from werkzeug.datastructures import MultiDict

from cdop.forms.base import BaseForm
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    EmailField,
    FileField,
    NumberField,
    PasswordField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from tests.forms.dom import dom

KNOWN = [
    SelectChoice("gp", "General practice"),
    SelectChoice("other", "Another service", {"hint": "Say which"}),
    SelectChoice("not known", "Not known", {"exclusive": True}),
]


class Everything(BaseForm):
    name = TextField("Child’s name", [Required("Enter the child’s name")], hint="As on the form", max_length=20)
    weeks = NumberField("Gestation", lowest=20, highest=45)
    sex = RadiosField("Sex", choices=[SelectChoice("f", "Female"), SelectChoice("not known", "Not known")])
    services = CheckboxesField("Services", choices=KNOWN)
    area = SelectionField("Area", choices=[SelectChoice("", "Choose an area"), SelectChoice("e1", "East")])
    story = AreaField("What happened", max_length=30)
    email = EmailField("Email address")
    password = PasswordField("Password")
    file = FileField("Register", accept=".csv")
    checked = ConfirmField("I have checked it", [Required("Confirm that you have checked it")])


COMPLETE = {"name": "Siân", "checked": "yes"}


def test_read_complete_form_returns_every_answer(sent):
    fields = MultiDict(
        [
            ("name", "  Siân  Ó Briain "),
            ("weeks", "38"),
            ("sex", "not known"),
            ("services", "gp"),
            ("services", "other"),
            ("area", "e1"),
            ("story", " One\r\n\r\nTwo "),
            ("email", "a.person@nhs.net"),
            ("password", " kept as typed "),
            ("checked", "yes"),
        ]
    )
    form = sent(Everything, fields)
    answers = {name: value for name, value in form.data.items() if name not in ("submission_id", "file")}
    assert form.errors == {}
    assert answers == {
        "name": "Siân  Ó Briain",
        "weeks": 38,
        "sex": "not known",
        "services": ["gp", "other"],
        "area": "e1",
        "story": "One\n\nTwo",
        "email": "a.person@nhs.net",
        "password": " kept as typed ",
        "checked": True,
    }


def test_read_empty_submission_returns_blanks_and_only_required_faults(sent):
    form = sent(Everything, {})
    answers = {name: value for name, value in form.data.items() if name != "submission_id"}
    assert answers == {
        "name": "",
        "weeks": None,
        "sex": "",
        "services": [],
        "area": "",
        "story": "",
        "email": "",
        "password": "",
        "file": None,
        "checked": False,
    }
    assert form.errors == {
        "name": ["Enter the child’s name"],
        "checked": ["Confirm that you have checked it"],
    }


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Łucja Żółć",
        "محمد",
        "ਸਿੰਘ",
        "O’Brien-Smith",
        "👶🏽",
        "Zoë‑Mae",
        "d'Ávila",
        "Ægir Þór",
        "陈小明",
    ],
)
def test_read_name_keeps_every_letter(sent, name):
    form = sent(Everything, COMPLETE | {"name": name})
    assert (form.name.data, form.errors) == (name, {})
    assert dom(form.name())[0][2][-1][1][-1] == ("value", name)


def test_read_name_composes_its_accents(sent):
    assert sent(Everything, COMPLETE | {"name": "Sia\u0302n"}).name.data == "Si\u00e2n"


def test_read_name_puts_lines_on_one(sent):
    assert sent(Everything, COMPLETE | {"name": "Ann\r\nBcc: x"}).name.data == "Ann Bcc: x"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_read_character_that_cannot_be_stored_is_refused_and_shown(sent, character):
    form = sent(Everything, COMPLETE | {"name": f"Ann{character}e"})
    message = "Child’s name contains a character that cannot be stored, shown as \ufffd."
    assert form.errors == {"name": [f"{message} Delete it or type it again"]}
    assert 'value="Ann\ufffde"' in form.name()


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x85"])
def test_read_line_breaks_of_any_kind_as_one(sent, break_):
    assert sent(Everything, COMPLETE | {"story": f"a{break_}b"}).story.data == "a\nb"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "x" * 21, "Child’s name must be 20 characters or fewer"),
        ("story", "x" * 31, "What happened must be 30 characters or fewer"),
        ("weeks", "many", "Gestation must be a whole number, like 12"),
        ("weeks", "38.5", "Gestation must be a whole number, like 12"),
        ("weeks", "9" * 5000, "Gestation must be a whole number, like 12"),
        ("weeks", "19", "Gestation must be between 20 and 45"),
        ("weeks", "46", "Gestation must be between 20 and 45"),
        ("weeks", "-3", "Gestation must be between 20 and 45"),
        ("sex", "x", "Sex: select one of the answers shown"),
        ("area", "x", "Area: select one of the answers shown"),
        ("services", "x", "Services: select one of the answers shown"),
        ("services", ["gp", "not known"], "Services: select “Not known” or the other answers, not both"),
        ("email", "nobody", "Email address must be like name@example.com"),
        ("email", "a@b@c", "Email address must be like name@example.com"),
        ("password", "x" * 201, "Password must be 200 characters or fewer"),
    ],
)
def test_read_faulty_answer_says_what_to_do(sent, field, value, message):
    form = sent(Everything, COMPLETE | {field: value})
    assert form.errors == {field: [message]}
    assert form.error_summary() == [{"text": message, "href": f"#{field}"}]
    assert f'id="{field}-error"' in form[field]()


@pytest.mark.parametrize("bounds", [({"lowest": 1}, "1 or more"), ({"highest": 0}, "0 or less")])
def test_read_number_beyond_one_bound_names_it(sent, bounds):
    class OneBound(BaseForm):
        number = NumberField("Number", **bounds[0])

    value = "0" if "lowest" in bounds[0] else "1"
    assert sent(OneBound, {"number": value}).errors == {"number": [f"Number must be {bounds[1]}"]}


def test_read_zero_counts_as_an_answer(sent):
    class Needed(BaseForm):
        number = NumberField("Number", [Required("Enter the number")], lowest=0)

    assert sent(Needed, {"number": "0"}).errors == {}


def test_draw_wrong_number_keeps_what_was_typed(sent):
    assert 'value="many &amp; more"' in sent(Everything, COMPLETE | {"weeks": "many & more"}).weeks()


def test_draw_password_never_sends_it_back(sent):
    assert "secret" not in sent(Everything, {"password": "secret"}).password()


def test_draw_text_escapes_markup(sent):
    html = sent(Everything, {"name": '"><b>x', "story": "</textarea><b>"})
    assert "<b>" not in html.name() + html.story()


def test_draw_lines_of_text_unchanged(opened):
    html = opened(Everything, data={"story": "One\n  two\n\nthree"}).story()
    assert ">One\n  two\n\nthree</textarea>" in html


def test_read_file_returns_what_was_sent(sent):
    form = sent(Everything, COMPLETE | {"file": (io.BytesIO(b"a,b"), "register.csv")})
    assert (form.file.data.filename, form.file.data.read()) == ("register.csv", b"a,b")


def test_draw_text_field_as_the_design_system_documents(sent):
    assert dom(sent(Everything, {}).name()) == dom(
        """<div class="govuk-form-group govuk-form-group--error">
          <label class="govuk-label govuk-label--s" for="name">Child’s name</label>
          <div id="name-hint" class="govuk-hint">As on the form</div>
          <p id="name-error" class="govuk-error-message">
            <span class="govuk-visually-hidden">Error:</span> Enter the child’s name
          </p>
          <input class="govuk-input govuk-input--error" id="name" name="name" type="text" value=""
                 aria-describedby="name-hint name-error">
        </div>"""
    )


def test_draw_radios_as_the_design_system_documents(opened):
    assert dom(opened(Everything, data={"sex": "f"}).sex(size="m", inline=True)) == dom(
        """<div class="govuk-form-group">
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Sex</legend>
            <div class="govuk-radios govuk-radios--inline" data-module="govuk-radios">
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="sex" name="sex" type="radio" value="f" checked>
                <label class="govuk-label govuk-radios__label" for="sex">Female</label>
              </div>
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="sex-2" name="sex" type="radio" value="not known">
                <label class="govuk-label govuk-radios__label" for="sex-2">Not known</label>
              </div>
            </div>
          </fieldset>
        </div>"""
    )


def test_draw_checkboxes_puts_the_exclusive_answer_last_after_or(opened):
    html = opened(Everything).services()
    assert html.count('data-behaviour="exclusive"') == 1
    assert html.index("checkboxes__divider") < html.index('value="not known"')
    assert 'aria-describedby="services-2-item-hint"' in html


def test_draw_confirmation_as_one_box(opened):
    assert dom(opened(Everything).checked()) == dom(
        """<div class="govuk-form-group">
          <div class="govuk-checkboxes" data-module="govuk-checkboxes">
            <div class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" id="checked" name="checked" type="checkbox" value="yes">
              <label class="govuk-label govuk-checkboxes__label" for="checked">I have checked it</label>
            </div>
          </div>
        </div>"""
    )


def test_draw_conditional_question_carries_its_condition(opened):
    class Conditional(BaseForm):
        why = AreaField("Why?", when=("any", ("is", "sex", "f"), ("answered", "area")))

    html = opened(Conditional).why()
    assert html.startswith(
        '<div data-when="[&#34;any&#34;, [&#34;is&#34;, &#34;sex&#34;, &#34;f&#34;], '
        '[&#34;answered&#34;, &#34;area&#34;]]">'
    )


def test_draw_heading_puts_the_label_into_a_heading(opened):
    assert "govuk-label-wrapper" in opened(Everything).name(size="l", heading=True)


@pytest.mark.parametrize("field", [name for name in COMPLETE] + ["weeks", "sex", "services", "area", "story", "file"])
def test_draw_any_field_never_says_required(sent, field):
    assert "required" not in sent(Everything, {})[field]()
