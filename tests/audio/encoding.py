"""Real audio for the tests, made by ffmpeg: a few seconds of sound in every kind of file that confkit reads."""

import shutil
import subprocess
from pathlib import Path

import pytest

FFMPEG = shutil.which("ffmpeg")
SECONDS = 8.789
# Noise that comes and goes, so that a variable bit rate really varies.
_SOUND = f"aevalsrc=exprs='0.05*sin(880*PI*t)+0.5*lt(mod(t\\,3)\\,1)*(random(0)-0.5)':s=44100:d={SECONDS}"
# What follows "-i sound" for each file; muxing into a pipe is done apart, as then no length can be filled in.
KINDS = {
    "cbr.mp3": "-c:a libmp3lame -b:a 64k",
    "vbr.mp3": "-c:a libmp3lame -q:a 4",
    "bare-vbr.mp3": "-c:a libmp3lame -q:a 4 -write_xing 0 -id3v2_version 0",
    "bare-cbr.mp3": "-c:a libmp3lame -b:a 64k -write_xing 0",
    "large-cbr.mp3": "-c:a libmp3lame -b:a 320k -ac 2",
    "large-vbr.mp3": "-c:a libmp3lame -q:a 0 -ar 48000 -ac 2 -compression_level 9",
    "slow.mp3": "-c:a libmp3lame -b:a 24k -ar 16000",
    "slowest-bare.mp3": "-c:a libmp3lame -b:a 8k -ar 8000 -write_xing 0",
    "layer2.mp3": "-c:a mp2 -b:a 128k -f mp2",
    "aac.m4a": "-c:a aac -b:a 64k",
    "faststart.m4a": "-c:a aac -b:a 64k -movflags +faststart",
    "fragmented.m4a": "-c:a aac -b:a 64k -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 2000000",
    "alac.m4a": "-c:a alac",
    "quicktime.mov": "-c:a aac -b:a 64k",
    "vorbis.ogg": "-c:a libvorbis -q:a 2",
    "voice.opus": "-c:a libopus -b:a 32k -ar 48000",
    "opus-in.ogg": "-c:a libopus -b:a 32k -ar 48000 -f ogg",
    "lossless.flac": "-c:a flac",
    "sound.wav": "-c:a pcm_s16le",
    "deep.wav": "-c:a pcm_s24le -ar 48000 -ac 2",
    "mulaw.wav": "-c:a pcm_mulaw -ar 8000",
    "adpcm.wav": "-c:a adpcm_ms",
    "wide.wav": "-c:a pcm_s16le -rf64 always",
    # A second each, for what is not about lengths.
    "clip.mp3": "-t 1 -c:a libmp3lame -b:a 64k -id3v2_version 0",
    "clip.m4a": "-t 1 -c:a aac -b:a 64k",
    "clip.ogg": "-t 1 -c:a libvorbis -q:a 2",
    "clip.opus": "-t 1 -c:a libopus -b:a 32k -ar 48000",
    "clip.flac": "-t 1 -c:a flac -ar 16000",
    "clip.wav": "-t 1 -c:a pcm_s16le -ar 8000",
}
PIPED = {
    "piped.flac": "-c:a flac -frame_size 1152 -f flac",
    "piped.wav": "-c:a pcm_s16le -f wav",
    "piped.mp3": "-c:a libmp3lame -q:a 4 -f mp3",
}


def run_ffmpeg(*arguments: str) -> bytes:
    """Run ffmpeg and return what it writes to its output; the test is skipped where there is none."""
    if FFMPEG is None:
        pytest.skip("ffmpeg is not installed")
    command = [FFMPEG, "-nostdin", "-v", "error", "-y", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return done.stdout


def encode_all(folder: Path) -> None:
    """Write every kind of file into ``folder``, in one run of ffmpeg."""
    outputs: list[str] = []
    for name, options in KINDS.items():
        outputs += [*options.split(), "-fflags", "+bitexact", str(folder / name)]
    run_ffmpeg("-f", "lavfi", "-i", _SOUND, *outputs)
    for name, options in PIPED.items():
        (folder / name).write_bytes(run_ffmpeg("-f", "lavfi", "-i", _SOUND, *options.split(), "pipe:1"))


def decoded_seconds(path: Path) -> float:
    """Return how long ``path`` sounds: the samples that ffmpeg decodes from it."""
    samples = run_ffmpeg("-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s16le", "pipe:1")
    return len(samples) / 2 / 48000
