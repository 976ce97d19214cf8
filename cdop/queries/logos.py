"""Logos by the digest under which a panel or a report names them."""

from cdop.extensions import db
from cdop.models import PanelLogo
from cdop.rules.logos import Logo


def logo(digest: str | None) -> Logo | None:
    """Return the logo of this SHA-256, None where there is none."""
    kept = db.session.get(PanelLogo, digest) if digest else None
    return None if kept is None else Logo(kept.digest, bytes(kept.png))
