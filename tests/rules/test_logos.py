"""Which pictures are taken as a panel's logo, and that nothing else of the file is kept."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from cdop.rules import logos
from tests.documents_sent import PDF, enormous_jpeg, enormous_png, logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><script>alert(1)</script></svg>'


def gif() -> bytes:
    made = BytesIO()
    Image.open(BytesIO(logo())).save(made, "GIF")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SVG, logos.NOT_TAKEN),
        (PDF, logos.NOT_TAKEN),
        (gif(), logos.NOT_TAKEN),
        (logo()[:-40], logos.NOT_TAKEN),
        (logo() + bytes(logos.LARGEST_FILE), logos.TOO_LARGE_A_FILE),
        (logo(size=(4001, 10)), logos.TOO_MANY_PIXELS),
        (enormous_png(), logos.TOO_MANY_PIXELS),
        (enormous_jpeg(), logos.TOO_MANY_PIXELS),
        (logo(size=(99, 99)), logos.TOO_FEW_PIXELS),
        (logo("white"), logos.NOTHING_SEEN),
    ],
)
def test_file_that_is_no_logo_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        logos.logo(content)


def test_logo_is_kept_small_on_white_and_without_what_else_its_file_holds() -> None:
    told, made = Image.Exif(), BytesIO()
    told[0x0112], told[0x010E] = 6, "Canary Street"
    Image.open(BytesIO(logo(size=(1600, 400)))).convert("RGB").save(made, "JPEG", exif=told, comment=b"Canary comment")
    for content, size in ((logo(size=(1600, 400)), (640, 160)), (made.getvalue(), (80, 320))):
        kept = logos.logo(content)
        assert (b"Canary" in kept.png, kept.digest) == (False, hashlib.sha256(kept.png).hexdigest())
        with Image.open(BytesIO(kept.png)) as opened:
            assert (opened.format, opened.mode, opened.size, opened.info) == ("PNG", "RGB", size, {})
    with Image.open(BytesIO(logos.logo(logo()).png)) as opened:
        assert (opened.getpixel((10, 50)), opened.getpixel((390, 50))) == ((0, 0, 128), (255, 255, 255))
