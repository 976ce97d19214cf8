"""Several people on one form: what of a page that was sent is written, and what somebody else changed meanwhile.

A page carries a fingerprint of each answer that it showed. So what its sender left alone is told apart from what
they changed, and nobody's words are replaced by a page that never showed them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cdop.questionnaires.answer import Answer, AnswerKey, AnswerSet, answer
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.words import Kind

LONGEST_SLIP = 20
"""So many letters somebody who is writing takes back without a thought."""

Seen = Mapping[AnswerKey, str]
"""The fingerprints of the answers that a page showed; a blank one has none."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that changed while a page was open on which it was changed too. `by_name` wrote what is stored."""

    name: AnswerKey
    stored: Answer
    typed: Answer
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a page: the answers to write, and those that are left as they are."""

    written: dict[AnswerKey, Answer]
    conflicts: tuple[Conflict, ...]


def fingerprint(question: Question, given: Answer) -> str:
    """Return a short digest of an answer, "" of a blank one."""
    if given.is_blank:
        return ""
    value = None if given.value is None else KINDS[question.kind].store(given.value)
    return hashlib.sha256(json.dumps([value, given.non_answer]).encode()).hexdigest()[:12]


def seen(spec: FormSpec, answers: AnswerSet) -> dict[AnswerKey, str]:
    """Return what a page carries that shows these answers."""
    questions = spec.by_key()
    shown = {name: fingerprint(questions[name[0]], given) for name, given in answers.items()}
    return {name: digest for name, digest in shown.items() if digest}


def continues(question: Question, before: Answer, after: Answer) -> bool:
    """Say whether a text goes on another: what it leaves out of it is in one place and short."""
    if question.kind not in (Kind.TEXT, Kind.LONG_TEXT) or before.is_blank or after.is_blank:
        return False
    if before.non_answer is not None or after.non_answer is not None:
        return False
    old, new = str(before.value), str(after.value)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return len(old) - start - end <= LONGEST_SLIP


def _shared(one: str, other: str) -> int:
    """With how many equal letters two texts begin."""
    equal, at_most = 0, min(len(one), len(other))
    while equal < at_most:
        middle = (equal + at_most + 1) // 2
        if one.startswith(other[:middle]):
            equal = middle
        else:
            at_most = middle - 1
    return equal


def merge(spec: FormSpec, typed: AnswerSet, *, stored: AnswerSet, seen: Seen) -> Merge:
    """Return what to write of the answers on a page, given what is stored now and what the page showed."""
    written, conflicts, questions = {}, [], spec.by_key()
    for name, given in typed.items():
        question, kept = questions[name[0]], answer(stored, *name)
        mine, theirs, before = fingerprint(question, given), fingerprint(question, kept), seen.get(name, "")
        if mine in (before, theirs):
            continue
        if theirs == before:
            written[name] = given
        else:
            conflicts.append(Conflict(name, kept, given))
    return Merge(written, tuple(conflicts))
