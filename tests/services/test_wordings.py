"""A panel's own words of its messages: within safe fields, from now on, and never the end of the first ones."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from cdop.services import mail, wordings
from cdop.services.errors import Forbidden, Invalid, NotFound
from cdop.services.wordings import Words
from config import Config
from tests.mailbox import body, sheet
from tests.messages import SENDER, queue, stored
from tests.personas import PANEL, Cast

KIND = "notification_received"
SUBJECT, TEXT = "News: {{ reference }}", "Something came.\n\n{{ link }}\n\nReference: {{ reference }}"


@pytest.fixture
def config(app: Flask) -> Config:
    return replace(app.config["CDOP"], mail_from=SENDER)


def fault(text: str, subject: str = SUBJECT) -> str:
    return " ".join(wordings.faults(KIND, Words(subject, text)).values())


def test_panels_words_are_sent_from_now_on_with_the_end_that_every_message_has(cast: Cast, config: Config) -> None:
    coordinator, later = cast.person("coordinator"), cast.now + timedelta(hours=1)
    queue(cast.command_line, "N-1", now=cast.now)
    first = mail.write(stored("N-1"), config, at=cast.now)
    wordings.change(coordinator, KIND, subject=SUBJECT, text=TEXT, now=later)
    own = mail.write(stored("N-1"), config, at=later)
    assert (own["Subject"], "Something came." in body(own), body(own).rstrip().endswith(PANEL)) == (
        "News: N-1",
        True,
        True,
    )
    # What was sent before is shown in the words that it had.
    assert mail.write(stored("N-1"), config, at=cast.now).as_bytes() == first.as_bytes()
    wordings.restore(coordinator, KIND, now=later + timedelta(hours=1))
    again = mail.write(stored("N-1"), config, at=later + timedelta(hours=1))
    assert (again["Subject"], body(again)) == (first["Subject"], body(first))


def test_first_words_have_no_fault_and_keep_their_fields() -> None:
    found = {key: wordings.faults(key, wordings.first_words(key)) for key in wordings.KINDS}
    assert ({key: faults for key, faults in found.items() if faults}, len(found) > 60) == ({}, True)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ reference.__class__ }}",
        "{{ reference['x'] }}",
        "{{ reference | upper }}",
        "{{ ''.join(reference) }}",
        "{{ lipsum() }}",
        "{{ self }}",
        "{% for x in reference %}{{ x }}{% endfor %}",
        "{% include 'email/_sign.txt' %}",
        "{% import 'x' as y %}",
        "{% set x = reference %}",
        "{% macro m() %}{% endmacro %}",
        "{{ config }}",
        "{{ given_names }}",
        "{{ 'a' * 999999999 }}",
        "{{ 1 // 0 }}",
        "{{ reference",
        "{% if telephone %}",
        "{{ [reference] }}",
        "{{ reference is defined }}",
        "{{ reference == link }}",
    ],
)
def test_anything_but_a_field_of_the_message_is_refused(attack: str) -> None:
    assert fault(f"{TEXT}\n{attack}") != ""
    assert fault(TEXT, f"{SUBJECT} {attack}") != ""


def test_what_stands_in_a_field_is_plain_words_in_the_text_and_escaped_in_the_html(cast: Cast, config: Config) -> None:
    wordings.change(cast.person("coordinator"), KIND, subject=SUBJECT, text=TEXT, now=cast.now)
    queue(cast.command_line, "N-1", context={"reference": "O'Neill & <b>"}, now=cast.now)
    message = mail.write(stored("N-1"), config, at=cast.now)
    assert (message["Subject"], "O'Neill & <b>" in body(message)) == ("News: O'Neill & <b>", True)
    assert "Reference: O&#39;Neill &amp; &lt;b&gt;" in sheet(message)


def test_words_without_the_link_or_without_any_word_are_refused() -> None:
    assert fault("Reference: {{ reference }}") == "Keep {{ link }}: the message is of no use without it"
    assert fault(" ", " ") == "The subject cannot be empty The message cannot be empty"
    assert fault(TEXT) == ""


def test_only_a_coordinator_changes_words_of_their_own_panel(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        wordings.change(cast.person("chair"), KIND, subject=SUBJECT, text=TEXT, now=cast.now)
    wordings.change(cast.person("coordinator"), KIND, subject=SUBJECT, text=TEXT, now=cast.now)
    assert wordings.words_of(cast.panel_id, KIND, at=cast.now) == Words(SUBJECT, TEXT)
    assert wordings.words_of(cast.other_panel_id, KIND, at=cast.now) is None
    with pytest.raises(NotFound):
        wordings.change(cast.person("coordinator"), "digest", subject=SUBJECT, text=TEXT, now=cast.now)
    with pytest.raises(Invalid):
        wordings.change(cast.person("coordinator"), KIND, subject=SUBJECT, text="{{ x }}", now=cast.now)
