"""Learning notes of themes: written in versions, agreed with numbers as they are released, public from then on."""

import io
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.documents import learning_note
from cdop.documents import pdf as pdf_writer
from cdop.documents.annual_report import PanelDetails, printed_snapshot
from cdop.documents.blocks import Document
from cdop.extensions import db
from cdop.models import LearningNote
from cdop.queries import learning_notes as queries
from cdop.queries import logos
from cdop.queries.learning_notes import NoteView
from cdop.queries.names_on_record import names_on_record
from cdop.queries.reports import panel_details
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.digests import printed_digest
from cdop.rules.disclosure import Profile
from cdop.rules.learning_notes import LONGEST, YEARS, Words, doubts_of
from cdop.rules.periods import FinancialYear, financial_year_of, years_together
from cdop.rules.public_words import Doubt
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import release_works
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST_REASON = 300


def newest(actor: Actor, theme: str) -> NoteView:
    """Return the draft of a theme's note. Raises NotFound and Forbidden."""
    found = queries.versions(actor, theme)
    if not found:
        raise NotFound
    require(actor, Action.REPORT_WRITE, found[0].subject)
    return found[0]


def doubts(note: NoteView) -> tuple[Doubt, ...]:
    """Return what of a note should not be public unless somebody says why it can."""
    return doubts_of(note.words, note.theme, names_on_record(note.panel_id, note.words.whole))


@writes(AuditVerb.LEARNING_NOTE_WRITTEN)
def write(actor: Actor, theme: str, words: Words, *, number: int, now: datetime) -> None:
    """Save the words of a theme's note as its next version. Raises NotFound, Stale and Invalid.

    `number` is that of the version that the writer saw.
    """
    before = newest(actor, theme)
    if before.number != number:
        raise Stale
    faults = {
        part: f"Write {LONGEST:,} characters or fewer" for part, text in asdict(words).items() if len(text) > LONGEST
    }
    if faults:
        raise Invalid(faults)
    if words == before.words and before.agreed_at is None and before.number:
        return
    row = LearningNote(panel_id=before.panel_id, theme_key=theme, number=number + 1, frozen={}, **asdict(words))
    row.written_at, row.written_by = now, actor.name
    db.session.add(row)
    db.session.flush()


def agree(actor: Actor, theme: str, *, number: int, because: str, now: datetime) -> None:
    """Agree on a theme's note as it was saved: it is public from then on, in place of the one before.

    `because` says why words that raise a doubt can stand. Raises NotFound, Forbidden, Stale and Blocked with every
    doubt, or where the note does not fit one page; BeingMade as `make_numbers` does.
    """
    note = newest(actor, theme)
    require(actor, Action.REPORT_APPROVE, note.subject)
    if note.number != number:
        raise Stale
    if not note.number or note.agreed_at is not None:
        raise Blocked(["Save the words first: there is nothing new to agree on."])
    if (found := doubts(note)) and not because.strip():
        raise Blocked([f"“{each.words}” is {each.why}, in “{each.sentence}”" for each in found])
    frozen = {"label": note.label, "panel": panel_details(note.panel_id), "by": actor.name}
    frozen |= {"on": now.astimezone(LONDON).date().isoformat(), "figures": _figures(actor, note, now=now)}
    content = pdf_writer.write_note(document_of(note.label, note.theme, note.words, frozen))
    if _pages(content) > 1:
        raise Blocked(["The note does not fit one page. Say it in fewer words."])
    _agree(actor, note, frozen, content, because.strip()[:LONGEST_REASON] if found else None, now=now)


def make_numbers(actor: Actor, theme: str, *, now: datetime) -> None:
    """Have the numbers released that a theme's note says, before it is agreed on.

    Raises NotFound, Forbidden, and BeingMade while the job process makes them, where that takes longer than a page.
    """
    note = newest(actor, theme)
    require(actor, Action.REPORT_APPROVE, note.subject)
    _figures(actor, note, now=now)


@writes(AuditVerb.LEARNING_NOTE_AGREED)
def _agree(
    actor: Actor, note: NoteView, frozen: dict[str, Any], content: bytes, because: str | None, *, now: datetime
) -> None:
    row = _locked(note)
    if row.agreed_at is not None:
        raise Stale
    row.frozen, row.snapshot, row.stands_because = frozen, digest(note.words, frozen), because
    row.agreed_at, row.agreed_by_name, row.pdf = now, actor.name, content


@writes(AuditVerb.LEARNING_NOTE_WITHDRAWN)
def withdraw(actor: Actor, theme: str, public_id: str, *, reason: str, now: datetime) -> None:
    """Withdraw a note; its page then gives the reason. Raises NotFound, Forbidden, Blocked and Invalid."""
    found = [each for each in queries.versions(actor, theme) if each.public_id == public_id and public_id]
    if not found:
        raise NotFound
    require(actor, Action.REPORT_APPROVE, found[0].subject)
    row = _locked(found[0])
    if row.agreed_at is None or row.withdrawn_at is not None:
        raise Blocked(["It is not public."])
    if not reason.strip():
        raise Invalid({"reason": "Say why it is withdrawn"})
    row.withdrawn_at, row.withdrawn_because = now, reason.strip()[:LONGEST_REASON]


def _locked(note: NoteView) -> LearningNote:
    one = select(LearningNote).where(LearningNote.public_id == note.public_id).with_for_update()
    return db.session.scalars(one).one()


def _figures(actor: Actor, note: NoteView, *, now: datetime) -> dict[str, Any]:
    """How often the theme was found over some whole years, as it is released to everybody."""
    last = FinancialYear(financial_year_of(now.astimezone(LONDON).date()).first_year - 1)
    selection = Selection(years_together(last, YEARS), Profile.REPORT, measure=learning_note.MEASURE)
    return release_works.figures_of(actor, note.panel_id, selection, purpose="Learning note", now=now)


def _pages(content: bytes) -> int:
    from pypdf import PdfReader  # loads when it is first needed

    return len(PdfReader(io.BytesIO(content)).pages)


def draft(note: NoteView) -> Document:
    """Return a note that is not agreed as a document: without numbers."""
    panel = _panel(panel_details(note.panel_id))
    on = (note.written_at.astimezone(LONDON).date()) if note.written_at else date.min
    return learning_note.learning_note(note.label, note.words, panel, theme=note.theme, figures=None, agreed_on=on)


def document_of(label: str, theme: str, words: Words, frozen: dict[str, Any]) -> Document:
    """Return a note that was agreed as a document, from what it was frozen with."""
    panel = _panel(frozen["panel"])
    told: dict[str, Any] = {"figures": frozen["figures"], "agreed_on": date.fromisoformat(frozen["on"])}
    told |= {"agreed_by": frozen["by"], "snapshot": digest(words, frozen)}
    return learning_note.learning_note(label, words, panel, theme=theme, **told)


def _panel(details: dict[str, Any]) -> PanelDetails:
    logo = logos.logo(details.get("logo"))
    return PanelDetails(details["name"], tuple(details["areas"]), details["colour"], logo)


def digest(words: Words, frozen: dict[str, Any]) -> str:
    """Return what the note prints to be known again by."""
    return printed_digest(json.dumps([asdict(words), frozen], sort_keys=True))


def public(public_id: str) -> tuple[NoteView, Document | None]:
    """Return a note that was agreed and what it says, None in place of that where it was withdrawn. Raises NotFound."""
    note = queries.public_note(public_id)
    if note is None:
        raise NotFound
    return note, None if note.withdrawn_at else _document(note)


def verify(actor: Actor, content: bytes) -> tuple[NoteView, bool] | None:
    """Return which note of the actor's panel a PDF says it is, and whether it is that byte for byte; None for none."""
    printed = printed_snapshot(content)
    note = queries.with_snapshot(actor, printed) if printed else None
    return (note, _pdf(note) == content) if note else None


def public_pdf(public_id: str) -> tuple[NoteView, bytes]:
    """Return a note that stands and its page of paper. Raises NotFound, for a withdrawn one as well."""
    note = queries.public_note(public_id)
    if note is None or note.withdrawn_at:
        raise NotFound
    return note, _pdf(note)


def _pdf(note: NoteView) -> bytes:
    """The page of paper as it was agreed on; one that was agreed on before they were kept is drawn again."""
    return queries.kept_pdf(note) or pdf_writer.write_note(_document(note))


def _document(note: NoteView) -> Document:
    return document_of(note.label, note.theme, note.words, note.frozen or {})
