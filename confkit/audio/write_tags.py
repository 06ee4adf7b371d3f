"""Writing tags and chapters into an audio file, without a risk for the sound.

The file is composed anew beside the original: new tags, everything else copied. That copy is read back before it takes
the place of the original: its sound must hash the same, and its tags and chapters must be what was meant. Otherwise the
original stays as it is and an error says why.
"""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Literal

from confkit.audio.contents import Contents
from confkit.audio.id3_frames import tag_length
from confkit.audio.intended import FIELDS, Intended, in_milliseconds, intend, with_ends
from confkit.audio.media import Container
from confkit.audio.payload import payload_digest
from confkit.audio.pieces import Piece, Stretch, copy_pieces
from confkit.audio.reader import read_source
from confkit.audio.source import ChangedMeanwhile, Source, open_source, real_path_inside
from confkit.domain.errors import FormatError, InvalidValue, WriteError
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter, Tags
from confkit.domain.tag_merge import tag_text
from confkit.files import atomic_write

_MAX_TAGS = 20
_ID3 = (Container.MPEG, Container.WAV)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value in the file is not the one that would be written, both as text to show."""

    field: str
    old: str
    new: str


def differences(
    old: Tags, old_chapters: tuple[Chapter, ...], tags: Tags, chapters: tuple[Chapter, ...] | None
) -> tuple[Difference, ...]:
    """Return what writing would change, as any format can hold it; chapters of None stay."""
    intended = intend(tags, chapters, old, version=4, afresh=False, slash_joins=False)
    found = [
        Difference(field, _shown(old, field), _shown(intended.tags, field))
        for field in FIELDS
        if field in intended.fields
    ]
    if intended.chapters is not None and not _same_chapters(old_chapters, intended.chapters):
        found.append(Difference("chapters", chapters_text(old_chapters), chapters_text(intended.chapters)))
    return tuple(found)


def chapters_text(chapters: Iterable[Chapter]) -> str:
    """Return chapters as lines of time and title."""
    return "\n".join(f"{str(in_milliseconds(one.start))[:11]} {one.title}".rstrip() for one in chapters)


def _shown(tags: Tags, field: str) -> str:
    if field == "people":
        return ", ".join(f"{credit.name} ({credit.role.value})" for credit in tags.people)
    return tag_text(tags, field)


def write_tags(
    root: Path, path: str, tags: Tags, chapters: tuple[Chapter, ...] | None, *, id3_version: Literal[3, 4] = 4
) -> tuple[Problem, ...]:
    """Write ``tags`` and ``chapters`` (None: those in the file stay) into ``path`` below ``root``.

    An empty field is taken out of the file. Returns a problem for what the format can't hold. Raises FormatError and
    its kinds, InvalidValue, WriteError and OSError; the original is then untouched.
    """
    with open_source(root, path) as source:
        real = Path(real_path_inside(root, path))
        require_writable(real, path)
        try:
            container, contents, start = read_source(source, path)
            return _write(source, real, container, contents, start, tags, chapters, id3_version)
        except (FormatError, InvalidValue) as error:
            raise type(error)(error.what, where=error.where or path, fix=error.fix) from error


def require_writable(real: Path, path: str) -> None:
    """Raise WriteError for a file that is read-only: a rename would replace it, and somebody made it so on purpose."""
    if not real.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
        raise WriteError("is read-only", where=path, fix="allow writing to it (chmod u+w), then write the tags again")


def _write(
    source: Source,
    real: Path,
    container: Container,
    contents: Contents,
    start: int,
    tags: Tags,
    chapters: tuple[Chapter, ...] | None,
    version: int,
) -> tuple[Problem, ...]:
    tagged = contents.tagged
    wants_chapters = chapters is not None and not _same_chapters(tagged.chapters, chapters)
    afresh = container in _ID3 and _id3_version(source, container) != version
    intended = intend(
        tags,
        # The present chapters are written again where the tag changes its version.
        chapters if wants_chapters else (tagged.chapters or None) if afresh else None,
        tagged.tags,
        version=version,
        afresh=afresh,
        slash_joins=container in _ID3 and version == 3,
    )
    problems: tuple[Problem, ...] = ()
    if container is Container.MP4 and intended.chapters:
        intended, problems = _without_long_links(intended, intended.chapters)
    if not intended.fields and intended.chapters is None:
        return problems
    before = payload_digest(source, container, start)

    def compose(target: BinaryIO) -> None:
        copy_pieces(source, _pieces(source, container, start, intended, contents.duration), target)
        target.flush()
        copy = Source(target.fileno(), os.fstat(target.fileno()))
        _require_right(copy, container, contents, intended, before)
        _require_unchanged(source, real)

    atomic_write(real, compose)
    return problems


def _id3_version(source: Source, container: Container) -> int:
    """Return the version of the ID3v2 tag there is, 0 where there is none."""
    offset: int | None = 0
    if container is Container.WAV:
        from confkit.audio.wav import chunks

        offset = next((at for name, at, _ in chunks(source) if name.upper() == b"ID3 "), None)
    header = source.read(offset, 10) if offset is not None else b""
    return header[3] if tag_length(header) else 0


def _pieces(
    source: Source, container: Container, start: int, intended: Intended, duration: timedelta
) -> Iterable[Piece]:
    if container is Container.MP4:
        from confkit.audio.mp4_writing import mp4_pieces

        return mp4_pieces(source, intended, duration)
    if container is Container.OGG:
        from confkit.audio.ogg_writing import ogg_pieces

        return ogg_pieces(source, intended)
    if container is Container.FLAC:
        from confkit.audio.flac_writing import flac_pieces

        return flac_pieces(source, start, intended)
    if container is Container.WAV:
        from confkit.audio.wav_writing import wav_pieces

        return wav_pieces(source, intended, duration)
    return _mpeg_pieces(source, intended, duration)


def _mpeg_pieces(source: Source, intended: Intended, duration: timedelta) -> list[Piece]:
    """The new tag in the place of the first; an ID3v1 tag, which would disagree, goes."""
    from confkit.audio.id3_writing import written_tag

    length = tag_length(source.read(0, 10))
    if length > source.size:
        raise FormatError("has a tag that is longer than the file", fix="copy or encode it again")
    tag = written_tag(source, 0 if length else None, intended, duration)
    end = source.size
    if end - length >= 128 and source.read(end - 128, 3) == b"TAG":
        end -= 128
    return [tag, Stretch(length, end)]


def _require_right(copy: Source, container: Container, before: Contents, intended: Intended, digest: str) -> None:
    """Raise FormatError unless the copy sounds and says what it should."""
    fix = "the file was left as it is; please report what it is and which program made it"
    kind, contents, start = read_source(copy, "")
    if kind is not container or payload_digest(copy, container, start) != digest:
        raise FormatError("would not keep its sound", fix=fix)
    if contents.duration != before.duration:
        raise FormatError("would change its length", fix=fix)
    for field in FIELDS:
        now = getattr(contents.tagged.tags, field)
        meant = getattr(intended.tags, field)
        if now == meant or (_is_filled_from_elsewhere(container, field) and not meant):
            continue
        raise FormatError(f"would not hold the {field} that was meant", fix=fix)
    if intended.chapters is None:
        right = _same_chapters(contents.tagged.chapters, before.tagged.chapters)
    elif container in _ID3:
        right = contents.tagged.chapters == with_ends(intended.chapters, before.duration)
    else:
        right = contents.tagged.chapters == tuple(replace(one, end=None, hidden=False) for one in intended.chapters)
    if not right:
        raise FormatError("would not hold the chapters that were meant", fix=fix)
    if contents.tagged.picture != before.tagged.picture:
        raise FormatError("would not keep its cover", fix=fix)


def _is_filled_from_elsewhere(container: Container, field: str) -> bool:
    """Where nothing is meant, lyrics are read as the description, and in MP4 the track has a language: both stay."""
    return field == "description" or (field == "language" and container is Container.MP4)


def _require_unchanged(source: Source, real: Path) -> None:
    status = real.stat()
    if (status.st_size, status.st_mtime_ns) != (source.size, source.modified):
        raise ChangedMeanwhile("was written to meanwhile", fix="scan again when it is complete")


def _same_chapters(one: tuple[Chapter, ...], other: tuple[Chapter, ...]) -> bool:
    """Whether two lists say the same; an end is compared only where both have one."""
    if len(one) != len(other):
        return False
    for a, b in zip(one, sorted(other, key=lambda chapter: chapter.start), strict=True):
        if in_milliseconds(a.start) != in_milliseconds(b.start) or (a.title, a.url) != (b.title, b.url):
            return False
        if a.hidden != b.hidden or (a.end and b.end and in_milliseconds(a.end) != in_milliseconds(b.end)):
            return False
    return True


def _without_long_links(intended: Intended, chapters: tuple[Chapter, ...]) -> tuple[Intended, tuple[Problem, ...]]:
    """Leave out the links of chapters that are longer than MP4 can hold, and say so."""
    from confkit.audio.mp4_chapters import LONGEST_LINK

    kept = tuple(replace(one, url="") if len(one.url) > LONGEST_LINK else one for one in chapters)
    lost = [one for one, other in zip(chapters, kept, strict=True) if one.url != other.url]
    problems = tuple(
        Problem(
            "chapter-link-not-written",
            Severity.WARNING,
            "",
            f"can't hold the link of the chapter “{one.title}”: MP4 ends at {LONGEST_LINK} characters",
            "give the chapter a shorter link; the feed and its chapters file have it as it is",
        )
        for one in lost
    )
    return replace(intended, chapters=kept), problems
