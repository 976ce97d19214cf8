"""No sequence of saves by several people loses or invents an answer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from cdop.questionnaires.answer import BLANK, Answer, answer
from cdop.questionnaires.merging import Conflict, continues, fingerprint, merge, seen
from tests.questionnaires.sample import EXAMPLES, NOT_KNOWN, SAMPLE, answered

NAME = ("place_other", "")


def test_merge_writes_what_was_changed_on_the_page():
    stored = answered(place_other="park", ill="yes")
    typed = answered(place_other="river", ill="yes")
    found = merge(SAMPLE, typed, stored=stored, seen=seen(SAMPLE, stored))
    assert (found.written, found.conflicts) == (answered(place_other="river"), ())


def test_merge_leaves_alone_what_its_sender_left_alone():
    shown = answered(place_other="park", ill="yes")
    stored = answered(place_other="lake", ill="yes")
    found = merge(SAMPLE, answered(place_other="park", ill="no"), stored=stored, seen=seen(SAMPLE, shown))
    assert (found.written, found.conflicts) == (answered(ill="no"), ())


def test_merge_of_two_changes_of_one_answer_is_a_conflict():
    shown, stored, typed = (answered(place_other=words) for words in ("park", "lake", "river"))
    found = merge(SAMPLE, typed, stored=stored, seen=seen(SAMPLE, shown))
    assert (found.written, found.conflicts) == ({}, (Conflict(NAME, Answer("lake"), Answer("river")),))


def test_merge_of_the_same_change_by_two_people_is_none():
    found = merge(SAMPLE, answered(ill="no"), stored=answered(ill="no"), seen={})
    assert (found.written, found.conflicts) == ({}, ())


def test_merge_with_what_somebody_cleared_is_a_conflict_too():
    found = merge(SAMPLE, answered(ill="no"), stored={}, seen=seen(SAMPLE, answered(ill="yes")))
    assert found.conflicts == (Conflict(("ill", ""), BLANK, Answer("no")),)


def test_merge_clears_what_was_cleared_on_the_page():
    stored = answered(place_other="park")
    found = merge(SAMPLE, {NAME: Answer("")}, stored=stored, seen=seen(SAMPLE, stored))
    assert found.written == {NAME: Answer("")}


def test_page_that_says_nothing_of_what_it_showed_replaces_nothing():
    found = merge(SAMPLE, answered(ill="no"), stored=answered(ill="yes"), seen={})
    assert (found.written, len(found.conflicts)) == ({}, 1)


def test_fingerprint_tells_every_two_answers_apart():
    given_answers = [example[0] for example in EXAMPLES.values()]
    marks = [fingerprint(SAMPLE.question(key), given) for key, given in zip(EXAMPLES, given_answers, strict=True)]
    assert len(set(marks)) == len({json.dumps(str(each.value)) for each in given_answers})
    ill = SAMPLE.question("ill")
    different = [Answer("yes"), Answer("no"), Answer(non_answer=NOT_KNOWN), BLANK]
    assert len({fingerprint(ill, each) for each in different}) == 4
    assert [fingerprint(ill, each) for each in (BLANK, Answer(""))] == ["", ""]


WORDS = st.sampled_from(["", "park", "lake", "river"])


@given(shown=WORDS, stored=WORDS, typed=WORDS)
def test_merge_writes_only_over_what_the_page_showed(shown, stored, typed):
    found = merge(
        SAMPLE, {NAME: Answer(typed)}, stored={NAME: Answer(stored)}, seen=seen(SAMPLE, {NAME: Answer(shown)})
    )
    if NAME in found.written:
        assert (stored, found.written[NAME].value) == (shown, typed)
    elif found.conflicts:
        assert len({shown, stored, typed}) == 3
    else:
        assert typed in (shown, stored)


class Editors(RuleBasedStateMachine):
    """Several people open the form, write and send, in any order. What each was told is saved is somewhere."""

    pages = Bundle("pages")

    def __init__(self):
        super().__init__()
        self.stored, self.history, self.acknowledged = {}, [], []

    @rule(target=pages)
    def open_page(self):
        return seen(SAMPLE, self.stored), dict(self.stored)

    @rule(page=pages, key=st.sampled_from(["place_other", "illness"]), words=WORDS)
    def send(self, page, key, words):
        shown, answers = page
        typed = {**{name: answer(answers, *name) for name in (("place_other", ""), ("illness", ""))}}
        typed[key, ""] = Answer(words)
        found = merge(SAMPLE, typed, stored=self.stored, seen=shown)
        self.history += [self.stored[name] for name in found.written if name in self.stored]
        self.stored.update(found.written)
        if all(conflict.name != (key, "") for conflict in found.conflicts):
            self.acknowledged.append(((key, ""), Answer(words)))

    @invariant()
    def every_acknowledged_answer_is_stored_or_was_replaced_knowingly(self):
        kept = [*self.history, *self.stored.values(), BLANK, Answer("")]
        assert all(given in kept for _name, given in self.acknowledged)

    @invariant()
    def nothing_is_stored_that_nobody_sent(self):
        sent = [given for _name, given in self.acknowledged]
        assert all(given in sent for given in self.stored.values() if not given.is_blank)


TestEditors = Editors.TestCase


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ("Seen", "Seen on Monday", True),
        ("Seen on Monday by Jo", "Seen on Monday the third by Jo", True),
        ("Seen on Monday by Jo", "Seen on Tuesday by Jo", True),
        ("Seen on Monday by the practice nurse", "Seen on Monday", False),
        ("Seen on Monday by the practice nurse", "x", False),
        ("Seen on Monday by the practice nurse", "", False),
    ],
)
def test_text_goes_on_where_little_of_it_is_taken_back(before: str, after: str, goes_on: bool) -> None:
    illness = SAMPLE.by_key()["illness"]
    assert continues(illness, Answer(before), Answer(after)) is goes_on
    assert continues(SAMPLE.by_key()["place"], Answer("home"), Answer("hospital")) is False
    assert continues(illness, Answer(non_answer=NOT_KNOWN), Answer(after)) is False
