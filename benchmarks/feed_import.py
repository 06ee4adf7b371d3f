"""Importing a feed of 10,000 items: confkit, from the bytes to the database, against feedparser, which only parses.

The feed is one that confkit writes: chapters, persons, licences and both forms of the description on every item. Each
measurement is a process of its own, so that the memory of one isn't that of the other; the two take turns.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 10_000
ROUNDS = 2


def main(items: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        feed = Path(name) / "feed.xml"
        feed.write_bytes(made(items))
        print(f"feed of {items:,} items, {feed.stat().st_size / 1e6:.1f} MB")
        found: dict[str, list[tuple[float, int]]] = {"feedparser": [], "reading": [], "import": [], "again": []}
        for number in range(ROUNDS):
            for what in found:
                folder = Path(name) / (f"ws-{number}" if what in ("import", "again") else f"{what}-{number}")
                found[what].append(measured(what, feed, folder, items))
        least = {
            what: (min(one[0] for one in several), min(one[1] for one in several)) for what, several in found.items()
        }
        base, memory = least["feedparser"]
        print(f"feedparser alone: {base:.2f} s, {memory / 1024:.0f} MiB")
        for what, words in (("reading", "read"), ("import", "imported"), ("again", "imported again, nothing changed")):
            seconds, size = least[what]
            print(
                f"confkit, {words}: {seconds:.2f} s, ratio {seconds / base:.2f}; "
                f"{size / 1024:.0f} MiB, ratio {size / memory:.2f}"
            )


def measured(what: str, feed: Path, folder: Path, items: int) -> tuple[float, int]:
    """Seconds of the work, imports of modules included, and KiB of memory at most."""
    done = subprocess.run(
        [sys.executable, __file__, what, str(feed), str(folder), str(items)], capture_output=True, text=True, check=True
    )
    seconds, size = done.stdout.split()
    return float(seconds), int(size)


def measure(what: str, feed: str, folder: str, items: int) -> None:
    start = time.perf_counter()
    if what == "feedparser":
        import feedparser

        assert len(feedparser.parse(Path(feed).read_bytes()).entries) == items
    elif what == "reading":
        from datetime import UTC, datetime
        from uuid import uuid4

        from confkit.codecs.feed_read import read_podcast

        read = read_podcast(Path(feed).read_bytes(), feed, new_id=uuid4, now=datetime.now(UTC))
        assert len(read.items) == items
    else:
        from confkit.services.importing import import_path
        from confkit.services.workspace import init_workspace, open_workspace

        with init_workspace(Path(folder)) if what == "import" else open_workspace(Path(folder)) as workspace:
            report = import_path(workspace, Path(feed))
        assert report.counts["episode"] == items
        assert (report.added > items) == (what == "import")
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def made(count: int) -> bytes:
    from dataclasses import replace

    from feed import SHOW, SITE
    from feed import made as episode

    from confkit.codecs.rss import FeedAddresses, write_feed

    views = [episode(number) for number in range(1, count + 1)]
    address = FeedAddresses(
        feed=f"{SITE}/feed.xml",
        link=SITE,
        artwork=f"{SITE}/cover.jpg",
        enclosure={view.id: f"{SITE}/audio/{view.id}.mp3" for view in views},
        chapters={view.id: f"{SITE}/chapters/{view.id}.json" for view in views},
    )
    return write_feed(replace(SHOW, locked=False), views, address=address, persons={})


if __name__ == "__main__":
    if len(sys.argv) > 3:
        measure(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        options = argparse.ArgumentParser(description=__doc__)
        options.add_argument("--items", type=int, default=COUNT)
        main(options.parse_args().items)
