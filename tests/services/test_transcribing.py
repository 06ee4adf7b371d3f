"""Transcripts made from sound: written beside the audio, never over somebody's work."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.audio.transcribing import Cancelled, Progress, TranscriptionStopped
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, NotFound, UsageError, WriteError
from confkit.domain.recording import Cue, Transcript
from confkit.services import lookup
from confkit.services.checking import check
from confkit.services.scanning import scan
from confkit.services.transcribing import make_transcript
from confkit.services.workspace import Workspace, init_workspace
from tests.cli.conftest import write_wave

SECOND = timedelta(seconds=1)
CUES = (Cue(0 * SECOND, SECOND, "Hello [bold]\x1b[31m & <you>"), Cue(SECOND, 1.5 * SECOND, "Bye"))


class StandIn:
    """A model that hears what it is given."""

    def __init__(self, cues: tuple[Cue, ...] = CUES, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.cues = cues
        self.meanwhile = meanwhile
        self.asked: list[tuple[Path, str]] = []

    def transcribe(
        self, path: Path, language: str, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Transcript:
        self.asked.append((path, language))
        for cue in self.cues:
            if cancelled is not None and cancelled():
                raise TranscriptionStopped("was stopped")
            if progress is not None:
                progress(cue.end, 2 * SECOND)
        self.meanwhile()
        return Transcript(self.cues, language)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with init_workspace(tmp_path / "work") as opened:
        write_wave(opened.episodes_root / "show" / "one.wav")
        scan(opened)
        yield opened


@pytest.fixture
def view(ws: Workspace) -> EpisodeView:
    return lookup.episodes(ws, lookup.find_show(ws, "show"))[0]


def test_a_transcript_is_written_beside_the_audio_and_found(ws: Workspace, view: EpisodeView) -> None:
    model = StandIn()
    seen: list[timedelta] = []
    made = make_transcript(ws, view, model, progress=lambda done, _: seen.append(done))
    assert model.asked == [(ws.episodes_root / "show" / "one.wav", "en")]
    assert made.path == "show/one.vtt"
    assert made.transcript.language == "en"
    assert [cue.text for cue in made.transcript.cues] == ["Hello [bold] & <you>", "Bye"]
    assert (ws.episodes_root / "show" / "one.vtt").read_text().startswith("WEBVTT\nLanguage: en\n")
    assert seen == [SECOND, 1.5 * SECOND]
    assert not [one for one in check(ws, feeds=False) if one.code.startswith("transcript")]


@pytest.mark.parametrize("name", ["one.vtt", "one.srt", "one.txt"])
def test_a_transcript_that_is_there_stays_unless_asked(ws: Workspace, view: EpisodeView, name: str) -> None:
    there = ws.episodes_root / "show" / name
    there.write_text("1\n00:00:00,000 --> 00:00:01,000\nBy hand\n")
    model = StandIn()
    with pytest.raises(UsageError, match="is there already"):
        make_transcript(ws, view, model)
    assert model.asked == []
    assert "By hand" in there.read_text()
    made = make_transcript(ws, view, model, overwrite=True, language="de")
    assert made.path == "show/one.vtt"
    assert model.asked[0][1] == "de"
    assert ("By hand" in there.read_text()) == (name != "one.vtt")


def test_one_that_was_put_there_meanwhile_stays(ws: Workspace, view: EpisodeView) -> None:
    there = ws.episodes_root / "show" / "one.vtt"
    with pytest.raises(UsageError, match="already"):
        make_transcript(
            ws, view, StandIn(meanwhile=lambda: there.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nMine\n"))
        )
    assert "Mine" in there.read_text()


def test_chapters_and_other_languages_are_no_reason_to_refuse(ws: Workspace, view: EpisodeView) -> None:
    (ws.episodes_root / "show" / "one.chapters.txt").write_text("0:00 One\n")
    (ws.episodes_root / "show" / "one.de.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHallo\n")
    assert make_transcript(ws, view, StandIn()).path == "show/one.vtt"


def test_nothing_is_written_when_it_fails(ws: Workspace, view: EpisodeView) -> None:
    with pytest.raises(TranscriptionStopped):
        make_transcript(ws, view, StandIn(), cancelled=lambda: True)
    with pytest.raises(FormatError, match="no words"):
        make_transcript(ws, view, StandIn(cues=()))
    assert sorted(one.name for one in (ws.episodes_root / "show").iterdir()) == ["one.wav"]
    (ws.episodes_root / "show" / "one.vtt").mkdir()
    with pytest.raises(WriteError):
        make_transcript(ws, view, StandIn(), overwrite=True)
    (ws.episodes_root / "show" / "one.wav").unlink()
    with pytest.raises(FormatError, match="can't be read"):
        make_transcript(ws, view, StandIn(), overwrite=True)


def test_an_episode_without_audio(ws: Workspace, view: EpisodeView) -> None:
    (ws.episodes_root / "show" / "one.wav").unlink()
    scan(ws)
    with pytest.raises(NotFound, match="no audio"):
        make_transcript(ws, lookup.episode_view(ws, view.id), StandIn())
