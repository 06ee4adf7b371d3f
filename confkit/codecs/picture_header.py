"""What a picture file says of itself: type, pixels, colours, from its header and the frame of its chunks.

No pixel is decoded and nothing is unpacked, so that a picture of gigapixels costs no more than a small one. Where the
frame of the file shows that it can't be whole (cut off, a checksum that is wrong) that is said in ``Picture.fault``.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from confkit.domain.artwork import JPEG, PNG, Colours, Picture

# A sane file has some tens of segments, or thousands of IDAT chunks.
_MAX_PARTS = 200_000
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
# PNG (W3C), 11.2.2: the colour types.
_PNG_COLOURS = {
    0: Colours.GREY,
    2: Colours.RGB,
    3: Colours.PALETTE,
    4: Colours.GREY_ALPHA,
    6: Colours.RGB_ALPHA,
}
_WITH_ALPHA = {Colours.GREY: Colours.GREY_ALPHA, Colours.RGB: Colours.RGB_ALPHA}
# ITU-T T.81, table B.1: the start-of-frame markers; C4, C8 and CC among them mean something else.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_START_OF_SCAN, _END = 0xDA, 0xD9
_JPEG_COLOURS = {1: Colours.GREY, 3: Colours.RGB, 4: Colours.CMYK}
_CUT_OFF = "ends before it is complete"
_DAMAGED = "is damaged"
_OTHERS = (
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), "image/tiff"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "image/bmp"),
    (re.compile(rb"....ftyp(?:hei[cfxms]|hev[cx]|mif1|msf1)", re.DOTALL), "image/heic"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), "image/jxl"),
    (re.compile(rb"8BPS"), "image/vnd.adobe.photoshop"),
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}>.{0,2000}?)?<svg[\s>/]", re.DOTALL), "image/svg+xml"),
)


def read_picture(data: bytes) -> Picture | None:
    """Return what the picture in ``data`` is, None for bytes that are none that confkit knows. Never raises."""
    if data.startswith(_PNG_MAGIC):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    head = data[:4096]
    found = next((media_type for pattern, media_type in _OTHERS if pattern.match(head)), None)
    return Picture(found, size=len(data)) if found else None


def _png(data: bytes) -> Picture:
    """PNG (W3C), clause 5: chunks of length, type, content and CRC; IHDR is the first, IEND the last."""
    if len(data) < 33:
        return Picture(PNG, size=len(data), fault=_CUT_OFF)
    if data[8:16] != b"\0\0\0\rIHDR":
        return Picture(PNG, size=len(data), fault=_DAMAGED)
    width, height, depth, kind = struct.unpack_from(">2I2B", data, 16)
    colours = _PNG_COLOURS.get(kind, Colours.UNKNOWN)
    fault, has_profile, is_animated, has_pixels = "", False, False, False
    for name, is_whole in _chunks(data):
        if name == b"":
            fault = _CUT_OFF
        elif not is_whole:
            fault = fault or _DAMAGED
        elif name == b"tRNS":
            # 11.3.1.1: a transparent colour, or the transparency of a palette.
            colours = _WITH_ALPHA.get(colours, colours)
        has_profile |= name == b"iCCP"
        is_animated |= name == b"acTL" and not has_pixels
        has_pixels |= name == b"IDAT"
    if not fault and (not width or not height or colours is Colours.UNKNOWN or not has_pixels):
        fault = _DAMAGED
    return Picture(
        PNG,
        width,
        height,
        colours,
        len(data),
        depth=8 if kind == 3 else depth,
        has_profile=has_profile,
        is_animated=is_animated,
        fault=fault,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Give the name of each chunk, and whether its checksum is right; "" where the file ends too early."""
    view, position = memoryview(data), 8
    for _ in range(_MAX_PARTS):
        if position + 12 > len(data):
            break
        length = int.from_bytes(view[position : position + 4], "big")
        end = position + 12 + length
        name = bytes(view[position + 4 : position + 8])
        if end > len(data):
            break
        yield name, zlib.crc32(view[position + 4 : end - 4]) == int.from_bytes(view[end - 4 : end], "big")
        if name == b"IEND":
            return
        position = end
    yield b"", False


def _jpeg(data: bytes) -> Picture:
    """ITU-T T.81, annex B: segments with marker and length up to the first scan, then data up to the last marker."""
    width = height = depth = parts = 0
    has_profile, orientation, has_scan = False, 1, False
    for marker, content in _segments(data):
        if marker in _JPEG_FRAMES and len(content) >= 6 and not parts:
            depth, height, width, parts = struct.unpack_from(">B2HB", content)
        elif marker == 0xE1 and content.startswith(b"Exif\0\0"):
            orientation = _orientation(content[6:])
        elif marker == 0xE2 and content.startswith(b"ICC_PROFILE\0"):
            has_profile = True
        has_scan = marker == _START_OF_SCAN
    fault = ""
    if not has_scan:
        fault = _CUT_OFF
    elif not (width and height and parts in _JPEG_COLOURS):
        fault = _DAMAGED
    # Some programs write a few bytes behind the end; a file that was cut has no end at all.
    elif data.rfind(b"\xff\xd9", max(0, len(data) - 65_536)) < 0:
        fault = _CUT_OFF
    return Picture(
        JPEG,
        width,
        height,
        _JPEG_COLOURS.get(parts, Colours.UNKNOWN),
        len(data),
        depth or 8,
        has_profile,
        orientation=orientation,
        fault=fault,
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give marker and content of each segment up to the first scan."""
    position = 2
    for _ in range(_MAX_PARTS):
        if position + 4 > len(data) or data[position] != 0xFF:
            return
        marker = data[position + 1]
        if marker == 0xFF:  # B.1.1.2: any number of fill bytes may stand before a marker
            position += 1
        elif marker in _JPEG_ALONE:
            position += 2
        elif marker == _END:
            return
        else:
            length = max(2, int.from_bytes(data[position + 2 : position + 4], "big"))
            yield marker, data[position + 4 : position + 2 + length]
            if marker == _START_OF_SCAN:
                return
            position += 2 + length


def _orientation(exif: bytes) -> int:
    """Return tag 0x0112 of the first directory (TIFF 6.0, section 2; EXIF 2.32, 4.6.4), 1 where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 10:
        return 1
    start = struct.unpack_from(f"{order}I", exif, 4)[0]
    if start + 2 > len(exif):
        return 1
    count = struct.unpack_from(f"{order}H", exif, start)[0]
    for entry in range(start + 2, min(start + 2 + 12 * count, len(exif) - 11), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
        if tag == 0x0112 and kind == 3:
            return int(value) if 1 <= value <= 8 else 1
    return 1
