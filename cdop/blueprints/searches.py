"""What is searched for may be a child's name or number, so no address has it in words: an address has it sealed."""

import base64
import secrets
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access
from cdop.forms.base import BaseForm
from cdop.rules.vocabulary import Action
from cdop.services import keys
from cdop.services.errors import NotFound

LISTS = {"cases": "cases.index", "requests": "request_board.index", "awaited": "awaited.index"}
"""The lists that are searched by the name of a child, and the page of each."""
LONGEST, NONCE_BYTES = 200, 12
OWN = frozenset({"csrf_token", "submission_id", "search"})

blueprint = Blueprint("searches", __name__)


@blueprint.post("/search/<name>")
@access(Action.CASE_LIST, form=BaseForm)
def search(name: str) -> ResponseReturnValue:
    """Lead to a list, narrowed as the form asks."""
    if name not in LISTS:
        raise NotFound
    typed = request.form.get("search", "").strip()[:LONGEST]
    asked = [(key, value) for key, value in request.form.items() if value and key not in OWN]
    sealed_words = [("search", sealed(typed))] if typed else []
    address = url_for(LISTS[name])
    return redirect(f"{address}?{urlencode([*sealed_words, *asked])}" if sealed_words or asked else address)


def searched() -> str:
    """Return what the address searches for, "" where that is nothing, or nothing that was sealed here."""
    try:
        content = base64.urlsafe_b64decode(request.args.get("search", "").encode())
        nonce, words = content[:NONCE_BYTES], content[NONCE_BYTES:]
        return _cipher().decrypt(nonce, words, b"").decode() if words else ""
    except (InvalidTag, ValueError):
        return ""


def sealed(words: str) -> str:
    """Return what is searched for as an address has it: encrypted, so that it tells nothing to who sees it there."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, words.encode(), b"")).decode()


def _cipher() -> AESGCM:
    return AESGCM(keys.encryption_key("searches"))
