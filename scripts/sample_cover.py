"""The artwork of the sample's show: a cross that sends out sound, drawn from circles and bars without any font.

Pure Python writes the PNG (no compression library but zlib), 1400 × 1400 pixels of RGB as directories ask for.
"""

import struct
import zlib
from collections.abc import Iterator
from math import hypot

SIDE = 1400
GROUND = (13, 59, 66)
PAPER = (244, 239, 228)
# Outer rings are darker: the sound fades.
RINGS = ((430.0, (242, 149, 89)), (540.0, (196, 122, 82)), (650.0, (138, 96, 77)))
RING_WIDTH = 44.0
DISC = 330.0
ARM, THICKNESS, ROUND = 205.0, 66.0, 26.0

Colour = tuple[int, int, int]


def draw_cover() -> bytes:
    """Return the artwork as a PNG file."""
    # The picture is the same in all four quarters; one is drawn and mirrored.
    half = SIDE // 2
    rows = [_mirrored(row) for row in _quarter(half)]
    picture = b"".join(rows + rows[::-1])
    header = struct.pack(">2I5B", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(picture, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _quarter(half: int) -> Iterator[list[Colour]]:
    for row in range(half):
        y = half - row - 0.5
        yield [_colour(half - column - 0.5, y) for column in range(half)]


def _mirrored(row: list[Colour]) -> bytes:
    """Return a whole row of pixels behind the byte for "no filter" (PNG §9.2)."""
    left = b"".join(bytes(colour) for colour in row)
    right = b"".join(bytes(colour) for colour in reversed(row))
    return b"\0" + left + right


def _colour(x: float, y: float) -> Colour:
    """Return the colour at a distance from the centre."""
    radius = hypot(x, y)
    colour = GROUND
    for centre, ring in RINGS:
        colour = _over(colour, ring, RING_WIDTH / 2 - abs(radius - centre))
    if radius < DISC + 1:
        colour = _over(colour, PAPER, DISC - radius)
        colour = _over(colour, GROUND, max(_bar(x, y, ARM, THICKNESS), _bar(x, y, THICKNESS, ARM)))
    return colour


def _bar(x: float, y: float, width: float, height: float) -> float:
    """Return how far inside a bar with round corners a point lies (negative: outside)."""
    beyond_x, beyond_y = x - width + ROUND, y - height + ROUND
    outside = hypot(max(beyond_x, 0.0), max(beyond_y, 0.0))
    return ROUND - outside - min(max(beyond_x, beyond_y), 0.0)


def _over(below: Colour, above: Colour, inside: float) -> Colour:
    """Lay one colour over another; the edge is one pixel wide and soft."""
    # In quarters: a third of the size, and nobody sees it.
    share = round(min(max(inside + 0.5, 0.0), 1.0) * 4) / 4
    if share in (0.0, 1.0):
        return above if share else below
    red, green, blue = (round(b + (a - b) * share) for a, b in zip(above, below, strict=True))
    return red, green, blue
