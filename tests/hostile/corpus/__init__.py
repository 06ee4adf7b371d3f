"""The corpus: everything that confkit reads, made to break it."""

from tests.hostile.corpus import beside, calendars, feeds, folders, id3, mp4, pictures, programmes, schedules, sound
from tests.hostile.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    *id3.ENTRIES,
    *sound.ENTRIES,
    *mp4.ENTRIES,
    *beside.ENTRIES,
    *feeds.ENTRIES,
    *calendars.ENTRIES,
    *schedules.ENTRIES,
    *programmes.ENTRIES,
    *pictures.ENTRIES,
    *folders.ENTRIES,
)
