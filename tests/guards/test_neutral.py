"""Nothing tells of a child in an address, the title of a page, or the name of a file."""

import re

from flask import Flask, url_for

from cdop.questionnaires import registry
from cdop.rules.supplements import COMPLETED_BY
from tests.guards.sources import named, python_files, templates

NEUTRAL = {
    # Drawn at random, or a word that stands for what would tell.
    *(
        "public_id",
        "case_id",
        "response_id",
        "letter_id",
        "hold_id",
        "pause_id",
        "file_id",
        "contact_id",
        "version_id",
        "work_id",
        "token",
    ),
    *(
        "agency_id",
        "other_id",
        "joined_id",
        "passage_id",
        "reader_id",
        "sheet_id",
        "invitation_id",
        "conflict_id",
        "remark_id",
        "record_id",
    ),
    # Words of ours: of forms, questions, steps and lists.
    *("form_key", "section_key", "section", "place", "key", "step", "name", "number", "colour", "filename", "kind"),
    # What a logo that everybody sees is known by.
    "digest",
    # A financial year and the id of a table, both of protected figures.
    *("year", "measure"),
}
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.S)
TELLING = re.compile(
    r"\bspec\.title\b|\.(child\w*|given_names|family_name|born_on|died_on|nhs_number|postcode)\b|\b(case|row|head|page|item)\.name\b"
)
FILE_NAME = re.compile(r"filename=(.*?)\n|download_name=(.*?)\n")


def test_address_has_nothing_but_keys_of_ours(sqlite_app: Flask) -> None:
    assert {part for rule in sqlite_app.url_map.iter_rules() for part in rule.arguments} <= NEUTRAL


def test_title_of_a_page_names_no_child() -> None:
    titles = {named(path): found for path in templates() for found in TITLE.findall(path.read_text())}
    shown = {file: " ".join(re.findall(r"{{(.*?)}}", title)) for file, title in titles.items()}
    assert len(titles) > 80
    assert {file: title for file, title in shown.items() if TELLING.search(title)} == {}


def test_title_of_a_supplementary_form_does_not_tell_how_a_child_died() -> None:
    supplements = [spec for spec in registry.published() if spec.key in COMPLETED_BY]
    told = {spec.neutral_title(section) for spec in supplements for section in (None, *spec.sections)}
    assert len(supplements) > 15
    assert {re.sub(r", page \d+$", "", title) for title in told} == {"Supplementary form"}
    form_b = registry.get("form_b", "2024-1")
    assert (form_b.neutral_title(), form_b.neutral_title(form_b.sections[0])) == (
        form_b.title,
        form_b.sections[0].title,
    )


def test_address_of_a_supplementary_form_does_not_tell_how_a_child_died(sqlite_app: Flask) -> None:
    supplements = [spec for spec in registry.published() if spec.key in COMPLETED_BY]
    with sqlite_app.test_request_context():
        for spec in supplements:
            for section in spec.sections:
                keys = {"form_key": spec.key, "section_key": section.key}
                path = url_for("form_b.section", **keys)
                assert spec.key not in path
                assert sqlite_app.url_map.bind("").match(path) == ("form_b.section", keys)
            anchors = {spec.anchor(question.key) for _section, _group, question in spec.questions()}
            assert not any(question.key in anchors for _section, _group, question in spec.questions())


def test_name_of_a_file_has_nothing_of_a_case() -> None:
    names = [(named(path), found) for path in python_files("cdop") for found in FILE_NAME.findall(path.read_text())]
    assert len(names) > 3
    assert [name for name in names if re.search(r"reference|case\.|given|family", "".join(name[1]))] == []
