"""Reading one audio file into a ``Recording``: which format it is by its content, and who reads that.

Everything in a file is somebody else's word. What can't be read at all raises FormatError; what can be read in part is
a recording with problems.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from confkit.audio.contents import Contents, TagContents, damaged_tags
from confkit.audio.cover import describe
from confkit.audio.id3_frames import read_tag, tag_length
from confkit.audio.media import CONTAINER_TYPE, MEDIA, Container, suffix_of
from confkit.audio.source import Source, open_source
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Recording
from confkit.domain.text import clean_line

# Several tags in a row are written by some programs; more than this is not a mistake but an attack.
_MAX_TAGS = 20
_MAX_SECONDS = 10_000_000
_MP4_STARTS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})


def read_recording(root: Path, path: str) -> Recording:
    """Read the audio file ``path`` (relative to ``root``, with forward slashes).

    Raises FormatError and its kinds (TruncatedInput, LimitExceeded, NotRegular, OutsideFolder, ChangedMeanwhile) with
    ``path`` as their place, and OSError where the file can't be opened or read.
    """
    with open_source(root, path) as source:
        container, contents, _ = read_source(source, path)
        fingerprint = source.fingerprint()
    named, expected = MEDIA.get(suffix_of(path), ("", None))
    problems = [*contents.problems, *contents.tagged.problems]
    if container is not expected:
        named = ""
        problems.append(_wrong_suffix(container))
    picture = contents.tagged.picture
    cover = describe(picture) if picture else None
    if picture and cover is None:
        problems.append(_unknown_cover())
    return Recording(
        path=path,
        size=source.size,
        modified=source.modified,
        media_type=contents.media_type or named or CONTAINER_TYPE[container],
        duration=contents.duration,
        fingerprint=fingerprint,
        bitrate=contents.bitrate,
        tags=contents.tagged.tags,
        chapters=contents.tagged.chapters,
        cover=cover,
        problems=tuple(replace(problem, where=path) for problem in problems),
    )


def read_contents(root: Path, path: str) -> Contents:
    """Read what an audio file holds, its cover's bytes included; raises as ``read_recording`` does."""
    with open_source(root, path) as source:
        return read_source(source, path)[1]


def read_source(source: Source, path: str) -> tuple[Container, Contents, int]:
    """Return format and contents of an open file, and where its sound begins behind leading tags.

    Raises FormatError and its kinds.
    """
    try:
        if source.size == 0:
            raise FormatError("is empty", fix="copy the file again")
        start, tagged = _leading_tags(source)
        container, contents = _dispatch(source, start, tagged)
        if contents.seconds < 1e-6:  # lengths are kept in microseconds
            raise FormatError("holds no sound", fix="encode it again")
        if contents.seconds > _MAX_SECONDS:
            raise FormatError("claims to last for months", fix="encode it again")
        return container, contents, start
    except FormatError as error:
        raise type(error)(error.what, where=error.where or path, fix=error.fix) from error
    except (struct.error, ValueError, IndexError, ArithmeticError) as error:
        raise FormatError("is damaged", where=path, fix="copy or encode it again") from error


def _dispatch(source: Source, start: int, tagged: TagContents | None) -> tuple[Container, Contents]:
    """Find the format by the first bytes; ID3 tags can stand before MP3 and FLAC."""
    magic = source.read(start, 12)
    if magic[:4] == b"OggS":
        from confkit.audio.ogg import read_ogg

        return Container.OGG, read_ogg(source)
    if magic[:4] == b"fLaC":
        from confkit.audio.flac import read_flac

        return Container.FLAC, read_flac(source, start)
    if magic[:4] in (b"RIFF", b"RF64", b"BW64") and magic[8:12] == b"WAVE":
        from confkit.audio.wav import read_wav

        return Container.WAV, read_wav(source)
    if magic[4:8] in _MP4_STARTS:
        from confkit.audio.mp4 import read_mp4

        return Container.MP4, read_mp4(source)
    from confkit.audio.mpeg import read_mpeg

    if tagged is not None and (tagged.tags.title or tagged.tags.people):
        tagged = replace(tagged, problems=(*tagged.problems, *_disagreeing_tags(source, tagged)))
    return Container.MPEG, replace(read_mpeg(source, start), tagged=tagged or _trailing_tags(source))


def _leading_tags(source: Source) -> tuple[int, TagContents | None]:
    """Return where the sound begins, and what the first ID3v2 tag holds."""
    start, tagged = 0, None
    for _ in range(_MAX_TAGS):
        length = tag_length(source.read(start, 10))
        if not length:
            break
        if tagged is None:
            from confkit.audio.id3 import read_id3

            tag = read_tag(source, start)
            tagged = read_id3(tag) if tag else TagContents(problems=(damaged_tags("has tags that can't be read"),))
        if start + length >= source.size:
            start += 10  # it lies about its length: the sound is looked for behind its header
            break
        start += length
    return start, tagged


def _trailing_tags(source: Source) -> TagContents:
    """Return what an ID3v1 tag holds, for files that have no other."""
    last = source.read(source.size - 128, 128) if source.size > 128 else b""
    if last[:3] != b"TAG":
        return TagContents()
    from confkit.audio.id3 import read_id3v1

    return read_id3v1(last)


def _disagreeing_tags(source: Source, tagged: TagContents) -> Iterator[Problem]:
    """Say so where an ID3v1 tag at the end has another title than the ID3v2 tag: some players show that one.

    It holds 30 characters, and nobody knows in which encoding: only titles in ASCII can be compared.
    """
    last = source.read(source.size - 128, 128) if source.size > 128 else b""
    if last[:3] != b"TAG":
        return
    old, new = last[3:33].partition(b"\0")[0].strip(), tagged.tags.title
    if old and new and old.isascii() and new.isascii() and b"?" not in old:
        title = clean_line(old.decode("ascii"))
        if not new.casefold().startswith(title.casefold()):
            yield Problem(
                "audio-tags-disagree",
                Severity.HINT,
                "",
                f"has a second tag at its end (ID3v1), whose title is “{title}”",
                "write the tags anew, which leaves it out",
            )


def _wrong_suffix(container: Container) -> Problem:
    suffix = next(suffix for suffix, (_, kind) in MEDIA.items() if kind is container)
    return Problem(
        "audio-wrong-suffix",
        Severity.WARNING,
        "",
        f"is an {container} file by its content, whatever its name says"
        if container in (Container.MPEG, Container.MP4, Container.OGG)
        else f"is a {container} file by its content, whatever its name says",
        f"rename it to end in {suffix}: apps choose their player by the name",
    )


def _unknown_cover() -> Problem:
    return Problem(
        "audio-cover-unreadable",
        Severity.WARNING,
        "",
        "has a cover that is neither JPEG nor PNG",
        "embed a square JPEG or PNG of 1400 to 3000 pixels",
    )
