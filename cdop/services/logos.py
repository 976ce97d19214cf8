"""Logos of panels: read from a file, kept under their digest, given to everybody."""

from cdop.extensions import db
from cdop.models import PanelLogo
from cdop.queries import logos as queries
from cdop.rules import logos
from cdop.rules.logos import Logo
from cdop.services.errors import NotFound


def read(content: bytes | None) -> tuple[Logo | None, dict[str, str]]:
    """Return the logo in a file's content, None where there is no content, and a fault where it is no logo."""
    try:
        return (logos.logo(content) if content else None), {}
    except ValueError as refused:
        return None, {"logo": str(refused)}


def keep(logo: Logo | None) -> str | None:
    """Keep a logo within the open unit, if it is not kept yet; return its digest."""
    if logo is None:
        return None
    if queries.logo(logo.digest) is None:
        db.session.add(PanelLogo(digest=logo.digest, png=logo.png))
    return logo.digest


def public(digest: str) -> bytes:
    """Return a logo as a PNG, for everybody who knows its digest from a page. Raises NotFound."""
    if (found := queries.logo(digest)) is None:
        raise NotFound
    return found.png
