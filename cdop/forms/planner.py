"""The form by which what the planner proposes is changed by hand and put on agendas."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from cdop.forms.base import BaseForm
from cdop.forms.fields import SelectChoice, SelectionField

NOT_NOW = SelectChoice("", "Not now")


class PlanForm(BaseForm):
    """For each case the meeting on whose agenda it goes, as proposed until somebody chooses another or none."""

    cases: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, proposed: Sequence[tuple[str, str, str]], meetings: Iterable[tuple[str, str]], *, sent: bool = True
    ) -> Self:
        """Return the form of these cases: public id, reference and the meeting proposed; and these meetings."""
        choices = [NOT_NOW, *(SelectChoice(*meeting) for meeting in meetings)]
        made: dict[str, Any] = {
            f"case-{case_id}": SelectionField(f"Meeting for {reference}", choices=choices, default=meeting_id)
            for case_id, reference, meeting_id in proposed
        }
        form: Self = type(cls.__name__, (cls,), made)(**({} if sent else {"formdata": None}))
        form.cases = tuple(case_id for case_id, _reference, _meeting in proposed)
        return form

    def field_of(self, case_id: str) -> Any:
        """Return the field of a case."""
        return self[f"case-{case_id}"]

    def chosen(self) -> list[tuple[str, str]]:
        """Return public ids of case and meeting, of the cases for which one is chosen."""
        return [(case_id, meeting) for case_id in self.cases if (meeting := self.field_of(case_id).data)]
