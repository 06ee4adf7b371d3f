"""Pictures are described from their first bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.audio.cover import describe
from confkit.domain.recording import Cover

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2I", 3000, 2999)
SIZE = b"\x00\x11\x08" + struct.pack(">2H", 1400, 1500)


@pytest.mark.parametrize(
    ("picture", "kind", "width", "height"),
    [
        (PNG, "image/png", 3000, 2999),
        (b"\xff\xd8\xff\xe0\0\4ab\xff\xc0" + SIZE + bytes(9), "image/jpeg", 1500, 1400),
        # a table (C4) is no frame, a restart marker (D0) has no length, and fill bytes may stand before a marker
        (b"\xff\xd8\xff\xc4\0\4ab\xff\xd0\xff\xff\xff\xc1" + SIZE + bytes(9), "image/jpeg", 1500, 1400),
        (b"\xff\xd8\xff\xda\0\4ab", "image/jpeg", 0, 0),
        (b"\xff\xd8\xff" + b"\xff" * 100_000, "image/jpeg", 0, 0),
        (b"GIF89a" + struct.pack("<2H", 7, 8), "image/gif", 7, 8),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", 0, 0),
    ],
)
def test_known_pictures(picture: bytes, kind: str, width: int, height: int) -> None:
    assert describe(picture) == Cover(kind, len(picture), width, height)


@pytest.mark.parametrize("picture", [b"", b"<svg/>", PNG[:20], b"GIF89a", b"BM" + bytes(50)])
def test_anything_else_is_no_picture(picture: bytes) -> None:
    assert describe(picture) is None


@given(st.sampled_from([b"", b"\xff\xd8\xff", PNG[:16], b"GIF87a"]), st.binary(max_size=300))
def test_no_picture_breaks_it(start: bytes, rest: bytes) -> None:
    cover = describe(start + rest)
    assert cover is None or cover.size == len(start + rest)
