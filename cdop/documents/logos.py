"""A panel's logo on paper: as large as its box allows, with the panel's name as its text alternative."""

from io import BytesIO

from reportlab.lib.utils import ImageReader

from cdop.documents import paper
from cdop.rules.logos import Logo

BOX = (200.0, 72.0)
"""Points: the width and the height that a logo has at most."""
SMALL_BOX = (160.0, 40.0)
"""The same where everything is to fit one page."""


def picture(logo: Logo, panel: str, box: tuple[float, float] = BOX) -> paper.Picture:
    """Return the logo of the panel of this name as a picture that fits this width and height, in points."""
    reader = ImageReader(BytesIO(logo.png))
    width, height = reader.getSize()
    scale = min(box[0] / width, box[1] / height)
    width, height = width * scale, height * scale
    return paper.Picture(width, height, panel, lambda canvas: canvas.drawImage(reader, 0, 0, width, height))
