"""How long a scan takes: of 1,000 files against plain mutagen, and of the same files unchanged against a walk of stats.

Run it with ``python benchmarks/scan.py``; it needs ffmpeg. Each line is one figure, ratios are what counts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILES = 1_000
ROUNDS = 7
KINDS = {
    "cbr.mp3": "-c:a libmp3lame -b:a 64k",
    "vbr.mp3": "-c:a libmp3lame -q:a 5",
    "talk.m4a": "-c:a aac -b:a 64k",
    "talk.opus": "-c:a libopus -b:a 24k -ar 48000",
    "talk.flac": "-c:a flac -ar 16000",
}


def main() -> int:
    """Make the files, measure, print."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        print("scan: skipped, ffmpeg is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "episodes"
        _generate(root, ffmpeg)
        _measure(root, Path(folder) / "index")
        _measure_hour(Path(folder), ffmpeg)
    return 0


def _generate(root: Path, ffmpeg: str) -> None:
    """Encode one file of each kind and copy it with its own tags until there are enough."""
    from mutagen import File, id3

    frames: Any = id3  # mutagen is typed in part only
    bases = root.parent / "bases"
    bases.mkdir()
    outputs = [word for name, options in KINDS.items() for word in (*options.split(), str(bases / name))]
    sound = "anoisesrc=d=8:c=pink:a=0.3"
    subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", sound, *outputs], check=True)
    for number in range(FILES):
        base = bases / list(KINDS)[number % len(KINDS)]
        path = root / f"show-{number % 10}" / f"{number:04}{base.suffix}"
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


def _measure(root: Path, index: Path) -> None:
    from confkit.audio.scan import scan

    def first() -> None:
        index.unlink(missing_ok=True)
        assert scan(root, index).read == FILES

    def unchanged() -> None:
        assert scan(root, index).read == 0

    ours, plain, again, stats = _best(first, lambda: _plain_mutagen(root), unchanged, lambda: _stat_walk(root))
    print(f"scan: files {FILES}")
    print(f"scan: first scan {ours * 1000:.0f} ms")
    print(f"scan: plain mutagen {plain * 1000:.0f} ms")
    print(f"scan: first scan / plain mutagen, ratio {ours / plain:.2f}")
    print(f"scan: unchanged scan {again * 1000:.1f} ms")
    print(f"scan: stat walk {stats * 1000:.1f} ms")
    print(f"scan: unchanged scan / stat walk, ratio {again / stats:.2f}")
    print(f"scan: unchanged scan / first scan, ratio {again / ours:.4f}")


def _measure_hour(folder: Path, ffmpeg: str) -> None:
    """Walk an hour of variable bit rate without a header, where libraries guess."""
    from confkit.audio.reader import read_recording

    sound = "aevalsrc=exprs='0.4*lt(mod(t\\,4)\\,1)*(random(0)-0.5)':s=44100:d=60"
    options = ["-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "pipe:1"]
    command = [ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", sound, *options]
    minute = subprocess.run(command, check=True, capture_output=True).stdout
    (folder / "hour.mp3").write_bytes(minute * 60)
    (walk,) = _best(lambda: read_recording(folder, "hour.mp3"))
    seconds = read_recording(folder, "hour.mp3").duration.total_seconds()
    (plain,) = _best(lambda: folder.joinpath("hour.mp3").read_bytes())
    print(f"scan: an hour of MP3 without header {walk * 1000:.0f} ms, found to last {seconds:.1f} s")
    print(f"scan: an hour of MP3 without header / reading its bytes, ratio {walk / plain:.2f}")


def _best(*runs: Callable[[], object]) -> list[float]:
    """Return the shortest time of each run in seconds: they take turns, and what else the machine does only adds."""
    best = [float("inf")] * len(runs)
    for _ in range(ROUNDS):
        for index, run in enumerate(runs):
            started = time.perf_counter()
            run()
            best[index] = min(best[index], time.perf_counter() - started)
    return best


def _plain_mutagen(root: Path) -> None:
    """What a program does that has no index: open each file, take its length and its tags."""
    from mutagen import File

    for folder in sorted(root.iterdir()):
        for path in sorted(folder.iterdir()):
            file = File(path)
            assert file.info.length > 0
            assert dict(file.tags)


def _stat_walk(root: Path) -> None:
    count = 0
    for folder in os.scandir(root):
        for entry in os.scandir(folder.path):
            count += entry.stat().st_size > 0
    assert count == FILES


if __name__ == "__main__":
    sys.exit(main())
