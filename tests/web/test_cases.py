"""The pages of a case: what is typed is shown, whoever looks is on record, and a mistake loses nothing."""

import io
import re
import unicodedata
from datetime import datetime
from html import unescape
from typing import Any

import html5lib
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseNote
from cdop.queries.case_page import case_page, shown
from cdop.rules.dates import written_date
from cdop.rules.vocabulary import AuditVerb, CaseStatus, Residency
from cdop.services import cases
from tests.client import Browserless, form_fields, shown_text
from tests.factories import MadeCase, add_case
from tests.queries.test_cases import NAMES
from tests.statements import statements

NARRATIVES = {
    "script": "<script>alert('x')</script>",
    "unclosed": "<b>unclosed and <i>crossed</b>",
    "comparison": "weight x<y and y>z on the chart",
    "template": "{{7*7}} {% raw %} ${7*7}",
    "formula": '=HYPERLINK("http://evil.example","here")',
    "image": '<img src="/etc/passwd"> <para>&amp;</para>',
    "turned around": "before \u202eafter\u202c end",
    "emoji": "a family 👶🏽 and ❤️",
    "lines": "first line\nsecond line\n\nfourth line",
    "quotes": "\"double\" 'single' `back` \\ slash &lt; entity",
    "header": "Bcc: x@example.com\r\nX-Other: y",
}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=now)


def correct(desk: Browserless, case: MadeCase, **typed: str) -> Any:
    """Open the correction form, type into it and send it."""
    page = f"{case.path}/correct"
    fields = form_fields(desk.http.get(page).text) | typed
    return desk.http.post(page, data=fields, content_type="multipart/form-data")


def shown_notes(page: str) -> list[str]:
    """The text of the notes of a page, as a browser has it."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    boxes = [box for box in tree.iter("div") if box.get("class") == "govuk-inset-text"]
    return ["".join(box.find("p").itertext()) for box in boxes]


def paper(desk: Browserless, case: MadeCase) -> str:
    """The text of the printed summary."""
    pdf = desk.get(f"{case.path}/summary.pdf").data
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeezed(words: str) -> str:
    """The words without white space: a printed line breaks where it must."""
    return "".join(unicodedata.normalize("NFC", words).split())


def verbs(case: MadeCase) -> list[str]:
    query = select(AuditEntry.verb).where(AuditEntry.case_id == case.id).order_by(AuditEntry.id)
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def test_notes_are_shown_on_their_page_as_typed(desk: Browserless, case: MadeCase) -> None:
    for typed in NARRATIVES.values():
        assert desk.submit(case.path, f"{case.path}/notes", text=typed).status_code == 302
    wanted = [typed.replace("\r\n", "\n") for typed in NARRATIVES.values()]
    assert shown_notes(desk.get(case.path).text) == wanted


def test_notes_are_printed_as_typed(desk: Browserless, case: MadeCase) -> None:
    for typed in NARRATIVES.values():
        desk.submit(case.path, f"{case.path}/notes", text=typed)
    printed = squeezed(without_marks(paper(desk, case)))
    missing = {name for name, typed in NARRATIVES.items() if squeezed(without_marks(typed)) not in printed}
    assert missing == set()


def without_marks(words: str) -> str:
    """Without what paper has no ink for: marks of direction, and pictures the typefaces lack."""
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe0f\U0001f000-\U0001faff\u2764\ufffd]", "", words)


def test_names_are_intact_from_the_form_to_page_list_and_search(desk: Browserless, case: MadeCase) -> None:
    kept = {}
    for name, typed in NAMES.items():
        given_names, _, family_name = typed.rpartition(" ")
        assert correct(desk, case, given_names=given_names, family_name=family_name).status_code == 302
        whole = unicodedata.normalize("NFC", typed)
        fields = form_fields(desk.http.get(f"{case.path}/correct").text)
        found = desk.search("cases", typed)
        kept[name] = (
            f">{whole}</h1>" in unescape(desk.http.get(case.path).text),
            f">{whole}</td>" in unescape(desk.http.get("/cases/").text),
            f">{whole}</td>" in unescape(found.text),
            f"{fields['given_names']} {fields['family_name']}".strip() == whole,
        )
    assert kept == dict.fromkeys(NAMES, (True, True, True, True))


def test_names_are_printed_letter_by_letter(desk: Browserless, case: MadeCase) -> None:
    printed = {}
    for name in LATIN:
        given_names, _, family_name = NAMES[name].rpartition(" ")
        correct(desk, case, given_names=given_names, family_name=family_name)
        printed[name] = squeezed(NAMES[name]) in squeezed(paper(desk, case))
    assert printed == dict.fromkeys(LATIN, True)


# Scripts written letter after letter from left to right; how the others are shaped is the typesetter's test.
LATIN = (
    "Polish",
    "Vietnamese",
    "Welsh",
    "Greek",
    "Ukrainian",
    "accents that combine",
    "apostrophe",
    "German",
)
# With a letter that can be read, and nothing that nobody sees: those are left out of a name.
USABLE = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\u3164\uffa0"
    ),
    max_size=40,
).map(lambda text: f"A{text}")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=USABLE)
def test_any_name_is_kept_and_shown_letter_by_letter(typed: str, desk: Browserless, case: MadeCase) -> None:
    assert correct(desk, case, family_name=typed).status_code == 302
    kept = db.session.scalars(select(Case.family_name).where(Case.id == case.id)).one()
    db.session.rollback()
    wanted = unicodedata.normalize("NFC", typed).strip()
    assert (kept or "") == wanted
    assert wanted in unescape(desk.http.get(case.path).text)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=200))
def test_any_note_is_saved_or_refused_with_its_text(typed: str, desk: Browserless, case: MadeCase) -> None:
    answer = desk.submit(case.path, f"{case.path}/notes", text=typed)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert "Write the note" in answer.text or "cannot be stored" in answer.text


def test_character_that_cannot_be_stored_is_refused_and_nothing_typed_is_lost(
    desk: Browserless, case: MadeCase
) -> None:
    answer = desk.submit(case.path, f"{case.path}/notes", text="Before\x00after, and all the rest")
    assert answer.status_code == 422
    assert "contains a character that cannot be stored, shown as \ufffd" in answer.text
    assert "Before\ufffdafter, and all the rest" in answer.text
    assert db.session.scalars(select(CaseNote.id)).all() == []
    names = correct(desk, case, given_names="Nu\x00l", family_name="Kept")
    assert (names.status_code, "Nu\ufffdl" in names.text, 'value="Kept"' in names.text) == (422, True, True)


def test_very_long_note_is_kept_whole(desk: Browserless, case: MadeCase) -> None:
    typed = ("Ein sehr langer Bericht über alles. " * 2800)[:99_999] + "."
    assert desk.submit(case.path, f"{case.path}/notes", text=typed).status_code == 302
    assert shown_notes(desk.get(case.path).text) == [typed]


def test_longest_names_are_kept_on_both_databases(desk: Browserless, case: MadeCase) -> None:
    typed = "\ufdfa" * 500
    assert correct(desk, case, given_names=typed, family_name="𠀋" * 500).status_code == 302
    assert typed in unescape(desk.get(case.path).text)


def test_look_at_a_case_is_on_record_before_it_is_shown(desk: Browserless, case: MadeCase) -> None:
    before = len(verbs(case))
    desk.get(case.path)
    desk.get(f"{case.path}/summary.pdf")
    desk.get("/cases/")
    assert verbs(case)[before:] == [AuditVerb.CASE_VIEWED, AuditVerb.CASE_PRINTED]


@pytest.mark.parametrize("page", ["requests", "holds"])
def test_page_beside_a_cases_own_that_tells_of_the_child_is_on_record(
    page: str, desk: Browserless, case: MadeCase
) -> None:
    before = len(verbs(case))
    desk.get(f"{case.path}/{page}")
    assert verbs(case)[before:] == [AuditVerb.CASE_VIEWED]


REFUSE = {
    "sqlite": "create trigger no_more before insert on audit_entry begin select raise(abort, 'disk full'); end",
    "postgresql": """create rule no_more as on insert to audit_entry do instead
        select 1 / (case when new.id is null then 1 else 0 end)""",
}


@pytest.mark.parametrize("page", ["", "/correct", "/summary.pdf", "/take-no-part"])
def test_case_is_not_shown_where_the_look_cannot_be_recorded(page: str, desk: Browserless, case: MadeCase) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(REFUSE[db.engine.dialect.name]))
    answer = desk.http.get(case.path + page)
    assert answer.status_code in (500, 503)
    assert [word for word in ("Invented", case.reference, "May 2026") if word in answer.text] == []


def test_paper_of_the_page_has_neither_steps_nor_note_box_nor_links_to_work(desk: Browserless, now: datetime) -> None:
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    html = desk.get(case.path).text
    left_out = html5lib.parse(html, namespaceHTMLElements=False).iterfind(".//div[@class='govuk-!-display-none-print']")
    words = ["".join(part.itertext()) for part in left_out]
    parts = ("What can be done next", "Add a note", "Work on this case")
    assert [part in said for part, said in zip(parts, words, strict=True)] == [True, True, True]
    assert "History" not in "".join(words)


@pytest.mark.parametrize("residency", Residency)
def test_review_is_among_what_was_done_wherever_the_child_lived(
    residency: Residency, desk: Browserless, now: datetime
) -> None:
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.REVIEWED, residency=residency)
    page = case_page(desk.cast.person("coordinator"), case.public_id)
    assert page is not None
    reviewed = f"Panel review done on {written_date(page.facts['reviewed_on'])}"
    assert [line[: len(reviewed)] for line in shown(page, now=now).done if "Panel review done" in line] == [reviewed]


def test_correction_shows_in_the_history_with_the_hour_and_the_person(desk: Browserless, case: MadeCase) -> None:
    correct(desk, case, birth_weight_g="3210")
    page = desk.get(case.path).text
    assert "3,210" in page or "3210" in page
    assert verbs(case).count(AuditVerb.CASE_CORRECTED) == 1
    assert "Coordinator" in page[page.index("History") :]


def test_number_that_is_not_known_is_said_to_be_so_until_it_is_known_and_is_never_both(
    desk: Browserless, case: MadeCase
) -> None:
    def weight() -> str:
        return shown_text(desk.get(case.path).text).partition("Birth weight ")[2].strip()

    assert weight().startswith("Not recorded")
    assert correct(desk, case, birth_weight_not_known="yes").status_code == 302
    assert weight().startswith("Not known")
    both = correct(desk, case, birth_weight_g="3210")
    assert (both.status_code, "or say that it is not known: not both" in both.text) == (422, True)
    fields = form_fields(both.text)
    del fields["birth_weight_not_known"]
    assert desk.http.post(f"{case.path}/correct", data=fields).status_code == 302
    assert weight().startswith("3,210 g")
    assert "Correction of whether “Birth weight” is known" in desk.get(case.path).text


def test_correction_of_a_page_that_grew_old_is_refused_with_all_that_was_typed(
    desk: Browserless, case: MadeCase
) -> None:
    page = f"{case.path}/correct"
    old = form_fields(desk.get(page).text)
    assert correct(desk, case, given_names="First").status_code == 302
    typed = old | {"given_names": "Late", "birth_weight_g": "3210", "sex": "female", "born_on-day": "2"}
    answer = desk.http.post(page, data=typed)
    assert answer.status_code == 409
    assert "Someone changed this case after you opened it, so nothing was saved." in answer.text
    assert desk.http.post(page, data=typed).status_code == 409, "and not by sending it again"
    assert ">First Child</h1>" in desk.get(case.path).text
    kept = form_fields(answer.text)
    not_typed = ("csrf_token", "version")
    assert {name: kept[name] for name in typed if name not in not_typed} == {
        name: value for name, value in typed.items() if name not in not_typed
    }
    assert "Given names, as recorded now: First" in answer.text
    assert answer.text.count(", as recorded now: ") == 2 * 4, "beside the four that differ, and above all"
    assert desk.http.post(page, data=kept | {"is_sure": "yes"}).status_code == 302, "it was beside what was recorded"
    assert ">Late Child</h1>" in desk.get(case.path).text


def test_correction_sent_twice_is_one_correction(desk: Browserless, case: MadeCase) -> None:
    page = f"{case.path}/correct"
    fields = form_fields(desk.get(page).text) | {"given_names": "Once"}
    answers = [desk.http.post(page, data=fields).status_code for _ in range(3)]
    assert (answers, verbs(case).count(AuditVerb.CASE_CORRECTED)) == ([302] * 3, 1)


def test_correction_that_changes_nothing_says_so_and_leaves_nothing(desk: Browserless, case: MadeCase) -> None:
    correct(desk, case, birth_weight_g="3210", given_names="Zoë")
    assert "The case was changed." in desk.get(case.path).text
    before = verbs(case).count(AuditVerb.CASE_CORRECTED)
    for _ in range(2):
        assert correct(desk, case).status_code == 302
        page = desk.get(case.path).text
        assert ("Nothing was changed." in page, "The case was changed." in page) == (True, False)
    assert verbs(case).count(AuditVerb.CASE_CORRECTED) == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"died_on-year": "2025"}, "The date of death must be the same as or after the date of birth"),
        (
            {"notified_on-year": "2025"},
            "The date of notification must be the same as or after the date of death",
        ),
        ({"born_on-year": "2001"}, "The review is of children under 18"),
        ({"notified_on-year": "2027"}, "The date of notification must be today or in the past"),
        ({"nhs_number": "9990000010"}, "NHS number"),
        ({"area_code": "E06000051"}, "Choose one of the panel&#39;s areas"),
        ({"birth_weight_g": "9"}, "Birth weight in grams must be"),
        ({"postcode": "nowhere"}, "postcode"),
    ],
)
def test_correction_that_breaks_a_rule_is_refused_beside_its_field(
    typed: dict[str, str], words: str, desk: Browserless, case: MadeCase
) -> None:
    answer = correct(desk, case, family_name="Kept as typed", **typed)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert 'value="Kept as typed"' in answer.text
    assert AuditVerb.CASE_CORRECTED not in verbs(case)


def test_correction_of_a_date_by_a_month_or_more_is_asked_about_once_more_with_nothing_lost(
    desk: Browserless, case: MadeCase
) -> None:
    page = f"{case.path}/correct"
    offered = form_fields(desk.get(page).text)
    born, died = (f"{int(offered[f'{name}-month']) - 1}" for name in ("born_on", "died_on"))
    typed = {"given_names": "Kept", "born_on-month": born, "died_on-month": died}
    refused = correct(desk, case, **typed)
    kept = form_fields(refused.text)
    assert (refused.status_code, {name: kept[name] for name in typed}, "is_sure" in offered) == (422, typed, False)
    questions = [f"{label}: this is 4 weeks from" in refused.text for label in ("Date of birth", "Date of death")]
    assert (questions, 'href="#is_sure"' in refused.text, AuditVerb.CASE_CORRECTED in verbs(case)) == (
        [True, True],
        True,
        False,
    )
    assert desk.http.post(page, data=kept | {"is_sure": "yes"}).status_code == 302
    assert form_fields(desk.get(page).text)["died_on-month"] == died


def test_correction_to_the_nhs_number_of_another_case_names_that_case(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    other = add_case(desk.cast.person("coordinator"), now=now, nhs_number="9990000018")
    answer = correct(desk, case, nhs_number="999 000 0018")
    assert (answer.status_code, other.reference in answer.text) == (422, True)


def test_nobody_changes_what_the_form_does_not_offer(desk: Browserless, case: MadeCase) -> None:
    columns = {column.name: "1" for column in Case.__table__.columns}
    before = facts(case)
    page = desk.get(f"{case.path}/correct").text
    typed = {name: value for name, value in columns.items() if f'name="{name}' not in page}
    correct(desk, case, family_name="Changed", **typed)
    changed = {name for name, value in facts(case).items() if value != before[name]}
    assert changed <= {"family_name", "name_folded", "version"}


def facts(case: MadeCase) -> dict[str, Any]:
    row = db.session.execute(select(Case.__table__).where(Case.id == case.id)).mappings().one()
    db.session.rollback()
    return dict(row)


def test_list_shows_no_cause_method_or_circumstance(desk: Browserless, now: datetime) -> None:
    add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.REVIEWED)
    page = desk.get("/cases/").text.lower()
    assert [word for word in ("category", "modifiable", "suicide", "unexpected") if word in page] == []


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=-1", "sort=zzz", "status=zzz", "order=%F0", "page=" + "9" * 30]
)
def test_list_answers_whatever_its_address_says(query: str, desk: Browserless, case: MadeCase) -> None:
    assert case.reference in desk.get(f"/cases/?{query}").text


@pytest.mark.parametrize("path", ["/cases/?area=%00", "/cases/?search=a%00", "/cases/%00", "/reports/%00", "/%00"])
def test_address_with_a_nul_is_refused_in_a_page(path: str, desk: Browserless) -> None:
    assert "There is a problem with what was sent" in desk.get(path, status=400).text


def test_page_takes_as_many_statements_whatever_the_case_holds(
    desk: Browserless, case: MadeCase, now: datetime
) -> None:
    counts = []
    desk.get("/cases/")  # a worker remembers the total of a list from its first look on
    for size in (0, 1, 30):
        while db.session.query(CaseNote).count() < size:
            number = db.session.query(CaseNote).count()
            cases.add_note(
                desk.cast.person("coordinator"),
                case.public_id,
                "Text",
                submission_id=f"{number:020d}",
                now=now,
            )
        db.session.rollback()
        counts.append([number_sent(desk, path) for path in (case.path, "/cases/", "/")])
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 21


def number_sent(desk: Browserless, path: str) -> int:
    with statements() as sent:
        desk.get(path)
    return len(sent)


def test_note_is_saved_in_five_statements(desk: Browserless, case: MadeCase) -> None:
    """Who asks, which case, the mark of the form, the note and its audit entry: each is a way to a server and back."""
    fields = form_fields(desk.get(case.path).text) | {"text": "Seen at home"}
    with statements() as sent:
        assert desk.http.post(f"{case.path}/notes", data=fields).status_code == 302
    tables = [re.search(r"(?:FROM|INTO) (\w+)", statement) for statement in sent]
    assert [table[1] for table in tables if table] == [
        *("user_account", "child_case", "submission", "case_note", "audit_entry"),
    ]


@pytest.mark.parametrize("words", ["endpoint=x", "_method=POST", "_scheme=x", "_anchor=x", "_external=1"])
def test_list_takes_no_orders_from_the_words_of_its_address(desk: Browserless, case: MadeCase, words: str) -> None:
    html = desk.get(f"/cases/?{words}").text
    assert case.reference in html
    assert f'href="/cases/?{words}&amp;sort=name&amp;order=ascending"' in html


def test_list_that_is_filtered_keeps_the_order_in_which_it_stands(desk: Browserless, case: MadeCase) -> None:
    html = desk.get("/cases/?sort=name&order=ascending&page=2").text
    asked = desk.http.post("/search/cases", data=form_fields(html) | {"status": "notified"})
    words = asked.headers["Location"].partition("?")[2].split("&")
    assert set(words) == {"sort=name", "order=ascending", "status=notified"}


def test_a_step_is_taken_from_its_page_and_one_that_goes_back_asks_why(desk: Browserless, now: datetime) -> None:
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.REVIEW_MEETING)
    ready, back = (f"{case.path}/steps/{step}" for step in ("make-ready-for-panel", "gather-more-information"))
    assert desk.submit(ready).status_code == 302
    refused = desk.submit(back)
    assert (refused.status_code, "Say why more information is gathered" in refused.text) == (422, True)
    assert desk.submit(back, reason="A report is missing").status_code == 302
    again = desk.submit(back, reason="Typed again")
    assert again.status_code == 422
    assert "this step starts from" in again.text
    assert "Typed again" in again.text
    assert desk.get(f"{case.path}/steps/no-such-step", status=404).status_code == 404
