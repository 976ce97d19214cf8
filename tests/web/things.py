"""What the addresses of a panel's pages name, and how a page is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.factories import MadeCase
from tests.live_cases import LiveCase
from tests.signed_cases import SignedCase


def _nothing(_things: "Things") -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Things:
    """What the addresses of one panel's pages name."""

    case: MadeCase
    report: str
    agency: str = ""
    request: str = ""
    signed: SignedCase | None = None
    message: str = ""
    live: LiveCase | None = None
    awaited: str = ""
    alert: str = ""
    list: tuple[str, str, str] = ("", "", "")
    draft: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """How to ask for a page: what its address names, what its form says, what it answers where it is open."""

    names: Callable[[Things], dict[str, Any]] = _nothing
    form: dict[str, str] = field(default_factory=dict)
    opened: int = 200
    sent: int = 302
    # Whether the form is sent as the page shows it, with `form` typed over it.
    is_page_form: bool = False
