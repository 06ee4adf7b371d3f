"""The adapter to faster-whisper, against a module that has its interface (1.0 to 1.2) and hears what we tell it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from confkit.audio.transcribing import TranscriptionStopped, WhisperTranscriber
from confkit.domain.errors import FormatError, NotFound, NotInstalled, UsageError
from confkit.domain.recording import Cue, Transcript

SECOND = timedelta(seconds=1)


@dataclass
class Segment:
    start: float
    end: float
    text: str


@dataclass
class Info:
    language: str = "de"
    duration: float = 4.0


@dataclass
class Whisper:
    """What the stand-in hears, and how it was called."""

    segments: list[Segment] = field(
        default_factory=lambda: [
            Segment(0.0, 1.5, " Guten Morgen."),
            Segment(1.5, 2.0, "  "),
            Segment(2.0, 9.0, " Ja."),
        ]
    )
    models: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    heard: int = 0
    fails: Exception | None = None


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> Whisper:
    state = Whisper()

    class WhisperModel:
        def __init__(self, model_size_or_path: str, device: str = "auto") -> None:
            if model_size_or_path == "nonsense":
                raise ValueError("Invalid model size 'nonsense'")
            state.models.append(model_size_or_path)

        def transcribe(
            self, audio: str, language: str | None = None, *, vad_filter: bool = False
        ) -> tuple[Iterator[Segment], Info]:
            state.calls.append({"audio": audio, "language": language, "vad_filter": vad_filter})

            def listen() -> Iterator[Segment]:
                for one in state.segments:
                    state.heard += 1
                    yield one
                if state.fails:
                    raise state.fails

            return listen(), Info()

    module = ModuleType("faster_whisper")
    module.WhisperModel = WhisperModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)
    return state


def test_segments_become_cues(whisper: Whisper) -> None:
    seen: list[tuple[timedelta, timedelta]] = []
    found = WhisperTranscriber("tiny").transcribe(Path("/show/a.mp3"), "de-AT", lambda *now: seen.append(now))
    assert found == Transcript(
        (Cue(0 * SECOND, 1.5 * SECOND, "Guten Morgen."), Cue(2 * SECOND, 9 * SECOND, "Ja.")), "de-AT"
    )
    assert whisper.models == ["tiny"]
    assert whisper.calls == [{"audio": "/show/a.mp3", "language": "de", "vad_filter": True}]
    assert seen == [(1.5 * SECOND, 4 * SECOND), (2 * SECOND, 4 * SECOND), (4 * SECOND, 4 * SECOND)]


def test_a_language_is_found_out_or_named_as_the_model_does(whisper: Whisper) -> None:
    hears = WhisperTranscriber()
    assert hears.transcribe(Path("a.mp3"), "").language == "de"
    assert hears.transcribe(Path("a.mp3"), "nb-NO").language == "nb-NO"
    assert [one["language"] for one in whisper.calls] == [None, "no"]
    assert whisper.models == ["small"]


def test_it_stops_when_asked(whisper: Whisper) -> None:
    with pytest.raises(TranscriptionStopped):
        WhisperTranscriber().transcribe(Path("a.mp3"), "de", cancelled=lambda: whisper.heard == 2)
    assert whisper.heard == 2


def test_what_goes_wrong_is_said(whisper: Whisper) -> None:
    with pytest.raises(NotFound, match="nonsense") as found:
        WhisperTranscriber("nonsense").transcribe(Path("a.mp3"), "de")
    assert "network" in found.value.fix
    with pytest.raises(UsageError, match="English only"):
        WhisperTranscriber("small.en").transcribe(Path("a.mp3"), "de")
    assert whisper.models == []
    WhisperTranscriber("small.en").transcribe(Path("a.mp3"), "en-GB")
    whisper.fails = ValueError("'xx' is not a valid language code")
    with pytest.raises(FormatError, match="not a valid language"):
        WhisperTranscriber().transcribe(Path("a.mp3"), "xx")


def test_its_absence_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(NotInstalled, match="faster-whisper") as error:
        WhisperTranscriber().transcribe(Path("a.mp3"), "de")
    assert "confkit-studio[transcribe]" in error.value.fix
    assert "://" not in str(error.value)
