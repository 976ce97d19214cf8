"""PNG and JPEG pictures, part by part: what shows the picture is kept as it is, all else is left out.

So a picture does not tell where and when it was taken, and nothing rides along behind it. No pixel is worked out: a
picture that says it is enormous costs nothing.
"""

import re
import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})

_SOI, _EOI, _SOS, _EXIF = 0xD8, 0xD9, 0xDA, 0xE1
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
# Beside the frame and its tables: the plain heading, the colours, and Adobe's word on them.
_JPEG_KEPT = _FRAMES | _TABLES | {0xE0, 0xE2, 0xEE}
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_ORIENTATION, _SHORT = 0x0112, 3


class NotThis(ValueError):
    """It is no picture of this kind."""


class TooLarge(ValueError):
    """It says that it has more pixels than a picture for people has."""


class Damaged(ValueError):
    """It begins as such a picture and does not go on as one."""


def clean_png(content: bytes) -> bytes:
    """Return the picture and nothing else. Raises NotThis, TooLarge, Damaged."""
    if not content.startswith(_PNG):
        raise NotThis
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        chunk = content[place : place + length + 12]
        if len(chunk) < length + 12 or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise Damaged
        if place == len(_PNG):
            _refuse_size(*_png_sides(kind, chunk))
        if kind in _PNG_KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        place += len(chunk)
    raise Damaged


def _png_sides(kind: bytes, chunk: bytes) -> tuple[int, int]:
    if kind != b"IHDR" or len(chunk) != 25:
        raise Damaged
    width, height = struct.unpack_from(">II", chunk, 8)
    return width, height


def clean_jpeg(content: bytes) -> bytes:
    """Return the picture, which way up it is, and nothing else. Raises NotThis, TooLarge, Damaged."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise NotThis
    kept, has_frame = [b"\xff\xd8"], False
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            has_frame = True
            _refuse_size(*_jpeg_sides(segment))
        if marker in _JPEG_KEPT or marker == _SOS:
            kept.append(segment)
        elif marker == _EXIF and (turned := _orientation(segment)) is not None:
            kept.append(turned)
        elif marker == _EOI and has_frame:
            return b"".join([*kept, b"\xff\xd9"])
    raise Damaged


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment; that of a scan goes on to the next marker."""
    place = 2
    while found := _NEXT_MARKER.match(content, place):
        marker, start = content[found.end() - 1], found.end()
        if marker in (_EOI, _SOI) or start + 2 > len(content):
            yield (marker if marker == _EOI else -1), b""
            return
        end = start + struct.unpack_from(">H", content, start)[0]
        if marker == _SOS:
            after = _NEXT_MARKER.search(content, end)
            end = after.start() if after else len(content)
        if end > len(content):
            return
        yield marker, b"\xff" + bytes([marker]) + content[start:end]
        place = end


def _jpeg_sides(segment: bytes) -> tuple[int, int]:
    if len(segment) < 9:
        raise Damaged
    height, width = struct.unpack_from(">HH", segment, 5)
    return width, height


def _orientation(segment: bytes) -> bytes | None:
    """A heading that says only which way up the picture is; None where the camera did not say."""
    body = segment[4:]
    order = {b"II": "<", b"MM": ">"}.get(body[6:8])
    if not body.startswith(b"Exif\0\0") or order is None or len(body) < 16:
        return None
    first = struct.unpack_from(order + "I", body, 10)[0] + 6
    if first + 2 > len(body):
        return None
    for number in range(struct.unpack_from(order + "H", body, first)[0]):
        entry = body[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(order + "HH", entry[:4]) == (_ORIENTATION, _SHORT):
            way_up = struct.unpack_from(order + "H", entry, 8)[0]
            return _turned(way_up) if 1 <= way_up <= 8 else None
    return None


def _turned(way_up: int) -> bytes:
    entry = struct.pack("<HHIHH", _ORIENTATION, _SHORT, 1, way_up, 0)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _refuse_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise TooLarge
    if not width or not height:
        raise Damaged
