"""WAV with new tags: an ID3 chunk behind the sound, or before it where the sound reaches to the end of the file."""

from collections.abc import Iterator
from datetime import timedelta

from confkit.audio.id3_writing import written_tag
from confkit.audio.intended import Intended
from confkit.audio.pieces import Piece, Stretch
from confkit.audio.source import Source
from confkit.audio.wav import STREAMED, chunks
from confkit.domain.errors import FormatError, LimitExceeded

_WIDE = 0xFFFFFFFF


def wav_pieces(source: Source, intended: Intended, duration: timedelta) -> Iterator[Piece]:
    """Yield the pieces of the file with new tags; raises FormatError, LimitExceeded."""
    found = list(chunks(source))
    old = next((offset for name, offset, _ in found if name.upper() == b"ID3 "), None)
    tag = written_tag(source, old, intended, duration)
    chunk = b"id3 " + len(tag).to_bytes(4, "little") + tag + b"\0" * (len(tag) & 1)
    is_wide = source.read(0, 4) != b"RIFF"
    data = next((offset, length) for name, offset, length in found if name == b"data")
    streamed = data[1] in STREAMED and not (is_wide and data[1] == _WIDE)
    if not streamed and data[1] != _WIDE and data[0] + data[1] > source.size:
        raise FormatError("ends before the length its header gives", fix="copy or encode it again")
    body: list[Piece] = []
    for name, offset, _ in found:
        if name.upper() == b"ID3 ":
            continue
        if name == b"data" and streamed:
            body += [chunk, Stretch(offset - 8, source.size)]
            break
        ends = [after - 8 for _, after, _ in found if after > offset]
        body.append(Stretch(offset - 8, min([source.size, *ends])))
        if (body[-1].end - body[-1].start) & 1:  # type: ignore[union-attr] # the last chunk may lack its padding
            body.append(b"\0")
    if not streamed:
        body.append(chunk)
    size = 4 + sum(len(one) if isinstance(one, bytes) else one.end - one.start for one in body)
    if is_wide:
        first = body[0]
        assert isinstance(first, Stretch)
        if source.read(first.start, 4) != b"ds64":
            raise FormatError("does not begin with its lengths", fix="encode it again")
        body[:1] = [source.read(first.start, 8) + size.to_bytes(8, "little"), Stretch(first.start + 16, first.end)]
        yield source.read(0, 12)
    else:
        claimed = int.from_bytes(source.read(4, 4), "little")
        if not streamed and size > _WIDE - 1:
            raise LimitExceeded("would become larger than a WAV file can be", fix="encode it as FLAC")
        kept = claimed if streamed and claimed in STREAMED else size
        yield source.read(0, 4) + kept.to_bytes(4, "little") + source.read(8, 4)
    yield from body
