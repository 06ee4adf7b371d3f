"""Pictures for tests, made by Pillow."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def encoded(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    with BytesIO() as file:
        picture.save(file, form, **options)
        return file.getvalue()


def drawn(width: int = 1400, height: int = 1400) -> Image.Image:
    """Something like a cover: three stripes, red, green and blue from the left, light above and dark below."""
    shade = Image.linear_gradient("L").resize((width, height)).point(lambda value: 255 - value // 2)
    black = Image.new("L", (width, height), 0)
    third = width // 3
    bands = []
    for number in range(3):
        band = black.copy()
        area = (number * third, 0, width if number == 2 else (number + 1) * third, height)
        band.paste(shade.crop(area), area[:2])
        bands.append(band)
    return Image.merge("RGB", bands)


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """A picture that nothing can pack, the same on every run."""
    state, parts = seed, bytearray()
    for _ in range(1 << 14):
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        parts += struct.pack(">H", state >> 15 & 0xFFFF)
    needed = width * height * 3
    whole = bytearray()
    turn = 0
    while len(whole) < needed:
        turn += 1
        whole += bytes(part ^ (turn * 37 & 0xFF) for part in parts)
    return Image.frombytes("RGB", (width, height), bytes(whole[:needed]))


def cover(width: int = 1400, height: int = 1400, form: str = "JPEG", **options: Any) -> bytes:
    return encoded(drawn(width, height), form, **options)


def turned(orientation: int, width: int = 1400, height: int = 1400) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return cover(width, height, exif=exif)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def gigapixels(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 2.5 gigapixels."""
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
