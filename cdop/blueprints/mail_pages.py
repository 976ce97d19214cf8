"""How pages show a message: its text with links that can be followed, or the sheet that a mail programme shows."""

import re

from flask import Response

from cdop.services.mail import Written

# The sheet has its own style within it, as mail programmes want it, and nothing else: no script, no picture, no form.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_LINK = re.compile(r"(https?://\S+)")


def linked(text: str) -> list[str]:
    """Return the parts of a text: every second one is the address of a link."""
    return _LINK.split(text)


def sheet(message: Written) -> Response:
    """Return the HTML of a message as a page of its own."""
    return Response(message.html, mimetype="text/html", headers={"Content-Security-Policy": POLICY})
