"""The corpus: everything that confkit reads, made to break it."""

from tests.hostile.corpus import beside, feeds, folders, id3, mp4, programmes, sound
from tests.hostile.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    *id3.ENTRIES,
    *sound.ENTRIES,
    *mp4.ENTRIES,
    *beside.ENTRIES,
    *feeds.ENTRIES,
    *programmes.ENTRIES,
    *folders.ENTRIES,
)
