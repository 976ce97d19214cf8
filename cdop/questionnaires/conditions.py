"""When a question is asked: a small tree of conditions over earlier answers of the same form."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdop.questionnaires.answer import NOT_IN_A_GROUP, AnswerSet, answer


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
            found = answer(answers, key, row_key)
            found = answer(answers, key) if found.is_blank else found
            chosen = found.value if isinstance(found.value, tuple) else (found.value,)
            return found.non_answer is None and any(value in values for value in chosen)
        case All(parts):
            return all(holds(part, answers, row_key) for part in parts)
        case Any(parts):
            return any(holds(part, answers, row_key) for part in parts)
        case Not(part):
            return not holds(part, answers, row_key)


def keys(when: When | None) -> Iterator[str]:
    """Return the key of every question that a condition looks at."""
    match when:
        case None:
            return
        case Is(key, _):
            yield key
        case All(parts) | Any(parts):
            for part in parts:
                yield from keys(part)
        case Not(part):
            yield from keys(part)
