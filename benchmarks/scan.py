"""How long a scan takes: of many files against plain mutagen, and of the same files unchanged against a walk of stats.

Run it with ``python benchmarks/scan.py``, or with ``--files 10000`` for a large library (1 GB of temporary files); it
needs ffmpeg. Each line is one figure, ratios are what counts: of the shortest times, and of the median ones, because
a machine that does something else meanwhile only adds.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

FILES = 1_000
ROUNDS = 7
MP3 = ("cbr.mp3", "vbr.mp3")
KINDS = {
    "cbr.mp3": "-c:a libmp3lame -b:a 64k",
    "vbr.mp3": "-c:a libmp3lame -q:a 5",
    "talk.m4a": "-c:a aac -b:a 64k",
    "talk.ogg": "-c:a libvorbis -q:a 2",
    "talk.opus": "-c:a libopus -b:a 24k -ar 48000",
    "talk.flac": "-t 3 -c:a flac -ar 16000",
}
# Mostly MP3, as podcasts are.
MIXTURE = (*MP3, *MP3, *MP3, "talk.m4a", "talk.ogg", "talk.opus", "talk.flac")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that a run took: in its best round, and in the middle one."""

    best: float
    middle: float


def main() -> int:
    """Make the files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES, help="how many files to scan (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured (default: %(default)s)")
    chosen = parser.parse_args()
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        print("scan: skipped, ffmpeg is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "episodes"
        _generate(root, ffmpeg, chosen.files)
        _measure(root, Path(folder) / "index", chosen.files, chosen.rounds)
        _measure_hour(Path(folder), ffmpeg)
    return 0


def _generate(root: Path, ffmpeg: str, files: int) -> None:
    """Encode one file of each kind and copy it with its own tags until there are enough."""
    from mutagen import File, id3

    frames: Any = id3  # mutagen is typed in part only
    bases = root.parent / "bases"
    bases.mkdir()
    outputs = [word for name, options in KINDS.items() for word in (*options.split(), str(bases / name))]
    sound = "anoisesrc=d=8:c=pink:a=0.3"
    subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", sound, *outputs], check=True)
    for number in range(files):
        base = bases / MIXTURE[number % len(MIXTURE)]
        # Not divisible by the mixture's length, so that every show holds every kind.
        path = root / f"show-{number % 37}" / f"{number:05}{base.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base, path)
        title, people, date = f"Episode {number}", [f"Speaker {number % 40}", "Host"], "2027-04-09"
        if base.suffix == ".mp3":
            tags = frames.ID3()
            fields = {"TIT2": [title], "TPE1": people, "TALB": ["Show"], "TDRC": [date], "TRCK": [str(number)]}
            for name, value in fields.items():
                tags.add(getattr(frames, name)(text=value))
            tags.save(path)
        else:
            file = File(path)
            names = ("©nam", "©ART", "©day") if base.suffix == ".m4a" else ("title", "artist", "date")
            file.update(dict(zip(names, ([title], people, [date]), strict=True)))
            file.save()


def _measure(root: Path, index: Path, files: int, rounds: int) -> None:
    from confkit.audio.scan import scan

    def first() -> None:
        index.unlink(missing_ok=True)
        assert scan(root, index).read == files

    def unchanged() -> None:
        assert scan(root, index).read == 0

    runs = (first, lambda: _plain_mutagen(root), unchanged, lambda: _stat_walk(root, files))
    ours, plain, again, stats = _times(rounds, *runs)
    print(f"scan: files {files}, rounds {rounds}, processors {len(os.sched_getaffinity(0))}")
    print(f"scan: first scan {_told(ours)}")
    print(f"scan: plain mutagen in one process {_told(plain)}")
    print(f"scan: first scan / plain mutagen, {_ratio(ours, plain)} (goal: 0.60)")
    print(f"scan: unchanged scan {_told(again)}")
    print(f"scan: stat walk {_told(stats)}")
    print(f"scan: unchanged scan / stat walk, {_ratio(again, stats)} (goal: 3.00)")


def _told(times: Times) -> str:
    return f"{times.best * 1000:.1f} ms, median {times.middle * 1000:.1f} ms"


def _ratio(ours: Times, theirs: Times) -> str:
    return f"ratio {ours.best / theirs.best:.2f}, of medians {ours.middle / theirs.middle:.2f}"


def _measure_hour(folder: Path, ffmpeg: str) -> None:
    """Walk an hour of variable bit rate without a header, where libraries guess."""
    from confkit.audio.reader import read_recording

    sound = "aevalsrc=exprs='0.4*lt(mod(t\\,4)\\,1)*(random(0)-0.5)':s=44100:d=60"
    options = ["-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "pipe:1"]
    command = [ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", sound, *options]
    minute = subprocess.run(command, check=True, capture_output=True).stdout
    (folder / "hour.mp3").write_bytes(minute * 60)
    (walk,) = _times(ROUNDS, lambda: read_recording(folder, "hour.mp3"))
    seconds = read_recording(folder, "hour.mp3").duration.total_seconds()
    (plain,) = _times(ROUNDS, lambda: folder.joinpath("hour.mp3").read_bytes())
    print(f"scan: an hour of MP3 without header {walk.best * 1000:.0f} ms, found to last {seconds:.1f} s")
    print(f"scan: an hour of MP3 without header / reading its bytes, ratio {walk.best / plain.best:.2f}")


def _times(rounds: int, *runs: Callable[[], object]) -> list[Times]:
    """Let the runs take turns, so that what else the machine does meets all of them."""
    seconds: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, taken in zip(runs, seconds, strict=True):
            started = time.perf_counter()
            run()
            taken.append(time.perf_counter() - started)
    return [Times(min(taken), median(taken)) for taken in seconds]


def _plain_mutagen(root: Path) -> None:
    """What a program does that has no index: open each file, take its length and its tags."""
    from mutagen import File

    for folder, _, names in os.walk(root):
        for name in names:
            file = File(f"{folder}/{name}")
            assert file.info.length > 0
            assert dict(file.tags)


def _stat_walk(root: Path, files: int) -> None:
    """What no program can do without that looks for changes: each name, and the status of each file."""
    count = 0
    for folder, _, names in os.walk(root):
        for name in names:
            count += os.stat(f"{folder}/{name}").st_size > 0  # noqa: PTH116
    assert count == files


if __name__ == "__main__":
    sys.exit(main())
