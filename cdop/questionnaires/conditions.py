"""When a question is asked: a small tree of conditions over earlier answers of the same form."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerSet, answer


@dataclass(frozen=True, slots=True)
class Is:
    """The answer to `key` is one of `values`; of several chosen, any is enough."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Each of `parts` holds."""

    parts: tuple["When", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of `parts` holds."""

    parts: tuple["When", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`part` does not hold."""

    part: "When"


When = Is | All | Any | Not


def holds(when: When | None, answers: AnswerSet, row_key: str = NOT_IN_A_GROUP) -> bool:
    """Say whether a condition holds; no condition always does.

    Within a group, a key is first looked for in the same row.
    """
    match when:
        case None:
            return True
        case Is(key, values):
            found = _found(answers, key, row_key)
            chosen = found.value if isinstance(found.value, tuple) else (found.value,)
            return found.non_answer is None and any(value in values for value in chosen)
        case All(parts):
            return all(holds(part, answers, row_key) for part in parts)
        case Any(parts):
            return any(holds(part, answers, row_key) for part in parts)
        case Not(part):
            return not holds(part, answers, row_key)


def is_ruled_out(when: When | None, answers: AnswerSet, row_key: str = NOT_IN_A_GROUP) -> bool:
    """Say whether something was answered that a condition looks at, and it does not hold."""
    return not holds(when, answers, row_key) and any(not _found(answers, key, row_key).is_blank for key in keys(when))


def tests(when: When | None) -> Iterator[Is]:
    """Return every test of an answer that a condition makes."""
    match when:
        case None:
            return
        case Is():
            yield when
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests(part)
        case Not(part):
            yield from tests(part)


def keys(when: When | None) -> Iterator[str]:
    """Return the key of every question that a condition looks at."""
    return (test.key for test in tests(when))


def settled(when: When | None, answers: AnswerSet, open_keys: frozenset[str], row_key: str) -> When | bool:
    """Return what is left of a condition once the answers to all questions but the open ones are known.

    True or False where nothing is left: the rest can only change where those questions are answered.
    """
    match when:
        case None:
            return True
        case Is(key, _):
            return when if key in open_keys else holds(when, answers, row_key)
        case All(parts):
            left = [settled(part, answers, open_keys, row_key) for part in parts]
            rest = tuple(part for part in left if not isinstance(part, bool))
            return False if False in left else _only(All, rest, True)
        case Any(parts):
            left = [settled(part, answers, open_keys, row_key) for part in parts]
            rest = tuple(part for part in left if not isinstance(part, bool))
            return True if True in left else _only(Any, rest, False)
        case Not(part):
            inner = settled(part, answers, open_keys, row_key)
            return not inner if isinstance(inner, bool) else Not(inner)


def _found(answers: AnswerSet, key: str, row_key: str) -> Answer:
    found = answer(answers, key, row_key)
    return answer(answers, key) if found.is_blank else found


def _only(kind: type[All] | type[Any], parts: tuple[When, ...], without: bool) -> When | bool:
    if not parts:
        return without
    return parts[0] if len(parts) == 1 else kind(parts)
