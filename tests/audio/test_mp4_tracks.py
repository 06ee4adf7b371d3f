"""Chapters kept as a track of texts, in the forms that ffmpeg doesn't write."""

import struct
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.audio.reader import read_recording
from confkit.domain.recording import Chapter


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def full(name: bytes, *numbers: int) -> bytes:
    return box(name, bytes(4) + struct.pack(f">{len(numbers)}I", *numbers))


def track(number: int, kind: bytes, scale: int, length: int, table: bytes = b"", extra: bytes = b"") -> bytes:
    header = box(b"tkhd", bytes(12) + struct.pack(">I", number) + bytes(68))
    media_header = box(b"mdhd", b"\1" + bytes(19) + struct.pack(">IQH", scale, length, 0x15C7) + bytes(2))
    handler = box(b"hdlr", bytes(8) + kind + bytes(12))
    return box(b"trak", header + extra + box(b"mdia", media_header + handler + box(b"minf", box(b"stbl", table))))


def text(data: bytes, boxes: bytes = b"") -> bytes:
    return struct.pack(">H", len(data)) + data + boxes


@pytest.mark.parametrize("wide", [False, True])
def test_utf_16_links_edit_lists_and_wide_offsets(tmp_path: Path, wide: bool) -> None:
    link = b"https://example.org/2"
    href = box(b"href", struct.pack(">2HB", 0, 3, len(link)) + link + b"\0")
    samples = [text("\ufeffEins – 1".encode("utf-16-be")), text(b"Two", href), text(b"Late")]
    start = box(b"ftyp", b"M4A \0\0\0\0") + box(b"mdat", b"".join(samples))
    at = len(start) - sum(map(len, samples))
    offsets = [at, at + len(samples[0]) + len(samples[1])]
    table = b"".join(
        [
            full(b"stts", 2, 2, 1500, 1, 600),
            full(b"stsz", 0, 3, *map(len, samples)),
            full(b"stsc", 2, 1, 2, 1, 2, 1, 1),
            box(b"co64", bytes(4) + struct.pack(">I2Q", 2, *offsets)) if wide else full(b"stco", 2, *offsets),
        ]
    )
    edits = box(b"edts", full(b"elst", 2, 250, 0xFFFFFFFF, 1 << 16, 3600, 0, 1 << 16))
    moov = box(
        b"moov",
        box(b"mvhd", bytes(12) + struct.pack(">2I", 1000, 6000) + bytes(80))
        + track(1, b"soun", 48_000, 48_000 * 6, extra=box(b"tref", box(b"chap", struct.pack(">2I", 9, 2))))
        + track(2, b"text", 1000, 3600, table, edits),
    )
    (tmp_path / "x.m4a").write_bytes(start + moov)
    recording = read_recording(tmp_path, "x.m4a")
    ms = timedelta(milliseconds=1)
    assert recording.duration == timedelta(seconds=6)
    assert recording.tags.language == "en"
    assert recording.chapters == (
        Chapter(250 * ms, "Eins – 1"),
        Chapter(1750 * ms, "Two", url="https://example.org/2"),
        Chapter(3250 * ms, "Late"),
    )
