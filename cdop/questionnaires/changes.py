"""What changed between two versions of one form, question by question."""

from dataclasses import dataclass

from cdop.questionnaires.checking import CheckedAnswer, CheckPage


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer differs; None where it was not asked then, or is not asked later."""

    before: CheckedAnswer | None
    after: CheckedAnswer | None

    @property
    def title(self) -> str:
        """The question, and which row of its group it is about."""
        line = self.after or self.before
        return "" if line is None else f"{line.row_title}: {line.text}" if line.row_title else line.text


def changes(before: CheckPage, after: CheckPage) -> tuple[Change, ...]:
    """Return every question that is answered differently, in the order of the form."""
    earlier, later = _lines(before), _lines(after)
    pairs = [Change(earlier.get(place), later.get(place)) for place in dict.fromkeys((*earlier, *later))]
    return tuple(each for each in pairs if _said(each.before) != _said(each.after))


def _lines(page: CheckPage) -> dict[str, CheckedAnswer]:
    return {line.control: line for section in page.sections for line in section.lines}


def _said(line: CheckedAnswer | None) -> str | None:
    """What is answered; a question that is not answered and one that is not asked say the same: nothing."""
    return None if line is None or line.is_blank else line.shown
