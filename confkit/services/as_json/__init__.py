"""Domain to plain data for ``--json``: field names that scripts rely on, documented in docs/json.md.

Times are ISO 8601 with offset, dates ISO 8601, durations numbers of seconds, ids strings; what is unknown is null
(numbers, times, references) or empty (text, lists). Private facts (a person's e-mail and notes, a session's internal
notes) are only in the functions that say so.

Each noun has a module; one is loaded when something of it is first asked for, because the commands import all of this
also where they only print their help.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from confkit.services.as_json.choosing import ranked as ranked
    from confkit.services.as_json.choosing import review as review
    from confkit.services.as_json.choosing import usage as usage
    from confkit.services.as_json.episodes import alternate as alternate
    from confkit.services.as_json.episodes import chapters as chapters
    from confkit.services.as_json.episodes import episode as episode
    from confkit.services.as_json.episodes import recording as recording
    from confkit.services.as_json.episodes import tag_changes as tag_changes
    from confkit.services.as_json.episodes import tag_conflict as tag_conflict
    from confkit.services.as_json.episodes import transcript as transcript
    from confkit.services.as_json.events import event as event
    from confkit.services.as_json.events import programme as programme
    from confkit.services.as_json.events import room as room
    from confkit.services.as_json.events import session_type as session_type
    from confkit.services.as_json.events import track as track
    from confkit.services.as_json.findings import hit as hit
    from confkit.services.as_json.findings import problem as problem
    from confkit.services.as_json.journal import entry as entry
    from confkit.services.as_json.people import person as person
    from confkit.services.as_json.people import person_with_private as person_with_private
    from confkit.services.as_json.sessions import session as session
    from confkit.services.as_json.sessions import session_with_notes as session_with_notes
    from confkit.services.as_json.sessions import slot as slot
    from confkit.services.as_json.shows import artwork as artwork
    from confkit.services.as_json.shows import show as show
    from confkit.services.as_json.the_day import arrival as arrival
    from confkit.services.as_json.the_day import missing as missing
    from confkit.services.as_json.the_day import room_now as room_now
    from confkit.services.as_json.the_day import sign_up as sign_up
    from confkit.services.as_json.values import moment as moment
    from confkit.services.as_json.values import seconds as seconds

# Where each of them lives.
_NAMES = {
    "choosing": "ranked review usage",
    "episodes": "alternate chapters episode recording tag_changes tag_conflict transcript",
    "events": "event programme room session_type track",
    "findings": "hit problem",
    "journal": "entry",
    "people": "person person_with_private",
    "sessions": "session session_with_notes slot",
    "shows": "artwork show",
    "the_day": "arrival missing room_now sign_up",
    "values": "moment seconds",
}
HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

# Hidden from mypy, which would take every misspelt name for one of these.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{HOME[name]}"), name)
        globals()[name] = found
        return found
