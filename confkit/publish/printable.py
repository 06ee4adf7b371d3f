"""What goes onto paper, cleaned a second time: another program may have written it, past what cleans on the way in."""

import re
from dataclasses import replace

from confkit.domain.edit import cleaned
from confkit.domain.programme import Programme

# What a colour may be in a style; anything else could end the style and begin another one.
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def printable(programme: Programme) -> Programme:
    """Return ``programme`` without control characters and direction marks in its texts, and with true colours only."""
    tracks = (cleaned(track) for track in programme.tracks)
    return replace(
        programme,
        event=cleaned(programme.event),
        rooms=tuple(cleaned(room) for room in programme.rooms),
        tracks=tuple(track if COLOUR.match(track.colour) else replace(track, colour="") for track in tracks),
        sessions=tuple(cleaned(session) for session in programme.sessions),
        persons=tuple(cleaned(person) for person in programme.persons),
        sign_ups=tuple(cleaned(one) for one in programme.sign_ups),
    )
