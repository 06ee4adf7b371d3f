"""Turning speech into a transcript: a small interface, and the one model behind it.

faster-whisper is an extra of a few hundred megabytes, so it is imported when somebody asks for a transcript and never
before. It downloads its model on the first use; nothing else in confkit makes it do so.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from confkit.domain.errors import ConfkitError, FormatError, NotFound, NotInstalled, UsageError
from confkit.domain.recording import Cue, Transcript

DEFAULT_MODEL = "small"
Progress: TypeAlias = Callable[[timedelta, timedelta], None]
"""Is told how much of the sound was heard, and how much there is."""
Cancelled: TypeAlias = Callable[[], bool]

# What the model calls languages that BCP 47 calls otherwise.
_NAMES = {"nb": "no", "fil": "tl", "iw": "he", "jv": "jw"}
# What its libraries raise for a model or a file that they can't use: none of them has a root of its own.
_FAILURES = (ValueError, RuntimeError, OSError)


class TranscriptionStopped(ConfkitError):
    """Somebody asked to stop before the end; nothing was written."""


class Transcriber(Protocol):
    """Whatever hears words in an audio file."""

    def transcribe(
        self, path: Path, language: str, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Transcript:
        """Return the words of the file at ``path``, timed; ``language`` is a BCP 47 tag, "" to find it out.

        Asks ``cancelled`` from time to time. Raises NotInstalled, NotFound for a model that can't be had, FormatError
        for a file that can't be heard, TranscriptionStopped.
        """
        ...


class WhisperTranscriber:
    """faster-whisper, with the model of a name (``small``) or in a folder."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._loaded: Any = None

    def transcribe(
        self, path: Path, language: str, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Transcript:
        """See ``Transcriber``; raises UsageError for a model that knows English only and another language."""
        code = _code_of(language)
        if self.model.endswith(".en") and code not in ("", "en"):
            raise UsageError(
                f"knows English only, and this is in {language!r}",
                where=f"the model {self.model}",
                fix=f"take the model {self.model.removesuffix('.en')}",
            )
        model = self._load()
        try:
            # Only silence is left out: what the model hears in it are words that nobody said.
            segments, info = model.transcribe(str(path), language=code or None, vad_filter=True)
            whole = timedelta(seconds=float(info.duration))
            cues = []
            for segment in segments:
                _go_on(cancelled, path)
                end = timedelta(seconds=float(segment.end))
                cues.append(Cue(timedelta(seconds=float(segment.start)), end, str(segment.text).strip()))
                if progress is not None:
                    progress(min(end, whole), whole)
        except _FAILURES as error:
            raise FormatError(
                f"can't be transcribed ({error})", where=path.name, fix="check that it plays, and that it is speech"
            ) from error
        return Transcript(tuple(cue for cue in cues if cue.text), language or str(info.language))

    def _load(self) -> Any:
        if self._loaded is None:
            try:
                from faster_whisper import WhisperModel
            except ImportError as error:
                raise NotInstalled(
                    "needs faster-whisper, which is not installed",
                    where="transcribing",
                    fix='install it with pip install "confkit-studio[transcribe]"; '
                    "a transcript from elsewhere can lie beside the audio as well",
                ) from error
            try:
                self._loaded = WhisperModel(self.model)
            except _FAILURES as error:
                raise NotFound(
                    f"the model {self.model!r} can't be loaded ({error})",
                    where="transcribing",
                    fix="name one such as tiny, base, small, medium, large-v3 or turbo, or a folder with one; "
                    "the first time it is downloaded, which needs the network",
                ) from error
        return self._loaded


def _go_on(cancelled: Cancelled | None, path: Path) -> None:
    if cancelled is not None and cancelled():
        raise TranscriptionStopped("was stopped", where=path.name, fix="begin again; nothing was written")


def _code_of(language: str) -> str:
    """The language alone, without script and region, as the model names it."""
    code = language.partition("-")[0].casefold()
    return _NAMES.get(code, code)
