"""The minutes of a meeting as they are drafted: decisions and actions, not who said what (domain reference 6.7).

One sheet for each case, by its reference; learning apart from the cases it came of.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cdop.rules.dates import written_date
from cdop.rules.vocabulary import AgendaItemStatus, SheetKind

TITLES = {
    SheetKind.ATTENDANCE: "Who came",
    SheetKind.EARLIER: "Minutes of the last meeting",
    SheetKind.LEARNING: "Learning",
    SheetKind.OTHER: "Other business",
}
POINT = "- "
"""How a line begins that is a point of a list: so it is typed, and edited."""
NOT_RECORDED = "Who came was not recorded."
SUBJECT_TO = "Agreed subject to"
"""What the minutes call the one thing that an agreement waits for."""
NO_LEARNING = "No learning was recorded."


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """An action that was agreed: what, whose and by when."""

    text: str
    agency: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What a meeting did with a case. `findings` are label and words of a signed analysis, empty where none is.

    `noted` are label and words of what was written down at the meeting, `declared` the conflicts of interest by part.
    """

    status: AgendaItemStatus
    reason: str
    findings: tuple[tuple[str, str], ...]
    recommendations: tuple[str, ...]
    actions: tuple[AgreedAction, ...]
    took_no_part: tuple[str, ...]
    noted: tuple[tuple[str, str], ...] = ()
    declared: tuple[str, ...] = ()


def attendance(people: Iterable[tuple[str, str, str]], quorum: str) -> str:
    """Return who came as text: name, part and agency of each, and how the quorum stood."""
    lines = [f"{name}, {part}{f', {agency}' if agency else ''}" for name, part, agency in people]
    return "\n".join([*lines, quorum]) if lines else NOT_RECORDED


def earlier(held_on: date | None, *, are_approved: bool = False) -> str:
    """Return what stands of the minutes before, by the day of their meeting; None where members can read none.

    `are_approved` says whether it was this meeting that approved them.
    """
    if held_on is None:
        return "No minutes of a meeting before are on record."
    return f"The minutes of the meeting of {written_date(held_on)} were {'approved' if are_approved else 'looked at'}."


def case_sheet(outcome: CaseOutcome) -> str:
    """Return a case's sheet as text: what was decided, what is to be done, who took no part."""
    lines = [_decision(outcome), *(f"{label}: {words}" for label, words in (*outcome.findings, *outcome.noted))]
    lines += _list("Recommendations", outcome.recommendations)
    lines += _list(
        "Actions",
        [
            f"{each.text} ({each.agency or 'owner on record'}, by {written_date(each.due_on)})"
            for each in outcome.actions
        ],
    )
    lines += _list("Conflicts of interest declared", outcome.declared)
    if outcome.took_no_part:
        lines.append(f"Took no part: {', '.join(outcome.took_no_part)}.")
    return "\n".join(lines)


def learning(points: Sequence[str]) -> str:
    """Return what was learnt as text, each once, without the cases."""
    return "\n".join(f"{POINT}{point}" for point in dict.fromkeys(points)) or NO_LEARNING


def parts(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Return the lines of a sheet as it is read: whether these are the points of one list, and their words."""
    lines = (line.strip() for line in text.splitlines() if line.strip())
    for is_list, together in groupby(lines, key=lambda line: line.startswith(POINT)):
        yield is_list, tuple(line.removeprefix(POINT) if is_list else line for line in together)


def _decision(outcome: CaseOutcome) -> str:
    if outcome.status is AgendaItemStatus.SIGNED:
        return "The review is complete. The analysis was agreed and signed."
    if outcome.status is AgendaItemStatus.ADJOURNED:
        return f"Adjourned: {outcome.reason}"
    if any(label == SUBJECT_TO for label, _ in outcome.noted):
        return "The analysis was agreed subject to one thing. It is signed once that has come."
    return "Discussed. Nothing was signed." if outcome.noted else "Nothing was signed, and nothing was noted."


def _list(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}:", *(f"{POINT}{line}" for line in lines)] if lines else []
