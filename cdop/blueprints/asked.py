"""What the address of a list asks for."""

from enum import StrEnum
from typing import TypeVar

from flask import request

Kind = TypeVar("Kind", bound=StrEnum)


def kind_asked(kinds: type[Kind], name: str) -> Kind | None:
    """Return which of some kinds the address asks for under a name; None where it asks for none of them."""
    said = request.args.get(name, "")
    return kinds(said) if said in set(kinds) else None
