"""Transcripts as the JSON of Podcasting 2.0, both ways; ``application/json``.

``{"version": "1.0.0", "segments": [{"speaker", "startTime", "endTime", "body"}]}``. The language is an additional key,
which others pass over. The ``start``, ``end`` and ``text`` that speech recognition writes are understood too.
"""

import json
from datetime import timedelta
from typing import Any

from confkit.codecs.json_object import parse_json
from confkit.codecs.text_file import require_size
from confkit.codecs.transcript_cues import LARGEST, MOST, Report, left_out, require_some, tidy, with_ends
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.recording import Cue, Transcript

VERSION = "1.0.0"
_LATEST = timedelta(days=366).total_seconds()


def write_json(transcript: Transcript) -> bytes:
    """Return ``transcript`` as a JSON document."""
    whole = tidy(transcript.cues, transcript.language)
    document: dict[str, object] = {"version": VERSION}
    if whole.language:
        document["language"] = whole.language
    document["segments"] = [_segment(cue) for cue in whole.cues]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _segment(cue: Cue) -> dict[str, object]:
    segment: dict[str, object] = {"speaker": cue.speaker} if cue.speaker else {}
    return segment | {"startTime": _number(cue.start), "endTime": _number(cue.end), "body": cue.text}


def _number(moment: timedelta) -> int | float:
    seconds = moment.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def read_json(data: bytes, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript of a JSON document; a segment without a usable start is left out and reported.

    Raises FormatError, TruncatedInput, LimitExceeded.
    """
    require_size(data, where, largest=LARGEST)
    if not data.strip():
        raise TruncatedInput("is empty", where=where, fix="get the file again")
    document = parse_json(data, where)
    segments = document.get("segments") if isinstance(document, dict) else document
    if not isinstance(segments, list):
        raise FormatError("holds no transcript", where=where, fix="expected an object with a list called segments")
    if len(segments) > MOST:
        raise LimitExceeded(f"holds more than {MOST} segments", where=where, fix="check what file this is")
    cues: list[Cue] = []
    endless = False
    for number, segment in enumerate(segments, 1):
        fields = segment if isinstance(segment, dict) else {}
        start = _moment(fields, "startTime", "start")
        if start is None:
            left_out(where, f"segment {number}", report)
            continue
        end = _moment(fields, "endTime", "end")
        endless = endless or end is None
        cues.append(Cue(start, end or start, _text(fields, "body", "text"), _text(fields, "speaker")))
    require_some(cues, where)
    language = document.get("language") if isinstance(document, dict) else None
    whole = tidy(cues, language if isinstance(language, str) else "")
    if endless:
        pairs = zip(whole.cues, with_ends(list(whole.cues)), strict=True)
        whole = tidy((cue if cue.end > cue.start else filled for cue, filled in pairs), whole.language)
    return whole


def _moment(fields: dict[str, Any], *names: str) -> timedelta | None:
    """A time in seconds, as a number or, as some programs write it, as text."""
    value = next((fields[name] for name in names if fields.get(name) is not None), None)
    if isinstance(value, str):
        try:
            value = float(value[:32])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return timedelta(seconds=value) if 0 <= value <= _LATEST else None  # never true for a NaN


def _text(fields: dict[str, Any], *names: str) -> str:
    value = next((fields[name] for name in names if fields.get(name) is not None), None)
    return value if isinstance(value, str) else ""
