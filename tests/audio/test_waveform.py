"""The outline of a sound: right in every kind of file, safe with every other, and ended when nobody wants it."""

import os
import shutil
import threading
import time
import wave
from array import array
from collections.abc import Callable
from datetime import timedelta
from math import pi, sin, sqrt
from pathlib import Path

import pytest

from confkit.audio import waveform
from confkit.audio.waveform import Waveform, read_waveform
from confkit.domain.errors import Cancelled, ConfkitError, FormatError, LimitExceeded, NotFound
from tests.audio.encoding import SECONDS, run_ffmpeg

Put = Callable[..., Path]
KINDS = ("cbr.mp3", "layer2.mp3", "aac.m4a", "alac.m4a", "quicktime.mov", "vorbis.ogg", "voice.opus", "lossless.flac")
WAVS = ("sound.wav", "deep.wav", "mulaw.wav", "wide.wav", "piped.wav")
NEEDS_FFMPEG = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def read(root: Path, name: str, seconds: float = SECONDS, **more: object) -> Waveform:
    return read_waveform(root, f"show/{name}", timedelta(seconds=seconds), **more)  # type: ignore[arg-type]


def at(outline: Waveform, data: bytes, first: float, last: float) -> list[int]:
    step = outline.step.total_seconds()
    return [*data[int(first / step) : int(last / step)]]


def level(share: float) -> float:
    return 255 * sqrt(share)


@pytest.fixture
def no_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


def write_wav(
    path: Path, parts: list[tuple[float, float]], *, rate: int = 8_000, width: int = 2, channels: int = 1
) -> None:
    """Parts of so many seconds, each a tone of a level; of several channels only the last sounds."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        for seconds, loud in parts:
            frames = bytearray()
            for n in range(int(seconds * rate)):
                value = int(loud * sin(2 * pi * 440 * n / rate) * ((1 << 8 * width - 1) - 1))
                one = bytes([value + 128]) if width == 1 else value.to_bytes(width, "little", signed=True)
                silent = bytes([128]) if width == 1 else bytes(width)
                frames += silent * (channels - 1) + one
            file.writeframes(bytes(frames))


# What it shows


@NEEDS_FFMPEG
@pytest.mark.parametrize("name", [*KINDS, *WAVS, "adpcm.wav"])
def test_noise_and_pauses_of_every_kind_of_file(put: Put, root: Path, name: str) -> None:
    """The sound of the fixtures is loud in the first of each three seconds, and next to silent in the others."""
    put(name)
    outline = read(root, name)
    assert len(outline.peaks) == len(outline.loudness)
    assert abs(outline.duration.total_seconds() - SECONDS) < 0.2
    for second in (0, 3, 6):
        loud = at(outline, outline.loudness, second + 0.2, second + 0.8)
        quiet = at(outline, outline.loudness, second + 1.3, second + 2.5)
        assert sum(loud) / len(loud) > 1.15 * max(quiet), second
        assert min(quiet) > 20
        assert all(peak >= mean for peak, mean in zip(outline.peaks, outline.loudness, strict=True))


@pytest.mark.parametrize(("width", "channels", "rate"), [(1, 1, 8_000), (2, 2, 44_100), (3, 2, 48_000), (4, 3, 16_000)])
def test_tone_and_silence_in_a_wav_without_ffmpeg(
    root: Path, no_ffmpeg: None, width: int, channels: int, rate: int
) -> None:
    write_wav(root / "show" / "a.wav", [(1, 0.5), (1, 0.0), (1, 0.9)], rate=rate, width=width, channels=channels)
    outline = read(root, "a.wav", 3)
    assert abs(outline.duration.total_seconds() - 3) < 0.05
    assert max(at(outline, outline.peaks, 1.1, 1.9)) <= 1
    for first, loud in ((0, 0.5), (2, 0.9)):
        peaks = at(outline, outline.peaks, first + 0.1, first + 0.9)
        assert abs(max(peaks) - level(loud)) < 4
        means = at(outline, outline.loudness, first + 0.1, first + 0.9)
        # One of the channels sounds; the mean of a tone's square is half of its peak's.
        assert abs(sum(means) / len(means) - level(loud / sqrt(2 * channels))) < 6


def test_columns_are_fine_in_short_sounds_and_coarse_in_long_ones(root: Path, no_ffmpeg: None) -> None:
    write_wav(root / "show" / "a.wav", [(2, 0.5)])
    assert read(root, "a.wav", 2).step == timedelta(milliseconds=10)
    assert read(root, "a.wav", 60).step == timedelta(milliseconds=50)
    assert read(root, "a.wav", 7200).step == timedelta(milliseconds=100)
    assert len(read(root, "a.wav", 7200).peaks) == 20
    assert read(root, "a.wav", 86_400 * 2).step > timedelta(milliseconds=300)


@NEEDS_FFMPEG
def test_a_video_is_heard(root: Path) -> None:
    source = ("-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5", "-f", "lavfi", "-i", "sine=d=1")
    run_ffmpeg(*source, "-c:v", "mpeg4", "-c:a", "aac", str(root / "show" / "film.mp4"))
    assert max(read(root, "film.mp4", 1).peaks) > 40


# What is not as it should be


@NEEDS_FFMPEG
@pytest.mark.parametrize("name", ["cbr.mp3", "vorbis.ogg", "lossless.flac", "sound.wav"])
def test_a_file_that_is_cut_off_shows_what_is_there(put: Put, root: Path, name: str) -> None:
    path = put(name)
    os.truncate(path, path.stat().st_size // 2)
    assert 2 < read(root, name).duration.total_seconds() < 7


def test_without_ffmpeg_there_is_an_explanation(put: Put, root: Path, no_ffmpeg: None) -> None:
    put("cbr.mp3")
    with pytest.raises(NotFound) as caught:
        read(root, "cbr.mp3")
    assert caught.value.fix == "install ffmpeg to see the waveform"


@NEEDS_FFMPEG
@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVEfmt ", b"ID3" + bytes(500), b"\xff\xfb" * 400, b"hello " * 1000]
)
def test_what_is_no_sound_is_said(root: Path, data: bytes) -> None:
    (root / "show" / "a.mp3").write_bytes(data)
    with pytest.raises(FormatError) as caught:
        read(root, "a.mp3")
    assert caught.value.where
    assert caught.value.fix
    assert "\n" not in caught.value.what


@NEEDS_FFMPEG
def test_a_play_list_opens_nothing(put: Put, root: Path, tmp_path: Path) -> None:
    """A file that claims to be audio can't make ffmpeg read other files, or ask the web."""
    secret = put("sound.wav", "secret.wav")
    for text in (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{secret}'\n",
        "#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/x.mp3\n",
    ):
        (root / "show" / "list.mp3").write_text(text)
        with pytest.raises(FormatError):
            read(root, "list.mp3")


def test_what_is_no_file_of_the_folder_is_not_opened(root: Path, tmp_path: Path) -> None:
    os.mkfifo(root / "show" / "pipe.mp3")
    write_wav(tmp_path / "outside.wav", [(1, 0.5)])
    (root / "show" / "link.wav").symlink_to(tmp_path / "outside.wav")
    for name in ("pipe.mp3", "link.wav"):
        with pytest.raises(FormatError):
            read(root, name)
    with pytest.raises(OSError, match="No such file"):
        read(root, "gone.mp3")


@NEEDS_FFMPEG
@pytest.mark.parametrize("name", ["-y.mp3", "a b'\"$(x).mp3", "ä\n.mp3", "concat:x|y.mp3", "%03d.mp3"])
def test_names_are_only_names(put: Put, root: Path, name: str) -> None:
    put("clip.mp3", name)
    assert read(root, name, 1).duration >= timedelta(seconds=0.9)


@NEEDS_FFMPEG
def test_more_sound_than_the_header_says_is_not_waited_for(root: Path) -> None:
    run_ffmpeg(
        "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "60", "-c:a", "flac", str(root / "show" / "a.flac")
    )
    assert read(root, "a.flac", 2).duration < timedelta(seconds=13)


# Limits


def fake_ffmpeg(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(exist_ok=True)
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_one_that_hangs_is_ended(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "show" / "a.mp3").write_bytes(b"x")
    fake_ffmpeg(tmp_path / "bin", f"echo $$ > {tmp_path}/pid; exec sleep 60", monkeypatch)
    monkeypatch.setattr(waveform, "_PATIENCE", 0.3)
    began = time.monotonic()
    with pytest.raises(LimitExceeded, match="too long"):
        read(root, "a.mp3", 1)
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_one_that_nobody_wants_any_more_is_ended(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "show" / "a.mp3").write_bytes(b"x")
    fake_ffmpeg(tmp_path / "bin", f"echo $$ > {tmp_path}/pid; exec cat /dev/zero", monkeypatch)
    stop = threading.Event()
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, what: str) -> None:
        told.append((done, total, what))
        if done >= 100:
            stop.set()

    with pytest.raises(Cancelled):
        read(root, "a.mp3", 100_000, progress=progress, cancelled=stop.is_set)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {(total, what) for _, total, what in told} == {(100_000, "show/a.mp3")}


def test_words_without_end_don_t_block(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "show" / "a.mp3").write_bytes(b"x")
    script = "head -c 3000000 /dev/zero | tr '\\0' 'e' >&2; printf '\\nlast \\033[31mwords' >&2; exit 1"
    fake_ffmpeg(tmp_path / "bin", script, monkeypatch)
    with pytest.raises(FormatError, match=r"\(last .{0,5}words\)") as caught:
        read(root, "a.mp3", 1)
    assert "\x1b" not in caught.value.what


def test_one_that_can_t_be_started_is_said(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "show" / "a.mp3").write_bytes(b"x")
    fake_ffmpeg(tmp_path / "bin", "", monkeypatch)
    (tmp_path / "bin" / "ffmpeg").write_text("#!/nowhere/at/all\n")
    with pytest.raises(ConfkitError, match="can't be started"):
        read(root, "a.mp3", 1)


def test_samples_come_in_pieces_of_any_length(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a sample at the end of a piece is not lost."""
    (root / "show" / "a.mp3").write_bytes(b"x")
    samples = array("h", [0, 1000, -20_000, 3] * 2_000)
    (tmp_path / "samples").write_bytes(samples.tobytes())
    script = f"head -c 4001 {tmp_path}/samples; sleep 0.2; tail -c +4002 {tmp_path}/samples"
    fake_ffmpeg(tmp_path / "bin", script, monkeypatch)
    outline = read(root, "a.mp3", 1)
    assert {*outline.peaks} == {round(level(20_000 / 32_768))}
    assert len(outline.peaks) == 100
