"""A panel's logo: which pictures are taken, and how one is kept.

A logo is shown to everybody, so nothing of the file is kept but what can be seen: it is drawn anew, no larger than
pages need it, on white. A file that a browser would run, such as an SVG, is none.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 1024 * 1024
"""Bytes of a file that is taken."""
LONGEST_SIDE, SHORTEST_LONG_SIDE = 4000, 100
"""Pixels that the longer side of a picture may have at most, and must have."""
KEPT_WITHIN = (640, 320)
"""Pixels: the width and the height of what is kept."""

TOO_LARGE_A_FILE = "A logo's file has at most 1 MB"
NOT_TAKEN = "A logo is a picture as a PNG or JPEG file; this file is neither, or is damaged"
TOO_MANY_PIXELS = f"A logo has at most {LONGEST_SIDE} pixels in width and in height"
TOO_FEW_PIXELS = f"A logo has at least {SHORTEST_LONG_SIDE} pixels in width or in height"
NOTHING_SEEN = "Nothing would be seen of this logo: on white it has one colour only"


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is kept: a PNG on white, known by its SHA-256."""

    digest: str
    png: bytes

    @property
    def base64(self) -> str:
        """The PNG as letters, for a page that needs nothing beside it."""
        return b64encode(self.png).decode()


def logo(content: bytes) -> Logo:
    """Return the logo that a file's content is. Raises ValueError that says, to whoever chose it, why it is none."""
    if len(content) > LARGEST_FILE:
        raise ValueError(TOO_LARGE_A_FILE)
    drawn = _on_white(content)
    if drawn.getcolors(maxcolors=1) is not None:
        raise ValueError(NOTHING_SEEN)
    drawn.thumbnail(KEPT_WITHIN)
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return Logo(hashlib.sha256(kept.getvalue()).hexdigest(), kept.getvalue())


def _on_white(content: bytes) -> "Image":
    """The picture of a file, turned as it is meant to be seen. Only what can be seen goes on."""
    from PIL import Image, ImageOps  # loads when it is first needed

    try:
        opened = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        _fit(max(opened.size))
        seen = ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as enormous:
        raise ValueError(TOO_MANY_PIXELS) from enormous
    except (OSError, SyntaxError, EOFError) as damaged:
        raise ValueError(NOT_TAKEN) from damaged
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _fit(longer_side: int) -> None:
    if longer_side > LONGEST_SIDE:
        raise ValueError(TOO_MANY_PIXELS)
    if longer_side < SHORTEST_LONG_SIDE:
        raise ValueError(TOO_FEW_PIXELS)
