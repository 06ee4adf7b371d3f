"""Durations are held against what ffmpeg decodes, sample for sample."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from confkit.audio.media import MEDIA, suffix_of
from confkit.audio.reader import read_recording
from tests.audio.encoding import KINDS, PIPED, SECONDS, decoded_seconds

Put = Callable[..., Path]
# The limit of the project. ffmpeg plays an AAC file's padding at the end (up to a frame), so nothing is tighter there.
TOLERANCE = 0.06


def seconds_of(path: Path) -> float:
    return read_recording(path.parent, path.name).duration.total_seconds()


@pytest.mark.parametrize("name", [*KINDS, *PIPED])
def test_every_kind_has_the_duration_that_decoding_gives(audio: Path, name: str) -> None:
    recording = read_recording(audio, name)
    assert abs(recording.duration.total_seconds() - decoded_seconds(audio / name)) < TOLERANCE
    assert recording.problems == ()
    assert recording.size == (audio / name).stat().st_size
    assert recording.bitrate > 0


@pytest.mark.parametrize("name", [name for name in KINDS if suffix_of(name) != ".m4a" and not name.startswith("clip")])
def test_all_but_aac_are_exact_to_a_tenth_of_a_frame(audio: Path, name: str) -> None:
    assert abs(seconds_of(audio / name) - decoded_seconds(audio / name)) < 0.003 or name == "quicktime.mov"


@pytest.mark.parametrize("name", ["aac.m4a", "faststart.m4a", "cbr.mp3", "vbr.mp3", "voice.opus", "lossless.flac"])
def test_padding_of_the_encoder_is_not_counted(audio: Path, name: str) -> None:
    assert abs(seconds_of(audio / name) - SECONDS) < 0.001


@pytest.mark.parametrize("name", ["large-cbr.mp3", "large-vbr.mp3", "cbr.mp3", "vbr.mp3"])
@pytest.mark.parametrize("factor", [0.1, 0.5, 2, 1000])
def test_a_header_that_lies_about_its_frames_is_not_believed(audio: Path, put: Put, name: str, factor: float) -> None:
    path = put(name)
    data = bytearray(path.read_bytes())
    at = max(data.find(b"Xing", 0, 4096), data.find(b"Info", 0, 4096)) + 8
    frames = int.from_bytes(data[at : at + 4], "big")
    data[at : at + 4] = int(frames * factor).to_bytes(4, "big")
    path.write_bytes(data)
    assert abs(seconds_of(path) - SECONDS) < TOLERANCE


def test_a_vbri_header_is_not_counted_as_sound(put: Put) -> None:
    path = put("cbr.mp3")
    data = bytearray(path.read_bytes())
    start = max(data.find(b"Xing", 0, 4096), data.find(b"Info", 0, 4096)) - 21
    frames, size = struct.unpack_from(">II", data, start + 21 + 8)
    data[start + 4 : start + 200] = bytes(196)
    data[start + 36 : start + 54] = struct.pack(">4sHHHII", b"VBRI", 1, 0, 75, size, frames)
    path.write_bytes(data)
    assert abs(seconds_of(path) - decoded_seconds(path)) < TOLERANCE


def test_a_cut_off_mp3_is_as_long_as_what_is_left_and_says_so(audio: Path, put: Put) -> None:
    path = put("large-cbr.mp3")
    path.write_bytes(path.read_bytes()[:200_001])
    recording = read_recording(path.parent, path.name)
    assert abs(recording.duration.total_seconds() - decoded_seconds(path)) < TOLERANCE
    assert [problem.code for problem in recording.problems] == ["audio-truncated"]


def test_joined_mp3_files_are_as_long_as_both(audio: Path, put: Put) -> None:
    path = put("large-cbr.mp3")
    path.write_bytes(path.read_bytes() * 2)
    assert abs(seconds_of(path) - decoded_seconds(path)) < TOLERANCE


def test_bytes_between_frames_are_stepped_over(audio: Path, put: Put) -> None:
    path = put("bare-cbr.mp3")
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + b"\xff\xfb\x90 no frame " * 3000 + data[middle:])
    recording = read_recording(path.parent, path.name)
    assert abs(recording.duration.total_seconds() - seconds_of(audio / "bare-cbr.mp3")) < TOLERANCE
    assert [problem.code for problem in recording.problems] == ["audio-duration-unsure"]


def test_chained_ogg_streams_are_added_up(audio: Path, put: Put) -> None:
    path = put("voice.opus")
    second = bytearray((audio / "vorbis.ogg").read_bytes())
    at = second.find(b"OggS\0")
    while at >= 0:
        second[at + 14 : at + 18] = b"\x01\x02\x03\x04"  # each stream of a chain has its own serial number
        at = second.find(b"OggS\0", at + 4)
    path.write_bytes(path.read_bytes() + second)
    assert abs(seconds_of(path) - 2 * SECONDS) < TOLERANCE


@pytest.mark.parametrize("name", ["voice.opus", "vorbis.ogg", "aac.m4a", "faststart.m4a", "sound.wav"])
def test_a_file_that_lost_its_end_says_so(put: Put, name: str) -> None:
    path = put(name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    if name == "aac.m4a":  # its index was at the end
        with pytest.raises(Exception, match="has no index"):
            read_recording(path.parent, path.name)
        return
    recording = read_recording(path.parent, path.name)
    assert [problem.code for problem in recording.problems] == ["audio-truncated"]
    assert 0 < recording.duration.total_seconds() <= SECONDS + 0.001


def test_real_recordings(shared_data: Path) -> None:
    folder = shared_data / "open-event" / "OTS16" / "audio"
    assert round(seconds_of(folder / "session_37.mp3"), 1) == 168.7
    assert round(seconds_of(folder / "session_57.mp3"), 1) == 461.4


def test_real_files_of_other_programs(shared_data: Path) -> None:
    for path in sorted((shared_data / "audio").iterdir()):
        assert suffix_of(path.name) in MEDIA
        assert abs(seconds_of(path) - decoded_seconds(path)) < TOLERANCE, path.name
