"""Whose names, and which places, a text has words of.

Children are found by the words that cases are searched by; others and places by what forms asked for by name, by the
directory of agencies, and by the list of places that was imported. Everything on record is read, a piece at a time, and
only what has a word of the text is kept.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Select, or_, select

from cdop.extensions import db
from cdop.models import Agency, AgencyContact, Case, CaseSearchTerm, FormAnswer, SmallPlace
from cdop.queries import areas
from cdop.queries.reading import in_pieces
from cdop.queries.reference import current
from cdop.questionnaires.identifying import LONGEST_NAME, NAMES, PLACES, lines_of_address
from cdop.rules.agencies import AGENCY_TYPES, PLACES_BY_THEMSELVES
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
from cdop.rules.vocabulary import ReferenceKind

A_CHILD = "[a child]"
MOST_WORDS = 900
"""As many as one statement asks for: SQLite takes some thousand values at once."""
PIECE = 2_000
"""How many rows are in memory at once."""
_LETTERS = re.compile("[a-z]+")
_CODE = re.compile(r"[A-Z0-9_-]+")
"""An answer that was chosen, such as HOME or HOSP-ED, names no place."""
NAME, PLACE = IdentifierKind.NAME, IdentifierKind.PLACE


def names_on_record(panel_id: int, text: str) -> Known:
    """Return the names on record at a panel, and the places of its cases, that have a word of the text.

    The names of children, of those whom forms name (parents, professionals), of key workers and of contacts at
    agencies; places as forms name them (schools, streets, hospitals), practices, schools and hospitals of the
    directory, places of the lists that were imported, and where a text says that a child lived or died, but for the
    panel's own local authorities. People of the panel itself are left out: a report says who sits on it.
    """
    words = words_looked_up(text)
    if not words:
        return Known()
    mine = areas.of_panel(panel_id)
    own = {word for _, name in mine for word in place_words(name)}
    found: dict[tuple[IdentifierKind, str], Identifier] = {}
    places = (*towns_told(text), *_small_places([code for code, _ in mine], words))
    for each in chain(
        _children(panel_id, words),
        _professionals(panel_id),
        _of_forms(panel_id, words),
        _directory(panel_id),
        (Identifier(PLACE, name, A_PLACE) for name in places),
    ):
        if _has_a_word_of(each, words, own):
            found.setdefault((each.kind, each.words), each)
    return Known(tuple(found.values()))


def _has_a_word_of(identifier: Identifier, words: frozenset[str], own: set[str]) -> bool:
    if identifier.kind is NAME:
        return not words.isdisjoint(name_words(identifier.words))
    telling = {word for word in place_words(identifier.words) if tells_apart(word)}
    return not telling <= own and not words.isdisjoint(telling - own)


def _children(panel_id: int, words: frozenset[str]) -> Iterator[Identifier]:
    for asked in _some_of(words):
        some = (CaseSearchTerm.panel_id == panel_id, CaseSearchTerm.term.in_(asked))
        ids = select(CaseSearchTerm.case_id).where(*some)
        for names in db.session.execute(select(Case.given_names, Case.family_name).where(Case.id.in_(ids)).distinct()):
            yield from (Identifier(NAME, name, A_CHILD) for name in names if name)


def _professionals(panel_id: int) -> Iterator[Identifier]:
    leading = or_(Case.key_worker_name.is_not(None), Case.jar_lead.is_not(None))
    cases = select(Case.key_worker_name, Case.jar_lead).where(Case.panel_id == panel_id, leading)
    contacts = select(AgencyContact.name).where(AgencyContact.panel_id == panel_id)
    queries: tuple[Select[*tuple[Any, ...]], ...] = (cases, contacts)
    for query in queries:
        for names in in_pieces(query, PIECE):
            yield from (Identifier(NAME, name, A_PROFESSIONAL) for name in names if name)


def _of_forms(panel_id: int, words: frozenset[str]) -> Iterator[Identifier]:
    asked = (FormAnswer.panel_id == panel_id, FormAnswer.question_key.in_([*NAMES, *PLACES]))
    query = select(FormAnswer.question_key, FormAnswer.value).where(*asked, FormAnswer.non_answer.is_(None))
    for key, value in in_pieces(query, PIECE):
        if isinstance(value, str) and not _has_clearly_none_of(words, value):
            yield from _named(key, value)


def _has_clearly_none_of(words: frozenset[str], value: str) -> bool:
    """Whether plain letters show that an answer has none of the words: most have none, and are looked at no further."""
    return value.isascii() and "'" not in value and words.isdisjoint(_LETTERS.findall(value.lower()))


def _named(key: str, value: str) -> Iterator[Identifier]:
    if _CODE.fullmatch(value) or value in AGENCY_TYPES:
        return
    if key in PLACES:
        yield from (Identifier(PLACE, line, A_PLACE) for line in lines_of_address(value))
    elif len(value) <= LONGEST_NAME:
        yield Identifier(NAME, value, NAMES[key])


def _directory(panel_id: int) -> Iterator[Identifier]:
    query = select(Agency.name).where(Agency.panel_id == panel_id, Agency.kind.in_(PLACES_BY_THEMSELVES))
    yield from (Identifier(PLACE, name, A_PLACE) for (name,) in in_pieces(query, PIECE))


def _small_places(area_codes: list[str], words: frozenset[str]) -> Iterator[str]:
    """Places of these local authorities, by the first of their words that tells them apart."""
    tables = [table.id for table in current(ReferenceKind.PLACES).values()]
    mine = SmallPlace.table_id.in_(tables), SmallPlace.area_code.in_(area_codes)
    for asked in _some_of(words) if tables else ():
        query = select(SmallPlace.name).where(*mine, SmallPlace.word.in_(asked))
        yield from db.session.scalars(query.distinct())


def _some_of(words: frozenset[str]) -> Iterator[list[str]]:
    every = sorted(words)
    yield from (every[start : start + MOST_WORDS] for start in range(0, len(every), MOST_WORDS))
