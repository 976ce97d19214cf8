"""The forms of a case in front of the panel: what was discussed, adjourning it, agreeing subject to one thing."""

from cdop.forms.base import VersionedForm
from cdop.forms.fields import AreaField, Required


class NoteForm(VersionedForm):
    """What the note-taker writes beside the chair."""

    discussion = AreaField(
        "What was discussed and decided", hint="Decisions and their reasons, not word for word, and no names", rows=8
    )
    dissent = AreaField("Who disagreed, and why", max_length=4000, rows=3, hint="By their part, such as the police")


class AdjournForm(VersionedForm):
    """Why a case is adjourned, and for what."""

    reason = AreaField("Why is it adjourned?", [Required("Say why it is adjourned")], max_length=2000, rows=3)
    awaited = AreaField(
        "What is awaited, and from whom?", [Required("Say what is awaited, and from whom")], max_length=2000, rows=3
    )


class SubjectForm(VersionedForm):
    """The one thing that an agreement waits for."""

    thing = AreaField(
        "What does the agreement wait for?",
        [Required("Name the one thing that the agreement waits for")],
        max_length=1000,
        rows=2,
        hint="One thing, such as the toxicology report",
    )


class SettleForm(VersionedForm):
    """That the thing came, and what it says."""

    how = AreaField(
        "What came, and what does it say?", [Required("Say what came and what it says")], max_length=4000, rows=4
    )
