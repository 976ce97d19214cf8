"""The forms of a learning note: its words, agreeing on it, withdrawing it."""

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, Required, TextField
from cdop.rules.learning_notes import LONGEST, PARTS


class LearningNoteForm(VersionedForm):
    """The words of a note. Here `version` is the number of the version that the page showed."""

    saw = AreaField(
        PARTS["saw"], hint="One point on each line. Name nobody, and tell no child’s story", rows=4, max_length=LONGEST
    )
    helps = AreaField(PARTS["helps"], hint="What parents and professionals can do", rows=6, max_length=LONGEST)
    asks = AreaField(PARTS["asks"], hint="Begin each line with whom you ask", rows=4, max_length=LONGEST)
    support = AreaField(PARTS["support"], hint="Telephone numbers and pages", rows=3, max_length=LONGEST)


class AgreeForm(VersionedForm):
    """Agreeing on a note as it was saved."""

    because = TextField(
        "If words to look at can stand: why?",
        max_length=300,
        hint="For example, the number is that of the published guidance",
    )


class WithdrawNoteForm(BaseForm):
    """Why a public note is withdrawn."""

    reason = TextField(
        "Why is it withdrawn?",
        [Required("Say why it is withdrawn")],
        max_length=300,
        hint="Everybody who opens the note reads this in its place",
    )
