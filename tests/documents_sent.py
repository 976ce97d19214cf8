"""Small files of every kind that is taken, and how to spoil them."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OUTLOOK = Path(__file__).parent / "examples" / "mail" / "outlook_return.msg"
"""A return as Outlook on a desk saves an e-mail: invented, with one document and a logo within its words."""

TEXT = "Seen on Monday by Dr Zażółć.\r\n".encode()
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="https://example.com/x" TargetMode="External"/></Relationships>'
)


def office(main: str = "word/document.xml", **more: str | bytes) -> bytes:
    """An office document with this main part; of more parts the names have "__" for "/" and "_" for "."."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def picture(kind: str, *, exif: bool = False, size: tuple[int, int] = (8, 6)) -> bytes:
    """A picture, with a place and which way up it is in its EXIF."""
    image, made, told = Image.new("RGB", size, "white"), BytesIO(), Image.Exif()
    if exif:
        told[0x0112], told[0x010E] = 6, "Canary Street"
        told.get_ifd(0x8825)[2] = (53.0, 11.0, 0.0)
    image.save(made, kind, **({"exif": told, "comment": b"Canary comment"} if exif else {}))
    return made.getvalue()


def logo(colour: str = "navy", size: tuple[int, int] = (400, 100)) -> bytes:
    """A logo: a bar of a colour on what can be seen through."""
    image, made = Image.new("RGBA", size, (0, 0, 0, 0)), BytesIO()
    image.paste(colour, (0, 0, size[0] // 2, size[1]))
    image.save(made, "PNG")
    return made.getvalue()


def enormous_png() -> bytes:
    """A PNG of a few bytes that says it has 2.5 thousand million pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    small = picture("PNG")
    return small[:8] + chunk + small[33:]


def enormous_jpeg() -> bytes:
    """A JPEG that says it is 50,000 pixels wide and high."""
    small = picture("JPEG")
    frame = small.index(b"\xff\xc0")
    return small[: frame + 5] + struct.pack(">HH", 50_000, 50_000) + small[frame + 9 :]
