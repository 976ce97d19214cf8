"""Nothing tells of a child in an address, the title of a page, or the name of a file."""

import re

from flask import Flask

from tests.guards.sources import named, python_files, templates

NEUTRAL = {
    # Drawn at random.
    *("public_id", "case_id", "response_id", "letter_id", "hold_id", "file_id", "contact_id", "version_id", "token"),
    # Words of ours: of forms, questions, steps and lists.
    *("form_key", "section_key", "question_key", "key", "step", "name", "number", "colour", "filename"),
}
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.S)
TELLING = re.compile(
    r"\.(child\w*|given_names|family_name|born_on|died_on|nhs_number|postcode)\b|\b(case|row|head|page|item)\.name\b"
)
FILE_NAME = re.compile(r"filename=(.*?)\n|download_name=(.*?)\n")


def test_address_has_nothing_but_keys_of_ours(sqlite_app: Flask) -> None:
    assert {part for rule in sqlite_app.url_map.iter_rules() for part in rule.arguments} <= NEUTRAL


def test_title_of_a_page_names_no_child() -> None:
    titles = {named(path): found for path in templates() for found in TITLE.findall(path.read_text())}
    shown = {file: " ".join(re.findall(r"{{(.*?)}}", title)) for file, title in titles.items()}
    assert len(titles) > 80
    assert {file: title for file, title in shown.items() if TELLING.search(title)} == {}


def test_name_of_a_file_has_nothing_of_a_case() -> None:
    names = [(named(path), found) for path in python_files("cdop") for found in FILE_NAME.findall(path.read_text())]
    assert len(names) > 3
    assert [name for name in names if re.search(r"reference|case\.|given|family", "".join(name[1]))] == []
