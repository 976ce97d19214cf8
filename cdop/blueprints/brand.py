"""A panel's colour as a stylesheet, and its logo. An address says it all, so browsers keep them; no style is inline."""

from flask import Blueprint, Response, abort

from cdop.blueprints.access import public
from cdop.blueprints.security import YEAR
from cdop.rules.colour import contrast, is_colour, text_on, tint
from cdop.services import logos

blueprint = Blueprint("brand", __name__)


@blueprint.get("/brand/<colour>.css")
@public()
def stylesheet(colour: str) -> Response:
    """The stylesheet of the colour with these six hexadecimal digits."""
    if not is_colour(f"#{colour}"):
        abort(404)
    return _for_ever(Response(styles(f"#{colour}"), mimetype="text/css"))


@blueprint.get("/brand/<digest>.png")
@public()
def logo(digest: str) -> Response:
    """The logo with this digest: a PNG that we drew, whatever file it came from."""
    return _for_ever(Response(logos.public(digest), mimetype="image/png"))


def _for_ever(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def styles(colour: str) -> str:
    """The design system's colour properties for a panel of this colour; text stays readable on any."""
    properties = {
        "--govuk-brand-colour": colour,
        "--cdop-brand-text": text_on(colour),
        "--govuk-template-background-colour": tint(colour, 0.05),
        "--govuk-surface-background-colour": tint(colour, 0.05),
        "--govuk-surface-border-colour": tint(colour, 0.45),
        "--cdop-mark": colour if contrast(colour, "#ffffff") >= 3 else "#0b0c0c",
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"
