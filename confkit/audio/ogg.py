"""Ogg files with Vorbis or Opus: the comment header, and the exact duration from the last page.

Page and lacing: RFC 3533 §6. Opus counts in 1/48000 s and has samples to skip at the start: RFC 7845 §4. Only pages
that are needed are read; chained streams (RFC 3533 §4) are added up.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from confkit.audio.contents import Contents, TagContents, damaged_tags, truncated, unsure
from confkit.audio.source import EDGE, Source
from confkit.audio.vorbis import MAX_COMMENTS, read_comments
from confkit.domain.errors import FormatError, TruncatedInput
from confkit.domain.problem import Problem

_HEADER = struct.Struct("<4sBBqIIIB")
_MAX_PAGE = 27 + 255 + 255 * 255
# A page holds about a second; headers take a handful.
_MAX_PAGES = 500_000
_MAX_HEADER_PAGES = 20_000
_NO_POSITION = -1
_OPUS_RATE = 48_000
_FIRST, _LAST = 2, 4


@dataclass(frozen=True, slots=True)
class Page:
    """A page's header: ``position`` counts samples up to its end (-1: no packet ends here)."""

    flags: int
    position: int
    serial: int
    lacing: bytes
    body: int

    @property
    def end(self) -> int:
        """Where the next page begins."""
        return self.body + sum(self.lacing)


@dataclass(frozen=True, slots=True)
class Codec:
    """A logical stream of sound: samples per second and samples to skip at its start."""

    serial: int
    rate: int
    skip: int
    opus: bool


def read_ogg(source: Source) -> Contents:
    """Return duration and tags; raises FormatError where there is neither Vorbis nor Opus, TruncatedInput."""
    codec, after = identify(source)
    tagged, audio_start = _comments(source, codec, after)
    problems: list[Problem] = []
    last = _last_page(source)
    if last is not None and last.serial == codec.serial:
        seconds = max(0, last.position - codec.skip) / codec.rate
    else:
        seconds, whole = _added_up(source)
        if not whole:
            problems.append(unsure("holds bytes between its pages that are no audio"))
    if last is None or not last.flags & _LAST:
        problems.append(truncated("ends before its last page"))
    if seconds == 0 and last is None:
        raise TruncatedInput("ends before its first sound", fix="copy or encode it again")
    media = "audio/ogg; codecs=opus" if codec.opus else "audio/ogg"
    return Contents(seconds, source.size - audio_start, tagged, media, tuple(problems))


def _page(source: Source, offset: int) -> Page | None:
    """Return the page at ``offset``, None where there is none or it is cut off."""
    head = source.read(offset, 27 + 255)
    if len(head) < 27 or head[:5] != b"OggS\0":
        return None
    _, _, flags, position, serial, _, _, count = _HEADER.unpack_from(head)
    page = Page(flags, position, serial, head[27 : 27 + count], offset + 27 + count)
    return page if len(page.lacing) == count and page.end <= source.size else None


def pages(source: Source, offset: int, *, limit: int = _MAX_HEADER_PAGES) -> Iterator[Page]:
    """Yield the pages from ``offset`` on, until something is no page."""
    for _ in range(limit):
        page = _page(source, offset)
        if page is None:
            return
        yield page
        offset = page.end


def _codec(source: Source, page: Page) -> Codec | None:
    """Return the codec that a stream's first page names, None for what is no Vorbis or Opus."""
    packet = source.read(page.body, min(64, sum(page.lacing)))
    if packet.startswith(b"OpusHead") and len(packet) >= 19:
        return Codec(page.serial, _OPUS_RATE, int.from_bytes(packet[10:12], "little"), opus=True)
    if packet.startswith(b"\x01vorbis") and len(packet) >= 28:
        rate = int.from_bytes(packet[12:16], "little")
        return Codec(page.serial, rate, 0, opus=False) if rate else None
    return None


def identify(source: Source) -> tuple[Codec, int]:
    """Return the first stream of sound and the offset after its first page."""
    for page in pages(source, 0):
        if not page.flags & _FIRST:
            break
        codec = _codec(source, page)
        if codec:
            return codec, page.end
    raise FormatError("holds neither Vorbis nor Opus", fix="encode it as MP3, M4A, Opus or Ogg Vorbis")


def _comments(source: Source, codec: Codec, offset: int) -> tuple[TagContents, int]:
    """Return the tags of the second packet (RFC 7845 §5.2, Vorbis I §5) and the offset after its pages."""
    packet = bytearray()
    for page in pages(source, offset):
        if page.serial != codec.serial:
            continue
        length, complete = 0, False
        for lace in page.lacing:
            length += lace
            if lace < 255:
                complete = True
                break
        packet += source.read(page.body, length)
        if len(packet) > MAX_COMMENTS:
            return TagContents(problems=(damaged_tags("has tags that are too large to read"),)), page.end
        if complete:
            prefix = b"OpusTags" if codec.opus else b"\x03vorbis"
            if not packet.startswith(prefix):
                return TagContents(problems=(damaged_tags("has no tags where they should be"),)), page.end
            return read_comments(bytes(memoryview(packet)[len(prefix) :])), page.end
    raise TruncatedInput("ends within its tags", fix="copy or encode it again")


def _last_page(source: Source) -> Page | None:
    """Return the last whole page with a position, searched from the end, None where none is near it."""
    for reach in (EDGE, 2 * _MAX_PAGE):
        start = max(0, source.size - reach)
        tail = source.read(start, source.size - start)
        at = tail.rfind(b"OggS")
        while at >= 0:
            page = _page(source, start + at)
            if page is not None and page.position != _NO_POSITION:
                return page
            at = tail.rfind(b"OggS", 0, at)
    return None


def _added_up(source: Source) -> tuple[float, bool]:
    """Return the seconds of all streams that follow each other, and whether the walk reached the end."""
    seconds, end = 0.0, 0
    codec: Codec | None = None
    position = 0
    for page in pages(source, 0, limit=_MAX_PAGES):
        end = page.end
        if page.flags & _FIRST and (found := _codec(source, page)):
            if codec:
                seconds += max(0, position - codec.skip) / codec.rate
            codec, position = found, 0
        elif codec and page.serial == codec.serial and page.position != _NO_POSITION:
            position = page.position
    if codec:
        seconds += max(0, position - codec.skip) / codec.rate
    return seconds, end == source.size
