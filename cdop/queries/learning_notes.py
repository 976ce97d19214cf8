"""The learning notes of themes: the draft of each, and those that were agreed and are for everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import LearningNote, Theme
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.learning_notes import Words, start

SHOWN = 50


@dataclass(frozen=True, slots=True)
class NoteView:
    """A version of a theme's note. Number 0 is what it starts with, which nobody wrote."""

    panel_id: int
    theme: str
    label: str
    number: int
    words: Words
    public_id: str = ""
    written_by: str = ""
    written_at: datetime | None = None
    frozen: dict[str, Any] | None = None
    snapshot: str = ""
    agreed_at: datetime | None = None
    agreed_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_because: str | None = None

    @property
    def subject(self) -> PanelSubject:
        """The note as policy sees it."""
        return PanelSubject(self.panel_id)


def versions(actor: Actor, theme: str) -> tuple[NoteView, ...]:
    """Return the newest versions of a theme's note, the newest first; () where the panel has no such theme.

    The last is what it starts with, where there are not too many to show.
    """
    panel_id = actor.panel_id or 0
    label = db.session.scalar(select(Theme.label).where(Theme.panel_id == panel_id, Theme.key == theme))
    if label is None:
        return ()
    found = _notes(LearningNote.panel_id == panel_id, LearningNote.theme_key == theme)
    return (*found, NoteView(panel_id, theme, label, 0, start(theme)))


def agreed(panel_id: int) -> tuple[NoteView, ...]:
    """Return the note that stands of each theme, or the notice of the newest that was withdrawn, by theme."""
    newest: dict[str, NoteView] = {}
    for note in _notes(LearningNote.panel_id == panel_id, LearningNote.agreed_at.is_not(None)):
        newest.setdefault(note.theme, note)
    return tuple(sorted(newest.values(), key=lambda note: note.label))


def public_note(public_id: str) -> NoteView | None:
    """Return a note that was agreed, also a withdrawn one, None where there is none."""
    found = _notes(LearningNote.public_id == public_id, LearningNote.agreed_at.is_not(None))
    return found[0] if found else None


def with_snapshot(actor: Actor, snapshot: str) -> NoteView | None:
    """Return the note of the actor's panel that was agreed with this digest, None where there is none."""
    found = _notes(LearningNote.panel_id == actor.panel_id, LearningNote.snapshot == snapshot)
    return found[0] if found else None


def kept_pdf(note: NoteView) -> bytes | None:
    """Return a note's page of paper as it was agreed on, None where none was kept."""
    return db.session.scalar(select(LearningNote.pdf).where(LearningNote.public_id == note.public_id))


def _notes(*conditions: ColumnElement[bool]) -> list[NoteView]:
    of_theme = (Theme.panel_id == LearningNote.panel_id) & (Theme.key == LearningNote.theme_key)
    query = select(LearningNote, Theme.label).join(Theme, of_theme).where(*conditions)
    rows = db.session.execute(query.order_by(LearningNote.id.desc()).limit(SHOWN))
    return [_note(note, label) for note, label in rows]


def _note(note: LearningNote, label: str) -> NoteView:
    return NoteView(
        panel_id=note.panel_id,
        theme=note.theme_key,
        label=note.frozen.get("label", label),
        number=note.number,
        words=Words(note.saw, note.helps, note.asks, note.support),
        public_id=note.public_id,
        written_by=note.written_by,
        written_at=note.written_at,
        frozen=note.frozen or None,
        snapshot=note.snapshot or "",
        agreed_at=note.agreed_at,
        agreed_by=note.agreed_by_name or "",
        withdrawn_at=note.withdrawn_at,
        withdrawn_because=note.withdrawn_because,
    )
