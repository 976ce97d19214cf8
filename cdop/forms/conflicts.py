"""The forms of conflicts of interest: what is declared, and what the chair decides."""

from collections.abc import Iterable

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, SelectionField
from cdop.rules.vocabulary import ConflictDecision, ConflictKind

DECISIONS = {
    ConflictDecision.STAYS: "Stays",
    ConflictDecision.NO_CONTRIBUTION: "Stays and says nothing",
    ConflictDecision.DOES_NOT_LEAD: "Stays and does not lead the review",
    ConflictDecision.LEAVES: "Leaves for this case",
}
KINDS = {
    ConflictKind.TREATED: "Treated the child",
    ConflictKind.KNEW_FAMILY: "Knew the family",
    ConflictKind.EMPLOYER: "Their employer is involved in the case",
    ConflictKind.RELATIVE: "Is a relative",
    ConflictKind.PROVIDED_FORM: "Filled in a form about the child",
    ConflictKind.LED: "Led the care, or was at the review meeting",
    ConflictKind.FINANCIAL: "A legal or financial interest",
    ConflictKind.OTHER: "Something else",
}


class DeclareForm(BaseForm):
    """What connects somebody with a case."""

    person = SelectionField("Who?", [Required("Choose somebody who comes to this meeting")])
    kind = RadiosField(
        "What connects them with the case?",
        [Required("Say what connects them with the case")],
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
    )
    note = AreaField("Anything the chair should know", max_length=1000, rows=2, hint="Nothing on how the child died")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer these people: public id of the invitation and name."""
        self.person.choices = [SelectChoice("", "Choose"), *(SelectChoice(*each) for each in people)]


class DecideForm(VersionedForm):
    """What the chair decides."""

    decision = RadiosField(
        "What do you decide?",
        [Required("Say what you decide")],
        choices=[SelectChoice(decision.value, words) for decision, words in DECISIONS.items()],
    )
