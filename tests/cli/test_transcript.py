import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.cli.conftest import Call

VTT = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ben>[bold]Hello\nyou\n\n00:01.000 --> 00:01.500\n<v Amira Hart>Bye\x1b[31m\n"
)


@pytest.fixture
def beside(folder: Path) -> Path:
    """The folder of the show."""
    return folder / "episodes" / "ward-rounds"


def test_a_transcript_is_shown_with_its_speakers(confkit: Call, beside: Path) -> None:
    (beside / "001.vtt").write_text(VTT)
    done = confkit("transcript", "guid-1")
    assert done.out == "Ben Okafor:\n   0:00  [bold]Hello\n         you\n\nAmira Hart:\n   0:01  Bye\n"
    assert (done.code, done.err) == (0, "")


def test_a_transcript_is_printed_in_another_form(confkit: Call, beside: Path) -> None:
    (beside / "001.de.vtt").write_text(VTT)
    (beside / "001.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHi\n")
    assert confkit("transcript", "guid-1", "--format", "vtt").out.endswith("00:00:00.000 --> 00:00:01.000\nHi\n")
    german = confkit("transcript", "guid-1", "--language", "DE", "--format", "srt").out
    assert german.startswith("1\n00:00:00,000 --> 00:00:01,000\nBen Okafor: [bold]Hello you\n")
    assert '"segments"' in confkit("transcript", "guid-1", "--format", "json").out


def test_no_transcript_is_said_with_what_to_do(confkit: Call) -> None:
    done = confkit("transcript", "guid-1", "--language", "fr")
    assert (done.code, done.out) == (2, "")
    assert "episodes/ward-rounds/001.fr.vtt" in done.err


def test_a_broken_transcript_is_an_error_and_a_problem(confkit: Call, beside: Path) -> None:
    (beside / "001.vtt").write_text("WEBVTT\n\n00:00.000 -->")
    done = confkit("transcript", "guid-1")
    assert done.code == 1
    assert "episodes/ward-rounds/001.vtt" in done.err
    assert "transcript-truncated" in {one["code"] for one in confkit("check", "--json").json}


def test_two_forms_at_once_are_wrong_use(confkit: Call) -> None:
    assert confkit("transcript", "guid-1", "--json", "--format", "vtt").code == 2


def test_chapters_are_listed(confkit: Call) -> None:
    lines = confkit("chapters", "guid-1").out.splitlines()
    assert [line.split() for line in lines[1:]] == [["0:00", "Hello"], ["0:01", "Bye"]]


def test_chapters_beside_the_audio_and_none(confkit: Call, beside: Path) -> None:
    confkit("scan")
    (beside / "002.wav").write_bytes((beside / "001.wav").read_bytes())
    confkit("scan")
    assert confkit("chapters", "ward-rounds/002.wav").err.startswith("no chapters")
    (beside / "002.chapters.txt").write_text("0:00 Start\n0:01 End\n")
    assert "Start" in confkit("chapters", "ward-rounds/002.wav").out
    assert "(from the file beside the audio)" in confkit("episode", "show", "ward-rounds/002.wav").out


class _Model:
    """A stand-in for ``faster_whisper.WhisperModel``."""

    def __init__(self, name: str) -> None:
        assert name == "tiny"

    def transcribe(self, audio: str, language: str | None = None, vad_filter: bool = False) -> tuple[object, object]:
        said = SimpleNamespace(start=0.0, end=1.0, text=f" In {language}")
        return iter([said]), SimpleNamespace(duration=1.5, language=language)


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("faster_whisper")
    module.WhisperModel = _Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)


@pytest.mark.usefixtures("whisper")
def test_a_transcript_is_made(confkit: Call, beside: Path) -> None:
    done = confkit("transcript", "make", "guid-1", "--model", "tiny", "--language", "de")
    assert (done.code, done.out) == (0, "episodes/ward-rounds/001.vtt\n")
    assert "1 passage;" in done.err
    assert confkit("transcript", "show", "guid-1").out.strip() == "0:00  In de"
    refused = confkit("transcript", "make", "guid-1", "--model", "tiny")
    assert refused.code == 2
    assert "--overwrite" in refused.err
    again = confkit("transcript", "make", "guid-1", "--model", "tiny", "--overwrite", "--json").json
    assert (again["language"], again["cues"][0]["text"]) == ("en", "In en")
    assert (beside / "001.vtt").exists()


def test_without_the_extra_it_is_explained(confkit: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    done = confkit("transcript", "make", "guid-1")
    assert done.code == 1
    assert "confkit-studio[transcribe]" in done.err


def test_show_may_be_left_out_also_behind_the_workspace(confkit: Call, beside: Path, folder: Path) -> None:
    (beside / "001.vtt").write_text(VTT)
    shown = confkit("transcript", "show", "guid-1").out
    assert confkit("transcript", "-w", str(folder), "guid-1", workspace=None).out == shown
    assert confkit("transcript", "--language", "en", "guid-1").out == shown
