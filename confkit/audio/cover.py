"""Cover pictures: what they are, from the first bytes of their format, without decoding a pixel."""

import struct
from pathlib import Path

from confkit.domain.recording import Cover

# ITU-T T.81 table B.1: the start-of-frame markers carry the size; C4, C8 and CC among them mean something else.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MAX_SEGMENTS = 5_000
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def describe(picture: bytes) -> Cover | None:
    """Return type, size and pixels of a JPEG, PNG, GIF or WebP, None for anything else."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and picture[12:16] == b"IHDR" and len(picture) >= 24:
        width, height = struct.unpack_from(">2I", picture, 16)
        return Cover("image/png", len(picture), width, height)
    if picture.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(picture)
        return Cover("image/jpeg", len(picture), width, height)
    if picture[:6] in (b"GIF87a", b"GIF89a") and len(picture) >= 10:
        width, height = struct.unpack_from("<2H", picture, 6)
        return Cover("image/gif", len(picture), width, height)
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return Cover("image/webp", len(picture))
    return None


def _jpeg_size(picture: bytes) -> tuple[int, int]:
    """Return width and height from the first frame header, zeros where there is none."""
    position = 2
    for _ in range(_MAX_SEGMENTS):
        if position + 9 > len(picture) or picture[position] != 0xFF:
            break
        marker = picture[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _JPEG_ALONE:
            position += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">2H", picture, position + 5)
            return width, height
        else:
            position += 2 + max(2, int.from_bytes(picture[position + 2 : position + 4], "big"))
    return 0, 0


def cover_bytes(root: Path, path: str) -> bytes | None:
    """Return the cover inside the audio file ``path`` (relative to ``root``), None where it has none.

    Raises FormatError and OSError as ``read_recording`` does.
    """
    from confkit.audio.reader import read_contents

    picture = read_contents(root, path).tagged.picture
    return picture if picture is not None and describe(picture) else None
