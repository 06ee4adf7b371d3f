"""Feeds that are no well-formed RSS, through feedparser: broken XML, Atom, RDF, encodings that lie.

feedparser runs in a process of its own, under limits of memory and time, because there are inputs that make it hang or
eat memory, and nothing else can stop that. What it found comes back as elements, so that it is read like any feed.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from confkit.domain.errors import FormatError, LimitExceeded
from confkit.domain.feed import Element, Feed

# Seconds, as processor time and by the clock; the process must also have time to start.
SECONDS = 60
_MEMORY = 1 << 30
_CHILD = Path(__file__).with_name("feedparser_process.py")


def read_leniently(data: bytes, where: str) -> Feed | None:
    """Return what feedparser makes of ``data``, None where it sees no feed in it either.

    Raises LimitExceeded where it takes too much time or memory, FormatError where it fails.
    """
    try:
        # Isolated: nothing of the present folder or the environment is imported into it.
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(_MEMORY), str(SECONDS)],
            input=data,
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(where) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _too_much(where)
    if done.returncode:
        raise FormatError("can’t be read, not even leniently", where=where, fix="ask the publisher for a valid feed")
    found = json.loads(done.stdout)
    if not found["version"] or not (found["items"] or found["channel"]):
        return None
    channel = Element("channel", children=_elements(found["channel"], 0))
    items = tuple(
        Element("item", item=number, children=_elements(one, number)) for number, one in enumerate(found["items"], 1)
    )
    return Feed(channel, items)


def _too_much(where: str) -> LimitExceeded:
    return LimitExceeded(
        f"takes more than {SECONDS} seconds or {_MEMORY >> 20} MiB to read", where=where, fix="check what file this is"
    )


def _elements(found: list[Any], item: int) -> list[Element]:
    return [
        Element(name, attributes, item=item, children=_elements(children, item), raw=text)
        for name, attributes, text, children in found
    ]
