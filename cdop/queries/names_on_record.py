"""Whose names on record have words of a text: found by the words that cases are searched by."""

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, CaseSearchTerm
from cdop.rules.identifiers import Identifier, IdentifierKind, Known
from cdop.rules.public_words import words_looked_up

A_CHILD = "[a child]"
MOST_WORDS = 900
"""As many as one statement asks for: SQLite takes some thousand values at once."""


def names_on_record(panel_id: int, text: str) -> Known:
    """Return the names of children of a panel that have a word of the text."""
    words = sorted(words_looked_up(text))
    found: dict[str, Identifier] = {}
    for start in range(0, len(words), MOST_WORDS):
        some = (CaseSearchTerm.panel_id == panel_id, CaseSearchTerm.term.in_(words[start : start + MOST_WORDS]))
        ids = select(CaseSearchTerm.case_id).where(*some)
        for names in db.session.execute(select(Case.given_names, Case.family_name).where(Case.id.in_(ids)).distinct()):
            for name in filter(None, names):
                found[name] = Identifier(IdentifierKind.NAME, name, A_CHILD)
    return Known(tuple(found.values()))
