"""The one door to transcripts: any form in, the forms that apps ask for out."""

import re
from collections.abc import Callable
from enum import StrEnum

from confkit.codecs.transcript_cues import Report
from confkit.domain.recording import Transcript


class TranscriptForm(StrEnum):
    """A form of a transcript; the value is the suffix of its file."""

    VTT = "vtt"
    SRT = "srt"
    JSON = "json"
    HTML = "html"
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        """The media type, as ``podcast:transcript`` names it."""
        return _MEDIA_TYPES[self]

    @property
    def is_captions(self) -> bool:
        """Whether players can show it while they play."""
        return self in (TranscriptForm.VTT, TranscriptForm.SRT)


_MEDIA_TYPES = {
    TranscriptForm.VTT: "text/vtt",
    TranscriptForm.SRT: "application/x-subrip",
    TranscriptForm.JSON: "application/json",
    TranscriptForm.HTML: "text/html",
    TranscriptForm.TEXT: "text/plain",
}
SUFFIXES = {f".{form.value}": form for form in TranscriptForm} | {".htm": TranscriptForm.HTML}
_JSON = re.compile(rb"\s*(?:\{|\[\s*[\]{])")
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|cite|p|div|article|section|main|h1)\b", re.IGNORECASE)
_ARROW = re.compile(rb"^[ \t]*[0-9:.,]+[ \t]*-->", re.MULTILINE)
_MARK = b"\xef\xbb\xbf"


def form_of(data: bytes, name: str) -> TranscriptForm:
    """Return the form of a file: its content where that is unmistakable, else what its name says, else plain text."""
    head = data[:4096].removeprefix(_MARK)
    if head.startswith(b"WEBVTT"):
        return TranscriptForm.VTT
    named = SUFFIXES.get("." + name.lower().rpartition(".")[2])
    if named in (TranscriptForm.VTT, TranscriptForm.SRT):
        return named
    if _JSON.match(head):
        return TranscriptForm.JSON
    if _HTML.match(head):
        return TranscriptForm.HTML
    if named is None or named is TranscriptForm.TEXT:
        return TranscriptForm.SRT if _ARROW.search(head) else TranscriptForm.TEXT
    return named


def read_transcript(data: bytes, name: str, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript in ``data``; ``name`` is its file name, ``where`` names it in errors.

    A passage whose time can't be read is left out and given to ``report``. Raises FormatError, TruncatedInput for an
    empty or unfinished file, LimitExceeded above 10 MiB or 100,000 passages.
    """
    # A form costs its import only when it is read.
    match form_of(data, name):
        case TranscriptForm.VTT:
            from confkit.codecs.transcript_vtt import read_vtt as read
        case TranscriptForm.SRT:
            from confkit.codecs.transcript_srt import read_srt as read
        case TranscriptForm.JSON:
            from confkit.codecs.transcript_json import read_json as read
        case TranscriptForm.HTML:
            from confkit.codecs.transcript_html import read_html as read
        case TranscriptForm.TEXT:
            from confkit.codecs.transcript_text import read_text as read
    return read(data, where, report=report)


def write_transcript(transcript: Transcript, form: TranscriptForm) -> bytes:
    """Return ``transcript`` in ``form``; HTML is read only and raises ValueError."""
    return _writer(form)(transcript)


def _writer(form: TranscriptForm) -> Callable[[Transcript], bytes]:
    if form is TranscriptForm.VTT:
        from confkit.codecs.transcript_vtt import write_vtt

        return write_vtt
    if form is TranscriptForm.SRT:
        from confkit.codecs.transcript_srt import write_srt

        return write_srt
    if form is TranscriptForm.JSON:
        from confkit.codecs.transcript_json import write_json

        return write_json
    if form is TranscriptForm.TEXT:
        from confkit.codecs.transcript_text import write_text

        return write_text
    raise ValueError("transcripts are not written as HTML")
