"""Making the transcript of an episode from its sound, as a file beside the audio like every other transcript."""

from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, NotFound, UsageError, WriteError
from confkit.files import atomic_write
from confkit.services.siblings import siblings_of
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.audio.transcribing import Cancelled, Progress, Transcriber
    from confkit.services.transcripts import EpisodeTranscript


def make_transcript(
    ws: Workspace,
    view: EpisodeView,
    transcriber: "Transcriber | None" = None,
    *,
    model: str = "",
    language: str = "",
    overwrite: bool = False,
    progress: "Progress | None" = None,
    cancelled: "Cancelled | None" = None,
) -> "EpisodeTranscript":
    """Write what is said in an episode to ``<name of the audio>.vtt`` beside it, and return it.

    The language is the episode's unless another is named. Where there is a transcript already, in whatever form,
    nothing is done unless ``overwrite``, which replaces the WebVTT and leaves the others. ``model`` is that of
    faster-whisper, "" the usual one; ``transcriber`` takes its place.

    Raises NotFound without audio, UsageError for a transcript that is there, FormatError for sound that can't be heard
    or holds no words, NotInstalled, TranscriptionStopped, WriteError; nothing is written then.
    """
    from confkit.audio.source import open_source, real_path_inside
    from confkit.audio.transcribing import DEFAULT_MODEL, WhisperTranscriber
    from confkit.codecs.transcript import TranscriptForm, write_transcript
    from confkit.services.transcripts import transcript_of

    if view.recording is None:
        raise NotFound("has no audio file", where=view.title, fix="put the file back, then run `confkit scan`")
    file = view.recording.path
    stem = file.rpartition(".")[0]
    if not overwrite:
        _require_none(ws, file)
    try:
        with open_source(ws.episodes_root, file):
            real = real_path_inside(ws.episodes_root, file)
    except OSError as error:
        raise FormatError(
            f"can't be read ({error.strerror or error})", where=file, fix="check that it is there and may be read"
        ) from error
    heard = (transcriber or WhisperTranscriber(model or DEFAULT_MODEL)).transcribe(
        Path(real), language or view.language, progress, cancelled
    )
    if not heard.cues:
        raise FormatError("holds no words that could be heard", where=file, fix="check that it is speech")
    if not overwrite:
        # It took a while, and somebody may have put one there.
        _require_none(ws, file)
    target = ws.episodes_root / f"{stem}.vtt"
    if target.is_dir():
        raise WriteError("is a folder", where=f"episodes/{stem}.vtt", fix="move it away")
    atomic_write(target, write_transcript(heard, TranscriptForm.VTT))
    return transcript_of(ws, view)


def _require_none(ws: Workspace, file: str) -> None:
    for one in siblings_of(ws, [file]).get(file, ()):
        if not one.is_chapters and not one.language:
            raise UsageError(
                "is there already, and may have been corrected by hand",
                where=f"episodes/{one.path}",
                fix="remove it, or say --overwrite",
            )
