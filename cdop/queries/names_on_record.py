"""Whose names, and which places of cases, a text has words of.

Children are found by the words that cases are searched by; others and places by what forms asked for by name.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from cdop.extensions import db
from cdop.models import AgencyContact, Case, CaseSearchTerm, FormAnswer
from cdop.queries import areas
from cdop.questionnaires.identifying import LONGEST_NAME, NAMES, PLACES, lines_of_address
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.identifiers import (
    A_PROFESSIONAL,
    Identifier,
    IdentifierKind,
    Known,
    name_words,
    place_words,
    tells_apart,
)
from cdop.rules.public_words import A_PLACE, towns_told, words_looked_up

A_CHILD = "[a child]"
MOST_WORDS = 900
"""As many as one statement asks for: SQLite takes some thousand values at once."""
NEWEST = 20_000
"""How many answers are looked through, the newest first: those of some years of a panel."""
_CODE = re.compile(r"[A-Z0-9_-]+")
"""An answer that was chosen, such as HOME or HOSP-ED, names no place."""
NAME, PLACE = IdentifierKind.NAME, IdentifierKind.PLACE


def names_on_record(panel_id: int, text: str) -> Known:
    """Return the names on record at a panel, and the places of its cases, that have a word of the text.

    The names of children, of those whom forms name (parents, professionals), of key workers and of contacts at
    agencies; places as forms name them (schools, streets, hospitals) or where a text says that a
    child lived or died, but for the panel's own local authorities.
    """
    words = words_looked_up(text)
    if not words:
        return Known()
    own = {word for _, name in areas.of_panel(panel_id) for word in place_words(name)}
    found: dict[tuple[IdentifierKind, str], Identifier] = {}
    towns = (Identifier(PLACE, name, A_PLACE) for name in towns_told(text))
    for each in (*_children(panel_id, words), *_professionals(panel_id), *_of_forms(panel_id), *towns):
        if _has_a_word_of(each, words, own):
            found.setdefault((each.kind, each.words), each)
    return Known(tuple(found.values()))


def _has_a_word_of(identifier: Identifier, words: frozenset[str], own: set[str]) -> bool:
    if identifier.kind is NAME:
        return not words.isdisjoint(name_words(identifier.words))
    telling = {word for word in place_words(identifier.words) if tells_apart(word)}
    return not telling <= own and not words.isdisjoint(telling - own)


def _children(panel_id: int, words: frozenset[str]) -> Iterator[Identifier]:
    asked = sorted(words)
    for start in range(0, len(asked), MOST_WORDS):
        some = (CaseSearchTerm.panel_id == panel_id, CaseSearchTerm.term.in_(asked[start : start + MOST_WORDS]))
        ids = select(CaseSearchTerm.case_id).where(*some)
        for names in db.session.execute(select(Case.given_names, Case.family_name).where(Case.id.in_(ids)).distinct()):
            yield from (Identifier(NAME, name, A_CHILD) for name in names if name)


def _professionals(panel_id: int) -> Iterator[Identifier]:
    leading = or_(Case.key_worker_name.is_not(None), Case.jar_lead.is_not(None))
    cases = (
        select(Case.key_worker_name, Case.jar_lead).where(Case.panel_id == panel_id, leading).order_by(Case.id.desc())
    )
    contacts = select(AgencyContact.name).where(AgencyContact.panel_id == panel_id).order_by(AgencyContact.id.desc())
    for query in (cases, contacts):
        for names in db.session.execute(query.limit(NEWEST)):
            yield from (Identifier(NAME, name, A_PROFESSIONAL) for name in names if name)


def _of_forms(panel_id: int) -> Iterator[Identifier]:
    asked = (FormAnswer.panel_id == panel_id, FormAnswer.question_key.in_([*NAMES, *PLACES]))
    query = select(FormAnswer.question_key, FormAnswer.value).where(*asked, FormAnswer.non_answer.is_(None))
    for key, value in db.session.execute(query.order_by(FormAnswer.response_id.desc()).limit(NEWEST)):
        yield from _named(key, value)


def _named(key: str, value: Any) -> Iterator[Identifier]:
    if not isinstance(value, str) or _CODE.fullmatch(value) or value in AGENCY_TYPES:
        return
    if key in PLACES:
        yield from (Identifier(PLACE, line, A_PLACE) for line in lines_of_address(value))
    elif len(value) <= LONGEST_NAME:
        yield Identifier(NAME, value, NAMES[key])
