"""The form by which what the planner proposes is changed by hand and put on agendas."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Self

from cdop.forms.base import BaseForm
from cdop.forms.fields import SelectChoice, SelectionField

PREFIX = "case-"
MOST_SENT = 500
NOT_NOW = SelectChoice("", "Not now")


class MeetingField(SelectionField):
    """A meeting, or none. Whether it still takes cases the verb says, with its reason."""

    def pre_validate(self, form: Any) -> None:
        pass


class PlanForm(BaseForm):
    """For each case the meeting on whose agenda it goes, as proposed until somebody chooses another or none."""

    cases: tuple[str, ...] = ()

    @staticmethod
    def cases_in(sent: Iterable[str]) -> list[str]:
        """Return the public ids of the cases that a form has which was sent, of at most so many as one has."""
        return [name.removeprefix(PREFIX) for name in islice(sent, MOST_SENT) if name.startswith(PREFIX)]

    @classmethod
    def of(
        cls,
        proposed: Sequence[tuple[str, str, str]],
        meetings: Iterable[tuple[str, str]],
        *,
        sent: Sequence[tuple[str, str]] = (),
    ) -> Self:
        """Return the form of these cases: public id, reference and the meeting proposed; and these meetings.

        One that was sent has the cases that it had, by public id and reference, whatever is proposed now.
        """
        choices = [NOT_NOW, *(SelectChoice(*meeting) for meeting in meetings)]
        rows = {case_id: (reference, meeting_id) for case_id, reference, meeting_id in proposed}
        rows |= {case_id: (reference, "") for case_id, reference in sent}
        made: dict[str, Any] = {
            f"{PREFIX}{case_id}": MeetingField(f"Meeting for {reference}", choices=choices, default=meeting_id)
            for case_id, (reference, meeting_id) in rows.items()
        }
        form: Self = type(cls.__name__, (cls,), made)()
        form.cases = tuple(case_id for case_id, _reference in sent)
        return form

    def has(self, case_id: str) -> bool:
        """Say whether the form has a field for a case."""
        return f"{PREFIX}{case_id}" in self

    def field_of(self, case_id: str) -> Any:
        """Return the field of a case."""
        return self[f"{PREFIX}{case_id}"]

    def chosen(self) -> list[tuple[str, str]]:
        """Return public ids of case and meeting, of the cases for which one is chosen."""
        return [(case_id, meeting) for case_id in self.cases if (meeting := self.field_of(case_id).data)]
